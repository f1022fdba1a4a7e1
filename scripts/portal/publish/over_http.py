"""What readers get: asked over HTTP after the switch."""

from __future__ import annotations

import hashlib
import http.client
import json
import urllib.error
import urllib.request
from urllib.parse import quote

from portal.publish.release import Release
from portal.publish.tree import VERSION

WAIT = 20.0
SAMPLE = 5                                            # pages read back besides the version


def complaint(address: str, release: Release) -> str:
    """Why readers do not get this release yet; "" when they do."""
    try:
        shown = json.loads(_get(f"{address}{VERSION}?{release.id}")).get("phat_hanh")
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as wrong:
        return f"hỏi {address} không được ({_reason(wrong)})"
    if shown != release.id:
        return f"{address} còn đưa ra bản {shown or 'khác'}"
    pages = [file for file in release.files if file.path.endswith("index.html")][:SAMPLE]
    for page in pages:
        url = address + quote(page.path.removesuffix("index.html"))
        try:
            if hashlib.sha256(_get(url)).hexdigest() != page.sha256:
                return f"{url} chưa phải trang của bản này"
        except (OSError, http.client.HTTPException) as wrong:
            return f"{url} không mở được ({_reason(wrong)})"
    return ""


def _get(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Cache-Control": "no-cache", "Accept-Encoding": "identity", "User-Agent": "portal"})
    with urllib.request.urlopen(request, timeout=WAIT) as answer:
        return answer.read()


def _reason(wrong: Exception) -> str:
    return f"mã {wrong.code}" if isinstance(wrong, urllib.error.HTTPError) else "không trả lời"
