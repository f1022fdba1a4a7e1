"""Hosts that cannot switch a whole folder: FTPS and object storage. Readers look at the very files that we change.

Order keeps every page whole: first what pages ask for, then the pages (each replaced in one step), deletions last;
files that only the last release used stay one release longer. Beside the site lies `.phat-hanh/`:

    <id>.json     manifests          kho/<sha256>   every file of the kept releases, once
    hien-tai.json what is shown, and – while changing – from which release to which"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.publish.files import Content, Files, counted
from portal.publish.release import File, Release, number
from portal.publish.trouble import OLD_STANDS, CannotPublish

STORE, STATE, BYTES = ".phat-hanh", ".phat-hanh/hien-tai.json", ".phat-hanh/kho"
HALF = "tam-"                                       # names, in the store, of files that are not whole yet
LAST = ("index.html", "sw.js", "phien-ban.json")


@dataclass(frozen=True)
class InPlace:
    """The releases of one host without folders to switch. Same doors as ReleaseTree."""

    files: Files
    say: Callable[[str], None]
    here: dict[str, Content] = field(default_factory=dict)          # what this PC has just sent, by its hash

    def prepare(self) -> None:
        """Takes away what a cut-short run has left in the store; the site itself is mended by the next `show`."""
        for name in self.files.names(STORE):
            if name.startswith(HALF):
                self.files.remove(f"{STORE}/{name}")
        wanted = {file.sha256 for release_id in self.ids() for file in self.read(release_id).files}
        stored = self.files.names(BYTES)
        if len(stored) > 2 * len(wanted) + 100:                 # only then is it worth the walk
            for name in set(stored) - wanted:
                self.files.remove(f"{BYTES}/{name}")

    def ids(self) -> list[str]:
        return sorted((name.removesuffix(".json") for name in self.files.names(STORE) if name.endswith(".json") and number(name.removesuffix(".json"))), key=number)

    def read(self, release_id: str) -> Release:
        try:
            return Release.from_json(self.files.read(f"{STORE}/{release_id}.json") or b"")
        except ValueError as wrong:
            raise CannotPublish(f"Bản kê của bản {release_id} bị hỏng; không dùng bản ấy được. Chọn bản khác.") from wrong

    def current(self) -> str | None:
        return self._state().get("phat_hanh")

    def put(self, release: Release, contents: dict[str, Content], there_now: tuple[Release, ...]) -> int:
        """Puts the bytes that are new into the store, and the manifest; readers notice nothing."""
        self._refuse_strangers(release)
        there = set(self.files.names(BYTES))
        there -= self._spoiled(release, there)
        self.here.update({file.sha256: contents[file.path] for file in release.files})
        sent = []
        for file in counted(release.files, self.files, self.say):
            if file.sha256 not in there:
                self.files.replace(f"{BYTES}/{file.sha256}", contents[file.path])
                there.add(file.sha256)
                sent.append(file)
        self._verify({f"{BYTES}/{file.sha256}": file for file in sent})
        self.files.replace(f"{STORE}/{release.id}.json", release.to_json())
        return len(sent)

    def check(self, release: Release) -> None:
        there = set(self.files.names(BYTES))
        if self._spoiled(release, there) or not {file.sha256 for file in release.files} <= there:
            raise CannotPublish(f"Bản {release.id} trên {self.files.where} đã bị sửa hoặc mất tệp; không đổi sang bản ấy. {OLD_STANDS} Chọn bản khác.")

    def _spoiled(self, release: Release, there: set[str]) -> set[str]:
        """Hashes of what lies in the store, would be brought to readers, and does not hold those bytes any more."""
        known, _ = self._lies_there(self._state())
        asked = {file.sha256 for file in release.files if known.get(file.path) != file.sha256} & there
        counted = self.files.digests([f"{BYTES}/{sha256}" for sha256 in sorted(asked)])
        return {sha256 for sha256 in asked if counted.get(f"{BYTES}/{sha256}") != sha256}

    def carry(self, release: Release, shown: Release) -> Release:
        """Nothing to add: what pages of the shown release ask for stays one release longer by itself."""
        return release

    def show(self, release: Release) -> None:
        """Changes the site file by file into this release; going on where a cut-short run stopped."""
        state = self._state()
        known, ours = self._lies_there(state)
        wanted = {file.path: file for file in release.files}
        self._note({**state, "dang_doi": release.id})
        changed = sorted((file for file in release.files if known.get(file.path) != file.sha256), key=_rank)
        for file in counted(changed, self.files, self.say):
            self._bring(file)
        self._verify({file.path: file for file in changed})
        gone = ours - set(wanted)
        kept_longer = {path for path in gone if not File(path, 0, "").is_page} - set(state.get("con_giu", []))
        for path in sorted(gone - kept_longer):
            self.files.alive()
            self.files.remove(path)
        self._note({"phat_hanh": release.id, "con_giu": sorted(kept_longer)})

    def prune(self, keep: int) -> list[str]:
        shown = self.current()
        ids = self.ids()
        gone = [name for name in ids[:-keep] if name != shown]
        if gone:
            wanted = {file.sha256 for name in ids if name not in gone for file in self.read(name).files}
            unused = {file.sha256 for name in gone for file in self.read(name).files} - wanted
            for name in gone:
                self.files.remove(f"{STORE}/{name}.json")
            for sha256 in sorted(unused):
                self.files.alive()
                self.files.remove(f"{BYTES}/{sha256}")
        return gone

    def _bring(self, file: File) -> None:
        """From the store to its place: copied by the host where it can, through this PC where not."""
        copy = getattr(self.files, "copy", None)
        if copy:
            copy(f"{BYTES}/{file.sha256}", file.path)
            return
        content = self.here.get(file.sha256) or self.files.read(f"{BYTES}/{file.sha256}")
        if content is None:
            raise CannotPublish(f"Kho trên {self.files.where} thiếu tệp {file.path}. Chạy lại lệnh đưa trang lên.")
        self.files.replace(file.path, content)

    def _lies_there(self, state: dict[str, Any]) -> tuple[dict[str, str], set[str]]:
        """What is known to lie at each path, and all paths that are ours. In the middle of a change only what both releases agree on is known."""
        first = self._files_of(state.get("phat_hanh"))
        second = self._files_of(state.get("dang_doi"))
        ours = set(first) | set(second) | set(state.get("con_giu", []))
        if "dang_doi" in state:
            return {path: sha for path, sha in first.items() if second.get(path) == sha}, ours
        return first, ours

    def _files_of(self, release_id: str | None) -> dict[str, str]:
        if not release_id or release_id not in self.ids():
            return {}
        return {file.path: file.sha256 for file in self.read(release_id).files}

    def _refuse_strangers(self, release: Release) -> None:
        """The first time, nothing that we would write may lie there already."""
        if self.ids() or self._state():
            return
        tops = {path.partition("/")[0] + ("/" if "/" in path else "") for path in (file.path for file in release.files)}
        strangers = sorted(tops & set(self.files.names("")))
        if strangers:
            raise CannotPublish(f"{self.files.where} đang chứa một trang khác ({', '.join(strangers[:3])}). Không xóa, không ghi đè gì. Dọn chỗ ấy trước, hoặc chọn thư mục khác.")

    def _verify(self, sent: dict[str, File]) -> None:
        there = self.files.digests(list(sent))
        wrong = [path for path, file in sent.items() if there.get(path) != file.sha256]
        if wrong:
            raise CannotPublish(f"{len(wrong)} tệp tới {self.files.where} không đúng như đã gửi (ví dụ {sent[wrong[0]].path}). Chạy lại lệnh; máy gửi lại các tệp ấy.")

    def _state(self) -> dict[str, Any]:
        try:
            said = json.loads(self.files.read(STATE) or b"{}")
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}

    def _note(self, state: dict[str, Any]) -> None:
        self.files.replace(STATE, json.dumps(state, ensure_ascii=False).encode("utf-8"))


def _rank(file: File) -> tuple[int, str]:
    """Marked files, other assets, pages, and last what tells that there is a new version."""
    if file.path in LAST:
        return 3 + LAST.index(file.path), file.path
    return (2 if file.is_page else 0 if file.is_marked else 1), file.path
