"""Where MkDocs calls in. With generator.py the only file that knows it.

static-i18n builds once per language and comes through these doors each time: nothing is remembered here, every
question goes to the build that is under way."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from markupsafe import Markup
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

from portal.building import opened
from portal.views import shown


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
    env.filters["ngay"] = shown
    env.filters["asset"] = lambda name: opened().hashed.get(name, name)
    return env


def on_page_markdown(markdown, page, config, files):
    path = f"docs/{page.file.src_uri}"
    page.meta["template"] = opened().template(path)
    return opened().markdown(path, page.file.locale_alternate_of)


def on_page_context(context, page, config, nav):
    view = opened().view(f"docs/{page.file.src_uri}", page.file.locale_alternate_of)
    page.content = Markup(page.content)
    return {**context, "v": view, "w": view.words}
