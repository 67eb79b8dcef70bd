"""A roster and a plan rehearsed by `tusoi rehearse`, its page and its workbook written."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from openpyxl import Workbook, load_workbook

from tests.bench.bots import running

_HEADER = ("Mã", "Họ và tên", "Chức vụ", "Đơn vị", "Vai trò", "Xưng hô")
_SPECIAL = {
    1: ("Trưởng phòng", ""),
    2: ("Phó Trưởng phòng", ""),
    3: ("Chuyên viên", "chuyên viên phụ trách"),
    4: ("Chuyên viên", "quản trị"),
}
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga")


def roster(path: Path, count: int) -> None:
    """So many invented people, one of them the head."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(_HEADER)
    for number in range(1, count + 1):
        position, role = _SPECIAL.get(number, ("Chuyên viên", ""))
        name = f"Đinh {_GIVEN[number // 10 % 10]} {_GIVEN[number % 10]} {_GIVEN[number // 100]}"
        unit, called = f"Tổ {number % 6 + 1}", ("anh", "chị")[number % 2]
        sheet.append((f"CB{number:04}", name, position, unit, role, called))
    book.save(path)


async def rehearsal(people: int, last: str) -> dict[str, float]:
    """The whole process, in seconds: from the plan's first day, as if nobody ever did anything."""
    with TemporaryDirectory() as folder:
        sheet, out = Path(folder) / "roster.xlsx", Path(folder) / "out"
        roster(sheet, people)
        what = ("--plan", "hoa-cuong-2025", "--roster", str(sheet), "--to", last)
        began, before = perf_counter(), os.times().children_user
        async with running("bot", "rehearse", *what, "--out", str(out)) as process:
            await process.wait()
        took, worked = perf_counter() - began, os.times().children_user - before
        book = load_workbook(out / "rehearsal.xlsx", read_only=True)
        messages = sum(1 for _row in book.worksheets[0].rows) - 1
    name = f"rehearsal.{people}_people"
    return {f"{name}.s": took, f"{name}.processor_s": worked, f"{name}.messages": messages}
