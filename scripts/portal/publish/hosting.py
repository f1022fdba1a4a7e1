"""The files that a web server needs, made with every release: nginx, Apache, IIS (full and minimal), and packed copies.

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

from portal.publish.release import PACKED_ENDINGS

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
MARKED = r"\.[0-9a-f]{8,}\.[a-z0-9]+(?:\.(?:br|gz))?$"
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
        noindex = {"X-Robots-Tag": "noindex, nofollow"} if self.preview else {}
        return {"Content-Security-Policy": f"{self.policy}; frame-ancestors 'none'", **HEADERS, **noindex}

    @property
    def embedded_policy(self) -> str:
        return f"{self.policy}; frame-ancestors https: http:"


def policy_of(page: Path) -> str:
    """The content policy that a built page carries; ours when it carries none."""
    found = _META.search(page.read_text(encoding="utf-8")) if page.is_file() else None
    return html.unescape(found.group(1)).rstrip("; ") if found else POLICY


def files(rules: Rules) -> dict[str, bytes]:
    """Path from the web root → bytes."""
    written = {".htaccess": apache(rules), "web.config": iis(rules), f"{FOLDER}/nginx.conf": nginx(rules),
               f"{FOLDER}/web.config.toi-thieu": iis_minimal(rules)}
    return {path: text.encode("utf-8") for path, text in written.items()}


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


def nginx(rules: Rules) -> str:
    """To be included inside `server { … }`; `root` and the listening address are the host's own."""
    own = {**rules.headers, "Content-Security-Policy": "$portal_policy", "X-Frame-Options": "$portal_frame"}
    headers = "\n".join(f'add_header {name} "{value}" always;' for name, value in own.items())
    moved = "\n".join(f"location = /{_quoted(place)} {{ return 301 /{_quoted(new)}; }}" for old, new in sorted(rules.redirects.items()) for place in _both(old))
    missing = "\n".join(f"location /{lang}/ {{ error_page 404 /{lang}/404.html; error_page 403 =404 /{lang}/404.html; }}" for lang in rules.languages)
    types = " ".join(f"{kind} {ending[1:]};" for ending, kind in TYPES.items())
    return f"""# Do máy viết mỗi lần đưa trang lên. Đặt trong khối server của nginx:
#   root /srv/hoa-giai/current;
#   include /srv/hoa-giai/current/{FOLDER}/nginx.conf;
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
set $portal_cache "{ASK}";
if ($uri ~ "{MARKED}") {{ set $portal_cache "{FOREVER}"; }}
set $portal_policy "{rules.headers["Content-Security-Policy"]}";
set $portal_frame "DENY";
if ($uri ~ "{EMBEDDED}") {{ set $portal_policy "{rules.embedded_policy}"; set $portal_frame ""; }}
# Mọi add_header đứng ở đây: một add_header trong location sẽ làm mất hết các dòng này.
{headers}
add_header Cache-Control $portal_cache always;
error_page 404 /404.html;
error_page 403 =404 /404.html;
{missing}
location ~ /\\.(?!well-known/) {{ return 404; }}
location = /web.config {{ return 404; }}
{moved}
"""


