"""Whom the rules of a plan reach, while what holds, and what goes up to specialist and head."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from domain.channels import TELEGRAM, ZALO
from domain.deadline import SetDeadline, Why, extended
from domain.outgoing import Say
from domain.papers import ClaimPaper
from domain.people import Role, Standing
from domain.plan import Anchor, Channel, Escalation, Obligation, Repeat, Rule, When, While, Whom
from storage import people, periods
from storage.claims import claim_paper
from storage.extending import set_deadline
from storage.tables import OutboxRow, PersonRow
from storage.unit_of_work import Work
from tests.office import SmallOffice
from tests.storage.living import Life, at

MORNING = time(8, 30)
THE_DAY_BEFORE = When(Anchor.DUE, MORNING, days=-1)
ALL = {"Bình", "Sơn", "Mai", "Lan", "Hùng", "Tâm", "Khôi"}


def living(*rules: Rule, url: str = "sqlite://") -> Life:
    """The office with these rules for its registration, and nothing else to do."""
    life = Life.begin(url=url)
    office = life.office.database.office
    assert office is not None
    asked = replace(office.plan.obligation("registration"), rules=rules)
    plan = replace(office.plan, obligations=(asked, *_silent(office.plan.obligations)))
    life.office.database.office = replace(office, plan=plan)
    return life


def _silent(obligations: tuple[Obligation, ...]) -> tuple[Obligation, ...]:
    return tuple(replace(x, rules=()) for x in obligations if x.id != "registration")


def reminded(life: Life) -> set[str]:
    return {name for name in ALL if life.told(name)}


@pytest.mark.parametrize(
    ("whom", "names"),
    [
        (Whom(standing=(Standing.HEAD, Standing.DEPUTY)), {"Bình", "Sơn"}),
        (Whom(roles=(Role.SPECIALIST,)), {"Mai"}),
        (Whom(units=("Tổ Đất đai", "Tổ Đô thị")), {"Hùng", "Khôi"}),
        (Whom(standing=(Standing.STAFF,), units=("Tổ Tổng hợp",)), {"Mai", "Lan"}),
    ],
)
def test_a_rule_reaches_whom_it_names_of_those_who_owe(whom: Whom, names: set[str]) -> None:
    life = living(Rule("some", THE_DAY_BEFORE, who=whom))
    life.until("14/10/2025 17:00")
    assert reminded(life) == names & set(life.office.people)


def test_a_rule_holds_for_who_has_begun_or_who_has_not() -> None:
    life = living(Rule("lies", THE_DAY_BEFORE, holds=While.STARTED))
    life.go("06/10/2025 09:00")
    life.office.types("Hùng", "/dangky")
    life.until("14/10/2025 17:00")
    assert reminded(life) == {"Hùng"}
    other = living(Rule("nothing", THE_DAY_BEFORE, holds=While.NOT_STARTED))
    other.go("06/10/2025 09:00")
    other.office.types("Hùng", "/dangky")
    other.until("14/10/2025 17:00")
    assert reminded(other) == ALL - {"Hùng"}


def test_a_rule_that_comes_again_ends_when_it_is_done() -> None:
    after = When(Anchor.DUE, MORNING, days=1, working=True)
    life = living(Rule("again", after, every=Repeat(2), at_most=3))
    life.does("16/10/2025 09:00", "Hùng", "registration")
    life.until("31/10/2025 17:00")
    assert life.told("Hùng") == ["15/10/2025 08:30"]
    assert life.told("Khôi") == ["15/10/2025 08:30", "17/10/2025 08:30", "21/10/2025 08:30"]


@pytest.mark.parametrize(
    ("first", "hungs"),
    [(Channel.PREFERRED, TELEGRAM), (Channel.TELEGRAM, TELEGRAM), (Channel.ZALO, ZALO)],
)
def test_a_rule_writes_through_its_app_to_who_can_be_reached_there(
    any_url: str, first: Channel, hungs: str
) -> None:
    life = living(Rule("some", THE_DAY_BEFORE, channel=first), url=any_url)
    hung = life.office.people["Hùng"]
    with life.office.work() as work:  # he has a chat on Zalo too, and prefers the other
        people.link(work, life.office.account(work, "Hùng@zalo").id or 0, hung)
        work.session.get_one(PersonRow, hung).preferred_channel = TELEGRAM
    life.until("14/10/2025 17:00")
    went = {row.person_id: chat_of(life, row) for row in life.messages()}
    assert len(life.messages()) == len(went) == len(ALL)
    assert went.pop(hung) == hungs
    assert set(went.values()) == {TELEGRAM}


def chat_of(life: Life, row: OutboxRow) -> str:
    with life.office.work() as work:
        return people.account(work, row.account_id).channel


def up(office: SmallOffice, name: str) -> list[Say]:
    """What went up to somebody."""
    said = office.said_to(name)
    return [x for row, x in said if row.reason == "escalation" and isinstance(x, Say)]


def goes_up(url: str) -> Life:
    days = ((3, Escalation.SPECIALIST), (5, Escalation.HEAD))
    moments = ((When(Anchor.DUE, MORNING, days=n, working=True), to) for n, to in days)
    return living(*(Rule(str(to), when, escalate=to) for when, to in moments), url=url)


def test_who_is_late_goes_up_once_to_the_specialist_and_later_once_to_the_head(
    any_url: str,
) -> None:
    life = goes_up(any_url)
    for name in ALL - {"Hùng", "Khôi"}:
        life.does("10/10/2025 09:00", name, "registration")
    life.until("31/10/2025 17:00")
    assert not reminded(life)
    ((_row, mai),) = [x for x in life.office.said_to("Mai") if x[0].reason == "escalation"]
    assert isinstance(mai, Say)
    assert "Trần Quốc Hùng" in mai.text
    assert "Ngô Đăng Khôi" in mai.text
    assert "Lan" not in mai.text
    assert [b.label for row in mai.rows for b in row] == [
        "Nhắc người chưa nộp",
        "Gia hạn",
        "Ghi nhận bản giấy",
    ]
    assert len(up(life.office, "Bình")) == 1
    assert not up(life.office, "Hùng")


def test_nothing_goes_up_of_who_has_more_time_is_away_or_says_the_paper_is_in(
    any_url: str,
) -> None:
    life = goes_up(any_url)
    for name in ALL - {"Hùng", "Khôi", "Tâm"}:
        life.does("10/10/2025 09:00", name, "registration")
    life.until("14/10/2025 10:00")
    with life.office.work() as work:
        _spare(work, life.office)
    life.until("31/10/2025 17:00")
    assert not up(life.office, "Mai")
    assert not up(life.office, "Bình")


def _spare(work: Work, office: SmallOffice) -> None:
    asked = periods.find(work, "registration", "once")
    assert asked is not None
    for name in ("Hùng", "Tâm"):
        due, closes = extended(asked, at("14/11/2025 17:00"))
        effect = SetDeadline(asked.id, Why.EXTENDED, due, closes, office.people[name])
        assert set_deadline(work, people.person(work, office.people["Mai"]), effect) is None
    khoi = people.person(work, office.people["Khôi"])
    assert claim_paper(work, khoi, ClaimPaper(asked.id)) is None


def test_the_heads_own_duty_does_not_go_up_to_the_head() -> None:
    life = goes_up("sqlite://")
    for name in ALL - {"Bình"}:
        life.does("10/10/2025 09:00", name, "registration")
    life.until("31/10/2025 17:00")
    assert len(up(life.office, "Mai")) == 1
    assert not up(life.office, "Bình")
