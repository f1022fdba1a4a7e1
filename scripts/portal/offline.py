"""What a phone keeps: the service worker at the root of the site, and the list of files of each section that can be saved.

Made from the built site alone, so it may be made again when files were added to it. A file is named by a *mark*, the
first 8 hex digits of the SHA-256 of its bytes; in a page the hashes of our own scripts and styles do not count, so a
touch of the look does not make every page new to a phone that pays for its bytes."""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.content import LANGUAGES, SECTIONS, Site

SOURCE = Path(__file__).resolve().parents[2] / "overrides" / "assets" / "offline" / "sw.js"
FOLDER = "assets/offline"
PAGE = "gioi-thieu/dung-khi-mat-mang/"                    # shown in place of a page that is not in the phone
KEPT_APART = tuple(section for section in SECTIONS if section not in ("gioi-thieu", "linh-vuc", "so-tay"))
REST, SEARCH = "khac", "tim"                              # the other pages; the search index
OWN_HASH = re.compile(rb"\.[0-9a-f]{8}\.(css|js)\b")
REFERENCE = re.compile(rb'="(?:(?<=\bsrc=")|(?<=\bhref="))([^"#?:]+\.[a-z0-9]+)"')     # begins with what can be looked for fast
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


class Built:
    """The built site as one walk found it, places from its root. Each file is read once: for its mark and, of a page, for what it asks for."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.places = dict.fromkeys(sorted(_walk(out), key=lambda place: place.split("/")))
        self._read: dict[str, tuple[File, tuple[str, ...]]] = {}

    def file(self, place: str) -> File:
        return self._known(place)[0]

    def references(self, page: str) -> tuple[str, ...]:
        """The files of the site that a page shows or offers: pictures, scripts, papers; no other page."""
        return self._known(page)[1]

    def _known(self, place: str) -> tuple[File, tuple[str, ...]]:
        if place not in self._read:
            content, address = (self.out / place).read_bytes(), _address(place)
            asked = dict.fromkeys(REFERENCE.findall(content)) if place.endswith(".html") else ()
            links = (link for raw in asked if not (link := raw.decode()).endswith(NOT_PAPER))
            found = (posixpath.normpath(posixpath.join(posixpath.dirname(place), link)) for link in links)
            self._read[place] = File(address, mark(address, content), len(content)), tuple(there for there in found if there in self.places)
        return self._read[place]


def _walk(out: Path) -> Iterator[str]:
    for folder, _, names in os.walk(out):
        inside = Path(folder).relative_to(out).as_posix()
        yield from names if inside == "." else (f"{inside}/{name}" for name in names)


def write(site: Site, out: Path) -> None:
    """Writes sw.js and the list of files into the built site."""
    shutil.rmtree(out / FOLDER / "muc", ignore_errors=True)
    (out / FOLDER / SOURCE.name).unlink(missing_ok=True)      # the template, copied with the other assets
    built = Built(out)
    shell = sorted(built.file(place) for place in _shell(built))
    parts = pieces(built, frozenset(file.address for file in shell), withdrawn(site))
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


def pieces(built: Built, shell: frozenset[str], away: frozenset[str]) -> dict[str, tuple[File, ...]]:
    """What can be saved apart, by code: "vi/tinh-huong" → its pages, papers and pictures, and the scripts they ask for."""
    found: dict[str, tuple[File, ...]] = {}
    for lang in LANGUAGES:
        for section, there in _pages(built, lang).items():
            pages = [place for place in there if _address(place) not in away]
            places = {*pages, *_papers(built, lang, section), *(place for page in pages for place in built.references(page))}
            found[f"{lang}/{section}"] = tuple(sorted(built.file(place) for place in places if _address(place) not in shell))
        found[f"{lang}/{SEARCH}"] = tuple(built.file(place) for place in _search(built, lang))
    return {code: files for code, files in found.items() if files}


def mark(address: str, content: bytes) -> str:
    plain = OWN_HASH.sub(rb".\1", content) if address == "" or address.endswith(("/", ".html")) else content
    return hashlib.sha256(plain).hexdigest()[:8]


def withdrawn(site: Site) -> frozenset[str]:
    """Addresses whose content the host no longer shows, in both languages."""
    return frozenset(_prefix(lang) + page.place for page in site.pages if page.is_withdrawn for lang in LANGUAGES)


def _shell(built: Built) -> set[str]:
    """What every visitor's phone gets: the first page, the page for "not here", the look, the scripts of every page."""
    pages = [page for place in ("", *(_prefix(lang) + PAGE for lang in LANGUAGES)) if (page := f"{place}index.html") in built.places]
    manifests = (f"assets/{_prefix(lang)}ung-dung.webmanifest" for lang in LANGUAGES)
    return {*pages, *(place for page in pages for place in built.references(page)), *(place for place in manifests if place in built.places)}


def _pages(built: Built, lang: str) -> dict[str, list[str]]:
    """The pages of a language by section."""
    found: dict[str, list[str]] = {section: [] for section in (*KEPT_APART, REST)}
    for place in built.places:
        if place.endswith(".html") and place not in PLAIN_FILES and not place.endswith("/404.html") and _belongs(place, lang):
            found[_section(place, lang)].append(place)
    return found


def _papers(built: Built, lang: str, section: str) -> list[str]:
    return [place for place in built.places if place.startswith(f"{_prefix(lang)}{section}/") and not place.endswith(NOT_PAPER)]


def _belongs(place: str, lang: str) -> bool:
    first = place.split("/")[0]
    return first == lang if lang != LANGUAGES[0] else first not in LANGUAGES


def _section(place: str, lang: str) -> str:
    first = place.removeprefix(_prefix(lang)).split("/")[0]
    return first if first in KEPT_APART else REST


def _search(built: Built, lang: str) -> list[str]:
    """The index, its first file last: until that one arrives, an earlier index answers."""
    scripts = [place for place in built.places if place.startswith("assets/search/") and place.endswith(".js")]
    shared = [place for place in scripts if place.count("/") == 2 and place.count(".") == 1]     # start.js has a mark in its name
    first = f"assets/search/{lang}/goc.js"
    found = [place for place in scripts if place.startswith(f"assets/search/{lang}/") and place != first]
    return [*shared, *found, first] if first in built.places else []


def _search_folder(out: Path, lang: str) -> str:
    return next((folder.name for folder in sorted((out / "assets" / "search" / lang).glob("*/"))), "-")


def _address(place: str) -> str:
    return place.removesuffix("index.html") if place == "index.html" or place.endswith("/index.html") else place


def _prefix(lang: str) -> str:
    return "" if lang == LANGUAGES[0] else f"{lang}/"
