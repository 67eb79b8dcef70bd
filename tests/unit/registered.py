"""People, a period and registrations for the tests of registering, reviewing and paper."""

from __future__ import annotations

from datetime import UTC, date, datetime

from domain.people import Person, Post, Role, Standing
from domain.period import Period, Span
from domain.plan import Audience, Every, Kind, Obligation
from domain.registration import (
    Filed,
    PaperState,
    Registering,
    Registration,
    ReviewState,
    Revision,
    TaskContent,
)
from domain.text import Localized

NOW = datetime(2025, 10, 7, 2, 0, tzinfo=UTC)
DUE = datetime(2025, 10, 14, 10, 0, tzinfo=UTC)
PERIOD = Period(
    "registration",
    Kind.REGISTRATION,
    Span(Every.ONCE, date(2025, 10, 3), date(2025, 10, 14)),
    datetime(2025, 10, 3, 1, 0, tzinfo=UTC),
    DUE,
    datetime(2025, 12, 31, 10, 0, tzinfo=UTC),
    id=2,
)
DUTY = Obligation(
    "registration",
    Kind.REGISTRATION,
    Audience.OFFICIALS,
    Localized("Đăng ký nhiệm vụ", "Register"),
    "S0 III.2",
    deadline_words=Localized("trước ngày 15/10/2025", "before 15/10/2025"),
)
CONTENT = TaskContent("Số hoá hồ sơ", "Kho dữ liệu", date(2025, 12, 15))


def someone(
    id_: int, standing: Standing = Standing.STAFF, roles: frozenset[Role] | None = None
) -> Person:
    names = ("An", "Bình", "Chi", "Dũng", "Em", "Giang")
    return Person(
        id_,
        f"Lê {names[id_ % 6]}",
        (Post("Tổ Một", "Chuyên viên"),),
        standing,
        roles or frozenset({Role.OFFICIAL}),
        "chị",
    )


HUNG = someone(5)
MAI = someone(3, roles=frozenset({Role.OFFICIAL, Role.SPECIALIST}))


def filed(
    owner: Person = HUNG,
    *states: ReviewState,
    id_: int = 0,
    content: TaskContent = CONTENT,
    paper: PaperState = PaperState.NONE,
    late: bool = False,
) -> Filed:
    """A registration with a version for each state; one that waits, if none is given."""
    revisions = tuple(
        Revision(number, content, NOW, late, state, "Rõ hơn" if state == "returned" else "")
        for number, state in enumerate(states or (ReviewState.SUBMITTED,), start=1)
    )
    registration = Registration(
        id_ or owner.id, PERIOD.id, owner.id, collective=False, revisions=revisions, paper=paper
    )
    return Filed(registration, owner, PERIOD, DUTY)


def registering(
    now: datetime = NOW, before: Filed | None = None, who: Person = HUNG, owner: Person = HUNG
) -> Registering:
    return Registering(who, owner, PERIOD, DUTY, now, "chị Mai", before)
