"""A release arrives whole or not at all: releases, targets and a folder on the disk."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest

import programs
import small_site
from conftest import bytes_of
from portal import publish
from portal.publish import inspection, passwords, release, target
from portal.publish.folder import Folder
from portal.publish.remote_lock import RemoteLock
from portal.publish.tree import ReleaseTree
from portal.publish.trouble import Busy, NoSuchTarget, Unsupported

ROOT = Path(__file__).resolve().parents[1]
HERE = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Callable[[str], Path]:
    return lambda version: small_site.make(tmp_path / f"site-{version}", version)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "máy chủ" / "hoa giai"


def options(said: list[str] | None = None, **more: object) -> publish.Options:
    return publish.Options(**{"say": (said if said is not None else []).append, "by": "Chị Hoa", "now": lambda: HERE, **more})


def put(site: Path, place: Path, **more: object) -> publish.Outcome:
    return publish.publish(site, place.as_uri(), options(**more))


def shown(place: Path) -> str:
    return small_site.version_of((place / "current/index.html").read_text(encoding="utf-8"))


def test_a_site_is_published_and_read_at_current(site: Callable[[str], Path], place: Path):
    said: list[str] = []

    done = publish.publish(site("mot"), place.as_uri(), options(said))

    assert (done.code, done.release) == (0, "0001-20261122-0830")
    assert shown(place) == "mot"
    assert [line[:3] for line in said if line[0] != " "] == ["1/6", "2/6", "3/6", "4/6", "5/6"]
    assert all(line.rstrip().endswith((".", "…")) for line in said)


def test_the_release_holds_the_site_byte_for_byte_names_with_blanks_and_marks_too(site: Callable[[str], Path], place: Path):
    put(site("mot"), place)

    built, there = bytes_of(site("mot")), bytes_of(place / "current")
    assert {path: content for path, content in there.items() if path in built and path != "phien-ban.json"} == {path: c for path, c in built.items() if path != "phien-ban.json"}
    assert small_site.ODD in there
    for name, content in there.items():
        if name.endswith((".html", ".css", ".js")) and len(content) > 300:                        # every text file has its two packed copies
            assert (gzip.decompress(there[f"{name}.gz"]), brotli.decompress(there[f"{name}.br"])) == (content, content), name
    assert json.loads(there["phien-ban.json"]) == {"ngay": "2026-11-22", "phat_hanh": "0001-20261122-0830"}


def test_the_manifest_names_every_file_who_published_and_what_changed(site: Callable[[str], Path], place: Path):
    put(site("mot"), place, changes=("2026-11-20 Vay nợ: bản đầu",))
    put(site("hai"), place, changes=("2026-11-22 Vay nợ: sửa lãi", "2026-11-20 Vay nợ: bản đầu"))

    second = release.Release.from_json((place / "releases/0002-20261122-0830.json").read_bytes())

    assert {file.path: file.sha256 for file in second.all_files} == {file.path: file.sha256 for file in release.scan(place / "releases/0002-20261122-0830")}
    assert (second.by, second.changes) == ("Chị Hoa", ("2026-11-22 Vay nợ: sửa lãi",))


def test_publishing_unchanged_bytes_makes_a_release_and_sends_next_to_nothing(site: Callable[[str], Path], place: Path):
    put(site("mot"), place)
    said: list[str] = []

    done = publish.publish(site("mot"), place.as_uri(), options(said))

    assert done.release == "0002-20261122-0830"
    assert next(line for line in said if "Đã gửi" in line).startswith("    Đã gửi 1 tệp")        # phien-ban.json alone
    assert (place / "releases/0001-20261122-0830/robots.txt").samefile(place / "current/robots.txt")


def test_marked_assets_of_the_last_release_stay_one_release_for_open_pages(site: Callable[[str], Path], place: Path):
    asset = {version: small_site.asset_of((site(version) / "index.html").read_text(encoding="utf-8")) for version in ("mot", "hai", "ba")}

    for version in ("mot", "hai"):
        put(site(version), place)
    assert (place / "current" / asset["mot"]).is_file()
    assert len(list((place / "current").glob("assets/search/vi/*/k0.js"))) == 2
    put(site("ba"), place)

    assert not (place / "current" / asset["mot"]).exists()
    assert len(list((place / "current").glob("assets/search/vi/*/k0.js"))) == 2
    assert (place / "current" / asset["hai"]).is_file()


def test_five_releases_are_kept_and_any_of_them_comes_back_byte_for_byte(site: Callable[[str], Path], place: Path):
    kept = {}
    for version in "abcdefg":
        done = put(site(version), place)
        kept[done.release] = bytes_of(place / "current")

    found, _ = publish.releases(place.as_uri(), options())
    assert [one.id for one, _ in found] == sorted(kept, reverse=True)[:5]
    for one, _ in found:
        assert publish.rollback(one.id, place.as_uri(), options()).code == 0
        there = bytes_of(place / "current")
        assert {path: there.get(path) for path in kept[one.id]} == kept[one.id]
        assert all(release.File(path, 0, "").is_marked for path in there.keys() - kept[one.id].keys())      # for pages open since before the step back


def test_rollback_goes_one_back_and_says_when_there_is_nothing_before(site: Callable[[str], Path], place: Path):
    put(site("mot"), place)
    put(site("hai"), place)

    back = publish.rollback("", place.as_uri(), options())
    assert (back.code, shown(place)) == (0, "mot")

    further = publish.rollback("", place.as_uri(), options())
    assert (further.code, further.sentence) == (1, "Không có bản nào trước bản đang xem. Đang có: 0002-20261122-0830, 0001-20261122-0830.")


def test_the_shown_release_is_never_thrown_away(site: Callable[[str], Path], place: Path):
    put(site("mot"), place)
    tree = ReleaseTree(Folder(place), print)
    for version in "abcdef":
        put(site(version), place)
    publish.rollback("0003-20261122-0830", place.as_uri(), options())

    tree.prune(2)

    assert tree.ids() == ["0003-20261122-0830", "0006-20261122-0830", "0007-20261122-0830"]


def test_a_release_that_was_touched_on_the_host_is_not_shown_again(site: Callable[[str], Path], place: Path):
    put(site("mot"), place)
    put(site("hai"), place)
    (place / "releases/0001-20261122-0830/index.html").write_text("hacked", encoding="utf-8")

    done = publish.rollback("", place.as_uri(), options())

    assert done.code == 1 and "đã bị sửa hoặc mất tệp" in done.sentence
    assert shown(place) == "hai"


def test_what_was_spoiled_on_the_host_is_sent_anew_by_the_next_publication(site: Callable[[str], Path], place: Path):
    put(site("mot"), place)
    (place / "current/robots.txt").write_text("hacked", encoding="utf-8")
    next((place / "current/assets").glob("portal.*.css")).write_text("hacked", encoding="utf-8")

    assert put(site("hai"), place).code == 0

    there = bytes_of(place / "current")
    assert there["robots.txt"] == (site("hai") / "robots.txt").read_bytes()
    assert b"hacked" not in there.values()


def test_a_place_that_holds_something_else_is_refused_and_left_alone(site: Callable[[str], Path], place: Path):
    (place / "anh").mkdir(parents=True)
    (place / "anh/a.jpg").write_bytes(b"x")

    done = put(site("mot"), place)

    assert done.code == 1 and "đang chứa thứ khác (anh/)" in done.sentence
    assert bytes_of(place) == {"anh/a.jpg": b"x", ".khoa": b""}


def test_what_we_did_not_put_there_later_stays(site: Callable[[str], Path], place: Path):
    put(site("mot"), place)
    (place / "ghi-chu.txt").write_text("của quản trị", encoding="utf-8")
    (place / "releases/ban-rieng").mkdir()

    for version in "abcdefg":
        assert put(site(version), place).code == 0

    assert (place / "ghi-chu.txt").exists() and (place / "releases/ban-rieng").is_dir()


def test_two_at_once_are_told_who_is_in(site: Callable[[str], Path], place: Path):
    first = Folder(place)
    first.lock({"ai": "Anh Tín", "may": "PC-TIN", "luc": "08:00 22/11/2026"})

    done = put(site("mot"), place)
    first.unlock()

    assert (done.code, done.sentence) == (1, "Đang có người đưa trang lên cùng chỗ này: Anh Tín (máy PC-TIN), từ 08:00 22/11/2026. Chưa làm gì cả; đợi họ xong rồi chạy lại.")
    assert put(site("mot"), place).code == 0


class LockOnly:
    """A host that holds one lock in its memory and never says when it was renewed."""

    mark = ""
    held = b""

    def claim(self, note: bytes) -> bool:
        free, self.held = not self.held, self.held or note
        return free

    def note(self) -> bytes:
        return self.held

    def silent(self) -> float:
        return 0.0

    def break_up(self) -> None:
        self.held = b""


def test_after_a_power_cut_this_pc_takes_its_own_lock_over_at_once_though_the_temporary_folder_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    host, note = LockOnly(), {"ai": "Chị Hoa", "may": "PC-HOA", "luc": "08:00 22/11/2026"}
    cut_short = RemoteLock(host, str(tmp_path))
    cut_short.take(note)
    with pytest.raises(Busy, match="Chị Hoa"):
        RemoteLock(host, str(tmp_path)).take(note)
    cut_short.here.close()                               # the system gives its own lock back, nobody that of the host
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with contextlib.closing(RemoteLock(host, str(tmp_path))) as lock:
        lock.take(note)

    assert list(tmp_path.iterdir()) == [] and not host.held


def test_another_pc_waits_until_the_lock_has_been_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    host, note = LockOnly(), {"ai": "Chị Hoa", "may": "PC-HOA", "luc": "08:00 22/11/2026"}
    ours, theirs = RemoteLock(host, str(tmp_path)), RemoteLock(host, str(tmp_path))
    with contextlib.closing(ours), contextlib.closing(theirs):
        theirs.take(note)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

        with pytest.raises(Busy, match="Chị Hoa"):
            ours.take(note)
        ours.close()
        host.silent = lambda: 301.0

        ours.take(note)


def test_a_clock_gone_back_does_not_mix_up_the_order(site: Callable[[str], Path], place: Path):
    put(site("mot"), place)
    said: list[str] = []

    done = publish.publish(site("hai"), place.as_uri(), options(said, now=lambda: datetime(2019, 1, 1, tzinfo=UTC)))

    assert done.release == "0002-20190101-0000"
    assert any("đồng hồ máy này chậm hơn" in line for line in said)
    assert shown(place) == "hai"
    assert publish.rollback("", place.as_uri(), options()).release == "0001-20261122-0830"


def test_where_no_link_can_be_made_a_real_folder_is_swapped(site: Callable[[str], Path], place: Path, monkeypatch: pytest.MonkeyPatch):
    """As on Windows without the right to make links: the refusal is the system's, not ours."""
    monkeypatch.setattr(Path, "symlink_to", lambda *_, **__: (_ for _ in ()).throw(OSError(1314, "A required privilege is not held by the client")))

    for version in ("mot", "hai"):
        assert put(site(version), place).code == 0
        assert shown(place) == version
    assert not (place / "current").is_symlink()
    assert publish.rollback("", place.as_uri(), options()).code == 0
    assert shown(place) == "mot"


