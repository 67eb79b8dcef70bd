"""What is done at the desk: the pile, papers, people, registrations for others."""

from __future__ import annotations

import re

import httpx
import pytest
from sqlmodel import select
from starlette.types import ASGIApp

from domain.outgoing import Say
from storage.tables import AuditRow, DoneRow, PersonRow, RegistrationRow, RevisionRow
from tests.office import SmallOffice
from tests.web.sitting import DESK, at_the_desk
from tests.web.test_desk_pages import names, registers
from tests.web.visiting import Browser, hidden, words


def told(office: SmallOffice, name: str) -> str:
    """The newest message in somebody's chat."""
    return [said.text for _row, said in office.said_to(name) if isinstance(said, Say)][-1]


def press(
    browser: Browser, page: httpx.Response, path: str, **fields: str | list[str]
) -> httpx.Response:
    """Send a form of a page, with the guard that stands in it."""
    guard = page.text.partition('name="guard" value="')[2].partition('"')[0]
    return browser.post(f"{DESK}{path}", {"guard": guard, **fields})


@pytest.fixture
def pile(office: SmallOffice) -> SmallOffice:
    """An office in which two have registered."""
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    registers(office, "Tâm", "Cấp phép xây dựng trong 7 ngày làm việc")
    return office


def test_the_pile_is_gone_through_one_after_another(pile: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(pile, app, "Mai")
    first = browser.get(f"{DESK}/registrations/1:1")
    for key in ("1", "2", "3", "4"):
        assert f'data-key="{key}"' in first.text
    decide = {"action": "review_decide", "about": "received@1:1"}
    second = press(browser, first, "/registrations/1:1", **decide)
    assert "Trần Quốc Hùng: đã tiếp nhận lúc 9 giờ 00" in words(second)
    assert "Cấp phép xây dựng" in second.text
    assert "đã được chị Mai tiếp nhận" in told(pile, "Hùng")
    decide["about"] = "received@2:1"
    done = press(browser, second, "/registrations/2:1", **decide)
    assert "không còn bản nào chờ chị" in words(done)
    again = press(browser, second, "/registrations/2:1", **decide)
    assert again.status_code == 409


def test_a_version_that_came_meanwhile_is_shown_and_not_decided(
    pile: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(pile, app, "Mai")
    page = browser.get(f"{DESK}/registrations/1:1")
    pile.types("Hùng", "/dangky")
    pile.presses("Hùng", "Sửa đăng ký")
    for said in ("Rút xuống còn 8 ngày làm việc", "95% đúng hạn", "hết tháng 11"):
        pile.types("Hùng", said)
    pile.presses("Hùng", "Gửi luôn")
    refused = press(
        browser, page, "/registrations/1:1", action="review_decide", about="received@1:1"
    )
    assert refused.status_code == 409
    assert "8 ngày" in refused.text
    with pile.work() as work:
        assert set(work.session.exec(select(RevisionRow.state))) == {"submitted"}


def test_more_is_asked_for_with_a_remark(pile: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(pile, app, "Mai")
    url = f"{DESK}/form/return_registration?about=1:1"
    page = browser.get(url)
    page = browser.post(url, {**_form(page), "a.remark": "Ghi rõ sản phẩm nhé"})
    sent = browser.post(url, {**_form(page), "press": "submit"})
    assert sent.status_code == 200
    assert "“Ghi rõ sản phẩm nhé”" in told(pile, "Hùng")
    assert 'href="/desk/registrations/2:1"' in sent.text


def _form(page: httpx.Response) -> dict[str, str | list[str]]:
    """What stands hidden in the form of the page's contents."""
    main = page.text.partition("<main")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', main)
    return dict(found)


def test_papers_are_ticked_many_at_once_and_taken_back(pile: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(pile, app, "Mai")
    page = browser.get(f"{DESK}/papers")
    boxes = dict(re.findall(r'name="tick" value="([^"]+)"> <span[^>]*>[^:]+: ([^<]+)', page.text))
    about = re.findall(r'name="about" value="(\d+)"', page.text)[0]
    wanted = [box for box, who in boxes.items() if who in {"Trần Quốc Hùng", "Ngô Đăng Khôi"}]
    ticked = press(browser, page, "/papers", about=about, tick=wanted)
    assert "Đã ghi nhận 2 bản" in words(ticked)
    with pile.work() as work:
        assert work.session.get_one(RegistrationRow, 1).signed_revision == 1
        khoi = select(DoneRow).where(DoneRow.person_id == pile.people["Khôi"])
        assert work.session.exec(khoi).one().how == "paper"
    back = re.findall(r'name="untick" value="([^"]+)"', ticked.text)
    assert len(back) == 2
    page = press(browser, ticked, "/papers", about=about, untick=back)
    assert 'name="untick"' not in page.text


def test_a_registration_is_entered_from_the_signed_form(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    khoi = office.people["Khôi"]
    url = f"{DESK}/form/register_for?about={khoi}"
    page = browser.get(url)
    assert "đồng chí Khôi" in words(page)
    for answers in (
        {"a.source": "paper"},
        {"a.task": "Số hoá 500 hồ sơ quy hoạch", "a.product": "Kho số dùng được", "a.due": "31/12"},
        {},
        {"press": "submit"},
    ):
        page = browser.post(url, {**_form(page), **answers})
        assert page.status_code == 200
        assert not re.search("Chị (đăng ký nhiệm vụ|dự kiến|chịu trách nhiệm)", words(page))
    assert "đã được" in told(office, "Khôi")
    assert "chị Mai" in told(office, "Khôi")
    office.types("Khôi", "/dangky")
    assert "Lần 1, Phạm Thanh Mai nhập thay theo bản ký" in told(office, "Khôi")
    file = words(browser.get(f"{DESK}/people/{khoi}"))
    assert "nhập thay theo bản ký" in file
    assert "Đăng ký nhiệm vụ trọng tâm cá nhân Đã nộp bản giấy" in file
    with office.work() as work:
        row = work.session.exec(select(RevisionRow)).one()
        assert (row.entered_by, row.source) == (office.people["Mai"], "paper")
        assert work.session.get_one(RegistrationRow, 1).signed_revision == 1
        assert "registered_on_behalf" in set(work.session.exec(select(AuditRow.action)))


def test_nothing_is_entered_for_whoever_chose_paper_nor_by_others(
    office: SmallOffice, app: ASGIApp
) -> None:
    office.types("Khôi", "/rutdongy")
    office.presses("Khôi", "Rút toàn bộ")
    khoi = office.people["Khôi"]
    page = at_the_desk(office, app, "Mai").get(f"{DESK}/form/register_for?about={khoi}")
    assert page.status_code == 409
    assert "đã chọn nộp bản giấy" in words(page)
    for other in ("Lan", "Bình"):
        url = f"{DESK}/form/register_for?about={office.people['Hùng']}"
        assert at_the_desk(office, app, other).get(url).status_code == 409
    own = f"{DESK}/form/register_for?about={office.people['Mai']}"
    assert at_the_desk(office, app, "Mai").get(own).status_code == 409


def _changes(browser: Browser, id_: int, **answers: str) -> httpx.Response:
    url = f"{DESK}/form/staff_change?about={id_}"
    page = browser.get(url)
    texts = re.findall(r'name="(a\.\w+)" rows="1"[^>]*>\n([^<]*)</textarea>', page.text)
    given = {**dict(texts), **{f"a.{name}": value for name, value in answers.items()}}
    page = browser.post(url, {**_form(page), **given})
    return browser.post(url, {**_form(page), "press": "submit"})


def test_somebody_moves_takes_a_second_job_and_stays_one_person(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(office, app, "Mai")
    hung = office.people["Hùng"]
    done = _changes(
        browser,
        hung,
        unit="Tổ Đô thị",
        second_position="Uỷ viên",
        second_unit="Ban Thanh tra nhân dân",
    )
    assert done.status_code == 200
    both = [f"{DESK}/people?unit=Tổ Đô thị", f"{DESK}/people?unit=Ban Thanh tra nhân dân"]
    for url in both:
        assert "Trần Quốc Hùng" in names(browser.get(url))
    assert len(names(browser.get(f"{DESK}/people"))) == 7
    with office.work() as work:
        assert "staff_changed" in set(work.session.exec(select(AuditRow.action)))


def test_two_who_could_not_be_told_apart_are_refused(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    twin = {"full_name": "Trần Quốc Hùng", "position": "Chuyên viên", "unit": "Tổ Đất đai"}
    page = _changes(browser, office.people["Tâm"], **twin)
    assert "trùng họ tên" in words(page)
    with office.work() as work:
        assert work.session.get_one(PersonRow, office.people["Tâm"]).full_name == "Bùi Minh Tâm"


def test_whoever_has_left_is_marked_and_their_chat_is_untied(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(office, app, "Mai")
    asked = browser.get(f"{DESK}/look/staff_ask_left?about={office.people['Khôi']}")
    assert "Ngô Đăng Khôi đã rời cơ quan?" in words(asked)
    press(browser, asked, "/do", action="staff_left", about=str(office.people["Khôi"]))
    assert names(browser.get(f"{DESK}/people?which=left")) == ["Ngô Đăng Khôi"]
    own = press(browser, asked, "/do", action="staff_left", about=str(office.people["Mai"]))
    assert own.status_code == 409
    last = press(browser, asked, "/do", action="staff_left", about=str(office.people["Lan"]))
    assert last.status_code == 409
    assert "quản trị viên duy nhất" in words(last)


def test_a_file_tells_what_was_sent_without_any_words(office: SmallOffice, app: ASGIApp) -> None:
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    for who, reads in (("Mai", True), ("Bình", True), ("Lan", False)):
        page = at_the_desk(office, app, who).get(f"{DESK}/people/{office.people['Hùng']}")
        file = words(page)
        assert "Đăng ký nhiệm vụ trọng tâm cá nhân Đã hoàn thành" in file
        assert ("Rút thời gian" in file) is reads
        assert "trả lời, báo tin" in file
        assert "Đã lưu lúc" not in file


def test_a_code_is_issued_and_revoked_from_the_file(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Lan")
    khoi = office.people["Khôi"]
    page = browser.get(f"{DESK}/people/{khoi}")
    issued = press(browser, page, "/do", action="new_code", about=str(khoi))
    assert "100 001" in words(issued)
    assert "Đang có mã tham gia" in words(browser.get(f"{DESK}/people/{khoi}"))
    press(browser, page, "/do", action="revoke_code", about=str(khoi))
    assert "Đang có mã tham gia" not in words(browser.get(f"{DESK}/people/{khoi}"))


def test_numbers_of_nobody_and_of_nothing_are_refused(pile: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(pile, app, "Mai")
    for path in (
        *("/people/999", "/people/99999999999999999999", "/registrations/999:1"),
        *("/registrations/x", "/registrations/1:9:9", "/form/staff_change?about=999"),
        *("/form/register_for?about=999", "/form/nothing", "/look/nothing"),
        *("/form/return_registration?about=999:1", "/file/registration_forms?about=person:999"),
    ):
        assert browser.get(f"{DESK}{path}").status_code in {403, 409}, path
    assert browser.get(f"{DESK}/file/nothing").status_code == 404


@pytest.mark.parametrize("name", ["Bình", "Lan"])
def test_what_is_the_specialists_is_done_by_nobody_else(
    pile: SmallOffice, app: ASGIApp, name: str
) -> None:
    browser = at_the_desk(pile, app, name)
    page = browser.get(DESK)
    hidden(page)
    for action, subject in (
        ("paper_tick", "1:5:1"),
        ("review_decide", "received@1:1"),
        ("broadcast_send", "1"),
        ("obstacle_settled", "5:1"),
        *((("staff_left", "7"), ("revoke_code", "7")) if name == "Bình" else ()),
    ):
        done = press(browser, page, "/do", action=action, about=subject)
        assert done.status_code == 409, action
    with pile.work() as work:
        assert set(work.session.exec(select(RevisionRow.state))) == {"submitted"}
        assert work.session.get_one(RegistrationRow, 1).signed_revision is None
