"""The cast of the transcripts as a roster's sheet: Hùng has another position, Khôi is gone."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook

from domain.people import Role
from tests.office import CAST

_ROLES = {
    Role.SPECIALIST: "chuyên viên phụ trách",
    Role.ADMIN: "quản trị",
    Role.SENDER: "được gửi thông báo",
}


def roster_of_the_cast() -> bytes:
    """One changed, one left, one new."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH CÔNG CHỨC"])
    sheet.append(["Họ và tên", "Chức vụ", "Đơn vị", "Xưng hô", "Vai trò"])
    for given, name, position, unit, _standing, salutation, roles in CAST:
        if given != "Khôi":
            said = ", ".join(_ROLES[r] for r in sorted(roles) if r in _ROLES)
            now = "Chuyên viên chính" if given == "Hùng" else position
            sheet.append([name, now, unit, salutation, said])
    sheet.append(["Lưu Thu Hà", "Chuyên viên", "Tổ Đô thị", "chị", ""])
    written = BytesIO()
    book.save(written)
    return written.getvalue()
