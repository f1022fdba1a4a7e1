"""The benches as a whole: each is said, none stops the others."""

from __future__ import annotations

from portal.bench import everything, importing
from portal.bench.measures import CannotMeasure


def test_all_benches_run_one_after_the_other_and_one_that_lacks_something_is_a_sentence():
    said: list[str] = []

    def lacking(_: everything.Given) -> str:
        raise CannotMeasure("Bỏ qua: cần --corpus.")

    code = everything.run(everything.Given(), said.append, (("Search", lacking), ("Build", lambda _: "| a |")))

    assert code == 1
    assert said == ["## Search\n", "Bỏ qua: cần --corpus.\n", "## Build\n", "| a |\n"]


def test_importing_is_measured_on_files_of_as_many_pages_as_asked():
    table = importing.measure((1,))

    assert table.splitlines()[0] == "| pages | .docx CPU s | MB | .pdf CPU s | MB |"
    assert table.splitlines()[2].startswith("| 1 | ")
