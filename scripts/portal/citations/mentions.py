"""Which page cites which law, on which line, in which sentence: the index behind lists, banners and checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from portal import kept, laws, statutes
from portal.citations.finding import Citation, find
from portal.citations.resolving import SENTENCE_END, Place, Target, is_law, read
from portal.content import Page, Site
from portal.laws import Law, Reading, Register
from portal.problems import Problem
from portal.vietnamese import sort_key

# Keys whose words are printed on the page; the other keys hold numbers for machines.
_SPOKEN_KEYS = frozenset(["description", "loi_ke", "dung_lai", "nhan_dien", "hoi", "phuong_an", "giay_to", "chuyen_den", "muc_tieu"])
_KEY = re.compile(r"([a-z_]+):")
_HIDDEN = re.compile(                            # each kind opens with a letter of its own: `re` leaps from one to the next
    r"```(?<=^...).*?^```[^\n]*$|~~~(?<=^...).*?^~~~[^\n]*$"      # code
    r"|`[^`\n]+`"
    r"|\((?<=\]\()[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+\"[^\"\n]*\")?\)"   # where a link leads
    r"|<[^<>\n]{1,400}>|\{[:#.][^{}\n]*\}|https?://\S+",
    re.MULTILINE | re.DOTALL,
)
_KIND_ORDER = ("tinh-huong", "ky-nang", "bieu-mau", "tap-huan", "guong-hoa-giai", "truyen-thong", "trang", "phap-luat")


@dataclass(frozen=True)
class Mention:
    """One citation of one page: in its file, or in the data file beside it (`path`), there in the text `beside`.

    `target` is None when no law is named."""

    page: Page
    path: str
    line: int
    citation: Citation
    target: Target | None
    beside: str | None = None

    @property
    def sentence(self) -> str:
        """The sentence it stands in, as the author wrote it; worked out when it is asked for."""
        begin, end = self.citation.span
        if self.beside is not None:
            return _sentence(self.beside, self.beside, begin, end)
        written = _sentence if begin >= len(self.page.source) - len(self.page.body) else _value
        return written(self.page.source, spoken(self.page), begin, end)


class Index:
    """All citations of a site, found once.

    `of_law[number]` and `of_page[path]` hold the mentions that lead to a law of the register."""

    def __init__(self, site: Site, register: Register) -> None:
        self.site, self.register = site, register
        self._laws = {law.path: law for law in register}
        self._written = frozenset(page.path for page in site.pages)

    @classmethod
    @lru_cache(maxsize=1)
    def of(cls, site: Site) -> Index:
        """The index of a site with its own register; asked for again, the same one."""
        return cls(site, Register.of(site))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(mention for page in self.site.pages for mention in (*self._on(page), *self._beside(page)))

    @cached_property
    def of_law(self) -> dict[str, tuple[Mention, ...]]:
        return _grouped(self.mentions, lambda mention: mention.target.law.number)

    @cached_property
    def of_page(self) -> dict[str, tuple[Mention, ...]]:
        return _grouped(self.mentions, lambda mention: mention.page.path)

    def cited_at(self, number: str, lang: str = "vi") -> list[tuple[Page, list[str]]]:
        """The pages that cite a law, the cards first, each with the articles it cites in their order ([] = the law as a whole).

        The law's own page and other laws' mentions of themselves are left out."""
        found: dict[str, tuple[Page, set[str]]] = {}
        for mention in self.of_law.get(number, ()):
            if mention.page.lang == lang and self.number_of(mention.page) != number:
                _, articles = found.setdefault(mention.page.path, (mention.page, set()))
                articles |= {mention.target.article} - {None}
        pages = sorted(found.values(), key=lambda entry: (_KIND_ORDER.index(entry[0].kind), sort_key(entry[0].title)))
        return [(page, sorted(articles, key=sort_key)) for page, articles in pages]

    def rests_on(self, page: Page) -> list[Law]:
        """The laws of `can_cu`, then the others that the text cites, each once, in that order."""
        cited = [mention.target.law.number for mention in self._leading(page)]
        numbers = dict.fromkeys(number for number in (*laws.bases(page), *cited) if number != self.number_of(page))
        return [law for number in numbers if (law := self.register.find(number))]

    def ended_on(self, page: Page) -> list[Law]:
        """The laws that no longer stand and on which the page still rests: for its red banner.

        A law's page may tell which older law it or another replaced: there only bases and cited articles of others count."""
        articles = {mention.target.law.number for mention in self._leading(page) if mention.target.article}
        ended = [law for law in self.rests_on(page) if law.has_ended]
        if page.kind != "phap-luat":
            return ended
        here, counted = self.number_of(page), articles.union(laws.bases(page))
        return [law for law in ended if law.number in counted and not ((heir := self.register.heir(law)) and heir.number == here)]

    def number_of(self, page: Page) -> str | None:
        """The number of the law whose page this is, in either language."""
        law = self._laws.get(page.path.replace("docs/en/", "docs/vi/", 1))
        return law.number if law else None

    def _leading(self, page: Page) -> Iterable[Mention]:
        """The mentions of a page that lead to a law; of a page that no one wrote (a quiz, a form to fill in) too."""
        if page.path in self._written:
            return self.of_page.get(page.path, ())
        return [mention for mention in self._on(page) if mention.target and mention.target.is_known]

    def _on(self, page: Page) -> Iterator[Mention]:
        text = spoken(page)
        own = self._laws.get(page.path.replace("docs/en/", "docs/vi/", 1))
        outline = statutes.outline(page.body, len(page.source) - len(page.body)) if own else []
        reading = Reading.of(page)
        for citation, target in read(text, _found(text), self.register, lambda offset: Place(own, *statutes.place_in(outline, offset), reading)):
            yield Mention(page, page.path, page.source.count("\n", 0, citation.span[0]) + 1, citation, target)

    def _beside(self, page: Page) -> Iterator[Mention]:
        """Citations in the data file of the page: questions of a quiz, fields of a form."""
        path, place = page.path.removesuffix(".md") + ".yml", Place(reading=Reading.of(page))
        for key, text in _strings(page.data):
            for citation, target in read(text, find(text), self.register, lambda _: place):
                yield Mention(page, path, page.data_lines.get(key, 1), citation, target, text)


