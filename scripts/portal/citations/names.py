"""Names by which Vietnamese laws are called: patterns only, no number and no status.

A name that is missing here is still found when it is capitalised; the list tells where
a name ends ("Luật Hòa giải, đối thoại tại Tòa án quy định …"). A comma in a name may be
left out by the writer, letters and tone marks may differ.
"""
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

# Names after "Luật", parted by semicolons; colloquial short forms stand with the official ones.
_LAWS = """
an ninh mạng; an ninh quốc gia; an toàn giao thông đường bộ; an toàn thông tin mạng; an toàn thực phẩm;
an toàn, vệ sinh lao động; ban hành văn bản quy phạm pháp luật; bảo hiểm tiền gửi; bảo hiểm xã hội; bảo hiểm y tế;
bảo vệ bí mật nhà nước; bảo vệ dữ liệu cá nhân; bảo vệ môi trường; bảo vệ quyền lợi người tiêu dùng;
bảo vệ sức khỏe nhân dân; bảo vệ và kiểm dịch thực vật; bảo vệ và phát triển rừng; bảo vệ, chăm sóc và giáo dục trẻ em;
bầu cử đại biểu Quốc hội; bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân; bầu cử đại biểu Hội đồng nhân dân;
biên giới quốc gia; biên phòng Việt Nam; biển Việt Nam; bình đẳng giới; bưu chính; báo chí; biến đổi khí hậu;
các công cụ chuyển nhượng; các tổ chức tín dụng; cán bộ, công chức; cảnh sát biển Việt Nam; cảnh sát biển;
cảnh sát cơ động; cảnh vệ; căn cước; căn cước công dân; cạnh tranh; chất lượng sản phẩm, hàng hóa; chăn nuôi;
chuyển đổi giới tính; chuyển đổi số; chuyển giao công nghệ; chứng khoán; cơ quan đại diện nước Cộng hòa xã hội chủ nghĩa Việt Nam ở nước ngoài;
cơ quan đại diện; cơ yếu; công an nhân dân; công an xã; công chứng; công chức; công đoàn; công nghệ cao; công nghệ thông tin;
công nghiệp công nghệ số; công nghiệp quốc phòng, an ninh và động viên công nghiệp; cư trú; dân quân tự vệ;
dân chủ ở cơ sở; dân chủ cơ sở; dân số; dạy nghề; dầu khí; di sản văn hóa; doanh nghiệp; doanh nghiệp nhà nước; dự trữ quốc gia;
dữ liệu; du lịch; dược; đa dạng sinh học; đặc xá; đất đai; đấu giá tài sản; đấu thầu; đầu tư; đầu tư công; đầu tư nước ngoài tại Việt Nam;
đầu tư theo phương thức đối tác công tư; đê điều; địa chất và khoáng sản; điện ảnh; điện lực; điều ước quốc tế; đo đạc và bản đồ;
đo lường; động viên công nghiệp; đường bộ; đường sắt; đường sắt Việt Nam; giá; giám định tư pháp; giao dịch điện tử;
giao thông đường bộ; giao thông đường thủy nội địa; giáo dục; giáo dục đại học; giáo dục nghề nghiệp;
giáo dục quốc phòng và an ninh; giáo dục quốc phòng, an ninh; hải quan; hàng không dân dụng Việt Nam; hàng không dân dụng;
hiến, lấy, ghép mô, bộ phận cơ thể người và hiến, lấy xác; hóa chất; hòa giải; hòa giải cơ sở; hòa giải ở cơ sở;
hòa giải, đối thoại tại Tòa án; hoạt động chữ thập đỏ; hoạt động giám sát của Quốc hội và Hội đồng nhân dân;
hoạt động giám sát của Quốc hội; hôn nhân gia đình; hôn nhân và gia đình; hỗ trợ doanh nghiệp nhỏ và vừa; hộ tịch; hợp tác xã;
kế toán; kiểm toán độc lập; kiểm toán nhà nước; kinh doanh bảo hiểm; kinh doanh bất động sản; kiến trúc;
khám bệnh, chữa bệnh; khí tượng thủy văn; khiếu nại; khiếu nại, tố cáo; khoa học và công nghệ;
khoa học, công nghệ và đổi mới sáng tạo; khoáng sản; lao động; lâm nghiệp; lực lượng dự bị động viên;
lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở; luật sư; lưu trữ; lý lịch tư pháp; mặt trận Tổ quốc Việt Nam;
năng lượng nguyên tử; ngân hàng nhà nước Việt Nam; ngân hàng nhà nước; ngân sách; ngân sách nhà nước; nghĩa vụ quân sự; người cao tuổi; người khuyết tật;
người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng; người lao động Việt Nam đi làm việc ở nước ngoài;
nhà giáo; nhà ở; nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại Việt Nam;
nuôi con nuôi; phá sản; phí và lệ phí; phòng bệnh; phòng cháy và chữa cháy; phòng cháy, chữa cháy;
phòng cháy, chữa cháy và cứu nạn, cứu hộ; phòng không nhân dân; phòng thủ dân sự; phòng, chống bạo lực gia đình;
phòng, chống bệnh truyền nhiễm; phòng, chống khủng bố; phòng, chống ma túy; phòng, chống mua bán người; phòng, chống rửa tiền;
phòng, chống tác hại của rượu, bia; bạo lực gia đình; phòng, chống bạo lực; phòng, chống tác hại của thuốc lá; phòng, chống tác hại thuốc lá; phòng, chống tham nhũng;
phòng, chống nhiễm vi rút gây ra hội chứng suy giảm miễn dịch mắc phải ở người; phòng, chống thiên tai; phổ biến, giáo dục pháp luật;
quản lý ngoại thương; quản lý nợ công; quản lý thuế; quản lý và đầu tư vốn nhà nước tại doanh nghiệp;
quản lý, bảo vệ công trình quan trọng liên quan đến an ninh quốc gia; quản lý, bảo vệ công trình quốc phòng và khu quân sự; quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ;
quản lý, sử dụng tài sản công; quản lý, sử dụng tài sản nhà nước; quản lý, sử dụng vốn nhà nước đầu tư vào sản xuất, kinh doanh tại doanh nghiệp;
quân nhân chuyên nghiệp, công nhân và viên chức quốc phòng; quảng cáo; quốc phòng; quốc tịch Việt Nam; quốc tịch;
quy hoạch; quy hoạch đô thị; quy hoạch đô thị và nông thôn; sĩ quan Quân đội nhân dân Việt Nam; sở hữu trí tuệ;
sử dụng năng lượng tiết kiệm và hiệu quả; tài nguyên nước; tài nguyên, môi trường biển và hải đảo; tạm giữ, tạm giam; tần số vô tuyến điện;
thanh niên; thanh tra; thi đua, khen thưởng; thi hành án; thi hành án dân sự; thi hành án hình sự; thi hành tạm giữ, tạm giam;
thể dục, thể thao; thống kê; thỏa thuận quốc tế; thú y; thủ đô; thủy lợi; thủy sản; thuế; thuế bảo vệ môi trường; thuế giá trị gia tăng;
thuế sử dụng đất nông nghiệp; thuế sử dụng đất phi nông nghiệp; thuế tài nguyên; thuế thu nhập cá nhân; thuế thu nhập doanh nghiệp;
thuế tiêu thụ đặc biệt; thuế xuất khẩu, thuế nhập khẩu; thư viện; thương mại; thực hành tiết kiệm, chống lãng phí; thực hành tiết kiệm và chống lãng phí;
thực hiện dân chủ ở cơ sở; tiếp cận thông tin; tiếp công dân; tiêu chuẩn và quy chuẩn kỹ thuật; tín ngưỡng, tôn giáo; tổ chức Chính phủ;
tổ chức chính quyền địa phương; tổ chức cơ quan điều tra hình sự; tổ chức Hội đồng nhân dân và Ủy ban nhân dân; tổ chức Quốc hội;
tổ chức Tòa án nhân dân; tổ chức Viện kiểm sát nhân dân; tố cáo; tố tụng hành chính; tương trợ tư pháp; tương trợ tư pháp về dân sự;
tương trợ tư pháp về hình sự; tư pháp người chưa thành niên; trách nhiệm bồi thường của Nhà nước; trách nhiệm bồi thường nhà nước; trẻ em;
trí tuệ nhân tạo; trọng tài thương mại; trồng trọt; trợ giúp pháp lý; trưng cầu ý dân; trưng mua, trưng dụng tài sản;
trật tự, an toàn giao thông đường bộ; viên chức; viễn thông; việc làm; xây dựng; xử lý vi phạm hành chính;
xuất bản; xuất cảnh, nhập cảnh của công dân Việt Nam; xuất nhập cảnh
"""
_CODES = """
dân sự; hàng hải; hàng hải Việt Nam; hình sự; lao động; tố tụng dân sự; tố tụng hình sự
"""
_ORDINANCES = """
án phí, lệ phí Tòa án; bà mẹ Việt Nam anh hùng; bảo vệ bí mật nhà nước; bảo vệ công trình quan trọng liên quan đến an ninh quốc gia; bộ đội biên phòng;
cán bộ, công chức; cảnh sát cơ động; cảnh sát môi trường; cảnh vệ; chi phí giám định, định giá; chi phí tố tụng; công an xã; cơ yếu; cựu chiến binh; dân số;
giống cây trồng; giống vật nuôi; hợp nhất văn bản quy phạm pháp luật; khai thác và bảo vệ công trình thủy lợi; người cao tuổi; ngoại hối;
pháp điển hệ thống quy phạm pháp luật; quản lý thị trường; quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ;
thi hành án dân sự; thú y; thủ tục bắt giữ tàu bay; thủ tục bắt giữ tàu biển; thủ tục giải quyết các vụ án hành chính; thủ tục giải quyết các vụ án dân sự;
thực hiện dân chủ ở xã, phường, thị trấn; tổ chức và hoạt động hòa giải ở cơ sở; trọng tài thương mại;
trình tự, thủ tục xem xét, quyết định áp dụng các biện pháp xử lý hành chính tại Tòa án nhân dân; tự vệ;
ưu đãi người có công; ưu đãi người có công với cách mạng; khai thác và bảo vệ công trình khí tượng thủy văn;
xử lý vi phạm hành chính; xử phạt vi phạm hành chính; phòng, chống ma túy; phòng, chống mại dâm
"""
# How names of laws are shortened: after "Luật" in any letters ("luật hngđ"), or behind an L ("LHNGĐ").
LAW_SHORT = ("HGCS", "HGOCS", "HGƠCS", "HN&GĐ", "HNGĐ", "HN-GĐ", "PCBLGĐ", "XLVPHC", "BVMT", "BHXH", "BHYT", "TGPL", "THADS", "TTHC", "TCCQĐP")
# How names of codes are shortened; with these no "Luật" or "Bộ luật" need stand before.
CODE_SHORT = ("BLTTDS", "BLTTHS", "BLHHVN", "BLDS", "BLHS", "BLLĐ", "BLTTHC", "LĐĐ", *(f"L{short}" for short in LAW_SHORT))
# Words that end a name not in the lists: a verb, a preposition, a time.
_END_WORDS = """
là có và hoặc hay thì mà được bị do để khi nếu này đó trên dưới về từ đến vào tại theo trong ngoài của cho với như năm số ngày đã đang sẽ
chưa không phải cần quy hiện ban sửa nêu nói gồm bao vẫn còn cũng nên nhằm đều chỉ cùng trừ bởi qua sau trước
"""
_ENDS = frozenset(_END_WORDS.split())
_NO_NAME = frozenset(["sư", "gia", "việt", "quốc", "khoa", "sửa", "số", "chính", "thành", "bất", "nhà"])

