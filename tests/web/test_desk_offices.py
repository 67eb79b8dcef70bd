"""What a ward sees of its offices: everything of now, who has nothing to show and why; and that
nothing is written where it only looks."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook
from starlette.types import ASGIApp

from bot.behind_pages import behind_pages
from bot.checkup import of_offices
from bot.offices import Offices
from bot.settings import Settings
from reports.office_file import office_file
from storage.upward import office_figures
from tests.housed import housed, stamp
from tests.office import ZONE, SmallOffice
from tests.unit.reports_samples import vietnamese
from tests.web.sitting import DESK, at_the_desk
from tests.web.test_desk_attacks import rows
from tests.web.test_desk_pages import registers
from tests.web.visiting import Browser, Direct, words
from web.site import site

OFFICES = f"{DESK}/offices"
HEALTH, SCHOOL, CENTRE = "Trạm Y tế", "Trường Mầm non", "Trung tâm Hành chính công"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A ward's, with its list; what the list says is written by each test."""
    return Settings(data_dir=tmp_path / "ward", offices=tmp_path / "don-vi.txt", database_url="")


@pytest.fixture
def health(tmp_path: Path) -> Iterator[SmallOffice]:
    """An office that runs: one of its seven has registered."""
    small = housed(tmp_path / "y-te", HEALTH)
    registers(small, "Hùng", "Rút thời gian chờ khám còn 20 phút")
    yield small
    small.database.close()


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """One that is stopped, of nine people."""
    small = housed(tmp_path / "mam-non", SCHOOL)
    small.grow(9)
    small.database.close()
    return tmp_path / "mam-non"


def write(settings: Settings, *lines: str) -> None:
    assert settings.offices
    settings.offices.write_text("\n".join(lines), encoding="utf-8")


def desk_of(ward: SmallOffice, settings: Settings, patience: float = 30.0) -> ASGIApp:
    offices = Offices(settings, patience)
    return site(behind_pages(Direct(ward), ward.registry, is_secure=True, offices=offices))