def _found(text: str) -> list[Citation]:
    return kept.recall("citations", (text,), lambda: find(text))


def _strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in data, with its dotted key ("tu_kiem_tra.0.hoi")."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict | list):
        for name, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings(part, f"{key}.{name}" if key else str(name))


def spoken(page: Page) -> str:
    """The file with all that is no running text (keys, code, addresses, marks) blanked: places and lines stay."""
    head_end = len(page.source) - len(page.body)
    head, key = [], ""
    for line in page.source[:head_end].split("\n"):
        found = _KEY.match(line)
        key = found.group(1) if found else key
        head.append(line if key in _SPOKEN_KEYS and line != "---" else " " * len(line))
    return "\n".join(head) + _HIDDEN.sub(lambda hidden: re.sub(r"[^\n]", " ", hidden.group()), page.body)


def problems(site: Site) -> list[Problem]:
    """Citations of laws without a page, of articles that do not exist, and of laws that no longer stand."""
    index = Index.of(site)
    found = {problem for mention in index.mentions if mention.target for problem in _problems(mention, index)}
    return sorted(found)


def _problems(mention: Mention, index: Index) -> Iterator[Problem]:
    target, path, line = mention.target, mention.path, mention.line
    if target.law is None:
        if is_law(target):
            near = index.register.nearest(target.said)
            fix = f"có phải là {near}? Nếu không, " if near else ""
            yield Problem(path, line, f"dẫn văn bản chưa có trên cổng: {target.said}", f"{fix}viết trang cho văn bản ấy trong docs/vi/phap-luat/, hoặc bỏ chỗ dẫn",
                          blocks=not target.said[0].islower())       # "luật xây dựng" in small letters may be no name
    elif not target.knows_article:
        near = _nearest_article(target.law, target.article or "")
        yield Problem(path, line, f"{target.law.names[0] if target.law.names else target.law.number} không có Điều {target.article}",
                      f"sửa số điều{f' (gần nhất: Điều {near})' if near else ''}, hoặc sửa «dieu» ở {target.law.path}")
    elif target.law.has_ended and mention.page.kind != "phap-luat" and target.law.number not in laws.bases(mention.page):
        yield Problem(path, line, f"dẫn {target.law.number}: {laws.state_in_sentence(target.law, index.register)}",
                      "đọc lại câu này theo văn bản mới; nếu cố ý nhắc văn bản cũ thì để nguyên", blocks=False)


