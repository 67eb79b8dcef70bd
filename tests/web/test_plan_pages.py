"""The plan at the desk: copied, changed, looked at, saved, without touching any file."""

from __future__ import annotations

import re
from datetime import date, time
from html import unescape

import httpx
import pytest
from starlette.types import ASGIApp

from directives.loading import read_plan
from domain.outgoing import Say
from domain.people import Standing
from domain.plan import Anchor, Repeat, Rule, When, Whom
from tests.office import S, SmallOffice
from tests.web.sitting import DESK, at_the_desk
from tests.web.test_desk_work import press
from tests.web.visiting import Browser, words
from web.desk import reminder_readers
from web.desk.filled_in import Reading

PLAN, DRAFT = f"{DESK}/plan", f"{DESK}/plan/draft"
REGISTRATION = f"{DRAFT}/duty/registration-2026"


def begin(browser: Browser, what: str, **more: str) -> httpx.Response:
    return press(browser, browser.get(PLAN), "/plan/begin", what=what, **more)


def filled_in(page: httpx.Response) -> dict[str, str | list[str]]:
    """Every field of the duty's form, as it stands."""
    form = page.text.partition('class="duty-form')[2].partition("</form>")[0]
    typed = re.findall(r'<input (?!type="checkbox")[^>]*?name="([^"]+)" value="([^"]*)"', form)
    found = {name: unescape(value) for name, value in typed}
    for name, options in re.findall(r'<select [^>]*name="([^"]+)">(.*?)</select>', form, re.S):
        values = re.findall(r'value="([^"]+)"( selected)?', options)
        found[name] = next((value for value, chosen in values if chosen), values[0][0])
    return dict(found)


def changes(browser: Browser, url: str, **more: str) -> httpx.Response:
    page = browser.get(url)
    given = {name.replace("__", "."): value for name, value in more.items()}
    return browser.post(url, {**filled_in(page), "press": "keep", **given})


def saves(browser: Browser) -> httpx.Response:
    page = browser.get(f"{DRAFT}/preview")
    revision = re.findall(r'name="revision" value="(\d+)"', page.text)[0]
    return press(browser, page, "/plan/draft", revision=revision, press="save")


