"""Who may speak to the desk: this computer's browser, with this start's token, from the desk's own pages."""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode

PARAMETER = "khoa"
MOST_BYTES = 300_000_000                                  # of one request: a backup of the whole content
REFUSED = ("<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Không mở được</title><h1>Không mở được</h1>"
           "<p>Hãy mở Bàn biên tập bằng biểu tượng trên máy này, rồi dùng đúng cửa sổ vừa hiện ra.</p></html>")
POLICY = ("default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
          "connect-src 'self' ws://127.0.0.1:{port} ws://localhost:{port}; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'")


class Guard:
    """ASGI: answers 403 to a foreign Host, a foreign Origin, or a caller without the token; the rest goes on."""

    def __init__(self, app: Any, port: int) -> None:
        self.app, self.port = app, port
        self.token = secrets.token_urlsafe(24)
        self.cookie = f"ban_bien_tap_{port}"             # cookies know no port: two desks must not undo each other
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    @property
    def address(self) -> str:
        """What lets a browser in: the address with the token of this start."""
        return f"http://127.0.0.1:{self.port}/?{PARAMETER}={self.token}"

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._is_ours(headers):
            await self._refuse(scope, send)
        elif self._knows(self._from_cookie(headers)):
            await self.app(scope, receive, self._with_policy(send))
        elif scope["type"] == "http" and scope["method"] == "GET" and self._knows(_asked(scope).get(PARAMETER, [""])[0]):
            await self._let_in(scope, send)
        else:
            await self._refuse(scope, send)

    def _is_ours(self, headers: dict[str, str]) -> bool:
        origin = headers.get("origin")
        size = headers.get("content-length", "0")
        return (headers.get("host", "") in self.hosts and (origin is None or origin in {f"http://{host}" for host in self.hosts})
                and size.isdigit() and int(size) <= MOST_BYTES)

    def _knows(self, said: str) -> bool:
        return hmac.compare_digest(said.encode("utf-8", "replace"), self.token.encode())

    def _from_cookie(self, headers: dict[str, str]) -> str:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return ""
        return found.value if found else ""

    async def _let_in(self, scope: dict[str, Any], send: Any) -> None:
        """The token goes from the address into a cookie that no script can read."""
        rest = {name: values for name, values in _asked(scope).items() if name != PARAMETER}
        place = scope["path"] + (f"?{urlencode(rest, doseq=True)}" if rest else "")
        cookie = f"{self.cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/"
        headers = [("location", place), ("set-cookie", cookie), ("cache-control", "no-store"), ("referrer-policy", "same-origin")]
        await _answer(send, 303, headers, "")

    async def _refuse(self, scope: dict[str, Any], send: Any) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})       # before it is accepted: the caller sees 403
        else:
            await _answer(send, 403, [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store")], REFUSED)

    def _with_policy(self, send: Any) -> Any:
        async def sending(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                more = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin", "content-security-policy": POLICY.format(port=self.port)}
                message = {**message, "headers": [*message["headers"], *((name.encode(), value.encode()) for name, value in more.items() if name.encode() not in given)]}
            await send(message)
        return sending


def _asked(scope: dict[str, Any]) -> dict[str, list[str]]:
    return parse_qs(scope.get("query_string", b"").decode("latin-1"))


async def _answer(send: Any, status: int, headers: list[tuple[str, str]], body: str) -> None:
    content = body.encode("utf-8")
    await send({"type": "http.response.start", "status": status,
                "headers": [*((name.encode(), value.encode("utf-8")) for name, value in headers), (b"content-length", str(len(content)).encode())]})
    await send({"type": "http.response.body", "body": content})
