"""A built site → everything that a release holds: the site, packed copies, the files for the host, its version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from portal.publish import apache, cdn, hosting, iis, nginx
from portal.publish.files import Content
from portal.publish.hosting import Rules
from portal.publish.release import PACKED_ENDINGS, File, describe
from portal.publish.tree import VERSION
from portal.publish.trouble import CannotPublish

MONTH = 30 * 24 * 3600.0                          # seconds


def compose(site: Path, rules: Rules, bucket: tuple[str, str] | None, cache: Path | None) -> dict[str, Content]:
    """Path from the web root → content. Object storage (`bucket`: its name, and where in it the site lies) packs and redirects by itself.

    Raises:
        CannotPublish: the site is not there, empty, or without its first page.
    """
    if not (site / "index.html").is_file():
        raise CannotPublish(f"Chưa có trang nào đã dựng trong {site.name}/. Chạy  portal build --production  trước.")
    contents: dict[str, Content] = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*")) if file.is_file()}
    if not bucket:
        for path in [path for path in contents if path.endswith(PACKED_ENDINGS) and path != VERSION]:
            contents |= _packed(path, contents[path], cache)
        if cache:
            _forget(cache)
        contents |= _host_files(rules)
    else:
        contents |= cdn.written(rules, *bucket)
    return contents


def _host_files(rules: Rules) -> dict[str, bytes]:
    """What nginx, Apache and IIS need, by path from the web root."""
    made = {nginx.FILE: nginx.written(rules), ".htaccess": apache.written(rules), apache.FILE: apache.virtual_host(rules),
            "web.config": iis.written(rules), iis.MINIMAL: iis.minimal(rules)}
    return {path: text.encode("utf-8") for path, text in made.items()}


def _packed(path: str, file: Content, cache: Path | None) -> dict[str, bytes]:
    """Packing is slow: what was packed once is kept under the hash of its bytes, and unpacked to see that it still holds them."""
    content = file if isinstance(file, bytes) else file.read_bytes()
    if cache is None:
        return hosting.packed(path, content)
    kept = cache / hashlib.sha256(content).hexdigest()
    done = kept.with_suffix(".xong")
    made = {ending: kept.with_suffix(ending).read_bytes() for ending in (".gz", ".br") if kept.with_suffix(ending).exists()}
    if not done.exists() or not all(hosting.holds(short, ending, content) for ending, short in made.items()):
        made = {name.removeprefix("x" + Path(path).suffix): short for name, short in hosting.packed("x" + Path(path).suffix, content).items()}
        cache.mkdir(parents=True, exist_ok=True)
        for ending, short in made.items():
            kept.with_suffix(ending).write_bytes(short)
    done.touch()
    return {f"{path}{ending}": short for ending, short in made.items()}


def _forget(cache: Path) -> None:
    """Packed copies that no publication has used for a month before the last one go."""
    used = {done: done.stat().st_mtime for done in cache.glob("*.xong")}
    newest = max(used.values(), default=0.0)
    for done, when in used.items():
        if when < newest - MONTH:
            for ending in (".gz", ".br", ".xong"):
                done.with_suffix(ending).unlink(missing_ok=True)


def described(contents: dict[str, Content]) -> tuple[File, ...]:
    """The files with size and SHA-256, sorted by path."""
    return tuple(sorted(File(path, len(content), hashlib.sha256(content).hexdigest()) if isinstance(content, bytes) else describe(content, path)
                        for path, content in contents.items()))


def versioned(contents: dict[str, Content], release_id: str) -> dict[str, Content]:
    """The same with phien-ban.json naming the release: by it one sees over HTTP what is shown."""
    written = contents.get(VERSION)
    try:
        said = json.loads(written.read_bytes() if isinstance(written, Path) else written or b"{}")
    except ValueError:
        said = {}
    named = {**(said if isinstance(said, dict) else {}), "phat_hanh": release_id}
    return {**contents, VERSION: (json.dumps(named, ensure_ascii=False, indent=1) + "\n").encode("utf-8")}