def kept(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def adds(
    browser: Browser, page: httpx.Response, *files: tuple[str, bytes], **fields: str
) -> httpx.Response:
    guard = page.text.partition('name="guard" value="')[2].partition('"')[0]
    sent = [("sent", (name, content, BOOK)) for name, content in files]
    return asyncio.run(browser.client.post(OFFICES, data={"guard": guard, **fields}, files=sent))


def test_the_ward_sees_every_office_as_of_now_and_writes_nowhere(
    office: SmallOffice, settings: Settings, health: SmallOffice, school: Path, tmp_path: Path
) -> None:
    write(settings, f"{HEALTH} = {tmp_path / 'y-te'}", f"{SCHOOL} = {school}", CENTRE)
    browser = at_the_desk(office, desk_of(office, settings), "Mai")
    before = rows(health), kept(school)
    page = browser.get(OFFICES)
    told = words(page)
    assert f"2/3 cơ quan, đơn vị đã có số liệu. Còn thiếu: {CENTRE}." in told
    assert f"{HEALTH} 17 giờ 00 ngày 14/10/2025 7 1 14,3% 0 6 0" in told
    assert f"{SCHOOL} 17 giờ 00 ngày 14/10/2025 9 0 0,0% 0 9 0" in told
    assert "Tất cả đơn vị (2) 16 1 6,2% 0 15 0" in told
    assert f"{CENTRE} Chạy trên máy riêng" in told
    registers(health, "Tâm", "Cấp giấy khám sức khỏe trong ngày")
    assert "Tất cả đơn vị (2) 16 2 12,5%" in words(browser.get(OFFICES))
    assert kept(school) == before[1]
    assert rows(health).keys() == before[0].keys()
    book = load_workbook(BytesIO(browser.get(f"{OFFICES}/workbook").content))
    assert [row[1] for row in book["Cơ quan, đơn vị"].iter_rows(min_row=4, values_only=True)] == [
        HEALTH,
        SCHOOL,
        CENTRE,
    ]
    notes = [row[1] for row in book["Ghi chú"].iter_rows(min_row=4, values_only=True)]
    assert f"{CENTRE} chưa có số liệu: Chạy trên máy riêng, gửi số liệu bằng tệp." in notes


def test_files_of_offices_that_run_apart_are_summed_up_and_kept_nowhere(
    office: SmallOffice, settings: Settings, health: SmallOffice, school: Path
) -> None:
    write(settings, f"{SCHOOL} = {school}", HEALTH)
    office.now += timedelta(days=1)
    browser = at_the_desk(office, desk_of(office, settings), "Bình")
    with health.work() as work:
        content = office_file(office_figures(work), vietnamese, ZONE)
    before, page = rows(office), browser.get(OFFICES)
    files = ("y-te.xlsx", content), ("<b>hỏng</b>.xlsx", b"PK"), ("", b"")
    both = adds(browser, page, *files)
    assert "Tất cả đơn vị (2) 16 1 6,2%" in words(both)
    assert "Chạy trên máy riêng" not in words(both).partition("Đơn vị chạy")[0]
    assert "<b>hỏng</b>.xlsx Không đọc được tệp." in words(both)
    assert "<b>" not in both.text
    assert f"{HEALTH}: số liệu tính đến 9 giờ 00 ngày 07/10/2025." in words(both)
    book = adds(browser, page, files[0], **{"as": "workbook"})
    assert "Ghi chú" in load_workbook(BytesIO(book.content)).sheetnames
    assert "Tất cả đơn vị (1)" in words(browser.get(OFFICES))
    assert rows(office) == before
    browser.client.headers["sec-fetch-site"] = "cross-site"
    assert adds(browser, page, files[0]).status_code == 403
    browser.client.headers["sec-fetch-site"] = "same-origin"
    assert adds(browser, page, files[0], guard="forged").status_code == 403
    big = ("big.xlsx", bytes(9_000_000))
    assert adds(browser, page, big).status_code == 413
    browser.client.cookies.clear()
    assert adds(browser, page, big).status_code == 403  # nothing is taken in from a stranger


def test_one_that_is_ill_is_named_with_what_to_do_and_spoils_nothing(
    office: SmallOffice, settings: Settings, health: SmallOffice, school: Path, tmp_path: Path
) -> None:
    def another(name: str, lose: str = "") -> Path:
        shutil.copytree(school, tmp_path / name)
        if lose:
            (tmp_path / name / lose).unlink()
        return tmp_path / name

    older, broken = another("old"), another("broken")
    sick = SmallOffice(url=f"sqlite:///{older / 'tusoi.db'}")
    stamp(sick.database.engine, "0001")
    sick.database.close()
    (broken / "tusoi.db").write_bytes(b"no database" * 999)
    with closing(sqlite3.connect(another("no-plan") / "tusoi.db")) as damaged, damaged:
        damaged.execute("UPDATE plan_version SET plan_json = '{'")
    registers(health, "Tâm", "Cấp giấy khám sức khỏe trong ngày")
    shutil.copytree(tmp_path / "y-te", tmp_path / "no-key", ignore=shutil.ignore_patterns("*.key"))
    shutil.copytree(tmp_path / "y-te", tmp_path / "wrong-key")
    (tmp_path / "wrong-key" / "secret.key").write_text("another key, of another office")
    write(
        settings,
        f"{HEALTH} = {tmp_path / 'y-te'}",
        f"Không có thư mục = {tmp_path / 'nowhere'}",
        f"Chưa khởi tạo = {another('empty', lose='tusoi.db')}",
        f"Thiếu khóa = {tmp_path / 'no-key'}",
        f"Khóa khác = {tmp_path / 'wrong-key'}",
        f"Bản cũ = {older}",
        f"Hỏng = {broken}",
        f"Kế hoạch hỏng = {tmp_path / 'no-plan'}",
        f"Trùng chỗ = {tmp_path / 'x' / '..' / 'y-te'}",
        f"{HEALTH} = {tmp_path / 'elsewhere'}",
        f"Chính mình = {settings.data_dir}",
        f"Không với tới = postgresql://ward@127.0.0.1:1/one?password=sesame {school}",
    )
    reasons = {
        "Không có thư mục": "Không có thư mục dữ liệu này.",
        "Chưa khởi tạo": "Ở đó chưa được khởi tạo.",
        "Thiếu khóa": "Thiếu khóa của đơn vị (secret.key).",
        "Khóa khác": "Khóa không mở được cơ sở dữ liệu của đơn vị.",
        "Bản cũ": "Cơ sở dữ liệu thuộc phiên bản tusoi khác.",
        "Hỏng": "Không đọc được dữ liệu của đơn vị.",
        "Kế hoạch hỏng": "Không đọc được dữ liệu của đơn vị.",
        "Trùng chỗ": f"Dữ liệu ở đó là của dòng 1 trong danh sách ({HEALTH}).",
        HEALTH: "Trùng tên với dòng 1 trong danh sách.",
        "Chính mình": "Đó là dữ liệu của chính cơ quan này.",
        "Không với tới": "Không kết nối được cơ sở dữ liệu của đơn vị.",
    }
    browser = at_the_desk(office, desk_of(office, settings), "Mai")
    told = words(browser.get(OFFICES))
    for name, why in reasons.items():
        assert f"{name} {why}" in told
    assert "Tất cả đơn vị (1) 7 2" in told
    assert "sesame" not in told
    found = list(of_offices(settings, office.now))
    assert len([f for f in found if f.remedy and f.grave]) == len(reasons)


def test_two_offices_of_one_name_are_told_apart_from_nobody(
    office: SmallOffice, settings: Settings, health: SmallOffice, school: Path, tmp_path: Path
) -> None:
    housed(tmp_path / "twin", HEALTH).database.close()
    twins = f"{HEALTH} = {tmp_path / 'y-te'}", f"{CENTRE} = {tmp_path / 'twin'}"
    write(settings, *twins, f"Mẫu giáo = {school}")
    told = words(at_the_desk(office, desk_of(office, settings), "Mai").get(OFFICES))
    assert told.count(f"Các dòng 1, 2 trong danh sách đều mang tên {HEALTH}") == 2
    assert "Tất cả đơn vị (1) 9 0" in told
    assert f"Dòng 3 trong danh sách ghi Mẫu giáo, còn dữ liệu ở đó là của {SCHOOL}." in told


def test_one_that_does_not_answer_in_time_is_left_out_and_asked_only_once(
    office: SmallOffice, settings: Settings, school: Path
) -> None:
    write(settings, f"{SCHOOL} = {school}")
    browser = at_the_desk(office, desk_of(office, settings, patience=0.0), "Mai")
    told = words(browser.get(OFFICES))
    assert f"{SCHOOL} Chưa đọc xong trong thời gian cho phép." in told
    assert "Chưa có số liệu nào." in told
    assert browser.get(f"{OFFICES}/workbook").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("name", ["Mai", "Bình", "Lan"])
def test_only_who_reports_sees_the_offices(
    office: SmallOffice, settings: Settings, school: Path, name: str
) -> None:
    write(settings, f"{SCHOOL} = {school}")
    browser = at_the_desk(office, desk_of(office, settings), name)
    may = name != "Lan"
    assert ('href="/desk/offices"' in browser.get(DESK).text) is may
    page = browser.get(OFFICES)
    answers = page, browser.get(f"{OFFICES}/workbook"), adds(browser, browser.get(DESK), ("a", b""))
    for answer in answers:
        assert (answer.status_code == 200) is may
        assert (SCHOOL in words(answer) or b"PK" in answer.content) is may


def test_without_a_list_there_is_nothing_and_a_wrong_one_is_told(
    office: SmallOffice, app: ASGIApp, settings: Settings
) -> None:
    browser = at_the_desk(office, app, "Mai")
    assert "/desk/offices" not in browser.get(DESK).text
    assert browser.get(OFFICES).status_code == 409
    browser = at_the_desk(office, desk_of(office, settings), "Mai")
    assert "don-vi.txt cannot be read" in words(browser.get(OFFICES))
    write(settings, "# của phường", f"{SCHOOL} =")
    assert "don-vi.txt: line 2 is not NAME" in words(browser.get(OFFICES))
