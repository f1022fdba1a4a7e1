"""What can stand in the way of a publication, each said to staff in one plain sentence."""

from __future__ import annotations


class CannotPublish(Exception):
    """The message is a Vietnamese sentence: what happened, that the old site stands, what to do."""


class Busy(CannotPublish):
    """Somebody else is publishing to the same place."""


class NoSuchTarget(CannotPublish):
    """The name or address of the target cannot be used: a wrong command, nothing was tried."""


class Unsupported(Exception):
    """The host cannot do this (symbolic links, say); the caller has another way."""


OLD_STANDS = "Trang đang chạy vẫn là bản cũ, nguyên vẹn."


def no_right(where: str) -> CannotPublish:
    return CannotPublish(f"Không có quyền ghi vào {where}. {OLD_STANDS} Nhờ người giữ máy chủ cấp quyền ghi cho thư mục này.")


def disk_full(where: str) -> CannotPublish:
    return CannotPublish(f"Đĩa ở {where} đã đầy. {OLD_STANDS} Nhờ người giữ máy chủ dọn bớt, rồi chạy lại.")


def wrong_password(user: str, where: str) -> CannotPublish:
    return CannotPublish(f"{where} không nhận tên «{user}» hoặc mật khẩu. {OLD_STANDS} Xem lại tên, mật khẩu rồi chạy lại.")


def cut_off(where: str) -> CannotPublish:
    return CannotPublish(f"Mất kết nối với {where}. Xem lại mạng rồi chạy lại lệnh: máy tự làm tiếp phần còn dở, người đọc không thấy bản dở dang.")
