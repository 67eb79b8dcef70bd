"""A roster as an office has it is read; what is wrong with it is told by row and cell."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Literal, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.sandbox.office import demo_roster
from domain.people import Post, Role, Standing
from locales.render import render
from reports import spreadsheet
from reports.roster_sheet import read_roster
from reports.roster_template import roster_template
from tests.unit.rosters import HEADER, KHAI, NHAN, READER, VY, read, told, workbook

S, A, B, O = Role.SPECIALIST, Role.ADMIN, Role.SENDER, Role.OFFICIAL  # noqa: E741  # as roles


def only(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


def test_a_plain_sheet_is_read_with_what_comes_by_itself() -> None:
    head, specialist, admin = read(HEADER, KHAI, VY, NHAN).entries
    assert (head.full_name, head.posts) == (
        "Phùng Gia Khải",
        (Post("Lãnh đạo", "Trưởng phòng"),),
    )
    assert (head.standing, head.roles, head.salutation) == (Standing.HEAD, only(O, B), "anh")
    assert (specialist.standing, specialist.roles) == (Standing.STAFF, only(O, S, B))
    assert (admin.roles, admin.salutation, admin.code, admin.row) == (
        only(O, A, B),
        "anh/chị",
        "03",
        4,
    )


@pytest.mark.parametrize(
    "name",
    [
        "Họ và\ntên",
        "HỌ VÀ TÊN",
        "ho va ten",
        "Họ tên",
        "Họ và tên (in hoa)",
        "Full name",
        "Họ, tên",
    ],
)
def test_the_name_column_is_known_by_many_headers(name: str) -> None:
    (entry,) = read((name, "Chức danh"), ("Tạ Khánh Vy", "Cán sự")).entries
    assert (entry.full_name, entry.position) == ("Tạ Khánh Vy", "Cán sự")


def test_family_and_given_names_in_two_columns_are_one_name() -> None:
    (entry,) = read(("Họ và tên đệm", "Tên", "Chức vụ"), ("Tạ Khánh", "Vy", "Cán sự")).entries
    assert entry.full_name == "Tạ Khánh Vy"


def test_a_name_header_merged_over_two_columns_covers_both() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:B1")

    rows = (("Họ và tên", None, "Chức vụ"), ("Tạ Khánh", "Vy", "Cán sự"))
    (entry,) = read(*rows, also=merge).entries
    assert (entry.full_name, entry.position) == ("Tạ Khánh Vy", "Cán sự")


def test_titles_blank_rows_numbering_sections_and_footer_are_no_people() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:H1")
        sheet.merge_cells("A6:H6")

    sheet = read(
        ("DANH SÁCH CÁN BỘ, CÔNG CHỨC",),
        (),
        HEADER,
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"),
        ("I", None, "LÃNH ĐẠO PHÒNG"),
        ("II. TỔ TỔNG HỢP",),
        KHAI,
        (),
        HEADER,
        VY,
        NHAN,
        (4,),
        (None, None, "Tổng cộng: 3 người"),
        (None, None, "Người lập", None, "TRƯỞNG PHÒNG"),
        (None, None, "Mạc Thu Cúc", None, "Phùng Gia Khải"),
        also=merge,
    )
    assert told(sheet.problems) == []
    assert [entry.row for entry in sheet.entries] == [7, 10, 11]


def test_a_lone_title_at_the_right_begins_the_signatures() -> None:
    rows = (HEADER, VY, (None, None, None, None, "TRƯỞNG PHÒNG"), (None,) * 4 + ("Phùng Khải",))
    sheet = read(*rows)
    assert (len(sheet.entries), told(sheet.problems)) == (1, [])


def test_someone_below_the_footer_is_not_lost_in_silence() -> None:
    sheet = read(HEADER, VY, ("Tổng cộng: 1",), NHAN)
    assert sheet.entries == ()
    (problem,) = told(sheet.problems)
    assert "Row 4" in problem
    assert "row 3" in problem


def test_a_unit_merged_over_rows_counts_for_each_of_them() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("B2:B3")

    rows = (("Họ tên", "Tổ"), ("Tạ Khánh Vy", "Tổ Đô thị"), ("Đoàn Trọng Nhân", None))
    assert [entry.unit for entry in read(*rows, also=merge).entries] == ["Tổ Đô thị"] * 2


def test_without_a_unit_column_the_section_is_the_unit() -> None:
    rows = (("TT", "Họ tên", "Chức vụ"), ("I", "Tổ Đất đai"), (1, "Tạ Khánh Vy", "Cán sự"))
    assert [entry.unit for entry in read(*rows).entries] == ["Tổ Đất đai"]


def test_a_family_name_that_looks_like_a_unit_or_a_title_stays_a_name() -> None:
    rows = (
        ("Họ tên", "Đơn vị"),
        ("Tô Thị Thảo", None),
        ("Ông Thị Phượng", None),
        ("Văn Quế", None),
        ("Trương Phong", None),
    )
    names = [entry.full_name for entry in read(*rows).entries]
    assert names == ["Tô Thị Thảo", "Ông Thị Phượng", "Văn Quế", "Trương Phong"]


def test_a_title_before_the_name_is_the_salutation() -> None:
    rows = (("Họ tên",), ("Ông Đoàn Trọng Nhân",), ("Bà Tạ Vy",), ("Đ/c Cao Minh Triết",))
    entries = read(*rows).entries
    assert [entry.full_name for entry in entries] == ["Đoàn Trọng Nhân", "Tạ Vy", "Cao Minh Triết"]
    assert [entry.salutation for entry in entries] == ["ông", "bà", "đồng chí"]


def test_names_in_capitals_are_written_as_names() -> None:
    (entry,) = read(("HỌ TÊN",), ("ĐOÀN TRỌNG NHÂN",)).entries
    assert entry.full_name == "Đoàn Trọng Nhân"


@pytest.mark.parametrize(
    ("position", "standing"),
    [
        ("Trưởng phòng", Standing.HEAD),
        ("Q. Trưởng phòng", Standing.HEAD),
        ("Chủ tịch UBND phường", Standing.HEAD),
        ("Giám đốc Trung tâm", Standing.HEAD),
        ("Phó Bí thư Chi bộ, Trưởng phòng", Standing.HEAD),
        ("Phó Trưởng phòng", Standing.DEPUTY),
        ("P. Trưởng phòng", Standing.DEPUTY),
        ("Phó Chủ tịch", Standing.DEPUTY),
        ("Phó phòng kiêm Tổ trưởng Tổ Đô thị", Standing.DEPUTY),
        ("Phó Giám đốc", Standing.DEPUTY),
        ("Chuyên viên, Chủ tịch Công đoàn", Standing.STAFF),
        ("Phó Bí thư Chi đoàn", Standing.STAFF),
        ("Tổ trưởng", Standing.STAFF),
        ("Phó Tổ trưởng", Standing.STAFF),
        ("Chuyên viên", Standing.STAFF),
    ],
)
def test_the_position_decides_the_standing(position: str, standing: Standing) -> None:
    (entry,) = read(("Họ tên", "Chức vụ"), ("Tạ Khánh Vy", position)).entries
    assert entry.standing is standing


def test_a_column_for_the_standing_goes_before_the_position() -> None:
    rows = (("Họ tên", "Chức vụ", "Cấp"), ("Tạ Khánh Vy", "Chuyên viên", "Cấp phó"))
    assert read(*rows).entries[0].standing is Standing.DEPUTY


def test_roles_are_read_as_they_are_written() -> None:
    rows = (("Họ tên", "Vai trò"), ("Tạ Vy", "Quản trị, chuyên viên phụ trách"))
    more = (("Cao Triết", "được gửi thông báo"), ("Mạc Cúc", None))
    entries = read(*rows, *more).entries
    assert [entry.roles for entry in entries] == [only(O, S, A, B), only(O, B), only(O)]


def test_numbers_and_decomposed_text_become_plain_words() -> None:
    def leading_zeros(sheet: Worksheet) -> None:
        sheet["B2"].number_format = "000"

    name = unicodedata.normalize("NFD", "Đoàn Trọng Nhân")
    rows = (("Họ tên", "Mã"), (name, 7), ("Tạ\u200b Vy", 12.0))
    first, second = read(*rows, also=leading_zeros).entries
    assert (first.full_name, first.code) == ("Đoàn Trọng Nhân", "007")
    assert (second.full_name, second.code) == ("Tạ Vy", "12")


def test_columns_that_no_one_asked_for_are_left_unread() -> None:
    rows = (("Họ tên", "Mã số thuế", "Điện thoại"), ("Tạ Vy", "8312", "0900000000"))
    assert read(*rows).entries[0].code == ""


def test_what_the_sheet_has_no_column_for_is_told() -> None:
    assert read(HEADER, VY).silent == frozenset()
    assert read(("Họ tên",), ("Tạ Vy",)).silent == {
        "roles",
        "code",
        "standing",
        "posts",
        "salutation",
    }


def test_the_first_visible_sheet_with_a_name_column_is_read() -> None:
    book = Workbook()
    book.worksheets[0].append(["Hướng dẫn"])
    book.create_sheet("Ẩn").append(["Họ tên"])
    book["Ẩn"].sheet_state = "hidden"
    staff = book.create_sheet("Nhân sự")
    staff.append(["Họ tên"])
    staff.append(["Tạ Vy"])
    written = BytesIO()
    book.save(written)
    sheet = read_roster(written.getvalue(), "a.xlsx")
    assert [entry.full_name for entry in sheet.entries] == ["Tạ Vy"]
    assert "Nhân sự" in told(sheet.notes)[0]


def test_hidden_rows_are_read_and_noted() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    sheet = read(HEADER, VY, NHAN, also=hide)
    assert len(sheet.entries) == 2
    assert told(sheet.notes) == ["Hidden rows were read too: 3."]


def test_a_name_of_one_word_is_a_note_and_no_problem() -> None:
    sheet = read(("Họ tên",), ("Vy",))
    assert len(sheet.entries) == 1
    assert "Cell A2" in told(sheet.notes)[0]


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ((1, "", "", "Cán sự", "Tổ Đô thị", "", "", ""), "C2", "name is missing"),
        ((1, "", "Chuyên viên", "Tạ Thị Vy", "", "", "", ""), "C2", "columns of names"),
        ((1, "", "PHÓ TRƯỞNG PHÒNG", "Tạ Vy", "", "", "", ""), "C2", "columns of names"),
        ((1, "", "Tạ Vy 2", "Cán sự", "", "", "", ""), "C2", "does not look like a name"),
        ((1, "", "Tạ Vy", "", "Tổ Đô thị", "", "", ""), "D2", "position is missing"),
        ((1, "", "Tạ Vy", "Cán sự", "", "sếp", "", ""), "F2", "chuyên viên phụ trách"),
        ((1, "", "Tạ Vy", "Cán sự", "", "", "ngài", ""), "G2", "đồng chí"),
        ((1, "", "Tạ Vy", "#REF!", "", "", "", ""), "D2", "#REF!"),
        ((1, "", "=A1", "Cán sự", "", "", "", ""), "C2", "formula"),
    ],
)
def test_a_mistake_names_its_cell_and_imports_nobody(
    row: tuple[object, ...], cell: str, words: str
) -> None:
    sheet = read(HEADER, row, VY)
    assert sheet.entries == ()
    (problem,) = told(sheet.problems)
    assert f"Cell {cell}" in problem
    assert words in problem


def test_every_mistake_is_told_at_once() -> None:
    bad = (1, "", "Tạ 2", "Cán sự", "", "sếp", "ngài", "")
    assert len(read(HEADER, bad, bad).problems) == 6


def test_two_jobs_with_one_code_are_one_person() -> None:
    second = (2, "01", "Phùng Gia Khải", "Tổ trưởng", "Tổ Đô thị", "Quản trị", "", "")
    (entry,) = read(HEADER, KHAI, second).entries
    assert [post.unit for post in entry.posts] == ["Lãnh đạo", "Tổ Đô thị"]
    assert (entry.standing, entry.roles, entry.row) == (Standing.HEAD, only(O, A, B), 2)


@pytest.mark.parametrize(
    ("position", "note"), [("Tổ trưởng", "Kiêm nhiệm"), ("Kiêm Tổ trưởng", "")]
)
def test_a_further_job_joins_the_row_of_the_same_name(position: str, note: str) -> None:
    second = (2, "", "Phùng Gia Khải", position, "Tổ Đô thị", "", "", note)
    (entry,) = read(HEADER, second, KHAI).entries
    assert [post.unit for post in entry.posts] == ["Lãnh đạo", "Tổ Đô thị"]


def test_a_name_merged_over_two_rows_is_one_person_with_two_jobs() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")

    rows = (("Họ tên", "Chức vụ"), ("Tạ Vy", "Văn thư"), (None, "Thủ quỹ"))
    (entry,) = read(*rows, also=merge).entries
    assert [post.position for post in entry.posts] == ["Văn thư", "Thủ quỹ"]


def test_the_same_name_in_two_posts_is_two_people_and_noted() -> None:
    other = (2, "", "Tạ Khánh Vy", "Cán sự", "Tổ Đô thị", "", "", "")
    sheet = read(HEADER, VY, other)
    assert len(sheet.entries) == 2
    assert "Rows 2, 3" in told(sheet.notes)[0]


def test_a_further_job_of_a_name_that_two_people_have_is_a_problem() -> None:
    other = (2, "", "Tạ Khánh Vy", "Cán sự", "Tổ Đô thị", "", "", "")
    third = (3, "", "Tạ Khánh Vy", "Kiêm nhiệm thủ quỹ", "Tổ Đô thị", "", "", "")
    (problem,) = told(read(HEADER, VY, other, third).problems)
    assert "Rows 2, 3, 4" in problem


def test_one_code_with_two_names_is_a_problem() -> None:
    other = (2, "02", "Cao Minh Triết", "Cán sự", "Tổ Đô thị", "", "", "")
    (problem,) = told(read(HEADER, VY, other).problems)
    assert "Rows 2, 3" in problem
    assert "02" in problem


def test_a_sheet_without_names_shows_the_headers_it_read() -> None:
    (problem,) = told(read(("Mã", "Chức vụ"), ("1", "Cán sự")).problems)
    assert "Mã, Chức vụ" in problem


def test_an_empty_sheet_and_one_without_people_are_told_apart() -> None:
    assert "no rows" in told(read().problems)[0]
    assert "row 1" in told(read(HEADER).problems)[0]


def zipped(**parts: bytes) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WRONG_FILES = {
    "empty": (b"", "is empty"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "csv": ("Họ tên,Chức vụ\nTạ Vy,Cán sự\n".encode(), "CSV"),
    "csv of an old encoding": ("Hä;Tæ\r\n".encode("latin-1"), "CSV"),
    "csv in UTF-16": ("Họ tên\tMã".encode("utf-16"), "CSV"),
    "xls": (OLE + "Workbook".encode("utf-16-le"), "old Office"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "docx renamed": (zipped(word__document_xml=b"<x/>"), "Word"),
    "another zip": (zipped(readme=b"x"), "not an Excel"),
    "broken zip": (b"PK\x03\x04 and then nothing", "damaged"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "not an Excel"),
    "20 MB": (b"PK" + bytes(20_000_000), "larger than 5 MB"),
    "half a workbook": (zipped(**{"xl/workbook.xml": b"<workbook"}), "damaged"),
    "a bomb": (zipped(**{"xl/workbook.xml": b" " * 30_000_000}), "far more"),
}


@pytest.mark.parametrize(("content", "words"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_a_wrong_file_gets_a_sentence_that_says_what_it_is(content: bytes, words: str) -> None:
    (problem,) = told(read_roster(content, "ds.xlsx").problems)
    assert words in problem
    assert "ds.xlsx" in problem


def test_something_far_below_the_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 50)

    def far_below(sheet: Worksheet) -> None:
        sheet["A51"] = "x"

    assert "beyond row" in told(read(HEADER, VY, also=far_below).problems)[0]


def test_a_merged_column_of_a_million_rows_is_read_at_once() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merged_cells.add("I1:XFD1048576")

    assert len(read(HEADER, VY, also=merge).entries) == 1


def test_the_office_of_the_demo_is_read_whole() -> None:
    sheet = read_roster(demo_roster(), "demo.xlsx")
    assert told((*sheet.problems, *sheet.notes)) == []
    standings = [entry.standing for entry in sheet.entries]
    assert (standings.count(Standing.HEAD), standings.count(Standing.DEPUTY)) == (1, 2)
    assert sum(S in entry.roles for entry in sheet.entries) == 1
    assert sum(A in entry.roles for entry in sheet.entries) == 1
    assert [len(e.posts) for e in sheet.entries if e.full_name == "Phùng Gia Khải"] == [2]
    namesakes = [e.code for e in sheet.entries if e.full_name == "Đinh Thị Thu Hà"]
    assert len(set(namesakes)) == 2


def test_the_template_that_offices_get_can_be_sent_back() -> None:
    sheet = read_roster(roster_template(lambda text: render(text, READER)), "template.xlsx")
    assert told(sheet.problems) == []
    assert [entry.posts for entry in sheet.entries] == [(Post("Tổ Kinh tế", "Chuyên viên"),)]


COLUMNS = list(zip(HEADER, KHAI, VY, NHAN, strict=True))
SPELLINGS = [str, str.upper, str.lower, str.title]
Form: TypeAlias = Literal["NFC", "NFD", "NFKD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD", "NFKD")


@settings(max_examples=40, deadline=None)
@given(
    columns=st.permutations(COLUMNS),
    spelling=st.sampled_from(SPELLINGS),
    form=st.sampled_from(FORMS),
)
def test_any_order_case_and_form_of_the_columns_reads_the_same(
    columns: list[tuple[object, ...]], spelling: type[str], form: Form
) -> None:
    rows = [list(row) for row in zip(*columns, strict=True)]
    rows[0] = [spelling(str(header)) for header in rows[0]]
    rows = [[unicodedata.normalize(form, str(cell)) for cell in row] for row in rows]
    assert read(*rows) == read(HEADER, KHAI, VY, NHAN)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
def test_no_bytes_make_the_reader_fail(content: bytes) -> None:
    assert read_roster(content, "x").problems


GOOD = workbook(HEADER, KHAI, VY, NHAN)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=20)
)
def test_no_damage_makes_the_reader_fail(damage: list[tuple[int, int]]) -> None:
    broken = bytearray(GOOD)
    for place, byte in damage:
        broken[place] = byte
    sheet = read_roster(bytes(broken), "x.xlsx")
    assert sheet.entries or sheet.problems


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=6))
def test_no_words_in_the_cells_make_the_reader_fail(rows: list[list[str]]) -> None:
    safe = [[cell if cell.isprintable() else "x" for cell in row] for row in rows]
    sheet = read(HEADER, *safe)
    assert sheet.entries or sheet.problems
