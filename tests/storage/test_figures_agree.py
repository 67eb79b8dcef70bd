"""Every figure the specialist is told agrees with every other and with the rows they come from.

A small office lives three months with everything that makes counting hard; at each stop the digest,
the picture, the workbook and `tusoi status` are read as she reads them and compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from bot.documents import prepare
from domain.completion import Completion, DutyTable
from domain.message import Attachment, Document, Message
from domain.outgoing import Say
from domain.period import Period
from domain.registration import SaveRegistration, TaskContent
from domain.self_check import Remedy, SaveSelfCheck
from domain.text import Text
from domain.work import Outcome, SaveResult
from locales.render import Reader, render
from reports.chart import progress_svg
from reports.tally import LABELS, counted
from scheduler.digesting import digest_message, documents
from storage import digests, people, periods, self_checks
from storage import figures as status
from storage import work as tasks
from storage.registrations import save_registration
from storage.tables import PersonRow
from storage.unit_of_work import Work
from tests.office import ZONE
from tests.storage.living import Life, at, away, block, decline, done

TASK = TaskContent("Rà soát hồ sơ tồn", "Danh mục 40 hồ sơ", date(2025, 11, 30))
SECRETS = ("né hồ sơ khó", "hẹn dân đúng ngày")
STOPS = ("10/10/2025 16:30", "14/10/2025 17:00", "03/11/2025 09:00", "31/12/2025 17:00")
words = partial(render, reader=Reader("vi", "chị", "Mai", ZONE))


def _register(life: Life, name: str) -> None:
    with life.office.work() as work:
        period = periods.find(work, "registration", "once")
        assert period is not None
        who = people.person(work, life.office.people[name])
        assert save_registration(work, who, SaveRegistration(period.id, TASK)) is None


def _check(life: Life, name: str, *signs: int) -> None:
    """Every self-check that is open, in one go, with words nobody else may read."""
    note, action = SECRETS
    with life.office.work() as work:
        who = people.person(work, life.office.people[name])
        open_ = [p.id for p in _open(work) if p.obligation.startswith("self-check")]
        remedies = tuple(Remedy(sign, action, date(2026, 1, 15)) for sign in signs)
        effect = SaveSelfCheck(tuple(open_), signs, remedies, note)
        assert self_checks.save_self_check(work, who, effect) is None


def _open(work: Work) -> list[Period]:
    return [table.period for table in digests.everything_open(work)]


def _leaves(life: Life, name: str) -> None:
    with life.office.work() as work:
        work.session.get_one(PersonRow, life.office.people[name]).left = True


def _result(life: Life, name: str, outcome: Outcome) -> None:
    with life.office.work() as work:
        period = periods.find(work, "result", "once")
        assert period is not None
        who = people.person(work, life.office.people[name])
        assert tasks.save_result(work, who, SaveResult(period.id, outcome, "")) is None


@pytest.fixture
def life() -> Iterator[Life]:
    begun = Life.begin()
    yield begun
    begun.office.database.close()


def _live(life: Life, stop: str) -> None:
    """Until that stop, with what the office does on the way."""
    paper = partial(done, obligation="registration", how="paper")
    for name in ("Hùng", "Bình"):
        life.until("07/10/2025 09:00")
        _register(life, name)
    life.office.unlink("Khôi")
    life.later("09/10/2025 10:00", decline(life, "Lan"))
    life.until("10/10/2025 16:30")
    if stop == STOPS[0]:
        return
    life.later("13/10/2025 10:00", lambda work: paper(work, life.office.people["Lan"]))
    life.later("13/10/2025 11:00", block(life, "Sơn"))
    life.later("13/10/2025 12:00", away(life, "Tâm", "13/10/2025", "20/10/2025"))
    life.until("14/10/2025 17:00")
    if stop == STOPS[1]:
        return
    life.until("21/10/2025 09:00")
    _register(life, "Tâm")
    life.until("28/10/2025 09:00")
    for name in ("Hùng", "Tâm", "Mai"):
        _check(life, name, 3)
    _leaves(life, "Sơn")
    life.until("03/11/2025 09:00")
    if stop == STOPS[2]:
        return
    life.until("26/12/2025 09:00")
    _result(life, "Hùng", Outcome.PARTLY)
    _check(life, "Bình", 3, 7)
    life.until("31/12/2025 17:00")


def _tables(work: Work) -> tuple[DutyTable, ...]:
    return digests.everything_open(work)


def _lines(message: Message) -> list[str]:
    return [words(line) for line in ([message.title] if message.title else []) + [*message.body]]


def _sections(message: Message) -> list[list[str]]:
    """The lines of each duty of a digest."""
    sections: list[list[str]] = [[]]
    for line in _lines(message):
        if line:
            sections[-1].append(line)
        else:
            sections.append([])
    return sections


def _told(table: DutyTable) -> Mapping[Completion, int]:
    return Counter(line.completion for line in table.counted)


@pytest.mark.parametrize("stop", STOPS)
def test_the_digest_says_what_the_table_says_and_names_everyone_missing(
    life: Life, stop: str
) -> None:
    _live(life, stop)
    with life.office.work() as work:
        tables = _tables(work)
        sections = _sections(digest_message(work, tables))
        assert len(sections) == len(tables)
        for table, section in zip(tables, sections, strict=True):
            headline = section[0]
            assert words(Text("", {"text": table.title})) in headline
            if found := re.search(r"(\d+)/(\d+) người", headline):
                assert found.groups() == (str(table.done), str(len(table.counted)))
            for completion, count in _told(table).items():
                if completion.owed:
                    heading = f"{words(LABELS[completion])} ({count}): "
                    names = next(x for x in section if x.startswith(heading))
                    assert len(names.removeprefix(heading).split(", ")) == count
            for line in table.missing:
                assert any(line.person.full_name in told for told in section[1:])


@pytest.mark.parametrize("stop", STOPS)
def test_the_rows_say_the_same(life: Life, stop: str) -> None:
    _live(life, stop)
    query = text(
        "select count(*) from done join person on person.id = done.person_id"
        " where done.period_id = :period and (',' || person.roles || ',') like '%,official,%'"
    )
    with life.office.work() as work:
        told = status.figures(work)["duties"]
        assert isinstance(told, dict)
        for table in _tables(work):
            session, period = work.session, table.period
            if period.obligation != "collective":
                assert session.execute(query, {"period": period.id}).scalar_one() == table.done
            assert sum(_told(table).values()) == len(table.counted)
            assert len(table.missing) + table.done == len(table.counted)
            share = f"{table.done}/{len(table.counted)}"
            assert told[f"{period.obligation}/{period.key}"] == share


@pytest.mark.parametrize("stop", STOPS)
def test_the_picture_shows_the_same_counts(life: Life, stop: str) -> None:
    _live(life, stop)
    with life.office.work() as work:
        for table in _tables(work):
            drawn = re.findall(r"<text[^>]*>([^<]*)</text>", progress_svg([table], words))
            assert any(f"{table.done}/{len(table.counted)} " in line for line in drawn)
            for completion, count in _told(table).items():
                assert words(counted(completion, count)) in drawn


def _workbook(life: Life, moment: datetime, tables: Sequence[DutyTable]) -> bytes:
    _picture, sheet = documents(tables, moment)
    assert sheet.attachment is not None
    with life.office.work() as work:
        make = prepare(work, sheet.attachment, life.office.people["Mai"])
    return make().content


@pytest.mark.parametrize("stop", STOPS)
def test_the_workbook_adds_up_to_the_same(life: Life, stop: str) -> None:
    _live(life, stop)
    with life.office.work() as work:
        moment, tables = work.now, _tables(work)
    book = load_workbook(BytesIO(_workbook(life, moment, tables)))
    heading, *summary = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    assert len(summary) == len(tables)
    for number, table in enumerate(tables):
        row = dict(zip(heading, summary[number], strict=True))
        assert row["Phải thực hiện"] == len(table.counted)
        assert row["Đã hoàn thành"] == table.done
        assert row["Chưa hoàn thành"] == len(table.missing)
        people_rows = list(book.worksheets[number + 1].iter_rows(min_row=4, values_only=True))
        stand = Counter(row[4] for row in people_rows)
        expected = Counter(words(LABELS[line.completion]) for line in table.lines)
        assert stand == expected


def test_a_workbook_made_later_still_says_what_its_digest_said(life: Life) -> None:
    _live(life, STOPS[0])
    with life.office.work() as work:
        moment, tables = work.now, _tables(work)
    before = _workbook(life, moment, tables)
    life.until("13/10/2025 09:00")
    _register(life, "Tâm")
    assert _workbook(life, moment, tables) == before


def test_nothing_of_a_self_check_reaches_anybody_else(life: Life) -> None:
    _live(life, STOPS[3])
    life.until("15/01/2026 17:00")
    assert life.office.database.office is not None
    signs = life.office.database.office.checklist.signs
    labels = [words(Text("", {"text": sign.label})) for sign in signs]
    for name in life.office.people:
        if name in {"Hùng", "Tâm", "Mai", "Bình"}:
            continue
        for _row, operation in life.office.said_to(name):
            told = operation.text if isinstance(operation, Say) else ""
            assert not any(secret in told for secret in SECRETS)
    for name in ("Mai", "Bình", "Lan"):
        for row, operation in life.office.said_to(name):
            if row.kind == "digest" and isinstance(operation, Say):
                assert not any(words in operation.text for words in (*SECRETS, *labels))
    with life.office.work() as work:
        moment, tables = work.now, digests.tables(work, periods.all_periods(work))
    book = load_workbook(BytesIO(_workbook(life, moment, tables)))
    cells = "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
    assert "Rà soát hồ sơ tồn" in cells
    assert not any(words in cells for words in (*SECRETS, *labels))
    assert at(STOPS[3]) < moment


def test_the_picture_is_made_of_the_same_tables(life: Life) -> None:
    _live(life, STOPS[1])
    with life.office.work() as work:
        picture, _sheet = documents(_tables(work), work.now)
        attachment = picture.attachment
        assert isinstance(attachment, Attachment)
        assert attachment.document is Document.PROGRESS_PICTURE
        assert prepare(work, attachment, life.office.people["Mai"])().content[:4] == b"\x89PNG"
