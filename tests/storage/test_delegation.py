"""A role delegated for a time: fresh on every turn, never handed on, over by itself."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlmodel import select

from bot.rights import follow_grants
from domain.delegation import Delegated, RevokeGrant, SaveGrant
from domain.effects import Refused
from domain.people import Role, may_see_everyone
from storage import delegating, owing, people, periods, reviews, roster
from storage.tables import AuditRow, GrantRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

FIRST, LAST = date(2025, 10, 8), date(2025, 10, 10)
SPECIALIST, HEAD = Delegated.SPECIALIST, Delegated.HEAD


def give(office: SmallOffice, by: str, to: str, role: Delegated = SPECIALIST) -> Refused | None:
    with office.work() as work:
        grant = SaveGrant(role, office.people[to], FIRST, LAST)
        return delegating.save(work, people.person(work, office.people[by]), grant)


def names(work: Work, found: object) -> set[str]:
    assert isinstance(found, tuple)
    return {person.given for person in found}


@pytest.mark.parametrize(("day", "holds"), [(7, False), (8, True), (10, True), (11, False)])
def test_it_holds_from_its_first_day_to_its_last_and_ends_by_itself(
    office: SmallOffice, day: int, holds: bool
) -> None:
    assert give(office, "Mai", "Tâm") is None
    assert give(office, "Bình", "Hùng", HEAD) is None
    office.clock(datetime(2025, 10, day, 9, 0))  # noqa: DTZ001 - local
    with office.work() as work:
        tam, hung = (people.person(work, office.people[name]) for name in ("Tâm", "Hùng"))
        assert (Role.SPECIALIST in tam.roles) is holds
        assert (hung.acts_as_head, may_see_everyone(hung)) == (holds, holds)
        assert ("Tâm" in names(work, people.with_role(work, Role.SPECIALIST))) is holds
        assert [p.given for p in people.heads(work)] == ["Bình", *(["Hùng"] if holds else [])]
        allowed = reviews.reviewers(work)
        assert (tam.id in allowed.specialists, hung.id in allowed.heads) == (holds, holds)
        summary = periods.find(work, "summary", "once")
        assert summary is not None
        owes = set(work.session.scalars(owing.owing(work, summary, work.now)))
        assert (tam.id in owes) is holds


def test_only_ones_own_is_delegated_and_never_handed_on(office: SmallOffice) -> None:
    assert isinstance(give(office, "Tâm", "Hùng"), Refused)
    assert isinstance(give(office, "Mai", "Hùng", HEAD), Refused)
    assert isinstance(give(office, "Bình", "Hùng", SPECIALIST), Refused)
    assert isinstance(give(office, "Mai", "Mai"), Refused)
    assert give(office, "Mai", "Tâm") is None
    office.clock(datetime(2025, 10, 9, 9, 0))  # noqa: DTZ001 - local
    assert isinstance(give(office, "Tâm", "Hùng"), Refused)
    assert give(office, "Lan", "Hùng", HEAD) is None  # the admin arranges it for the office
    with office.work() as work:
        givers = [row.given_by for row in work.session.exec(select(GrantRow))]
    assert givers == [office.people["Mai"], None]


def test_the_roster_takes_up_nothing_of_it(office: SmallOffice) -> None:
    give(office, "Mai", "Tâm")
    office.clock(datetime(2025, 10, 9, 9, 0))  # noqa: DTZ001 - local
    with office.work() as work:
        entries = {one.entry.full_name: one.entry for one in roster.existing(work)}
    assert Role.SPECIALIST not in entries["Bùi Minh Tâm"].roles


def test_it_is_taken_back_by_whose_it_is_or_given_back_and_audited(office: SmallOffice) -> None:
    give(office, "Mai", "Tâm")
    with office.work() as work:
        (row,) = work.session.exec(select(GrantRow)).all()
        who = {name: people.person(work, id_) for name, id_ in office.people.items()}
        assert delegating.load_grants(work, who["Khôi"], "").grants == ()
        revoke = RevokeGrant(row.id or 0)
        for other in ("Khôi", "Bình"):
            assert isinstance(delegating.revoke(work, who[other], revoke), Refused)
        assert delegating.load_grants(work, who["Tâm"], "").revocable == {row.id}
        assert delegating.revoke(work, who["Mai"], revoke) is None
        assert isinstance(delegating.revoke(work, who["Mai"], revoke), Refused)
        rows = work.session.exec(select(AuditRow).where(AuditRow.actor == who["Mai"].id))
        did = [audit.action for audit in rows]
    assert did[-2:] == ["role_delegated", "delegation_ended"]


def test_menus_follow_and_both_are_told_of_the_end_once(office: SmallOffice) -> None:
    give(office, "Mai", "Tâm")
    with office.work() as work:
        assert follow_grants(work) == 0
    office.clock(datetime(2025, 10, 8, 8, 0))  # noqa: DTZ001 - local
    with office.work() as work:
        assert follow_grants(work) == 0
    assert [row.op for row, _said in office.said_to("Tâm")] == ["SetCommands"]
    office.clock(datetime(2025, 10, 11, 0, 1))  # noqa: DTZ001 - local
    with office.work() as work:
        assert follow_grants(work) == 2
        assert follow_grants(work) == 0
    ops = [row.op for row, _said in office.said_to("Tâm")]
    assert ops == (["SetCommands", "SetCommands", "Say"])
