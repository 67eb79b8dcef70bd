"""The menu, where one stands, guesses at what was meant; being away in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from domain.absence import AwayFor, Leaving, SaveAbsence
from domain.completion import Completion
from domain.effects import Effect, Notify, Reply
from domain.message import Choice, Do, Message, Start
from domain.overview import DoneDuty, Overview, PutAside
from domain.people import Person, Post, Role, Standing
from domain.period import Period, Span
from domain.plan import Audience, Every, Kind, Obligation
from domain.reminding import Duty
from domain.text import Localized, Text, _
from handlers import overview
from handlers.absence import absence
from handlers.dialog import Draft, Finished, Page, play
from handlers.help import help_
from locales.render import Reader, render

NOW = datetime(2025, 10, 20, 2, 0, tzinfo=UTC)
READER = Reader("vi", "chị", "Tâm", ZoneInfo("Asia/Ho_Chi_Minh"))
TAM = Person(1, "Bùi Minh Tâm", (Post("Tổ Xây dựng", "Chuyên viên"),))
MAI = Person(2, "Phạm Thanh Mai", (Post("Tổ Tổng hợp", "Chuyên viên"),), salutation="chị")
TITLES: Mapping[str, Text] = {"register": _("Register the key task")}
TARGETS = {"dangky": Do("my_registration"), "tusoi": Do("self_check_next"), "viec": Do("work")}


def duty(due: datetime, kind: Kind = Kind.REGISTRATION) -> Duty:
    title = Localized("Đăng ký", "Register")
    obligation = Obligation("registration", kind, Audience.OFFICIALS, title, "II")
    span = Span(Every.ONCE, date(2025, 10, 3), date(2025, 12, 31))
    opens, closes = due - timedelta(days=7), due + timedelta(days=60)
    return Duty(Period("registration", kind, span, opens, due, closes, 5), obligation)


def seen(**changes: object) -> Overview:
    inputs = Overview(TAM, NOW, (), (), (), "chị Mai")
    return replace(inputs, **changes)  # type: ignore[arg-type]  # fields by name


def message(effects: object) -> Message:
    (reply,) = cast("Sequence[Effect]", effects)
    assert isinstance(reply, Reply)
    return reply.message


def words(said: Message) -> str:
    return "\n".join(render(line, READER) for line in said.body)


def buttons(said: Message) -> list[Choice]:
    return [choice for row in said.choices for choice in row]


def test_the_menu_begins_with_what_is_owed_and_its_one_button() -> None:
    said = message(overview.menu(TITLES).decide(seen(owed=(duty(NOW + timedelta(days=1)),))))
    assert words(said).startswith("• đăng ký nhiệm vụ của chị: hạn")
    assert [choice.target for choice in buttons(said)] == [Start("register", "5")]


def test_of_two_reports_each_button_says_which() -> None:
    one, other = (duty(NOW + timedelta(days=n), Kind.REPORT) for n in (1, 2))
    year = replace(other.obligation, title=Localized("Báo cáo năm", "The year's report"))
    other = Duty(replace(other.period, id=6), year)
    alone = message(overview.menu(TITLES).decide(seen(owed=(one,))))
    both = message(overview.menu(TITLES).decide(seen(owed=(one, other))))
    assert [render(b.label, READER) for b in buttons(alone)] == ["Đã thực hiện"]
    assert [render(b.label, READER) for b in buttons(both)] == [
        "Đã xong: Đăng ký",
        "Đã xong: Báo cáo năm",
    ]


def test_the_menu_leads_back_to_what_was_begun_and_to_who_waits() -> None:
    begun = PutAside(9, "register", NOW)
    said = message(overview.menu(TITLES).decide(seen(drafts=(begun,), waiting=2)))
    assert [choice.target for choice in buttons(said)] == [Do("resume", "9"), Do("obstacles")]
    assert words(said).startswith("Đang làm dở: Đăng ký nhiệm vụ")


@pytest.mark.parametrize("waits", [{}, {"to_review": 1}, {"waiting": 1}, {"wait_for_time": 1}])
def test_nobody_for_whom_others_wait_is_told_that_there_is_nothing_to_do(
    waits: Mapping[str, int],
) -> None:
    said = words(message(overview.menu(TITLES).decide(seen(**waits))))
    assert ("Hiện không có việc nào phải làm." in said) == (not waits)
    assert not said.startswith("\n")


def test_the_menu_says_what_waits_for_the_reviewers_word() -> None:
    said = message(overview.menu(TITLES).decide(seen(to_review=14)))
    assert [choice.target for choice in buttons(said)] == [Do("review")]
    assert "Đăng ký chờ xử lý: 14" in words(said)


def test_the_head_finds_what_is_theirs_in_the_menu() -> None:
    head = replace(TAM, standing=Standing.HEAD)
    said = words(message(overview.menu(TITLES).decide(seen(who=head))))
    for name in ("duyet", "tapthe", "tonghop"):
        assert f"/{name}:" in said
    assert "/nhac:" not in said


def test_what_was_begun_and_is_owed_has_one_button() -> None:
    owed, begun = duty(NOW + timedelta(days=1)), PutAside(9, "register", NOW, "5")
    said = message(overview.menu(TITLES).decide(seen(owed=(owed,), drafts=(begun,))))
    assert [choice.target for choice in buttons(said)] == [Do("resume", "9")]


def test_paper_on_its_way_is_told_and_asks_for_nothing() -> None:
    said = message(overview.menu(TITLES).decide(seen(on_the_way=(duty(NOW),))))
    assert "đã báo nộp giấy" in words(said)
    assert buttons(said) == []


@pytest.mark.parametrize(
    ("roles", "has", "has_not"),
    [
        ({Role.OFFICIAL}, ["/dangky", "/viec"], ["/tonghop", "/macode", "/thongbao"]),
        ({Role.OFFICIAL, Role.SPECIALIST}, ["/duyet", "/tonghop", "/nhac", "/macode"], []),
        ({Role.ADMIN}, ["/macode", "/thongbao"], ["/duyet"]),
    ],
)
def test_the_menu_offers_what_the_roles_may(
    roles: set[Role], has: list[str], has_not: list[str]
) -> None:
    who = replace(TAM, roles=frozenset(roles))
    told = words(message(overview.menu(TITLES).decide(seen(who=who))))
    assert all(command in told for command in has)
    assert not any(command in told for command in has_not)


def test_where_one_stands_tells_late_done_and_on_paper_apart() -> None:
    late, paper = duty(NOW - timedelta(days=2)), duty(NOW, Kind.RESULT)
    done = (
        DoneDuty(paper, Completion.DONE_ON_PAPER, NOW),
        DoneDuty(late, Completion.DONE_LATE, NOW),
    )
    told = words(message(overview.status(TITLES).decide(seen(owed=(late,), done=done))))
    assert "○ đăng ký nhiệm vụ của chị: quá hạn từ 9 giờ 00 ngày 18/10/2025" in told
    assert "✓ kết quả nhiệm vụ chị đã đăng ký: bản giấy" in told
    assert "✓ đăng ký nhiệm vụ của chị: gửi sau hạn" in told


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cho em hỏi đăng kí ở đâu", Do("my_registration")),
        ("tu sooi", Do("self_check_next")),
        ("viec cua toii", Do("work")),
    ],
)
def test_what_was_probably_meant_comes_first(typed: str, first: Do) -> None:
    said = message(overview.lost(TARGETS).decide(seen(typed=typed)))
    assert buttons(said)[0].target == first
    assert buttons(said)[-1].target == Do("menu")


@pytest.mark.parametrize("typed", ["", "🙂🙂", "x" * 5000, "xin chào cả nhà"])
def test_what_nobody_can_guess_shows_what_is_owed(typed: str) -> None:
    owed = (duty(NOW + timedelta(days=1)),)
    said = message(overview.lost(TARGETS).decide(seen(typed=typed, owed=owed)))
    assert [choice.target for choice in buttons(said)] == [Start("register", "5"), Do("menu")]


def test_help_names_whom_to_turn_to_and_tells_each_role_its_own() -> None:
    told = words(message(help_(seen())))
    assert "gặp chị Mai" in told
    assert "/duyet" not in told
    specialist = replace(TAM, roles=frozenset({Role.OFFICIAL, Role.SPECIALIST}))
    assert "/duyet" in words(message(help_(seen(who=specialist))))


def leaving(typed: str = "") -> Leaving:
    return Leaving(TAM, TAM, date(2025, 10, 20), NOW, (MAI,), typed=typed)


def test_words_that_carry_the_day_are_only_confirmed() -> None:
    done = play(absence(leaving("phép đến 24/10")), Draft({"right": True}))
    assert isinstance(done, Finished)
    kept, _reply, told = cast("Sequence[Effect]", done.result)
    assert kept == SaveAbsence(TAM.id, date(2025, 10, 20), date(2025, 10, 24), AwayFor.LEAVE)
    assert isinstance(told, Notify)
    assert told.person == MAI.id


@pytest.mark.parametrize(
    "typed",
    [
        *("từ 24/10 đến 31/10", "tu ngay 24/10 den het 31/10", "Từ 24/10 tới 31/10"),
        "từ thứ sáu tuần này đến hết tháng 10",
    ],
)
def test_both_days_may_be_in_the_words(typed: str) -> None:
    done = play(absence(leaving(f"đi học {typed}")), Draft({"right": True}))
    assert isinstance(done, Finished)
    kept = cast("Sequence[Effect]", done.result)[0]
    assert kept == SaveAbsence(TAM.id, date(2025, 10, 24), date(2025, 10, 31), AwayFor.STUDY)


def test_days_the_wrong_way_round_are_asked_for() -> None:
    page = play(absence(leaving("từ 31/10 đến 24/10")), Draft())
    assert isinstance(page, Page)
    assert page.question.name == "first"


@pytest.mark.parametrize("answers", [{}, {"right": False}])
def test_without_a_day_that_is_right_both_are_asked(answers: Mapping[str, bool]) -> None:
    page = play(absence(leaving("24/10" if answers else "tết")), Draft(answers))
    assert isinstance(page, Page)
    assert page.question.name == "first"
