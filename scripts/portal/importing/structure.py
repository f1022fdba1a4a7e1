"""The skeleton of a text: Phần, Chương, Mục, Điều, Phụ lục, numbered and bold lines → headings with anchors.

Numbers are kept as they stand; nothing is counted anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from portal.importing import layout, signature
from portal.importing.blocks import WORD, Block, Heading, Para, Span, cut
from portal.importing.frame import kind_of_document
from portal.importing.layout import ARTICLE, CHAPTER, NATION
from portal.vietnamese import fold, slug

_PART = re.compile(r"Phần\s+(?:thứ\s+\w+(?:\s+\w+)?|[IVX]+|\d+)(?=\W|$)|PHẦN\s+(?:THỨ\s+\w+|[IVX]+|\d+)(?=\W|$)")
_SECTION = re.compile(r"Mục\s+(?:\d+|[IVX]+)(?=\W|$)", re.IGNORECASE)
_SUBSECTION = re.compile(r"Tiểu mục\s+\d+(?=\W|$)", re.IGNORECASE)
_APPENDIX = re.compile(r"(?:Phụ lục|Mẫu số)(?=\W|$)", re.IGNORECASE)
_LIST = re.compile(r"(?:Danh sách|Biểu tổng hợp|Bảng tổng hợp|Dự toán|Lịch|Nội quy|Điều lệ|Quy ước|Hương ước|Đề cương)(?=\s|$)", re.IGNORECASE)
_LETTER = re.compile(r"[A-HĐ]\s*[.)]\s")
_ROMAN = re.compile(r"(?:[IVX]+)\s*[.)/\-–:]\s*(?=\S)")
_NUMBERED = re.compile(r"\d+\s*[.)/]\s")
_DECIMAL = re.compile(r"\d+(?:\.\d+)+\.?\s")
# Rank in the skeleton: a smaller one closes all bigger ones. Word's own heading styles stand between.
_RANKS = ((_PART, 0), (CHAPTER, 10), (_SECTION, 20), (_SUBSECTION, 30), (ARTICLE, 40))
_PLAIN_RANKS = ((_LETTER, 50), (_ROMAN, 60), (_DECIMAL, 80), (_NUMBERED, 70))
_APPENDIX_RANK, _STYLE_RANK, _BOLD_RANK = 0, 45, 90
_TITLED = 30                  # up to this rank a heading is two lines: "Chương I" and its name
_LONGEST_QUOTE = 60           # paragraphs; a longer one is a quotation mark that somebody forgot
_LONGEST = 45                 # words of a heading
_FIRST_LEVEL, _LAST_LEVEL = 2, 6


def read(blocks: Iterable[Block], prefix: str = "", base: int = _FIRST_LEVEL) -> list[Block]:
    """The blocks with their headings found. `prefix` goes before every anchor; `base` is the highest level used."""
    flat = list(layout.opened(blocks))
    return list(_levelled(_joined(_marked(flat)), prefix, base))


@dataclass(frozen=True)
class _Marked:
    """A block with its rank in the skeleton; None: not a heading."""

    block: Block
    rank: int | None = None
    article: str = ""


def _marked(blocks: list[Block]) -> Iterator[_Marked]:
    lawlike = sum(1 for block in blocks if isinstance(block, Para) and _article(block)) >= 1
    expected = ""
    quoted = 0          # paragraphs since a quotation was opened: an article quoted by an amending law is no heading
    for block in blocks:
        inside = 0 < quoted <= _LONGEST_QUOTE
        quoted = _quoted(block, quoted)
        if inside and isinstance(block, Para):
            yield _Marked(block)
            continue
        if not isinstance(block, Para) or not WORD.search(block.text) or block.bullet >= 0:
            yield _Marked(block)
            continue
        found = _article(block)
        if found and (block.bold or block.outline or _lead_bold(block) or block.label or _follows(found, expected)):
            expected = found
            yield from _article_parts(block, found)
            continue
        yield _Marked(block, _rank(block, lawlike=lawlike))


def _quoted(block: Block, before: int) -> int:
    """How many paragraphs an open quotation goes back after this block; 0 when none is open."""
    text = "".join(span.text for span in block.spans) if isinstance(block, Para) else ""
    last_open, last_close = text.rfind("“"), text.rfind("”")
    if last_open > last_close:
        return 1
    return 0 if last_close >= 0 or not before else before + 1


def _article(para: Para) -> str:
    found = ARTICLE.match(para.text)
    return found.group(1).lower() if found else ""


def _follows(article: str, before: str) -> bool:
    """Whether a plain "Điều 9." may be the next article: 9 after 8 or 8a; 1 begins anew."""
    number = int(re.match(r"\d+", article).group())
    last = int(re.match(r"\d+", before).group()) if before else 0
    return number in (last + 1, 1) or (number == last and article != before)


def _lead_bold(para: Para) -> bool:
    first = next((span for span in para.spans if WORD.search(span.text)), None)
    return bool(first and first.bold)


def _article_parts(para: Para, article: str) -> Iterator[_Marked]:
    """The heading of an article, and what of the paragraph is its text already ("Điều 2. Quyết định này có hiệu lực…")."""
    name_end = ARTICLE.match(para.text).end()
    rest = para.text[name_end:].strip()
    own_bold = not para.bold and _lead_bold(para) and len(rest.split()) > 3
    bold_end = _bold_length(para) + _label_length(para) if own_bold else 0
    sentence = rest.endswith((".", ";", ":"))
    if own_bold and name_end + 2 < bold_end < len(para.text) - 20:
        at = bold_end                           # the name of the article is bold, its text is not
    elif not para.bold and (sentence or len(rest.split()) > (25 if own_bold else _LONGEST)):
        at = name_end
    else:
        yield _Marked(replace(para, bullet=-1), 40, article)
        return
    heading, text = cut(_unlabelled(para), at + _lead_blank(para))
    yield _Marked(Para(heading), 40, article)
    yield _Marked(Para(_stripped(text), align=para.align))


def _unlabelled(para: Para) -> Para:
    """The paragraph with its counted number typed in front."""
    if not para.label:
        return para
    apart = ". " if CHAPTER.fullmatch(para.label) or _PART.fullmatch(para.label) else " "
    return replace(para, spans=(Span(para.label + apart, bold=_lead_bold(para)), *para.spans), label="")


def _label_length(para: Para) -> int:
    return len(para.label) + 1 if para.label else 0


def _lead_blank(para: Para) -> int:
    joined = "".join(span.text for span in _unlabelled(para).spans)
    return len(joined) - len(joined.lstrip())


def _bold_length(para: Para) -> int:
    """How many characters the bold beginning has, blanks between counted."""
    length = 0
    for span in para.spans:
        if not span.bold and WORD.search(span.text):
            break
        length += len(span.text)
    return length


def _stripped(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    first = replace(spans[0], text=spans[0].text.lstrip()) if spans and not spans[0].image else None
    return (first, *spans[1:]) if first else spans


def _rank(para: Para, *, lawlike: bool) -> int | None:
    """The rank of a paragraph that is no article; None for running text."""
    text = para.text
    strong = para.bold or bool(para.outline) or (para.align == "center" and text.isupper())
    if len(text.split()) > _LONGEST or (text.endswith((".", ";", ",")) and not para.outline and len(text.split()) > 12):
        return None
    for pattern, rank in _RANKS[:4]:
        found = pattern.match(text)
        # "Chương I" alone on its line is a heading without any bold; "Chương I của Luật này quy định" is not.
        if found and (strong or para.align == "center" or not WORD.search(text[found.end() :])):
            return rank
    if strong and ((_APPENDIX.match(text) and len(text.split()) <= 25) or _attached(para)):
        return _APPENDIX_RANK
    if para.outline:
        return _plain_rank(text) or _STYLE_RANK + para.outline
    if not strong or (lawlike and _NUMBERED.match(f"{text} ")):
        return None
    if rank := _plain_rank(text):
        return rank
    return _BOLD_RANK if _bold_heading(para, lawlike=lawlike) else None


def _attached(para: Para) -> bool:
    """Whether a paragraph is the name of a document set under another one: QUY CHẾ, centred, in capitals or alone."""
    kind = kind_of_document(para.text) or _attached_list(para.text)
    if not kind or para.align != "center" or para.text.endswith(":"):
        return False
    return kind.casefold() == para.text.casefold() or (para.text.isupper() and len(para.text.split()) <= 15)


def _attached_list(text: str) -> str | None:
    found = _LIST.match(text)
    return found.group() if found else None


def _plain_rank(text: str) -> int | None:
    return next((rank for pattern, rank in _PLAIN_RANKS if pattern.match(f"{text} ")), None)


def _bold_heading(para: Para, *, lawlike: bool) -> bool:
    """A short bold line that is no sentence: a heading made by hand. In laws bold lines are names of chapters or nothing."""
    text = para.text
    if lawlike or signature.is_office(text) or NATION.search(fold(text)):
        return False
    return len(text.split()) <= 20 and not text.endswith((".", ";", ",", "…")) and bool(text[:1].isalpha()) \
        and not re.match(r"(kính gửi|nơi nhận|hòa giải viên|(ông|bà|anh|chị) [A-ZĐ]\b)", text, re.IGNORECASE) and "…" not in text


def _joined(items: Iterable[_Marked]) -> Iterator[_Marked]:
    """"Chương I" and the lines that name it made one heading."""
    waiting: _Marked | None = None
    taken = 0
    for item in items:
        if waiting and taken < 3 and (_names(item) or (taken == 0 and _names_chapter(waiting.block, item))):
            waiting = _Marked(_with_name(waiting.block, item.block, first=taken == 0), waiting.rank, waiting.article)
            taken += 1
            continue
        if waiting:
            yield waiting
        waiting, taken = None, 0
        if item.rank is not None and item.rank <= _TITLED and _bare(item.block):
            waiting = item
        else:
            yield item
    if waiting:
        yield waiting


def _bare(block: Block) -> bool:
    """Whether a heading is only a number: its name must follow."""
    text = getattr(block, "text", "")
    found = next((match for pattern in (_PART, CHAPTER, _SUBSECTION, _SECTION, _APPENDIX) if (match := pattern.match(text))), None)
    return (bool(found) and len(WORD.findall(text[found.end() :])) <= 1) or (isinstance(block, Para) and _attached(block))


def _names(item: _Marked) -> bool:
    block = item.block
    if not isinstance(block, Para) or item.article or block.bullet >= 0 or not WORD.search(block.text) or block.only_pictures:
        return False
    if block.text.startswith("(") or "…" in block.text or "...." in block.text or NATION.search(fold(block.text)):
        return False        # "(Kèm theo Quyết định số …)" and the head of a form name nothing
    styled = block.bold or block.align == "center" or block.text.isupper()
    return styled and len(block.text.split()) <= 30 and (item.rank is None or item.rank >= _STYLE_RANK) \
        and not _plain_rank(block.text) and not block.text.endswith((";", ":"))


def _names_chapter(number: Block, item: _Marked) -> bool:
    """"Chương I", then "QUY ĐỊNH CHUNG": the name of the chapter, though it opens like a kind of document. So with "Phụ lục" and "DANH SÁCH …"."""
    text = getattr(number, "text", "")
    if item.rank != _APPENDIX_RANK or _APPENDIX.match(item.block.text) or not _names(replace(item, rank=None)):
        return False
    return bool(_APPENDIX.match(text)) or (bool(CHAPTER.match(text) or _SECTION.match(text)) and kind_of_document(item.block.text) != item.block.text)


def _with_name(number: Block, name: Block, *, first: bool) -> Para:
    between = " " if not first or number.text[-1:] in ".:-–" or (isinstance(number, Para) and _attached(number)) else ". "
    return Para((*_unlabelled(number).spans, Span(between), *_unlabelled(name).spans))


def _levelled(items: Iterable[_Marked], prefix: str, base: int) -> Iterator[Block]:
    """Headings given their level by what stands open above them, and their anchor."""
    open_ranks: list[int] = []
    ids: dict[str, int] = {}
    for item in items:
        if item.rank is None or not isinstance(item.block, Para):
            yield item.block
            continue
        while open_ranks and open_ranks[-1] >= item.rank:
            open_ranks.pop()
        level = min(base + len(open_ranks), _LAST_LEVEL)
        open_ranks.append(item.rank)
        yield Heading(level, _unlabelled(item.block).spans, _anchor(item, prefix, ids))


def _anchor(item: _Marked, prefix: str, ids: dict[str, int]) -> str:
    """dieu-8, chuong-ii; "" where the words make a good anchor by themselves."""
    text = item.block.text
    if item.article:
        name = f"dieu-{fold(item.article).replace('d', 'dd') if 'đ' in item.article else item.article}"
    elif found := next((m for pattern in (_PART, CHAPTER, _SUBSECTION) if (m := pattern.match(text))), None):
        name = slug(found.group())
    else:
        return f"{prefix}{slug(text)[:60].strip('-')}" if prefix else ""
    name = prefix + name
    ids[name] = ids.get(name, 0) + 1
    return name if ids[name] == 1 else f"{name}-lan-{ids[name]}"
