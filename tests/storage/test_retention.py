"""What has had its time is erased, a few rows at a time; what tells what happened stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import SQLModel, select

from domain.files import FetchFile, SentFile
from domain.keeping import Terms
from domain.message import Attachment, Document, say
from domain.outgoing import Say
from domain.text import _
from storage import codes, delivery, drafts, files, inbox, links, outbox, people, ticks
from storage.figures import figures
from storage.inbox import Arrived
from storage.retention import KEPT, RULES, Clearing
from storage.tables import (
    CodeRow,
    DraftRow,
    FileRow,
    InboxRow,
    LinkRow,
    MenuRow,
    OutboxRow,
    PersonRow,
)
from storage.unit_of_work import Work
from tests.office import SmallOffice

DAY = timedelta(days=1)


def clear(office: SmallOffice, terms: Terms | None = None) -> int:
    """A whole pass; returns how many transactions it took."""
    clearing, steps = Clearing(terms or Terms()), 1
    while with_work(office, clearing):
        steps += 1
    return steps


def with_work(office: SmallOffice, clearing: Clearing) -> bool:
    with office.work() as work:
        return clearing.step(work)


def all_tables() -> Iterator[type[SQLModel]]:
    yield from (m.class_ for m in PersonRow._sa_registry.mappers)


def test_whatever_is_sealed_has_a_term_or_a_reason_to_have_none() -> None:
    sealed = {
        table
        for table in all_tables()
        if "sealed" in table.__table__.columns  # type: ignore[attr-defined]  # SQLModel's own
    }
    ruled = {rule.table for rule in RULES}
    assert len(sealed) >= 10
    assert sealed - ruled - set(KEPT) == set(), "say in storage.retention how long it is kept"
    assert ruled & set(KEPT) == set()


def count(office: SmallOffice, table: type[SQLModel]) -> int:
    with office.work() as work:
        return len(work.session.exec(select(table)).all())


def queue(work: Work, name_of: str, office: SmallOffice) -> int:
    account = office.account(work, name_of)
    return outbox.post(work, people.of_row(account), Say("một"))


def later(office: SmallOffice, time: timedelta) -> None:
    office.now += time


def test_words_go_after_a_month_and_the_ledger_stays(office: SmallOffice) -> None:
    with office.work() as work:
        said, waits = queue(work, "Hùng", office), queue(work, "Tâm", office)
        delivery.sent(work, said, "9")
    later(office, 29 * DAY)
    clear(office)
    assert has_words(office, said)
    later(office, 2 * DAY)
    clear(office)
    assert not has_words(office, said)
    assert has_words(office, waits)
    with office.work() as work:
        assert work.session.get_one(OutboxRow, said).platform_id == "9"


def has_words(office: SmallOffice, id_: int) -> bool:
    with office.work() as work:
        return work.session.get_one(OutboxRow, id_).sealed is not None


def test_the_office_may_set_another_term(office: SmallOffice) -> None:
    with office.work() as work:
        said = queue(work, "Hùng", office)
        delivery.sent(work, said, "9")
    later(office, 29 * DAY)
    clear(office, Terms(words=7 * DAY))
    assert not has_words(office, said)


def test_played_updates_go_after_a_week_and_those_set_aside_lose_their_words(
    office: SmallOffice,
) -> None:
    with office.work() as work:
        inbox.store(work, [Arrived("telegram", "100", str(n), {"text": "x"}) for n in range(3)])
        first, second, _waiting = inbox.waiting(work, 3)
        inbox.played(work, first.id)
        inbox.set_aside(work, second.id)
    later(office, 8 * DAY)
    clear(office)
    with office.work() as work:
        left = {row.state: row.sealed for row in work.session.exec(select(InboxRow))}
    assert set(left) == {"aside", "new"}
    assert left["aside"] is None
    assert left["new"] is not None


def test_buttons_and_drafts_go_after_half_a_year_without_a_touch(office: SmallOffice) -> None:
    with office.work() as work:
        drafts.open_draft(work, office.people["Hùng"], "register", "")
        menu = say(_("Hello"))
        account = people.of_row(office.account(work, "Hùng"))
        outbox.say(work, account, people.reader_of(work, account), menu)
        work.session.add(MenuRow(account_id=account.id, sealed=b"", created_at=work.now))
    later(office, 100 * DAY)
    with office.work() as work:
        drafts.open_draft(work, office.people["Tâm"], "register", "")
    later(office, 100 * DAY)
    clear(office)
    assert count(office, MenuRow) == 0
    with office.work() as work:
        assert [row.person_id for row in work.session.exec(select(DraftRow))] == [
            office.people["Tâm"]
        ]


def test_links_and_codes_go_a_week_after_they_have_expired(office: SmallOffice) -> None:
    office.database.public_url = "https://tusoi.example"
    with office.work() as work:
        links.to_document(work, office.people["Hùng"], Attachment(Document.MY_DATA, ""))
        codes.issue(work, office.people["Hùng"], by=None)
    later(office, 9 * DAY)
    clear(office)
    assert (count(office, LinkRow), count(office, CodeRow)) == (0, 1)
    later(office, 13 * DAY)
    clear(office)
    assert count(office, CodeRow) == 0


def test_a_file_nobody_decided_on_is_dropped_after_a_week(office: SmallOffice) -> None:
    with office.work() as work:
        who = people.person(work, office.people["Lan"])
        sent = SentFile(office.account(work, "Lan").id or 0, "f", "danh-sach.xlsx", 3)
        id_ = files.want(work, who, FetchFile(sent), files.ROSTER)
        files.fetched(work, id_, b"abc")
    later(office, 8 * DAY)
    clear(office)
    with office.work() as work:
        row = work.session.get_one(FileRow, id_)
        assert (row.state, row.sealed) == ("dropped", None)


def test_a_long_table_is_cleared_in_short_transactions_and_each_row_once(
    office: SmallOffice,
) -> None:
    with office.work() as work:
        account = office.account(work, "Hùng").id or 0
        old = [menu(account, work.now) for _n in range(1700)]
        young = [menu(account, work.now + 150 * DAY) for _n in range(300)]
        work.session.add_all([*old, *young])
    later(office, 200 * DAY)
    steps = clear(office)
    assert count(office, MenuRow) == 300
    assert steps >= 2000 / 500 + len(RULES)


def menu(account: int, at: datetime) -> MenuRow:
    return MenuRow(account_id=account, sealed=b"", created_at=at)


@pytest.mark.parametrize("stopped_after", [0, 3])
def test_a_pass_that_is_broken_off_is_not_noted(office: SmallOffice, stopped_after: int) -> None:
    clearing = Clearing(Terms())
    for _step in range(stopped_after):
        with_work(office, clearing)
    with office.work() as work:
        assert figures(work)["cleared"] == "never"
    clear(office)
    with office.work() as work:
        assert ticks.cleared_at(work) == office.now
        assert figures(work)["cleared"] == "2025-10-07T09:00+07:00"
