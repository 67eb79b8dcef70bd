"""Every message of a rehearsal as a row, to be filtered and sorted (XLSX)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time

from domain.rehearsal import Foretold, Rehearsal
from domain.text import Text, _, verbatim
from reports.long_table import long_table
from reports.sheets import Column, Value, on_the_clock

Render = Callable[[Text], str]

#: As `date.weekday` counts them.
WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def rehearsal_workbook(lived: Rehearsal, render: Render) -> bytes:
    """All of it, in the order in which it would go; moments are in the office's zone."""
    title, as_of = render(_("Every message")), datetime.combine(lived.first, time.min, UTC)
    return long_table(title, _columns(render), _rows(lived, render), as_of)


def _columns(render: Render) -> list[Column]:
    return [
        Column(render(_("Date")), 12, centred=True, format="dd/mm/yyyy"),
        Column(render(_("Hour")), 8, centred=True, format="hh:mm"),
        Column(render(_("Weekday")), 11, centred=True),
        Column(render(_("Full name")), 26),
        Column(render(_("Unit")), 20),
        Column(render(_("Channel")), 12, centred=True),
        Column(render(_("Why it comes")), 50),
        Column(render(_("What is to be done")), 40),
        Column(render(_("Message")), 80),
    ]


def _rows(lived: Rehearsal, render: Render) -> Iterator[list[Value]]:
    weekdays = [render(day) for day in WEEKDAYS]
    for message in lived.messages:
        person, local = lived.people.get(message.person), lived.local(message.at)
        clock = on_the_clock(message.at, lived.zone)
        yield [
            clock,
            clock,
            weekdays[local.weekday()],
            person.full_name if person else "",
            person.unit if person else "",
            render(verbatim(lived.bots[message.bot])),
            reasons(message, render),
            "; ".join(render(verbatim(title)) for title in message.duties),
            message.text,
        ]


def reasons(message: Foretold, render: Render) -> str:
    """Why it comes, on one line; where nothing better is known, what the ledger says."""
    lines = (render(line).lstrip("• ") for line in message.why)
    return " ".join(lines) or message.reason