def test_a_run_that_died_between_the_renames_of_a_folder_swap_is_mended(site: Callable[[str], Path], place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Path, "symlink_to", lambda *_, **__: (_ for _ in ()).throw(OSError(1314, "no privilege")))
    put(site("mot"), place)
    (place / "current").rename(place / "current.cu")
    shutil.copytree(place / "current.cu", place / "current.moi")

    tree = ReleaseTree(Folder(place), print)
    tree.prepare()

    assert shown(place) == "mot"
    assert not (place / "current.moi").exists() and not (place / "current.cu").exists()


def test_a_first_publication_that_died_while_copying_shows_nothing_half(site: Callable[[str], Path], place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Path, "symlink_to", lambda *_, **__: (_ for _ in ()).throw(OSError(1314, "no privilege")))
    put(site("mot"), place)
    (place / "current").rename(place / "current.moi")
    (place / "current.moi/index.html").unlink()

    ReleaseTree(Folder(place), print).prepare()

    assert not (place / "current").exists() and not (place / "current.moi").exists()


def test_a_new_folder_that_cannot_be_put_in_place_gives_the_old_one_back(site: Callable[[str], Path], place: Path, monkeypatch: pytest.MonkeyPatch):
    """As when a virus scanner of Windows still reads the new files: the refusal is the system's."""
    monkeypatch.setattr(Path, "symlink_to", lambda *_, **__: (_ for _ in ()).throw(OSError(1314, "no privilege")))
    put(site("mot"), place)
    held = PermissionError(13, "The process cannot access the file", "current.moi")
    held.winerror = 32
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda self, to: (_ for _ in ()).throw(held) if self.name == "current.moi" else rename(self, to))

    done = put(site("hai"), place)

    assert done.code == 1 and "đang bị chương trình khác giữ" in done.sentence
    assert shown(place) == "mot"


