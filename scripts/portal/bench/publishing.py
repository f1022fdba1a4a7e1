"""`portal bench publish`: runs that are killed at random moments while people read, and what a change of release costs readers.

A small portal is built twice over (the second differs on every page and in its style), put on a folder and on an SSH
server by a process of its own that is killed, again and again; a real nginx shows the place to readers who compare every
byte. Then the load: the same files as a bare folder, as the portal's host files set them up, and while releases change."""

from __future__ import annotations

import getpass
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from portal import generator, publish
from portal.bench import made_up, measures, readers, servers
from portal.bench.building import CONTENT, PARTS, ROOT
from portal.publish import release
from portal.views import Mode

PAGES = 10                                       # made-up pages a language beside the small portal
KILLS, SWITCHES = 200, 100
MEND_EVERY = 5                                   # kills, then a run that is left alone
LOAD, ROUNDS = 5, 3                              # seconds of one run of wrk; rounds, one setting after the other
CHILD = """
import json, sys
from pathlib import Path
from portal import publish
site, table, cache = sys.argv[1:]
options = publish.Options(say=lambda line: print(line, flush=True), by="bench", table=json.loads(table), cache=Path(cache))
publish.publish(Path(site), "noi", options)
"""


@dataclass(frozen=True)
class Place:
    """Where releases go: its name, its table of targets, the folder that a web server shows, and where packed copies are kept."""

    name: str
    table: dict
    folder: Path
    cache: Path

    def put(self, site: Path) -> publish.Outcome:
        """Publishes a site there."""
        return publish.publish(site, "noi", publish.Options(say=lambda _: None, by="bench", table=self.table, cache=self.cache))

    def back(self) -> publish.Outcome:
        """Shows the release before the shown one."""
        return publish.rollback("", "noi", publish.Options(say=lambda _: None, by="bench", table=self.table, cache=self.cache))


@dataclass(frozen=True)
class Kills:
    """What came of killing runs: `left` counts what the killed runs left lying about, `mended` the runs that cleared it up."""

    place: str
    kills: int
    finished: int                                # runs that were over before the kill
    switched: int                                # kills after readers had got the new release
    left: int
    whole: bool                                  # after each kill the shown release was there, byte for byte
    mended: int
    asked: int
    failed: int


def measure(say: Callable[[str], object]) -> str:
    """Both tables in Markdown; says how far it is.

    Raises:
        CannotMeasure: a program of the system is missing."""
    servers.program("nginx", "nginx-light")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        work = Path(folder)
        work.chmod(0o755)
        versions = _versions(work)
        with servers.sshd(_made(work / "ssh")) as (port, fingerprint, key):
            os.environ |= {"PORTAL_KHOA_SSH": str(key), "XDG_STATE_HOME": str(work / "state")}
            home = _made(work / "sftp") / "cong"
            local = Place("folder", {"dich": {"noi": {"noi": (work / "local").as_uri()}}}, work / "local", work / "nen")
            remote = Place("SFTP", {"dich": {"noi": {"noi": f"sftp://{getpass.getuser()}@127.0.0.1:{port}{home}", "khoa_may": fingerprint}}}, home, work / "nen")
            found = [killed(place, versions, KILLS, work, say) for place in (local, remote)]
        rows = [[one.place, one.kills, one.finished, one.switched, one.left, "yes" if one.whole else "**no**", f"{one.mended}", f"{one.asked:,}", one.failed] for one in found]
        head = ["target", "kills", "of them too late", "after the switch", "left something half", "old or new whole each time", "runs that mended", "requests meanwhile", "failed"]
        return "\n\n".join([measures.table(head, rows), _load(local, versions, work)])


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    return folder


def _versions(work: Path) -> list[Path]:
    """Two builds of one portal whose pages all differ, and their style with them."""
    root = _made(work / "portal")
    for part in PARTS:
        (root / part).symlink_to(ROOT / part)
    made_up.write(CONTENT, root, PAGES)
    first, second = work / "mot", work / "hai"
    generator.build(root, Mode(address="https://hoa-giai.example/"), first)
    shutil.copytree(first, second)
    [style] = (second / "assets").glob("portal.*.css")
    renamed = style.with_name(f"portal.{'0' * 8}.css")
    renamed.write_bytes(style.read_bytes() + b"/* hai */\n")
    style.unlink()
    for page in second.rglob("*.html"):
        page.write_text(page.read_text(encoding="utf-8").replace(style.name, renamed.name) + "<!-- hai -->\n", encoding="utf-8")
    return [first, second]


def killed(place: Place, versions: list[Path], kills: int, work: Path, say: Callable[[str], object]) -> Kills:
    """Kills run after run at a random moment between its first word and its end, with readers at the door all the while."""
    chance, count = random.Random(20261129), Counter()
    whole = place.put(versions[0]).code == 0
    usual = median(_run(place, versions[n % 2], None)[0] for n in (1, 0, 1))
    with shown(place, work) as [port], readers.reading(port, versions) as seen:
        for n in range(kills):
            before = (place.folder / "current").readlink()
            _, finished = _run(place, versions[n % 2], chance.random() * usual)
            count["finished"] += finished
            count["switched"] += (place.folder / "current").readlink() != before and not finished
            count["left"] += bool(leftovers(place.folder))
            whole = whole and _is_whole(place.folder)
            if n % MEND_EVERY == MEND_EVERY - 1 or n == kills - 1:
                count["mended"] += place.put(versions[n % 2]).code == 0 and not leftovers(place.folder) and _is_whole(place.folder)
                count["runs"] += 1
                say(f"  {place.name}: {n + 1}/{kills}")
    return Kills(place.name, kills, count["finished"], count["switched"], count["left"], whole, f"{count['mended']}/{count['runs']}", seen.asked, len(seen.wrong))


