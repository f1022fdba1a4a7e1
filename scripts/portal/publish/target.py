"""Where a release goes: a name in docs/bang/noi-dang.yml, or an address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from urllib.request import url2pathname

from portal.publish.trouble import NoSuchTarget

KINDS = ("file", "sftp", "ftps", "s3")
KEYS = ("noi", "dia_chi", "giu", "khoa_may", "chung_thu", "dau_noi", "vung", "thu_nghiem")
TABLE = "docs/bang/noi-dang.yml"


@dataclass(frozen=True)
class Target:
    """A place to publish to.

    `address` is where readers find the site ("" when unknown: then nothing is asked over HTTP). `fingerprint` is the
    SFTP host's key ("SHA256:…"), `authority` a file with the certificate that vouches for an FTPS host, `endpoint` and
    `region` belong to S3. `keep` counts releases."""

    name: str
    kind: str
    path: str
    host: str = ""
    port: int | None = None
    user: str = ""
    address: str = ""
    keep: int = 5
    fingerprint: str = ""
    authority: str = ""
    endpoint: str = ""
    region: str = ""
    trial: bool | None = None

    @property
    def prefix(self) -> str:
        """Where in a bucket the site lies: "" or "cong/"."""
        return f"{self.path.strip('/')}/" if self.path.strip("/") else ""

    @property
    def shown(self) -> str:
        """As staff are told: the name, and where it is."""
        place = self.path if self.kind == "file" else f"{self.host}/{self.path.strip('/')}"
        return f"{self.name} ({place})" if "://" not in self.name else place


def find(said: str, table: Any) -> Target:
    """The target of a name or address; "" means the one marked `mac_dinh`, or the only one.

    Raises:
        NoSuchTarget: no such name, or an address that cannot be used.
    """
    if "://" in said:
        return _parsed(said, said, {})
    table = table if isinstance(table, dict) else {}
    places = table.get("dich") if isinstance(table.get("dich"), dict) else {}
    name = said or str(table.get("mac_dinh") or (next(iter(places)) if len(places) == 1 else ""))
    if not places:
        raise NoSuchTarget(f"Chưa khai nơi đăng nào. Điền vào {TABLE} (trong tệp có mẫu), hoặc ghi địa chỉ, ví dụ: portal publish file:///srv/hoa-giai")
    if name not in places:
        known = ", ".join(map(str, places))
        raise NoSuchTarget(f"Không có nơi đăng tên «{name}» trong {TABLE}. Đang có: {known}." if name else f"Có nhiều nơi đăng, hãy ghi rõ một tên: {known}.")
    place = places[name]
    if not isinstance(place, dict) or not isinstance(place.get("noi"), str):
        raise NoSuchTarget(f"Nơi đăng «{name}» trong {TABLE} thiếu dòng «noi». Ví dụ: noi: file:///srv/hoa-giai")
    if strange := [key for key in place if key not in KEYS]:
        raise NoSuchTarget(f"Nơi đăng «{name}» trong {TABLE} có dòng lạ «{strange[0]}». Chỉ nhận: {', '.join(KEYS)}.")
    return _parsed(name, place["noi"], place)


def _parsed(name: str, url: str, more: dict[str, Any]) -> Target:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise NoSuchTarget(f"Địa chỉ nơi đăng viết sai: {url}") from wrong
    if parts.scheme not in KINDS:
        raise NoSuchTarget(f"Nơi đăng «{url}» phải bắt đầu bằng file://, sftp://, ftps:// hoặc s3://.")
    if parts.password is not None:
        raise NoSuchTarget("Đừng ghi mật khẩu trong địa chỉ nơi đăng. Cất mật khẩu trong máy, xem sổ tay, mục «Đưa trang lên mạng».")
    path = url2pathname(parts.path) if parts.scheme == "file" else unquote(parts.path)
    if parts.scheme == "file" and not Path(path).is_absolute():
        raise NoSuchTarget(f"Địa chỉ thư mục phải đủ từ gốc, ví dụ file:///srv/hoa-giai hoặc file:///D:/hoa-giai; đang ghi {url}")
    if parts.scheme != "file" and not parts.hostname:
        raise NoSuchTarget(f"Địa chỉ nơi đăng thiếu tên máy chủ: {url}")
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    keep = more.get("giu", 5)
    if type(keep) is not int or keep < 2:
        raise NoSuchTarget(f"«giu» của nơi đăng «{name}» phải là số từ 2 trở lên.")
    address = str(more.get("dia_chi") or "")
    if address and not address.startswith(("http://", "https://")):
        raise NoSuchTarget(f"«dia_chi» của nơi đăng «{name}» phải bắt đầu bằng https:// hoặc http://; đang ghi {address}")
    host = parts.netloc.rpartition("@")[2] if parts.scheme == "s3" else parts.hostname or ""      # a bucket's name keeps its letters
    return Target(name, parts.scheme, path, host, port if parts.scheme != "s3" else None, unquote(parts.username or ""), address.rstrip("/") + "/" if address else "",
                  keep, str(more.get("khoa_may") or ""), str(more.get("chung_thu") or ""), str(more.get("dau_noi") or asked.get("endpoint", "")),
                  str(more.get("vung") or asked.get("region", "")), more.get("thu_nghiem") if isinstance(more.get("thu_nghiem"), bool) else None)
