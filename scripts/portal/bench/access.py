"""`portal bench access`: every template of site/ against the rules of WCAG 2.2 AA, at both widths, on both grounds, enlarged, spaced, still, in forced colours.

What is found goes to docs/bang/tiep-can.yml, from which the accessibility page is made. tests/browser/test_access.py looks in the same way."""

from __future__ import annotations

import functools
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
TOGETHER = 2                                     # pages looked at at the same time
BEGIN = "rules => { window.axeFound = axe.run(document, rules); }"
# Each broken rule with its first place.
BROKEN = "() => window.axeFound.then(({violations}) => violations.map(({id, nodes}) => `${id} ${nodes[0].target}`))"
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
# What begins to move by itself: no animation and no transition in any style leaves nothing for `prefers-reduced-motion` to still.
MOVING = """() => [...document.querySelectorAll('*')].filter(part => { const look = getComputedStyle(part);
    return look.transitionDuration !== '0s' || look.animationName !== 'none' || look.scrollBehavior !== 'auto'; }).map(part => part.outerHTML.slice(0, 90))"""
# What is chosen among others, told by colour alone: in forced colours it stands on the same ground as the page.
UNTOLD = """() => [...document.querySelectorAll('[aria-current], [aria-selected=true], .portal-size__pick:checked + label')]
    .filter(part => part.offsetParent && ['rgba(0, 0, 0, 0)', getComputedStyle(document.body).backgroundColor].includes(getComputedStyle(part).backgroundColor))
    .map(part => part.outerHTML.slice(0, 90))"""
CHECKS = {"luat": "axe-core rules", "ngon_tay": f"targets of {SMALLEST} px", "phong_to": "200 % and 400 %", "gian_chu": "text spacing",
          "dung_yen": "nothing moves by itself", "mau_may": "forced colours"}       # by the code in the table of docs/bang/
HEAD = """# Kết quả kiểm tra mức dễ đọc, dễ dùng; trang Dễ đọc, dễ dùng cho mọi người lấy từ đây.
# Máy ghi, bằng lệnh:  portal build  rồi  portal bench access. Đừng sửa tay.
"""


@dataclass
class Check:
    """One kind of check: how many looks, and what was wrong in them."""

    code: str                                    # of CHECKS
    looks: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, where: str, found: list[str]) -> None:
        self.looks += 1
        self.wrong += [f"{where}: {one}" for one in found]



def templates() -> list[str]:
    return [line for line in TEMPLATES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def access(say: Callable[[str], object], site_dir: Path = building.ROOT / "site") -> str:
    """The table in Markdown and every finding; writes the same to docs/bang/.

    Raises:
        CannotMeasure: the site is not built, or no browser is there."""
    if not (site_dir / "index.html").exists():
        raise measures.CannotMeasure("Chưa có trang trong site/. Chạy  portal build  trước.")
    with chromium.served(site_dir) as address, chromium.browser() as browser:
        checks = looked(browser, address, say)
    TABLE.write_text("".join(_written(checks)), encoding="utf-8", newline="\n")
    wrong = [f"- {line}" for check in checks for line in check.wrong]
    return "\n".join([measures.table(["check", "looks", "findings"], [[CHECKS[check.code], check.looks, len(check.wrong)] for check in checks]), "", *wrong])


def looked(browser: Any, address: str, say: Callable[[str], object]) -> list[Check]:
    """Every check on every template of the site at that address; two pages at a time, each in a process of its own."""
    checks = {code: Check(code) for code in CHECKS}
    places = templates()
    for some in (places[start : start + TOGETHER] for start in range(0, len(places), TOGETHER)):
        say("  " + " ".join(f"/{place}" for place in some))
        going = [_look(browser, address, place, checks) for place in some]
        while going:
            going = [one for one in going if next(one, None)]
    return list(checks.values())


def _look(browser: Any, address: str, place: str, checks: dict[str, Check]) -> Iterator[bool]:
    """All that is looked for on one page, from the phone to the wide screen: it is opened once, and its window changes. Yields while axe-core works."""
    context = browser.new_context(bypass_csp=True, reduced_motion="no-preference", viewport={"width": WIDTHS[0], "height": 800})
    page, where = context.new_page(), f"/{place}"
    page.goto(address + place)
    checks["ngon_tay"].add(where, page.evaluate(TOO_SMALL, SMALLEST))
    checks["dung_yen"].add(where, page.evaluate(MOVING))
    page.evaluate(_axe())
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for ground in GROUNDS:
            page.emulate_media(color_scheme=ground)
            page.evaluate(BEGIN, RULES)
            yield True
            checks["luat"].add(f"{where} {width} {ground}", page.evaluate(BROKEN))
    page.emulate_media(color_scheme="light", forced_colors="active")
    checks["mau_may"].add(where, page.evaluate(UNTOLD))
    page.emulate_media(forced_colors="none")
    for zoom, width in ENLARGED.items():
        page.set_viewport_size({"width": width, "height": 800})
        checks["phong_to"].add(f"{where} {zoom}", page.evaluate(CUT_OFF))
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.add_style_tag(content=SPACED)
    checks["gian_chu"].add(where, page.evaluate(CUT_OFF))
    context.close()


def _written(checks: list[Check]) -> Iterator[str]:
    version = _axe().split("\n")[0].rpartition(" v")[2].strip()
    yield f"{HEAD}ngay: {date.today()}\nchuong_trinh: axe-core {version}\nkieu_trang:\n"
    for place in templates():
        yield f"  - /{place}\n"
    yield "phep_do:\n"
    for check in checks:
        yield f"  - {{ma: {check.code}, lan: {check.looks}, loi: {len(check.wrong)}}}\n"


@functools.cache
def _axe() -> str:
    """The script of axe-core; its first line says its version."""
    import axe_playwright_python

    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