def shown(place: Place, work: Path) -> AbstractContextManager[list[int]]:
    """An nginx that shows the place by its own host file; gives its port."""
    return servers.nginx(_made(work / f"nginx-{place.name}"), f"root {place.folder}/current; include {place.folder}/current/.may-chu/nginx.conf;")


def _run(place: Place, site: Path, after: float | None) -> tuple[float, bool]:
    """One run in a process of its own, killed `after` seconds from its first word; how long it lived, and whether it came to its end."""
    run = subprocess.Popen([sys.executable, "-c", CHILD, str(site), json.dumps(place.table), str(place.cache)], stdout=subprocess.PIPE, text=True,
                           env={**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "PYTHONUTF8": "1"})
    run.stdout.readline()
    start = time.monotonic()
    drained = threading.Thread(target=run.stdout.read)
    drained.start()
    try:
        run.wait(after)
    except subprocess.TimeoutExpired:
        run.kill()
    run.wait()
    drained.join()
    run.stdout.close()
    return time.monotonic() - start, run.returncode == 0


def _is_whole(folder: Path) -> bool:
    """The shown release is there as its manifest says, byte for byte, and nothing besides."""
    shown = (folder / "current").readlink()
    said = release.Release.from_json((folder / f"{shown}.json").read_bytes())
    return {file.path: file.sha256 for file in release.scan(folder / "current")} == {file.path: file.sha256 for file in said.all_files}


def leftovers(folder: Path) -> list[str]:
    """What only a run that was cut short leaves: half a release, a file under its passing name, a lock in a folder."""
    inside = [entry.name for entry in (folder / "releases").iterdir()]
    half = [name for name in inside if "dang-chep" in name or ".tam-" in name or (name[0].isdigit() and "." not in name and f"{name}.json" not in inside)]
    return half + [entry.name for entry in folder.iterdir() if ".tam-" in entry.name or (entry.name.startswith(".khoa") and entry.is_dir())]


def _load(place: Place, versions: list[Path], work: Path) -> str:
    """Requests a second and how long an answer takes: bare folder, ours, ours packed, ours while releases change."""
    bare = shutil.copytree(versions[0], work / "bare")
    place.put(versions[0])
    paths = [readers.address(page) for page in readers.pages_of(versions[0])][:40] + [f"/assets/{file.name}" for file in (bare / "assets").glob("portal.*.js")]
    ours = f"root {place.folder}/current; include {place.folder}/current/.may-chu/nginx.conf;"
    with servers.nginx(_made(work / "nginx-load"), f"root {bare}; index index.html;", ours) as (plain, port):
        if readers.wrk(plain, paths, 1, work) is None:
            return "Bỏ qua phần đo sức chịu: cần chương trình wrk (gói wrk)."
        packed = "Accept-Encoding: gzip"
        still = [[readers.wrk(*asked) for asked in ((plain, paths, LOAD, work), (port, paths, LOAD, work), (port, paths, LOAD, work, packed))] for _ in range(ROUNDS)]
        changing, changed = _while_changing(place, versions, lambda: readers.wrk(port, paths, LOAD, work, packed))
    names = ("bare folder", "ours", "ours, packed copies", f"ours, packed copies, {changed} switches meanwhile")
    rows = [[name, *_cells(paces)] for name, paces in zip(names, (*zip(*still, strict=True), changing), strict=True)]
    return measures.table(["nginx, 32 connections", "requests a second", "median ms", "p99 ms", "requests", "failed"], rows)


def _cells(paces: Sequence[readers.Pace]) -> tuple[str, ...]:
    """The middle of the rounds, and all requests together."""
    middle = (median(pace.asked / pace.seconds for pace in paces), median(pace.p50 for pace in paces), median(pace.p99 for pace in paces))
    return f"{middle[0]:,.0f}", f"{middle[1]:.1f}", f"{middle[2]:.1f}", f"{sum(pace.asked for pace in paces):,}", str(sum(pace.failed for pace in paces))


def _while_changing(place: Place, versions: list[Path], load: Callable[[], readers.Pace]) -> tuple[list[readers.Pace], int]:
    """Loads the server again and again until so many releases have come and gone."""
    paces, done, stop = [], [0], threading.Event()

    def change() -> None:
        while not stop.is_set():
            outcome = place.back() if done[0] % 3 == 2 else place.put(versions[(done[0] + 1) % 2])
            done[0] += outcome.code == 0

    changing = threading.Thread(target=change)
    changing.start()
    while done[0] < SWITCHES and changing.is_alive():
        paces.append(load())
    stop.set()
    changing.join()
    return paces, done[0]
