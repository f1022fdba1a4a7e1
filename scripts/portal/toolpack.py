"""`portal pack tool`: the project and every package for Windows x64 in one ZIP, for a PC with no network and no admin right.

Unpacked into a new folder it brings the first content along; unpacked over an older one it leaves docs/ and .lich-su/ alone."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from packaging.markers import Marker

FOLDER = "cong-hoa-giai"
GROUP = "staff"
PYTHONS = ("3.12", "3.13", "3.14")                       # for each of these every package has a wheel for Windows x64
TAKEN = ("scripts", "overrides", "mkdocs.yml", "pyproject.toml", "requirements-site.txt", "requirements-staff.txt", "requirements-test.txt", "README.md", "LICENSE")
FIRST_CONTENT = "docs-dau"                               # becomes docs/ at the first start, when there is none
DAY = (2026, 1, 1, 0, 0, 0)                              # in the ZIP: same files, same bytes
_ENTRY = re.compile(r"^[A-Za-z0-9][^\n]*==.*?(?=^[A-Za-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
_HEAD = re.compile(r"^(?P<name>[^\s=;]+==[^\s;\\]+)\s*(?:;(?P<marker>[^\\\n]*))?")


class CannotPack(Exception):
    """One Vietnamese sentence."""


def tool(root: Path, out: Path, say: Callable[[str], object]) -> Path:
    """Writes dist/cong-cu-<version>-windows.zip; its path.

    Raises: CannotPack, when the packages cannot be had."""
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder)
        for python in PYTHONS:
            say(f"Tải các gói cho Windows, Python {python} …")
            download(root / f"requirements-{GROUP}.txt", python, wheels)
        return write(root, wheels, out)


def write(root: Path, wheels: Path, out: Path) -> Path:
    """The ZIP of the project, its content and a folder of wheels."""
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"cong-cu-{version}-windows.zip"
    half = target.with_suffix(".dang-ghi")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as pack:
        for place, file in _files(root, wheels):
            entry = zipfile.ZipInfo(f"{FOLDER}/{place}", DAY)
            entry.compress_type = zipfile.ZIP_STORED if file.suffix == ".whl" else zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if file.suffix == ".sh" else 0o644) << 16
            pack.writestr(entry, file.read_bytes())
    half.replace(target)
    mark = hashlib.sha256(target.read_bytes()).hexdigest()
    target.with_name(f"{target.name}.sha256").write_text(f"{mark}  {target.name}\n", encoding="utf-8")
    return target


def for_windows(lock: str, python: str) -> str:
    """The entries of a universal lock that a Windows PC with this Python needs, hashes and all.

    pip judges the markers by the computer it runs on, not by `--platform`: so they are judged here."""
    there = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64", "python_version": python,
             "python_full_version": f"{python}.0", "implementation_name": "cpython", "platform_python_implementation": "CPython"}
    kept = []
    for entry in _ENTRY.findall(lock):
        head = _HEAD.match(entry)
        if head and (not head["marker"] or Marker(head["marker"].strip()).evaluate(there)):
            kept.append(re.sub(r";[^\\\n]*", "", entry.split("\n", 1)[0]) + "\n" + entry.split("\n", 1)[1])
    return "".join(kept)


def download(lock: Path, python: str, wheels: Path) -> None:
    """The wheels of the lock for Windows x64 and one Python; the person's own pip settings (index, proxy) hold.

    Raises: CannotPack."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text(for_windows(lock.read_text(encoding="utf-8"), python), encoding="utf-8")
        command = [_python(), "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary", ":all:",
                   "--platform", "win_amd64", "--implementation", "cp", "--python-version", python, "--dest", str(wheels), "-r", str(wanted)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).split("\n")[-1]
        raise CannotPack(f"Chưa tải được các gói cho Windows. Kiểm tra mạng, cài đặt proxy rồi chạy lại. Máy báo: {last}")


def _python() -> str:
    """A Python that has pip: the environment's own, else the one it was made of."""
    for python in (sys.executable, getattr(sys, "_base_executable", sys.executable)):
        if subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
            return python
    raise CannotPack("Máy này chưa có pip để tải gói. Trên Debian, Ubuntu: sudo apt-get install python3-pip. Trên Windows: cài lại Python, để nguyên ô «pip».")


def _files(root: Path, wheels: Path) -> Iterator[tuple[str, Path]]:
    """Place in the ZIP and file, in order; what was made by running is left out."""
    for name in TAKEN:
        part = root / name
        for file in sorted(part.rglob("*")) if part.is_dir() else [part]:
            if file.is_file() and "__pycache__" not in file.parts:
                yield f"{name}/{file.relative_to(part).as_posix()}" if part.is_dir() else name, file
    for file in sorted((root / "docs").rglob("*")):
        if file.is_file() and not file.name.endswith((".moi", ".dang-ghi")):
            yield f"{FIRST_CONTENT}/{file.relative_to(root / 'docs').as_posix()}", file
    for file in sorted(wheels.glob("*.whl")):
        yield f"wheels/{file.name}", file
