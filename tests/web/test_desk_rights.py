"""Every page of the desk, by every role and standing: let in or not.

`desk_rights.txt` beside this file is the office's own word on it, as `tests/storage/rights.txt` is
on what a chat can do, at the desk too. `python -m tests.web.test_desk_rights` writes it anew; read
it: a dot that became an x is a hole.
"""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.routing import Route

from bot.behind_pages import behind_pages
from bot.offices import Offices
from bot.settings import Settings
from domain.desk import KeepEntrance
from storage import desk_sessions
from tests.housed import housed
from tests.office import SmallOffice
from tests.storage.test_rights_matrix import ROLES, STANDINGS, Kind, hired
from tests.web.sitting import DESK, at_the_desk
from tests.web.test_desk_attacks import at, routes
from tests.web.test_desk_inquiries import asks
from tests.web.test_desk_pages import registers
from tests.web.test_desk_work import press
from tests.web.visiting import PUBLIC, Browser, Direct
from web.site import site

TABLE = Path(__file__).parent / "desk_rights.txt"
#: Some of what stands there for a chat, which has the chat's rights.
AS_IN_A_CHAT = (
    "/desk/look/broadcasts",
    "/desk/look/codes",
    "/desk/look/digest",
    "/desk/look/phones",
    "/desk/form/register_for?about=7",
    "/desk/form/staff_change?about=7",
)
_HEADING = (
    "# by role: official, specialist, admin, sender; of each: staff, deputy, head\n"
    "# x: the page is shown; .: refused, or the desk itself is\n"
)


def tried(folder: Path) -> dict[str, str]:
    """The cells of each page, in an office that is a ward's and has something to show on each."""
    office = SmallOffice()
    settings = Settings(data_dir=folder / "ward", offices=folder / "list.txt", database_url="")
    housed(folder / "school", "Trường Mầm non").database.close()
    (folder / "list.txt").write_text(f"Trường Mầm non = {folder / 'school'}", encoding="utf-8")
    behind = behind_pages(
        Direct(office), office.registry, is_secure=True, offices=Offices(settings, 30)
    )
    office.database.public_url = PUBLIC
    app = site(behind)
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    browser = at_the_desk(office, app, "Mai")
    press(browser, browser.get(f"{DESK}/plan"), "/plan/begin", what="change")
    asks(office)
    pages = {route.path: at(route) for route in routes(office) if _is_page(route)}
    pages |= {path: f"{PUBLIC}{path}" for path in AS_IN_A_CHAT}
    marks: dict[str, list[str]] = {path: [] for path in pages}
    for number, (role, standing) in enumerate(product(ROLES, STANDINGS)):
        browser = Browser(app)
        with office.work() as work:
            who, _account = hired(work, Kind(role, standing, "Tổ Đất đai"), f"chat {number}")
            desk_sessions.keep_entrance(work, who, KeepEntrance(f"way-in-{number}"))
        browser.opens(f"{DESK}/in/way-in-{number}")
        for path, address in pages.items():
            marks[path].append("x" if browser.get(address).status_code == 200 else ".")
    office.database.close()
    return {path: " ".join(_threes("".join(cells))) for path, cells in marks.items()}


def _is_page(route: Route) -> bool:
    as_in_a_chat = route.path.split("/")[2:3] in (["look"], ["form"], ["file"])
    return "GET" in (route.methods or ()) and not as_in_a_chat


def _threes(cells: str) -> list[str]:
    return [cells[n : n + 3] for n in range(0, len(cells), 3)]


def written() -> dict[str, str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return dict(re.split(r"\s{3,}", line) for line in lines if not line.startswith("#"))


def test_who_sees_which_page_is_who_the_table_says(tmp_path: Path) -> None:
    assert tried(tmp_path) == written()


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        rows = sorted(tried(Path(made)).items())
    shown = (f"{path:<40}   {cells}" for path, cells in rows)
    TABLE.write_text(_HEADING + "\n".join(shown) + "\n", encoding="utf-8")
