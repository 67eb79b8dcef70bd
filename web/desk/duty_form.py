"""A duty of the plan as a form, and what comes back as the duty it describes.

A moment is a day of the calendar, or so many days before or after something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from domain.plan import Anchor, Audience, Every, Kind, Obligation, Shift, When
from domain.text import Localized, Text, _
from storage.unit_of_work import clean
from web.desk.doing import one
from web.desk.filled_in import LONGEST, Reading
from web.desk.guests import Given
from web.desk.reminder_form import Reminders, read_rules, reminders_of

#: The moments of a duty that are set here, in their order.
MOMENTS: Mapping[str, Text] = {
    "opens": _("Opens"),
    "due": _("Due"),
    "closes": _("Closes"),
    "inner_cutoff": _("The specialist's own cut-off"),
}
ANCHORS: Mapping[Anchor, Text] = {
    Anchor.DATE: _("a day"),
    Anchor.START: _("the first day of the period"),
    Anchor.END: _("the last day of the period"),
    Anchor.OPENS: _("its opening"),
    Anchor.DUE: _("its deadline"),
    Anchor.CLOSES: _("its closing"),
}
SHIFTS: Mapping[Shift, Text] = {
    Shift.BEFORE: _("to the working day before"),
    Shift.AFTER: _("to the working day after"),
    Shift.STAYS: _("stays there"),
}
_EARLIER = {
    "opens": (),
    "due": (Anchor.OPENS,),
    "closes": (Anchor.OPENS, Anchor.DUE),
    "inner_cutoff": (Anchor.OPENS, Anchor.DUE),
}


@dataclass(frozen=True)
class Moment:
    """The fields of a moment, as they stand; what is wrong with one stands beside it."""

    name: str
    label: Text
    anchors: tuple[Anchor, ...]
    anchor: str
    day: str
    days: str
    working: bool
    at: str
    shift: str
    remarks: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class DutyForm:
    """A duty's fields. `remarks` are by field; those of a moment's fields stand in it."""

    duty: Obligation
    moments: tuple[Moment, ...]
    audiences: tuple[Audience, ...]
    words: Mapping[str, str]
    last: str
    reminders: Reminders
    remarks: Mapping[str, Text]


def form_of(duty: Obligation, remarks: Mapping[str, Text] | None = None) -> DutyForm:
    """The duty as it stands; a remark on a moment is shown at its day or, if counted, its days."""
    said = dict(remarks or {})
    moments = tuple(
        _moment(duty, name, when, said)
        for name in MOMENTS
        if (when := getattr(duty, name)) is not None
    )
    words = {f"{name}.{language}": text for name, language, text in _texts(duty)}
    last = _dotted(duty.last) if duty.last else ""
    return DutyForm(duty, moments, _audiences(duty), words, last, reminders_of(duty, said), said)


def _texts(duty: Obligation) -> list[tuple[str, str, str]]:
    deadline = duty.deadline_words or Localized("", "")
    return [
        (name, language, text[language])
        for name, text in (("title", duty.title), ("deadline_words", deadline))
        for language in ("vi", "en")
    ]


def _audiences(duty: Obligation) -> tuple[Audience, ...]:
    """Who may owe it: the office's own task is the head's."""
    if duty.kind is Kind.COLLECTIVE or duty.who is Audience.NOBODY:
        return (duty.who,)
    return (Audience.OFFICIALS, Audience.HEAD, Audience.SPECIALIST)


def _anchors(duty: Obligation, name: str, now: Anchor) -> tuple[Anchor, ...]:
    """What a moment may be counted from: what comes once is of no stretch of the calendar."""
    fixed = (Anchor.DATE,) if duty.every is Every.ONCE else (Anchor.START, Anchor.END)
    return tuple(dict.fromkeys((*fixed, *_EARLIER[name], now)))


def _moment(duty: Obligation, name: str, when: When, said: dict[str, Text]) -> Moment:
    remarks = {
        key: said[f"{name}.{key}"] for key in ("date", "days", "at") if f"{name}.{key}" in said
    }
    if name in said:
        remarks["date" if when.anchor is Anchor.DATE else "days"] = said.pop(name)
    return Moment(
        name,
        MOMENTS[name],
        _anchors(duty, name, when.anchor),
        when.anchor,
        _dotted(when.date) if when.date else "",
        str(when.days),
        when.working,
        f"{when.at:%H:%M}",
        when.shift,
        remarks,
    )


def _dotted(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _moment_read(reading: Reading, duty: Obligation, name: str) -> When | None:
    """A moment of the duty as it was filled in; None where the duty has none of it."""
    when: When | None = getattr(duty, name)
    if when is None:
        return None
    anchor = reading.one_of(f"{name}.from", _anchors(duty, name, when.anchor), when.anchor)
    return When(
        anchor=anchor,
        at=reading.clock(f"{name}.at", when.at),
        days=reading.days(f"{name}.days", when.days),
        working=reading.text(f"{name}.unit") == "working",
        shift=reading.one_of(f"{name}.shift", tuple(Shift), when.shift),
        date=reading.day(f"{name}.date", when.date) if anchor is Anchor.DATE else None,
    )


def read_duty(duty: Obligation, given: Given, today: date) -> tuple[Obligation, DutyForm]:
    """The duty that a form describes, and the form as it was filled in, with what is wrong."""
    reading = Reading(given, today)
    last = duty.last
    if duty.every is not Every.ONCE:
        last = reading.day("last", duty.last) if reading.text("last") else None
    changed = replace(
        duty,
        opens=_moment_read(reading, duty, "opens"),
        due=_moment_read(reading, duty, "due"),
        closes=_moment_read(reading, duty, "closes"),
        inner_cutoff=_moment_read(reading, duty, "inner_cutoff"),
        who=reading.one_of("who", _audiences(duty), duty.who),
        last=last,
        rules=read_rules(reading, duty),
        title=reading.words("title", duty.title, needed=True) or duty.title,
        deadline_words=reading.words("deadline_words", duty.deadline_words, needed=False),
    )
    return changed, as_filled_in(duty, changed, given, reading.remarks)


def as_filled_in(
    duty: Obligation, changed: Obligation, given: Given, remarks: Mapping[str, Text]
) -> DutyForm:
    """The form of what was made of a duty, with the very words that could not be taken.

    Its reminders are those of the duty as it stands, so that sending it again changes the same.
    """
    form = form_of(changed, remarks)
    moments = tuple(
        replace(
            moment,
            day=_typed(given, f"{moment.name}.date", moment.day, moment.remarks, "date"),
            days=_typed(given, f"{moment.name}.days", moment.days, moment.remarks, "days"),
            at=_typed(given, f"{moment.name}.at", moment.at, moment.remarks, "at"),
        )
        for moment in form.moments
    )
    words = {name: clean(one(given, name))[:LONGEST] for name in form.words}
    last = one(given, "last")[:100] if "last" in form.remarks else form.last
    reminders = reminders_of(duty, remarks).as_filled_in(given)
    return replace(form, moments=moments, words=words, last=last, reminders=reminders)


def _typed(given: Given, name: str, value: str, remarks: Mapping[str, Text], key: str) -> str:
    return one(given, name)[:100] if key in remarks else value
