"""The verbs: read the arguments, call one function, print, give the exit code.

0 clean · 1 problems · 2 wrong command or cannot start. No verb asks anything when stdin is no terminal."""

from __future__ import annotations

import traceback
from pathlib import Path

import click

from portal.away import ROOT, VERBS, from_root, within
from portal.measuring import bench
from portal.problems import CannotWork
from portal.usage import CALL, Verbs, told

TROUBLE = ".cache/su-co.txt"


@click.group(cls=Verbs, help="Cổng tri thức hòa giải ở cơ sở: xem thử, kiểm tra, đưa lên mạng.")
def portal() -> None:
    pass


def run(arguments: list[str]) -> int:
    """Runs one verb; nothing gets out but a sentence and an exit code."""
    try:
        result = portal.main(arguments, prog_name=CALL, standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        click.echo("Đã dừng.", err=True)
        return 2
    except click.ClickException as wrong:
        click.echo(told(wrong), err=True)
        return 2
    except KeyboardInterrupt:
        click.echo("\nĐã dừng.", err=True)
        return 2
    except CannotWork as lacking:
        click.echo(str(lacking), err=True)
        return 1
    except OSError as problem:
        click.echo(f"Máy không cho làm: {problem.strerror or problem} {problem.filename or ''}\nXem còn chỗ trống trên đĩa và quyền ghi vào thư mục, rồi chạy lại.", err=True)
        return 1
    except Exception:                                    # our own mistake: keep the details for whoever mends it
        click.echo(_broken(), err=True)
        return 1


def _broken() -> str:
    """Keeps the details of the exception at hand; the sentence for staff."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    (ROOT / TROUBLE).write_text(traceback.format_exc(), encoding="utf-8")
    return f"Công cụ gặp lỗi của chính nó, không phải lỗi của bạn. Xin gửi tệp {TROUBLE} cho người phụ trách kỹ thuật."


@portal.command(help="Dựng trang và mở xem thử trên máy này; sửa tệp là trang tự đổi theo.")
def serve() -> int:
    from portal import generator, watching

    try:
        watching.serve(ROOT, click.echo, _broken)
    except generator.CannotBuild as problem:
        click.echo(str(problem), err=True)
        return 2
    return 0


@portal.command(help="Dựng trang vào thư mục site/.")
@click.option("--production", is_flag=True, help="Bản chính thức: bỏ trang nháp, đòi đủ thông tin của xã.")
@click.option("--url", default="", metavar="ĐỊA_CHỈ", help="Địa chỉ sẽ đặt trang, ví dụ https://hoagiai.xa.gov.vn/")
def build(production: bool, url: str) -> int:
    from portal import generator
    from portal.problems import report
    from portal.views import Mode

    address = (url or "https://hoa-giai.example/").rstrip("/") + "/"
    try:
        warnings = generator.build(ROOT, Mode(production, address), ROOT / "site", click.echo)
    except (generator.HasProblems, generator.CannotBuild) as problem:
        click.echo(str(problem), err=True)
        return 1
    if warnings:
        click.echo(report(warnings))
    click.echo("Đã dựng xong: site/")
    return 0


@portal.command(help="Kiểm tra nội dung, nói hết các lỗi một lần.")
@click.argument("paths", nargs=-1, metavar="[TỆP]…")
def check(paths: tuple[str, ...]) -> int:
    from portal import check as checking
    from portal import content, kept
    from portal.problems import blocking, report

    asked = within(ROOT, paths)
    with kept.memory(ROOT / ".cache", ROOT / "mkdocs.yml", forgets=False):
        site, problems = content.read(ROOT)
        problems += checking.check(site)
    problems = [problem for problem in problems if asked(problem.path)]
    click.echo(report(problems))
    return 1 if blocking(problems) else 0


@portal.command(help="Tạo trang mới từ trang mẫu: portal new tinh-huong \"Tên trang\"")
@click.argument("kind", metavar="LOẠI")
@click.argument("title", metavar="TÊN_TRANG")
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


@laws.command(help="Văn bản SỐ_HIỆU đổi thì phải đọc lại những câu nào.")
@click.argument("number", metavar="SỐ_HIỆU")
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
@click.argument("paths", nargs=-1, required=True, metavar="TỆP…")
@click.option("--by", required=True, metavar="TÊN", help="Người duyệt.")
def approve(paths: tuple[str, ...], by: str) -> int:
    from datetime import date

    from portal import review as reviewing
    from portal.problems import report

    problems = reviewing.approve(ROOT, [from_root(path) for path in paths], by, date.today())
    click.echo(report(problems) if problems else f"Đã ghi duyệt {len(paths)} trang.")
    return 1 if problems else 0


@portal.command("import", help="Nhập tệp Word, PDF (hoặc cả thư mục) thành trang nháp.")
@click.argument("files", nargs=-1, required=True, metavar="TỆP…", type=click.Path(path_type=Path))
@click.option("--dau-moi", is_flag=True, help="Đặt dấu thanh theo lối mới (hòa, thủy) trong bản nháp.")
def import_(files: tuple[Path, ...], dau_moi: bool) -> int:
    from portal import importing

    outcomes = importing.run(list(files), ROOT, modern=dau_moi)
    for outcome in outcomes:
        click.echo("\n".join(outcome.lines))
    return 1 if any(problem.blocks for outcome in outcomes for problem in outcome.problems) else 0


@portal.command(help="Kiểm tra, dựng, rồi đưa trang lên nơi đăng (tên trong docs/bang/noi-dang.yml, hoặc một địa chỉ).")
@click.argument("target", default="", metavar="[NƠI_ĐĂNG]")
@click.option("--preview", is_flag=True, help="Bản thử: có biển báo, không cho máy tìm kiếm thấy, cho phép chỗ xã chưa điền.")
def publish(target: str, preview: bool) -> int:
    from portal import releasing

    return _said(releasing.forth(ROOT, target, preview=preview, say=click.echo))


@portal.command(help="Cho người đọc xem lại bản trước, hoặc bản có tên ghi sau lệnh.")
@click.argument("release", default="", metavar="[BẢN]")
@click.option("--target", default="", metavar="NƠI_ĐĂNG", help="Nơi đăng.")
def rollback(release: str, target: str) -> int:
    from portal import releasing

    return _said(releasing.back(ROOT, release, target, click.echo))


@portal.command(help="Các bản đang giữ ở nơi đăng, bản mới nhất trước.")
@click.option("--target", default="", metavar="NƠI_ĐĂNG", help="Nơi đăng.")
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


@portal.command(help="Mở Bàn biên tập: sửa, kiểm tra, duyệt, đăng trong trình duyệt của máy này.")
@click.option("--port", default=0, metavar="SỐ", help="Số cổng; bỏ trống thì máy tự chọn.")
@click.option("--no-browser", is_flag=True, help="Chỉ in địa chỉ, không tự mở trình duyệt.")
def desk(port: int, no_browser: bool) -> int:
    from portal.desk import server

    try:
        server.run(ROOT, click.echo, port=port, browser=not no_browser)
    except server.CannotStart as problem:
        click.echo(str(problem), err=True)
        return 1
    return 0


@portal.command(help="Chạy toàn bộ kiểm thử của công cụ.")
def test() -> int:
    from portal import testing

    return testing.run(ROOT)


for verb in (*VERBS, bench):
    portal.add_command(verb)
