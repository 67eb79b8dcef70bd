"""Rehearsals made up from a few values, for tests without an office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from domain.channels import ZALO
from domain.effects import Priority
from domain.people import Person, Post
from domain.period import Period, Span
from domain.plan import Audience, Every, Kind, Obligation, OfficeHours
from domain.rehearsal import Bot, Concern, Deadline, Foretold, Month, Rehearsal
from domain.text import Localized
from scheduler.concerns import concerns
from scheduler.decent_hours import DecentHours
from tests.unit.calendars import DAYS, HANOI, at

BOT: Bot = (ZALO, "001")
DUTY = Localized("Đăng ký nhiệm vụ", "Register the task")
PEOPLE = {
    id_: Person(id_, name, (Post("Tổ Đất đai", "Chuyên viên"),), salutation=salutation)
    for id_, name, salutation in (
        (1, "Trần Quốc Hùng", "anh"),
        (2, "Bùi Minh Tâm", "chị"),
        (3, "Ngô Đăng Khôi", "đồng chí"),
    )
}
OBLIGATION = Obligation("task", Kind.REGISTRATION, Audience.OFFICIALS, DUTY, "mục III.2")


def message(when: str, person: int = 1, kind: Priority = Priority.REMINDER) -> Foretold:
    """One at a local moment, "2025-10-07 08:30"."""
    text = f"Chào {PEOPLE[person].called}, phòng chưa nhận được đăng ký."
    return Foretold(at(when), person, BOT, kind, "rule x", (DUTY,), (), text)


def deadline(
    opens: str, due: str, owed: Iterable[int] = (1,), asked: Iterable[int] = (1, 2, 3)
) -> Deadline:
    moments = at(opens), at(due), at(due) + timedelta(days=5)
    span = Span(Every.ONCE, date(2025, 10, 1), date(2025, 12, 31))
    period = Period("task", Kind.REGISTRATION, span, *moments, id=1)
    return Deadline(period, OBLIGATION, DUTY, frozenset(asked), frozenset(owed))


def rehearsal(
    messages: Sequence[Foretold] = (),
    deadlines: Sequence[Deadline] = (),
    months: Sequence[Month] = (),
    first: date = date(2025, 10, 1),
    last: date = date(2025, 10, 31),
) -> Rehearsal:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return Rehearsal(
        office=Localized("Phòng Ví dụ", "Example office"),
        plan=Localized("Kế hoạch", "The plan"),
        first=first,
        last=last,
        zone=HANOI,
        people=PEOPLE,
        unreached=frozenset(),
        messages=tuple(sorted(messages, key=lambda x: x.at)),
        deadlines=tuple(deadlines),
        months=tuple(months),
        bots={BOT: Localized("Zalo", "Zalo")},
        days_off={day: DAYS.called(day) for day in days if not DAYS.is_working(day)},
        provisional=frozenset(day.year for day in days if DAYS.is_provisional(day.year)),
    )


def judged(lived: Rehearsal) -> tuple[Concern, ...]:
    return concerns(lived, DecentHours(DAYS, OfficeHours(), HANOI))