def apache(rules: Rules) -> str:
    """A .htaccess; every module is asked for first, so a bare Apache still serves the site."""
    headers = "\n".join(f'  Header always set {name} "{value}"' for name, value in rules.headers.items())
    moved = "\n".join(f'  RewriteRule "^{re.escape(old.rstrip("/"))}/?$" "{rules.base}{_quoted(new)}" [R=301,L,NE]' for old, new in sorted(rules.redirects.items()))
    types = "\n".join(f"  AddType {kind} {ending}" for ending, kind in TYPES.items())
    missing = "\n".join(f'<If "%{{REQUEST_URI}} =~ m#^{rules.base}{lang}/#">\n  ErrorDocument 404 {rules.base}{lang}/404.html\n</If>' for lang in rules.languages)
    forced = "\n".join(f'<FilesMatch "{re.escape(ending)}\\.(gz|br)$">\n  ForceType "{TYPES[ending]}; charset=utf-8"\n</FilesMatch>' for ending in PACKED_ENDINGS)
    return f"""# Do máy viết mỗi lần đưa trang lên; sửa ở đây sẽ mất. Cần AllowOverride All cho thư mục này.
Options -Indexes -MultiViews
DirectoryIndex index.html
AddDefaultCharset utf-8
FileETag MTime Size
ErrorDocument 404 {rules.base}404.html
{missing}
<IfModule mod_mime.c>
{types}
  AddCharset utf-8 {" ".join(PACKED_ENDINGS)}
  RemoveEncoding .gz .br
</IfModule>
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteRule "(^|/)\\.(?!well-known/)" - [R=404,L]
  RewriteRule "(^|/)web\\.config$" - [R=404,L]
{moved}
  RewriteCond %{{REQUEST_FILENAME}} -d
  RewriteCond %{{REQUEST_FILENAME}}/index.html !-f
  RewriteRule "/$" - [R=404,L]
{_apache_packed()}
</IfModule>
<IfModule mod_headers.c>
{headers}
  Header always set Content-Security-Policy "{rules.embedded_policy}" "expr=%{{REQUEST_URI}} =~ m#{EMBEDDED}#"
  Header always unset X-Frame-Options "expr=%{{REQUEST_URI}} =~ m#{EMBEDDED}#"
  Header always set Cache-Control "{ASK}"
  Header always set Cache-Control "{FOREVER}" "expr=%{{REQUEST_URI}} =~ m#{MARKED}#"
  <FilesMatch "\\.(html|css|js|json|svg|xml|txt|ics|webmanifest|csv)(\\.br|\\.gz)?$">
    Header always set Vary Accept-Encoding
  </FilesMatch>
  <FilesMatch "\\.br$">
    Header set Content-Encoding br
  </FilesMatch>
  <FilesMatch "\\.[a-z]+\\.gz$">
    Header set Content-Encoding gzip
  </FilesMatch>
</IfModule>
{forced}
"""


def _apache_packed() -> str:
    """A packed copy is sent in place of a text file, and of a folder's page, to whoever takes it."""
    lines = []
    for code, suffix in (("br", "br"), ("gzip", "gz")):
        asked = f"  RewriteCond %{{HTTP:Accept-Encoding}} \\b{code}\\b"
        sent = "[L,E=no-gzip:1,E=no-brotli:1]"
        lines += [asked, f"  RewriteCond %{{REQUEST_FILENAME}}index.html.{suffix} -f", f'  RewriteRule "^(.*/)?$" "$1index.html.{suffix}" {sent}']
        for ending in PACKED_ENDINGS:
            lines += [asked, f"  RewriteCond %{{REQUEST_FILENAME}}.{suffix} -f", f'  RewriteRule "^(.+{re.escape(ending)})$" "$1.{suffix}" {sent}']
    return "\n".join(lines)


def _both(old: str) -> tuple[str, str]:
    """An old address with and without its last slash."""
    return old.rstrip("/"), old.rstrip("/") + "/"


def iis(rules: Rules) -> str:
    """A web.config that needs the URL Rewrite module for redirects and hidden folders; else take the minimal one."""
    headers = "\n".join(f'        <remove name="{name}" />\n        <add name="{name}" value="{html.escape(value)}" />' for name, value in rules.headers.items())
    moved = "\n".join(f'        <rule name="chuyen {n}" stopProcessing="true"><match url="^{html.escape(re.escape(old).rstrip("/"))}/?$" />'
                      f'<action type="Redirect" url="{html.escape(rules.base + _quoted(new))}" redirectType="Permanent" /></rule>'
                      for n, (old, new) in enumerate(sorted(rules.redirects.items()), 1))
    missing = "\n".join(f'  <location path="{lang}">\n    <system.webServer>\n{_iis_errors(f"{rules.base}{lang}/404.html", 6)}\n    </system.webServer>\n  </location>'
                        for lang in rules.languages)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Do máy viết mỗi lần đưa trang lên; sửa ở đây sẽ mất. Cần mô-đun URL Rewrite; chưa có thì dùng {FOLDER}/web.config.toi-thieu. -->
