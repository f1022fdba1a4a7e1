"""A site → all its problems. One rule, one function, one sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from portal import bygone, citations, forms, laws, pictures, practice, privacy, projector, search, speech, stories
from portal.content import AGENCY, PICTURE, UNKNOWN, Page, Site
from portal.fields import KINDS
from portal.problems import Problem
from portal.vietnamese import slug

LINK = re.compile(r"\[(?<!!\[)[^\]\n]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
SOUNDS = (".mp3", ".m4a", ".ogg", ".wav")
ADDRESSES = {"cong_thong_tin": (r"https?://\S+\.\S+", "https://xa.example/"), "thu_dien_tu": (r"[^\s@]+@[^\s@]+\.[^\s@]+", "van-phong@xa.example")}
FRONT_LINKS = ("giay_to", "chuyen_den", "dung_lai", "phuong_an", "hoi")


def check(site: Site) -> list[Problem]:
    """Every problem of the content, in no order."""
    rules = (titles_differ, sections_stand, links_lead_somewhere, story_says_what_it_is, card_numbers,
             recordings_stand, addresses_differ, settings_are_known)
    found = [problem for rule in rules for problem in rule(site)]
    for topic in (laws, citations, bygone, privacy, stories, pictures, forms, practice, projector, search, speech):
        found += topic.problems(site)
    return found


def titles_differ(site: Site) -> Iterable[Problem]:
    """No two pages of one language have one title, capitals aside."""
    seen: dict[tuple[str, str], Page] = {}
    for page in site.pages:
        first = seen.setdefault((page.lang, page.title.casefold()), page)
        if first is not page:
            yield Problem(page.path, page.line("title"), f"tên trang trùng với {first.path}", "đặt một tên khác, nói rõ trang này khác gì")


def sections_stand(site: Site) -> Iterable[Problem]:
    """The headings that a kind must have stand in the body, in their order."""
    for page in site.vi:
        wanted = KINDS[page.kind].sections
        have = [heading.text for heading in page.headings if heading.level == 2]
        for name in wanted:
            if name not in have:
                yield Problem(page.path, page.body_line, f"thiếu mục «{name}»", f"thêm dòng  ## {name}  và viết nội dung dưới nó")
        standing = [name for name in have if name in wanted]
        if sorted(standing, key=wanted.index) != standing:
            yield Problem(page.path, page.body_line, "các mục đứng sai thứ tự", "xếp lại: " + " · ".join(wanted))
        for heading in page.headings:
            if heading.level == 1:
                yield Problem(page.path, heading.line, "có tiêu đề một dấu # trong bài", "dùng ## ; tên trang đã có ở «title»")


def anchors(page: Page) -> set[str]:
    """The ids that links may point to on a page."""
    ids: dict[str, int] = defaultdict(int)
    for heading in page.headings:
        name = heading.id or slug(heading.text)
        ids[f"{name}_{ids[name]}" if ids[name] else name] += 1
    made = {"dung-lai", "nhan-dien", "hoi-gi", "phuong-an", "giay-to", "chuyen-dau"} if page.kind == "tinh-huong" else set()
    written = re.findall(r"\{[:\s]*#([\w-]+)", page.body) + re.findall(r'\bid="([\w-]+)"', page.body)
    return set(ids) | made | set(written) | laws.anchors(page)


def links_lead_somewhere(site: Site) -> Iterable[Problem]:
    """Links to pages and anchors of this site, in bodies and in front matter."""
    by_path = {page.path: page for page in site.pages}
    known = cache(lambda path: anchors(by_path[path]))       # to few pages does a link name a place
    for page in site.pages:
        for target, line in _links(page):
            if re.match(r"[a-z]+:", target):
                continue
            place, _, anchor = target.partition("#")
            path = page.leads_to(place) if place else page.path
            if path.endswith(".md"):
                path = path if path in by_path else path.replace("docs/en/", "docs/vi/", 1)
                if path not in by_path:
                    yield Problem(page.path, line, f"liên kết tới trang không có: {target}", "sửa đường dẫn, hoặc viết trang ấy trước")
                elif anchor and anchor not in known(path):
                    yield Problem(page.path, line, f"liên kết tới chỗ không có: #{anchor} trong {path}", "xem tên mục ở trang kia")
            elif not (site.root / path).exists():
                yield Problem(page.path, line, f"liên kết tới tệp không có: {target}", "sửa đường dẫn, hoặc thêm tệp vào docs/assets/")


def _links(page: Page) -> Iterable[tuple[str, int]]:
    for match in LINK.finditer(page.body):
        yield match.group(1), page.text_line(match.start())
    for match in PICTURE.finditer(page.body):
        yield match["file"], page.text_line(match.start())
    for key, line in page.lines.items():
        if key.split(".")[0] in FRONT_LINKS:
            value = _value(page.meta, key)
            if isinstance(value, str):
                yield from ((match.group(1), line) for match in LINK.finditer(value))


def _value(meta: object, key: str) -> object:
    for part in key.split("."):
        if isinstance(meta, dict):
            meta = meta.get(part)
        elif isinstance(meta, list) and part.isdigit():
            meta = meta[int(part)]
    return meta


def story_says_what_it_is(site: Site) -> Iterable[Problem]:
    """Exactly one of minh_hoa and dong_y stands on a story."""
    for page in site.vi:
        if page.kind == "guong-hoa-giai" and ("dong_y" in page.meta) == (page.meta.get("minh_hoa") is True):
            yield Problem(page.path, page.line("minh_hoa"), "chuyện phải có đúng một trong hai: «minh_hoa: true» hoặc «dong_y»",
                          "chuyện đặt ra: minh_hoa: true; người thật: dong_y kèm mã phiếu đồng ý")


def card_numbers(site: Site) -> Iterable[Problem]:
    """A card asks five to eight questions."""
    for page in site.vi:
        asks = page.meta.get("hoi")
        if page.kind == "tinh-huong" and isinstance(asks, list) and len(asks) > 8:
            yield Problem(page.path, page.line("hoi"), f"có {len(asks)} câu hỏi", "giữ lại nhiều nhất 8 câu")


def recordings_stand(site: Site) -> Iterable[Problem]:
    """A recording is a file of ours that browsers play; its words are the page itself."""
    for page in site.pages:
        sound = page.meta.get("am_thanh")
        if isinstance(sound, str) and not ((site.root / "docs" / sound).is_file() and sound.startswith("assets/") and sound.endswith(SOUNDS)):
            yield Problem(page.path, page.line("am_thanh"), f"không có tệp tiếng «{sound}»",
                          f"để tệp trong docs/assets/, ghi  am_thanh: assets/am-thanh/ten.mp3  ({', '.join(SOUNDS)})")


def addresses_differ(site: Site) -> Iterable[Problem]:
    """No old address (chuyen_tu) hides a page or another old address."""
    taken = {page.url: page.path for page in site.pages}
    for page in site.pages:
        for n, old in enumerate(page.meta.get("chuyen_tu") or []):
            url = f"{str(old).strip('/')}/"
            if url in taken:
                yield Problem(page.path, page.line(f"chuyen_tu.{n}"), f"địa chỉ cũ {old} đã có ở {taken[url]}", "bỏ dòng này")
            taken[url] = page.path


def settings_are_known(site: Site) -> Iterable[Problem]:
    """docs/bang/co-quan.yml holds what header and footer show; what becomes a link there is an address."""
    agency = site.tables.get("co-quan")
    if not isinstance(agency, dict):
        yield Problem(AGENCY, 0, "thiếu bảng cơ quan", f"chép lại tệp {AGENCY}")
        return
    lines = site.table_lines.get("co-quan", {})
    for key, (pattern, example) in ADDRESSES.items():
        if (value := agency.get(key, UNKNOWN)) != UNKNOWN and not re.fullmatch(pattern, str(value)):
            yield Problem(AGENCY, lines.get(key, 0), f"«{key}» đang ghi “{value}”, chưa phải địa chỉ", f"viết đủ, ví dụ {example}")


def placeholders(site: Site) -> list[Problem]:
    """What only the commune can supply and has not yet: stops a production build."""
    lines = site.table_lines.get("co-quan", {})
    return [Problem(AGENCY, lines.get(key, 0), f"«{key}» chưa có", "điền thông tin thật của xã")
            for key, value in site.agency.items() if value == UNKNOWN]