def test_a_file_that_is_held_for_a_moment_is_waited_for(site: Callable[[str], Path], place: Path, monkeypatch: pytest.MonkeyPatch):
    held = PermissionError(13, "The process cannot access the file")
    held.winerror = 32
    rename, refused = Path.rename, []

    def busy_once(self: Path, to: Path) -> Path:
        if not refused:
            refused.append(self)
            raise held
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", busy_once)

    assert put(site("mot"), place).code == 0
    assert refused and shown(place) == "mot"


def test_a_file_that_another_program_holds_is_told_as_windows_tells_it(site: Callable[[str], Path], place: Path, monkeypatch: pytest.MonkeyPatch):
    put(site("mot"), place)
    held = PermissionError(13, "The process cannot access the file", "D:\\hoa-giai\\releases\\x")
    held.winerror = 32
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(held))

    done = put(site("hai"), place)

    assert done.code == 1 and "đang bị chương trình khác giữ" in done.sentence
    assert shown(place) == "mot"


def test_a_full_disk_leaves_the_old_site_and_a_clear_sentence(site: Callable[[str], Path], tmp_path: Path):
    disk = tmp_path / "dia"
    with programs.small_disk(disk, 300):
        assert put(site("mot"), disk / "cong").code == 0
        big = site("hai")
        (big / "assets/to.bin").write_bytes(random.Random(1).randbytes(400_000))

        done = put(big, disk / "cong")

        assert done.code == 1 and "đã đầy" in done.sentence
        assert shown(disk / "cong") == "mot"
        assert put(site("ba"), disk / "cong").code == 0


