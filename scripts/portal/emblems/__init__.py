"""Pictures that others show for the portal: its icon on a phone, and the card of a section when a link is shared.

Drawn by typst from the mark, the icons of the templates and the colours of the look; kept in `.cache/emblems/` beside
the tools by a hash of all they are made of."""

from __future__ import annotations

import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

from PIL import Image

from portal import typesetting
from portal.content import LANGUAGES, Site
from portal.fields import KINDS
from portal.words import WORDS

__all__ = ["CARDS", "ICON_SIZES", "card", "icon", "write"]

HERE = Path(__file__).resolve().parent
OVERRIDES = HERE.parents[2] / "overrides"
CACHE = HERE.parents[2] / ".cache" / "emblems"
ICON_SIZES = (192, 512)                          # pixels; one drawing, safe to be cut to a circle
CARDS = (*(kind for kind in KINDS if kind != "trang"), "cong")
HOME_ICON = "luat"
COLOURS = {"#2a3990": "#ffffff", "#d08a12": "#f3be58"}      # the mark on cloth
PER_INCH = 72                                    # typst's points as pixels


def write(site: Site, out: Path) -> None:
    """Writes the icons and the cards under `out`/assets."""
    for size in ICON_SIZES:
        _put(out / icon(size), "icon.typ", {"mark": _mark(), "size": str(size)})
    for lang in LANGUAGES:
        for section in CARDS:
            said = {"name": _name(section, lang), "brand": WORDS[lang]["brand"], "place": _place(site.agency, lang), "lang": lang}
            _put(out / card(section, lang), "card.typ", {"mark": _mark(), "icon": _icon(section), "said": json.dumps(said, ensure_ascii=False)})


def icon(size: int) -> str:
    """The path of an icon from the site root; `size` in pixels."""
    return f"assets/bieu-tuong-{size}.png"


def card(section: str, lang: str) -> str:
    """The picture of a section, from the site root; pages of no section share the portal's own."""
    return f"assets/chia-se/{section if section in CARDS else 'cong'}-{lang}.png"


def _place(agency: dict[str, Any], lang: str) -> str:
    ending = "" if lang == LANGUAGES[0] else f"_{lang}"
    return ", ".join(str(name) for key in ("ten_xa", "ten_tinh") if (name := agency.get(key + ending) or agency.get(key)))


def _name(section: str, lang: str) -> str:
    if section not in KINDS:
        return WORDS[lang]["brand_short"]
    return KINDS[section].name if lang == "vi" else KINDS[section].name_en


def _put(target: Path, template: str, inputs: dict[str, str]) -> None:
    key = hashlib.sha256((json.dumps(inputs) + (HERE / template).read_text(encoding="utf-8")).encode()).hexdigest()[:24]
    kept = CACHE / f"{key}.png"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".moi")
        fresh.write_bytes(_small(typesetting.picture(HERE / template, inputs, PER_INCH)))
        fresh.replace(kept)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(kept.read_bytes())


def _small(picture: bytes) -> bytes:
    """The same in 64 colours: a third of the bytes, and flat colours stay flat."""
    small = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(64).save(small, "PNG", optimize=True)
    return small.getvalue()


def _mark() -> str:
    drawing = re.sub(r"<style>.*?</style>", "", (OVERRIDES / "assets" / "mark.svg").read_text(encoding="utf-8"))
    for ours, on_cloth in COLOURS.items():
        drawing = drawing.replace(ours, on_cloth)
    return drawing.replace("currentColor", "#ffffff")


def _icon(section: str) -> str:
    """The section's icon of the templates as a drawing of its own."""
    wanted = section if section in KINDS else HOME_ICON
    paths = re.search(rf'"{re.escape(wanted)}": \'(.+?)\'', (OVERRIDES / "partials" / "icon.html").read_text(encoding="utf-8"))
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#f3be58" stroke-width="1.3" '
            f'stroke-linecap="round" stroke-linejoin="round">{paths[1] if paths else ""}</svg>')
