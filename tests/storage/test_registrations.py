"""Registrations as they are kept: versions, lateness, the period's state, rights, forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import select

from domain.consent import ConsentState, Purpose
from domain.effects import Effect, Refused
from domain.papers import Handed, HandedIn, PaperList
from domain.plan import Kind
from domain.registration import (
    Filed,
    MyRegistration,
    PaperState,
    Printout,
    Registering,
    ReviewRegistration,
    ReviewState,
    SaveRegistration,
    TakePaper,
    TaskContent,
    TickPaper,
)
from domain.review import Opened, Pile
from storage import completions, consents, papers, people, periods, registering, reviews
from storage.overviews import load_overview
from storage.registrations import filed_for
from storage.tables import AuditRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

CONTENT = TaskContent("Số hoá hồ sơ", "Kho dữ liệu", date(2025, 12, 15), measures="Họp tuần")
OTHER = replace(CONTENT, task="Số hoá 1.200 hồ sơ")
LATE = datetime(2025, 10, 14, 17, 1)  # noqa: DTZ001 - a local time of the office
CLOSED = datetime(2025, 12, 31, 17, 1)  # noqa: DTZ001 - a local time of the office


@pytest.fixture
def office() -> Iterator[SmallOffice]:
    small = SmallOffice()
    yield small
    small.database.close()


def period_id(work: Work, obligation: str = "registration") -> int:
    found = periods.find(work, obligation, "once")
    assert found is not None
    return found.id


def applied(office: SmallOffice, name: str, effect: Effect) -> Refused | None:
    """Carry an effect out as this person, in a transaction of its own."""
    with office.work() as work:
        who = people.person(work, office.people[name])
        return office.registry.appliers[type(effect)](work, who, effect)


def save(
    office: SmallOffice,
    name: str,
    content: TaskContent = CONTENT,
    *,
    collective: bool = False,
) -> Refused | None:
    with office.work() as work:
        id_ = period_id(work, "collective" if collective else "registration")
    return applied(office, name, SaveRegistration(id_, content, collective))


def of(office: SmallOffice, name: str, *, collective: bool = False) -> Filed:
    with office.work() as work:
        period = periods.period(
            work, period_id(work, "collective" if collective else "registration")
        )
        assert period is not None
        found = filed_for(work, period, office.people[name], collective=collective)
        assert found is not None
        return found


def decide(office: SmallOffice, name: str, filed: Filed, state: ReviewState) -> Refused | None:
    effect = ReviewRegistration(filed.registration.id, filed.newest.number, state, "Rõ hơn")
    return applied(office, name, effect)


def tick(office: SmallOffice, name: str, filed: Filed, *, undo: bool = False) -> Refused | None:
    effect = TickPaper(filed.registration.id, filed.newest.number, undo)
    return applied(office, name, effect)


def audited(office: SmallOffice) -> list[tuple[int | None, str]]:
    with office.work() as work:
        rows = work.session.exec(select(AuditRow)).all()
        return [(row.actor, row.action) for row in rows]


def test_what_was_saved_is_read_back_and_done(office: SmallOffice) -> None:
    assert save(office, "Hùng") is None
    found = of(office, "Hùng")
    assert found.newest.content == CONTENT
    assert (found.newest.number, found.newest.late) == (1, False)
    assert found.owner.full_name == "Trần Quốc Hùng"
    with office.work() as work:
        assert completions.done_row(work, found.period.id, found.owner.id) is not None


def test_every_change_is_a_version_and_all_are_kept(office: SmallOffice) -> None:
    save(office, "Hùng")
    office.clock(LATE)
    assert save(office, "Hùng", OTHER) is None
    kept = of(office, "Hùng").registration.revisions
    assert [(r.number, r.content, r.late) for r in kept] == [(1, CONTENT, False), (2, OTHER, True)]


def test_a_change_after_the_deadline_leaves_the_duty_done_in_time(office: SmallOffice) -> None:
    save(office, "Hùng")
    office.clock(LATE)
    save(office, "Hùng", OTHER)
    with office.work() as work:
        row = completions.done_row(work, period_id(work), office.people["Hùng"])
        assert row is not None
        assert not row.late


def test_nothing_changed_makes_no_version_unless_it_was_returned(office: SmallOffice) -> None:
    save(office, "Hùng")
    assert isinstance(save(office, "Hùng"), Refused)
    assert decide(office, "Mai", of(office, "Hùng"), ReviewState.RETURNED) is None
    assert save(office, "Hùng") is None
    assert of(office, "Hùng").newest.number == 2


def test_what_closed_meanwhile_is_refused(office: SmallOffice) -> None:
    office.clock(CLOSED)
    assert isinstance(save(office, "Hùng"), Refused)


def test_what_has_not_opened_is_refused(office: SmallOffice) -> None:
    office.now = office.now.replace(day=1)
    assert isinstance(save(office, "Hùng"), Refused)


def test_whoever_withdrew_consent_meanwhile_is_refused(office: SmallOffice) -> None:
    with office.work() as work:
        id_ = office.people["Hùng"]
        consents.record(work, id_, Purpose.KEEP, ConsentState.WITHDRAWN, "test", None)
    assert isinstance(save(office, "Hùng"), Refused)


def test_a_period_of_another_kind_takes_no_registration(office: SmallOffice) -> None:
    with office.work() as work:
        id_ = period_id(work, "collective")
    assert isinstance(applied(office, "Hùng", SaveRegistration(id_, CONTENT)), Refused)
    assert isinstance(applied(office, "Hùng", SaveRegistration(99999, CONTENT)), Refused)


def test_a_changed_registration_waits_for_review_again(office: SmallOffice) -> None:
    save(office, "Hùng")
    decide(office, "Mai", of(office, "Hùng"), ReviewState.RECEIVED)
    save(office, "Hùng", OTHER)
    assert of(office, "Hùng").newest.state is ReviewState.SUBMITTED


@pytest.mark.parametrize(
    ("writer", "may"),
    [("Bình", True), ("Mai", True), ("Sơn", False), ("Lan", False), ("Hùng", False)],
)
def test_the_office_s_task_is_written_by_the_head_or_on_their_behalf(
    office: SmallOffice, writer: str, may: bool
) -> None:
    refused = save(office, writer, collective=True)
    assert (refused is None) is may


def test_there_is_one_office_task_and_a_second_one_is_its_next_version(
    office: SmallOffice,
) -> None:
    save(office, "Mai", collective=True)
    save(office, "Bình", OTHER, collective=True)
    found = of(office, "Mai", collective=True)
    assert (found.newest.number, found.owner.id) == (2, office.people["Bình"])
    with office.work() as work:
        row = completions.done_row(work, found.period.id, office.people["Bình"])
        assert row is not None
        assert row.entered_by == office.people["Mai"]
    assert (office.people["Mai"], "registered_on_behalf") in audited(office)


def test_a_deputy_writes_the_office_s_task_while_there_is_no_head(office: SmallOffice) -> None:
    with office.work() as work:
        from storage.tables import PersonRow

        work.session.get_one(PersonRow, office.people["Bình"]).left = True
    assert save(office, "Sơn", collective=True) is None
    assert of(office, "Sơn", collective=True).owner.id == office.people["Sơn"]


def loaded(office: SmallOffice, name: str, load: str, subject: str = "") -> object:
    with office.work() as work:
        return getattr(registering, load)(work, people.person(work, office.people[name]), subject)


def test_registering_starts_from_what_stands_there(office: SmallOffice) -> None:
    save(office, "Hùng")
    inputs = loaded(office, "Hùng", "load_register")
    assert isinstance(inputs, Registering)
    assert inputs.filed is not None
    assert (inputs.filed.newest.content, inputs.number) == (CONTENT, 2)


def test_the_head_is_reminded_of_the_office_s_task_until_it_is_there(office: SmallOffice) -> None:
    inputs = loaded(office, "Bình", "load_register")
    assert isinstance(inputs, Registering)
    assert inputs.collective_owed
    save(office, "Bình", collective=True)
    inputs = loaded(office, "Bình", "load_register")
    assert isinstance(inputs, Registering)
    assert not inputs.collective_owed


def test_after_closing_one_s_own_is_read_and_cannot_be_written(office: SmallOffice) -> None:
    save(office, "Hùng")
    office.clock(CLOSED)
    mine = loaded(office, "Hùng", "load_my_registration")
    assert isinstance(mine, MyRegistration)
    assert mine.filed is not None
    assert not mine.writes
    assert isinstance(loaded(office, "Tâm", "load_my_registration"), Refused)
    assert isinstance(loaded(office, "Hùng", "resolve_register"), Refused)


def test_the_office_s_task_is_not_everybody_s_to_read(office: SmallOffice) -> None:
    save(office, "Bình", collective=True)
    assert isinstance(loaded(office, "Hùng", "load_office_registration"), Refused)
    for name in ("Bình", "Mai", "Sơn"):
        assert isinstance(loaded(office, name, "load_office_registration"), MyRegistration)


REVIEWS = {
    ("Mai", "Hùng"): ReviewState.RECEIVED,
    ("Mai", "Bình"): ReviewState.RECEIVED,
    ("Mai", "Sơn"): ReviewState.RECEIVED,
    ("Bình", "Mai"): ReviewState.CONFIRMED,
}


@pytest.mark.parametrize("owner", ["Hùng", "Bình", "Sơn", "Mai"])
@pytest.mark.parametrize("reviewer", ["Mai", "Bình", "Sơn", "Lan", "Hùng", "Tâm"])
def test_who_may_take_whose_new_registration(
    office: SmallOffice, reviewer: str, owner: str
) -> None:
    save(office, owner)
    filed = of(office, owner)
    for state in (ReviewState.RECEIVED, ReviewState.CONFIRMED):
        expected = REVIEWS.get((reviewer, owner)) is state
        with office.database.work(office.now) as work:
            who = people.person(work, office.people[reviewer])
            effect = ReviewRegistration(filed.registration.id, 1, state)
            assert (reviews.review_registration(work, who, effect) is None) is expected
            work.session.rollback()


@pytest.mark.parametrize(
    ("reviewer", "owner", "may"),
    [
        ("Bình", "Hùng", True),
        ("Sơn", "Hùng", False),
        ("Mai", "Hùng", False),
        ("Hùng", "Hùng", False),
        ("Bình", "Bình", False),
        ("Sơn", "Bình", True),
        ("Mai", "Bình", False),
        ("Bình", "Sơn", True),
    ],
)
def test_who_may_confirm_whose_received_registration(
    office: SmallOffice, reviewer: str, owner: str, may: bool
) -> None:
    save(office, owner)
    assert decide(office, "Mai", of(office, owner), ReviewState.RECEIVED) is None
    refused = decide(office, reviewer, of(office, owner), ReviewState.CONFIRMED)
    assert (refused is None) is may
    assert (of(office, owner).newest.state is ReviewState.CONFIRMED) is may


def test_a_decision_on_an_older_version_is_refused(office: SmallOffice) -> None:
    save(office, "Hùng")
    older = of(office, "Hùng")
    save(office, "Hùng", OTHER)
    assert isinstance(decide(office, "Mai", older, ReviewState.RECEIVED), Refused)
    assert of(office, "Hùng").newest.state is ReviewState.SUBMITTED


def test_every_decision_is_audited_without_words(office: SmallOffice) -> None:
    save(office, "Hùng")
    decide(office, "Mai", of(office, "Hùng"), ReviewState.RETURNED)
    assert (office.people["Mai"], "registration_returned") in audited(office)
    with office.work() as work:
        rows = work.session.exec(select(AuditRow)).all()
        assert all("Rõ hơn" not in f"{row.subject} {row.details}" for row in rows)


def pile(office: SmallOffice, name: str) -> Pile:
    with office.work() as work:
        found = reviews.load_pile(work, people.person(work, office.people[name]), "")
    assert isinstance(found, Pile)
    return found


def test_a_returned_one_stays_listed_and_counts_as_sent(office: SmallOffice) -> None:
    save(office, "Hùng")
    decide(office, "Mai", of(office, "Hùng"), ReviewState.RETURNED)
    listed = pile(office, "Mai")
    assert [len(listed.waiting), len(listed.returned), listed.done] == [0, 1, 0]
    with office.work() as work:
        assert completions.done_row(work, period_id(work), office.people["Hùng"]) is not None
    save(office, "Hùng", OTHER)
    assert len(pile(office, "Mai").waiting) == 1


def test_the_pile_is_for_reviewers_and_shows_each_their_own_work(office: SmallOffice) -> None:
    for name in ("Hùng", "Mai", "Bình"):
        save(office, name)
    waits = {
        name: [filed.owner.given for filed in pile(office, name).waiting]
        for name in ("Mai", "Bình", "Sơn")
    }
    assert waits == {"Mai": ["Hùng", "Bình"], "Bình": ["Mai"], "Sơn": []}
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        assert isinstance(reviews.load_pile(work, hung, ""), Refused)


def test_one_cannot_open_what_one_does_not_review(office: SmallOffice) -> None:
    save(office, "Hùng")
    version = of(office, "Hùng").version
    with office.work() as work:
        son = people.person(work, office.people["Sơn"])
        mai = people.person(work, office.people["Mai"])
        assert isinstance(reviews.load_opened(work, son, version), Refused)
        assert isinstance(reviews.load_opened(work, mai, version), Opened)
        assert isinstance(reviews.load_opened(work, mai, "99:1"), Refused)
        assert isinstance(reviews.load_opened(work, mai, "nonsense"), Refused)


def test_a_signed_paper_is_out_of_date_after_a_change(office: SmallOffice) -> None:
    save(office, "Hùng")
    assert tick(office, "Mai", of(office, "Hùng")) is None
    assert of(office, "Hùng").registration.paper is PaperState.SIGNED
    save(office, "Hùng", OTHER)
    assert of(office, "Hùng").registration.paper is PaperState.OUT_OF_DATE
    assert tick(office, "Mai", of(office, "Hùng"), undo=True) is None
    assert of(office, "Hùng").registration.paper is PaperState.NONE


def test_the_paper_of_an_older_version_is_not_ticked(office: SmallOffice) -> None:
    save(office, "Hùng")
    older = of(office, "Hùng")
    save(office, "Hùng", OTHER)
    assert isinstance(tick(office, "Mai", older), Refused)


@pytest.mark.parametrize("name", ["Hùng", "Bình", "Sơn", "Lan"])
def test_only_the_specialist_ticks(office: SmallOffice, name: str) -> None:
    save(office, "Hùng")
    assert isinstance(tick(office, name, of(office, "Hùng")), Refused)
    with office.work() as work:
        taken = TakePaper(period_id(work), office.people["Tâm"])
        who = people.person(work, office.people[name])
        assert isinstance(papers.load_papers(work, who, ""), Refused)
    assert isinstance(applied(office, name, taken), Refused)


def test_paper_alone_is_done_on_paper_audited_and_can_be_taken_back(office: SmallOffice) -> None:
    with office.work() as work:
        taken = TakePaper(period_id(work), office.people["Tâm"])
    assert applied(office, "Mai", taken) is None
    with office.work() as work:
        row = completions.done_row(work, taken.period, taken.person)
        assert row is not None
        assert (row.how, row.entered_by) == ("paper", office.people["Mai"])
    assert applied(office, "Mai", replace(taken, undo=True)) is None
    with office.work() as work:
        assert completions.done_row(work, taken.period, taken.person) is None
    mai = office.people["Mai"]
    assert {(mai, "paper_taken"), (mai, "paper_not_taken")} <= set(audited(office))


def test_forms_are_for_whom_they_concern(office: SmallOffice) -> None:
    for name in ("Hùng", "Tâm", "Bình"):
        save(office, name)
    with office.work() as work:
        subject = f"period:{period_id(work)}"

    def printed(reader: str, what: str) -> list[str]:
        found = loaded(office, reader, "load_printout", what)
        return [form.person.given for form in found.forms] if isinstance(found, Printout) else []

    assert printed("Mai", subject) == ["Bình", "Hùng", "Tâm"]
    assert printed("Hùng", subject) == ["Hùng"]
    assert printed("Hùng", f"person:{office.people['Tâm']}") == []
    assert printed("Sơn", subject) == ["Bình"]
    assert printed("Lan", subject) == []


def test_a_printed_period_stands_as_of_its_moment(office: SmallOffice) -> None:
    save(office, "Hùng")
    found = None
    with office.work() as work:
        subject = f"period:{period_id(work)}"
    found = loaded(office, "Mai", "load_printout", subject)
    assert isinstance(found, Printout)
    office.clock(LATE)
    save(office, "Hùng", OTHER)
    save(office, "Tâm")
    forms = loaded(office, "Mai", "forms", found.subject)
    assert isinstance(forms, tuple)
    assert [form.revision.content for form in forms] == [CONTENT]


def test_a_form_is_signed_by_the_head_and_the_head_s_own_by_the_deputy(
    office: SmallOffice,
) -> None:
    save(office, "Hùng")
    save(office, "Bình")
    save(office, "Bình", collective=True)
    with office.work() as work:
        subjects = [f"period:{period_id(work, name)}" for name in ("registration", "collective")]
    signers = []
    for subject in subjects:
        forms = loaded(office, "Mai", "forms", subject)
        assert isinstance(forms, tuple)
        signers += [(form.person.given, form.signer.given) for form in forms]
    assert signers == [("Bình", "Sơn"), ("Hùng", "Bình"), ("Bình", "Bình")]


def test_paper_handed_in_is_first_what_is_owed_and_then_the_signed_form(
    office: SmallOffice,
) -> None:
    def handed_in(name: str, subject: str = "") -> object:
        with office.work() as work:
            who = people.person(work, office.people[name])
            return papers.load_handed_in(work, who, subject)

    owed = handed_in("Hùng")
    assert isinstance(owed, HandedIn)
    assert (owed.period.obligation, owed.line.handed) == ("registration", Handed.NOTHING)
    save(office, "Hùng")
    signed = handed_in("Hùng")
    assert isinstance(signed, HandedIn)
    assert signed.line.handed is Handed.AWAITED
    with office.work() as work:
        collective, summary = period_id(work, "collective"), period_id(work, "summary")
    assert isinstance(handed_in("Hùng", str(collective)), Refused)
    assert isinstance(handed_in("Mai", str(summary)), Refused)


def test_a_self_check_on_paper_is_ticked_in_its_own_list(office: SmallOffice) -> None:
    office.clock(datetime(2025, 10, 28, 9, 0))  # noqa: DTZ001 - a local time of the office
    with office.work() as work:
        mai = people.person(work, office.people["Mai"])
        (month, *_others) = periods.begun(work, [Kind.SELF_CHECK])
        completions.mark_done(work, month, office.people["Hùng"])
        found = papers.load_papers(work, mai, str(month.id))
    assert isinstance(found, PaperList)
    assert office.people["Hùng"] not in [line.person.id for line in found.lines]
    assert len(found.lines) == 6
    assert applied(office, "Mai", TakePaper(month.id, office.people["Tâm"])) is None
    with office.work() as work:
        again = papers.load_papers(work, mai, str(month.id))
    assert isinstance(again, PaperList)
    assert again.ticked == 1


@pytest.mark.parametrize("subject", ["nonsense", "1", "2:99:0", "99:1:0", ""])
def test_a_tick_of_nobody_is_refused(office: SmallOffice, subject: str) -> None:
    with office.work() as work:
        mai = people.person(work, office.people["Mai"])
        assert isinstance(papers.load_tick(work, mai, subject), Refused)


def test_the_menu_counts_what_waits_for_each_reviewer(office: SmallOffice) -> None:
    save(office, "Hùng")
    with office.work() as work:
        waiting = {
            name: load_overview(work, people.person(work, id_), "").to_review
            for name, id_ in office.people.items()
        }
    assert {name for name, count in waiting.items() if count} == {"Mai"}
