"""Forms: one data file each, from which page, Word, PDF, print page and fill-in are made.

Beside `docs/vi/bieu-mau/<page>.md` stands `<page>.yml`:

    mau:                                   # one sheet or more
      - so: M01                            # its number, unique
        tep: hoa-giai-thanh                # name of its files, unique
        ten, ten_en                        # its name
        ten_in, duoi_ten                   # optional: the printed title, the line under it
        dau: quoc-hieu                     # optional: national heading; only for what goes to an authority
        trai: ["TỔ HÒA GIẢI", "thôn {thon}"]   # optional: lines top left
        kho: ngang                         # optional: landscape
        nhac: "Soạn để tham khảo; …"       # optional: a notice at the foot
        phan:                              # what is asked, in order: the groups of the fill-in
          - ten: Các bên
            lap: ben                       # optional: the group repeats, under this key
            ten_dong, so_dong, it_nhat     # name of one row; rows on the blank sheet; least rows on the screen
            san: [{ten: Đất đai}]          # optional: rows already printed
            vi_du: [{ho_ten: …}]           # sample rows of a repeating group
            truong:
              - {ma: ho_ten, ten: Họ và tên, kieu: dong, goi: …, luat: …, thu_tuc: …, rong: 80, dong: 2, vi_du: …}
        bo_cuc:                            # the sheet from top to bottom; {ma} is the place of a field
          - muc: 1. Căn cứ
          - doan: "Lập ngày {ngay}, tại {noi}"
          - {lap: ben, doan: ["Bên {chu}: {ho_ten}"]}
          - {bang: vu, cao: 10, cot: [[TT, "{so}", 8], [Nội dung, "{noi_dung}", 92]]}
          - trang: moi
          - {ky: [{vai: Bên A}, {lap: ben, vai: "Bên {chu}", ten: "{ho_ten}"}], luat: …}

`kieu` is dong, doan, ngay, so, chon or nhieu (the last two with `lua_chon`). `luat` names the provision that
requires the field, `thu_tuc` the administrative procedure; with neither the field is a suggestion."""

from __future__ import annotations

from portal.content import Page
from portal.forms.fill_in import policy
from portal.forms.model import Form
from portal.forms.pages import made, markdown
from portal.forms.reading import read
from portal.forms.rules import problems

__all__ = ["Form", "forms_of", "made", "markdown", "policy", "problems", "read"]


def forms_of(page: Page) -> list[Form]:
    """The sheets of one page, without those whose data is broken."""
    return read(page)[0]
