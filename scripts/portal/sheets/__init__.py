"""The files of the forms: blank and filled sample, Word and PDF, and a small picture of the blank one.

They lie beside the form's page in the built site, `bieu-mau/<page>/<stem>-trong.docx` and so on. What has not
changed since the last build comes from `.cache/sheets/`, by a hash of the form, its date and this code."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PIL import Image

from portal import forms
from portal.content import Site
from portal.forms.model import Form, Values
from portal.sheets import pdf, word

__all__ = ["files", "write"]

Maker = Callable[[Form, Values | None, date], bytes]
CODE = sorted([*Path(__file__).parent.glob("*.[pt]y*"), *Path(forms.__file__).parent.glob("*.py")])


def files(form: Form) -> dict[str, str]:
    """The file names of one form by what they are: blank_docx, sample_pdf …; the pictures (png) are thumbnails of the first side."""
    return {"blank_docx": f"{form.stem}-trong.docx", "blank_pdf": f"{form.stem}-trong.pdf",
            "sample_docx": f"{form.stem}-da-dien.docx", "sample_pdf": f"{form.stem}-da-dien.pdf",
            "blank_png": f"{form.stem}-trong.png", "sample_png": f"{form.stem}-da-dien.png"}


def write(site: Site, out: Path) -> list[Path]:
    """Writes every file of every form under `out` (the built site); the files, in order."""
    cache = site.root / ".cache" / "sheets"
    cache.mkdir(parents=True, exist_ok=True)
    code = hashlib.sha256(b"".join(file.read_bytes() for file in CODE)).hexdigest()
    written = []
    for page in site.of("vi", "bieu-mau"):
        folder = out / page.url
        folder.mkdir(parents=True, exist_ok=True)
        for form in (replace(form, owner=owner(site)) for form in forms.forms_of(page)):
            for what, name in files(form).items():
                written.append(folder / name)
                written[-1].write_bytes(_made(cache, code, form, page.updated or site.newest_change, what))
    return written


def owner(site: Site) -> str:
    """Whose portal a sheet comes from, for its foot."""
    return ", ".join(filter(None, (Form.owner, site.agency.get("ten_xa"))))


def _made(cache: Path, code: str, form: Form, day: date, what: str) -> bytes:
    """The bytes of one file, made only when neither the form nor the code is as before."""
    key = hashlib.sha256(f"{code}\n{form!r}\n{day}\n{what}".encode()).hexdigest()
    kept = cache / f"{key}.{what.rpartition('_')[2]}"
    if not kept.exists():
        fresh = kept.with_suffix(".new")
        fresh.write_bytes(MAKERS[what.rpartition("_")[2]](form, form.sample if what.startswith("sample") else None, day))
        fresh.replace(kept)
    return kept.read_bytes()


def _picture(form: Form, values: Values | None, day: date) -> bytes:
    """A thumbnail of the first side in sixteen shades: a few kilobytes."""
    image = Image.open(io.BytesIO(pdf.preview(form, values, day))).convert("RGB").quantize(16)
    small = io.BytesIO()
    image.save(small, "PNG", optimize=True)
    return small.getvalue()


MAKERS: dict[str, Maker] = {"docx": word.write, "pdf": pdf.write, "png": _picture}
