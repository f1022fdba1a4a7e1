"""What every web server must know of a release, written once: types, headers, keeping; and packed copies. One file a host: nginx, apache, iis, cdn.

Nothing is left for the host to patch: redirects, the page for "not found" in each language, headers on every
answer, long keeping of marked files, no listing of folders, no hidden files. The security headers are written once,
in HEADERS; the content policy is the one that the pages carry."""

from __future__ import annotations

import gzip
import html
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from portal.publish.release import MARKED, PACKED_ENDINGS

FOLDER = ".may-chu"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml",
         ".txt": "text/plain", ".ics": "text/calendar", ".webmanifest": "application/manifest+json", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp",
         ".ico": "image/x-icon", ".woff2": "font/woff2", ".pdf": "application/pdf", ".zip": "application/zip", ".mp3": "audio/mpeg", ".csv": "text/csv",
         ".epub": "application/epub+zip",
         ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; "
          "base-uri 'none'; manifest-src 'self'; worker-src 'self'")
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin",
           "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
           "Strict-Transport-Security": "max-age=31536000"}
FOREVER, ASK = "public, max-age=31536000, immutable", "no-cache"
EMBEDDED = r"/moi\.html(?:\.(?:br|gz))?$"           # the snippet of news that other sites of the commune show in a frame
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')


@dataclass(frozen=True)
class Rules:
    """What the host must know of this release. `redirects`: old → new address, from the site root without the first slash;
    `base`: the path under which the site lies, for Apache and IIS ("/hoa-giai/")."""

    policy: str = POLICY
    redirects: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    base: str = "/"
    preview: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """Of every answer: the policy of the pages with what a <meta> cannot say, and the rest of HEADERS."""
        noindex = {"X-Robots-Tag": "noindex, nofollow"} if self.preview else {}
        return {"Content-Security-Policy": f"{self.policy}; frame-ancestors 'none'", **HEADERS, **noindex}

    @property
    def moved(self) -> list[tuple[str, str]]:
        """Old and new address; an old one that would break out of its quotes is left to its small redirect page."""
        return [(old, new) for old, new in sorted(self.redirects.items()) if not re.search(r'["\\\x00-\x1f]', old)]

    @property
    def embedded_policy(self) -> str:
        """The policy of the snippet of news: the commune's other sites may frame it."""
        return f"{self.policy}; frame-ancestors https: http:"

    @property
    def embedded(self) -> dict[str, str]:
        """The headers of the snippet of news."""
        return {name: value for name, value in self.headers.items() if name != "X-Frame-Options"} | {"Content-Security-Policy": self.embedded_policy}


def policy_of(page: Path) -> str:
    """The content policy that a built page carries; ours when it carries none."""
    found = _META.search(page.read_text(encoding="utf-8")) if page.is_file() else None
    return html.unescape(found.group(1)).rstrip("; ") if found else POLICY


def packed(name: str, content: bytes) -> dict[str, bytes]:
    """`.gz` and `.br` of a text file where they are smaller; the same bytes give the same bytes."""
    if not name.endswith(PACKED_ENDINGS) or len(content) < 256:
        return {}
    import brotli

    made = {f"{name}.gz": gzip.compress(content, 9, mtime=0), f"{name}.br": brotli.compress(content, brotli.MODE_TEXT, 5 if name.endswith(".html") else 11)}
    return {path: short for path, short in made.items() if len(short) < len(content)}


def holds(short: bytes, ending: str, content: bytes) -> bool:
    """Whether a packed copy (`.gz`, `.br`) gives these bytes again."""
    import brotli

    try:
        return (gzip.decompress(short) if ending == ".gz" else brotli.decompress(short)) == content
    except (OSError, EOFError, zlib.error, brotli.error):
        return False


def both_ways(old: str) -> tuple[str, str]:
    """An old address with and without its last slash."""
    return old.rstrip("/"), old.rstrip("/") + "/"


def quoted(address: str) -> str:
    """An address safe inside a configuration file: percent-encoded, no quotes, no blanks."""
    return quote(address, safe="/#-._~")


def cache_of(path: str) -> str:
    """How long a reader may keep a file without asking."""
    return FOREVER if re.search(MARKED, path) else ASK
