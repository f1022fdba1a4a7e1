/* Lighthouse in a browser that is open already: a line of JSON for each address that comes in, mobile as it stands.
   node lighthouse.mjs PORT < addresses */
import { createInterface } from 'node:readline';
import lighthouse from 'lighthouse';

const port = Number(process.argv[2]);
for await (const address of createInterface({ input: process.stdin })) {
  const { lhr } = await lighthouse(address, { port, logLevel: 'silent', onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'] });
  const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, score === null ? null : Math.round(100 * score)]));
  const lost = Object.entries(lhr.categories).filter(([name]) => name !== 'performance').flatMap(([, { auditRefs }]) => auditRefs)
    .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1).map(({ id }) => id);
  const fetched = lhr.audits['network-requests'].details?.items ?? [];
  console.log(JSON.stringify({ address, scores, lost, shift: lhr.audits['cumulative-layout-shift'].numericValue ?? null,
    script: lhr.audits['bootup-time'].numericValue ?? null, requests: fetched.length, sent: fetched.reduce((sum, one) => sum + (one.transferSize ?? 0), 0), trouble: lhr.runtimeError?.code ?? '' }));
}
