"""Every transcript once more, on both channels: each button tapped twice, a restart after every
line, PostgreSQL."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, col, select

from domain.channels import TELEGRAM, ZALO
from storage import tables
from storage.tables import OutboxRow
from tests.office import CAST, SmallOffice
from tests.transcripts.test_transcripts import FILES, in_columns, play_transcript

every_transcript = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)

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


@pytest.mark.parametrize("channel", [TELEGRAM, ZALO])
@every_transcript
def test_a_second_tap_saves_nothing_and_tells_nobody_again(file: Path, channel: str) -> None:
    written = file.read_text(encoding="utf-8")
    once, twice = SmallOffice(channel=channel), TwiceTapping(channel=channel)
    for office in (once, twice):
        list(play_transcript(written, office))
    if channel == ZALO:  # a second answer may lead the written lines elsewhere: to less, never more
        assert all(count <= kept(once)[what] for what, count in kept(twice).items())
    else:
        assert kept(twice) == kept(once)


@every_transcript
def test_a_restart_after_every_line_changes_nothing(file: Path) -> None:
    written = file.read_text(encoding="utf-8")
    played = in_columns(written, Restarting(), Restarting(channel=ZALO))
    assert "\n".join(played) + "\n" == written


@pytest.mark.postgresql
@every_transcript
def test_it_reads_the_same_on_postgresql(file: Path, postgresql_url: str) -> None:
    written = file.read_text(encoding="utf-8")
    office = SmallOffice(url=postgresql_url)
    try:
        assert "\n".join(in_columns(written, telegram=office)) + "\n" == written
    finally:
        office.database.close()


@every_transcript
def test_the_log_holds_no_name_and_no_text(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    written = file.read_text(encoding="utf-8")
    list(in_columns(written))
    telling = [full_name for _given, full_name, *_rest in CAST]
    telling += [said for line in written.splitlines() if len(said := _typed(line)) > 12]
    assert [words for words in telling if words in caplog.text] == []


def _typed(line: str) -> str:
    return line.partition(": ")[2] if not line.startswith((" ", "#", "=", "@")) else ""
