"""Conversations as they read on two phones: each `*.txt` beside this file is played on Telegram and
on Zalo, and both are compared.

A transcript is written by hand up to the bot's words, which `UPDATE=1 pytest tests/transcripts`
fills in (then read them, as the official on a small phone would). The lines:

    # a comment, kept as it is
    == 10/10/2025 16:30                 the clock goes there (it never goes back)
    @ unlinked Hùng                     a direction, see `DIRECTIONS`; "// -" leaves it out on Zalo
    Hùng: /dangky                       Hùng types
    Hùng: [Gửi]                         Hùng taps the newest button of that label; on Zalo he types
                                        its number, or its words where it has none
    Hùng: [☐ 3] // 3, 7                 what he types on Zalo instead; "// -" for nothing at all
    Hùng: <photo>                       Hùng sends something without words (or <edited>, <blocked>,
                                        <unblocked>, <classified>, <file roster.xlsx>)

Below each line stand two columns, Telegram's on the left and Zalo's on the right:

    | Đăng ký nhiệm vụ                  what the bot answers in Hùng's chat
    | [Bỏ qua] [Quay lại]               its buttons, a row a line
    ~ ...                               the same, put over the pressed message
    ! ...                               a word over the button (a toast)
    > 3, 7                              what was typed on Zalo
    Mai <                               what somebody else is told because of it
    | ...

Everyone of `tests.office.CAST` is linked and has consented unless a direction says otherwise; any
other name is a stranger. "Hùng@kia" is a chat of his on the channel that the column is not about.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from bot import keeping_copies
from bot.channels import base
from bot.fetching import hand_over
from bot.preparing import prepare
from domain.channels import TELEGRAM, ZALO
from domain.outgoing import Acknowledge, Operation, Say, SetCommands
from reports.form_example import example_template
from scheduler.broadcast_progress import report
from scheduler.decent_hours import DecentHours
from scheduler.working_days import load_working_days
from storage import files, report_copies
from storage.tables import OutboxRow
from tests.office import ZONE, SmallOffice
from tests.transcripts.rosters import roster_of_the_cast
from tests.unit.reports_samples import AS_OF, vietnamese

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.txt"))


def _restart(office: SmallOffice, _words: str) -> None:
    """The process ends and starts anew: only the database remembers."""
    office.restart()


def _pages(office: SmallOffice, _words: str) -> None:
    """From now on the office's own pages are served."""
    office.database.public_url = "https://tusoi.example"


def _again(office: SmallOffice, name: str) -> None:
    office.repeat_last(name)


def _follow(office: SmallOffice, _words: str) -> None:
    """The authors of broadcasts are told how far they have come."""
    with office.work() as work:
        report(work)


def _slowly(office: SmallOffice, _words: str) -> None:
    """From now on announcements wait: the line is slow."""
    office.slow = True


def _arrive(office: SmallOffice, count: str) -> None:
    """So many of the announcements that wait arrive."""
    office.arrive(int(count))


def _refused(office: SmallOffice, count: str) -> None:
    """So many of the announcements that wait are refused."""
    office.are_refused(int(count))


def _hours(office: SmallOffice, _words: str) -> None:
    """From now on the office keeps its hours."""
    assert office.database.office is not None
    hours = office.database.office.plan.hours
    office.database.decent = DecentHours(load_working_days(), hours, ZONE).next


def _approval(office: SmallOffice, count: str) -> None:
    """What goes to more people than that needs a second person's yes."""
    office.database.approval_above = int(count)


def _answered(office: SmallOffice, _words: str) -> None:
    """The file sent in answer comes from the platform."""
    with office.work() as work:
        for wanted in files.wanted(work):
            hand_over(work, one=wanted, content=b"PK\x03\x04 a report")


def _fetched(office: SmallOffice, kind: str) -> None:
    """The file that was announced comes from the platform."""
    content = {
        "a roster": roster_of_the_cast(),
        "no workbook": b"PK\x03\x04 no workbook",
        "a form": example_template(vietnamese, AS_OF),
        "a scan": b"%PDF-1.7 signed",
    }
    with office.work() as work:
        for wanted in files.wanted(work):
            hand_over(work, one=wanted, content=content.get(kind))


def _made(office: SmallOffice, _words: str) -> None:
    """Documents that were handed in are made, and kept."""
    with office.work() as work:
        for one in report_copies.to_make(work):
            keeping_copies.hand_over(work, one, prepare(work, one.document, one.person)())


