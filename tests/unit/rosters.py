"""Sheets for the roster's tests: rows of words -> the bytes of a workbook, and how it reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.text import Text
from locales.render import Reader, render
from reports.roster_sheet import RosterSheet, read_roster

READER = Reader("en", "chị", "Vy", ZoneInfo("Asia/Ho_Chi_Minh"))
HEADER = ("STT", "Mã", "Họ và tên", "Chức vụ", "Đơn vị", "Vai trò", "Xưng hô", "Ghi chú")
KHAI = (1, "01", "Phùng Gia Khải", "Trưởng phòng", "Lãnh đạo", "", "anh", "")
VY = (2, "02", "Tạ Khánh Vy", "Chuyên viên", "Tổ Tổng hợp", "Chuyên viên phụ trách", "chị", "")
NHAN = (3, "03", "Đoàn Trọng Nhân", "Cán sự", "Tổ Tổng hợp", "Quản trị", "", "")

Cells = Sequence[object]


def workbook(*rows: Cells, also: Callable[[Worksheet], None] = lambda sheet: None) -> bytes:
    """An XLSX with these rows from A1 on; `also` may merge, hide or overwrite."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    also(sheet)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def read(*rows: Cells, also: Callable[[Worksheet], None] = lambda sheet: None) -> RosterSheet:
    return read_roster(workbook(*rows, also=also), "danh sách.xlsx")


def told(texts: Sequence[Text]) -> list[str]:
    return [render(text, READER) for text in texts]
