"""The benches as a whole: each is said, none stops the others."""

from __future__ import annotations

from pathlib import Path

from portal import measuring
from portal.bench import everything, importing, keeping
from portal.bench.measures import CannotMeasure


def test_all_benches_run_one_after_the_other_and_one_that_lacks_something_is_a_sentence():
    said: list[str] = []

    def lacking(_: everything.Given) -> str:
        raise CannotMeasure("Bỏ qua: cần --corpus.")

    code = everything.run(everything.Given(), said.append, (("Search", lacking), ("Build", lambda _: "| a |")))

    assert code == 1
    assert said == ["## Search\n", "Bỏ qua: cần --corpus.\n", "## Build\n", "| a |\n"]


def test_every_bench_that_has_a_verb_is_one_of_all():
    assert len(everything.BENCHES) == len(measuring.bench.commands) - 1             # «all» itself


def test_the_first_install_of_a_phone_is_weighed_beside_a_precache_of_everything(tiny_site: Path):
    rows = {row[1].strip(): [float(cell) for cell in row[2:5]] for line in keeping.offline(tiny_site).splitlines()[2:] if (row := line.split("|"))}

    assert 0 < rows["first install (shell)"][2] < rows["the whole portal in Vietnamese"][2]
    assert rows["the whole portal in Vietnamese"][2] < rows["**a precache of every file at the first visit**, both languages"][2]


def test_importing_is_measured_on_files_of_as_many_pages_as_asked():
    table = importing.measure((1,))

    assert table.splitlines()[0] == "| pages | .docx CPU s | MB | .pdf CPU s | MB |"
    assert table.splitlines()[2].startswith("| 1 | ")
