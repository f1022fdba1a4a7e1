"""E-mail addresses and links to a person's page on a social network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.findings import Finding
from portal.privacy.shadow import Text

_AT = r"(?: ?@ ?| ?[\[({<] ?(?:at|a cong|a còng|a) ?[\])}>] ?| (?:at|a cong) (?=[a-z0-9-]{1,30} ?(?:\.|dot|cham|\[)))"
_DOT = r"(?:\.| ?[\[({<] ?(?:dot|cham) ?[\])}>] ?| (?:dot|cham) | \. ?)"
_MAIL = re.compile(rf"(?<![a-z0-9._%+-])(?P<who>[a-z0-9][a-z0-9._%+-]{{0,63}}){_AT}(?P<host>[a-z0-9-]{{1,40}}(?:{_DOT}[a-z0-9-]{{2,24}}){{1,4}}"
                   r"|(?:gmail|yahoo|hotmail|outlook|icloud), ?com)(?![a-z0-9-])")
_BRACKETED_AT = re.compile(r"[\[({<] ?(?:at|a cong|a còng|a) ?[\])}>]")
_SPOKEN_AT = re.compile(r" a(?:t| cong) [a-z0-9-]{1,30} ?(?:\.|dot|cham|\[)")
_OWN_HOST = re.compile(r"(?:^|\.)gov\.vn$|(?:^|\.)(?:example|vi-?du|vidu)\.(?:com|org|net|vn)$|\.(?:example|test|invalid)$|(?:^|\.)ten-?mien\.\w+$")
_AGENCY = (r"ubnd|ubmttq|mttq|cong-?an|van-?thu|van-?phong|hdnd|sotuphap|tuphap|stp|toaan|trungtam|info|lienhe|hotro|contact|support|duongdaynong|phananh|chinhphu|thongtin|"
           r"doanthanhnien|hoiphunu|hoinongdan|baochi|vtv|truong(?:thcs|tieuhoc|mamnon|thpt)|csgt|xaduonghuu|duonghuu|cong(?:thong)?tin|dichvucong")
_OWN_NAME = re.compile(rf"(?:{_AGENCY})")

_NETWORK = (r"(?:www\.|m\.|vt\.|vm\.|vi-vn\.|web\.)?(?:facebook\.com|fb\.com|fb\.me|m\.me|messenger\.com/t|zalo\.me|chat\.zalo\.me|tiktok\.com|instagram\.com|threads\.(?:net|com)|"
            r"twitter\.com|x\.com|t\.me|telegram\.me|youtube\.com|linkedin\.com|wa\.me|viber\.click|weibo\.com|vk\.com|snapchat\.com|pinterest\.com|locket\.cam)")
_NETWORK_ENDS = re.compile(r"\.(?:com|me|net|click|cam)/")
_LINK = re.compile(rf"(?<![a-z0-9@.-])(?:https?://)?{_NETWORK}/(?P<path>[^\s<>()\[\]\"'|,;]{{2,200}})")
_NO_PERSON = re.compile(r"@?(?:sharer|dialog|plugins|watch|results|playlist|embed|shorts|hashtag|search|explore|groups?+(?!/[^/]+/user/)|g/|"
                        r"events?|help|policies|legal|privacy|terms|"
                        r"login|business|pages/(?:category|create)|"
                        r"gaming|marketplace|tags?(?=/)|discover|reel|video|intent|home|about|feed|stories/highlights|public|tr\?|v/|s/|share\?|share/url|company|school|jobs|pc$|pc/|"
                         r"download)(?![a-z0-9]*\.[a-z])")
_NETWORKS = ("face", "fb", "tik", "insta", "zalo", "tele", "viber", "youtube", "twitter", "threads")
_IG = re.compile(r"ig(?<![a-z]ig)")              # not in "right"
_HANDLE = re.compile(r"(?<![a-z])(?:facebook|face|fb|tiktok|tik tok|instagram|insta|ig|zalo|telegram|tele|viber|youtube|twitter|threads)(?: ca nhan| cua \w+| id|"
                     r" nick)?\s?(?:[:/=]|la|-)?\s?"
                     r"(?P<name>@[a-z0-9_][a-z0-9._]{2,40}|(?:/|id[ .:=]?)[a-z0-9][a-z0-9._]{4,40}|(?<=[:/=] )[a-z]+(?:\.[a-z0-9]+){1,4}|"
                      r"(?<=[:/=])[a-z]+(?:\.[a-z0-9]+){1,4})(?![a-z0-9@])")


def find(text: Text) -> Iterator[Finding]:
    """Addresses of people; those of agencies (*.gov.vn, ubnd…) and examples are left alone."""
    for match in _MAIL.finditer(text.shadow) if _has_at(text.shadow) else ():
        host = re.sub(r"[ \[\](){}<>]|(?:dot|cham)(?=[ \])}>])", "", match["host"].replace(" dot ", ".").replace(" cham ", "."))
        if not (_OWN_HOST.search(host) or _OWN_NAME.match(match["who"]) or re.fullmatch(r"(?:ten|email|dia-?chi|abc|xxx+|username|user|name|your\w*)", match["who"])):
            yield Finding(match.span(), "thu-dien-tu")
    for match in _LINK.finditer(text.shadow) if _NETWORK_ENDS.search(text.shadow) else ():
        path = match["path"].rstrip(".!?*_")
        if not _NO_PERSON.match(path) and not _OWN_NAME.search(path.partition("?")[0]) and len(path) > 1:
            yield Finding((match.start(), match.start("path") + len(path)), "mang-xa-hoi")
    for match in _HANDLE.finditer(text.shadow) if text.says(*_NETWORKS) or _IG.search(text.shadow) else ():
        if not _OWN_NAME.search(match["name"]) and not re.search(r"\.(?:com|vn|net|me|org)", match["name"]):
            yield Finding(match.span(), "mang-xa-hoi")


def _has_at(shadow: str) -> bool:
    """Whether "@" stands there or one of the ways to write it that `_AT` knows."""
    return "@" in shadow or bool(_BRACKETED_AT.search(shadow) or _SPOKEN_AT.search(shadow))
