"""Publishing to hosts that cannot switch a whole folder: a real FTPS server and an S3 server on loopback."""

from __future__ import annotations

import json
import os
import posixpath
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import programs
import small_site
from conftest import bytes_of
from hosting_servers import Cutter
from portal import publish
from portal.publish import cdn, hosting, target
from portal.publish.bucket import Bucket

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Host:
    """A target under test: its table, and how to look at what readers get."""

    table: dict
    names: Callable[[], set[str]]
    read: Callable[[str], bytes]
    write: Callable[[str, bytes], None]

    def put(self, site: Path, said: list[str] | None = None) -> publish.Outcome:
        return publish.publish(site, "xa", publish.Options(say=(said if said is not None else []).append, by="Chị Hoa", table=self.table))

    def back(self, release: str = "") -> publish.Outcome:
        return publish.rollback(release, "xa", publish.Options(say=lambda _: None, by="Chị Hoa", table=self.table))

    def look(self) -> dict[str, bytes]:
        return {path: self.read(path) for path in self.names()}

    def site(self) -> dict[str, bytes]:
        return {path: self.read(path) for path in self.names() if not path.startswith(".phat-hanh")}

    def shown(self) -> str:
        return small_site.version_of(self.read("index.html").decode())

    def pages_are_dressed(self) -> bool:
        """Every page that is there has the style that it asks for."""
        there = self.names()
        return all(small_site.asset_of(self.read(page).decode()) in there for page in there.intersection(small_site.PAGES))


@pytest.fixture
def ftps(vsftpd: tuple[int, Path], certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    port, folder = vsftpd
    monkeypatch.setenv("PORTAL_MAT_KHAU_XA", "xa@example")
    table = {"dich": {"xa": {"noi": f"ftps://anonymous@127.0.0.1:{port}/cong", "chung_thu": str(certificate)}}}
    return Host(table, lambda: set(bytes_of(folder)), lambda path: (folder / path).read_bytes(), lambda path, content: (folder / path).write_bytes(content))


@pytest.fixture
def bucket(s3: str) -> Iterator[Host]:
    table = {"dich": {"xa": {"noi": "s3://kho/cong", "dau_noi": s3}}}

    import boto3

    client = boto3.client("s3", endpoint_url=s3)

    def names() -> set[str]:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket="kho")
        return {entry["Key"].removeprefix("cong/") for page in pages for entry in page.get("Contents", [])}

    yield Host(table, names, lambda path: client.get_object(Bucket="kho", Key=f"cong/{path}")["Body"].read(),
               lambda path, content: client.put_object(Bucket="kho", Key=f"cong/{path}", Body=content))
    client.close()


@pytest.fixture(params=["ftps", "bucket"])
def host(request: pytest.FixtureRequest) -> Host:
    return request.getfixturevalue(request.param)


def test_releases_come_go_back_and_only_what_changed_travels(host: Host, sites: Callable[[str], Path]):
    said: list[str] = []

    assert host.put(sites("mot")).sentence.startswith("Đã đưa bản 0001-")
    first = host.site()
    second_id = host.put(sites("hai"), said).release
    second = host.site()
    assert host.shown() == "hai"
    assert host.back().code == 0

    there = host.site()
    assert {path: there[path] for path in first} == first
    assert host.back(second_id).code == 0
    there = host.site()
    assert {path: there[path] for path in second} == second
    assert first[small_site.ODD].decode() == "chữ có dấu\n"
    line = next(line for line in said if "Đã gửi" in line)
    assert int(re.search(r"(\d+) tệp đã có sẵn", line).group(1)) > 0


def test_old_pages_go_old_assets_stay_one_release_longer(host: Host, sites: Callable[[str], Path], tmp_path: Path):
    one = small_site.make(tmp_path / "x", "mot")
    (one / "ky-nang").mkdir()
    (one / "ky-nang/index.html").write_text((one / "index.html").read_text(encoding="utf-8"), encoding="utf-8")
    host.put(one)
    asset = small_site.asset_of(host.site()["index.html"].decode())

    host.put(sites("hai"))
    assert "ky-nang/index.html" not in host.site()
    assert asset in host.site()
    host.put(sites("ba"))

    assert asset not in host.site()


def test_no_page_is_ever_without_its_assets_while_the_site_changes(host: Host, sites: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch):
    """Looked at after every single change on the other side."""
    host.put(sites("mot"))
    from portal.publish import in_place

    seen = []
    bring = in_place.InPlace._bring

    def and_look(self: in_place.InPlace, file: object) -> None:
        bring(self, file)
        seen.append(host.pages_are_dressed())

    monkeypatch.setattr(in_place.InPlace, "_bring", and_look)
    host.put(sites("hai"))

    assert len(seen) > 5 and all(seen)


