"""When something goes wrong outside: the site that stands stays whole, and a sentence says what to do."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ADDRESS, ROOT, SITES, bytes_of, portal_at
from portal import alone, generator
from portal.views import Mode

PREVIEW = Mode(address=ADDRESS)
SKILL = "docs/vi/ky-nang/lang-nghe.md"
BUILD = f"""
import sys
sys.path.insert(0, {str(ROOT / "scripts")!r})
from pathlib import Path
from portal import cli
cli.ROOT = Path.cwd()
{{before}}
sys.exit(cli.run(["build"]))
"""


def started(root: Path, before: str = "") -> subprocess.Popen[str]:
    """`portal build` of that portal, in a process of its own."""
    return subprocess.Popen([sys.executable, "-c", BUILD.format(before=before)], cwd=root, text=True, encoding="utf-8",
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUTF8": "1"})


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal with its site, built before any fault."""
    root = portal_at(tmp_path_factory.mktemp("sound") / "portal", SITES / "tiny")
    generator.build(root, PREVIEW, root / "site")
    return root


@pytest.fixture
def tiny(sound: Path, tmp_path: Path) -> Path:
    """That portal, to spoil."""
    return Path(shutil.copytree(sound, tmp_path / "portal", symlinks=True))


@pytest.fixture
def standing(tiny: Path) -> dict[str, bytes]:
    """The site before the fault; a page was edited since."""
    page = tiny / SKILL
    page.write_text(page.read_text(encoding="utf-8").replace("Gặp riêng", "Gặp từng bên"), encoding="utf-8")
    return bytes_of(tiny / "site")


@pytest.mark.skipif(os.name == "nt", reason="no limit on file sizes there")
def test_a_full_disk_leaves_the_old_site_and_says_so(tiny: Path, standing: dict[str, bytes]):
    build = started(tiny, "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))")
    _, said = build.communicate()

    assert build.returncode == 1
    assert "Máy không cho làm" in said and "chỗ trống trên đĩa" in said and "Traceback" not in said
    assert bytes_of(tiny / "site") == standing
    assert not list((tiny / ".cache").glob("site-*"))


def test_a_missing_font_leaves_the_old_site_and_says_so(tiny: Path, standing: dict[str, bytes]):
    build = started(tiny, "from portal import emblems, typesetting; typesetting.FONTS = Path('khong-co'); emblems.CACHE = Path('.cache/chua-ve')")
    _, said = build.communicate()

    assert build.returncode == 1
    assert "Thiếu phông chữ Noto Serif" in said and "Xóa thư mục .venv" in said and "Traceback" not in said
    assert bytes_of(tiny / "site") == standing


def test_a_build_that_is_killed_leaves_the_old_site_and_the_next_one_clears_up(tiny: Path, standing: dict[str, bytes]):
    build = started(tiny, "from portal import search; search.build = lambda *_: (print('half', flush=True), sys.stdin.read())")
    assert "half\n" in build.stdout                     # read up to the moment when the build stands half-way
    build.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    build.communicate()

    assert bytes_of(tiny / "site") == standing
    assert list((tiny / ".cache").glob("site-*"))
    generator.build(tiny, PREVIEW, tiny / "site")
    assert not list((tiny / ".cache").glob("site-*"))
    assert "Gặp từng bên" in (tiny / "site/ky-nang/lang-nghe/index.html").read_text(encoding="utf-8")


def test_two_builds_into_one_place_do_not_mix(portal_of: Callable[[str], Path]):
    tiny = portal_of("tiny")
    generator.build(tiny, PREVIEW, tiny / "site")
    standing = bytes_of(tiny / "site")

    with contextlib.ExitStack() as other:
        for lock in list((tiny / ".cache").glob("dang-dung-*")):
            other.enter_context(alone.holding(lock))

        with pytest.raises(generator.CannotBuild, match="Một cửa sổ khác đang dựng trang vào site/"):
            generator.build(tiny, PREVIEW, tiny / "site")

        assert bytes_of(tiny / "site") == standing
    generator.build(tiny, PREVIEW, tiny / "site")


def test_a_missing_plugin_is_a_sentence_and_no_traceback(tiny: Path, tmp_path: Path):
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (tiny / "mkdocs.yml").unlink()
    (tiny / "mkdocs.yml").write_text(settings.replace("plugins:\n", "plugins:\n  - khong-co\n"), encoding="utf-8")

    with pytest.raises(generator.CannotBuild, match="Thiếu phần «khong-co» của công cụ dựng trang"):
        generator.build(tiny, PREVIEW, tmp_path / "site")
