"""Where MkDocs calls in. With generator.py the only file that knows it.

static-i18n builds once per language and comes through these doors each time: nothing is remembered here, every
question goes to the build that is under way."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parent))

import jinja2
from markupsafe import Markup
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import url_filter

from portal.building import opened
from portal.views import furnish
from portal.words import WORDS


def on_config(config):
    """The citation extension must know page and register: ours stands in for the name."""
    config.markdown_extensions = [opened().citations if name == "portal.citations" else name for name in config.markdown_extensions]
    return config


@event_priority(-200)                    # after static-i18n (-100), which takes only files that stand on the disk
def on_files(files, config):
    """Drafts stay out of production; pages made of data come in."""
    lang = config.plugins["i18n"].current_language
    for file in [file for file in files if opened().leaves_out(f"docs/{file.src_uri}")]:
        files.remove(file)
    for path, text in opened().made.items():
        files.append(_made(config, path.removeprefix("docs/"), text, lang))
    return files


def _made(config, src_uri, text, lang):
    """A page without a file, with the marks that static-i18n puts on its own."""
    file = File.generated(config, src_uri, content=text)
    own, _, place = src_uri.partition("/")
    file.dest_uri = ("" if lang == "vi" else f"{lang}/") + place.removesuffix(".md") + "/index.html"
    file.locale, file.localization, file.locale_alternate_of = own, own, lang
    file.norm_src_uri, file.alternates = place, {lang: file}
    return file


def on_env(env, config, files):
    config.theme["language"] = config.plugins["i18n"].current_language   # <html lang>: readers' machines and the search go by it
    env.autoescape = True                                # a title or summary with < or & is text; MkDocs itself escapes nothing
    env.filters["url"] = _url
    env.filters["asset"] = _asset
    env.bytecode_cache = jinja2.FileSystemBytecodeCache(_compiled(), f"%s-{jinja2.__version__}")     # for both languages and the next build
    furnish(env)
    return env


def _compiled():
    """Where compiled templates are kept, by a hash of their text; may be deleted at any time."""
    folder = opened().site.root / ".cache" / "khuon"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


@jinja2.pass_context                     # asked while a page is drawn: otherwise Jinja works it out once and keeps it in the compiled template, which outlives a style
def _asset(context, name):
    return opened().hashed.get(name, name)


@jinja2.pass_context
def _url(context, place):
    """MkDocs' own filter. From all pages of one folder a place has one relative address, unless it lies at or below the page:
    asked for by every page for its neighbours, it is worked out once."""
    here = context["page"].url.rstrip("/") if context["page"] else ""
    folder = here.rpartition("/")[0]
    return _from(folder, place) if folder and not place.startswith(here) else url_filter(context, place)


@cache
def _from(folder, place):
    return normalize_url(place, SimpleNamespace(url=f"{folder}/-/"))


def on_page_read_source(page, config):
    """Nothing, and the same again below: the build has read the page, its front matter too."""
    return ""


def on_page_markdown(markdown, page, config, files):
    path = f"docs/{page.file.src_uri}"
    page.meta = {**opened().pages[path].meta, "template": opened().template(path)}
    return opened().markdown(path, page.file.locale_alternate_of)


def on_page_context(context, page, config, nav):
    view = opened().view(f"docs/{page.file.src_uri}", page.file.locale_alternate_of)
    page.content = Markup(page.content)
    return {**context, "v": view, "w": _words(view.lang)}


@cache
def _words(lang):
    """The words of the interface as attributes: templates ask a dict only after it has said that it has none of that name."""
    return SimpleNamespace(**WORDS[lang])