<configuration>
  <system.webServer>
{_iis_static()}
    <directoryBrowse enabled="false" />
    <urlCompression doStaticCompression="true" />
{_iis_errors(f"{rules.base}404.html", 4)}
    <httpProtocol>
      <customHeaders>
        <remove name="X-Powered-By" />
{headers}
      </customHeaders>
    </httpProtocol>
    <security>
      <requestFiltering>
        <hiddenSegments>
          <add segment="{FOLDER}" />
          <add segment=".phat-hanh" />
        </hiddenSegments>
      </requestFiltering>
    </security>
    <rewrite>
      <rules>
        <rule name="tep an" stopProcessing="true"><match url="(^|/)\\.(?!well-known/)" /><action type="CustomResponse" statusCode="404" /></rule>
{moved}
      </rules>
    </rewrite>
  </system.webServer>
{missing}
{_iis_embedded(rules)}
</configuration>
"""


def _iis_embedded(rules: Rules) -> str:
    """The snippet of news may stand in a frame of another site."""
    return "\n".join(f"""  <location path="{place}moi.html">
    <system.webServer><httpProtocol><customHeaders>
      <remove name="X-Frame-Options" />
      <remove name="Content-Security-Policy" />
      <add name="Content-Security-Policy" value="{html.escape(rules.embedded_policy)}" />
    </customHeaders></httpProtocol></system.webServer>
  </location>""" for place in ("", *(f"{lang}/" for lang in rules.languages)))


def iis_minimal(rules: Rules) -> str:
    """Only sections that a host seldom locks: types, default page, error page, headers."""
    headers = "\n".join(f'        <remove name="{name}" />\n        <add name="{name}" value="{html.escape(value)}" />' for name, value in rules.headers.items())
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Bản tối thiểu: dùng khi bản đầy đủ làm máy chủ báo lỗi 500. Đổi tên thành web.config. -->
<configuration>
  <system.webServer>
{_iis_static()}
{_iis_errors(f"{rules.base}404.html", 4)}
    <httpProtocol>
      <customHeaders>
{headers}
      </customHeaders>
    </httpProtocol>
  </system.webServer>
</configuration>
"""


def _iis_static() -> str:
    """Each type is removed before it is added: one that the host knows already would stop the whole site."""
    maps = "\n".join(f'      <remove fileExtension="{ending}" />\n      <mimeMap fileExtension="{ending}" mimeType="{kind}" />' for ending, kind in TYPES.items())
    return f"""    <defaultDocument enabled="true"><files><clear /><add value="index.html" /></files></defaultDocument>
    <staticContent>
      <clientCache cacheControlMode="DisableCache" />
{maps}
    </staticContent>"""


def _iis_errors(page: str, indent: int) -> str:
    pad = " " * indent
    lines = [f'{pad}<httpErrors errorMode="Custom" existingResponse="Replace">']
    for code in ("403", "404"):
        lines += [f'{pad}  <remove statusCode="{code}" subStatusCode="-1" />', f'{pad}  <error statusCode="{code}" path="{page}" responseMode="ExecuteURL" />']
    return "\n".join([*lines, f"{pad}</httpErrors>"])


def _quoted(address: str) -> str:
    """An address safe inside a configuration file: percent-encoded, no quotes, no blanks."""
    from urllib.parse import quote

    return quote(address, safe="/#-._~")


def cache_of(path: str) -> str:
    """How long a reader may keep a file without asking."""
    return FOREVER if re.search(MARKED, path) else ASK
