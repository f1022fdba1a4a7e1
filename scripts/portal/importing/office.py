"""A .doc or .rtf file → .docx, by LibreOffice where it is installed. Its macros are off and it may fetch nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.importing import limits
from portal.importing.limits import Refused, Source

_USUAL_PLACES = (r"C:\Program Files\LibreOffice\program\soffice.exe", r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
                 "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
%s</oor:items>
"""
_SWITCHES = {"DisableMacrosExecution": "true", "MacroSecurityLevel": "3", "BlockUntrustedRefererLinks": "true", "DisableActiveContent": "true"}
_SWITCH = '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="%s" oor:op="fuse"><value>%s</value></prop></item>\n'


def soffice() -> str | None:
    """The path of LibreOffice, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).exists()), None)


def to_docx(source: Source) -> bytes:
    """The bytes of the same document as .docx.

    Raises: Refused, when LibreOffice is missing, gives up, or takes too long."""
    program = soffice()
    if program is None:
        raise Refused("đây là tệp Word đời cũ (.doc), máy này chưa đọc được", limits.SAVE_AGAIN)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        given = folder / ("tep.rtf" if source.content.lstrip()[:5] == b"{\\rtf" else "tep.doc")
        given.write_bytes(source.content)
        _profile(folder / "ho-so")
        _run([program, "--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation={(folder / 'ho-so').as_uri()}",
              "--convert-to", "docx", "--outdir", str(folder / "ra"), str(given)])
        made = folder / "ra" / "tep.docx"
        if not made.exists() or made.stat().st_size > limits.FILE_BYTES:
            raise Refused("LibreOffice không đọc được tệp này, có thể tệp hỏng hoặc có mật khẩu", limits.SAVE_AGAIN)
        return made.read_bytes()


def _profile(folder: Path) -> None:
    (folder / "user").mkdir(parents=True)
    switches = "".join(_SWITCH % item for item in _SWITCHES.items())
    (folder / "user" / "registrymodifications.xcu").write_text(_SETTINGS % switches, encoding="utf-8")


def _run(command: list[str]) -> None:
    # A proxy that nobody answers: a picture linked from elsewhere cannot be fetched either.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={**os.environ, **nowhere}, start_new_session=sys.platform != "win32")
    try:
        process.wait(limits.OFFICE_SECONDS)
    except subprocess.TimeoutExpired as error:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)     # soffice is a script: its child must end too
        process.wait()
        raise Refused(f"LibreOffice đọc tệp quá {limits.OFFICE_SECONDS // 60} phút chưa xong", limits.SAVE_AGAIN) from error
