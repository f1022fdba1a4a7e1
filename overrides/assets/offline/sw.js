/* The portal without a network. The build fills in RELEASE and writes this file to the root of the site.

   Three caches: the shell of this release (whole or not there at all), pages that were visited, sections that were
   saved. Every entry carries the mark of its bytes: what did not change is never fetched twice, and what a
   captive portal, a broken host or a cut connection sends in place of a file is never kept. No clock is asked. */
'use strict';

const RELEASE = __RELEASE__;
const ROOT = self.registration.scope;
const NAME = 'portal:' + new URL(ROOT).pathname + ':';
const SHELL = NAME + 'shell-' + RELEASE.mark, VISITED = NAME + 'visited', SAVED = NAME + 'saved';
const RECORD = ROOT + 'da-luu.json';                 /* which sections were saved; no file of the site has this name */
const OURS = 'ung-dung.webmanifest';                 /* stands in every page of the portal, in no page of anybody else */
const HASHED = /\.[0-9a-f]{8}\.(css|js)$|^assets\/search\/[a-z]+\/[0-9a-f]{10}\//;
const INDEX = /^(assets\/search\/[a-z]+\/)[0-9a-f]{10}\//;
const ONLY_ONLINE = /^(api\/|feed\.|sitemap\.|robots\.|phien-ban\.json|moi\.html|lich\.ics|sw\.js)|\.(zip|epub|mp3)$/;
const PATIENCE = 4000, STALLED = 30000, AT_ONCE = 6, BATCH = 24, MOST_VISITED = 150;

class Trouble extends Error {}                       /* message: network, foreign, quota, refused */

/* Storage that fails is full, unless the browser says that it is locked. */
const troubleOf = error => error instanceof Trouble ? error.message : /Security|NotAllowed|InvalidState/.test(error && error.name) ? 'refused' : 'quota';

const isPage = path => path === '' || /(\/|\.html)$/.test(path);
const pathOf = url => decodeURI(url.split(/[?#]/)[0].slice(ROOT.length));
const after = time => new Promise(done => setTimeout(done, time));
const nothing = () => undefined;

/* ---------- files: whole, ours, marked ---------- */

/* The names of our own scripts and styles change with every touch of the look: they do not make a page a new page. */
async function markOf(path, bytes) {
  const plain = isPage(path) ? new TextEncoder().encode(new TextDecoder().decode(bytes).replace(/\.[0-9a-f]{8}\.(css|js)\b/g, '.$1')) : bytes;
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', plain)).slice(0, 4);
  return Array.from(sum, byte => byte.toString(16).padStart(2, '0')).join('');
}

function marked(bytes, type, mark) {
  return new Response(bytes, { headers: { 'Content-Type': type || 'application/octet-stream', 'X-Portal-Mark': mark } });
}

const markKept = answer => answer && answer.headers.get('X-Portal-Mark');

/* From the network, or a Trouble. Only bytes of this very mark are taken. */
async function take(path, mark) {
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), STALLED);
  try {
    const answer = await fetch(ROOT + path, { cache: HASHED.test(path) ? 'default' : 'no-cache', redirect: 'error', signal: stop.signal });
    const bytes = await answer.arrayBuffer();
    if (!answer.ok) throw new Trouble(answer.status < 500 ? 'foreign' : 'network');
    if (await markOf(path, bytes) !== mark) throw new Trouble('foreign');
    return marked(bytes, answer.headers.get('Content-Type'), mark);
  } catch (error) {
    throw error instanceof Trouble ? error : new Trouble('network');
  } finally { clearTimeout(timer); }
}

async function put(cache, path, answer) {
  try { await cache.put(ROOT + path, answer); } catch (error) { throw new Trouble(troubleOf(error)); }
}

/* A file of this mark that some cache has already. The search index moves to a folder of a new name with every change,
   most of its files as they were: `earlier` holds the folders that were saved. */
let earlier = [];
async function had(path, mark) {
  const index = INDEX.exec(path), places = [path].concat(index ? earlier.filter(folder => folder.startsWith(index[1])).map(folder => path.replace(index[0], folder)) : []);
  for (const name of await names('')) {
    const cache = await caches.open(name);
    for (const place of places) {
      const kept = await cache.match(ROOT + place);
      if (markKept(kept) === mark) return kept;
    }
  }
}

const names = async start => (await caches.keys()).filter(name => name.startsWith(NAME + start));

async function find(path) {
  for (const name of [VISITED, SAVED, SHELL]) {
    const kept = await (await caches.open(name)).match(ROOT + path);
    if (kept) return kept;
  }
}

/* Calls work(item) for all, a few at a time; the first trouble stops the rest. */
async function each(items, work) {
  const waiting = items.slice();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    try { while (waiting.length) await work(waiting.shift()); } catch (error) { waiting.length = 0; throw error; }
  }));
}

