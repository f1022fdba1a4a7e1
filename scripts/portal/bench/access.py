"""`portal bench access`: every template of site/ against the rules of WCAG 2.2 AA, at both widths, on both grounds, enlarged and spaced.

What is found goes to docs/bang/tiep-can.yml, from which the accessibility page is made. The checks are those of tests/browser/test_access.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from portal.bench import building, chromium, measures

TABLE = building.ROOT / "docs" / "bang" / "tiep-can.yml"
TEMPLATES = building.ROOT / "tests" / "browser" / "templates.txt"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
WIDTHS, GROUNDS = (360, 1280), ("light", "dark")
ENLARGED = {"200 %": 640, "400 %": 320}          # a screen of 1280 px
SMALLEST = 44                                    # px, of a control or of a link that stands alone
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
# Controls, and links that are all that their block says; not what a closed list hides.
TOO_SMALL = """least => {
    const inline = part => getComputedStyle(part).display === 'inline';
    const block = part => inline(part) ? block(part.parentElement) : part;
    const alone = link => !inline(link) || block(link).innerText.trim() === link.innerText.trim();
    return [...document.querySelectorAll('button, summary, input:not([type=hidden]), select, a[href]')]
        .filter(part => part.offsetParent && !part.closest('details:not([open]) > :not(summary)') && (part.tagName !== 'A' || alone(part)))
        .map(part => ({name: part.outerHTML.slice(0, 90), box: (part.closest('label') || part).getBoundingClientRect()}))
        .filter(({box}) => box.height && Math.min(box.height, box.width) < least).map(({name, box}) => `${name} ${box.width} ${box.height}`); }"""
# What runs out at the right or is clipped. One pixel high is on purpose, and said elsewhere: the head of a table that becomes cards on a phone.
CUT_OFF = """() => [...(document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px wide`] : []),
    ...[...document.querySelectorAll('article *')].filter(part => getComputedStyle(part).overflow === 'hidden' && part.clientHeight > 1
        && part.scrollHeight > part.clientHeight + 2).map(part => part.outerHTML.slice(0, 90))]"""
HEAD = """# Kết quả kiểm tra mức dễ đọc, dễ dùng; trang Dễ đọc, dễ dùng cho mọi người lấy từ đây.
# Máy ghi, bằng lệnh:  portal build  rồi  portal bench access. Đừng sửa tay.
"""


@dataclass
class Check:
    """One kind of check: how many looks, and what was wrong in them."""

    code: str
    name: str
    looks: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, where: str, found: list[str]) -> None:
        self.looks += 1
        self.wrong += [f"{where}: {one}" for one in found]


def access(say: Callable[[str], object], site_dir: Path = building.ROOT / "site") -> str:
    """The table in Markdown and every finding; writes the same to docs/bang/.

    Raises:
        CannotMeasure: the site is not built, or no browser is there."""
    if not (site_dir / "index.html").exists():
        raise measures.CannotMeasure("Chưa có trang trong site/. Chạy  portal build  trước.")
    places = [line for line in TEMPLATES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    checks = [Check("luat", "axe-core rules"), Check("ngon_tay", f"targets of {SMALLEST} px"), Check("phong_to", "200 % and 400 %"), Check("gian_chu", "text spacing")]
    with chromium.served(site_dir) as address, chromium.browser() as browser:
        for place in places:
            say(f"  /{place}")
            _look(browser, address, place, checks)
    TABLE.write_text("".join(_written(checks, len(places))), encoding="utf-8", newline="\n")
    wrong = [f"- {line}" for check in checks for line in check.wrong]
    return "\n".join([measures.table(["check", "looks", "findings"], [[check.name, check.looks, len(check.wrong)] for check in checks]), "", *wrong])


def _look(browser: Any, address: str, place: str, checks: list[Check]) -> None:
    rules, thumbs, enlarged, spaced = checks
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + place)
        for ground in GROUNDS:
            page.emulate_media(color_scheme=ground)
            rules.add(f"/{place} {width} {ground}", broken_rules(page))
        if width == WIDTHS[0]:
            thumbs.add(f"/{place}", page.evaluate(TOO_SMALL, SMALLEST))
    for zoom, width in ENLARGED.items():
        page.set_viewport_size({"width": width, "height": 800})
        enlarged.add(f"/{place} {zoom}", page.evaluate(CUT_OFF))
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.add_style_tag(content=SPACED)
    spaced.add(f"/{place}", page.evaluate(CUT_OFF))
    context.close()


def broken_rules(page: Any, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe-core finds on the page as it stands, each rule with its first place."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=rules).response
    return [f"{rule['id']} {rule['nodes'][0]['target']}" for rule in found["violations"]]


def _written(checks: list[Check], places: int) -> Iterator[str]:
    yield f"{HEAD}ngay: {date.today()}\nchuong_trinh: axe-core {_version()}\nkieu_trang: {places}\nphep_do:\n"
    for check in checks:
        yield f"  - {{ma: {check.code}, lan: {check.looks}, loi: {len(check.wrong)}}}\n"


def _version() -> str:
    """Of axe-core, from its own first line."""
    import axe_playwright_python

    script = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    return script.split("\n")[0].rpartition(" v")[2].strip()