def affected_lines(site: Site, number: str) -> list[str]:
    """Every line and sentence to read again when a law changes: for `portal laws affected NUMBER`."""
    index = Index(site, Register.of(site))
    law = index.register.find(number) or index.register.named(number)
    if law is None:
        near = index.register.nearest(number)
        return [f"Không có văn bản {number} trên cổng." + (f" Gần giống: {near}." if near else "")]
    found = [(m.path, m.line, m.sentence) for m in index.of_law.get(law.number, ()) if index.number_of(m.page) != law.number]
    found += [(page.path, page.line("can_cu"), "(ghi ở can_cu)") for page in site.pages if law.number in laws.bases(page)
              and index.number_of(page) != law.number]
    pages = len({path.rpartition(".")[0] for path, _, _ in found})
    return [*(f"{path}:{line}: {sentence}" for path, line, sentence in sorted(set(found))), f"{len(set(found))} chỗ trên {pages} trang cần đọc lại."]


def _grouped(mentions: Iterable[Mention], key) -> dict[str, tuple[Mention, ...]]:
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.target and mention.target.is_known:
            found.setdefault(key(mention), []).append(mention)
    return {name: tuple(group) for name, group in found.items()}


def _sentence(source: str, text: str, begin: int, end: int) -> str:
    """The sentence around a place, without the marks of Markdown, on one line."""
    window = max(0, begin - 400)
    # "[Việc nào?](viec.md) …" goes on: what a link leads to is blank in the text, not in the source.
    starts = [found.end() for found in SENTENCE_END.finditer(text, window, begin) if source[found.end() : found.end() + 1] != "("]
    stop = SENTENCE_END.search(text, end)
    first, last = starts[-1] if starts else window, min(stop.end() if stop else len(text), end + 400)
    return " ".join(re.sub(r"[*`|]|\]\([^)]*\)|^\s*[-#>]+\s|\[|\{#[^}]*\}", " ", source[first:last]).split()).replace(" .", ".").replace(" ,", ",")


def _value(source: str, text: str, begin: int, end: int) -> str:
    """The front matter value around a place: what stands between quotes, or between the key and the end of the line."""
    first, last = source.rfind("\n", 0, begin) + 1, (source.find("\n", end) + 1 or len(source) + 1) - 1
    before, after = source[first:begin], source[end:last]
    if before.count('"') % 2:
        return before.rpartition('"')[2] + source[begin:end] + after.partition('"')[0]
    return re.split(r"(?:^|[\s{,])[a-z_]+:\s|^\s*-\s|\[", before)[-1] + source[begin:end] + re.split(r",\s*[a-z_]+:|[}\]]", after)[0]


def _nearest_article(law: Law, article: str) -> str:
    known = law.articles or frozenset(law.titles)
    digits = re.match(r"\d+", article)
    numbers = [name for name in known if re.match(r"\d", name)]
    return min(numbers, key=lambda name: (abs(int(re.match(r"\d+", name).group()) - int(digits.group())), name)) if numbers and digits else ""
