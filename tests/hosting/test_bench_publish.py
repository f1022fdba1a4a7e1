"""The bench of publishing itself, small: it kills, looks, and counts what readers lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import programs
from portal.bench import publishing, readers


def test_killed_runs_are_counted_and_readers_lose_nothing(open_folder: Path, sites: Callable[[str], Path]):
    programs.need("nginx")
    work = open_folder / "bench"
    place = publishing.Place("folder", {"dich": {"noi": {"noi": (work / "srv").as_uri()}}}, work / "srv", work / "nen")

    found = publishing.killed(place, [sites("mot"), sites("hai")], 3, work, lambda _: None)

    assert (found.kills, found.whole, found.mended, found.failed) == (3, True, "1/1", 0)
    assert found.asked > 0


def test_a_reader_notices_a_page_that_is_of_no_release_and_an_asset_that_is_gone(open_folder: Path, sites: Callable[[str], Path]):
    programs.need("nginx")
    work = open_folder / "bench-wrong"
    place = publishing.Place("spoiled", {"dich": {"noi": {"noi": (work / "srv").as_uri()}}}, work / "srv", work / "nen")
    place.put(sites("mot"))
    next((work / "srv/current/assets").glob("portal.*.css")).unlink()
    (work / "srv/current/en/index.html").write_text("<p>half", encoding="utf-8")

    with publishing.shown(place, work) as [port], readers.reading(port, [sites("mot"), sites("hai")], count=1) as seen:
        pass

    assert "en/index.html: 200, not a page of either release" in seen.wrong
    assert any("index.html asks for /assets/portal." in wrong for wrong in seen.wrong)


def test_what_a_cut_short_run_leaves_is_seen(tmp_path: Path):
    (tmp_path / "releases/0001-20261122-0830").mkdir(parents=True)
    (tmp_path / "releases/0001-20261122-0830.json").touch()
    assert publishing.leftovers(tmp_path) == []

    (tmp_path / "releases/0002-20261122-0830").mkdir()
    (tmp_path / "releases/0003-20261122-0830.dang-chep").mkdir()
    (tmp_path / ".khoa").mkdir()

    assert sorted(publishing.leftovers(tmp_path)) == [".khoa", "0002-20261122-0830", "0003-20261122-0830.dang-chep"]
