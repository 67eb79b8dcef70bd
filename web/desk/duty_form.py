"""A duty of the plan as a form, and what comes back as the duty it describes.

A moment is a day of the calendar, or so many days before or after something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time

from domain.plan import Anchor, Audience, Every, Kind, Obligation, Shift, When
from domain.text import Localized, Text, _
from handlers.typed_dates import NoDate, read_date
from storage.unit_of_work import clean
from web.desk.doing import one
from web.desk.guests import Given

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
_MOST_DAYS = 366
_LONGEST = 300


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
    return DutyForm(duty, moments, _audiences(duty), words, last, said)


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


@dataclass
class _Reading:
    """What was filled in, and what is wrong with it, by field."""

    given: Given
    today: date
    remarks: dict[str, Text] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return clean(one(self.given, name))

    def moment_of(self, duty: Obligation, name: str) -> When | None:
        when: When | None = getattr(duty, name)
        return when and self._moment(name, when, _anchors(duty, name, when.anchor))

    def _moment(self, name: str, when: When, allowed: tuple[Anchor, ...]) -> When:
        chosen = self.text(f"{name}.from")
        anchor = Anchor(chosen) if chosen in set(allowed) else when.anchor
        shift = self.text(f"{name}.shift")
        return When(
            anchor=anchor,
            at=self._clock(f"{name}.at", when.at),
            days=self._days(f"{name}.days", when.days),
            working=self.text(f"{name}.unit") == "working",
            shift=Shift(shift) if shift in set(Shift) else when.shift,
            date=self.day(f"{name}.date", when.date) if anchor is Anchor.DATE else None,
        )

    def day(self, name: str, before: date | None) -> date | None:
        typed = self.text(name)
        read = read_date(typed, self.today, earliest=date.min) if typed else None
        if isinstance(read, date):
            return read
        self.remarks[name] = read.reason if isinstance(read, NoDate) else _NO_DAY
        return before

    def _clock(self, name: str, before: time) -> time:
        try:
            return time.fromisoformat(self.text(name)).replace(second=0, tzinfo=None)
        except ValueError:
            self.remarks[name] = _("Please give a time of day like 17:00.")
            return before

    def _days(self, name: str, before: int) -> int:
        typed = self.text(name).replace("−", "-") or "0"
        sign, digits = (-1, typed[1:]) if typed.startswith("-") else (1, typed)
        if (
            digits.isascii()
            and digits.isdecimal()
            and len(digits) < 5
            and int(digits) <= _MOST_DAYS
        ):
            return sign * int(digits)
        self.remarks[name] = _("Please give a number of days like 3 or -3.")
        return before

    def words(self, name: str, before: Localized | None, *, needed: bool) -> Localized | None:
        vi, en = self.text(f"{name}.vi"), self.text(f"{name}.en")
        for language, words in (("vi", vi), ("en", en)):
            if len(words) > _LONGEST:
                most = _LONGEST
                self.remarks[f"{name}.{language}"] = _("At most {most} characters.", most=most)
        if vi or en or needed:
            for language, words in (("vi", vi), ("en", en)):
                if not words:
                    self.remarks[f"{name}.{language}"] = _("Please write it in both languages.")
        return Localized(vi, en) if vi and en else (before if needed else None)


def read_duty(duty: Obligation, given: Given, today: date) -> tuple[Obligation, DutyForm]:
    """The duty that a form describes, and the form as it was filled in, with what is wrong."""
    reading = _Reading(given, today)
    who = reading.text("who")
    allowed = _audiences(duty)
    last = duty.last
    if duty.every is not Every.ONCE:
        last = reading.day("last", duty.last) if reading.text("last") else None
    changed = replace(
        duty,
        opens=reading.moment_of(duty, "opens"),
        due=reading.moment_of(duty, "due"),
        closes=reading.moment_of(duty, "closes"),
        inner_cutoff=reading.moment_of(duty, "inner_cutoff"),
        who=Audience(who) if who in set(allowed) else duty.who,
        last=last,
        title=reading.words("title", duty.title, needed=True) or duty.title,
        deadline_words=reading.words("deadline_words", duty.deadline_words, needed=False),
    )
    return changed, as_filled_in(form_of(changed, reading.remarks), given)


def as_filled_in(form: DutyForm, given: Given) -> DutyForm:
    """The form with the very words that were typed, where they could not be taken."""
    moments = tuple(
        replace(
            moment,
            day=_typed(given, f"{moment.name}.date", moment.day, moment.remarks, "date"),
            days=_typed(given, f"{moment.name}.days", moment.days, moment.remarks, "days"),
            at=_typed(given, f"{moment.name}.at", moment.at, moment.remarks, "at"),
        )
        for moment in form.moments
    )
    words = {name: clean(one(given, name))[:_LONGEST] for name in form.words}
    last = one(given, "last")[:100] if "last" in form.remarks else form.last
    return replace(form, moments=moments, words=words, last=last)


def _typed(given: Given, name: str, value: str, remarks: Mapping[str, Text], key: str) -> str:
    return one(given, name)[:100] if key in remarks else value


_NO_DAY = _("Please give a day, for example 15/11/2025.")
