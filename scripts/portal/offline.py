"""What a phone keeps: the service worker at the root of the site, and the list of files of each section that can be saved.

Made from the built site alone, so it may be made again when files were added to it. A file is named by a *mark*, the
first 8 hex digits of the SHA-256 of its bytes; in a page the hashes of our own scripts and styles do not count, so a
touch of the look does not make every page new to a phone that pays for its bytes."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from portal.content import LANGUAGES, SECTIONS, Site

SOURCE = Path(__file__).resolve().parents[2] / "overrides" / "assets" / "offline" / "sw.js"
FOLDER = "assets/offline"
PAGE = "gioi-thieu/dung-khi-mat-mang/"                    # shown in place of a page that is not in the phone
KEPT_APART = tuple(section for section in SECTIONS if section not in ("gioi-thieu", "linh-vuc", "so-tay"))
REST, SEARCH = "khac", "tim"                              # the other pages; the search index
OWN_HASH = re.compile(rb"\.[0-9a-f]{8}\.(css|js)\b")
REFERENCE = re.compile(r'\b(?:src|href)="([^"#?:]+\.[a-z0-9]+)"')
NOT_PAPER = (".html", ".webmanifest", ".zip", ".epub", ".xml", ".json", ".ics", ".mp3")
PLAIN_FILES = ("404.html", "moi.html", "sw.js")
COMMENT = re.compile(r"[ \t]*/\*.*?\*/[ \t]*", re.DOTALL)
INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


@dataclass(frozen=True, order=True)
class File:
    """`address` as it is asked for: "tinh-huong/vay-no/" for a page, with the name for anything else; `size` in bytes."""

    address: str
    mark: str
    size: int


def write(site: Site, out: Path) -> None:
    """Writes sw.js and the list of files into the built site."""
    shutil.rmtree(out / FOLDER / "muc", ignore_errors=True)
    (out / FOLDER / SOURCE.name).unlink(missing_ok=True)      # the template, copied with the other assets
    shell = sorted(_file(out, place) for place in _shell(out))
    parts = pieces(out, frozenset(file.address for file in shell), withdrawn(site))
    lists = {lang: _list(out, lang, parts) for lang in LANGUAGES}
    release = {"date": site.newest_change.isoformat(), "shell": [[file.address, file.mark] for file in shell], "lists": lists,
               "pieces": {code: [len(files), sum(file.size for file in files)] for code, files in parts.items()},
               "away": sorted(withdrawn(site) | site.moved.keys()), "search": {lang: _search_folder(out, lang) for lang in LANGUAGES},
               "offline": {lang: _prefix(lang) + PAGE for lang in LANGUAGES}}
    (out / "sw.js").write_text(_script(release), encoding="utf-8", newline="\n")


def _list(out: Path, lang: str, parts: dict[str, tuple[File, ...]]) -> list[str]:
    """Writes which files belong to which piece of a language; its address and mark."""
    rows = {code: [[file.address, file.mark, file.size] for file in files] for code, files in parts.items() if code.startswith(f"{lang}/")}
    listed = json.dumps(rows, separators=(",", ":")).encode()
    address = f"{FOLDER}/muc/{lang}.{mark('muc.json', listed)}.json"
    (out / address).parent.mkdir(parents=True, exist_ok=True)
    (out / address).write_bytes(listed)
    return [address, mark(address, listed)]


def _script(release: dict[str, object]) -> str:
    """The worker of this release, without comments and indents; its mark covers its own text too."""
    source = INDENT.sub("", COMMENT.sub("", SOURCE.read_text(encoding="utf-8")))
    sealed = {"mark": hashlib.sha256((source + json.dumps(release)).encode()).hexdigest()[:8], **release}
    return source.replace("__RELEASE__", json.dumps(sealed, ensure_ascii=False, separators=(",", ":")))


def pieces(out: Path, shell: frozenset[str], away: frozenset[str]) -> dict[str, tuple[File, ...]]:
    """What can be saved apart, by code: "vi/tinh-huong" → its pages, papers and pictures, and the scripts they ask for."""
    found: dict[str, tuple[File, ...]] = {}
    for lang in LANGUAGES:
        for section, there in _pages(out, lang).items():
            pages = [place for place in there if _address(place) not in away]
            places = {*pages, *_papers(out, lang, section), *(place for page in pages for place in references(out, page))}
            found[f"{lang}/{section}"] = tuple(sorted(_file(out, place) for place in places if _address(place) not in shell))
        found[f"{lang}/{SEARCH}"] = tuple(_file(out, place) for place in _search(out, lang))
    return {code: files for code, files in found.items() if files}


def references(out: Path, page: str) -> Iterator[str]:
    """The files of the site that a page shows or offers: pictures, scripts, papers; no other page."""
    here = PurePosixPath(page).parent
    for link in dict.fromkeys(REFERENCE.findall((out / page).read_text(encoding="utf-8"))):
        if not link.endswith(NOT_PAPER):
            place = _normal(here / link)
            if place and (out / place).is_file():
                yield place


def mark(address: str, content: bytes) -> str:
    plain = OWN_HASH.sub(rb".\1", content) if address == "" or address.endswith(("/", ".html")) else content
    return hashlib.sha256(plain).hexdigest()[:8]


def withdrawn(site: Site) -> frozenset[str]:
    """Addresses whose content the host no longer shows, in both languages."""
    return frozenset(_prefix(lang) + page.place for page in site.pages if page.is_withdrawn for lang in LANGUAGES)


def _shell(out: Path) -> Iterable[str]:
    """What every visitor's phone gets: the first page, the page for "not here", the look, the scripts of every page."""
    named = [f"{place}index.html" for place in ("", *(_prefix(lang) + PAGE for lang in LANGUAGES))]
    asked = [reference for page in named if (out / page).is_file() for reference in references(out, page)]
    return sorted({place for place in (*named, *asked, *(f"assets/{_prefix(lang)}ung-dung.webmanifest" for lang in LANGUAGES)) if (out / place).is_file()})


