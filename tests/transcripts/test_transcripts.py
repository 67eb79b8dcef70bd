"""Every transcript is played on both channels, and reads as it is written; so it does in PostgreSQL
and when the process ends after every line. Who taps everything twice does nothing twice."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, col, select

from domain.channels import TELEGRAM, ZALO
from storage import tables
from storage.tables import OutboxRow
from tests.office import CAST, SmallOffice
from tests.transcripts.playing import (
    FILES,
    in_columns,
    in_one_column,
    on_telegram,
    play_transcript,
)

#: A transcript stays in one process, which plays it once for all that ask how it goes.
every_transcript = pytest.mark.parametrize(
    "file",
    [pytest.param(file, id=file.stem, marks=pytest.mark.xdist_group(file.stem)) for file in FILES],
)

#: What a second tap must not make twice.
KEPT: tuple[type[SQLModel], ...] = (
    *(tables.AbsenceRow, tables.BroadcastRow, tables.CodeRow, tables.ConsentRow),
    *(tables.CorrectionRow, tables.DoneRow, tables.ObstacleRow, tables.PersonRow),
    *(tables.RecipientRow, tables.RegistrationRow, tables.RemedyRow, tables.ReplacementRow),
    *(tables.RevisionRow, tables.SelfCheckRow, tables.TaskNoteRow),
    tables.TaskResultRow,
)


class TwiceTapping(SmallOffice):
    """Everybody's finger slips: each button is tapped, each number sent, twice within 50 ms."""

    def presses(self, name: str, label: str) -> None:
        numbered = self.channel != ZALO or self.typed_for(name, label).isdecimal()
        super().presses(name, label)
        if numbered:  # words are an answer to whatever is asked next
            self.repeat_last(name)


class Restarting(SmallOffice):
    """The process ends after whatever anybody does."""

    def types(self, name: str, text: str) -> None:
        super().types(name, text)
        self.restart()

    def presses(self, name: str, label: str) -> None:
        super().presses(name, label)
        self.restart()


def kept(office: SmallOffice) -> dict[str, int]:
    """How many of each thing there are, and how many messages went to somebody else."""
    with office.work() as work:
        counts = {
            table.__name__: work.session.exec(select(func.count()).select_from(table)).one()
            for table in KEPT
        }
        told = select(func.count()).where(col(OutboxRow.reason).in_(["notify", "broadcast"]))
        put_off = select(func.count()).where(col(tables.SnoozeRow.woken).is_(False))
        counts["put off"] = work.session.exec(put_off).one()
        return counts | {"told": work.session.exec(told).one()}


@dataclass(frozen=True)
class Played:
    """How a transcript reads on both channels, what it writes to the log and what is kept of it."""

    lines: list[str]
    logged: str
    kept: dict[str, dict[str, int]]


@cache
def played(file: Path) -> Played:
    with everything_logged() as log:
        offices = {channel: SmallOffice(channel=channel) for channel in (TELEGRAM, ZALO)}
        lines = list(in_columns(file.read_text(encoding="utf-8"), *offices.values()))
    return Played(lines, log.getvalue(), {name: kept(office) for name, office in offices.items()})


@contextmanager
def everything_logged() -> Iterator[StringIO]:
    """Whatever goes to the log meanwhile, down to what only helps to find mistakes."""
    log, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(log), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.setLevel(level)
        root.removeHandler(handler)


def test_there_are_transcripts() -> None:
    assert FILES


@every_transcript
def test_the_conversation_reads_as_written(file: Path) -> None:
    reads = "\n".join(played(file).lines) + "\n"
    if os.environ.get("UPDATE"):
        file.write_text(reads, encoding="utf-8")
    assert reads == file.read_text(encoding="utf-8")


@every_transcript
def test_the_log_holds_no_name_and_no_text(file: Path) -> None:
    written = file.read_text(encoding="utf-8")
    telling = [full_name for _given, full_name, *_rest in CAST]
    telling += [said for line in written.splitlines() if len(said := _typed(line)) > 12]
    assert [words for words in telling if words in played(file).logged] == []


def _typed(line: str) -> str:
    return line.partition(": ")[2] if not line.startswith((" ", "#", "=", "@")) else ""


@pytest.mark.parametrize("channel", [TELEGRAM, ZALO])
@every_transcript
def test_a_second_tap_saves_nothing_and_tells_nobody_again(file: Path, channel: str) -> None:
    once, office = played(file).kept[channel], TwiceTapping(channel=channel)
    list(play_transcript(file.read_text(encoding="utf-8"), office))
    twice = kept(office)
    if channel == ZALO:  # a second answer may lead the written lines elsewhere: to less, never more
        assert all(count <= once[what] for what, count in twice.items())
    else:
        assert twice == once


@every_transcript
def test_a_restart_after_every_line_changes_nothing(file: Path) -> None:
    written = file.read_text(encoding="utf-8")
    reads = in_columns(written, Restarting(), Restarting(channel=ZALO))
    assert "\n".join(reads) + "\n" == written


@pytest.mark.postgresql
@every_transcript
def test_it_reads_the_same_on_postgresql(file: Path, postgresql_url: str) -> None:
    written = file.read_text(encoding="utf-8")
    office = SmallOffice(url=postgresql_url)
    try:
        assert list(in_one_column(written, office)) == list(on_telegram(written))
    finally:
        office.database.close()
