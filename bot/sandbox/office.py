"""The office of the demo: an invented roster, as a sheet a real office would have.

Everyone in it is made up. The sheet has what real ones have: titles above, sections, the unit
merged over its rows, a person with two jobs on two rows, two people of the same name, a footer.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from domain.channels import TELEGRAM, ZALO

HEADERS = ("STT", "Mã", "Họ và\ntên", "Chức vụ", "Đơn vị", "Vai trò", "Xưng hô", "Ghi chú")
WIDTHS = (5, 8, 26, 22, 18, 24, 10, 18)


@dataclass(frozen=True)
class Member:
    """A row of the sheet."""

    code: str
    name: str
    position: str
    salutation: str
    role: str = ""
    note: str = ""


LEADERS = (
    Member("KT01", "Trương Hoài Bắc", "Trưởng phòng", "anh"),
    Member("KT02", "Lâm Thị Ánh Dương", "Phó Trưởng phòng", "chị"),
    Member("KT03", "Phùng Gia Khải", "Phó Trưởng phòng", "anh"),
)
GENERAL = (
    Member("KT04", "Tạ Khánh Vy", "Chuyên viên", "chị", "Chuyên viên phụ trách"),
    Member("KT05", "Đoàn Trọng Nhân", "Chuyên viên", "anh", "Quản trị"),
    Member("KT06", "Mạc Thu Cúc", "Văn thư", "chị"),
    Member("KT07", "Nghiêm Bảo Trâm", "Kế toán", "chị"),
    Member("KT08", "Cao Minh Triết", "Cán sự", "anh"),
)
BUILDING = (
    Member("KT09", "Kiều Văn Lực", "Tổ trưởng", "anh"),
    Member("KT10", "Lương Thị Hồng Gấm", "Chuyên viên", "chị"),
    Member("KT11", "Âu Dương Thành", "Chuyên viên", ""),
    Member("KT12", "Đinh Công Sử", "Chuyên viên", "anh"),
    Member("KT13", "Quách Thị Yến", "Chuyên viên", "chị"),
    Member("KT14", "Thái Bá Ước", "Chuyên viên", "anh"),
    Member("KT15", "Vương Đình Ẩn", "Chuyên viên", "anh"),
    Member("KT16", "Châu Ngọc Diệp", "Chuyên viên", "chị"),
    Member("KT17", "La Quang Vinh", "Cán sự", "anh"),
    Member("KT18", "Tô Thị Thảo", "Nhân viên hợp đồng", "chị"),
)
LAND = (
    Member("KT19", "Hứa Thị Minh Châu", "Tổ trưởng", "chị"),
    Member("KT20", "Trịnh Xuân Phong", "Chuyên viên", "anh"),
    Member("KT21", "Đàm Thị Lệ Giang", "Chuyên viên", "chị"),
    Member("KT22", "Mai Đức Ý", "Chuyên viên", "anh"),
    Member("KT23", "Lưu Thị Bích Đào", "Chuyên viên", "chị"),
    Member("KT24", "Tống Phước Lộc", "Chuyên viên", "anh"),
    Member("KT25", "Ninh Thị Hạnh", "Chuyên viên", "chị"),
    Member("KT26", "Khổng Tiến Đạt", "Chuyên viên", "đồng chí"),
    Member("KT27", "Đinh Thị Thu Hà", "Chuyên viên", "chị"),
    Member("KT28", "Giang Hải Nam", "Cán sự", "anh"),
)
ECONOMY = (
    Member("KT29", "Doãn Thị Kim Oanh", "Tổ trưởng", "chị"),
    Member("KT30", "Từ Anh Tuấn", "Chuyên viên", "anh"),
    Member("KT31", "Đinh Thị Thu Hà", "Chuyên viên", "chị"),
    Member("KT32", "Viên Thị Xuân Mai", "Chuyên viên", "chị"),
    Member("KT33", "Bạch Hữu Nghĩa", "Chuyên viên", "anh"),
    Member("KT34", "Ông Thị Phượng", "Chuyên viên", "chị"),
    Member("KT35", "Tiêu Chí Kiên", "Nhân viên hợp đồng", "anh"),
)
URBAN = (
    Member("KT03", "Phùng Gia Khải", "Tổ trưởng", "anh", note="Kiêm nhiệm"),
    Member("KT36", "Thạch Thị Sa", "Chuyên viên", "chị"),
    Member("KT37", "Sầm Quốc Việt", "Chuyên viên", "anh"),
    Member("KT38", "Bế Thị Nhung", "Chuyên viên", "chị"),
    Member("KT39", "Triệu Khắc Uy", "Chuyên viên", "anh"),
    Member("KT40", "Văn Thị Quế", "Chuyên viên", "chị"),
    Member("KT41", "Lục Thế Cường", "Nhân viên hợp đồng", "đồng chí"),
)
#: Title of the section, unit, its people.
SECTIONS: tuple[tuple[str, str, tuple[Member, ...]], ...] = (
    ("I. LÃNH ĐẠO PHÒNG", "Lãnh đạo phòng", LEADERS),
    ("II. TỔ TỔNG HỢP", "Tổ Tổng hợp", GENERAL),
    ("III. TỔ XÂY DỰNG", "Tổ Xây dựng", BUILDING),
    ("IV. TỔ ĐẤT ĐAI", "Tổ Đất đai", LAND),
    ("V. TỔ KINH TẾ", "Tổ Kinh tế", ECONOMY),
    ("VI. TỔ ĐÔ THỊ", "Tổ Đô thị", URBAN),
)
#: Three in four of such an office can be reached on Zalo only; these have Telegram.
ON_TELEGRAM = frozenset(
    {
        "Tạ Khánh Vy",
        "Đoàn Trọng Nhân",
        "Mai Đức Ý",
        "Tô Thị Thảo",
        "Đinh Công Sử",
        "Quách Thị Yến",
        "Châu Ngọc Diệp",
        "Lưu Thị Bích Đào",
        "Từ Anh Tuấn",
        "Sầm Quốc Việt",
        "Tiêu Chí Kiên",
    }
)
TITLES = (
    "ỦY BAN NHÂN DÂN PHƯỜNG",
    "PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ",
    "DANH SÁCH CÁN BỘ, CÔNG CHỨC, NGƯỜI LAO ĐỘNG NĂM 2025",
)
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def channel_of(full_name: str) -> str:
    """Where somebody of the demo's office writes from the first day on."""
    return TELEGRAM if full_name in ON_TELEGRAM else ZALO


