"""Pages → feeds (Atom, JSON Feed) per language and the calendar of events: for the commune's other channels.

Dates come from the change notes, identities from the addresses: two builds of one content give the same bytes."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from portal.content import LANGUAGES, Page, Site
from portal.listings import Entry, Listings

NEWEST = 40
ATOM = "http://www.w3.org/2005/Atom"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Channel:
    """One language's stream: what it is called and where it stands."""

    lang: str
    name: str
    address: str                                # of the site root, with the last slash
    listings: Listings

    @property
    def home(self) -> str:
        """The address of the front page in this language."""
        return self.address + ("" if self.lang == LANGUAGES[0] else f"{self.lang}/")

    @cached_property
    def news(self) -> list[tuple[Entry, str]]:
        """The newest pages that this language really has, each with what changed."""
        return [(entry, what) for entry, what in self.listings.newest(10_000) if entry.page.lang == self.lang and not entry.page.is_draft][:NEWEST]


def write(site: Site, channels: list[Channel], out: Path) -> None:
    """Writes feed.xml, feed.json and moi.html of each channel into the built site, and one lich.ics."""
    for channel in channels:
        folder = out if channel.lang == LANGUAGES[0] else out / channel.lang
        folder.mkdir(exist_ok=True)
        (folder / "feed.xml").write_bytes(atom(channel, site.newest_change))
        (folder / "feed.json").write_text(_json_feed(channel), encoding="utf-8")
        (folder / "moi.html").write_text(snippet(channel), encoding="utf-8")
    (out / "lich.ics").write_bytes(calendar(site, channels[0].address))


def atom(channel: Channel, newest: date) -> bytes:
    """The feed as RFC 4287 wants it; `newest` is the day of the newest change of the whole site."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": channel.lang})
    for tag, text in (("title", channel.name), ("id", channel.home), ("updated", _stamp(newest))):
        ElementTree.SubElement(feed, tag).text = text
    ElementTree.SubElement(ElementTree.SubElement(feed, "author"), "name").text = channel.name
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": channel.home + "feed.xml"})
    ElementTree.SubElement(feed, "link", {"href": channel.home})
    for entry, what in channel.news:
        item = ElementTree.SubElement(feed, "entry")
        address = channel.address + entry.url
        for tag, text in (("title", entry.title), ("id", address), ("updated", _stamp(entry.page.updated)), ("summary", f"{what}. {entry.description}")):
            ElementTree.SubElement(item, tag).text = text
        ElementTree.SubElement(item, "link", {"href": address})
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _json_feed(channel: Channel) -> str:
    items = [{"id": channel.address + entry.url, "url": channel.address + entry.url, "title": entry.title, "summary": entry.description,
              "content_text": f"{what}. {entry.description}", "date_modified": _stamp(entry.page.updated), "language": channel.lang} for entry, what in channel.news]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": channel.name, "home_page_url": channel.home,
            "feed_url": channel.home + "feed.json", "language": channel.lang, "items": items}
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def snippet(channel: Channel) -> str:
    """«Mới trên cổng» for the commune's own site: a list to paste or to frame; no script, no style."""
    rows = "".join(f'<li><a href="{html.escape(channel.address + entry.url)}" target="_top">{html.escape(entry.title)}</a> '
                   f'<time datetime="{entry.page.updated}">{entry.page.updated:%d/%m/%Y}</time></li>\n' for entry, _ in channel.news[:6])
    title = html.escape(channel.name)
    return (f'<!doctype html>\n<html lang="{channel.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
            f'<meta name="robots" content="noindex"><title>{title}</title></head>\n<body><h1>{title}</h1>\n<ul>\n{rows}</ul></body></html>\n')


def calendar(site: Site, address: str) -> bytes:
    """Every event page with a day; a whole day when no hours are given ("08:00-11:00")."""
    from icalendar import Calendar, Event

    diary = Calendar()
    diary.add("prodid", "-//Cong hoa giai//lich//VI")
    diary.add("version", "2.0")
    for page in sorted((page for page in site.vi if type(page.meta.get("ngay_dien_ra")) is date and not page.is_draft), key=lambda page: page.url):
        event = Event()
        event.add("uid", f"{page.url.strip('/')}@hoa-giai")
        event.add("dtstamp", datetime.combine(page.updated or site.newest_change, time(), ZoneInfo("UTC")))
        event.add("summary", page.title)
        event.add("description", str(page.meta.get("description", "")))
        event.add("location", str(page.meta.get("dia_diem", "")))
        event.add("url", address + page.url)
        begin, end = _hours(page)
        event.add("dtstart", begin)
        event.add("dtend", end)
        diary.add_component(event)
    diary.add_missing_timezones()
    return diary.to_ical()


def _hours(page: Page) -> tuple[date, date]:
    day = page.meta["ngay_dien_ra"]
    try:
        begin, end = (time.fromisoformat(part.strip()) for part in str(page.meta.get("gio", "")).split("-"))
    except ValueError:
        return day, day + timedelta(days=1)
    return datetime.combine(day, begin, ZONE), datetime.combine(day, end, ZONE)


def _stamp(day: date | None) -> str:
    return f"{day or date(2026, 1, 1):%Y-%m-%d}T00:00:00+07:00"
