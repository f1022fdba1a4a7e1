"""Whole releases side by side; one name shows the one that is read. For folders and SFTP.

    releases/<id>/        the files of a release       releases/<id>.json   its manifest, written last
    current               → releases/<id>, switched in one step; a real folder where links are not possible

A release without its manifest was cut short: the next run takes it away. A run that dies before the switch has
changed nothing for readers; after the switch everything is there."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from portal.publish.files import Content, Tree, counted
from portal.publish.release import File, Release, number
from portal.publish.trouble import OLD_STANDS, CannotPublish, Unsupported

CURRENT, RELEASES, MARK = "current", "releases", "cong-hoa-giai.json"
NEW, OLD, UNFINISHED = "current.moi", "current.cu", ".dang-chep"
VERSION = "phien-ban.json"
HARMLESS = ("lost+found/",)


@dataclass(frozen=True)
class ReleaseTree:
    """The releases on one host."""

    files: Tree
    say: Callable[[str], None]

    def prepare(self) -> None:
        """Makes the place ours or finds it so, and mends what a cut-short run has left.

        Raises:
            CannotPublish: something that we did not put there is in the way."""
        names = self.files.names("")
        if MARK not in names:
            strangers = [name for name in names if not name.startswith(".") and name not in HARMLESS]
            if strangers:
                raise CannotPublish(f"{self.files.where} đang chứa thứ khác ({', '.join(strangers[:3])}). Không xóa, không ghi gì. Chọn một thư mục trống cho cổng.")
            self.files.replace(MARK, json.dumps({"la": "nơi đăng của cổng hòa giải; releases/ và current do máy quản lý"}, ensure_ascii=False).encode())
        self._mend(set(names))

    def _mend(self, names: set[str]) -> None:
        if {f"{NEW}/", f"{OLD}/"} <= names and not {CURRENT, f"{CURRENT}/"} & names:
            self.files.rename(NEW, CURRENT)                       # died between the two renames of a folder switch
        for left in (NEW, OLD):
            self.files.remove_tree(left)
        for name in names:
            if name.startswith(f"{CURRENT}.tam-"):
                self.files.remove(name)
        inside = self.files.names(RELEASES)
        shown = self.current()
        for name in inside:
            bare = name.rstrip("/")
            unfinished = bare.endswith(UNFINISHED) or (number(bare) and name.endswith("/") and f"{bare}.json" not in inside)
            if unfinished and bare != shown:
                self.files.remove_tree(f"{RELEASES}/{bare}")
            elif ".json.tam-" in name:
                self.files.remove(f"{RELEASES}/{name}")

    def ids(self) -> list[str]:
        """Whole releases, the oldest first."""
        inside = set(self.files.names(RELEASES))
        return sorted((name.rstrip("/") for name in inside if name.endswith("/") and number(name.rstrip("/")) and f"{name.rstrip('/')}.json" in inside), key=number)

    def read(self, release_id: str) -> Release:
        """The manifest of a release.

        Raises:
            CannotPublish: it cannot be read."""
        try:
            return Release.from_json(self.files.read(f"{RELEASES}/{release_id}.json") or b"")
        except ValueError as wrong:
            raise CannotPublish(f"Bản kê của bản {release_id} bị hỏng; không dùng bản ấy được. Chọn bản khác.") from wrong

    def current(self) -> str | None:
        """The id that readers see now."""
        if target := self.files.pointed(CURRENT):
            return target.rstrip("/").rpartition("/")[2]
        try:
            return str(json.loads(self.files.read(f"{CURRENT}/{VERSION}") or b"{}").get("phat_hanh") or "") or None
        except (ValueError, AttributeError):
            return None

    def put(self, release: Release, contents: dict[str, Content], there_now: tuple[Release, ...]) -> int:
        """Sends a release beside the others; what lies in one of those is only linked. Returns how many files travelled."""
        place = f"{RELEASES}/{release.id}{UNFINISHED}"
        try:
            sent = self._send(place, release, contents, there_now)
            release = self._verified(place, release, contents)
        except CannotPublish:
            with contextlib.suppress(CannotPublish):
                self.files.remove_tree(place)                     # on a full disk the next run needs room for its lock
            raise
        self.files.rename(place, f"{RELEASES}/{release.id}")
        self.files.replace(f"{RELEASES}/{release.id}.json", release.to_json())
        return sent

    def _send(self, place: str, release: Release, contents: dict[str, Content], there_now: tuple[Release, ...]) -> int:
        there = {file.sha256: f"{RELEASES}/{old.id}/{file.path}" for old in there_now for file in old.all_files}
        sent = 0
        for file in counted(release.all_files, self.files, self.say):
            if not self._linked(there.get(file.sha256), f"{place}/{file.path}"):
                self.files.write(f"{place}/{file.path}", self._content(file.path, file.sha256, contents, there))
                sent += 1
        return sent

    def _content(self, path: str, sha256: str, contents: dict[str, Content], there: dict[str, str]) -> Content:
        """Of a carried file only the host may have the bytes."""
        found = contents.get(path) or self.files.read(there[sha256])
        if found is None:
            raise CannotPublish(f"Tệp {path} của bản trước không còn trên {self.files.where}. {OLD_STANDS} Chạy lại lệnh.")
        return found

    def _linked(self, old: str | None, new: str) -> bool:
        if old is None:
            return False
        try:
            self.files.link(old, new)
        except Unsupported:
            return False
        return True

    def _verified(self, place: str, release: Release, contents: dict[str, Content]) -> Release:
        """The release with every file read again on the other side.

        What was linked from an earlier release and has been spoiled there meanwhile is sent anew; a carried one goes."""
        wrong = self._wrong(place, release)
        for file in wrong:
            if file in release.carried:
                self.files.remove(f"{place}/{file.path}")
            else:
                self.files.replace(f"{place}/{file.path}", contents[file.path])
        release = replace(release, carried=tuple(file for file in release.carried if file not in wrong))
        if wrong and (still := self._wrong(place, release)):
            raise CannotPublish(f"{len(still)} tệp tới {self.files.where} không đúng như đã gửi (ví dụ {still[0].path}). {OLD_STANDS} "
                                "Chạy lại lệnh; nếu vẫn vậy, xem đĩa máy chủ.")
        return release

    def _wrong(self, place: str, release: Release) -> list[File]:
        there = self.files.digests([f"{place}/{file.path}" for file in release.all_files])
        return [file for file in release.all_files if there.get(f"{place}/{file.path}") != file.sha256]

    def check(self, release: Release) -> None:
        """The release lies there as its manifest says, byte for byte."""
        if self._wrong(f"{RELEASES}/{release.id}", release):
            raise CannotPublish(f"Bản {release.id} trên {self.files.where} đã bị sửa hoặc mất tệp; không đổi sang bản ấy. {OLD_STANDS} Chọn bản khác.")

    def carry(self, release: Release, shown: Release) -> Release:
        """The release with the marked files of the shown one added: pages that are open now ask for them after a step back."""
        have = {file.path for file in release.all_files}
        more = tuple(file for file in shown.files if file.is_marked and file.path not in have)
        for file in more:
            old, new = f"{RELEASES}/{shown.id}/{file.path}", f"{RELEASES}/{release.id}/{file.path}"
            if not self._linked(old, new):
                self.files.replace(new, self.files.read(old) or b"")
        carried = replace(release, carried=(*release.carried, *more))
        self.files.replace(f"{RELEASES}/{release.id}.json", carried.to_json())
        return carried

    def show(self, release: Release) -> None:
        """Readers see this release from now on."""
        try:
            self.files.point(CURRENT, f"{RELEASES}/{release.id}")
        except Unsupported:
            self._swap_folders(release)

    def _swap_folders(self, release: Release) -> None:
        """Where no link can be made: a copy of the release takes the place of the folder by two renames."""
        self.files.remove_tree(NEW)
        for file in self.read(release.id).all_files:
            source = f"{RELEASES}/{release.id}/{file.path}"
            if not self._linked(source, f"{NEW}/{file.path}"):
                self.files.write(f"{NEW}/{file.path}", self.files.read(source) or b"")
        if f"{CURRENT}/" in self.files.names(""):
            self.files.rename(CURRENT, OLD)
        try:
            self.files.rename(NEW, CURRENT)
        except CannotPublish:
            if f"{OLD}/" in self.files.names(""):
                self.files.rename(OLD, CURRENT)                   # readers have the old one again
            raise
        self.files.remove_tree(OLD)

    def prune(self, keep: int) -> list[str]:
        """Takes away all but the newest releases; never the one that is shown."""
        shown = self.current()
        gone = [name for name in self.ids()[:-keep] if name != shown]
        for name in gone:
            self.files.remove(f"{RELEASES}/{name}.json")
            self.files.remove_tree(f"{RELEASES}/{name}")
        return gone