def test_a_place_without_the_right_to_write_is_told(site: Callable[[str], Path]):
    done = publish.publish(site("mot"), "file:///proc/hoa-giai", options())

    assert done.code == 1 and "Trang đang chạy vẫn là bản cũ" in done.sentence


def test_an_unbuilt_site_is_told(tmp_path: Path, place: Path):
    done = put(tmp_path / "site", place)

    assert (done.code, done.sentence) == (1, "Chưa có trang nào đã dựng trong site/. Chạy  portal build --production  trước.")


KILLED = """
import sys
from pathlib import Path
from portal import publish
options = publish.Options(say=lambda line: print(line, flush=True), by="x", cache=Path(sys.argv[3]))
print("xong", publish.publish(Path(sys.argv[1]), sys.argv[2], options))
"""


def test_twenty_kills_at_random_moments_leave_the_old_or_the_new_whole(tiny_site: Path, tmp_path: Path, place: Path):
    """SIGKILL after a random number of lines of progress and a random moment more; then the next run mends."""
    chance = random.Random(20261122)
    edited = shutil.copytree(tiny_site, tmp_path / "edited")
    for page in edited.rglob("*.html"):
        page.write_text(page.read_text(encoding="utf-8") + "<!-- hai -->\n", encoding="utf-8")
    versions, packed = [tiny_site, edited], tmp_path / "packed"
    for version in reversed(versions):
        put(version, place, cache=packed)

    for n in range(20):
        work = subprocess.Popen([sys.executable, "-c", KILLED, str(versions[(n + 1) % 2]), place.as_uri(), str(packed)], stdout=subprocess.PIPE, text=True,
                                env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")})
        for _ in range(chance.randrange(1, 8)):
            work.stdout.readline()
        try:
            work.wait(timeout=chance.random() * 0.1)
        except subprocess.TimeoutExpired:
            work.kill()
        work.wait()
        work.stdout.close()

        now = release.Release.from_json((place / f"{(place / 'current').readlink()}.json").read_bytes())
        assert {file.path: file.sha256 for file in release.scan(place / "current")} == {file.path: file.sha256 for file in now.all_files}

    assert put(versions[0], place, cache=packed).code == 0
    left = [entry.name for entry in (*place.iterdir(), *(place / "releases").iterdir()) if "dang-chep" in entry.name or ".tam-" in entry.name]
    assert left == []
    assert (place / "current/index.html").read_bytes() == (tiny_site / "index.html").read_bytes()


TABLE = {"mac_dinh": "chinh-thuc", "dich": {"chinh-thuc": {"noi": "file:///srv/hoa-giai", "dia_chi": "https://hoa-giai.example", "giu": 7, "thu_nghiem": False},
                                            "thu": {"noi": "sftp://cong@web.example:2222/srv/thu", "thu_nghiem": True}}}


def test_a_target_is_a_name_an_address_or_the_usual_one():
    usual, named, said = target.find("", TABLE), target.find("thu", TABLE), target.find("s3://Kho-Cua-Xa/cong?endpoint=https://s3.example", None)

    assert (usual.kind, usual.path, usual.keep, usual.address) == ("file", "/srv/hoa-giai", 7, "https://hoa-giai.example/")
    assert (named.kind, named.host, named.port, named.user, named.path) == ("sftp", "web.example", 2222, "cong", "/srv/thu")
    assert (said.host, said.path, said.endpoint) == ("Kho-Cua-Xa", "/cong", "https://s3.example")


@pytest.mark.parametrize(("said", "table", "words"), [
    ("", None, "Chưa khai nơi đăng nào"), ("la", TABLE, "Không có nơi đăng tên «la»"), ("ftp://x/y", None, "phải bắt đầu bằng"),
    ("sftp://a:mat-khau@x/y", None, "Đừng ghi mật khẩu"), ("sftp:///y", None, "thiếu tên máy chủ"), ("sftp://x:la/y", None, "viết sai"),

    ("x", {"dich": {"x": {"noi": "file:///a", "gui": 1}}}, "dòng lạ «gui»"), ("x", {"dich": {"x": {"noi": "file:///a", "dia_chi": "hoa-giai.example"}}}, "https://"),
    ("x", {"dich": {"x": 3}}, "thiếu dòng «noi»"), ("x", {"dich": {"x": {"noi": "file:///a", "giu": 1}}}, "từ 2 trở lên")])
def test_a_target_that_cannot_be_used_is_told(said: str, table: object, words: str):
    with pytest.raises(NoSuchTarget, match=words):
        target.find(said, table)


def test_a_wrong_target_is_exit_code_two(site: Callable[[str], Path]):
    assert publish.publish(site("mot"), "la", options(table=TABLE)).code == 2


def test_a_preview_never_goes_to_the_official_site_nor_the_other_way_round(site: Callable[[str], Path]):
    assert "không nhận bản thử" in publish.publish(site("mot"), "", options(table=TABLE, preview=True)).sentence
    assert "chỉ để thử" in publish.publish(site("mot"), "thu", options(table=TABLE)).sentence


def test_a_password_comes_from_the_environment_by_the_target_s_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORTAL_MAT_KHAU", "chung")
    monkeypatch.setenv("PORTAL_MAT_KHAU_CHINH_THUC", "rieng")

    assert passwords.of("Chính thức", "cong", "web.example") == "rieng"
    assert passwords.of("thu", "cong", "web.example") == "chung"


def test_the_list_of_releases_shows_which_one_is_read(site: Callable[[str], Path], place: Path):
    put(site("mot"), place)
    put(site("hai"), place)

    found, _ = publish.releases(place.as_uri(), options())

    lines = [publish.told(one, shown=shown_now)[:48] for one, shown_now in found]
    assert lines == ["→ 0002-20261122-0830  2026-11-22 08:30  Chị Hoa ", "  0001-20261122-0830  2026-11-22 08:30  Chị Hoa "]


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b'{"id": 1}', b'{"files": 3, "carried": [], "changes": [], "known": []}'])
def test_a_damaged_manifest_is_no_manifest(text: bytes):
    with pytest.raises(ValueError):
        release.Release.from_json(text)


