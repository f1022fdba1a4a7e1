"""What leaves the portal for other programs: feeds, calendar, open data. All read from a built site."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from icalendar import Calendar

from conftest import ADDRESS, ROOT
from portal import content, feeds, open_data

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def test_the_feed_lists_pages_newest_first_without_drafts(tiny_site: Path):
    feed = ElementTree.parse(tiny_site / "feed.xml").getroot()

    titles = [entry.findtext("atom:title", namespaces=ATOM) for entry in feed.findall("atom:entry", ATOM)]
    days = [entry.findtext("atom:updated", namespaces=ATOM) for entry in feed.findall("atom:entry", ATOM)]

    assert titles[0] == "Tranh chấp ranh giới"
    assert "Trang còn nháp" not in titles
    assert days == sorted(days, reverse=True)
    assert feed.find("atom:entry/atom:link", ATOM).get("href") == ADDRESS + "tinh-huong/ranh-gioi/"


def test_each_language_has_its_own_feed_of_pages_it_really_has(tiny_site: Path):
    vietnamese = json.loads((tiny_site / "feed.json").read_text(encoding="utf-8"))
    english = json.loads((tiny_site / "en/feed.json").read_text(encoding="utf-8"))

    assert {item["language"] for item in vietnamese["items"]} == {"vi"}
    assert english["items"] == []
    assert english["feed_url"] == ADDRESS + "en/feed.json"


def test_the_snippet_holds_links_and_no_script(tiny_site: Path):
    text = (tiny_site / "moi.html").read_text(encoding="utf-8")

    assert f'<a href="{ADDRESS}tinh-huong/ranh-gioi/" target="_top">' in text
    assert "<script" not in text and "style=" not in text


def test_an_event_with_hours_stands_in_the_calendar_in_the_commune_s_own_time(tiny: Path):
    page = tiny / "docs/vi/truyen-thong/lop.md"
    page.parent.mkdir()
    skill = (tiny / "docs/vi/ky-nang/lang-nghe.md").read_text(encoding="utf-8")
    head, _, _ = skill.replace("title: Lắng nghe", "title: Lớp học thử").rpartition("---\n")
    page.write_text(head + 'ngay_dien_ra: 2026-12-05\ngio: "08:00-11:00"\ndia_diem: Nhà văn hóa\n---\n## Bài đọc\n\nMời dự.\n', encoding="utf-8")
    site, _ = content.read(tiny)

    [event] = Calendar.from_ical(feeds.calendar(site, ADDRESS)).walk("VEVENT")

    assert event["summary"] == "Lớp học thử"
    assert event.decoded("dtstart").isoformat() == "2026-12-05T08:00:00+07:00"
    assert event["uid"] == "truyen-thong/lop@hoa-giai"


@pytest.mark.parametrize("name", open_data.SHAPES)
def test_every_open_data_file_holds_to_the_schema_beside_it(built: Path, name: str):
    data = json.loads((built / f"api/{name}.json").read_text(encoding="utf-8"))
    schema = json.loads((built / f"api/schema/{name}.json").read_text(encoding="utf-8"))

    jsonschema.validate(data, schema, format_checker=jsonschema.FormatChecker())
    ids = [(item["id"], item.get("lang")) for item in data["items"]]
    assert ids and len(ids) == len(set(ids))
    assert all(shape["description"] for shape in schema["properties"]["items"]["items"]["properties"].values())


def test_the_handbook_names_every_file_that_others_may_take(built: Path):
    page = (ROOT / "docs/vi/so-tay/kenh-khac.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:en/|api/)?[\w.-]+\.(?:json|xml|ics|csv|html))`", page)) | {"moi.html"}

    assert all((built / name).is_file() for name in named)
    assert {f"api/{file.name}" for file in (built / "api").glob("*.*")} <= named


def test_the_plan_opens_in_a_spreadsheet_with_every_item(built: Path):
    with (built / "api/ke-hoach-2026.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    items = {row["Mục"] for row in rows}
    assert {"1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2", "4.3", "5.1", "5.2", "IV.1", "IV.2", "IV.3", "IV.4"} <= items
    assert (ROOT / "docs/bang/ke-hoach-2026.yml").exists()


STAMP = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"
# What https://www.jsonfeed.org/version/1.1/ (read 2026-11-22) asks of the keys that we write.
JSON_FEED = {
    "type": "object", "required": ["version", "title", "items"], "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"}, "title": {"type": "string", "minLength": 1}, "language": {"type": "string"},
        "home_page_url": {"type": "string", "format": "uri"}, "feed_url": {"type": "string", "format": "uri"},
        "items": {"type": "array", "items": {"type": "object", "required": ["id", "content_text"], "properties": {
            "id": {"type": "string", "minLength": 1}, "url": {"type": "string", "format": "uri"}, "date_modified": {"type": "string", "pattern": STAMP}}}}}}


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_atom_feed_has_what_rfc_4287_asks_for(built: Path, folder: str):
    feed = ElementTree.parse(built / folder / "feed.xml").getroot()

    for part in (feed, *feed.findall("atom:entry", ATOM)):
        assert all(len(part.findall(f"atom:{tag}", ATOM)) == 1 and part.findtext(f"atom:{tag}", namespaces=ATOM) for tag in ("id", "title", "updated"))
        assert re.match(STAMP, part.findtext("atom:updated", namespaces=ATOM))
        assert all(link.get("href").startswith("https://") for link in part.findall("atom:link", ATOM))
    assert feed.findtext("atom:author/atom:name", namespaces=ATOM)
    assert len(feed.findall("atom:link[@rel='self']", ATOM)) == 1
    ids = [entry.findtext("atom:id", namespaces=ATOM) for entry in feed.findall("atom:entry", ATOM)]
    assert ids and len(ids) == len(set(ids))


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_json_feed_holds_to_version_1_1_and_leads_to_pages_that_stand(built: Path, folder: str):
    feed = json.loads((built / folder / "feed.json").read_text(encoding="utf-8"))

    jsonschema.validate(feed, JSON_FEED, format_checker=jsonschema.FormatChecker())
    assert all((built / item["url"].removeprefix(ADDRESS) / "index.html").exists() for item in feed["items"])


def test_the_calendar_keeps_to_short_lines_with_unique_events(built: Path):
    text = (built / "lich.ics").read_bytes()
    uids = [str(event["uid"]) for event in Calendar.from_ical(text).walk("VEVENT")]

    assert all(len(line) <= 75 for line in text.split(b"\r\n")) and len(uids) == len(set(uids))
