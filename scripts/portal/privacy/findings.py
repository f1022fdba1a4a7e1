"""What a finding is, and the kinds: which stop a publication, which must be answered."""

from __future__ import annotations

from dataclasses import dataclass

# kind → what staff read
BLOCKING = {
    "cccd": "số căn cước (CCCD) hoặc giấy tờ tùy thân",
    "cmnd": "số chứng minh nhân dân (CMND)",
    "dien-thoai": "số điện thoại",
    "tai-khoan": "số tài khoản ngân hàng",
    "thua-dat": "số thửa đất hoặc số tờ bản đồ",
    "so-nha": "số nhà kèm tên đường, thôn hoặc xóm",
    "bien-so": "biển số xe",
    "ngay-sinh": "ngày sinh bên cạnh tên người",
    "thu-dien-tu": "địa chỉ thư điện tử (e-mail)",
    "mang-xa-hoi": "liên kết tới trang mạng xã hội của một người",
    "toa-do": "tọa độ (GPS) của một nơi",
}
ANSWERED = {
    "tre-em": "tên trẻ em kèm tuổi hoặc lớp",
    "dan-toc-suc-khoe": "dân tộc hoặc sức khỏe của một người có tên",
    "ten-nguoi": "họ tên một người",
}
KINDS = BLOCKING | ANSWERED


@dataclass(frozen=True, order=True)
class Finding:
    """Personal data in a text; `span` counts code points of the NFC text, the end exclusive."""

    span: tuple[int, int]
    kind: str

    @property
    def blocks(self) -> bool:
        return self.kind in BLOCKING