_LONGEST_NAME = 20     # syllables

_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"(,?)[ \t\u00a0]*+\n?[ \t\u00a0]*+(?:&[ \t]*+)?")
_END = ""


@lru_cache(maxsize=4096)                         # the syllables of laws' names are few
def fold(text: str) -> str:
    """The text in small letters without marks, character for character (the offsets stay)."""
    return "".join(map(_fold_letter, text))


def _fold_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0].lower().replace("đ", "d")
    return plain if len(plain) == 1 else letter


def _tree(names: str) -> dict:
    """Names as nested dictionaries, a syllable a step; a comma is kept as part of the syllable."""
    root: dict = {}
    for name in names.replace("\n", " ").split(";"):
        step = root
        for syllable in fold(name).split():
            step = step.setdefault(syllable, {})
        step[_END] = True
    return root


_TREES = {"luật": _tree(_LAWS), "bộ luật": _tree(_CODES), "pháp lệnh": _tree(_ORDINANCES)}


def _syllables(text: str, position: int) -> Iterator[tuple[str, bool, int]]:
    """(syllable, comma follows, its end) from the position on, as long as they are one phrase."""
    while word := _WORD.match(text, position):
        gap = _GAP.match(text, word.end())
        yield word.group(), bool(gap.group(1)), word.end()
        if gap.end() == word.end():
            return
        position = gap.end()


def listed_end(kind: str, text: str, position: int) -> int | None:
    """End of the longest listed name of this kind ("luật", "bộ luật", "pháp lệnh") at the position."""
    steps, found = [_TREES[kind]], None
    if (opening := _WORD.match(text, position)) and opening.group() in _ENDS:      # "của Luật được …" is no Luật Dược
        return None
    for syllable, comma, end in _syllables(text, position):
        plain = fold(syllable)
        bare = [step[plain] for step in steps if plain in step]
        before_comma = [step[plain + ","] for step in steps if plain + "," in step]
        if any(_END in step for step in bare):
            found = end
        # The writer may leave a comma of the name out, but may not put one in.
        steps = before_comma if comma else bare + before_comma
        if not steps:
            break
    return found


def free_end(text: str, position: int) -> int | None:
    """End of a capitalised name that no list knows: up to the first word that cannot belong to it."""
    found = None
    for syllable, comma, end in islice(_syllables(text, position), _LONGEST_NAME):
        if found is None and (not syllable[0].isupper() or syllable.lower() in _NO_NAME):
            return None
        if found is not None and (syllable.lower() in _ENDS or (syllable[0].isupper() and not syllable.isupper())):
            break
        found = end
        if comma:
            break
    return found
