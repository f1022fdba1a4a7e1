"""The verbs of what leaves the commune: packs, spoken texts, reports, links to others, a copy for another commune."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from portal.usage import Verb, Verbs

ROOT = Path(__file__).resolve().parents[2]


def from_root(path: str) -> str:
    """A path as typed, with either slash, from the repository root with /; what lies elsewhere stays as typed."""
    slashed = path.replace("\\", "/")
    full = Path(slashed).resolve()
    return full.relative_to(ROOT).as_posix() if full.is_relative_to(ROOT) else slashed


def within(root: Path, paths: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a file of the repository is among the places as typed: the file, its data beside it, or a folder around it; no places are all.

    Raises:
        UsageError: a place is not there."""
    places = [from_root(path) for path in paths]
    for place in places:
        if not (root / place).exists():
            raise click.UsageError(f"Không có «{place}». Ghi đường dẫn từ thư mục của cổng, ví dụ docs/vi/tinh-huong/ranh-gioi-dat.md")
    stems = {place.removesuffix(".md") for place in places}

    def asked(path: str) -> bool:
        return not places or "." in places or path in places or path.removesuffix(".yml") in stems or any(path.startswith(f"{place}/") for place in places)
    return asked


@click.group(cls=Verbs, help="Gói để mang đi: offline, all, tool.")
def pack() -> None:
    pass


@pack.command(help="Cả cổng thành một tệp ZIP mỗi ngôn ngữ, mở được từ USB; ghi vào dist/.")
def offline() -> int:
    from portal import content, packs

    if not _is_built():
        return 1
    site, _ = content.read(ROOT)
    for lang in content.LANGUAGES:
        made = packs.offline(site, ROOT / "site", lang, ROOT / "dist")
        click.echo(f"Đã ghi dist/{made.name} ({made.stat().st_size / 1e6:.1f} MB) và {made.name}.sha256")
    return 0


@pack.command(name="all", help="Mọi gói: cả cổng, gói của thôn, khóa học, lĩnh vực, sách điện tử; ghi vào dist/ và trang Tải về của site/.")
def every_pack() -> int:
    from portal import content, packs

    if not _is_built():
        return 1
    site, _ = content.read(ROOT)
    made = packs.everything(site, ROOT / "site", ROOT / "dist", click.echo)
    click.echo(f"Đã ghi {len(made)} gói vào dist/, cộng {sum(pack.size for pack in made) / 1e6:.1f} MB; trang Tải về đã kê đủ.")
    return 0


@pack.command(help="Công cụ và mọi gói cho máy Windows không có mạng; ghi vào dist/.")
def tool() -> int:
    from portal import toolpack

    try:
        made = toolpack.tool(ROOT, ROOT / "dist", click.echo)
    except toolpack.CannotPack as problem:
        click.echo(str(problem), err=True)
        return 1
    click.echo(f"Đã ghi dist/{made.name} ({made.stat().st_size / 1e6:.0f} MB) và {made.name}.sha256")
    return 0


def _is_built() -> bool:
    there = (ROOT / "site" / "index.html").exists()
    if not there:
        click.echo("Chưa có thư mục site/. Hãy chạy  portal build  trước.", err=True)
    return there


@click.command(cls=Verb, help="In lời đọc loa của một trang; hoặc với --month, ghi cả bộ bài của tháng vào dist/.")
@click.argument("file", required=False, default="", metavar="[TỆP]")
@click.option("--month", metavar="THÁNG", type=click.DateTime(["%Y-%m"]), help="Tháng, ví dụ 2026-07")
def speak(file: str, month: datetime | None) -> int:
    from portal import content, loudspeaker, speech

    if bool(file) == bool(month):
        raise click.UsageError("Ghi đường dẫn một trang, hoặc --month 2026-07.")
    site, _ = content.read(ROOT)
    if month:
        made = loudspeaker.write(site, month.month, ROOT / "dist")
        none = f"Tháng {month.month} chưa có bài nào. Bài của tháng có tên tệp bắt đầu bằng {month.month:02d}a-."
        click.echo("\n".join(f"Đã ghi dist/{written.name}" for written in made) or none)
        return 0 if made else 1
    page = next((page for page in site.pages if page.path == from_root(file)), None)
    if page is None:
        click.echo(f"Không có trang {file}. Viết đường dẫn tệp, ví dụ docs/vi/truyen-thong/phat-thanh/….md", err=True)
        return 1
    click.echo(speech.report(page, site))
    return 0


@click.command(cls=Verb, help="Báo cáo một kỳ: trang mới, trang sửa, các mục kế hoạch; ghi vào dist/.")
@click.option("--from", "begin", metavar="NGÀY", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Từ ngày, ví dụ 2026-01-01")
@click.option("--to", "end", metavar="NGÀY", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Đến ngày, ví dụ 2026-06-30")
def report(begin: datetime, end: datetime) -> int:
    from portal import content, reporting

    if end < begin:
        click.echo("Ngày cuối đứng trước ngày đầu. Đổi lại --from và --to.", err=True)
        return 1
    site, _ = content.read(ROOT)
    for file in reporting.write(reporting.made(site, begin.date(), end.date()), ROOT / "dist"):
        click.echo(f"Đã ghi dist/{file.name}")
    return 0


@click.command(cls=Verb, help="Chép cổng cho một xã khác: portal handover THƯ_MỤC. Bỏ lại mọi thứ của riêng xã mình.")
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path, file_okay=False))
def handover(folder: Path) -> int:
    from portal import handover as handing

    try:
        behind = handing.make(ROOT, folder)
    except handing.CannotMake as problem:
        click.echo(str(problem), err=True)
        return 1
    click.echo("\n".join([*(f"Để lại: {path}" for path in behind), f"Đã chép vào {folder}. Việc đầu tiên: điền docs/bang/co-quan.yml ở đó."]))
    return 0


@click.command(cls=Verb, help="Hỏi từng địa chỉ ngoài mà trang dẫn tới xem còn không; cần mạng.")
@click.argument("paths", nargs=-1, metavar="[TỆP]…")
def links(paths: tuple[str, ...]) -> int:
    from portal import content
    from portal import links as outside

    asked = within(ROOT, paths)
    places = {address: where for address, where in outside.addresses(content.read(ROOT)[0]).items() if any(asked(path) for path, _ in where)}
    click.echo(f"Đang hỏi {len(places)} địa chỉ…", err=True)
    answers = outside.check(places)
    click.echo(outside.report(answers, places))
    return 1 if any(answer.verdict == "gone" for answer in answers) else 0


VERBS = (pack, speak, report, handover, links)
