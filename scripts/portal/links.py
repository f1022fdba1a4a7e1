"""Addresses outside the portal: which answer, which have moved, which are gone. Asked only when somebody says so.

A machine's question is not a reader's: some hosts refuse machines, some are asleep for an hour. So there are three
verdicts, and only "gone" is one to act upon; the rest is told as it was met."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from portal.content import Page, Site

WAIT = 15                                        # seconds for one answer
AT_ONCE = 6                                      # hosts asked at the same time; each host is asked one thing at a time
MOST = 400                                       # addresses in one run
NAME = "cong-hoa-giai-links/1.0"
ADDRESS = re.compile(r"https?://[^\s<>\"'`)\]}]+")
TRY_GET = (400, 403, 404, 405, 406, 500, 501, 503)        # hosts that answer HEAD wrongly
GONE = (404, 410)
VERDICTS = {"good": "Tốt", "moved": "Đã chuyển chỗ", "gone": "Không còn", "unclear": "Chưa kết luận được"}


@dataclass(frozen=True)
class Answer:
    """What one address said. `verdict` is a key of VERDICTS; `say` a Vietnamese half-sentence."""

    address: str
    verdict: str
    say: str = ""


def addresses(site: Site) -> dict[str, list[tuple[str, int]]]:
    """Every outside address of the content, with the places (file, line) where it stands."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for page in site.pages:
        for number, address in _of(page):
            found[address].append((page.path, number))
    return dict(sorted(found.items()))


def _of(page: Page) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(page.source.split("\n"), 1):
        for match in ADDRESS.finditer(line):
            address = match[0].rstrip(".,;:!?*…”")
            host = _host(address)
            if "." in host and not host.endswith(".example"):
                yield number, address


def check(wanted: Iterable[str]) -> list[Answer]:
    """The answer of each address, in order; at most MOST are asked, the rest are told as not asked."""
    every = list(wanted)
    doors: dict[str, threading.Lock] = defaultdict(threading.Lock)
    for address in every:                        # made before the threads start
        doors[_host(address)]

    def asked(address: str) -> Answer:
        with doors[_host(address)]:
            return ask(address)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(asked, every[:MOST]))
    return answers + [Answer(address, "unclear", "chưa hỏi, đã đủ số của một lượt") for address in every[MOST:]]


def ask(address: str) -> Answer:
    """One address: HEAD, and GET where HEAD is not answered well. Reads no page, follows redirects."""
    answer = _request(address, "HEAD")
    return _request(address, "GET") if answer.verdict != "good" and any(answer.say == _code(code) for code in TRY_GET) else answer


def _request(address: str, way: str) -> Answer:
    plain = quote(address, safe=":/?#[]@!$&'()*+,;=%~-._")
    try:
        request = urllib.request.Request(plain, method=way, headers={"User-Agent": NAME, "Accept": "*/*"})
        with urllib.request.urlopen(request, timeout=WAIT) as reply:
            return _moved(address, plain, reply.url)
    except urllib.error.HTTPError as refused:
        refused.close()
        return Answer(address, "gone" if refused.code in GONE else "unclear", _code(refused.code))
    except urllib.error.URLError as problem:
        return Answer(address, "unclear", _trouble(problem.reason))
    except (OSError, ValueError) as problem:
        return Answer(address, "unclear", _trouble(problem))
    except Exception as problem:                 # http.client raises its own kinds on broken answers
        return Answer(address, "unclear", f"trả lời không đọc được ({type(problem).__name__})")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:                           # "https://[…": no address at all
        return ""


def _moved(address: str, asked: str, came: str) -> Answer:
    """A slash or https instead of http is the same place; another place is told."""
    def bare(url: str) -> str:
        return url.partition("#")[0].rstrip("/").removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return Answer(address, "good") if bare(asked) == bare(came) else Answer(address, "moved", f"nay ở {came}")


def _code(code: int) -> str:
    return {403: "máy chủ không cho máy hỏi (403), hãy mở bằng trình duyệt", 429: "máy chủ bảo hỏi chậm lại (429)"}.get(code, f"máy chủ trả lời {code}")


def _trouble(problem: object) -> str:
    if isinstance(problem, TimeoutError | socket.timeout):
        return "chờ mãi không trả lời"
    if isinstance(problem, ssl.SSLError):
        return "chứng chỉ bảo mật có vấn đề"
    if isinstance(problem, socket.gaierror):
        return "không tìm thấy máy chủ, hoặc máy này đang không có mạng"
    return "không nối được"


def report(answers: list[Answer], places: dict[str, list[tuple[str, int]]]) -> str:
    """What was met, worst first, each with where it stands; then the counts."""
    lines = []
    for verdict in ("gone", "moved", "unclear"):
        for answer in answers:
            if answer.verdict == verdict:
                lines.append(f"{VERDICTS[verdict]}: {answer.address} – {answer.say}")
                lines += [f"    {path}:{line}" for path, line in places.get(answer.address, [])]
    counts = ", ".join(f"{sum(answer.verdict == verdict for answer in answers)} {name.lower()}" for verdict, name in VERDICTS.items())
    return "\n".join([*lines, f"Đã xem {len(answers)} địa chỉ: {counts}."])