def test_a_host_without_hard_links_gets_copies(site: Callable[[str], Path], place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Folder, "link", lambda *_: (_ for _ in ()).throw(Unsupported()))

    put(site("mot"), place)
    put(site("hai"), place)

    assert shown(place) == "hai"


@pytest.mark.parametrize("damage", [b"", b"cut", None], ids=["empty", "nonsense", "a bit turned"])
def test_a_damaged_packed_copy_in_the_cache_is_made_anew_and_never_reaches_readers(site: Callable[[str], Path], place: Path, tmp_path: Path, damage: bytes | None):
    put(site("mot"), place, cache=tmp_path / "nen")
    good = bytes_of(place / "current")
    for kept in [*(tmp_path / "nen").glob("*.br"), *(tmp_path / "nen").glob("*.gz")]:
        kept.write_bytes(kept.read_bytes()[:-9] + bytes([kept.read_bytes()[-9] ^ 1]) + kept.read_bytes()[-8:] if damage is None else damage)

    assert put(site("mot"), place, cache=tmp_path / "nen").code == 0

    there = bytes_of(place / "current")
    assert {path: there[path] for path in good if path != "phien-ban.json"} == {path: held for path, held in good.items() if path != "phien-ban.json"}


def test_packed_copies_that_nobody_used_for_a_month_are_forgotten(site: Callable[[str], Path], place: Path, tmp_path: Path):
    kept = tmp_path / "nen"
    put(site("mot"), place, cache=kept)
    old = set(kept.iterdir())
    for file in kept.glob("*.xong"):
        os.utime(file, (1, 1))

    put(site("hai"), place, cache=kept)

    assert {file.suffix for file in old - set(kept.iterdir())} == {".gz", ".br", ".xong"}
    assert len(list(kept.glob("*.xong"))) == len([path for path in bytes_of(site("hai")) if path.endswith(release.PACKED_ENDINGS) and path != "phien-ban.json"])


