"""A checked, built site → the host. A release arrives whole, or not at all.

    compose (site, packed copies, host files) → send beside the old → hash on the other side → switch → ask over HTTP

Dies the run at any moment, the host serves the old release or the new one; the next run mends what was left. Folders
and SFTP hold whole releases and switch one name (tree.py); FTPS and object storage are changed file by file in an
order that keeps every page whole (in_place.py)."""

from __future__ import annotations

import contextlib
import getpass
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from portal.publish import composing, hosting, over_http
from portal.publish import target as targets
from portal.publish.files import Files
from portal.publish.folder import Folder
from portal.publish.in_place import InPlace
from portal.publish.release import Release, mark, next_id
from portal.publish.target import Target
from portal.publish.tree import ReleaseTree
from portal.publish.trouble import Busy, CannotPublish, NoSuchTarget

__all__ = ["Busy", "CannotPublish", "NoSuchTarget", "Options", "Outcome", "publish", "releases", "rollback"]


@dataclass(frozen=True)
class Options:
    """What the caller knows.

    `table` is docs/bang/noi-dang.yml, parsed; `changes` all change notes of the pages ("2026-11-22 Tên trang: việc"), the
    newest first; `redirects` old → new addresses; `cache` keeps packed copies between runs; `now` is the clock."""

    say: Callable[[str], None] = print
    table: Any = None
    by: str = ""
    changes: tuple[str, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)
    preview: bool = False
    cache: Path | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def who(self) -> str:
        """Whose name stands in the manifest and in the lock."""
        return self.by or getpass.getuser()


@dataclass(frozen=True)
class Outcome:
    """How it ended: exit code (0 done, 1 not done, 2 wrong target), the closing sentence, the release concerned."""

    code: int
    sentence: str
    release: str = ""


def publish(site: Path, target: str, options: Options) -> Outcome:
    """Puts a built and inspected site on a target (a name or an address; "" is the usual one). Never raises what staff can mend."""
    return _ended(options, lambda: _publish(site, targets.find(target, options.table), options))


def rollback(release_id: str, target: str, options: Options) -> Outcome:
    """Shows an earlier release again; "" means the one before the shown one."""
    return _ended(options, lambda: _rollback(release_id, targets.find(target, options.table), options))


def releases(target: str, options: Options) -> tuple[list[tuple[Release, bool]], Outcome]:
    """The releases on a target, the newest first, and whether each is the shown one."""
    found: list[tuple[Release, bool]] = []

    def listed() -> Outcome:
        with _opened(targets.find(target, options.table), options) as host:
            shown = host.current()
            found.extend((host.read(name), name == shown) for name in reversed(host.ids()))
        return Outcome(0, f"Có {len(found)} bản." if found else "Chưa có bản nào.")

    return found, _ended(options, listed)


def told(release: Release, *, shown: bool) -> str:
    """A line of the list of releases."""
    trial = "  (bản thử)" if release.preview else ""
    return f"{'→' if shown else ' '} {release.id}  {release.made[:16].replace('T', ' ')}  {release.by}  {len(release.files)} tệp, {release.size / 1e6:.1f} MB{trial}"


def _publish(site: Path, target: Target, options: Options) -> Outcome:
    _fits(target, options)
    say = options.say
    say(f"1/6 Gom tệp cho {target.shown} …")
    rules = hosting.Rules(hosting.policy_of(site / "index.html"), options.redirects, preview=options.preview, base=urlsplit(target.address).path or "/")
    contents = composing.compose(site, rules, (target.host, target.prefix) if target.kind == "s3" else None, options.cache)
    say(f"    {len(contents)} tệp.")
    say("2/6 Mở nơi đăng …")
    with _opened(target, options, locked=True) as host:
        host.prepare()
        ids = host.ids()
        before = host.read(ids[-1]) if ids else None
        shown = host.read(now) if (now := host.current()) in ids else before
        release, contents = _release(contents, (before, shown), next_id(ids, options.now()), options)
        say(f"    Bản mới: {release.id}. " + (f"Bản trước: {before.id}." if before else "Đây là bản đầu tiên."))
        if before and before.made > release.made:
            say("    Lưu ý: đồng hồ máy này chậm hơn lần đăng trước. Bản mới vẫn được xếp sau đúng thứ tự; hãy chỉnh lại giờ.")
        say("3/6 Gửi những tệp đã đổi …")
        sent = host.put(release, contents, tuple(old for old in (before, shown) if old))
        say(f"    Đã gửi {sent} tệp, {len(release.all_files) - sent} tệp đã có sẵn.")
        say("4/6 Đối chiếu từng tệp ở phía nơi đăng: đúng cả.")
        say("5/6 Đổi sang bản mới …")
        host.show(release)
        gone = host.prune(target.keep)
        say("    Người đọc đang xem bản mới." + (f" Đã bỏ bản cũ: {', '.join(gone)}." if gone else ""))
    return _asked(target, release, f"Đã đưa bản {release.id} lên {target.shown}.", options)


