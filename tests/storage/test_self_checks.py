"""What somebody noticed in themselves is kept for them alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from domain.consent import ConsentState, Purpose
from domain.effects import Refused
from domain.message import Start
from domain.period import Period
from domain.self_check import (
    FinishRemedy,
    KeptSelfCheck,
    MoveRemedy,
    NoteRemedy,
    Remedy,
    RemedyState,
    SaveSelfCheck,
    SelfChecking,
)
from storage import (
    completions,
    consents,
    my_data,
    people,
    periods,
    remedies,
    self_checks,
    sign_texts,
)
from storage.sign_counts import sign_counts
from storage.tables import PersonRow, PlanVersionRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

OCTOBER = datetime(2025, 10, 27, 9, 0)  # noqa: DTZ001 - local, as `clock` takes it
SECRET = "ghi rõ người và hạn trong mỗi tờ trình"
NOTE = "đã né một hồ sơ khó"


@pytest.fixture
def office() -> SmallOffice:
    office = SmallOffice()
    office.clock(OCTOBER)
    return office


@pytest.fixture
def work(office: SmallOffice) -> Iterator[Work]:
    with office.work() as work:
        yield work


def october(work: Work) -> Period:
    found = periods.find(work, "self-check-month", "2025-10")
    assert found is not None
    return found


def check(work: Work, who: int, *signs: int, remedy: str = "", note: str = "") -> Refused | None:
    promised = tuple(Remedy(n, remedy, date(2025, 11, 15)) for n in signs if remedy)
    effect = SaveSelfCheck((october(work).id,), signs, promised, note)
    return self_checks.save_self_check(work, people.person(work, who), effect)


def test_its_owner_sees_it_again_and_nobody_else_does(office: SmallOffice, work: Work) -> None:
    assert check(work, office.people["Hùng"], 3, remedy=SECRET, note=NOTE) is None
    subject = str(october(work).id)
    for name, id_ in office.people.items():
        seen = self_checks.load_mine(work, people.person(work, id_), subject)
        if name == "Hùng":
            assert isinstance(seen, KeptSelfCheck)
            assert seen.check.signs == (3,)
            assert (seen.check.remedies[0].action, seen.check.note) == (SECRET, NOTE)
        else:
            assert isinstance(seen, Refused)


def test_nobody_touches_the_remedy_of_another(office: SmallOffice, work: Work) -> None:
    check(work, office.people["Hùng"], 3, remedy=SECRET)
    (kept,) = remedies.remedies_of(work, office.people["Hùng"])
    for name in ("Mai", "Bình", "Lan"):
        other = people.person(work, office.people[name])
        assert isinstance(remedies.load_moving(work, other, str(kept.id)), Refused)
        assert isinstance(remedies.load_done(work, other, str(kept.id)), Refused)
        assert isinstance(remedies.finish_remedy(work, other, FinishRemedy(kept.id)), Refused)
        moved = MoveRemedy(kept.id, date(2025, 12, 1), "x")
        assert isinstance(remedies.move_remedy(work, other, moved), Refused)
        assert isinstance(remedies.note_remedy(work, other, NoteRemedy(kept.id, "x")), Refused)
    assert remedies.remedies_of(work, office.people["Hùng"]) == (kept,)


def test_a_remedy_is_moved_with_its_reason_and_finished(office: SmallOffice, work: Work) -> None:
    check(work, office.people["Hùng"], 3, remedy=SECRET)
    hung = people.person(work, office.people["Hùng"])
    (kept,) = remedies.remedies_of(work, hung.id)
    later = date(2025, 12, 1)
    assert remedies.move_remedy(work, hung, MoveRemedy(kept.id, later, "đi công tác")) is None
    (moved,) = remedies.remedies_of(work, hung.id)
    assert (moved.due, moved.action) == (later, SECRET)
    assert [(m.before, m.reason) for m in moved.moves] == [(date(2025, 11, 15), "đi công tác")]
    assert remedies.note_remedy(work, hung, NoteRemedy(kept.id, "đã báo cáo")) is None
    (noted,) = remedies.remedies_of(work, hung.id)
    assert [(n.words, n.at) for n in noted.notes] == [("đã báo cáo", work.now)]
    assert noted.moves == moved.moves
    remedies.finish_remedy(work, hung, FinishRemedy(kept.id))
    assert remedies.open_remedies(work, hung.id) == ()
    assert isinstance(remedies.move_remedy(work, hung, MoveRemedy(kept.id, later, "nữa")), Refused)
    remedies.finish_remedy(work, hung, FinishRemedy(kept.id, undo=True))
    assert remedies.open_remedies(work, hung.id)[0].state is RemedyState.OPEN


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Hùng", [1, 2, 3, 4, 5, 6, 7, 9]),
        ("Mai", [1, 2, 3, 4, 5, 6, 7, 9]),
        ("Sơn", [1, 2, 3, 4, 5, 6, 7, 9, 10]),
        ("Bình", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ],
)
def test_signs_are_asked_by_standing(
    office: SmallOffice, work: Work, name: str, asked: list[int]
) -> None:
    who = people.person(work, office.people[name])
    loaded = self_checks.load(work, who, str(october(work).id))
    assert isinstance(loaded, SelfChecking)
    assert [sign.number for sign in loaded.signs] == asked
    beyond = next(n for n in range(1, 12) if n not in asked)
    assert isinstance(check(work, who.id, beyond), Refused)
    assert completions.owed(work, who, [october(work)])


def test_one_conversation_serves_what_ends_together(office: SmallOffice) -> None:
    office.clock(datetime(2025, 12, 26, 9, 0))  # noqa: DTZ001 - local
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        month, quarter, year = (
            periods.find(work, f"self-check-{every}", key)
            for every, key in (("month", "2025-12"), ("quarter", "2025-Q4"), ("year", "2025"))
        )
        assert month is not None
        assert quarter is not None
        assert year is not None
        subject = f"{month.id},{quarter.id},{year.id}"
        for asked in ("", str(year.id), subject):
            assert self_checks.resolve(work, hung, asked) == subject
        effect = SaveSelfCheck((month.id, quarter.id, year.id), (5,), ())
        assert self_checks.save_self_check(work, hung, effect) is None
        assert not completions.owed(work, hung, [month, quarter, year])
        assert isinstance(self_checks.resolve(work, hung, ""), Refused)
        assert isinstance(self_checks.save_self_check(work, hung, effect), Refused)


def test_a_quarter_keeps_what_its_months_noticed(office: SmallOffice) -> None:
    with office.work() as work:
        check(work, office.people["Hùng"], 3, 7)
    office.clock(datetime(2025, 12, 26, 9, 0))  # noqa: DTZ001 - local
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        subject = self_checks.resolve(work, hung, "")
        assert isinstance(subject, str)
        loaded = self_checks.load(work, hung, subject)
        assert isinstance(loaded, SelfChecking)
        assert {earlier.signs for earlier in loaded.before} == {(3, 7)}
        ids = tuple(period.id for period in loaded.periods)
        self_checks.save_self_check(work, hung, SaveSelfCheck(ids, (5,), ()))
        kept = {k.period.key: k.check.signs for k in self_checks.self_checks_of(work, hung.id)}
    assert kept == {"2025-10": (3, 7), "2025-12": (5,), "2025-Q4": (3, 5, 7), "2025": (3, 5, 7)}


@pytest.mark.parametrize("word", [None, ConsentState.DECLINED, ConsentState.WITHDRAWN])
def test_consent_is_asked_for_first(
    office: SmallOffice, work: Work, word: ConsentState | None
) -> None:
    hung = people.person(work, office.people["Hùng"])
    if word is None:
        work.session.execute(text("DELETE FROM consent WHERE purpose = 'self_check'"))
    else:
        consents.record(work, hung.id, Purpose.SELF_CHECK, word, "test", None)
    subject = str(october(work).id)
    assert self_checks.resolve(work, hung, "") == Start("consent_self_check", subject)
    assert isinstance(self_checks.load(work, hung, subject), Refused)
    assert isinstance(check(work, hung.id, 3), Refused)


def test_after_the_deadline_it_is_late_and_after_the_close_refused(office: SmallOffice) -> None:
    with office.work() as work:
        due, closes = october(work).due, october(work).closes
    office.now = due + timedelta(minutes=1)
    with office.work() as work:
        assert check(work, office.people["Hùng"]) is None
        (kept,) = self_checks.self_checks_of(work, office.people["Hùng"])
        assert kept.check.late
    office.now = closes + timedelta(minutes=1)
    with office.work() as work:
        assert isinstance(check(work, office.people["Tâm"]), Refused)
        tam = people.person(work, office.people["Tâm"])
        assert isinstance(self_checks.resolve(work, tam, str(october(work).id)), Refused)


def test_one_s_own_data_hold_it_and_another_s_do_not(office: SmallOffice, work: Work) -> None:
    check(work, office.people["Hùng"], 3, remedy=SECRET, note=NOTE)
    exported = {name: str(my_data.gather(work, id_)) for name, id_ in office.people.items()}
    assert SECRET in exported["Hùng"]
    assert NOTE in exported["Hùng"]
    assert not any(SECRET in words or NOTE in words for n, words in exported.items() if n != "Hùng")


def test_a_sign_opens_in_the_words_of_the_office_s_copy(office: SmallOffice, work: Work) -> None:
    mai = people.person(work, office.people["Mai"])
    sign_texts.keep(work, "34-CT-TU", {3: "old wording"})
    sign_texts.keep(work, "34-CT-TU", {3: "full wording of three", 10: "of ten"})
    opened = self_checks.load_sign(work, mai, "3")
    assert not isinstance(opened, Refused)
    assert opened.wording == "full wording of three"
    assert isinstance(self_checks.load_sign(work, mai, "10"), Refused)
    missing = self_checks.load_sign(work, mai, "4")
    assert not isinstance(missing, Refused)
    assert missing.wording is None


# Nothing of it lies open: not in a column, a log, an audit row, a message to anybody else.


def test_no_unsealed_column_no_log_and_no_other_chat_holds_it(
    office: SmallOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office.types("Hùng", "/tusoi")
    for tap in ("☐ 3", "☐ 7", "Xong"):
        office.presses("Hùng", tap)
    for said in (f"{SECRET}, trước 15/11", "bỏ qua"):
        office.types("Hùng", said)
    open_while_written = _everything_unsealed(office)
    office.types("Hùng", NOTE)
    office.types("Hùng", "ghi nhầm")
    for said in ("3", "giữ nguyên", f"{NOTE} nữa"):
        office.types("Hùng", said)
    office.types("Hùng", "/viec")
    office.types("Hùng", "/tusoi")
    for said in ("/tonghop", "/menu", "/trangthai", "/duyet", "/banky"):
        office.types("Mai", said)
        office.types("Bình", said)
    office.tick()
    told_others = [
        str(operation)
        for name in office.people
        if name != "Hùng"
        for _row, operation in office.said_to(name)
    ]
    places = [open_while_written, _everything_unsealed(office), caplog.text, *told_others]
    assert "Hùng" in "".join(told_others)  # others were told something about him
    for secret in (SECRET, NOTE, "Tham mưu vòng vo", "3, 7", '"on:3"', "off:3", "do_3", '"signs"'):
        assert [place for place in places if secret in place] == []


def test_the_acknowledgement_names_no_sign(office: SmallOffice) -> None:
    for said in ("/tusoi", "7", SECRET, "bỏ qua"):
        office.types("Hùng", said)
    _row, last = office.said_to("Hùng")[-1]
    words = str(getattr(last, "text", ""))
    assert "đã lưu lúc 9 giờ 00 ngày 27/10/2025" in words
    assert SECRET not in words
    assert "7" not in words.replace("27/10/2025", "")


def _everything_unsealed(office: SmallOffice) -> str:
    """All tables but the plan's (its signs are no secret) as who copies the database reads them."""
    found = []
    with office.work() as work:
        connection = work.session.connection()
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")
        for (table,) in tables.all():
            if table == PlanVersionRow.__tablename__:
                continue
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()
            found += [str(cell) for row in rows for cell in row]
    return "\n".join(found)


