"""The first run on a computer that has Python and nothing else. The lock here is one small package of ours: what is tested is the way."""

from __future__ import annotations

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from portal import setup

ROOT = Path(__file__).resolve().parents[1]
SYSTEM_PYTHON = "/usr/bin/python3"
START = "import sys; sys.path.insert(0, {scripts!r}); {before}; from pathlib import Path; from portal import setup; print('PYTHON', setup.ready(Path.cwd(), 'build'))"
HIDE_ENSUREPIP = """
class Hidden:
    def find_spec(self, name, *_):
        if name == 'ensurepip': raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden())
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == 'ensurepip' else real(name, *rest)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with blanks, marks and brackets in its name, holding the three locks."""
    folder = tmp_path / "Cổng hòa giải (thử)"
    folder.mkdir()
    whole = (ROOT / "requirements-site.txt").read_text(encoding="utf-8")
    one = re.search(r"^pyyaml==.*?(?=^[a-z])", whole, re.MULTILINE | re.DOTALL | re.IGNORECASE)
    for group in setup.GROUPS:
        (folder / f"requirements-{group}.txt").write_text(one.group(), encoding="utf-8")
    return folder


def start(place: Path, before: str = "pass", **environment: str) -> subprocess.Popen:
    code = START.format(scripts=str(ROOT / "scripts"), before=f"exec({before!r})")
    python = SYSTEM_PYTHON if Path(SYSTEM_PYTHON).exists() else sys.executable
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.Popen([python, "-c", code], cwd=place, env={**clean, "PYTHONUTF8": "1", **environment},
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")


def said(process: subprocess.Popen) -> str:
    text, _ = process.communicate(timeout=300)
    assert process.returncode == 0, text
    return text


def can_import_yaml(place: Path) -> bool:
    return subprocess.run([str(place / ".venv/bin/python"), "-c", "import yaml"], check=False).returncode == 0


def test_a_folder_with_blanks_and_marks_gets_its_environment_and_the_second_run_makes_nothing(place: Path):
    first = said(start(place))
    second = said(start(place))

    assert "Công cụ đã sẵn sàng." in first and "1/1 gói" in first
    assert second.strip() == f"PYTHON {place / '.venv/bin/python'}"
    assert can_import_yaml(place)


def test_a_folder_too_deep_for_the_disk_is_said_and_nothing_is_made(tmp_path: Path):
    too_deep = tmp_path.joinpath(*["x" * 100] * 40)      # Linux takes 4096 letters, Windows 260

    with pytest.raises(setup.CannotSetUp, match="Chuyển cả thư mục tới chỗ ngắn hơn"):
        setup._room_for_names(too_deep)

    setup._room_for_names(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_python_without_ensurepip_still_gets_there(place: Path):
    text = said(start(place, HIDE_ENSUREPIP))

    assert "Công cụ đã sẵn sàng." in text
    assert can_import_yaml(place)


def test_killed_half_way_and_run_again_it_mends_itself(place: Path):
    dying = start(place)
    dying.stdout.readline()
    dying.kill()
    dying.communicate()

    assert not (place / ".venv").exists()
    said(start(place))
    assert can_import_yaml(place)


def test_two_at_once_make_one_environment(place: Path):
    both = [start(place), start(place)]

    texts = [said(process) for process in both]

    assert sum("đang chuẩn bị công cụ" in text for text in texts) == 1
    assert can_import_yaml(place)


def test_a_folder_of_wheels_is_enough_without_a_network(place: Path, tmp_path: Path):
    wheels = tmp_path / "wheels"
    said(start(place))
    lock = place / "requirements-site.txt"
    subprocess.run([str(place / ".venv/bin/python"), "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "--only-binary", ":all:",
                    "-r", str(lock), "-d", str(wheels)], check=True)
    shutil.rmtree(place / ".venv")

    text = said(start(place, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels), PIP_CONFIG_FILE=os.devnull))

    assert "Công cụ đã sẵn sàng." in text
    assert can_import_yaml(place)


def test_wheels_brought_along_beside_the_lock_are_enough_with_no_setting_at_all(place: Path):
    said(start(place))
    subprocess.run([str(place / ".venv/bin/python"), "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "--only-binary", ":all:",
                    "-r", str(place / "requirements-site.txt"), "-d", str(place / "wheels")], check=True)
    shutil.rmtree(place / ".venv")

    text = said(start(place, PIP_INDEX_URL="http://127.0.0.1:9/", PIP_CONFIG_FILE=os.devnull))

    assert "Công cụ đã sẵn sàng." in text
    assert can_import_yaml(place)


def test_wheels_brought_along_for_other_pythons_are_said_with_the_ones_that_fit(place: Path):
    (place / "wheels").mkdir()
    for name in ("a-1-cp27-cp27-win_amd64.whl", "b-1-cp39-abi3-win_amd64.whl", "c-1-py3-none-any.whl"):
        (place / "wheels" / name).write_bytes(b"")

    process = start(place)
    text, _ = process.communicate(timeout=300)

    assert process.returncode != 0
    assert "Gói công cụ này dành cho Python 2.7; máy đang chạy Python 3." in text


def test_the_proxy_of_the_office_is_asked(place: Path):
    asked = []

    class Proxy(http.server.BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        process = start(place, https_proxy=f"http://127.0.0.1:{proxy.server_port}", no_proxy="", PIP_INDEX_URL="https://goi.example/simple", PIP_CONFIG_FILE=os.devnull)
        text, _ = process.communicate(timeout=300)
        proxy.shutdown()

    assert "Chưa tải được các gói" in text
    assert "goi.example:443" in asked, text


def test_a_changed_lock_or_a_python_that_went_away_is_made_anew(place: Path):
    said(start(place))
    (place / ".venv/bin/python").unlink()
    (place / ".venv/bin/python").symlink_to("/nowhere/python3")

    assert "Công cụ đã sẵn sàng." in said(start(place))
    assert can_import_yaml(place)


def test_no_way_to_the_packages_is_said_in_one_sentence_and_leaves_nothing_half_made(place: Path):
    process = start(place, PIP_NO_INDEX="1", PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull)
    text, _ = process.communicate(timeout=300)

    assert process.returncode == 1
    assert "Chưa tải được các gói" in text
    assert not (place / ".venv").exists()


def test_every_verb_names_a_group_that_has_a_lock():
    for group in setup.GROUP_OF.values():
        assert (ROOT / f"requirements-{group}.txt").exists()


def test_no_lock_names_the_address_of_a_registry():
    for group in setup.GROUPS:
        assert not re.search(r"https?://", (ROOT / f"requirements-{group}.txt").read_text(encoding="utf-8"))