def test_a_place_with_another_site_is_refused_and_left_alone(host: Host, sites: Callable[[str], Path]):
    host.write("index.html", b"another site")

    done = host.put(sites("mot"))

    assert done.code == 1 and "đang chứa một trang khác (index.html)" in done.sentence
    assert host.site() == {"index.html": b"another site"}


def test_files_of_others_that_are_not_in_the_way_stay(host: Host, sites: Callable[[str], Path]):
    host.write("google-xac-nhan.txt", b"x")

    assert host.put(sites("mot")).code == 0
    assert host.put(sites("hai")).code == 0

    assert host.site()["google-xac-nhan.txt"] == b"x"


def test_only_so_many_releases_are_kept_and_the_store_holds_nothing_else(host: Host, sites: Callable[[str], Path]):
    host.table["dich"]["xa"]["giu"] = 2
    for version in ("a", "b", "c"):
        assert host.put(sites(version)).code == 0

    there = host.look()
    manifests = sorted(path for path in there if re.fullmatch(r"\.phat-hanh/\d{4}-.*\.json", path))
    wanted = {file["sha256"] for path in manifests for file in json.loads(there[path])["files"]}
    assert [path[11:15] for path in manifests] == ["0002", "0003"]
    assert {posixpath.basename(path) for path in there if path.startswith(".phat-hanh/kho/")} == wanted


def test_a_release_that_was_touched_on_the_host_is_not_shown_and_the_next_one_sends_its_files_anew(host: Host, sites: Callable[[str], Path]):
    first = host.put(sites("mot")).release
    kept = json.loads(host.read(f".phat-hanh/{first}.json"))["files"]
    page = next(file["sha256"] for file in kept if file["path"] == "index.html")
    host.put(sites("hai"))
    host.write(f".phat-hanh/kho/{page}", b"hacked")

    done = host.back()

    assert done.code == 1 and "đã bị sửa hoặc mất tệp" in done.sentence
    assert host.shown() == "hai"
    assert host.put(sites("mot")).code == 0
    assert host.shown() == "mot"


def test_two_at_once_are_told_who_is_in(host: Host, sites: Callable[[str], Path]):
    host.put(sites("mot"))
    from portal.publish import _files

    first = _files(target.find("xa", host.table))
    first.lock({"ai": "Anh Tín", "may": "PC-TIN", "luc": "08:00 22/11/2026"})
    done = host.put(sites("hai"))
    first.unlock()
    first.close()

    assert done.code == 1 and "Anh Tín (máy PC-TIN)" in done.sentence
    assert host.put(sites("hai")).code == 0


KILLED = """
import sys, json
from pathlib import Path
from portal import publish
print("xong", publish.publish(Path(sys.argv[1]), "xa", publish.Options(say=lambda line: print(line, flush=True), by="x", table=json.loads(sys.argv[2]))))
"""


