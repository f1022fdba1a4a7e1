"""The pages and their words by section, as Markdown: python tests/bench/page_words.py [--pages]

Words are written words parted by blanks (in Vietnamese: syllables) of a page's own text and fields; names of files, addresses,
laws in the head and change notes are left out. `--pages` lists every page as well."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from portal import content  # noqa: E402
from portal.bench import measures  # noqa: E402
from portal.content import Page  # noqa: E402

HEAD = ("title", "description", "loi_ke", "dung_lai", "nhan_dien", "hoi", "phuong_an", "giay_to", "chuyen_den", "muc_tieu")


def words(page: Page) -> int:
    """How many words a page says: its body, its fields for readers, its quiz or case."""
    said = [page.body, *_strings([page.meta.get(key) for key in HEAD])]
    if page.kind == "tap-huan":
        said += _strings(page.data)
    text = re.sub(r"\]\([^)]*\)|\{[:#][^}]*\}|[*_#|>`\[\]]|^- +\[.\]", " ", "\n".join(said), flags=re.MULTILINE)
    return sum(1 for word in text.split() if re.search(r"\w", word))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _strings(part)]


def main() -> None:
    site, _ = content.read(ROOT)
    counts: dict[tuple[str, str], list[tuple[Page, int]]] = defaultdict(list)
    for page in site.pages:
        counts[page.lang, page.section or "(đầu)"].append((page, words(page)))
    rows = [[lang, section, len(pages), sum(count for _, count in pages), min(count for _, count in pages), max(count for _, count in pages)]
            for (lang, section), pages in sorted(counts.items(), key=lambda item: (item[0][0] != "vi", item[0][1]))]
    for lang in content.LANGUAGES:
        every = [count for (of, _), pages in counts.items() if of == lang for _, count in pages]
        rows.append([lang, "**tất cả**", len(every), sum(every), min(every), max(every)])
    print(measures.table(["lang", "section", "pages", "words", "least", "most"], rows))
    if "--pages" in sys.argv:
        print("\n".join(f"{count:6}  {page.url or '/'}" for pages in counts.values() for page, count in pages))


if __name__ == "__main__":
    main()