/* ---------- a new release ---------- */

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(activate()));

async function install() {
  await purge();
  const shell = await caches.open(SHELL);
  try {
    await each(RELEASE.shell, async ([path, mark]) => put(shell, path, await had(path, mark) || await take(path, mark)));
    await catalogue((await record()).pieces);
  } catch (error) {                                  /* the earlier release stays in service, whole */
    await caches.delete(SHELL);
    throw error;
  }
  await self.skipWaiting();
}

async function activate() {
  const replaced = (await names('shell-')).filter(name => name !== SHELL), visited = await caches.open(VISITED);
  await Promise.all(replaced.map(name => caches.delete(name)));
  const shell = new Set(RELEASE.shell.map(([path]) => path));
  for (const key of await visited.keys()) {
    const path = pathOf(key.url), search = /^assets\/search\/([a-z]+)\//.exec(path);
    if (shell.has(path) || search && !path.includes(RELEASE.search[search[1]])) await visited.delete(key);
  }
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (replaced.length) open.forEach(client => client.postMessage({ portal: 'new', date: RELEASE.date }));
  else open.filter(client => client.url.startsWith(ROOT)).forEach(client => visit(pathOf(client.url)).catch(nothing));
}

/* The page that was open before this script stood there to keep it. */
async function visit(path) {
  if (isPage(path) && !await find(path)) await remember(path, await fetch(ROOT + path));
}

/* What was withdrawn leaves every cache, and so does every page and index file that tells of it. */
async function purge() {
  const book = await record(), away = RELEASE.away.filter(path => !book.away.includes(path));
  if (!away.length) return;
  for (const name of [VISITED, SAVED, ...await names('shell-')]) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      if (key.url === RECORD) continue;
      const text = /\.(html|js|json)$|\/$/.test(pathOf(key.url)) ? await (await cache.match(key)).text() : '';
      if (away.some(path => pathOf(key.url) === path || text.includes(path.split('/').slice(-2)[0] + '/'))) {
        if (!name.startsWith(NAME + 'shell-') || away.includes(pathOf(key.url))) await cache.delete(key);
      }
    }
  }
  await note(book.pieces, '', book.away.concat(away));
}

/* ---------- answers ---------- */

self.addEventListener('fetch', event => {
  const { method, url, headers } = event.request;
  if (method !== 'GET' || !url.startsWith(ROOT) || headers.has('Range')) return;
  const path = pathOf(url);
  if (ONLY_ONLINE.test(path)) return;
  if (isPage(path)) event.respondWith(page(event, path));
  else if (HASHED.test(path)) event.respondWith(asset(event, path));
  else event.respondWith(other(event, path));
  if (event.request.mode === 'navigate') event.waitUntil(refresh().catch(nothing));
});

/* Network first. With a copy at hand the network has a few seconds, and must bring a page of ours. */
async function page(event, path) {
  const kept = await find(path);
  const asked = fetch(event.request, { cache: 'no-cache' });       /* a host that says nothing of keeping would show last month's page */
  if (!kept) {
    try {
      const answer = await asked;
      event.waitUntil(remember(path, answer.clone()).catch(nothing));
      return answer;
    } catch (offline) { return away(event, path); }
  }
  const fresh = asked.then(async answer => await remember(path, answer.clone()) ? answer : null);
  event.waitUntil(fresh.catch(nothing));
  return await Promise.race([fresh.catch(nothing), after(PATIENCE)]) || kept;
}