def test_kills_at_random_moments_leave_every_page_with_its_assets_and_the_next_run_mends(host: Host, sites: Callable[[str], Path]):
    chance = random.Random(3)
    versions = [sites("mot"), sites("hai")]
    host.put(versions[0])

    for n in range(3):
        work = subprocess.Popen([sys.executable, "-c", KILLED, str(versions[(n + 1) % 2]), json.dumps(host.table)], stdout=subprocess.PIPE, text=True,
                                env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")})
        for _ in range(chance.randrange(5, 9)):
            work.stdout.readline()
        try:
            work.wait(timeout=chance.random() * 0.15)
        except subprocess.TimeoutExpired:
            work.kill()
        work.wait()
        work.stdout.close()

        assert set(small_site.PAGES) <= host.names()
        assert host.pages_are_dressed()

    assert host.put(versions[1]).code == 0
    assert {small_site.version_of(host.read(page).decode()) for page in small_site.PAGES} == {"hai"}
    assert not any("tam-" in name or "khoa" in name for name in host.names())


@pytest.mark.parametrize(("kind", "after"), [("ftps", 4_000), ("bucket", 20_000)])
def test_a_cut_line_is_told_and_the_next_run_goes_on(request: pytest.FixtureRequest, sites: Callable[[str], Path], kind: str, after: int):
    host: Host = request.getfixturevalue(kind)
    assert host.put(sites("mot")).code == 0
    place = host.table["dich"]["xa"]
    said = place.get("dau_noi") or place["noi"]
    port = urlsplit(said).port
    cutter = Cutter(port, after)
    through = said.replace(f":{port}", f":{cutter.server.getsockname()[1]}")
    host.table["dich"]["xa"] = {**place, "dau_noi": through} if kind == "bucket" else {**place, "noi": through}

    done = host.put(sites("hai"))
    cutter.thread.join()
    host.table["dich"]["xa"] = place

    assert done.code == 1 and "Mất kết nối" in done.sentence
    assert host.pages_are_dressed()
    assert host.put(sites("hai")).code == 0
    assert host.shown() == "hai"


def test_a_wrong_password_is_told(ftps: Host, sites: Callable[[str], Path]):
    ftps.table["dich"]["xa"]["noi"] = ftps.table["dich"]["xa"]["noi"].replace("anonymous", "ai-do")

    done = ftps.put(sites("mot"))

    assert done.code == 1 and "không nhận tên «ai-do»" in done.sentence


def test_a_certificate_that_nobody_vouches_for_stops_before_the_password(ftps: Host, sites: Callable[[str], Path]):
    del ftps.table["dich"]["xa"]["chung_thu"]

    done = ftps.put(sites("mot"))

    assert done.code == 1 and "Chưa gửi mật khẩu" in done.sentence


def test_a_folder_without_the_right_to_write_is_told(ftps: Host, sites: Callable[[str], Path]):
    ftps.table["dich"]["xa"]["noi"] = ftps.table["dich"]["xa"]["noi"].removesuffix("cong") + "khong-duoc"

    done = ftps.put(sites("mot"))

    assert done.code == 1 and "Không có quyền ghi" in done.sentence


def test_a_full_disk_over_there_leaves_the_old_site_and_says_so(ftps: Host, vsftpd: tuple[int, Path], sites: Callable[[str], Path], tmp_path: Path):
    big = small_site.make(tmp_path / "big", "hai")
    (big / "assets/to.bin").write_bytes(random.Random(1).randbytes(1_500_000))
    with programs.small_disk(vsftpd[1], 1200):
        shutil.chown(vsftpd[1], "ftp")
        assert ftps.put(sites("mot")).code == 0

        done = ftps.put(big)

        assert done.code == 1 and "đã đầy" in done.sentence
        assert ftps.shown() == "mot"
        assert ftps.put(sites("ba")).code == 0


def test_a_bucket_that_is_not_there_is_told(bucket: Host, sites: Callable[[str], Path]):
    bucket.table["dich"]["xa"]["noi"] = "s3://kho-khac/cong"

    done = bucket.put(sites("mot"))

    assert (done.code, done.sentence) == (1, "Không có kho kho-khac. Xem lại tên kho; kho phải được tạo trước.")


def test_a_bucket_without_a_key_is_told(bucket: Host, sites: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    assert "Chưa có chìa khóa" in bucket.put(sites("mot")).sentence


def test_the_rules_of_the_bucket_come_with_the_release_and_an_s3_server_takes_them(bucket: Host, sites: Callable[[str], Path]):
    publish.publish(sites("mot"), "xa", publish.Options(say=lambda _: None, by="x", table=bucket.table, redirects={"tinh-huong/ten-cu/": "tinh-huong/vay-no/"}))
    policy, web_site, before = (json.loads(bucket.site()[path]) for path in (cdn.POLICY, cdn.SITE, cdn.CDN))
    host = Bucket(target.find("xa", bucket.table))

    host._s3.put_bucket_policy(Bucket="kho", Policy=json.dumps(policy))
    host._s3.put_bucket_website(Bucket="kho", WebsiteConfiguration=web_site)
    taken = host._s3.get_bucket_website(Bucket="kho")
    host.close()

    assert (taken["IndexDocument"]["Suffix"], taken["ErrorDocument"]["Key"]) == ("index.html", "cong/404.html")
    assert taken["RoutingRules"][0]["Redirect"]["ReplaceKeyWith"] == "cong/tinh-huong/vay-no/"
    assert policy["Statement"][0]["NotResource"] == ["arn:aws:s3:::kho/cong/.phat-hanh/*", "arn:aws:s3:::kho/cong/.may-chu/*"]
    assert before["tieu_de_moi_tra_loi"] == hosting.Rules().headers
    assert before["khong_thay"][0] == {"duong_dan": "/en/", "trang": "/en/404.html", "ma": 404}
    assert before["chuyen"] == [{"tu": "/tinh-huong/ten-cu/", "toi": "/tinh-huong/vay-no/", "ma": 301}]


def test_objects_know_their_type_and_how_long_they_may_be_kept(bucket: Host, sites: Callable[[str], Path]):
    bucket.put(sites("mot"))
    host = Bucket(target.find("xa", bucket.table))
    asset = small_site.asset_of(bucket.site()["index.html"].decode())

    page, style = (host._s3.head_object(Bucket="kho", Key=f"cong/{path}") for path in ("index.html", asset))
    host.close()

    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")
    assert (style["ContentType"], style["CacheControl"]) == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
