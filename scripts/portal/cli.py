"""The verbs: read the arguments, call one function, print, give the exit code.

0 clean · 1 problems · 2 wrong command or cannot start. No verb asks anything when stdin is no terminal."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
TROUBLE = ".cache/su-co.txt"


@click.group(help="Cổng tri thức hòa giải ở cơ sở: xem thử, kiểm tra, đưa lên mạng.")
def portal() -> None:
    pass


def run(arguments: list[str]) -> int:
    """Runs one verb; nothing gets out but a sentence and an exit code."""
    try:
        result = portal.main(arguments, prog_name="portal", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        click.echo("Đã dừng.", err=True)
        return 2
    except click.ClickException as wrong:
        wrong.show()
        return 2
    except KeyboardInterrupt:
        click.echo("\nĐã dừng.", err=True)
        return 2
    except OSError as problem:
        click.echo(f"Máy không cho làm: {problem.strerror or problem} {problem.filename or ''}\nXem còn chỗ trống trên đĩa và quyền ghi vào thư mục, rồi chạy lại.", err=True)
        return 1
    except Exception:                                    # our own mistake: keep the details for whoever mends it
        (ROOT / ".cache").mkdir(exist_ok=True)
        (ROOT / TROUBLE).write_text(traceback.format_exc(), encoding="utf-8")
        click.echo(f"Công cụ gặp lỗi của chính nó, không phải lỗi của bạn. Xin gửi tệp {TROUBLE} cho người phụ trách kỹ thuật.", err=True)
        return 1


@portal.command(help="Dựng trang và mở xem thử trên máy này; sửa tệp là trang tự đổi theo.")
def serve() -> int:
    from portal import generator

    generator.serve(ROOT, click.echo)
    return 0


@portal.command(help="Dựng trang vào thư mục site/.")
@click.option("--production", is_flag=True, help="Bản chính thức: bỏ trang nháp, đòi đủ thông tin của xã.")
@click.option("--url", default="", help="Địa chỉ sẽ đặt trang, ví dụ https://hoagiai.xa.gov.vn/")
def build(production: bool, url: str) -> int:
    from portal import generator
    from portal.problems import report
    from portal.views import Mode

    address = (url or "https://hoa-giai.example/").rstrip("/") + "/"
    try:
        warnings = generator.build(ROOT, Mode(production, address), ROOT / "site")
    except (generator.HasProblems, generator.CannotBuild) as problem:
        click.echo(str(problem), err=True)
        return 1
    if warnings:
        click.echo(report(warnings))
    click.echo("Đã dựng xong: site/")
    return 0


@portal.command(help="Kiểm tra nội dung, nói hết các lỗi một lần.")
@click.argument("paths", nargs=-1)
def check(paths: tuple[str, ...]) -> int:
    from portal import check as checking
    from portal import content
    from portal.problems import blocking, report

    site, problems = content.read(ROOT)
    problems += checking.check(site)
    if paths:
        wanted = tuple(_from_root(path) for path in paths)
        problems = [problem for problem in problems if problem.path.startswith(wanted)]
    click.echo(report(problems))
    return 1 if blocking(problems) else 0


def _from_root(path: str) -> str:
    full = Path(path).resolve()
    return full.relative_to(ROOT).as_posix() if full.is_relative_to(ROOT) else path.replace("\\", "/")


@portal.command(help="Tạo trang mới từ trang mẫu: portal new tinh-huong \"Tên trang\"")
@click.argument("kind")
@click.argument("title")
def new(kind: str, title: str) -> int:
    from portal import skeletons

    try:
        click.echo(f"Đã tạo {skeletons.new(ROOT, kind, title)}. Mở tệp ấy, thay các dòng mẫu bằng nội dung thật.")
    except skeletons.CannotMake as problem:
        click.echo(str(problem), err=True)
        return 1
    return 0


@portal.group(help="Sổ văn bản: status, affected.")
def laws() -> None:
    pass


@laws.command(help="In sổ văn bản với tình trạng và ngày kiểm tra.")
def status() -> int:
    from portal import content
    from portal import laws as register

    site, _ = content.read(ROOT)
    click.echo("\n".join(register.status_lines(register.Register.of(site))))
    return 0


@laws.command(help="Văn bản NUMBER đổi thì phải đọc lại những câu nào.")
@click.argument("number")
def affected(number: str) -> int:
    from portal import citations, content

    site, _ = content.read(ROOT)
    click.echo("\n".join(citations.affected_lines(site, number)))
    return 0


@portal.command(help="Trang chưa duyệt, đã sửa sau khi duyệt, quá hạn, dựa vào luật đã đổi.")
def review() -> int:
    from datetime import date

    from portal import content
    from portal import review as reviewing

    site, _ = content.read(ROOT)
    click.echo(reviewing.report(reviewing.listing(site, date.today())))
    return 0


@portal.command(help="Ghi người duyệt vào trang: portal approve docs/vi/….md --by \"Họ tên\"")
@click.argument("paths", nargs=-1, required=True)
@click.option("--by", required=True, help="Người duyệt.")
def approve(paths: tuple[str, ...], by: str) -> int:
    from datetime import date

    from portal import review as reviewing
    from portal.problems import report

    problems = reviewing.approve(ROOT, [_from_root(path) for path in paths], by, date.today())
    click.echo(report(problems) if problems else f"Đã ghi duyệt {len(paths)} trang.")
    return 1 if problems else 0


@portal.command("import", help="Nhập tệp Word, PDF (hoặc cả thư mục) thành trang nháp.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dau-moi", is_flag=True, help="Đặt dấu thanh theo lối mới (hòa, thủy) trong bản nháp.")
def import_(files: tuple[Path, ...], dau_moi: bool) -> int:
    from portal import importing

    outcomes = importing.run(list(files), ROOT, modern=dau_moi)
    for outcome in outcomes:
        click.echo("\n".join(outcome.lines))
    return 1 if any(problem.blocks for outcome in outcomes for problem in outcome.problems) else 0


@portal.command(help="Kiểm tra, dựng, rồi đưa trang lên nơi đăng (tên trong docs/bang/noi-dang.yml, hoặc một địa chỉ).")
@click.argument("target", default="")
@click.option("--preview", is_flag=True, help="Bản thử: có biển báo, không cho máy tìm kiếm thấy, cho phép chỗ xã chưa điền.")
def publish(target: str, preview: bool) -> int:
    from portal import releasing

    return _said(releasing.forth(ROOT, target, preview=preview, say=click.echo))


@portal.command(help="Cho người đọc xem lại bản trước, hoặc bản RELEASE.")
@click.argument("release", default="")
@click.option("--target", default="", help="Nơi đăng.")
def rollback(release: str, target: str) -> int:
    from portal import releasing

    return _said(releasing.back(ROOT, release, target, click.echo))


@portal.command(help="Các bản đang giữ ở nơi đăng, bản mới nhất trước.")
@click.option("--target", default="", help="Nơi đăng.")
def releases(target: str) -> int:
    from portal import publish as publishing
    from portal import releasing

    found, outcome = releasing.kept(ROOT, target)
    for release, is_shown in found:
        click.echo(publishing.told(release, shown=is_shown))
    return _said(outcome)


def _said(outcome: object) -> int:
    click.echo(outcome.sentence, err=outcome.code != 0)
    return outcome.code


@portal.group(help="Gói để mang đi: offline, all, tool.")
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


@portal.command(help="In lời đọc loa của một trang; hoặc với --month, ghi cả bộ bài của tháng vào dist/.")
@click.argument("file", required=False, default="")
@click.option("--month", type=click.DateTime(["%Y-%m"]), help="Tháng, ví dụ 2026-07")
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
    page = next((page for page in site.pages if page.path == _from_root(file)), None)
    if page is None:
        click.echo(f"Không có trang {file}. Viết đường dẫn tệp, ví dụ docs/vi/truyen-thong/phat-thanh/….md", err=True)
        return 1
    click.echo(speech.report(page, site))
    return 0


@portal.command(help="Báo cáo một kỳ: trang mới, trang sửa, các mục kế hoạch; ghi vào dist/.")
@click.option("--from", "begin", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Từ ngày, ví dụ 2026-01-01")
@click.option("--to", "end", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Đến ngày")
def report(begin: datetime, end: datetime) -> int:
    from portal import content, reporting

    if end < begin:
        click.echo("Ngày cuối đứng trước ngày đầu. Đổi lại --from và --to.", err=True)
        return 1
    site, _ = content.read(ROOT)
    for file in reporting.write(reporting.made(site, begin.date(), end.date()), ROOT / "dist"):
        click.echo(f"Đã ghi dist/{file.name}")
    return 0


@portal.command(help="Mở Bàn biên tập: sửa, kiểm tra, duyệt, đăng trong trình duyệt của máy này.")
@click.option("--port", default=0, help="Số cổng; bỏ trống thì máy tự chọn.")
@click.option("--no-browser", is_flag=True, help="Chỉ in địa chỉ, không tự mở trình duyệt.")
def desk(port: int, no_browser: bool) -> int:
    from portal.desk import server

    try:
        server.run(ROOT, click.echo, port=port, browser=not no_browser)
    except server.CannotStart as problem:
        click.echo(str(problem), err=True)
        return 1
    return 0


@portal.command(help="Chép cổng cho một xã khác: portal handover THƯ_MỤC. Bỏ lại mọi thứ của riêng xã mình.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def handover(folder: Path) -> int:
    from portal import handover as handing

    try:
        behind = handing.make(ROOT, folder)
    except handing.CannotMake as problem:
        click.echo(str(problem), err=True)
        return 1
    click.echo("\n".join([*(f"Để lại: {path}" for path in behind), f"Đã chép vào {folder}. Việc đầu tiên: điền docs/bang/co-quan.yml ở đó."]))
    return 0


@portal.command(help="Hỏi từng địa chỉ ngoài mà trang dẫn tới xem còn không; cần mạng.")
@click.argument("paths", nargs=-1)
def links(paths: tuple[str, ...]) -> int:
    from portal import content
    from portal import links as outside

    places = outside.addresses(content.read(ROOT)[0])
    if paths:
        wanted = tuple(_from_root(path) for path in paths)
        places = {address: where for address, where in places.items() if any(path.startswith(wanted) for path, _ in where)}
    click.echo(f"Đang hỏi {len(places)} địa chỉ…", err=True)
    answers = outside.check(places)
    click.echo(outside.report(answers, places))
    return 1 if any(answer.verdict == "gone" for answer in answers) else 0


@portal.command(help="Chạy toàn bộ kiểm thử của công cụ.")
def test() -> int:
    from portal import testing

    return testing.run(ROOT)


