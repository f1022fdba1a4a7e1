"""The cards as one EPUB, for phones and e-readers that read books: the built pages, plain, through pandoc."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import uuid
from pathlib import Path

from lxml import etree, html

from portal.content import Site
from portal.packs import zips
from portal.packs.disk import address
from portal.packs.making import Pack
from portal.vietnamese import sort_key
from portal.words import WORDS

TITLE = "Sổ tay tình huống"
NOT_IN_BOOKS = ("svg", "button", "nav", "script", "form", "details", "template")


def write(site: Site, site_dir: Path, out: Path) -> Pack | None:
    """Writes dist/so-tay-tinh-huong-<date>.epub; None when there is no card or no pandoc. Same content, same bytes."""
    pages = sorted((page for page in site.of("vi", "tinh-huong") if (site_dir / page.url / "index.html").is_file()), key=lambda page: sort_key(page.title))
    if not pages:
        return None
    try:
        import pypandoc
    except ImportError:                                # only on machines that have the staff's tools
        return None
    day = max(page.updated for page in pages if page.updated)
    text = "".join(chapter((site_dir / page.url / "index.html").read_text(encoding="utf-8")) for page in pages)
    target = out / f"so-tay-tinh-huong-{day.isoformat()}.epub"
    out.mkdir(parents=True, exist_ok=True)
    name = uuid.uuid5(uuid.NAMESPACE_URL, address(site_dir) + TITLE + hashlib.sha256(text.encode()).hexdigest())
    os.environ["SOURCE_DATE_EPOCH"] = str((day.toordinal() - 719163) * 86400)
    with tempfile.TemporaryDirectory() as folder:
        half = Path(folder) / "so-tay.epub"
        pypandoc.convert_text(f"<html><body>{text}</body></html>", "epub3", format="html", outputfile=str(half), extra_args=[
            "--metadata", f"title={TITLE}", "--metadata", "lang=vi", "--metadata", f"author={WORDS['vi']['brand']}", "--metadata", f"date={day}",
            "--metadata", f"identifier=urn:uuid:{name}", "--toc", "--toc-depth=1"])
        target.write_bytes(half.read_bytes())
    zips.sum_file(target)
    return Pack(target, TITLE, "Sách điện tử (EPUB) các thẻ tình huống, đọc trên điện thoại bằng ứng dụng đọc sách.", day)


def chapter(page: str) -> str:
    """The article of a page as plain HTML: one chapter, links out of it as text."""
    article = html.fromstring(page.encode("utf-8")).get_element_by_id("noi-dung")
    for node in list(article.iter(*NOT_IN_BOOKS)):
        node.drop_tree()
    for node in article.xpath(".//*[@hidden]"):
        node.drop_tree()
    for link in article.iter("a"):
        if not re.match(r"https?:|tel:", link.get("href", "")):
            link.attrib.pop("href", None)
    for node in article.iter():
        for name in ("class", "style", "id", "data-label", "role"):
            node.attrib.pop(name, None)
    return etree.tostring(article, encoding="unicode", method="html")
