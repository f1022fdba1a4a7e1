"""What is kept from one build to the next saves time and changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import ADDRESS, bytes_of
from portal import generator, kept
from portal.views import Mode

PREVIEW = Mode(address=ADDRESS)
SKILL = "docs/vi/ky-nang/lang-nghe.md"
LAW = "docs/vi/phap-luat/luat-hoa-giai.md"


def built(root: Path, out: Path) -> dict[str, bytes]:
    generator.build(root, PREVIEW, out)
    return bytes_of(out)


def test_a_build_with_what_was_kept_gives_the_bytes_of_a_build_without(tiny: Path, tmp_path: Path):
    edits = {SKILL: ("Gặp riêng", "Gặp từng bên"), LAW: ("Điều 21. Tiến hành hòa giải", "Điều 21. Tiến hành việc hòa giải")}

    built(tiny, tmp_path / "site")
    for path, (old, new) in edits.items():
        file = tiny / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        warm = built(tiny, tmp_path / "site")
        shutil.rmtree(tiny / ".cache")
        cold = built(tiny, tmp_path / "site")

        assert [name for name in {*warm, *cold} if warm.get(name) != cold.get(name)] == []


def test_a_renamed_page_is_not_linked_by_its_old_address_from_what_was_kept(tiny: Path, tmp_path: Path):
    built(tiny, tmp_path / "site")
    (tiny / SKILL).rename(tiny / "docs/vi/ky-nang/nghe-cho-het.md")

    warm = built(tiny, tmp_path / "site")

    assert [name for name, content in warm.items() if name.endswith(".html") and b"lang-nghe/" in content] == []


def test_after_a_change_of_the_look_pages_ask_for_the_new_style(tiny: Path, tmp_path: Path):
    overrides, look = tiny / "overrides", tiny / "overrides/assets/portal.css"
    real = overrides.resolve()
    overrides.unlink()
    shutil.copytree(real, overrides)
    built(tiny, tmp_path / "site")
    look.write_text(look.read_text(encoding="utf-8") + "/* changed */\n", encoding="utf-8")

    warm = built(tiny, tmp_path / "site")

    (style,) = (name for name in warm if name.startswith("assets/portal.") and name.endswith(".css"))
    assert [name for name, content in warm.items() if name.endswith("index.html") and b"<main" in content and style.encode() not in content] == []


@pytest.mark.parametrize("damage", [b"", b"hong", b"\0" * 5000])
def test_a_damaged_memory_is_made_anew_without_a_word(tiny: Path, tmp_path: Path, damage: bytes):
    whole = built(tiny, tmp_path / "site")
    file = tiny / ".cache/nho.bin"
    file.write_bytes(damage or file.read_bytes()[:-100])

    assert built(tiny, tmp_path / "site") == whole
    assert len(file.read_bytes()) > 5000


def test_an_answer_is_asked_once_and_again_when_what_it_hangs_on_changed(tmp_path: Path):
    asked = []

    def ask(text: str) -> list[str]:
        return kept.recall("test", (text,), lambda: asked.append(text) or [text.upper()])

    for text in ("a", "a", "b"):
        with kept.memory(tmp_path):
            ask(text).append("spoilt by its reader")
            assert ask(text) == [text.upper()]

    assert asked == ["a", "b"]


def test_a_change_of_the_settings_forgets_everything(tmp_path: Path):
    settings = tmp_path / "settings.yml"
    asked = []
    for text in ("a", "b"):
        settings.write_text(text, encoding="utf-8")
        with kept.memory(tmp_path, settings):
            kept.recall("test", (), lambda text=text: asked.append(text))

    assert asked == ["a", "b"]
