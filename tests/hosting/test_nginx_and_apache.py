"""What a real nginx and a real Apache do with the files that come with every release."""

from __future__ import annotations

import functools
import gzip
import http.client
import random
import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest

import small_site
from hosting_servers import REDIRECTS, apache_of, ask, nginx_of
from portal import publish
from portal.publish import hosting

SERVERS = {"nginx": nginx_of, "apache": apache_of, "rented apache": functools.partial(apache_of, rented=True)}


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with SERVERS[request.param](published, tmp_path_factory.mktemp("server")) as port:
        yield port


@pytest.fixture(scope="module")
def ours(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """The servers whose settings are the host's own to write."""
    with nginx_of(published, tmp_path_factory.mktemp("nginx")) as first, apache_of(published, tmp_path_factory.mktemp("apache")) as second:
        yield {"nginx": first, "apache": second}


PATHS = {"/": 200, "/tinh-huong/vay-no/": 200, "/assets/mark.svg": 200, "/khong-co/": 404, "/en/nothing/": 404, "/tinh-huong/ten-cu/": 301, "/tinh-huong/vay-no": 301,
         "/.may-chu/nginx.conf": 404, "/.htaccess": 404, "/assets/": 404, "/web.config": 404}


@pytest.mark.parametrize(("path", "status"), PATHS.items())
def test_every_answer_has_the_security_headers_errors_and_redirects_too(server: int, path: str, status: int):
    answer = ask(server, path)

    wanted = {name.lower(): value for name, value in hosting.Rules().headers.items()}
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in wanted} == wanted
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("request_line", ["POST / HTTP/1.1", "TRACE / HTTP/1.1", "GET /%zz HTTP/1.1", "GET /%00 HTTP/1.1", "GET /a%2fb HTTP/1.1",
                                          "GET /../../etc/passwd HTTP/1.1", f"GET /{'a' * 300} HTTP/1.1", f"GET /{'a' * 9000} HTTP/1.1"],
                         ids=["post", "trace", "bad escape", "null", "slash", "outside", "long name", "long address"])
