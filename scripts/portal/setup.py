"""Makes `.venv`, with the packages that a verb needs, on a computer that has Python and nothing else.

Standard library alone. Packages come only by the hashed locks beside pyproject.toml; the person's own pip settings
(index, proxy, certificate, wheel folder) hold. The environment is made beside, stamped, and renamed when whole:
whatever kills it half-way, the next call begins again."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from portal import alone

GROUPS = ("site", "staff", "test")                       # each holds the ones before it
GROUP_OF = {"test": "test", "bench": "test", "import": "staff", "desk": "staff", "publish": "staff", "rollback": "staff",
            "releases": "staff", "pack": "staff", "approve": "staff", "report": "staff", "links": "staff"}
WINDOWS = os.name == "nt"
DEEPEST = 150                                            # letters of the longest path of ours below the root, with room
_OF_ONE_PYTHON = re.compile(r"-cp(\d)(\d+)-cp\1\2-")     # in a wheel's name; abi3 and none fit others too
PATIENCE = 1800                                          # seconds that a second set-up waits for the first


class CannotSetUp(Exception):
    """One Vietnamese sentence that says what to do."""


def ready(root: Path, verb: str) -> Path | None:
    """The Python to run with, made ready for the verb; None when this process is that Python already."""
    group = GROUP_OF.get(verb, "site")
    _settle(root)
    home = root / ".venv"
    if not _holds(root, home, group):
        with _alone(root / ".cache" / "dang-cai"):
            if not _holds(root, home, group):
                _make(root, home, group)
    return None if Path(sys.prefix).resolve() == home.resolve() else _python(home)


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One set-up at a time: the second waits for the end of the first, however that comes."""
    deadline = time.monotonic() + PATIENCE
    with contextlib.ExitStack() as held:
        while True:
            try:
                place.parent.mkdir(exist_ok=True)
                held.enter_context(alone.holding(place))
                break
            except alone.Taken:
                if time.monotonic() > deadline:
                    raise CannotSetUp("Một cửa sổ khác đang chuẩn bị công cụ quá lâu. Đóng cửa sổ ấy rồi chạy lại.") from None
                time.sleep(0.5)
            except OSError as refused:
                raise CannotSetUp(f"Máy không cho ghi vào thư mục của cổng ({refused.strerror}). Xem quyền ghi và chỗ trống trên đĩa, rồi chạy lại.") from refused
        yield


def _settle(root: Path) -> None:
    """The content that came with the tool becomes docs/, once; a folder that has its own keeps it."""
    brought, ours, half = root / "docs-dau", root / "docs", root / "docs.dang-chep"
    if brought.is_dir() and not ours.exists():
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(brought, half)
        half.rename(ours)


