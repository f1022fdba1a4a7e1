"""Starts the site generator (build, serve). With hooks.py and rendering.py the only file that knows which one it is.

A build goes into a folder beside and takes the place of the old site only when it is whole."""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from portal import alone, building, check, content, emblems, feeds, kept, loudspeaker, offline, open_data, search, sheets, speech, wayfinding
from portal.problems import Problem, blocking, report
from portal.views import Mode
from portal.words import WORDS

Say = Callable[[str], object]


class HasProblems(Exception):
    """The content may not be built; carries what to mend."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(report(problems))
        self.problems = problems


class CannotBuild(Exception):
    """The generator gave up; carries its own words, one a line."""


def build(root: Path, mode: Mode, out: Path, say: Say = lambda _: None) -> list[Problem]:
    """Writes the site to `out`, replacing what stands there when all is well; the warnings that did not stop it.

    Args:
        say: takes a line as each step begins.

    Raises:
        HasProblems: the content has problems that block.
        CannotBuild: the generator warned or failed."""
    cache, mark = _cache(root), hashlib.sha256(str(out.resolve()).encode()).hexdigest()[:8]
    try:
        with alone.holding(cache / f"dang-dung-{mark}"), kept.memory(cache, root / "mkdocs.yml"), _seldom_collecting():
            for left in cache.glob(f"site-{mark}-*"):    # of a build that was cut off
                shutil.rmtree(left, ignore_errors=True)
            return _build(root, mode, out, Path(tempfile.mkdtemp(prefix=f"site-{mark}-", dir=cache)), say)
    except alone.Taken:
        raise CannotBuild(f"Một cửa sổ khác đang dựng trang vào {out.name}/. Chưa làm gì cả; đợi bên ấy xong rồi chạy lại.") from None


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """A build makes objects by the hundred thousand and few that only the garbage collector can free: looked for at every 20,000 new ones
    instead of 700, they cost a third of the time for 1 % more memory. Without any collecting memory grows by a seventh."""
    usual = gc.get_threshold()
    gc.set_threshold(20_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _build(root: Path, mode: Mode, out: Path, fresh: Path, say: Say) -> list[Problem]:
    try:
        return _made(root, mode, out, fresh, say)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _made(root: Path, mode: Mode, out: Path, fresh: Path, say: Say) -> list[Problem]:
    say("Đọc và kiểm tra nội dung …")
    site, problems = content.read(root)
    problems += check.check(site)
    if mode.production:
        problems += check.placeholders(site)
    problems = [replace(problem, blocks=False) if problem.path in drafts(site) else problem for problem in problems]
    if blocking(problems):
        raise HasProblems(problems)
    say(f"Dựng trang từ {len(site.pages)} tệp, hai thứ tiếng …")
    state = building.open_build(site, mode)
    _generate(root, mode, fresh, state)
    _finish(state, fresh, say)
    put_in_place(fresh, out)
    return problems


def drafts(site: content.Site) -> frozenset[str]:
    """Files of pages that are still being written, their data too: what is wrong there is told and stops nobody; production leaves them out."""
    pages = [page.path for page in site.pages if page.is_draft]
    return frozenset(pages) | {path.removesuffix(".md") + ".yml" for path in pages}


def _finish(state: building.Build, out: Path, say: Say) -> None:
    """What no generator writes: search, papers, feeds, open data, and the files around the pages."""
    site, mode = state.site, state.mode
    wayfinding.write(state, out)
    emblems.write(site, out)
    say("Lập chỉ mục tìm kiếm …")
    search.build(out, site)
    say("Làm biểu mẫu Word, PDF và các tệp đi kèm …")
    sheets.write(site, out)
    feeds.write(site, [feeds.Channel(lang, WORDS[lang]["brand"], mode.address, listings) for lang, listings in state.listings.items()], out)
    for place, text in {**speech.files(site), **loudspeaker.files(site)}.items():
        if (out / place).parent.exists():                # a draft's page is not in production
            (out / place).write_bytes(text)
    open_data.write(site, mode.address, out, drafts=not mode.production)
    if not mode.live:                                    # a worker would show yesterday's text to whoever is writing
        offline.write(site, out)
    wayfinding.seal(site, out)


def put_in_place(fresh: Path, out: Path) -> None:
    """`fresh` becomes `out`; what stood there is gone only after."""
    old = fresh.with_name(fresh.name + ".cu")
    fresh.chmod(0o755)
    if out.exists():
        out.rename(old)
    shutil.move(fresh, out)
    shutil.rmtree(old, ignore_errors=True)


def _cache(root: Path) -> Path:
    (root / ".cache").mkdir(exist_ok=True)
    return root / ".cache"


def _generate(root: Path, mode: Mode, out: Path, state: building.Build) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.combine(state.site.newest_change, datetime.min.time(), UTC).timestamp()))
    os.environ["NO_MKDOCS_2_WARNING"] = "1"              # the theme's own notice, said in the README instead
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from portal import rendering

    said = _Said(tuple(f"'{path.removeprefix('docs/')}'" for path in drafts(state.site)))
    log = logging.getLogger("mkdocs")
    log.addHandler(said)
    log.setLevel(logging.WARNING)
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(out), site_url=mode.address, strict=False)     # _Said is stricter, but for drafts
        config.plugins.run_event("startup", command="build", dirty=False)
        with rendering.ours(state):
            mkdocs_build(config)
        config.plugins.run_event("shutdown")
    except (MkDocsException, SystemExit) as problem:
        raise CannotBuild("\n".join(map(_plainly, said.lines)) or str(problem)) from problem
    finally:
        log.removeHandler(said)
    if said.lines:
        raise CannotBuild("\n".join(said.lines))


def _plainly(said: str) -> str:
    """What MkDocs says of a missing part, for people who never heard of it."""
    missing = re.search(r'The "([\w/-]+)" plugin is not installed', said)
    return f"Thiếu phần «{missing[1]}» của công cụ dựng trang. Xóa thư mục .venv rồi chạy lại: máy tự cài lại cho đủ." if missing else said


class _Said(logging.Handler):
    """Keeps the generator's warnings: to us each is an error, unless it speaks of a draft."""

    def __init__(self, drafts: tuple[str, ...]) -> None:
        super().__init__(logging.WARNING)
        self.drafts = drafts
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if not any(draft in said for draft in self.drafts):
            self.lines.append(said)


def serve(out: Path, port: int, rebuild: Callable[[], None], missing: Callable[[int], bytes | None], watched: list[Path]) -> None:
    """Serves a folder on loopback; calls `rebuild` when a watched file changes, then has the browsers load anew. Ends by KeyboardInterrupt.

    Args:
        missing: the page for an HTTP error code; None for the server's own words."""
    from mkdocs.livereload import LiveReloadServer

    logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)
    server = LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(out), mount_path="/")
    server.error_handler = missing
    for place in watched:
        server.watch(str(place))
    try:
        server.serve()
    finally:
        server.shutdown()                                # its threads would keep the program alive