@pytest.mark.parametrize("kind", ["nginx", "apache"])
def test_what_is_refused_before_any_page_is_looked_for_has_the_headers_too(ours: dict[str, int], kind: str, request_line: str):
    with socket.create_connection(("127.0.0.1", ours[kind]), timeout=60) as line:
        line.sendall(f"{request_line}\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        head = line.makefile("rb").read().partition(b"\r\n\r\n")[0].decode()

    for name, value in hosting.Rules().headers.items():
        assert f"\r\n{name}: {value}" in head
    assert "no-cache" in head


def test_only_the_snippet_of_news_may_stand_in_a_frame_of_another_site(server: int):
    for answer in (ask(server, "/moi.html"), ask(server, "/moi.html", Accept_Encoding="gzip")):
        assert answer.headers["content-security-policy"].endswith("frame-ancestors https: http:")
        assert "x-frame-options" not in answer.headers


def test_a_page_comes_with_its_type_and_alphabet(server: int):
    assert ask(server, "/").headers["content-type"].lower() == "text/html; charset=utf-8"
    assert ask(server, "/robots.txt").headers["content-type"].lower() == "text/plain; charset=utf-8"
    assert ask(server, "/assets/mark.svg").headers["content-type"].split(";")[0] == "image/svg+xml"


def test_a_marked_asset_is_kept_for_ever_and_asked_for_no_more(server: int):
    asset = small_site.asset_of(ask(server, "/").body.decode())

    style, index = ask(server, f"/{asset}"), ask(server, f"/{small_site.index_of('mot')}")

    assert (style.status, style.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert style.headers["content-type"].split(";")[0] == "text/css"
    assert (index.status, index.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")


def test_a_marked_asset_that_is_gone_is_not_kept_for_ever_as_missing(server: int):
    answer = ask(server, "/assets/portal.0123abcd.css")

    assert (answer.status, answer.headers["cache-control"]) == (404, "no-cache")


def test_what_has_not_changed_is_not_sent_again(server: int):
    mark = ask(server, "/tinh-huong/vay-no/").headers["etag"]

    assert ask(server, "/tinh-huong/vay-no/", If_None_Match=mark).status == 304


@pytest.mark.parametrize("path", ["/", "/tinh-huong/vay-no/", "ASSET"])
def test_packed_copies_are_sent_to_who_takes_them(server: int, path: str):
    path = f"/{small_site.asset_of(ask(server, '/').body.decode())}" if path == "ASSET" else path
    plain = ask(server, path)

    packed = ask(server, path, Accept_Encoding="gzip, deflate")

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.headers["cache-control"] == plain.headers["cache-control"]
    assert "accept-encoding" in packed.headers["vary"].lower()


def test_apache_sends_brotli_to_who_takes_it(published: Path, tmp_path: Path):
    with apache_of(published, tmp_path) as port:
        answer = ask(port, "/tinh-huong/vay-no/", Accept_Encoding="gzip, br")

        assert answer.headers["content-encoding"] == "br"
        assert brotli.decompress(answer.body) == ask(port, "/tinh-huong/vay-no/").body
        assert answer.headers["content-type"].lower() == "text/html; charset=utf-8"


def test_not_found_speaks_the_language_of_its_part(server: int):
    assert b'lang="vi"' in ask(server, "/khong/co/trang/").body
    assert b'lang="en"' in ask(server, "/en/no/such/page/").body


@pytest.mark.parametrize(("old", "new"), list(REDIRECTS.items())[:3])
def test_a_moved_page_sends_on_with_and_without_the_last_slash(server: int, old: str, new: str):
    for path in (f"/{old}", f"/{old.rstrip('/')}"):
        answer = ask(server, quote(path))
        assert answer.status == 301
        assert answer.headers["location"].endswith(f"/{new}")


def test_a_folder_without_its_slash_sends_to_the_one_with_it(server: int):
    assert ask(server, "/tinh-huong/vay-no").headers["location"].endswith("/tinh-huong/vay-no/")


def test_a_name_with_blanks_and_marks_is_served(server: int):
    answer = ask(server, "/assets/M%E1%BA%ABu%20gi%E1%BA%A5y%20m%E1%BB%9Di%20(b%E1%BA%A3n%201).txt")

    assert (answer.status, answer.body.decode()) == (200, "chữ có dấu\n")


def test_a_preview_asks_search_engines_to_stay_away(sites: Callable[[str], Path], tmp_path: Path):
    (tmp_path / "work").mkdir()
    assert publish.publish(sites("mot"), (tmp_path / "srv").as_uri(), publish.Options(say=lambda _: None, by="x", preview=True)).code == 0

    with nginx_of(tmp_path / "srv", tmp_path / "work") as port:
        assert ask(port, "/").headers["x-robots-tag"] == "noindex, nofollow"


def test_readers_lose_no_request_and_see_no_mixed_page_while_releases_change(sites: Callable[[str], Path], quiet: publish.Options, tmp_path: Path):
    """Twelve switches and more under load: each answer is a whole page of one release, and the asset it asks for is there."""
    (tmp_path / "work").mkdir()
    place, failures, asked, stop = tmp_path / "srv", [], [0], threading.Event()
    versions = [sites("mot"), sites("hai")]
    assert publish.publish(versions[0], place.as_uri(), quiet).code == 0

    def read(port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while not stop.is_set():
            try:
                connection.request("GET", "/tinh-huong/vay-no/")
                answer = connection.getresponse()
                page = answer.read().decode()
                connection.request("GET", f"/{small_site.asset_of(page)}")
                asset = connection.getresponse()
                style = asset.read().decode()
                if (answer.status, asset.status) != (200, 200) or small_site.version_of(page) not in style:
                    failures.append((answer.status, asset.status))
            except (OSError, http.client.HTTPException, AttributeError) as wrong:
                failures.append(wrong)
                connection.close()
            asked[0] += 2
        connection.close()

    with nginx_of(place, tmp_path / "work") as port:
        readers = [threading.Thread(target=read, args=(port,)) for _ in range(3)]
        for reader in readers:
            reader.start()
        outcomes = [publish.publish(versions[n % 2], place.as_uri(), quiet).code for n in range(1, 7)]
        while len(outcomes) < 12 or (asked[0] <= 50 and len(outcomes) < 200):      # a busy computer gives the readers little time
            outcomes += [publish.rollback("", place.as_uri(), quiet).code, publish.publish(versions[0], place.as_uri(), quiet).code]
        stop.set()
        for reader in readers:
            reader.join()

    assert set(outcomes) == {0}
    assert asked[0] > 50
    assert failures == []


def test_a_download_that_a_killed_server_cut_goes_on_where_it_stopped(sites: Callable[[str], Path], quiet: publish.Options, tmp_path: Path):
    site, place = small_site.make(tmp_path / "site", "mot"), tmp_path / "srv"
    pack = random.Random(1).randbytes(9_000_000)
    (site / "goi.zip").write_bytes(pack)
    assert publish.publish(site, place.as_uri(), quiet).code == 0
    for name in ("first", "second"):
        (tmp_path / name).mkdir()

    with nginx_of(place, tmp_path / "first") as port, socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(b"GET /goi.zip HTTP/1.1\r\nHost: x\r\n\r\n")
        head, _, got = line.recv(65_536).partition(b"\r\n\r\n")
    mark = re.search(r"ETag: (\S+)", head.decode()).group(1)
    with nginx_of(place, tmp_path / "second") as port:
        rest = ask(port, "/goi.zip", Range=f"bytes={len(got)}-", If_Range=mark)
        page = ask(port, "/")

    assert (rest.status, got + rest.body == pack) == (206, True)
    assert page.status == 200


def test_the_switch_is_seen_over_http_when_an_address_is_given(sites: Callable[[str], Path], tmp_path: Path):
    (tmp_path / "work").mkdir()
    place = tmp_path / "srv"
    assert publish.publish(sites("mot"), place.as_uri(), publish.Options(say=lambda _: None, by="x")).code == 0

    with nginx_of(place, tmp_path / "work") as port:
        table = {"dich": {"xa": {"noi": place.as_uri(), "dia_chi": f"http://127.0.0.1:{port}"}}}
        right = publish.publish(sites("hai"), "xa", publish.Options(say=lambda _: None, by="x", table=table))
        table["dich"]["xa"]["dia_chi"] = f"http://127.0.0.1:{port}/en/"
        wrong = publish.publish(sites("hai"), "xa", publish.Options(say=lambda _: None, by="x", table=table))

    assert right.code == 0 and "đã thấy bản mới" in right.sentence
    assert wrong.code == 1 and "mã 404" in wrong.sentence
