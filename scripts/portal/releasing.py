"""From content to readers in one call: check → build → look the built site over → publish. For the command line and the desk.

The build has its own folder: the one that `portal build` makes is left alone."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from portal import content, generator, packs, publish, published
from portal.content import Site
from portal.problems import report
from portal.publish import inspection
from portal.publish import target as targets
from portal.publish.release import Release
from portal.views import Mode

EXAMPLE = "https://hoa-giai.example/"
Say = Callable[[str], object]


def forth(root: Path, target: str, *, preview: bool, say: Say) -> publish.Outcome:
    """Builds a release and puts it on the target; readers see the old one until the new one is whole there."""
    site, _ = content.read(root)
    try:
        place = targets.find(target, site.tables.get("noi-dang"))
    except publish.NoSuchTarget as unknown:
        return publish.Outcome(2, str(unknown))
    if not place.address:
        say(f"Chưa khai địa chỉ xem trang (dia_chi): địa chỉ ghi trong trang sẽ là địa chỉ mẫu {EXAMPLE}")
    out = root / ".cache" / "ban-dang" / "site"
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        warnings = generator.build(root, Mode(production=not preview, address=place.address or EXAMPLE), out, say)
    except (generator.HasProblems, generator.CannotBuild) as stopped:
        say(str(stopped))
        return publish.Outcome(1, "Chưa đăng: còn lỗi phải sửa, xem các dòng trên. Người đọc vẫn xem bản cũ.")
    if warnings:
        say(f"    {report(warnings).splitlines()[-1]}")
    say("Làm các gói để tải về …")
    packs.everything(site, out, out.parent / "dist", lambda _: None)
    say("Xem lại trang đã dựng: liên kết, trang trống, tìm kiếm, tệp từ máy khác, cỡ tệp …")
    if wrong := inspection.problems(out):
        say("\n".join(wrong))
        return publish.Outcome(1, f"Chưa đăng: trang dựng ra còn {len(wrong)} chỗ hỏng, xem các dòng trên. Người đọc vẫn xem bản cũ.")
    done = publish.publish(out, target, options(root, site, preview=preview, say=say))
    if done.release:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        published.note(root, place.name, published.Shown(done.release, now, published.marks(site, preview=preview)), place.keep)
    return done


def back(root: Path, release: str, target: str, say: Say) -> publish.Outcome:
    """Shows an earlier release again; "" means the one before."""
    site, _ = content.read(root)
    done = publish.rollback(release, target, options(root, site, say=say))
    if done.release:
        published.note_back(root, targets.find(target, site.tables.get("noi-dang")).name, done.release)
    return done


def kept(root: Path, target: str) -> tuple[list[tuple[Release, bool]], publish.Outcome]:
    """The releases on a target and which one is shown."""
    site, _ = content.read(root)
    return publish.releases(target, options(root, site, say=lambda _: None))


def options(root: Path, site: Site, *, say: Say, preview: bool = False) -> publish.Options:
    """What a publication must know of this content and this account."""
    return publish.Options(say=say, table=site.tables.get("noi-dang"), by=getpass.getuser(), changes=changes(site),
                           redirects=site.moved, preview=preview, cache=root / ".cache" / "nen")


def changes(site: Site) -> tuple[str, ...]:
    """All change notes of the pages, the newest first, as a release keeps them."""
    notes = [(str(note.get("ngay")), page.title, str(note.get("gi"))) for page in site.vi for note in page.meta.get("thay_doi") or [] if isinstance(note, dict)]
    return tuple(f"{day} {title}: {what}" for day, title, what in sorted(notes, reverse=True))