def test_a_sound_site_passes_the_look_before_it_leaves(site: Callable[[str], Path]):
    assert inspection.problems(site("mot")) == []


@pytest.mark.parametrize(("spoil", "said"), [
    ('<a href="../khong-co/">x</a>', "liên kết tới chỗ không có: ../khong-co/"), ('<a href="../vay-no/#mat">x</a>', "liên kết tới mục không có: ../vay-no/#mat"),

    ('<img src="https://anh.example/a.png">', "tải tệp từ máy khác: https://anh.example/a.png"),
    ('<script src="//x.example/a.js"></script>', "tải tệp từ máy khác: //x.example/a.js")])
def test_what_must_not_be_published_is_told(site: Callable[[str], Path], spoil: str, said: str):
    page = site("mot") / "tinh-huong/vay-no/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", f"{spoil}</main>"), encoding="utf-8")

    assert f"tinh-huong/vay-no/index.html: {said}" in inspection.problems(page.parents[2])


def test_a_built_portal_passes_the_look_and_search_finds_every_page_by_its_title(tiny_site: Path):
    assert inspection.problems(tiny_site) == []


def test_an_index_that_lost_a_file_or_a_page_is_told(tiny_site: Path, tmp_path: Path):
    spoiled = shutil.copytree(tiny_site, tmp_path / "site")
    next((spoiled / "assets/search/en").glob("*/k0.js")).unlink()
    shutil.rmtree(spoiled / "ky-nang/lang-nghe")
    core = spoiled / "assets/search/vi/goc.js"
    shard = next(file for file in core.parent.glob("*/k*.js") if "lang|" in file.read_text(encoding="utf-8"))
    shard.write_text(shard.read_text(encoding="utf-8").replace("lang|", "lac|"), encoding="utf-8")

    said = inspection.problems(spoiled)

    assert any(line.startswith("assets/search/en/") and line.endswith("k0.js: thiếu hoặc hỏng, tìm kiếm sẽ không chạy") for line in said)
    assert "ky-nang/lang-nghe/: tìm kiếm dẫn tới trang không có" in said
    assert "ky-nang/lang-nghe/: gõ đúng tên trang mà tìm không thấy" in said