def run_again(python: Path, package: Path, arguments: list[str]) -> int:
    """This program once more, with the environment's Python; its exit code."""
    command = [str(python), str(package), *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(python, command, environment)
    try:
        return subprocess.call(command, env=environment)
    except KeyboardInterrupt:
        return 0


def _python(home: Path) -> Path:
    return home / ("Scripts/python.exe" if WINDOWS else "bin/python")


def stamp(root: Path, group: str) -> str:
    """What an environment must have been made of: the lock's bytes, whatever its line ends."""
    lock = (root / f"requirements-{group}.txt").read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(lock).hexdigest()[:20]


def _holds(root: Path, home: Path, group: str) -> bool:
    """Whether the environment stands, whole, for this group or a wider one."""
    if not _python(home).exists() or not _runs(home):
        return False
    wider = GROUPS[GROUPS.index(group):]
    return any((home / f"portal-{name}.txt").exists() and (home / f"portal-{name}.txt").read_text() == stamp(root, name) for name in wider)


def _runs(home: Path) -> bool:
    """Whether its Python still finds its packages: a system upgrade moves them (3.11 to 3.12) or takes the Python away."""
    if Path(sys.prefix).resolve() == home.resolve():
        return True
    return subprocess.run([str(_python(home)), "-c", "import yaml"], capture_output=True, check=False).returncode == 0


def _make(root: Path, home: Path, group: str) -> None:
    had = [name for name in GROUPS if (home / f"portal-{name}.txt").exists()]
    group = max([group, *had], key=GROUPS.index)         # what was there once is wanted again
    fresh, old = root / ".venv.moi", root / ".venv.cu"
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    _room_for_names(root)
    print(f"Lần đầu chạy: đang chuẩn bị công cụ (nhóm «{group}»), mất vài phút.", flush=True)
    installer = _environment(fresh)
    _install(installer, root / f"requirements-{group}.txt")
    (fresh / f"portal-{group}.txt").write_text(stamp(root, group))
    if home.exists():
        home.rename(old)
    fresh.rename(home)
    shutil.rmtree(old, ignore_errors=True)
    print("Công cụ đã sẵn sàng.\n", flush=True)


def _room_for_names(root: Path) -> None:
    """Sees that files may lie as deep below this folder as packages and built pages do: Windows may stop at 260 letters."""
    probe = root / ".venv.thu"
    try:
        (probe / ("x" * (DEEPEST - 20))).mkdir(parents=True)
    except OSError as short:
        raise CannotSetUp(f"Thư mục của cổng nằm ở đường dẫn dài {len(str(root))} chữ; máy này không nhận tệp sâu hơn nữa. "
                          "Chuyển cả thư mục tới chỗ ngắn hơn, ví dụ D:\\cong, rồi mở lại.") from short
    finally:
        shutil.rmtree(probe, ignore_errors=True)


def _environment(fresh: Path) -> list[str]:
    """Makes an empty environment; the command that installs into it, found by what this computer has."""
    _run([sys.executable, "-m", "venv", "--without-pip", str(fresh)])
    python = str(_python(fresh))
    if importlib.util.find_spec("ensurepip"):
        _run([python, "-m", "ensurepip", "--default-pip"])
        return [python, "-m", "pip", "install"]
    if _has_pip():
        return [sys.executable, "-m", "pip", "--python", python, "install"]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", python]
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Máy chưa có pip: đang cài python3-venv bằng apt-get.", flush=True)
        _run(["apt-get", "update", "-qq"])
        _run(["apt-get", "install", "-y", "-qq", "python3-venv", "ca-certificates"])
        _run([python, "-m", "ensurepip", "--default-pip"])
        return [python, "-m", "pip", "install"]
    raise CannotSetUp("Máy chưa có pip. Hãy gõ:  sudo apt-get install python3-venv   rồi chạy lại lệnh này.")


def _has_pip() -> bool:
    """Whether this Python's own pip knows `--python` (22.3 and later)."""
    said = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    words = said.stdout.split()
    return said.returncode == 0 and tuple(int(part) for part in words[1].split(".")[:2]) >= (22, 3)


def _install(installer: list[str], lock: Path) -> None:
    total = lock.read_text(encoding="utf-8").count("==")
    patience = [] if installer[0].endswith(("uv", "uv.exe")) else ["--retries", "1", "--no-input", "--progress-bar", "off", "--disable-pip-version-check"]
    wheels = lock.parent / "wheels"                      # brought along by `portal pack tool`: then no network is needed
    local = ["--no-index", "--find-links", str(wheels)] if wheels.is_dir() else []
    if local and (others := _made_for_others(wheels)):
        raise CannotSetUp(f"Gói công cụ này dành cho Python {', '.join(others)}; máy đang chạy Python {_number(sys.version_info)}. "
                          "Cài một trong các bản ấy (chọn «chỉ cho tôi»), hoặc xin gói công cụ mới, rồi mở lại.")
    command = [*installer, *local, "--require-hashes", "--only-binary", ":all:", *patience, "-r", str(lock)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace")
    said, count = [], 0
    for line in process.stdout or ():
        said.append(line)
        if line.startswith(("Collecting", "Processing")):
            count += 1
            print(f"\r  {min(count, total)}/{total} gói", end="", flush=True)
    print(f"\r  {'xong, đã cài' if process.wait() == 0 else 'dừng ở'} {count or total}/{total} gói ", flush=True)
    if process.returncode:
        print("".join(said[-25:]), file=sys.stderr)
        raise CannotSetUp("Chưa tải được các gói (xem mấy dòng trên). Kiểm tra mạng hoặc cài đặt proxy rồi chạy lại; phần đã làm không mất.")


def _made_for_others(wheels: Path) -> list[str]:
    """The versions of Python that the wheels brought along were made for, when this one is not among them."""
    found = {(int(tag[1]), int(tag[2])) for file in wheels.glob("*.whl") if (tag := _OF_ONE_PYTHON.search(file.name))}
    return [] if not found or sys.version_info[:2] in found else [_number(version) for version in sorted(found)]


def _number(version: tuple[int, ...]) -> str:
    return f"{version[0]}.{version[1]}"


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise CannotSetUp("Không chuẩn bị được công cụ: lệnh  " + " ".join(command[:4]) + " …  báo lỗi (xem mấy dòng trên).")