# Counts.


def staffed(work: Work, count: int) -> list[int]:
    """More officials, linked by nothing: they exist to be counted."""
    rows = [
        PersonRow(
            full_name=f"Người {n}",
            folded=f"nguoi {n}",
            standing="staff",
            roles="official",
            salutation="anh",
            joined_at=work.now - timedelta(days=30),
        )
        for n in range(count)
    ]
    work.session.add_all(rows)
    work.session.flush()
    for row in rows:
        consents.record(work, row.id or 0, Purpose.SELF_CHECK, ConsentState.GIVEN, "test", None)
    return [row.id or 0 for row in rows]


@pytest.mark.parametrize(
    ("noticed", "group", "shown"),
    [(5, 10, True), (4, 10, False), (6, 10, False), (5, 9, False), (10, 10, False), (6, 11, True)],
)
def test_a_sign_is_counted_only_where_it_tells_on_nobody(
    office: SmallOffice, noticed: int, group: int, shown: bool
) -> None:
    with office.work() as work:
        for n, person in enumerate(staffed(work, group)):
            assert check(work, person, *((3,) if n < noticed else ())) is None
        closes = october(work).closes
    office.now = closes + timedelta(minutes=1)
    with office.work() as work:
        found = [(c.sign, c.count, c.group) for c in sign_counts(work, october(work))]
    assert found == ([(3, noticed, group)] if shown else [])


def test_no_count_is_told_while_anybody_can_still_change_it(office: SmallOffice) -> None:
    with office.work() as work:
        for n, person in enumerate(staffed(work, 12)):
            check(work, person, *((3,) if n < 6 else ()))
        for person in office.people.values():
            check(work, person)
        assert sign_counts(work, october(work)) == ()
        closes = october(work).closes
    office.now = closes + timedelta(minutes=1)
    with office.work() as work:
        assert [c.sign for c in sign_counts(work, october(work))] == [3]


def test_a_sign_only_heads_have_is_never_counted(office: SmallOffice) -> None:
    with office.work() as work:
        heads = staffed(work, 12)
        for id_ in heads:
            work.session.get_one(PersonRow, id_).standing = "head"
        work.session.flush()
        for n, person in enumerate(heads):
            check(work, person, *((8, 10) if n < 6 else ()))
        closes = october(work).closes
    office.now = closes + timedelta(minutes=1)
    with office.work() as work:
        assert [c.sign for c in sign_counts(work, october(work))] == [10]
