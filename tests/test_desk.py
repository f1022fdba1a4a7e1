"""The desk's own ground: nothing typed is lost, one key changes one key, what is pasted cannot act."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import unicodedata
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from conftest import ROOT
from portal import check, content, fields, published
from portal.desk import accepting, agency, backup, checking, front, pickers, preview, repairs, shelf
from portal.desk.history import Changed, History
from portal.fields import FIELDS
from portal.importing.report import Row

CARD = "docs/vi/tinh-huong/ranh-gioi.md"
PAGE = '---\ntitle: Tên cũ\ndescription: Một câu.\n# ghi chú về đối tượng\ndoi_tuong: [hoa-giai-vien]\nthay_doi:\n  - {ngay: 2026-11-20, gi: Bản đầu}\n---\n## Mục\n\nChữ.\n'


# One key of the front matter

def test_a_key_is_changed_and_every_other_line_stays_as_it_was():
    changed = front.put(PAGE, "title", "Tên mới: có dấu hai chấm")

    assert changed == PAGE.replace("title: Tên cũ", 'title: "Tên mới: có dấu hai chấm"')


def test_a_new_key_goes_where_the_order_wants_it_and_an_empty_value_takes_it_away():
    added = front.put(PAGE, "linh_vuc", ["dat-dai", "khac"])

    assert "doi_tuong: [hoa-giai-vien]\nlinh_vuc: [dat-dai, khac]\nthay_doi:" in added
    assert front.put(added, "linh_vuc", []) == PAGE


def test_records_are_written_one_a_line_as_people_write_them():
    changed = front.put(PAGE, "thay_doi", [{"ngay": date(2026, 11, 22), "gi": 'Sửa "lãi"', "vi_sao": "Luật mới"}])

    assert '  - {ngay: 2026-11-22, gi: "Sửa \\"lãi\\"", vi_sao: Luật mới}\n---' in changed


def test_every_value_of_real_pages_is_read_back_as_it_was_put():
    site, _ = content.read(ROOT)
    pages = [page for page in site.vi if page.kind in ("tinh-huong", "phap-luat", "guong-hoa-giai")][::6]

    for page in pages:
        for key, value in page.meta.items():
            again, _ = content.parse(page.path, front.put(page.source, key, value))
            assert (again.meta, again.body) == (page.meta, page.body), f"{page.path} {key}"


@pytest.mark.parametrize("value", ["true", "12", "2026-11-22", "a: b", "- x", "#", "“ngoặc”", "null", "[a", "'", "x\ny", "có, phẩy", "{", "@", "đường dẫn C:\\tệp"])
def test_words_that_yaml_would_take_for_something_else_are_put_in_quotes(value: str):
    page, _ = content.parse("docs/vi/gioi-thieu/x.md", front.put(PAGE, "kiem_chung", [value]))

    assert page.meta["kiem_chung"] == [value.replace("\n", " ")]


def test_every_field_but_the_two_without_a_shape_has_its_own_place_in_the_form():
    free = [field.key for field in FIELDS if fields.shape(field.rule).kind == "free"]

    assert free == ["van_ban", "muc_luc"]


# What the machine mends

def test_safe_repairs_are_offered_and_change_what_they_say():
    spoiled = front.put(PAGE, "phu_trach", "Xã").replace("Chữ.", unicodedata.normalize("NFD", "Hoà giải ở") + "  ")
    spoiled = spoiled.replace("title: Tên cũ\ndescription: Một câu.\n", "description: Một câu.\ntitle: Tên cũ\n")

    while offers := repairs.offers(spoiled):
        spoiled = offers[0].text

    assert spoiled == front.put(PAGE, "phu_trach", "Xã").replace("Chữ.", "Hòa giải ở")
    assert repairs.offers(PAGE) == []


# History

def test_every_save_is_kept_and_any_of_them_comes_back(tiny: Path):
    history = History(tiny)
    first = history.read(CARD)
    history.save(CARD, "hai", first)
    history.save(CARD, "ba", "hai")

    states = history.states(CARD)
    assert [state.kind for state in states] == ["luu", "luu", "goc"]
    history.restore(CARD, states[-1].name)
    assert history.read(CARD) == first
    assert [history.text_of(CARD, state.name) for state in history.states(CARD)] == [first, "ba", "hai", first]


def test_two_windows_on_one_page_lose_neither_text(tiny: Path):
    history = History(tiny)
    base = history.read(CARD)
    history.save(CARD, "chữ của chị Hoa", base)

    with pytest.raises(Changed) as both:
        History(tiny).save(CARD, "chữ của anh Tín", base)

    assert history.read(CARD) == both.value.there == "chữ của chị Hoa"
    assert history.text_of(CARD, both.value.kept.name) == "chữ của anh Tín"


def test_a_page_edited_in_notepad_is_a_state_too_and_is_not_overwritten_unasked(tiny: Path):
    history = History(tiny)
    base = history.read(CARD)
    (tiny / CARD).write_bytes("sửa bằng Notepad".encode())

    with pytest.raises(Changed):
        history.save(CARD, "của tôi", base)

    assert "sửa bằng Notepad" in [history.text_of(CARD, state.name) for state in history.states(CARD)]


def test_a_page_deleted_under_the_editor_keeps_the_typed_text(tiny: Path):
    history = History(tiny)
    base = history.read(CARD)
    (tiny / CARD).unlink()

    with pytest.raises(Changed) as gone:
        history.save(CARD, "của tôi", base)

    assert gone.value.there is None
    assert history.text_of(CARD, gone.value.kept.name) == "của tôi"


def test_what_was_typed_and_not_saved_is_offered_again(tiny: Path):
    history = History(tiny)
    history.type(CARD, "a1", "đang gõ dở")

    assert [(window, text) for window, _, text in History(tiny).unsaved(CARD)] == [("a1", "đang gõ dở")]
    history.forget(CARD, "a1")
    assert history.unsaved(CARD) == []


def test_a_kill_during_save_leaves_a_whole_page_and_every_finished_save(tiny: Path):
    program = ("import sys; sys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\nfrom portal.desk.history import History\n"
               "history = History(Path(sys.argv[2])); number = 0\n"
               "while True:\n    number += 1\n    history.save(sys.argv[3], f'bản {number} ' + 'x' * 200_000 + ' hết', history.read(sys.argv[3]))\n    print(number, flush=True)\n")
    with subprocess.Popen([sys.executable, "-c", program, str(ROOT / "scripts"), str(tiny), CARD], stdout=subprocess.PIPE, text=True) as saving:
        assert saving.stdout
        done = [next(saving.stdout) for _ in range(7)]
        saving.send_signal(signal.SIGKILL)

    history = History(tiny)
    here = history.read(CARD) or ""
    kept = {history.text_of(CARD, state.name) for state in history.states(CARD)}
    assert here.endswith(" hết") and here in kept
    assert all(any(text.startswith(f"bản {number.strip()} ") for text in kept) for number in done)


def test_a_full_disk_is_said_and_changes_nothing(tiny: Path):
    history = History(tiny)
    before = history.read(CARD)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, old[1]))
    try:
        with pytest.raises(OSError):
            history.save(CARD, "x" * 100_000, before)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)

    assert history.read(CARD) == before
    assert not list(tiny.rglob("*.moi"))


# What came in, accepted line by line

def test_an_accepted_line_says_what_the_draft_or_what_the_source_says():
    page = "---\ntitle: T\n---\n## Mục\n\nHai bên nói chuyện.\n\nCâu cuối.\n"
    rows = [Row("Mục", "## Mục", differs=False), Row("Hai bên *nói* chuyện với nhau.", "Hai bên nói chuyện.", differs=True),
            Row("Câu bị bỏ.", "", differs=True), Row("Câu cuối.", "Câu cuối.", differs=False)]

    assert accepting.taken(page, rows, {1, 2}) == "---\ntitle: T\n---\n## Mục\n\nHai bên \\*nói\\* chuyện với nhau.\n\nCâu bị bỏ.\n\nCâu cuối.\n"
    assert accepting.taken(page, rows, set()) == page


@pytest.mark.parametrize(("row", "can"), [(Row("chữ gốc", "Hai lần.", differs=True), False), (Row("chữ gốc", "Không ở đây.", differs=True), False),
                                          (Row("", "Một lần.", differs=True), False), (Row("chữ gốc", "Một lần.", differs=True), True), (Row("chữ gốc", "", differs=True), True)])
def test_the_source_is_offered_only_where_its_place_on_the_page_is_known(row: Row, can: bool):
    assert accepting.can_give_source("---\ntitle: T\n---\nHai lần.\n\nHai lần.\n\nMột lần.\n", row) is can


# What only the commune knows

def test_every_gap_of_the_commune_s_table_is_a_question_and_its_answer_changes_one_line():
    table = (ROOT / content.AGENCY).read_text(encoding="utf-8")
    site, _ = content.read(ROOT)

    asked = agency.questions(table)
    filled = agency.answered(table, {"dien_thoai": "0204 000 000", "dia_chi": "Thôn X: nhà số 1"})

    assert {f"«{question.key}» chưa có" for question in asked if not question.answer} == {problem.what for problem in check.placeholders(site)}
    assert filled == table.replace("dien_thoai: cho_xa_bo_sung", 'dien_thoai: "0204 000 000"').replace("dia_chi: cho_xa_bo_sung", 'dia_chi: "Thôn X: nhà số 1"')
    assert agency.answered(filled, {"dien_thoai": " ", "dia_chi": ""}) == table


# Preview and check of one page

@pytest.mark.parametrize("pasted", ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', '<iframe src="https://evil.example/"></iframe>', "[a](javascript:alert(1))",
                                    '<form action="https://evil.example/"><input></form>', '<a href="https://evil.example/">đi</a>', "![a](https://evil.example/a.png)",
                                    '<svg><script>alert(1)</script></svg>', '<p style="position:fixed">x</p>', '<meta http-equiv="refresh" content="0;url=//evil.example">'])
def test_what_is_pasted_into_a_page_cannot_act_in_the_preview(tiny: Path, pasted: str):
    site, _ = content.read(tiny)
    source = next(page.source for page in site.pages if page.path == CARD)

    shown = preview.page(site, CARD, source + f"\n\n{pasted}\n").split("<article", 1)[1]

    assert not any(bad in shown for bad in ("<script", "onerror", "<iframe", "javascript:", "evil.example", "<form", "<meta", "style="))


@pytest.mark.parametrize("cut", [0, 5, 40, 200, 700])
def test_a_half_typed_page_is_shown_as_far_as_it_goes(tiny: Path, cut: int):
    site, _ = content.read(tiny)
    source = next(page.source for page in site.pages if page.path == CARD)

    assert "<article" in preview.page(site, CARD, source[:cut] + "\n---\n## Mục\n\nChữ.")


def test_the_preview_is_composed_like_the_built_page(tiny: Path):
    site, _ = content.read(tiny)
    page = next(page for page in site.pages if page.path == CARD)

    shown = preview.page(site, CARD, page.source)

    for part in ("portal-stop", "Hỏi gì", "Ranh cũ ở đâu?", "Gợi ý phương án", "portal-cite"):
        assert part in shown


def test_the_check_of_one_page_finds_what_the_check_of_all_finds_on_it(tiny: Path):
    spoiled = (tiny / CARD).read_text(encoding="utf-8").replace("## Căn cứ", "## Căn").replace("- Hỏi ai sai.", "- Gọi 0912345678, [xem](khong-co.md).")
    (tiny / CARD).write_text(spoiled, encoding="utf-8")
    site, read = content.read(tiny)

    one = checking.problems(site, CARD, next(page.source for page in site.pages if page.path == CARD))

    everything = {problem for problem in (*read, *check.check(site)) if problem.path == CARD}
    assert set(one) == everything
    assert len(one) >= 3


# The list, the pickers

def test_the_list_says_the_state_of_each_page_and_finds_without_marks(tiny: Path):
    rows = shelf.Shelf(tiny).rows(date(2030, 1, 1))

    [card] = shelf.matching(rows, "tranh chap ranh", "tinh-huong", "")
    assert (card.path, card.states) == (CARD, ("unapproved", "overdue"))
    assert "docs/vi/ky-nang/ban-nhap.md" in [row.path for row in shelf.matching(rows, "", "", "draft")]


def test_the_list_says_what_readers_have_and_what_they_do_not_have_yet(tiny: Path):
    (tiny / "docs/bang/noi-dang.yml").write_text(f"dich:\n  xa:\n    noi: {(tiny / 'máy chủ').as_uri()}\n", encoding="utf-8")
    kept = shelf.Shelf(tiny)
    assert {row.online for row in kept.rows(date(2026, 11, 22))} == {""}

    marks = published.marks(kept.site(), preview=False)
    published.note(tiny, "xa", published.Shown("0001-20261122-0800", "2026-11-22T01:00:00+00:00", marks), keep=5)
    (tiny / CARD).write_text((tiny / CARD).read_text(encoding="utf-8") + "\nThêm một câu.\n", encoding="utf-8")
    online = {row.path: row.online for row in kept.rows(date(2026, 11, 22))}

    assert (online[CARD], online["docs/vi/ky-nang/lang-nghe.md"], online["docs/vi/ky-nang/ban-nhap.md"]) == ("behind", "online", "absent")
    assert [row.path for row in shelf.matching(kept.rows(date(2026, 11, 22)), "", "", "behind")] == [CARD]


def test_after_a_step_back_the_list_speaks_of_the_release_that_is_shown_and_old_notes_go(tiny: Path):
    for number in range(1, 5):
        published.note(tiny, "xa", published.Shown(f"000{number}-20261122-0800", f"2026-11-22T0{number}:00:00+00:00", {CARD: str(number)}), keep=3)
    published.note_back(tiny, "xa", "0003-20261122-0800")

    assert published.shown(tiny, "xa") == published.Shown("0003-20261122-0800", "2026-11-22T03:00:00+00:00", {CARD: "3"})
    published.note_back(tiny, "xa", "0001-20261122-0800")
    assert published.shown(tiny, "xa") is None


def test_a_damaged_note_of_publications_means_only_that_nothing_is_known(tiny: Path):
    (tiny / ".lich-su").mkdir()
    for broken in ("{", "[]", '{"xa": 1}', '{"xa": {"dang_xem": "1", "ban": []}}'):
        (tiny / published.FILE).write_text(broken, encoding="utf-8")
        assert published.shown(tiny, "xa") is None


def test_the_list_is_read_again_when_a_file_has_changed(tiny: Path):
    kept = shelf.Shelf(tiny)
    before = kept.site()
    assert kept.site() is before

    history = History(tiny)
    history.save(CARD, front.put(history.read(CARD) or "", "title", "Tên mới"), history.read(CARD))

    assert kept.page(CARD).title == "Tên mới"


def test_the_citation_picker_finds_articles_of_the_ledger_without_marks(tiny: Path):
    site, _ = content.read(tiny)

    found = [find.text for find in pickers.matching(pickers.articles(site), "dieu 3 hoa giai")]

    assert found and found[0].startswith("Điều 3 ") and found[0].endswith("số 35/2013/QH13")


def test_links_are_written_as_the_page_needs_them(tiny: Path):
    site, _ = content.read(tiny)

    assert "[Lắng nghe](../ky-nang/lang-nghe.md)" in [find.text for find in pickers.links(site, CARD)]


# Backup

def test_a_second_pc_opens_the_backup_with_its_history_and_keeps_its_own_text(tiny: Path, tmp_path: Path):
    history = History(tiny)
    history.save(CARD, "bản của máy một", history.read(CARD))
    pack = backup.write(tiny, datetime(2026, 11, 22, 8, 0))
    other = tmp_path / "máy hai"
    (other / CARD).parent.mkdir(parents=True)
    (other / CARD).write_text("bản của máy hai", encoding="utf-8")

    brought = backup.open_here(pack, History(other))

    assert pack.name == "sao-luu-2026-11-22-080000.zip"
    assert CARD in brought.changed and "docs/vi/index.md" in brought.new
    assert History(other).read(CARD) == "bản của máy một"
    assert {"bản của máy một", "bản của máy hai"} <= {History(other).text_of(CARD, state.name) for state in History(other).states(CARD)}


@pytest.mark.parametrize("name", ["../ra-ngoai.md", "docs/../../x", "scripts/portal/cli.py", "docs\\vi\\x.md", "C:/x"])
def test_a_zip_that_is_no_backup_is_refused_whole(tmp_path: Path, name: str):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as pack:
        pack.writestr("docs/vi/tot.md", "x")
        pack.writestr(name, "x")

    with pytest.raises(backup.CannotOpen):
        backup.open_here(tmp_path / "a.zip", History(tmp_path / "noi"))

    assert not (tmp_path / "noi").exists()
