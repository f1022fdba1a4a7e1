"""The files for Apache: a .htaccess for every host, and what only the settings of a virtual host can say."""

from __future__ import annotations

import re

from portal.publish.hosting import ASK, EMBEDDED, FOLDER, FOREVER, TYPES, Rules, quoted
from portal.publish.release import MARKED, PACKED_ENDINGS

FILE = f"{FOLDER}/apache.conf"


def written(rules: Rules) -> str:
    """A .htaccess; every module is asked for first, so a bare Apache still serves the site."""
    headers = "\n".join(f'  Header always set {name} "{value}"' for name, value in rules.headers.items())
    moved = "\n".join(f'  RewriteRule "^{re.escape(old.rstrip("/"))}/?$" "{rules.base}{quoted(new)}" [R=301,L,NE]' for old, new in rules.moved)
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
{_packed()}
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


def _packed() -> str:
    """A packed copy is sent in place of a text file, and of a folder's page, to whoever takes it."""
    lines = []
    for code, suffix in (("br", "br"), ("gzip", "gz")):
        asked = f"  RewriteCond %{{HTTP:Accept-Encoding}} \\b{code}\\b"
        sent = "[L,E=no-gzip:1,E=no-brotli:1]"
        lines += [asked, f"  RewriteCond %{{REQUEST_FILENAME}}index.html.{suffix} -f", f'  RewriteRule "^(.*/)?$" "$1index.html.{suffix}" {sent}']
        for ending in PACKED_ENDINGS:
            lines += [asked, f"  RewriteCond %{{REQUEST_FILENAME}}.{suffix} -f", f'  RewriteRule "^(.+{re.escape(ending)})$" "$1.{suffix}" {sent}']
    return "\n".join(lines)


def virtual_host(rules: Rules) -> str:
    """To be included inside `<VirtualHost>`: Apache answers a broken request before it reads any .htaccess."""
    headers = "\n".join(f'  Header always set {name} "{value}"' for name, value in rules.headers.items())
    return f"""# Do máy viết mỗi lần đưa trang lên. Đặt trong khối VirtualHost, sau DocumentRoot:
#   Include /srv/hoa-giai/current/{FILE}
TraceEnable off
ServerSignature Off
ErrorDocument 403 {rules.base}404.html
ErrorDocument 404 {rules.base}404.html
<IfModule mod_headers.c>
{headers}
  Header always set Cache-Control "{ASK}"
</IfModule>
"""
