"""Text of a page → spoken text, in two lengths, with breath marks, syllables and minutes.

A loudspeaker script is one source: paragraphs marked `{: .ban-5-phut}` stand in the long version only."""

from __future__ import annotations

from dataclasses import dataclass

from portal import kept
from portal.content import Page, Site
from portal.problems import Problem
from portal.speech.breath import breathe
from portal.speech.prose import paragraphs, section
from portal.speech.wording import Wording, unsaid
from portal.vietnamese import syllables

__all__ = ["NAMES", "Version", "Wording", "files", "is_script", "note", "problems", "report", "sheet", "unsaid", "versions"]

SCRIPT = "Bài đọc"
NAMES = ("bai-doc-3-phut.txt", "bai-doc-5-phut.txt")
RATE = 170                                      # syllables a minute with the breaths, where the table gives none
LENGTHS = (("ban_ngan", 3), ("ban_dai", 5))     # the table's limits of each version, and what it is called


@dataclass(frozen=True)
class Version:
    """One length of a script: `text` is what is said, without breath marks."""

    minutes: int                                # what it is called: the 3-minute or the 5-minute version
    text: str
    rate: int

    @property
    def syllables(self) -> int:
        return syllables(self.text)

    @property
    def lasts(self) -> str:
        """"3 phút 5 giây", to the nearest five seconds."""
        seconds = round(self.syllables * 60 / self.rate / 5) * 5
        return f"{seconds // 60} phút" + (f" {seconds % 60} giây" if seconds % 60 else "")

    @property
    def to_read(self) -> str:
        """The text as it is put in the reader's hand: a sentence a line, "/" for a breath, "//" for a stop."""
        return breathe(self.text)


def is_script(page: Page) -> bool:
    """Whether the page is written for the loudspeaker: it has the section of SCRIPT."""
    return page.kind == "truyen-thong" and section(page.body, SCRIPT) is not None


def versions(page: Page, wording: Wording) -> tuple[Version, Version]:
    """The short and the long version; of a page that is no script, all that it says."""
    return kept.recall("speech", (page.body, wording.table, wording.more_abbreviations), lambda: _versions(page, wording))    # asked for by check, page and files


def _versions(page: Page, wording: Wording) -> tuple[Version, Version]:
    spoken = [(paragraph.long_only, wording.say(paragraph.text)) for paragraph in paragraphs(section(page.body, SCRIPT) or page.body)]
    rate = int(wording.table.get("nhip", RATE))
    short = "\n\n".join(text for long_only, text in spoken if not long_only)
    return Version(3, short, rate), Version(5, "\n\n".join(text for _, text in spoken), rate)


def files(site: Site) -> dict[str, bytes]:
    """The texts to download: path under the site → UTF-8 with a byte order mark and Windows line ends, for Notepad."""
    wording = Wording.of(site.tables)
    return {page.url + name: sheet(page, version).replace("\n", "\r\n").encode("utf-8-sig")
            for page in site.vi if is_script(page) for name, version in zip(NAMES, versions(page, wording), strict=True)}


def sheet(page: Page, version: Version) -> str:
    """The sheet of the person who reads: what it is, how long, how to read the marks, then the text."""
    name = f"Bản {version.minutes} phút" if is_script(page) else "Cả trang"
    return (f"{page.title}\n{name}: {version.syllables} tiếng, đọc chừng {version.lasts} ({version.rate} tiếng mỗi phút)\n"
            f"Dấu / là lấy hơi, dấu // là nghỉ hết câu. Điền tên mình vào chỗ trong ngoặc vuông.\n\n{version.to_read}\n")


def note(page: Page, site: Site, up: str = "") -> str:
    """Markdown to put on top of a script page: how long each version is, and where its text is; "" for other pages.

    `up` leads from the page shown to the Vietnamese page, where the files lie ("" there)."""
    if not is_script(page):
        return ""
    found = versions(page, Wording.of(site.tables))
    rows = "".join(f"    - **Bản {version.minutes} phút**: {version.syllables} tiếng, đọc chừng {version.lasts}. "
                   f'<a href="{up}{name}" download>Tải chữ để đọc</a>\n' for name, version in zip(NAMES, found, strict=True))
    return (f'!!! note "Để đọc trên loa"\n{rows}    - Tính theo nhịp {found[0].rate} tiếng mỗi phút.\n'
            f"    - Số, ngày, chữ tắt trong tệp đã viết như khi nói; dấu / là lấy hơi, // là nghỉ.\n"
            f"    - Đoạn có vạch bên trái chỉ ở bản 5 phút.\n\n")


def problems(site: Site) -> list[Problem]:
    """Scripts that are too short or too long for their time, or hold what no one could read out: told, not stopping."""
    wording = Wording.of(site.tables)
    return [problem for page in site.vi if is_script(page) for problem in _problems(page, versions(page, wording), wording)]


def _problems(page: Page, found: tuple[Version, Version], wording: Wording) -> list[Problem]:
    told = []
    for version, (limits, minutes) in zip(found, LENGTHS, strict=True):
        least, most = wording.table.get(limits) or (0, 10_000)
        if not least <= version.syllables <= most:
            told.append(Problem(page.path, page.body_line, f"bản {minutes} phút có {version.syllables} tiếng, nên từ {least} đến {most}",
                                "thêm bớt câu, hoặc đổi đoạn nào mang dấu {: .ban-5-phut}", blocks=False))
    if odd := unsaid(found[1].text):
        told.append(Problem(page.path, page.body_line, f"bài đọc có chỗ máy không biết đọc: {', '.join(odd)}",
                            "viết bằng chữ, hoặc thêm vào docs/bang/doc-loa.yml", blocks=False))
    return told


def report(page: Page, site: Site) -> str:
    """Both versions with their counts, for `portal speak`."""
    wording = Wording.of(site.tables)
    found = versions(page, wording)
    parts = [sheet(page, version) for version in (found if is_script(page) else found[1:])]
    odd = unsaid(found[1].text)
    return "\n".join([*parts, *([f"Máy không biết đọc: {', '.join(odd)}"] if odd else [])])
