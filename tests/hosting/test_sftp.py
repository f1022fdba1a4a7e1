"""Publishing to a real SSH server on loopback."""

from __future__ import annotations

import getpass
import json
import os
import random
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import programs
import small_site
from conftest import bytes_of
from hosting_servers import Cutter
from portal import publish
from portal.publish import release

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def known(sshd: Callable[..., tuple[int, Path]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[int, dict]]:
    """A server, and a table of targets that knows its key and where to put the site."""
    def start(*lines: str, host_key: str = "host", fingerprint: str = "") -> tuple[int, dict]:
        port, keys = sshd(*lines, host_key=host_key)
        shown = subprocess.run(["ssh-keygen", "-lf", str(keys / f"{host_key}.pub")], check=True, capture_output=True, text=True).stdout.split()[1]
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("PORTAL_KHOA_SSH", str(keys / "user"))
        monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
        (tmp_path / "máy chủ").mkdir(exist_ok=True)
        place = {"noi": f"sftp://{getpass.getuser()}@127.0.0.1:{port}{tmp_path}/máy chủ/cong", "khoa_may": fingerprint or shown}
        return port, {"dich": {"xa": place}}
    return start


@pytest.fixture
def srv(tmp_path: Path) -> Path:
    return tmp_path / "máy chủ" / "cong"


def options(table: dict, said: list[str] | None = None) -> publish.Options:
    return publish.Options(say=(said if said is not None else []).append, by="Chị Hoa", table=table)


def shown(srv: Path) -> str:
    return small_site.version_of((srv / "current/index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lines", [(), ("ForceCommand internal-sftp",), ("ForceCommand internal-sftp -P symlink,hardlink",)],
                         ids=["with a shell", "files only", "files only, no links"])
def test_releases_come_go_back_and_send_only_what_changed(known: Callable, srv: Path, sites: Callable[[str], Path], lines: tuple[str, ...]):
    _, table = known(*lines)
    said: list[str] = []

    assert publish.publish(sites("mot"), "xa", options(table)).sentence.startswith("Đã đưa bản 0001-")
    assert publish.publish(sites("hai"), "xa", options(table, said)).code == 0
    assert shown(srv) == "hai"
    assert (srv / "current" / small_site.ODD).read_text(encoding="utf-8") == "chữ có dấu\n"
    assert publish.rollback("", "xa", options(table)).code == 0

    assert shown(srv) == "mot"
    sent, there = (int(word) for word in next(line for line in said if "Đã gửi" in line).split() if word.isdigit())
    assert there > 0 if "hardlink" not in "".join(lines) else sent > 0


def test_every_kept_release_comes_back_byte_for_byte(known: Callable, srv: Path, sites: Callable[[str], Path]):
    _, table = known()
    kept = {}
    for version in ("a", "b", "c"):
        done = publish.publish(sites(version), "xa", options(table))
        kept[done.release] = bytes_of(srv / "current")

    for name, wanted in kept.items():
        assert publish.rollback(name, "xa", options(table)).code == 0
        there = bytes_of(srv / "current")
        assert {path: there.get(path) for path in wanted} == wanted


def test_a_host_whose_key_is_not_known_is_asked_about(known: Callable, srv: Path, sites: Callable[[str], Path]):
    _, table = known()
    fingerprint = table["dich"]["xa"].pop("khoa_may")

    done = publish.publish(sites("mot"), "xa", options(table))

    assert done.code == 1 and "Lần đầu gặp" in done.sentence and fingerprint in done.sentence
    assert not srv.exists()


def test_a_changed_host_key_stops_everything(known: Callable, srv: Path, sites: Callable[[str], Path]):
    _, right = known()
    assert publish.publish(sites("mot"), "xa", options(right)).code == 0
    _, changed = known(host_key="host2", fingerprint=right["dich"]["xa"]["khoa_may"])

    done = publish.publish(sites("hai"), "xa", options(changed))

    assert done.code == 1 and "đã đổi" in done.sentence and "kẻ giả" in done.sentence
    assert shown(srv) == "mot"


def test_a_wrong_password_is_told(known: Callable, sites: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch):
    _, table = known()
    monkeypatch.delenv("PORTAL_KHOA_SSH")
    monkeypatch.setenv("PORTAL_MAT_KHAU_XA", "sai")

    done = publish.publish(sites("mot"), "xa", options(table))

    assert done.code == 1 and "không nhận tên" in done.sentence


def test_an_account_that_may_only_read_is_told(known: Callable, sites: Callable[[str], Path]):
    _, table = known("ForceCommand internal-sftp -R")

    done = publish.publish(sites("mot"), "xa", options(table))

    assert done.code == 1 and "quyền ghi" in done.sentence


def test_a_full_disk_over_there_leaves_the_old_site_and_says_so(known: Callable, srv: Path, sites: Callable[[str], Path], tmp_path: Path):
    _, table = known()
    big = small_site.make(tmp_path / "big", "hai")
    (big / "assets/to.bin").write_bytes(random.Random(1).randbytes(500_000))
    with programs.small_disk(tmp_path / "máy chủ", 400):
        assert publish.publish(sites("mot"), "xa", options(table)).code == 0

        done = publish.publish(big, "xa", options(table))

        assert done.code == 1 and "đã đầy" in done.sentence and "vẫn là bản cũ" in done.sentence
        assert shown(srv) == "mot"
        assert publish.publish(sites("ba"), "xa", options(table)).code == 0


def test_nobody_at_the_port_is_told(known: Callable, sites: Callable[[str], Path]):
    _, table = known()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        table["dich"]["xa"]["noi"] = f"sftp://x@127.0.0.1:{nobody.getsockname()[1]}/srv"
        done = publish.publish(sites("mot"), "xa", options(table))

    assert done.code == 1 and done.sentence.startswith("Không kết nối được với máy chủ 127.0.0.1")


@pytest.mark.parametrize("after", [6_000, 9_000, 12_000])
def test_a_cut_line_is_told_and_the_next_run_goes_on(known: Callable, srv: Path, sites: Callable[[str], Path], after: int):
    port, table = known()
    assert publish.publish(sites("mot"), "xa", options(table)).code == 0
    cutter = Cutter(port, after)
    cut = {"dich": {"xa": {**table["dich"]["xa"], "noi": table["dich"]["xa"]["noi"].replace(f":{port}", f":{cutter.server.getsockname()[1]}")}}}

    done = publish.publish(sites("hai"), "xa", options(cut))
    cutter.thread.join()

    assert done.code == 1 and "Mất kết nối" in done.sentence
    assert shown(srv) == "mot"
    assert publish.publish(sites("hai"), "xa", options(table)).code == 0
    assert shown(srv) == "hai"


def test_two_at_once_are_told_who_is_in(known: Callable, srv: Path, sites: Callable[[str], Path]):
    _, table = known()
    assert publish.publish(sites("mot"), "xa", options(table)).code == 0
    (srv / ".khoa").mkdir()
    (srv / ".khoa/ai.json").write_text('{"ai": "Anh Tín", "may": "PC-TIN", "luc": "08:00 22/11/2026", "dau": "1"}', encoding="utf-8")

    done = publish.publish(sites("hai"), "xa", options(table))
    os.utime(srv / ".khoa/ai.json", (1, 1))
    later = publish.publish(sites("hai"), "xa", options(table))

    assert done.code == 1 and "Anh Tín (máy PC-TIN)" in done.sentence
    assert later.code == 0


KILLED = """
import sys, json
from pathlib import Path
from portal import publish
print("xong", publish.publish(Path(sys.argv[1]), "xa", publish.Options(say=lambda line: print(line, flush=True), by="x", table=json.loads(sys.argv[2]))))
"""


def test_kills_at_random_moments_leave_the_old_or_the_new_whole(known: Callable, srv: Path, sites: Callable[[str], Path]):
    _, table = known()
    chance = random.Random(8)
    versions = [sites("mot"), sites("hai")]
    assert publish.publish(versions[0], "xa", options(table)).code == 0

    for n in range(4):
        work = subprocess.Popen([sys.executable, "-c", KILLED, str(versions[(n + 1) % 2]), json.dumps(table)], stdout=subprocess.PIPE, text=True,
                                env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")})
        for _ in range(chance.randrange(3, 9)):
            work.stdout.readline()
        try:
            work.wait(timeout=chance.random() * 0.05)
        except subprocess.TimeoutExpired:
            work.kill()
        work.wait()
        work.stdout.close()

        now = release.Release.from_json((srv / f"{(srv / 'current').readlink()}.json").read_bytes())
        assert {file.path: file.sha256 for file in release.scan(srv / "current")} == {file.path: file.sha256 for file in now.all_files}

    assert publish.publish(versions[0], "xa", options(table)).code == 0
    assert shown(srv) == "mot"
    assert [entry.name for entry in (srv / "releases").iterdir() if "dang-chep" in entry.name or ".tam-" in entry.name] == []

