"""The file for nginx: included in the server block that the host has."""

from __future__ import annotations

from collections.abc import Mapping

from portal.publish.hosting import ASK, EMBEDDED, FOLDER, FOREVER, TYPES, Rules, both_ways, quoted
from portal.publish.release import MARKED

FILE = f"{FOLDER}/nginx.conf"


def written(rules: Rules) -> str:
    """To be included inside `server { … }`; `root` and the listening address are the host's own.

    No `set`, no `if`: what nginx refuses before it looks at the address (a broken request, say) has the headers too."""
    moved = "\n".join(f'location = "/{place}" {{ return 301 /{quoted(new)}; }}' for old, new in rules.moved for place in both_ways(old))
    missing = "\n".join(f"location /{lang}/ {{ error_page 404 /{lang}/404.html; error_page 403 =404 /{lang}/404.html; }}" for lang in rules.languages)
    types = " ".join(f"{kind} {ending[1:]};" for ending, kind in TYPES.items())
    return f"""# Do máy viết mỗi lần đưa trang lên. Đặt trong khối server của nginx:
#   root /srv/hoa-giai/current;
#   include /srv/hoa-giai/current/{FILE};
charset utf-8;
charset_types text/html text/css text/javascript text/plain text/calendar text/csv application/json application/xml application/manifest+json image/svg+xml;
types {{ {types} }}
default_type application/octet-stream;
index index.html;
autoindex off;
server_tokens off;
absolute_redirect off;
etag on;
gzip_static on;
gzip_vary on;
# Đã cài mô-đun brotli (Debian: libnginx-mod-http-brotli-static) thì thêm dòng  brotli_static on;  vào khối server.
{_headers(rules.headers, ASK)}
error_page 404 /404.html;
error_page 403 =404 /404.html;
{missing}
location ~ /\\.(?!well-known/) {{ return 404; }}
location = /web.config {{ return 404; }}
{moved}
# Một add_header trong location làm mất hết các dòng ở ngoài, nên hai chỗ dưới đây viết lại đủ.
location ~ "{MARKED}" {{
{_headers(rules.headers, FOREVER)}
}}
location ~ "{EMBEDDED}" {{
{_headers(rules.embedded, ASK)}
}}
"""


def _headers(headers: Mapping[str, str], kept: str) -> str:
    return "\n".join(f'add_header {name} "{value}" always;' for name, value in {**headers, "Cache-Control": kept}.items())
