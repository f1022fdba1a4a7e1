"""The files for IIS: web.config in full, and a minimal one for hosts that lock sections."""

from __future__ import annotations

import html
import re

from portal.publish.hosting import FOLDER, TYPES, Rules, quoted

MINIMAL = f"{FOLDER}/web.config.toi-thieu"


def written(rules: Rules) -> str:
    """A web.config that needs the URL Rewrite module for redirects and hidden folders; else take the minimal one."""
    headers = "\n".join(f'        <remove name="{name}" />\n        <add name="{name}" value="{html.escape(value)}" />' for name, value in rules.headers.items())
    moved = "\n".join(f'        <rule name="chuyen {n}" stopProcessing="true"><match url="^{html.escape(re.escape(old).rstrip("/"))}/?$" />'
                      f'<action type="Redirect" url="{html.escape(rules.base + quoted(new))}" redirectType="Permanent" /></rule>'
                      for n, (old, new) in enumerate(rules.moved, 1))
    missing = "\n".join(f'  <location path="{lang}">\n    <system.webServer>\n{_errors(f"{rules.base}{lang}/404.html", 6)}\n    </system.webServer>\n  </location>'
                        for lang in rules.languages)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Do máy viết mỗi lần đưa trang lên; sửa ở đây sẽ mất. Cần mô-đun URL Rewrite; chưa có thì dùng {FOLDER}/web.config.toi-thieu. -->
<configuration>
  <system.webServer>
{_static()}
    <directoryBrowse enabled="false" />
    <urlCompression doStaticCompression="true" />
{_errors(f"{rules.base}404.html", 4)}
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
{_embedded(rules)}
</configuration>
"""


def _embedded(rules: Rules) -> str:
    """The snippet of news may stand in a frame of another site."""
    return "\n".join(f"""  <location path="{place}moi.html">
    <system.webServer><httpProtocol><customHeaders>
      <remove name="X-Frame-Options" />
      <remove name="Content-Security-Policy" />
      <add name="Content-Security-Policy" value="{html.escape(rules.embedded_policy)}" />
    </customHeaders></httpProtocol></system.webServer>
  </location>""" for place in ("", *(f"{lang}/" for lang in rules.languages)))


def minimal(rules: Rules) -> str:
    """Only sections that a host seldom locks: types, default page, error page, headers."""
    headers = "\n".join(f'        <remove name="{name}" />\n        <add name="{name}" value="{html.escape(value)}" />' for name, value in rules.headers.items())
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!-- Bản tối thiểu: dùng khi bản đầy đủ làm máy chủ báo lỗi 500. Đổi tên thành web.config. -->
<configuration>
  <system.webServer>
{_static()}
{_errors(f"{rules.base}404.html", 4)}
    <httpProtocol>
      <customHeaders>
{headers}
      </customHeaders>
    </httpProtocol>
  </system.webServer>
</configuration>
"""


def _static() -> str:
    """Each type is removed before it is added: one that the host knows already would stop the whole site."""
    maps = "\n".join(f'      <remove fileExtension="{ending}" />\n      <mimeMap fileExtension="{ending}" mimeType="{kind}" />' for ending, kind in TYPES.items())
    return f"""    <defaultDocument enabled="true"><files><clear /><add value="index.html" /></files></defaultDocument>
    <staticContent>
      <clientCache cacheControlMode="DisableCache" />
{maps}
    </staticContent>"""


def _errors(page: str, indent: int) -> str:
    pad = " " * indent
    lines = [f'{pad}<httpErrors errorMode="Custom" existingResponse="Replace">']
    for code in ("403", "404"):
        lines += [f'{pad}  <remove statusCode="{code}" subStatusCode="-1" />', f'{pad}  <error statusCode="{code}" path="{page}" responseMode="ExecuteURL" />']
    return "\n".join([*lines, f"{pad}</httpErrors>"])
