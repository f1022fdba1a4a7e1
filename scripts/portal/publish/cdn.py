"""The files for object storage behind a CDN: who may read the bucket, its web site, and what the CDN must add."""

from __future__ import annotations

import json
from typing import Any

from portal.publish.hosting import ASK, EMBEDDED, FOLDER, FOREVER, Rules
from portal.publish.release import MARKED

POLICY, SITE, CDN = f"{FOLDER}/kho-quyen.json", f"{FOLDER}/kho-trang-web.json", f"{FOLDER}/cdn.json"
MOST_RULES = 50                                   # redirects that S3 takes; the pages that send on are there besides


def written(rules: Rules, bucket: str, prefix: str) -> dict[str, bytes]:
    """Path → bytes. `prefix` is where in the bucket the site lies: "" or "cong/"."""
    said = {POLICY: readers(bucket, prefix), SITE: web_site(rules, prefix), CDN: before(rules)}
    return {path: (json.dumps(what, ensure_ascii=False, indent=1) + "\n").encode("utf-8") for path, what in said.items()}


def readers(bucket: str, prefix: str) -> dict[str, Any]:
    """The bucket policy: everybody may read the site, nobody its store of releases."""
    hidden = [f"arn:aws:s3:::{bucket}/{prefix}{folder}/*" for folder in (".phat-hanh", FOLDER)]
    return {"Version": "2012-10-17", "Statement": [{"Sid": "DocCong", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "NotResource": hidden}]}


def web_site(rules: Rules, prefix: str) -> dict[str, Any]:
    """The bucket's web site: first page, page of "not found", moved pages."""
    moved = [{"Condition": {"KeyPrefixEquals": f"{prefix}{old}"}, "Redirect": {"ReplaceKeyWith": f"{prefix}{new}", "HttpRedirectCode": "301"}}
             for old, new in rules.moved[:MOST_RULES]]
    return {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": f"{prefix}404.html"}, **({"RoutingRules": moved} if moved else {})}


def before(rules: Rules) -> dict[str, Any]:
    """What the CDN does with every answer, in words that any of them has a field for."""
    return {
        "https": "bắt buộc; http chuyển sang https",
        "nen": ["br", "gzip"],
        "tieu_de_moi_tra_loi": dict(rules.headers),
        "tieu_de_rieng": [{"duong_dan": EMBEDDED, "tieu_de": dict(rules.embedded), "bo": ["X-Frame-Options"]}],
        "bo_dem": [{"duong_dan": MARKED, "Cache-Control": FOREVER}, {"duong_dan": ".*", "Cache-Control": ASK}],
        "khong_thay": [*({"duong_dan": f"/{lang}/", "trang": f"/{lang}/404.html", "ma": 404} for lang in rules.languages), {"duong_dan": "/", "trang": "/404.html", "ma": 404}],
        "chuyen": [{"tu": f"/{old}", "toi": f"/{new}", "ma": 301} for old, new in rules.moved],
        "khong_dua_ra": ["/.phat-hanh/", f"/{FOLDER}/"],
    }
