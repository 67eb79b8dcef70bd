"""The self-check as a dialog: what is asked of whom, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.loading import load_checklist
from domain.effects import Begin, Effect, Replace, Reply
from domain.message import Do, Message, Start
from domain.people import Person, Post, Standing
from domain.period import Period, Span
from domain.plan import Every, Kind
from domain.self_check import (
    KeptRemedy,
    NextSelfCheck,
    NoticedBefore,
    RedoSelfCheck,
    Remedy,
    RemedyState,
    SaveSelfCheck,
    SelfCheck,
    SelfChecking,
    SignReading,
    may_show,
)
from handlers.dialog import Draft, Finished, Page, Said, hear, play
from handlers.self_check import self_check
from handlers.self_check_views import next_self_check, sign_text
from locales.render import Reader, render

NOW = datetime(2025, 12, 26, 2, 0, tzinfo=UTC)
TODAY = date(2025, 12, 26)
READER = Reader("vi", "anh", "Hùng", ZoneInfo("Asia/Ho_Chi_Minh"))
MAI = Person(2, "Phạm Thanh Mai", (Post("Tổ Tổng hợp", "Chuyên viên"),), salutation="chị")
SIGNS = load_checklist("34-CT-TU")


def period(id_: int, every: Every, first: date) -> Period:
    span = Span(every, first, date(2025, 12, 31))
    due = datetime(2025, 12, 31, 10, 0, tzinfo=UTC)
    closes = due + timedelta(days=15)
    return Period("self-check", Kind.SELF_CHECK, span, NOW, due, closes, id_)


def inputs(standing: Standing = Standing.STAFF) -> SelfChecking:
    who = Person(1, "Trần Quốc Hùng", (Post("Tổ Đất đai", "Chuyên viên"),), standing)
    months = (
        period(12, Every.MONTH, date(2025, 12, 1)),
        period(13, Every.QUARTER, date(2025, 10, 1)),
        period(14, Every.YEAR, date(2025, 1, 1)),
    )
    return SelfChecking(who, months, SIGNS.for_standing(standing), NOW, (MAI,))


def answered(given_inputs: SelfChecking, said: Sequence[Said]) -> Page | Finished:
    draft = Draft()
    for what in said:
        page = play(self_check(given_inputs), draft)
        assert isinstance(page, Page), f"finished before {what}"
        draft, _remark = hear(page, draft, what, TODAY)
    return play(self_check(given_inputs), draft)


def effects(given_inputs: SelfChecking, said: Sequence[Said]) -> tuple[SaveSelfCheck, Message]:
    done = answered(given_inputs, said)
    assert isinstance(done, Finished)
    save, reply = cast("Sequence[Effect]", done.result)
    assert isinstance(save, SaveSelfCheck)
    assert isinstance(reply, Reply)
    return save, reply.message


def words(message: Message) -> str:
    lines = [*([message.title] if message.title else []), *message.body]
    return "\n".join(render(line, READER) for line in lines)


def asked_first(given_inputs: SelfChecking) -> str:
    page = play(self_check(given_inputs), Draft())
    assert isinstance(page, Page)
    view = page.view(Draft(), TODAY)
    return words(Message((*view.above, *view.lines), view.title))


def test_who_sees_what_stands_before_the_first_question() -> None:
    first = asked_first(inputs())
    assert "chỉ anh xem được" in first
    assert "chị Mai chỉ biết anh đã làm hay chưa" in first
    assert "từ 5 người" in first
    assert "không dùng để chấm điểm" in first
    assert first.index("chỉ anh xem được") < first.index("Anh thấy mình có biểu hiện nào?")


def test_nothing_noticed_is_one_tap() -> None:
    save, _reply = effects(inputs(), [Said(value="none")])
    assert save == SaveSelfCheck((12, 13, 14), (), ())


@given(
    noticed=st.sets(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 9])).map(sorted),
    remedied=st.sets(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 9])),
    note=st.sampled_from(["", "việc riêng của tôi"]),
)
def test_what_was_marked_is_what_is_saved_and_the_reply_tells_nothing_of_it(
    noticed: list[int], remedied: set[int], note: str
) -> None:
    remedied &= set(noticed)
    said = [Said(text=", ".join(map(str, noticed)) or "0")]
    said += [Said(text=f"làm {n}a, hết năm" if n in remedied else "bỏ qua") for n in noticed]
    said += [Said(text=note or "bỏ qua")] if noticed else []
    save, reply = effects(inputs(), said)
    due = date(2025, 12, 31)
    remedies = tuple(Remedy(n, f"làm {n}a", due) for n in noticed if n in remedied)
    kept_note = note if noticed else ""
    assert save == SaveSelfCheck((12, 13, 14), tuple(noticed), remedies, kept_note)
    told = words(reply)
    assert "làm" not in told.replace("đã làm", "")
    assert "việc riêng" not in told
    assert told == words(effects(inputs(), [Said(value="none")])[1])


def test_all_that_is_to_be_said_of_the_signs_is_asked_side_by_side() -> None:
    page = answered(inputs(), [Said(text="3, 7")])
    assert isinstance(page, Page)
    assert [question.name for question in page.together] == ["do_3", "do_7", "note"]


def test_a_line_without_a_day_is_a_remedy_without_one() -> None:
    save, _reply = effects(inputs(), [Said(text=t) for t in ("3", "ghi rõ hạn", "bỏ qua")])
    assert save.remedies == (Remedy(3, "ghi rõ hạn", None),)


DONE = SelfCheck(
    period=12,
    done_at=datetime(2025, 12, 26, 1, 0, tzinfo=UTC),
    late=False,
    signs=(3, 7),
    remedies=(Remedy(3, "ghi rõ hạn", date(2026, 1, 15)),),
    note="việc riêng",
)


def test_putting_right_starts_from_what_was_kept() -> None:
    again = replace(inputs(), done=DONE)
    page = play(self_check(again), Draft())
    assert isinstance(page, Page)
    shown = words(Message(page.view(Draft(), TODAY).lines))
    assert "☑ 3. " in shown
    assert "☑ 7. " in shown
    assert "☐ 1. " in shown
    kept = [Said(value="done"), Said(value="keep"), Said(value="skip"), Said(value="keep")]
    save, _reply = effects(again, kept)
    assert save == RedoSelfCheck((12, 13, 14), (3, 7), DONE.remedies, "việc riêng")


def test_putting_right_after_the_deadline_makes_nothing_late() -> None:
    again = replace(inputs(), done=DONE, now=datetime(2026, 1, 5, 2, 0, tzinfo=UTC))
    assert "Đã quá hạn" not in asked_first(again)
    save, reply = effects(again, [Said(value="none")])
    assert save == RedoSelfCheck((12, 13, 14), (), ())
    assert "sau hạn" not in words(reply)


def test_the_acknowledgement_leads_to_looking_and_to_putting_right() -> None:
    _save, reply = effects(inputs(), [Said(value="none")])
    targets = [choice.target for row in reply.choices for choice in row]
    assert targets == [Do("my_self_check", "12"), Start("self_check_again", "12")]


@pytest.mark.parametrize(
    ("standing", "has", "has_not"),
    [
        (Standing.STAFF, ["9. Họp, hỏi"], ["8. ", "10. ", "chỉ đạo chưa dứt khoát"]),
        (Standing.DEPUTY, ["10. ", "chỉ đạo chưa dứt khoát"], ["8. ", "9. Họp, hỏi"]),
        (Standing.HEAD, ["8. ", "10. ", "chỉ đạo chưa dứt khoát"], ["9. Họp, hỏi"]),
    ],
)
def test_the_signs_are_those_of_the_standing(
    standing: Standing, has: list[str], has_not: list[str]
) -> None:
    first = asked_first(inputs(standing))
    assert all(f"☐ {label}" in first or label in first for label in has)
    assert not any(label in first for label in has_not)


def test_a_sign_of_others_cannot_be_answered() -> None:
    page = answered(inputs(), [Said(text="8"), Said(value="on:8"), Said(value="on:10")])
    assert isinstance(page, Page)
    assert page.question.name == "signs"


def test_open_remedies_and_earlier_months_are_recalled_first() -> None:
    remedy = KeptRemedy(1, 3, "ghi rõ hạn", date(2025, 12, 20), RemedyState.OPEN, NOW)
    quarter, year = (p.span for p in inputs().periods[1:])
    told = replace(
        inputs(),
        remedies=(remedy,),
        before=(NoticedBefore(quarter, (3, 7)), NoticedBefore(year, (3, 7))),
    )
    first = asked_first(told)
    assert "• 3: ghi rõ hạn (đến 20/12/2025)" in first
    assert "Trong quý IV/2025 đã có: 3, 7" in first
    assert "năm 2025 đã có" not in first  # it would say the same again


def test_late_is_said_before_and_after() -> None:
    late = replace(inputs(), now=datetime(2026, 1, 5, 2, 0, tzinfo=UTC))
    assert "Đã quá hạn 17 giờ 00 ngày 31/12/2025" in asked_first(late)
    _save, reply = effects(late, [Said(value="none")])
    assert "sau hạn" in words(reply)


def test_what_is_owed_begins_and_what_is_not_tells_when() -> None:
    assert next_self_check(NextSelfCheck("12,13")) == [Begin("self_check", "12,13")]
    (reply,) = next_self_check(NextSelfCheck("", NOW))
    assert isinstance(reply, Reply)
    assert "Kỳ tới mở lúc 9 giờ 00 ngày 26/12/2025" in words(reply.message)
    (last,) = next_self_check(NextSelfCheck(""))
    assert isinstance(last, Reply)
    assert "không còn kỳ nào nữa" in words(last.message)


def test_a_sign_without_wording_names_its_section() -> None:
    signs = SIGNS.for_standing(Standing.STAFF)
    reading = SignReading(signs, Standing.STAFF, signs[2])
    (missing,) = sign_text(reading)
    (full,) = sign_text(replace(reading, wording="wording of three"))
    assert isinstance(missing, Replace)
    assert isinstance(full, Replace)
    assert "34-CT/TU, mục 3 (3)" in words(missing.message)
    assert "Phòng chưa nạp nguyên văn" in words(missing.message)
    assert "wording of three" in words(full.message)


@given(count=st.integers(0, 60), group=st.integers(0, 60))
def test_a_count_that_may_be_shown_leaves_five_on_either_side(count: int, group: int) -> None:
    assert may_show(count, group) == (count >= 5 and group - count >= 5)
