"""The Markdown of a page → its HTML, inside MkDocs: one Markdown machine for all pages, and what did not change is recalled.

With hooks.py and generator.py the only file that knows MkDocs. MkDocs makes a new machine for each page and renders
every page each time; in a build of ours `Page.render` is the one below, which gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from markdown import Markdown
from mkdocs.structure import pages
from mkdocs.structure.toc import get_toc

from portal import kept, sparing
from portal.building import Build


@dataclass(frozen=True)
class Rendered:
    """What MkDocs takes from a rendered page; links to anchors by the path of the page they lead to."""

    content: str
    contents: list[Any]                          # the tokens of the toc extension
    title: str | None
    anchors: set[str]
    links: dict[str, dict[str, str]]


class _Renderer:
    def __init__(self, build: Build) -> None:
        self.build = build
        self.lang = ""
        self.machine: Markdown | None = None
        self.around = ""                         # all that a page's HTML hangs on beside its own text

    def render(self, page: Any, config: Any, files: Any) -> None:
        """Stands in for `Page.render`."""
        if (lang := config.plugins["i18n"].current_language) != self.lang:
            self._begin(lang, config, files)
        cited = self.build.citations
        own = (page.file.src_uri, page.file.dest_uri, page.markdown, cited.page_url, sorted(cited.reading.bases), cited.reading.day,
               str(page.meta.get("trang_thai")))         # warnings about drafts do not count
        rendered = kept.recall("markdown", (self.around, *own), lambda: self._rendered(page, config, files))
        page.content, page.toc = rendered.content, get_toc(rendered.contents)
        page._title_from_render, page.present_anchor_ids = rendered.title, rendered.anchors
        page.links_to_anchors = {files.get_file_from_path(path): links for path, links in rendered.links.items()}

    def _begin(self, lang: str, config: Any, files: Any) -> None:
        """static-i18n builds language after language: another register of laws, other files to link to."""
        known = sorted((file.src_uri, file.dest_uri, str(file.inclusion)) for file in files)
        self.lang = lang
        self.around = hashlib.sha256(repr((lang, self.build.registers[lang].mark, known)).encode()).hexdigest()
        self.machine = Markdown(extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {})
        sparing.spare(self.machine)
        self.files = SimpleNamespace(get_file_from_path=cache(files.get_file_from_path))     # static-i18n looks in three places, again for each link

    def _rendered(self, page: Any, config: Any, files: Any) -> Rendered:
        """As `Page.render` does it: its processors are put in anew for each page, under their own names."""
        assert self.machine is not None
        self.machine.reset()
        raw, anchors = pages._RawHTMLPreprocessor(), pages._ExtractAnchorsTreeprocessor(page.file, files, config)
        addresses, title = pages._RelativePathTreeprocessor(page.file, self.files, config), pages._ExtractTitleTreeprocessor()
        for part in (raw, anchors, addresses, title):
            part._register(self.machine)
        content = self.machine.convert(page.markdown)
        return Rendered(content, getattr(self.machine, "toc_tokens", []), title.title, anchors.present_anchor_ids | raw.present_anchor_ids,
                        {file.src_uri: links for file, links in addresses.links_to_anchors.items()})


@contextmanager
def ours(build: Build) -> Iterator[None]:
    """Within, MkDocs renders pages our way."""
    theirs, renderer = pages.Page.render, _Renderer(build)
    pages.Page.render = lambda page, config, files: renderer.render(page, config, files)
    try:
        yield
    finally:
        pages.Page.render = theirs