def test_this_years_plan_is_copied_changed_looked_at_and_saved(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(office, app, "Mai")
    draft = words(begin(browser, "next_year"))
    assert "ngày làm việc ngay trước ngày ghi trong hạn" in draft
    assert "17 giờ 00 ngày 14/10/2026" in draft
    sent = {"due__date": "20/10/2026", "due__at": "16:00", "deadline_words__vi": "trước 21/10"}
    changed = changes(browser, REGISTRATION, **sent, deadline_words__en="before 21/10")
    assert "16 giờ 00 ngày 20/10/2026" in words(changed)
    preview = words(browser.get(f"{DRAFT}/preview"))
    assert "Thêm mới Đăng ký nhiệm vụ trọng tâm cá nhân nhắc mọi người 7 5" in preview
    assert "8 giờ 30 ngày 13/10/2026" in preview
    saved = saves(browser)
    assert saved.url == PLAN
    assert "16 giờ 00 ngày 20/10/2026" in words(saved)
    numbers = re.findall(r"/plan/versions/(\d+)\.yaml", saved.text)
    names = ["hoa-cuong-2026", "hoa-cuong-2025"]
    assert [read_plan(_file(browser, n), "x").id for n in numbers] == names
    assert browser.get(f"{PLAN}/versions/99.yaml").status_code == 409


def _file(browser: Browser, number: str) -> str:
    return browser.get(f"{PLAN}/versions/{number}.yaml").text


def test_a_form_left_as_it_is_changes_nothing(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    begin(browser, "change")
    for duty in office.database.office.plan.obligations if office.database.office else ():
        if duty.due is not None:
            assert changes(browser, f"{DRAFT}/duty/{duty.id}").status_code == 200
    assert "Không ai có lời nhắc nào thay đổi" in words(browser.get(f"{DRAFT}/preview"))


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("due.date", "32/13/2026", "due.date"),
        ("due.date", "", "due.date"),
        ("due.days", "ba ngày", "due.days"),
        ("due.at", "25:00", "due.at"),
        ("rule.t-7.days", "một tuần", "rule.t-7.days"),
        ("rule.t-7.days", "300", "rule.t-7.at"),
        ("rule...at", "sáng", "rule...at"),
        ("rule.t-7.every", "61", "rule.t-7.every"),
        ("rule.t-7.every", "2", "rule.t-7.most"),
        ("rule.t-7.whom", "unit:", ""),
        ("closes.date", "01/10/2026", "due.date"),
        ("opens.from", "closes", ""),
        ("title.vi", "", "title.vi"),
        ("deadline_words.en", "", "deadline_words.en"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_with_what_was_typed(
    office: SmallOffice, app: ASGIApp, field: str, typed: str, told: str
) -> None:
    browser = at_the_desk(office, app, "Mai")
    begin(browser, "next_year")
    page = changes(browser, REGISTRATION, **{field: typed})
    assert (page.status_code == 422) is bool(told)
    if told:
        assert f'id="{told}-remark"' in page.text
        (shown,) = re.findall(rf'<input id="{re.escape(field)}"[^>]*value="([^"]*)"', page.text)
        assert shown == typed
    assert "14/10/2026" in words(browser.get(DRAFT))


def test_reminders_are_moved_left_out_and_added(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    begin(browser, "next_year")
    moved = {"rule.t-7.days": "-10", "rule.t-7.at": "9h", "rule.t-3.drop": "1"}
    more = {"rule...days": "-2", "rule...unit": "working", "rule...at": "14h15"}
    assert changes(browser, REGISTRATION, **moved, **more).status_code == 200
    again = browser.get(REGISTRATION)
    assert 'id="rule.more-1.at"' in again.text
    assert 'id="rule.t-3.at"' not in again.text
    preview = words(browser.get(f"{DRAFT}/preview"))
    assert "9 giờ 00 ngày 02/10/2026" in preview  # the 4th is a Sunday
    (number, *_before) = re.findall(r"/plan/versions/(\d+)\.yaml", saves(browser).text)
    duty = read_plan(_file(browser, number), "x").obligation("registration-2026")
    assert [rule.id for rule in duty.rules[:3]] == ["t-7", "t-1", "due"]
    assert duty.rules[-1].when == When(Anchor.DUE, time(14, 15), -2, working=True)
    assert [rule.escalate for rule in duty.rules if rule.escalate] == ["specialist", "head"]


def test_whom_a_reminder_is_for_and_how_often_it_comes_is_set_and_told_before(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(office, app, "Mai")
    begin(browser, "next_year")
    land = {"rule.t-7.whom": "unit:Tổ Đất đai", "rule.t-7.every": "2", "rule.t-7.most": "3"}
    more = {"rule...days": "-2", "rule...at": "9h", "rule...whom": "standing:head"}
    tells = {"rule.specialist.whom": "head", "rule.t-1.whom": "nobody:here"}
    assert changes(browser, REGISTRATION, **land, **more, **tells).status_code == 200
    assert changes(browser, REGISTRATION).status_code == 200  # what stands there stays
    preview = words(browser.get(f"{DRAFT}/preview"))
    assert "nhắc mọi người, chỉ: Tổ Đất đai 1 3" in preview
    assert "nhắc mọi người, chỉ: Cấp trưởng 1 1" in preview
    (number, *_before) = re.findall(r"/plan/versions/(\d+)\.yaml", saves(browser).text)
    duty = read_plan(_file(browser, number), "x").obligation("registration-2026")
    rules = {rule.id: rule for rule in duty.rules}
    assert rules["t-7"].who == Whom(units=("Tổ Đất đai",))
    assert (rules["t-7"].every, rules["t-7"].at_most) == (Repeat(2), 3)
    assert rules["more-1"].who == Whom(standing=(Standing.HEAD,))
    assert [rule.escalate for rule in duty.rules if rule.escalate] == ["head", "head"]
    assert rules["t-1"].who is None


def test_what_a_plans_file_combines_can_be_left_as_it_is_or_taken_back() -> None:
    both = Whom(standing=(Standing.HEAD,), units=("Tổ Đất đai",))
    rule = Rule("x", When(Anchor.DUE, time(8)), both, every=Repeat(2), at_most=3)
    assert reminder_readers.chosen(rule) == "kept"
    assert "kept" in dict(reminder_readers.choices("kept", ()))
    for key, who in (("kept", both), ("all", None), ("role:specialist", Whom(roles=(S,)))):
        given = {"x.whom": [key], "x.every": [""], "x.most": ["9"]}
        read = reminder_readers.read_readers(Reading(given, date(2026, 1, 5)), "x", rule)
        assert (read.who, read.every, read.at_most) == (who, None, 1)


def test_how_often_at_most_without_after_how_many_days_is_asked_about_not_dropped() -> None:
    given = {"x.whom": ["all"], "x.every": [""], "x.most": ["3"]}
    reading = Reading(given, date(2026, 1, 5))
    reminder_readers.read_readers(reading, "x", Rule("x", When(Anchor.DUE, time(8))))
    assert list(reading.remarks) == ["x.every"]


def test_reminders_left_out_and_added_stay_so_where_something_else_was_wrong(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(office, app, "Mai")
    begin(browser, "next_year")
    more = {"rule...days": "500", "rule...at": "7 giờ 45", "rule...from": "opens"}
    page = changes(browser, REGISTRATION, **{"rule.t-3.drop": "1", "rule.t-7.at": "10h"}, **more)
    for days in ("300", "2"):
        assert page.status_code == 422
        assert re.search(r'name="rule\.t-3\.drop" value="1" checked', page.text)
        assert 'id="rule...days-remark"' in page.text or 'id="rule...at-remark"' in page.text
        again = {**filled_in(page), "rule.t-3.drop": "1", "rule...days": days, "press": "keep"}
        page = browser.post(REGISTRATION, again)
    assert page.status_code == 200
    (number, *_before) = re.findall(r"/plan/versions/(\d+)\.yaml", saves(browser).text)
    rules = read_plan(_file(browser, number), "x").obligation("registration-2026").rules
    assert "t-3" not in [rule.id for rule in rules]
    assert rules[0].when.at == time(10)
    assert rules[-1].when == When(Anchor.OPENS, time(7, 45), 2)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"closes": "7:00"}, "closes"),
        ({"reminders_at": "18h"}, "reminders_at"),
        ({"lunch_from": "11:30"}, "lunch_to"),
        ({"lunch_from": "6:00", "lunch_to": "7:00"}, "lunch_from"),
        ({"lunch_from": "8:00", "lunch_to": "9:00"}, "reminders_at"),
        ({"opens": "trưa"}, "opens"),
    ],
)
def test_hours_that_cannot_be_are_told_beside_their_field(
    office: SmallOffice, app: ASGIApp, typed: dict[str, str], told: str
) -> None:
    browser = at_the_desk(office, app, "Mai")
    begin(browser, "change")
    page = changes(browser, f"{DRAFT}/hours", **typed)
    assert page.status_code == 422
    assert f'id="{told}-remark"' in page.text


def test_whoever_looks_after_the_office_is_told_once_what_was_changed(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(office, app, "Mai")
    begin(browser, "change")
    lunch = {"lunch_from": "11h30", "lunch_to": "13:00"}
    changes(browser, f"{DRAFT}/hours", **lunch)
    changes(browser, f"{DRAFT}/duty/report-half", due__date="12/06/2026")
    office.fresh()
    saves(browser)
    heard = {name: operation for name, _row, operation in office.fresh()}
    assert set(heard) == {"Bình", "Lan"}
    for said in heard.values():
        assert isinstance(said, Say)
        assert "Kế hoạch đã được sửa\nNgười sửa: chị Mai, lúc 9 giờ 00" in said.text
        assert "giờ làm việc" in said.text
        assert "06 tháng đầu năm 2026” mở lúc 8 giờ 00 ngày 01/06/2026" in said.text
    with office.work() as work:
        assert work.office.plan.hours.lunch == (time(11, 30), time(13))


def test_a_plan_ends_on_a_day_after_a_look(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Lan")
    for wrong in ("", "01/01/2020", "chẳng biết"):
        refused = begin(browser, "end", last=wrong)
        assert refused.status_code == 409
        assert 'role="alert"' in refused.text
    draft = begin(browser, "end", last="30/11/2025")
    assert "Đã bỏ ra" in words(draft)
    preview = words(browser.get(f"{DRAFT}/preview"))
    assert "Không gửi nữa Kết quả nhiệm vụ đã đăng ký, cuối năm 2025 nhắc mọi người 7 4" in preview
    assert "chỉ chủ nhân xem được" in preview
    assert "30/11/2025" in words(saves(browser))


def test_a_duty_is_left_out_and_taken_in_again(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    begin(browser, "change")
    url = f"{DRAFT}/duty/report-half"
    out = browser.post(url, {**filled_in(browser.get(url)), "press": "drop"})
    assert "Đã bỏ ra" in words(out)
    back = press(browser, out, "/plan/draft", revision="2", restore="report-half")
    assert "Đã bỏ ra" not in words(back)
    gone = press(browser, back, "/plan/draft", revision="3", press="discard")
    assert gone.url == PLAN
    assert browser.get(DRAFT).status_code == 409


def test_a_head_looks_and_changes_nothing(office: SmallOffice, app: ASGIApp) -> None:
    begin(at_the_desk(office, app, "Mai"), "change")
    browser = at_the_desk(office, app, "Bình")
    for path in ("", "/draft", "/draft/preview", "/draft/duty/result", "/draft/hours"):
        page = browser.get(f"{PLAN}{path}")
        assert page.status_code == 200
        assert 'name="press"' not in page.text
    tried = (
        ("/plan/begin", {"what": "change"}),
        ("/plan/draft", {"press": "save", "revision": "1"}),
        ("/plan/draft/duty/result", {**filled_in(browser.get(f"{DRAFT}/duty/result"))}),
        ("/plan/draft/hours", {**filled_in(browser.get(f"{DRAFT}/hours"))}),
    )
    for path, fields in tried:
        assert press(browser, page, path, **fields).status_code == 409
    for path in ("/draft/draft.yaml", "/versions/1.yaml"):
        assert browser.get(f"{PLAN}{path}").status_code == 409


def test_what_is_typed_into_the_plan_is_text_and_never_markup(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(office, app, "Mai")
    begin(browser, "next_year")
    nasty = '<script>alert(1)</script>"><img src=x>{{7*7}}'
    changes(browser, REGISTRATION, **{"title.vi": nasty, "deadline_words.vi": nasty})
    saved = saves(browser)
    pages = [browser.get(url) for url in (DRAFT, f"{DESK}/messages", DESK)]
    for page in (saved, *pages):
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    numbers = re.findall(r"/plan/versions/(\d+)\.yaml", saved.text)
    assert (
        read_plan(_file(browser, numbers[0]), "x").obligation("registration-2026").title.vi == nasty
    )
