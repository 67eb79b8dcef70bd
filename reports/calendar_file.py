"""Deadlines as an iCalendar file (RFC 5545): whole days, no alarms, the same event by the same UID.

It lies on phones and in other people's clouds: titles say what kind of thing is due and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from domain.agenda import Entry, Mark
from domain.text import Text, _

#: How often a calendar that subscribes may ask again.
_AGAIN = timedelta(hours=6)


def calendar_file(
    entries: Sequence[tuple[Entry, Text]], render: Callable[[Text], str], as_of: datetime, who: int
) -> bytes:
    """Every entry with its words; `as_of` (UTC) is when it was made, `who` tells people apart."""
    calendar = Calendar()
    calendar.add("prodid", "-//tusoi//lich//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", render(_("Deadlines (tusoi)")))
    calendar.add("refresh-interval", _AGAIN, parameters={"value": "DURATION"})
    for entry, words in entries:
        calendar.add_component(_event(entry, render(words), as_of, who))
    return bytes(calendar.to_ical())


def _event(entry: Entry, summary: str, as_of: datetime, who: int) -> Event:
    event = Event()
    event.add("uid", f"{_name(entry)}.{who}@tusoi")
    event.add("dtstamp", as_of)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")  # nobody is busy all day because something is due
    event.add("class", "PRIVATE")
    return event


def _name(entry: Entry) -> str:
    """The same for the same thing, whatever day it is moved to."""
    if entry.duty is None or entry.mark in {Mark.TASK, Mark.PROMISED}:
        return f"{entry.mark}-{entry.number}"
    period = entry.duty.period
    return f"{entry.mark}-{period.obligation}-{period.key}"
