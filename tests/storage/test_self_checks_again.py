"""A self-check that is done can be put right: until it closes, by its owner, without being late."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from domain.consent import ConsentState, Purpose
from domain.effects import Refused
from domain.period import Period
from domain.self_check import (
    FinishRemedy,
    MoveRemedy,
    NoteRemedy,
    PuttingRight,
    RedoSelfCheck,
    Remedy,
    SaveSelfCheck,
    SelfChecking,
)
from storage import completions, consents, people, periods, remedies
from storage import self_checks as checks
from storage import self_checks_again as again
from storage.tables import AuditRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

DAY = date(2025, 11, 15)
KEPT, TOUCHED, DROPPED = (Remedy(n, f"việc {n}", DAY) for n in (3, 5, 7))


@pytest.fixture
def office() -> SmallOffice:
    office = SmallOffice()
    office.clock(datetime(2025, 10, 27, 9, 0))  # noqa: DTZ001 - local
    return office


def period_of(work: Work, obligation: str, key: str) -> Period:
    found = periods.find(work, obligation, key)
    assert found is not None
    return found


def october(work: Work) -> Period:
    return period_of(work, "self-check-month", "2025-10")


def checks_october(office: SmallOffice, *promised: Remedy) -> None:
    """Hùng does October's, noticing what he promises to mend."""
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        signs = tuple(remedy.sign for remedy in promised)
        effect = SaveSelfCheck((october(work).id,), signs, promised, "riêng")
        assert checks.save_self_check(work, hung, effect) is None


def redo(work: Work, office: SmallOffice, *promised: Remedy, who: str = "Hùng") -> Refused | None:
    signs = tuple(remedy.sign for remedy in promised)
    effect = RedoSelfCheck((october(work).id,), signs, promised, "khác")
    return again.redo_self_check(work, people.person(work, office.people[who]), effect)


def test_what_was_noticed_is_replaced_and_when_it_was_done_stays(office: SmallOffice) -> None:
    checks_october(office, KEPT)
    with office.work() as work:
        done_at, due = work.now, october(work).due
    office.now = due + timedelta(minutes=1)
    with office.work() as work:
        assert redo(work, office, DROPPED) is None
        (kept,) = checks.self_checks_of(work, office.people["Hùng"])
        assert kept.check.signs == (7,)
        assert kept.check.note == "khác"
        assert (kept.check.done_at, kept.check.late) == (done_at, False)
        row = completions.done_row(work, kept.period.id, office.people["Hùng"])
        assert row is not None
        assert (row.at, row.late) == (done_at, False)
        audited = work.session.exec(select(AuditRow).order_by(AuditRow.id)).all()[-1]  # type: ignore[arg-type]  # a column
        assert (audited.action, audited.actor) == ("self_check_redone", office.people["Hùng"])
        assert "7" not in audited.details.replace(str(kept.period.id), "")


def test_a_remedy_something_has_become_of_stays(office: SmallOffice) -> None:
    checks_october(office, KEPT, TOUCHED, DROPPED)
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        before = {r.sign: r.id for r in remedies.remedies_of(work, hung.id)}
        remedies.note_remedy(work, hung, NoteRemedy(before[5], "được nửa rồi"))
    office.now += timedelta(hours=1)
    new = Remedy(9, "việc 9", None)
    with office.work() as work:
        assert redo(work, office, KEPT, new) is None
        after = remedies.remedies_of(work, office.people["Hùng"])
        assert {r.sign: r.id for r in after if r.sign != 9} == {3: before[3], 5: before[5]}
        assert [r.action for r in after if r.sign == 9] == ["việc 9"]
        (kept,) = checks.self_checks_of(work, office.people["Hùng"])
        assert {r.sign for r in kept.check.remedies} == {3, 5, 9}


@pytest.mark.parametrize("progress", [MoveRemedy, FinishRemedy])
def test_a_moved_or_finished_remedy_is_not_lost(
    office: SmallOffice, progress: type[MoveRemedy] | type[FinishRemedy]
) -> None:
    checks_october(office, KEPT)
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        (one,) = remedies.remedies_of(work, hung.id)
        if progress is MoveRemedy:
            remedies.move_remedy(work, hung, MoveRemedy(one.id, date(2025, 12, 1), "bận"))
        else:
            remedies.finish_remedy(work, hung, FinishRemedy(one.id))
        assert redo(work, office) is None
        assert [r.id for r in remedies.remedies_of(work, hung.id)] == [one.id]


def test_month_quarter_and_year_are_put_right_together(office: SmallOffice) -> None:
    checks_october(office, KEPT)
    office.clock(datetime(2025, 12, 26, 9, 0))  # noqa: DTZ001 - local
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        subject = checks.resolve(work, hung, "")
        assert isinstance(subject, str)
        ids = tuple(map(int, subject.split(",")))
        assert checks.save_self_check(work, hung, SaveSelfCheck(ids, (5,), (TOUCHED,))) is None
    office.now += timedelta(hours=1)
    with office.work() as work:
        for id_ in ids:
            assert again.resolve(work, hung, str(id_)) == subject
        loaded = again.load(work, hung, subject)
        assert isinstance(loaded, SelfChecking)
        assert loaded.done is not None
        assert loaded.done.signs == (5,)
        assert [r.sign for r in loaded.remedies] == [3]  # those of before, told first
        assert {b.signs for b in loaded.before} == {(3,)}
        assert again.redo_self_check(work, hung, RedoSelfCheck(ids, (7,), ())) is None
        kept = {k.period.key: k.check.signs for k in checks.self_checks_of(work, hung.id)}
    assert kept == {"2025-10": (3,), "2025-12": (7,), "2025-Q4": (3, 7), "2025": (3, 7)}


def test_only_what_one_has_done_oneself_and_is_still_open(office: SmallOffice) -> None:
    with office.work() as work:
        assert isinstance(redo(work, office, KEPT), Refused)  # not done yet
    checks_october(office, KEPT)
    with office.work() as work:
        assert isinstance(redo(work, office, KEPT, who="Tâm"), Refused)
        completions.mark_done(work, october(work), office.people["Khôi"], how="paper")
        assert isinstance(redo(work, office, KEPT, who="Khôi"), Refused)
        assert isinstance(redo(work, office, Remedy(8, "của cấp trưởng")), Refused)
        closes = october(work).closes
        person = office.people["Hùng"]
        consents.record(work, person, Purpose.SELF_CHECK, ConsentState.WITHDRAWN, "test", None)
        assert isinstance(redo(work, office, KEPT), Refused)
        consents.record(work, person, Purpose.SELF_CHECK, ConsentState.GIVEN, "test", None)
    office.now = closes + timedelta(minutes=1)
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        assert isinstance(again.resolve(work, hung, str(october(work).id)), Refused)
        assert isinstance(redo(work, office, KEPT), Refused)
        seen = checks.load_mine(work, hung, str(october(work).id))
        assert not isinstance(seen, Refused)
        assert not seen.open


def test_what_was_written_wrong_is_what_was_done_last(office: SmallOffice) -> None:
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        assert again.load_last(work, hung, "") == PuttingRight("")
    checks_october(office, KEPT)
    with office.work() as work:
        assert again.load_last(work, hung, "") == PuttingRight(str(october(work).id))
    office.now += timedelta(hours=1)
    for said in ("/dangky", "Số hoá hồ sơ", "Kho dữ liệu", "15/12"):
        office.types("Hùng", said)
    office.presses("Hùng", "Gửi luôn")
    with office.work() as work:
        assert again.load_last(work, hung, "") == PuttingRight("")
