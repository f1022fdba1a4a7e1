"""The problems of one page as it stands in the editor, without reading the other three hundred again."""

from __future__ import annotations

from dataclasses import replace

from portal import check, citations, content, forms, laws, pictures, practice, privacy, stories
from portal.content import Page, Site
from portal.problems import Problem

WHOLE = (check.titles_differ, check.sections_stand, check.links_lead_somewhere, check.story_says_what_it_is, check.card_numbers, check.addresses_differ)
TOPICS = (laws, citations, privacy, stories, pictures, forms, practice)


def with_page(site: Site, page: Page) -> Site:
    """The site in which this text stands at its place."""
    others = [other for other in site.pages if other.path != page.path]
    return replace(site, pages=tuple(sorted((*others, page), key=lambda one: one.path)))


def near(site: Site, page: Page) -> Site:
    """This page and the laws alone: all that its citations and its privacy need, in a tenth of the time."""
    return replace(site, pages=tuple({one.path: one for one in (*site.laws, page)}.values()))


def problems(site: Site, path: str, source: str) -> list[Problem]:
    """Everything wrong with a text that would stand at `path`, and with the data beside it; blocking ones first, then by line."""
    old = next((page for page in site.pages if page.path == path), None)
    page, found = content.parse(path, content.filled(source, site.agency))
    if old is not None:
        page = replace(page, data=old.data, data_lines=old.data_lines)
    whole = with_page(site, page)
    found = [*found, *(problem for rule in WHOLE for problem in rule(whole)), *(problem for topic in TOPICS for problem in topic.problems(near(site, page)))]
    return sorted({problem for problem in found if problem.path in (path, content.beside(path))}, key=lambda problem: (not problem.blocks, problem.line, problem.what))
