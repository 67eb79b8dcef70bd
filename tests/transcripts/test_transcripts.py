"""Conversations as they read on the phone: each `*.txt` beside this file is played and compared.

A transcript is written by hand up to the bot's words, which `UPDATE=1 pytest tests/transcripts`
fills in (then read them, as the official on a small phone would). The lines:

    # a comment, kept as it is
    == 10/10/2025 16:30                 the clock goes there (it never goes back)
    @ unlinked Hùng                     a direction, see `DIRECTIONS`
    Hùng: /dangky                       Hùng types
    Hùng: [Gửi]                         Hùng taps the newest button of that label
    Hùng: <photo>                       Hùng sends something without words (or <edited>, <blocked>,
                                        <unblocked>, <classified>, <file roster.xlsx>)
      | Đăng ký nhiệm vụ                what the bot answers in Hùng's chat
      | [Bỏ qua] [Quay lại]             its buttons, a row a line
      ~ ...                             the same, put over the pressed message
      ! ...                             a word over the button (a toast)
    Mai <                               what somebody else is told because of it
      | ...

Everyone of `tests.office.CAST` is linked and has consented unless a direction says otherwise; any
other name is a stranger.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from bot.channels import base
from bot.fetching import hand_over
from domain.outgoing import Acknowledge, Operation, Say, SetCommands
from scheduler.broadcast_progress import report
from storage import files
from storage.tables import OutboxRow
from tests.office import SmallOffice
from tests.transcripts.rosters import roster_of_the_cast

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.txt"))


def _restart(office: SmallOffice, _words: str) -> None:
    """The process ends and starts anew: only the database remembers."""
    office.restart()


def _again(office: SmallOffice, name: str) -> None:
    office.repeat_last(name)


def _follow(office: SmallOffice, _words: str) -> None:
    """The authors of broadcasts are told how far they have come."""
    with office.work() as work:
        report(work)


def _fetched(office: SmallOffice, kind: str) -> None:
    """The file that was announced comes from the platform."""
    content = {"a roster": roster_of_the_cast(), "no workbook": b"PK\x03\x04 no workbook"}
    with office.work() as work:
        for wanted in files.wanted(work):
            hand_over(work, one=wanted, content=content.get(kind))


DIRECTIONS: Mapping[str, Callable[[SmallOffice, str], None]] = {
    "unlinked": SmallOffice.unlink,
    "no consent": SmallOffice.forget_consent,
    "restart": _restart,
    "tap again": _again,
    "code": SmallOffice.issue_code,
    "english": SmallOffice.speaks_english,
    "follow": _follow,
    "fetched": _fetched,
    "tick": lambda office, _words: office.tick(),
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_conversation_reads_as_written(file: Path) -> None:
    written = file.read_text(encoding="utf-8")
    played = "\n".join(play_transcript(written)) + "\n"
    if os.environ.get("UPDATE"):
        file.write_text(played, encoding="utf-8")
    assert played == written


def play_transcript(written: str, office: SmallOffice | None = None) -> Iterator[str]:
    office = office or SmallOffice()
    for line in written.splitlines():
        if line.startswith(("  ", "\t")) or re.fullmatch(r"\S.* <", line):
            continue
        yield line.rstrip()
        speaker = _act(office, line.strip())
        yield from _heard(office, speaker)


def _act(office: SmallOffice, line: str) -> str | None:
    if not line or line.startswith("#"):
        return None
    if line.startswith("=="):
        office.clock(datetime.strptime(line[2:].strip(), "%d/%m/%Y %H:%M"))  # noqa: DTZ007 - local
        return None
    if line.startswith("@"):
        _direct(office, line[1:].strip())
        return None
    name, _colon, said = line.partition(": ")
    _say(office, name, said)
    return name


def _direct(office: SmallOffice, words: str) -> None:
    for direction, act in DIRECTIONS.items():
        if words == direction or words.startswith(f"{direction} "):
            act(office, words.removeprefix(direction).strip())
            return
    raise AssertionError(f"no such direction: {words}")


def _say(office: SmallOffice, name: str, said: str) -> None:
    if said.startswith("[") and said.endswith("]"):
        office.presses(name, said[1:-1])
    elif said.startswith("<") and said.endswith(">"):
        office.happens(name, _event(said[1:-1]))
    else:
        office.types(name, said)


def _event(words: str) -> base.Event:
    simple: Mapping[str, base.Event] = {
        "edited": base.Edited(),
        "blocked": base.Blocked(),
        "unblocked": base.Unblocked(),
        "classified": base.Classified(),
    }
    if words in simple:
        return simple[words]
    if words.startswith("file "):
        return base.Attached("file-1", words.removeprefix("file "), 1000)
    return base.Wordless(words)


def _heard(office: SmallOffice, speaker: str | None) -> Iterator[str]:
    told = speaker
    for chat, row, operation in office.fresh():
        lines = list(_lines(row, operation))
        if lines and chat != told:
            yield f"{chat} <"
            told = chat
        yield from lines


def _lines(row: OutboxRow, operation: Operation) -> Iterator[str]:
    match operation:
        case Acknowledge(_callback, text, _alert) if text:
            yield f"  ! {text}"
        case Say():
            mark = "~" if row.edits else "|"
            yield from (f"  {mark} {line}".rstrip() for line in _shown(operation))
        case SetCommands(commands):
            yield "  | (menu: " + " ".join(f"/{name}" for name, _description in commands) + ")"
        case _:
            return


def _shown(operation: Say) -> Iterator[str]:
    title = operation.text[: operation.title]
    if title:
        yield f"*{title}*"
    yield from operation.text[operation.title :].lstrip("\n").split("\n")
    if operation.attachment:
        yield f"(tệp: {operation.attachment.document} {operation.attachment.subject})".replace(
            " )", ")"
        )
    for row in operation.rows:
        yield " ".join(f"[{button.label}]" for button in row)


def test_there_are_transcripts() -> None:
    assert FILES