def _rollback(release_id: str, target: Target, options: Options) -> Outcome:
    with _opened(target, options, locked=True) as host:
        host.prepare()
        ids, shown = host.ids(), host.current()
        earlier = [name for name in ids if shown in ids and ids.index(name) < ids.index(shown)]
        wanted = release_id or (earlier[-1] if earlier else "")
        if wanted not in ids:
            known = ", ".join(reversed(ids)) or "chưa có bản nào"
            raise CannotPublish(f"Không có bản {release_id} để quay lại. Đang có: {known}." if release_id else f"Không có bản nào trước bản đang xem. Đang có: {known}.")
        release = host.read(wanted)
        options.say(f"Xem lại từng tệp của bản {wanted} …")
        host.check(release)
        if shown in ids and shown != wanted:
            release = host.carry(release, host.read(shown))
        host.show(release)
    return _asked(target, release, f"Người đọc đang xem lại bản {wanted}.", options)


def _release(contents: dict[str, Any], old: tuple[Release | None, Release | None], release_id: str, options: Options) -> tuple[Release, dict[str, Any]]:
    """The manifest; marked files of the shown release are carried along for readers whose page is still open.

    `old` is the newest release and the one that is shown: another one after a step back."""
    before, shown = old
    contents = composing.versioned(contents, release_id)
    files = composing.described(contents)
    carried = tuple(file for file in shown.files if file.is_marked and file.path not in contents) if shown else ()
    known = before.known if before else ()
    new = tuple(note for note in options.changes if mark(note) not in known)
    made = options.now().astimezone(UTC).isoformat(timespec="seconds")
    return Release(release_id, made, options.who, files, carried, new, tuple(mark(note) for note in options.changes), options.preview), contents


def _fits(target: Target, options: Options) -> None:
    if options.preview and target.trial is False:
        raise NoSuchTarget(f"Nơi đăng «{target.name}» là trang chính thức, không nhận bản thử. Chọn nơi có  thu_nghiem: true.")
    if not options.preview and target.trial is True:
        raise NoSuchTarget(f"Nơi đăng «{target.name}» chỉ để thử (thu_nghiem: true). Thêm --preview, hoặc chọn nơi chính thức.")


def _asked(target: Target, release: Release, done: str, options: Options) -> Outcome:
    if not target.address:
        return Outcome(0, f"{done} Chưa khai địa chỉ xem trang (dia_chi) nên máy không hỏi thử qua mạng.", release.id)
    options.say(f"6/6 Hỏi thử {target.address} …")
    wrong = over_http.complaint(target.address, release)
    if wrong:
        return Outcome(1, f"{done} Nhưng {wrong}. Xem lại máy chủ web (đường dẫn tới current, bộ đệm, CDN).", release.id)
    return Outcome(0, f"{done} Người đọc tại {target.address} đã thấy bản mới.", release.id)


@contextlib.contextmanager
def _opened(target: Target, options: Options, *, locked: bool = False) -> Iterator[ReleaseTree | InPlace]:
    files = _files(target)
    try:
        if locked:
            files.lock({"ai": options.who, "may": platform.node(), "luc": f"{options.now().astimezone():%H:%M %d/%m/%Y}"})
        yield InPlace(files, options.say) if target.kind in ("ftps", "s3") else ReleaseTree(files, options.say)  # type: ignore[arg-type]
    finally:
        files.unlock()
        files.close()


def _files(target: Target) -> Files:
    """The host of a target; its library is asked for only here."""
    try:
        if target.kind == "sftp":
            from portal.publish.sftp import Sftp

            return Sftp(target)
        if target.kind == "ftps":
            from portal.publish.ftps import Ftps

            return Ftps(target)
        if target.kind == "s3":
            from portal.publish.bucket import Bucket

            return Bucket(target)
    except ImportError as missing:
        raise CannotPublish(f"Máy chưa cài thư viện {missing.name} cho loại nơi đăng này. Chạy lại lệnh khi máy có mạng để tự cài.") from missing
    return Folder(Path(target.path))


def _ended(options: Options, work: Callable[[], Outcome]) -> Outcome:
    try:
        return work()
    except NoSuchTarget as wrong:
        return Outcome(2, str(wrong))
    except CannotPublish as wrong:
        return Outcome(1, str(wrong))
