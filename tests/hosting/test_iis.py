"""The web.config files, judged without a Windows at hand: by what the schema of IIS takes, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from portal.publish import hosting, iis

RULES = hosting.Rules(redirects={"tinh-huong/ten-cu/": "tinh-huong/vay-no/", "a & b/": "c/"}, base="/hoa-giai/")
SCHEMA = etree.XMLSchema(file=str(Path(__file__).with_name("web-config.xsd")))
LOCKED_BY_DEFAULT = {"security", "rewrite", "directoryBrowse", "urlCompression"}      # or absent from a bare IIS: full version only


@pytest.fixture(params=[iis.written, iis.minimal])
def config(request: pytest.FixtureRequest) -> ElementTree.Element:
    return ElementTree.fromstring(request.param(RULES).encode("utf-8"))


@pytest.mark.parametrize("written", [iis.written, iis.minimal])
@pytest.mark.parametrize("rules", [RULES, hosting.Rules(), hosting.Rules(preview=True)], ids=["moved pages", "plain", "trial"])
def test_iis_takes_every_section_attribute_and_word(written: Callable[[hosting.Rules], str], rules: hosting.Rules):
    SCHEMA.assertValid(etree.fromstring(written(rules).encode("utf-8")))


@pytest.mark.parametrize(("right", "wrong"), [('errorMode="Custom"', 'errorMode="Own"'), ('<directoryBrowse enabled="false" />', '<directoryBrowse enabled="no" />'),
                                              ('<remove statusCode="403"', '<error statusCode="404" path="/x" /><remove statusCode="403"'),
                                              ('redirectType="Permanent"', 'redirectType="301"')])
def test_the_schema_refuses_what_would_stop_a_site(right: str, wrong: str):
    text = iis.written(RULES)
    assert right in text

    assert not SCHEMA.validate(etree.fromstring(text.replace(right, wrong, 1).encode("utf-8")))


def test_what_is_added_was_removed_before_so_that_no_double_stops_the_site(config: ElementTree.Element):
    for add, key in (("mimeMap", "fileExtension"), ("error", "statusCode")):
        for parent in config.iter():
            removed: list[str | None] = []
            for child in parent:
                if child.tag == "remove" and key in child.attrib:
                    removed.append(child.attrib[key])
                if child.tag == add:
                    assert child.attrib[key] in removed
            added = [child.attrib[key] for child in parent if child.tag == add]
            assert len(added) == len(set(added))


def test_every_type_that_the_portal_uses_is_known(config: ElementTree.Element):
    known = {entry.attrib["fileExtension"]: entry.attrib["mimeType"] for entry in config.iter("mimeMap")}

    assert known == hosting.TYPES


def test_the_headers_are_the_same_as_everywhere(config: ElementTree.Element):
    first = next(config.iter("customHeaders"))

    assert {entry.attrib["name"]: entry.attrib["value"] for entry in first if entry.tag == "add"} == RULES.headers


def test_the_minimal_one_leaves_out_what_hosts_lock():
    config = ElementTree.fromstring(iis.minimal(RULES).encode("utf-8"))

    assert not LOCKED_BY_DEFAULT & {section.tag for server in config.iter("system.webServer") for section in server}


def test_redirects_and_pages_of_not_found_know_the_path_under_which_the_site_lies():
    text = iis.written(RULES)

    assert 'url="/hoa-giai/tinh-huong/vay-no/"' in text
    assert 'path="/hoa-giai/en/404.html"' in text
    assert "a\\ \\&amp;\\ b" in text
