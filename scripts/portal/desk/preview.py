"""A text in the editor → the page as readers will see it, with the portal's own style and nothing that can act.

The composing, the Markdown extensions and the partial templates are those of the build; header, lists and footer are left
out. Whatever was pasted goes through nh3, and the answer forbids scripts besides."""

from __future__ import annotations

import importlib
import posixpath
from dataclasses import replace
from typing import Any

import jinja2
import markdown
import nh3
import yaml

from portal import building, citations, content
from portal.content import Page, Site
from portal.desk import checking
from portal.views import Mode, furnish

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg")
_DRAWN = {"svg": {"viewBox", "viewbox"}, "path": {"d", "stroke-width", "stroke-dasharray"}, "circle": {"cx", "cy", "r"}, "rect": {"x", "y", "width", "height", "rx"}}
_TAGS = nh3.ALLOWED_TAGS | _DRAWN.keys() | {"section", "article", "details", "summary", "figure", "figcaption", "dl", "dt", "dd", "main", "header", "footer", "nav"}
_ATTRIBUTES = {"*": {"class", "id", "lang", "role", "title", "hidden"}, "a": {"href"}, "img": {"src", "alt", "width", "height"}, "td": {"align", "colspan", "rowspan"},
               "th": {"align", "scope", "colspan", "rowspan"}, "time": {"datetime"}, "ol": {"start"}, **_DRAWN}
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<link rel="stylesheet" href="/kieu/portal.css"></head>
<body><main class="portal-wrap" id="xem"><article class="portal-text">{text}</article></main></body></html>"""


def page(site: Site, path: str, source: str) -> str:
    """The whole HTML document of a text that would stand at `path`."""
    parsed, problems = content.parse(path, content.filled(source, site.agency))
    old = next((one for one in site.pages if one.path == path), None)
    parsed = replace(parsed, data=old.data if old else None)
    try:
        text = _rendered(site, parsed)
    except Exception:                                    # a half-typed page: templates meet shapes that no rule has passed yet
        first = problems[0].what if problems else "phần đầu trang chưa đủ"
        text = f"<p><strong>Chưa xem thử được: {nh3.clean_text(first)}.</strong></p>{_markdown(parsed.body, [])}"
    return _PAGE.format(lang=parsed.lang, title=nh3.clean_text(parsed.title), text=_cleaned(text, path))


def _rendered(site: Site, parsed: Page) -> str:
    state = building.Build(checking.near(site, parsed), Mode())
    state.index = citations.Index(replace(site, pages=(parsed,)), state.registers["vi"])      # of this page alone: the whole takes seconds
    view = state.view(parsed.path, parsed.lang)
    body = _markdown(state.markdown(parsed.path, parsed.lang), [state.citations])
    partials = jinja2.Environment(loader=jinja2.FileSystemLoader(str(site.root / "overrides"), encoding="utf-8"), autoescape=False)
    partials.filters.update({"url": lambda _: "#", "asset": lambda name: name})
    furnish(partials)
    whole = partials.from_string('{% if v.stop and v.stop.gate %}{% include "partials/stop.html" %}{% endif %}{% include "partials/opening.html" %}{{ body }}')
    return whole.render(v=view, w=view.words, page={"toc": []}, body=body)


def _markdown(text: str, more: list[Any]) -> str:
    names, settings = _extensions()
    return markdown.markdown(text, extensions=[*names, *more], extension_configs=settings)


def _extensions() -> tuple[list[str], dict[str, dict[str, Any]]]:
    """The list in mkdocs.yml, so that the preview cannot differ from the site; citations come with their build."""
    listed = _settings()["markdown_extensions"]
    settings = {name: options for entry in listed if isinstance(entry, dict) for name, options in entry.items()}
    return [name for entry in listed if (name := next(iter(entry)) if isinstance(entry, dict) else entry) != "portal.citations"], settings


def _settings() -> dict[str, Any]:
    with (building.ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_Loader)


class _Loader(yaml.SafeLoader):
    """Plain YAML and the one tag of mkdocs.yml: a function by its name, of this package alone."""


def _function(_: yaml.Loader, name: str, __: yaml.Node) -> Any:
    module, _, function = name.rpartition(".")
    if not module.startswith("portal."):
        raise ValueError(name)
    return getattr(importlib.import_module(module), function)


_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", _function)


def _cleaned(text: str, path: str) -> str:
    """No script, style, frame or form; links lead nowhere but within the page; pictures come from docs/ alone."""
    def keep(tag: str, name: str, value: str) -> str | None:
        if tag == "a" and name == "href":
            return value if value.startswith("#") else None
        if tag == "img" and name == "src":
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), value))
            return f"/tep/{place}" if ":" not in value and place.startswith("docs/") and place.lower().endswith(PICTURES) else None
        return value
    return nh3.clean(text, tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=keep, generic_attribute_prefixes={"data-", "aria-"},
                     link_rel=None, url_schemes={"https", "http", "mailto", "tel"}, clean_content_tags={"script", "style"})