DIRECTIONS: Mapping[str, Callable[[SmallOffice, str], None]] = {
    "unlinked": SmallOffice.unlink,
    "no consent": SmallOffice.forget_consent,
    "restart": _restart,
    "pages": _pages,
    "tap again": _again,
    "code": SmallOffice.issue_code,
    "english": SmallOffice.speaks_english,
    "follow": _follow,
    "fetched": _fetched,
    "made": _made,
    "answered": _answered,
    "slowly": _slowly,
    "arrive": _arrive,
    "refused": _refused,
    "approval above": _approval,
    "hours": _hours,
    "tick": lambda office, _words: office.tick(),
}


_WIDTH = 56


def in_columns(
    written: str, telegram: SmallOffice | None = None, zalo: SmallOffice | None = None
) -> Iterator[str]:
    """The lines of a transcript, and below each what is said because of it on both channels."""
    left = telegram or SmallOffice(channel=TELEGRAM)
    right = zalo or SmallOffice(channel=ZALO)
    for line in acts(written):
        yield line
        columns = (list(_wrapped(act(office, line))) for office in (left, right))
        for one, other in zip_longest(*columns, fillvalue=""):
            yield f"  {one:<{_WIDTH}}  {other}".rstrip()


def on_telegram(written: str) -> Iterator[str]:
    """The lines of a transcript and, below each, what stands in Telegram's column."""
    for line in written.splitlines():
        if not line.startswith("  "):
            yield line.rstrip()
        elif column := line[2 : 2 + _WIDTH].rstrip():
            yield column


def in_one_column(written: str, telegram: SmallOffice) -> Iterator[str]:
    """The same, as it is said now."""
    for line in acts(written):
        yield line
        yield from filter(None, _wrapped(act(telegram, line)))


def play_transcript(written: str, office: SmallOffice | None = None) -> Iterator[str]:
    """What is said on one channel because of each line."""
    office = office or SmallOffice()
    for line in acts(written):
        yield from act(office, line)


def acts(written: str) -> Iterator[str]:
    """What was written by hand."""
    return (line.rstrip() for line in written.splitlines() if not line.startswith(("  ", "\t")))


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        mark = line[:2] if line[:1] in "|~!>" else ""
        words = textwrap.wrap(line, _WIDTH, subsequent_indent=mark, break_long_words=True)
        yield from words or [line]


def act(office: SmallOffice, line: str) -> Iterator[str]:
    """Do what a line says; what is said because of it."""
    speaker = None
    if line.startswith("=="):
        office.clock(datetime.strptime(line[2:].strip(), "%d/%m/%Y %H:%M"))  # noqa: DTZ007 - local
    elif line.startswith("@"):
        direction, _on_zalo, nothing = line[1:].partition(" // ")
        if not (nothing and office.channel == ZALO):
            _direct(office, direction.strip())
    elif line and not line.startswith("#"):
        speaker, _colon, said = line.partition(": ")
        yield from _say(office, speaker, said)
    yield from _heard(office, speaker)


def _direct(office: SmallOffice, words: str) -> None:
    for direction, act in DIRECTIONS.items():
        if words == direction or words.startswith(f"{direction} "):
            act(office, words.removeprefix(direction).strip())
            return
    raise AssertionError(f"no such direction: {words}")


def _say(office: SmallOffice, name: str, said: str) -> Iterator[str]:
    """What is typed on Zalo in place of what is written comes back, for the column."""
    pressed, _or, instead = said.partition(" // ")
    if office.channel == ZALO and instead:
        pressed = instead
    on_zalo = office.channel_of(name) == ZALO
    if pressed == "-":
        return
    if pressed.startswith("[") and pressed.endswith("]"):
        if on_zalo:
            yield f"> {office.typed_for(name, pressed[1:-1])}"
        office.presses(name, pressed[1:-1])
    elif pressed.startswith("<") and pressed.endswith(">"):
        happened = _event(pressed[1:-1])
        if not (on_zalo and isinstance(happened, _NOT_ON_ZALO)):
            unread = on_zalo and isinstance(happened, base.Attached)
            office.happens(name, base.Wordless("file") if unread else happened)
    else:
        if office.channel == ZALO and instead:
            yield f"> {pressed}"
        office.types(name, pressed)


#: What Zalo's bots are never told (facts of the platform: docs/live-service.md).
_NOT_ON_ZALO = (base.Edited, base.Blocked, base.Unblocked)


def _event(words: str) -> base.Event:
    simple: Mapping[str, base.Event] = {
        "edited": base.Edited(),
        "blocked": base.Blocked(),
        "unblocked": base.Unblocked(),
        "classified": base.Classified(),
    }
    if words in simple:
        return simple[words]
    if words == "photo to go out":
        return base.Attached("photo-1", "", 1000, picture=True)
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
            yield f"! {text}"
        case Say():
            mark = "~" if row.edits else "|"
            yield from (f"{mark} {line}".rstrip() for line in _shown(operation))
        case SetCommands(commands):
            yield "| (menu: " + " ".join(f"/{name}" for name, _description in commands) + ")"
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
