"""A bucket of S3-compatible object storage: the way past one machine; any CDN can stand before it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.publish import hosting, passwords
from portal.publish.files import Content
from portal.publish.release import digest
from portal.publish.remote_lock import RemoteLock
from portal.publish.target import Target
from portal.publish.trouble import OLD_STANDS, CannotPublish, cut_off, disk_full, no_right, wrong_password

LOCK = ".phat-hanh/khoa.json"


class Bucket:
    """Files as objects. A put is whole or not at all; the host counts the hash of what it took."""

    def __init__(self, target: Target) -> None:
        self.where = f"kho {target.host}"
        self.bucket, self.prefix = target.host, target.prefix
        self._s3 = _client(target)
        self._lock = RemoteLock(_Place(self), f"{target.host}/{self.prefix}")

    def names(self, folder: str) -> list[str]:
        start = self._key(f"{folder}/" if folder else "")
        found: list[str] = []
        with self._told():
            for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=start, Delimiter="/"):
                found += [entry["Prefix"][len(start):] for entry in page.get("CommonPrefixes", [])]
                found += [entry["Key"][len(start):] for entry in page.get("Contents", []) if entry["Key"] != start]
        return sorted(found)

    def read(self, path: str) -> bytes | None:
        with self._told():
            try:
                return self._s3.get_object(Bucket=self.bucket, Key=self._key(path))["Body"].read()
            except self._s3.exceptions.NoSuchKey:
                return None

    def write(self, path: str, content: Content) -> None:
        sha256 = hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else digest(content)
        with self._told(), io.BytesIO(content) if isinstance(content, bytes) else Path(content).open("rb") as opened:
            self._s3.put_object(Bucket=self.bucket, Key=self._key(path), Body=opened, ChecksumSHA256=_base64(sha256), **_facts(path))

    def replace(self, path: str, content: Content) -> None:
        self.write(path, content)

    def copy(self, old: str, new: str) -> None:
        """From one key to another without leaving the host."""
        with self._told():
            self._s3.copy_object(Bucket=self.bucket, Key=self._key(new), CopySource={"Bucket": self.bucket, "Key": self._key(old)},
                                 MetadataDirective="REPLACE", ChecksumAlgorithm="SHA256", **_facts(new))

    def remove(self, path: str) -> None:
        with self._told():
            self._s3.delete_object(Bucket=self.bucket, Key=self._key(path))

    def digests(self, paths: list[str]) -> dict[str, str]:
        """The checksum that the host keeps; where it keeps none, the object is read back."""
        found = {}
        for path in paths:
            self.alive()
            with self._told():
                try:
                    said = self._s3.head_object(Bucket=self.bucket, Key=self._key(path), ChecksumMode="ENABLED").get("ChecksumSHA256")
                except self._s3.exceptions.ClientError as missing:
                    if missing.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound"):
                        continue
                    raise
            if said:
                found[path] = base64.b64decode(said).hex()
            elif (content := self.read(path)) is not None:
                found[path] = hashlib.sha256(content).hexdigest()
        return found

    def lock(self, note: dict[str, str]) -> None:
        self._lock.take(note)

    def alive(self) -> None:
        self._lock.alive()

    def unlock(self) -> None:
        with contextlib.suppress(CannotPublish):
            self._lock.close()

    def close(self) -> None:
        self._s3.close()

    def _key(self, path: str) -> str:
        return self.prefix + path

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        from botocore import exceptions

        try:
            yield
        except exceptions.ClientError as wrong:
            raise self._said(wrong.response["Error"]["Code"]) from wrong
        except exceptions.NoCredentialsError as wrong:
            raise CannotPublish(f"Chưa có chìa khóa của {self.where}. Cất chìa khóa vào máy trước, xem sổ tay, mục «Đưa trang lên mạng».") from wrong
        except (exceptions.BotoCoreError, OSError) as cut:
            raise cut_off(self.where) from cut

    def _said(self, code: str) -> CannotPublish:
        if code in ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"):
            return wrong_password("chìa khóa", self.where)
        if code in ("AccessDenied", "AllAccessDisabled", "403"):
            return no_right(self.where)
        if code in ("NoSuchBucket", "404"):
            return CannotPublish(f"Không có {self.where}. Xem lại tên kho; kho phải được tạo trước.")
        if code in ("QuotaExceeded", "EntityTooLarge", "InsufficientStorage", "XMinioStorageFull"):
            return disk_full(self.where)
        if code in ("RequestTimeTooSkewed", "RequestExpired"):
            return CannotPublish(f"Đồng hồ máy này lệch quá nhiều nên {self.where} không nhận. {OLD_STANDS} Chỉnh lại giờ của máy rồi chạy lại.")
        return CannotPublish(f"{self.where} báo lỗi {code}. {OLD_STANDS} Chạy lại; nếu vẫn vậy, hỏi nơi cho thuê kho.")


class _Place:
    """The lock as an object that may be put only where none is."""

    def __init__(self, host: Bucket) -> None:
        self.host, self.mark = host, ""

    def claim(self, note: bytes) -> bool:
        with self.host._told():
            try:
                self.host._s3.put_object(Bucket=self.host.bucket, Key=self.host._key(LOCK), Body=note, IfNoneMatch="*")
            except self.host._s3.exceptions.ClientError as taken:
                if taken.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict", "412", "409"):
                    return False
                if taken.response["Error"]["Code"] not in ("NotImplemented", "501"):
                    raise
                if self.note():                        # an old store without conditional puts: look first, then put
                    return False
                self.renew(note)
        return True

    def renew(self, note: bytes) -> None:
        self.host.write(LOCK, note)

    def note(self) -> bytes:
        return self.host.read(LOCK) or b""

    def silent(self) -> float:
        with self.host._told():
            answer = self.host._s3.head_object(Bucket=self.host.bucket, Key=self.host._key(LOCK))
        from email.utils import parsedate_to_datetime

        now = parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
        return (now - answer["LastModified"]).total_seconds()

    def break_up(self) -> None:
        self.host.remove(LOCK)


def _client(target: Target) -> Any:
    import boto3
    from botocore.config import Config

    key = target.user or None
    secret = passwords.of(target.name, key, target.host) if key else None
    patience = Config(connect_timeout=15, read_timeout=60, retries={"max_attempts": 4, "mode": "standard"})
    region = target.region or ("us-east-1" if target.endpoint else None)
    return boto3.session.Session().client("s3", endpoint_url=target.endpoint or None, region_name=region, config=patience,
                                         aws_access_key_id=key if secret else None, aws_secret_access_key=secret)


def _facts(path: str) -> dict[str, str]:
    """What the host says of an object to readers: type, how long to keep it."""
    ending = Path(path).suffix.lower()
    kind = hosting.TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") or ending in (".json", ".svg", ".xml") else ""
    return {"ContentType": kind + charset, "CacheControl": hosting.cache_of(path)}


def _base64(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode()