def _pages(out: Path, lang: str) -> dict[str, list[str]]:
    """The pages of a language by section, from one walk through the site."""
    found: dict[str, list[str]] = {section: [] for section in (*KEPT_APART, REST)}
    for place in sorted(file.relative_to(out).as_posix() for file in _base(out, lang).rglob("*.html")):
        if place not in PLAIN_FILES and not place.endswith("/404.html") and _belongs(place, lang):
            found[_section(place, lang)].append(place)
    return found


def _papers(out: Path, lang: str, section: str) -> list[str]:
    folder = _base(out, lang) / section
    return [file.relative_to(out).as_posix() for file in sorted(folder.rglob("*")) if file.is_file() and not file.name.endswith(NOT_PAPER)]


def _belongs(place: str, lang: str) -> bool:
    first = place.split("/")[0]
    return first == lang if lang != LANGUAGES[0] else first not in LANGUAGES


def _section(place: str, lang: str) -> str:
    first = place.removeprefix(_prefix(lang)).split("/")[0]
    return first if first in KEPT_APART else REST


def _search(out: Path, lang: str) -> list[str]:
    """The index, its first file last: until that one arrives, an earlier index answers."""
    folder = out / "assets" / "search"
    found = [file.relative_to(out).as_posix() for file in sorted((folder / lang).rglob("*.js"))]
    first = f"assets/search/{lang}/goc.js"
    scripts = [file.relative_to(out).as_posix() for file in sorted(folder.glob("*.js")) if file.name.count(".") == 1]    # start.js has a mark in its name
    return [*scripts, *(place for place in found if place != first), first] if first in found else []


def _search_folder(out: Path, lang: str) -> str:
    return next((folder.name for folder in sorted((out / "assets" / "search" / lang).glob("*/"))), "-")


def _file(out: Path, place: str) -> File:
    content = (out / place).read_bytes()
    return File(_address(place), mark(_address(place), content), len(content))


def _address(place: str) -> str:
    return place.removesuffix("index.html") if place == "index.html" or place.endswith("/index.html") else place


def _base(out: Path, lang: str) -> Path:
    return out if lang == LANGUAGES[0] else out / lang


def _prefix(lang: str) -> str:
    return "" if lang == LANGUAGES[0] else f"{lang}/"


def _normal(place: PurePosixPath) -> str:
    """The path without "..", "" when it leads out of the site."""
    parts: list[str] = []
    for part in place.parts:
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