def demo_roster() -> bytes:
    """The demo's roster as an XLSX: 41 people on 42 rows; the same content every time."""
    book = Workbook()
    sheet = book.create_sheet("Danh sách", 0)
    del book[book.sheetnames[1]]
    row = _titles(sheet)
    number = 0
    for title, unit, members in SECTIONS:
        _wide(sheet, row, title)
        for place, member in enumerate(members, start=row + 1):
            number += 1
            _member(sheet, place, number, unit if place == row + 1 else "", member)
        sheet.merge_cells(
            start_row=row + 1, end_row=row + len(members), start_column=5, end_column=5
        )
        row += len(members) + 1
    _footer(sheet, row, number)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _titles(sheet: Worksheet) -> int:
    """Write titles and header; return the first row below them."""
    for row, title in enumerate(TITLES, start=1):
        _wide(sheet, row, title)
    header = len(TITLES) + 2  # one blank row below the titles
    for column, words in enumerate(HEADERS, start=1):
        cell = sheet.cell(header, column, words)
        cell.font, cell.border = Font(name="Times New Roman", bold=True), _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[cell.column_letter].width = WIDTHS[column - 1]
    return header + 1


def _wide(sheet: Worksheet, row: int, words: str) -> None:
    cell = sheet.cell(row, 1, words)
    cell.font = Font(name="Times New Roman", bold=True)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(HEADERS))


def _member(sheet: Worksheet, row: int, number: int, unit: str, member: Member) -> None:
    who = (str(number), member.code, member.name, member.position, unit)
    for column, word in enumerate((*who, member.role, member.salutation, member.note), start=1):
        cell = sheet.cell(row, column, word)
        cell.font, cell.border = Font(name="Times New Roman"), _BOX
        cell.alignment = Alignment(vertical="center")


def _footer(sheet: Worksheet, row: int, number: int) -> None:
    sheet.cell(row, 1, f"Tổng cộng: {number} dòng")
    sheet.cell(row + 2, 3, "Người lập biểu")
    sheet.cell(row + 2, 7, "TRƯỞNG PHÒNG")
    sheet.cell(row + 5, 3, GENERAL[2].name)
    sheet.cell(row + 5, 7, LEADERS[0].name)
