"""The verbs that measure: each runs one bench of portal.bench and prints its tables. Last results: tests/bench/RESULTS.md."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from portal.away import ROOT
from portal.usage import Verbs

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_SIZES = (100, 1000)                                     # pages a language
_CHECKED = (100, 1000)                                   # pages of both languages
_IMPORTED = (10, 100, 500)                               # pages of a file


@click.group(cls=Verbs, help="Đo: search, parts, queries, first-view, access, lighthouse, build, offline, check, import, publish, province; all chạy hết. "
                                  "Kết quả lần trước: tests/bench/RESULTS.md.")
def bench() -> None:
    pass


@bench.command(help="Tìm trên một kho điều luật, cạnh MiniSearch: tìm trúng, tốc độ, số byte.")
@click.option("--corpus", required=True, metavar="TỆP", type=_FILE, help="Kho điều luật, mỗi dòng một điều dạng JSON.")
@click.option("--queries", required=True, metavar="TỆP", type=_FILE, help="Các câu hỏi, mỗi dòng một câu dạng JSON.")
@click.option("--run", "answers", required=True, metavar="TỆP", type=click.Path(path_type=Path, dir_okay=False), help="Nơi ghi câu trả lời.")
def search(corpus: Path, queries: Path, answers: Path) -> int:
    from portal.bench import searching

    return _told(lambda: searching.search(corpus, queries, answers))


@bench.command(help="Từng phần của bộ tìm kiếm đóng góp bao nhiêu: bỏ lần lượt từng phần rồi đo lại.")
@click.option("--corpus", required=True, metavar="TỆP", type=_FILE, help="Kho điều luật, mỗi dòng một điều dạng JSON.")
@click.option("--queries", required=True, metavar="TỆP", type=_FILE, help="Các câu hỏi, mỗi dòng một câu dạng JSON.")
def parts(corpus: Path, queries: Path) -> int:
    from portal.bench import parts as measured

    return _told(lambda: measured.table(corpus, queries))


@bench.command(help="Tìm trên chính cổng này (thư mục site/): các câu hỏi của một bảng.")
@click.argument("file", metavar="TỆP", type=_FILE)
def queries(file: Path) -> int:
    from portal.bench import asking

    return _told(lambda: asking.queries(file, ROOT / "site"))


@bench.command(help="Dựng một cổng bịa ra: giây CPU và bộ nhớ, cạnh MkDocs và Material nguyên bản.")
@click.option("--pages", multiple=True, default=_SIZES, metavar="SỐ", help="Số trang mỗi ngôn ngữ; ghi được nhiều lần.")
def build(pages: tuple[int, ...]) -> int:
    from portal.bench import building

    return _told(lambda: building.build(pages))


@bench.command(help="Kiểm tra một cổng bịa ra: giây CPU và bộ nhớ, lần đầu, lần sau, sau khi sửa một trang.")
@click.option("--pages", multiple=True, default=_CHECKED, metavar="SỐ", help="Số trang cả hai ngôn ngữ; ghi được nhiều lần.")
def check(pages: tuple[int, ...]) -> int:
    from portal.bench import checking

    return _told(lambda: checking.check(pages))


@bench.command(name="import", help="Nhập tệp Word và PDF bịa ra, dài 10, 100, 500 trang: giây CPU và bộ nhớ.")
@click.option("--pages", multiple=True, default=_IMPORTED, metavar="SỐ", help="Số trang của tệp; ghi được nhiều lần.")
def import_(pages: tuple[int, ...]) -> int:
    from portal.bench import importing

    return _told(lambda: importing.measure(pages))


@bench.command(name="first-view", help="Lần mở đầu của mỗi kiểu trang (thư mục site/): số tệp, số byte khi nén và khi không nén.")
def first_view() -> int:
    from portal.bench import viewing

    return _told(viewing.first_view)


@bench.command(help="Mọi kiểu trang (thư mục site/) theo WCAG 2.2 AA; kết quả ghi vào docs/bang/tiep-can.yml cho trang Dễ đọc, dễ dùng.")
def access() -> int:
    from portal.bench import access as looking

    return _told(lambda: looking.access(lambda line: click.echo(line, err=True)))


@bench.command(help="Lighthouse trên mọi kiểu trang, cạnh Material nguyên bản.")
def lighthouse() -> int:
    from portal.bench import auditing

    return _told(lambda: auditing.lighthouse(lambda line: click.echo(line, err=True)))


@bench.command(help="Đọc khi không có mạng thì tải bao nhiêu (thư mục site/): lần đầu, từng mục, khi có bản mới; cạnh cách tải sẵn tất cả.")
@click.option("--earlier", metavar="THƯ_MỤC", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Trang dựng lần trước, để tính lần cập nhật.")
def offline(earlier: Path | None) -> int:
    from portal.bench import keeping

    return _told(lambda: keeping.offline(earlier=earlier))


@bench.command(help="Cả tỉnh dùng chung thì tốn bao nhiêu: đo vài xã thử, tính ra cho các xã còn lại.")
@click.option("--communes", default=3, metavar="SỐ", help="Số xã thử được dựng.")
def province(communes: int) -> int:
    from portal.bench import province as weighing

    return _told(lambda: weighing.report(weighing.weigh(communes)))


@bench.command(help="Đưa trang lên bị ngắt giữa chừng 200 lần lúc đang có người xem, và sức chịu của nginx khi đổi bản.")
def publish() -> int:
    from portal.bench import publishing

    return _told(lambda: publishing.measure(lambda line: click.echo(line, err=True)))


@bench.command(name="all", help="Mọi phép đo, lần lượt từng cái; cái nào thiếu đầu vào thì nói rồi bỏ qua.")
@click.option("--corpus", metavar="TỆP", type=_FILE, help="Kho điều luật, mỗi dòng một điều dạng JSON.")
@click.option("--queries", metavar="TỆP", type=_FILE, help="Các câu hỏi, mỗi dòng một câu dạng JSON.")
@click.option("--run", "answers", metavar="TỆP", type=click.Path(path_type=Path, dir_okay=False), help="Nơi ghi câu trả lời.")
def every_bench(corpus: Path | None, queries: Path | None, answers: Path | None) -> int:
    from portal.bench import everything

    return everything.run(everything.Given(corpus, queries, answers, lambda line: click.echo(line, err=True)), click.echo)


def _told(measure: Callable[[], str]) -> int:
    from portal.bench.measures import CannotMeasure

    try:
        click.echo(measure())
    except CannotMeasure as stopped:
        click.echo(str(stopped), err=True)
        return 1
    return 0