/* Keeps a page of ours; true when the answer may be shown in place of the copy. */
async function remember(path, answer) {
  if (answer.type !== 'basic' || answer.redirected) return false;
  const bytes = await answer.arrayBuffer();
  if (!new TextDecoder().decode(bytes).includes(OURS)) return false;
  const saved = await caches.open(SAVED), visited = await caches.open(VISITED);
  if (answer.status === 404 || answer.status === 410) { await saved.delete(ROOT + path); await visited.delete(ROOT + path); }
  if (answer.ok && !RELEASE.away.includes(path)) await keep(path, marked(bytes, answer.headers.get('Content-Type'), await markOf(path, bytes)));
  return answer.ok || answer.status === 404 || answer.status === 410;
}

/* A reader without room for one more page still gets the page. */
async function keep(path, answer) {
  const saved = await caches.open(SAVED), visited = await caches.open(VISITED);
  await put(await saved.match(ROOT + path) ? saved : visited, path, answer).catch(nothing);
  const keys = await visited.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - MOST_VISITED))) await visited.delete(key);
}

/* Nothing at hand: the page that says so and lists what there is. A fragment or a script gets an honest failure. */
async function away(event, path) {
  if (event.request.mode !== 'navigate') return Response.error();
  const slashed = path + '/';
  if (!isPage(path) && await find(slashed)) return Response.redirect(ROOT + slashed);
  const lang = path.startsWith('en/') ? 'en' : 'vi';
  if (path === RELEASE.offline[lang]) return Response.error();
  return Response.redirect(ROOT + RELEASE.offline[lang] + '?can=' + encodeURIComponent(path));
}

/* The name says the bytes: once kept, never asked for again. An older page may ask for a name that is gone: the present
   file of the same stem serves it. */
async function asset(event, path) {
  const kept = await find(path);
  if (kept) return kept;
  const heir = await cousin(path), asked = fetch(event.request);
  try {
    const answer = await (heir ? Promise.race([asked, after(PATIENCE)]) : asked);
    if (answer && answer.ok && !/html/.test(answer.headers.get('Content-Type'))) {
      const copy = answer.clone();
      event.waitUntil(copy.arrayBuffer().then(async bytes => keep(path, marked(bytes, copy.headers.get('Content-Type'), await markOf(path, bytes)))).catch(nothing));
      return answer;
    }
    return heir || answer;
  } catch (offline) { return heir || Response.error(); }
}

async function cousin(path) {
  const stem = /^(.*)\.[0-9a-f]{8}(\.[a-z]+)$/.exec(path);
  for (const name of stem ? [SHELL, SAVED, VISITED] : []) {
    const cache = await caches.open(name);
    const key = (await cache.keys()).find(({ url }) => pathOf(url).replace(/\.[0-9a-f]{8}(\.[a-z]+)$/, '$1') === stem[1] + stem[2]);
    if (key) return cache.match(key);
  }
}

/* Pictures, index files, papers: network first; only what is light is kept without being asked. */
async function other(event, path) {
  const kept = await find(path);
  const asked = fetch(event.request).then(async answer => {
    if (!answer.ok || answer.type !== 'basic' || /html/.test(answer.headers.get('Content-Type'))) return kept || answer;
    if (/\.(js|svg|png|jpg|webp|webmanifest)$/.test(path)) {
      const copy = answer.clone();
      event.waitUntil(copy.arrayBuffer().then(async bytes => keep(path, marked(bytes, copy.headers.get('Content-Type'), await markOf(path, bytes)))).catch(nothing));
    }
    return answer;
  });
  event.waitUntil(asked.catch(nothing));
  try { return kept ? await Promise.race([asked.catch(nothing), after(PATIENCE)]) || kept : await asked; } catch (offline) { return away(event, path); }
}

/* ---------- what the reader saves ---------- */

async function record() {
  const kept = await (await caches.open(SAVED)).match(RECORD).catch(nothing);
  return Object.assign({ pieces: [], mark: '', away: [] }, kept ? await kept.json().catch(nothing) : {});
}

async function note(pieces, mark, gone) {
  await put(await caches.open(SAVED), 'da-luu.json', new Response(JSON.stringify({ pieces, mark, away: gone }), { headers: { 'Content-Type': 'application/json' } }));
}

/* code → [[path, mark, bytes]…], of the languages that these codes are of */
async function catalogue(codes) {
  const shell = await caches.open(SHELL), found = {};
  for (const lang of new Set(codes.map(code => code.split('/')[0]))) {
    const [path, mark] = RELEASE.lists[lang];
    if (!await shell.match(ROOT + path)) await put(shell, path, await take(path, mark));
    Object.assign(found, await (await shell.match(ROOT + path)).json());
  }
  return found;
}

async function keepFile([path, mark]) {
  const saved = await caches.open(SAVED), visited = await caches.open(VISITED);
  if (markKept(await saved.match(ROOT + path)) === mark) return;
  await put(saved, path, await had(path, mark) || await take(path, mark));
  await visited.delete(ROOT + path);
}

async function drop(codes, book) {
  const left = book.pieces.filter(code => !codes.includes(code)), all = await catalogue(left), saved = await caches.open(SAVED);
  const needed = new Set([].concat(...left.map(code => all[code] || [])).map(([path]) => path));
  for (const key of await saved.keys()) if (key.url !== RECORD && !needed.has(pathOf(key.url))) await saved.delete(key);
  await note(left, book.mark, book.away);
}

/* Sections saved under an earlier release: what changed is fetched anew; cut short, it goes on at the next visit. */
let refreshing = null;
function refresh() {
  refreshing = refreshing || (async () => {
    const book = await record();
    if (!book.pieces.length || book.mark === RELEASE.mark) return;
    const all = await catalogue(book.pieces), saved = await caches.open(SAVED);
    earlier = [...new Set((await saved.keys()).map(key => INDEX.exec(pathOf(key.url))).filter(Boolean).map(([folder]) => folder))];
    for (const code of book.pieces) await each(all[code] || [], keepFile);
    await drop([], book);
    await note(book.pieces, RELEASE.mark, book.away);
  })().finally(() => { refreshing = null; });
  return refreshing;
}

/* A part of a section at a time, so that no single errand lives long enough to be stopped by the browser. */
async function save({ piece, from }) {
  const files = (await catalogue([piece]))[piece];
  if (!files) throw new Trouble('foreign');
  const next = Math.min(from + BATCH, files.length), book = await record();
  try {
    await each(files.slice(from, next), keepFile);
    if (next === files.length && !book.pieces.includes(piece)) await note(book.pieces.concat(piece), book.pieces.length ? book.mark : RELEASE.mark, book.away);
  } catch (error) {
    if (error.message === 'quota') await drop([], book).catch(nothing);      /* half a section helps nobody and fills the phone */
    if (error.message === 'foreign') self.registration.update().catch(nothing);
    throw error;
  }
  return { next, of: files.length, done: next === files.length };
}

async function state() {
  const book = await record(), pieces = {};
  for (const code of Object.keys(RELEASE.pieces)) pieces[code] = { files: RELEASE.pieces[code][0], bytes: RELEASE.pieces[code][1], saved: book.pieces.includes(code) };
  return { date: RELEASE.date, pieces };
}

async function remove({ piece }) {
  await drop([piece], await record());
  return {};
}

/* Pages that were opened or saved, with their titles. */
async function pages() {
  const found = [];
  for (const name of [VISITED, SAVED]) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      const path = pathOf(key.url);
      if (!isPage(path)) continue;
      const title = /<h1[^>]*>([^<]*)/.exec(await (await cache.match(key)).text());
      found.push({ path, title: title ? title[1] : path, saved: name === SAVED });
    }
  }
  return { pages: found };
}

async function clear() {
  const book = await record();
  await Promise.all([caches.delete(VISITED), caches.delete(SAVED)]);
  if (book.away.length) await note([], '', book.away);
  return {};
}

const ERRANDS = { state, save, remove, pages, clear };
self.addEventListener('message', event => {
  const errand = ERRANDS[event.data && event.data.ask], port = event.ports[0];
  if (!errand || !port) return;
  event.waitUntil(errand(event.data).catch(error => ({ trouble: troubleOf(error) })).then(answer => port.postMessage(answer)));
});
