"""/giahan: the specialist or head gives time unasked, moves a date, opens again what has closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.deadline import SetDeadline, Settable, SettingDeadline, Why, extended, reopened
from domain.effects import Effect, Notify, Reply
from domain.message import Choice, Do, Message, column, say
from domain.people import Person
from domain.period import Period
from domain.text import Param, Text, _, verbatim
from handlers.conversation import Conversation
from handlers.dialog import Dialog, ask
from handlers.more_time import pick_day
from handlers.person_question import FindPerson
from handlers.questions import Choose, Confirm, Option, PickDate, Write

_LINE = 300
_SHOWN = 3  # reminders to come; the rest follow


class For(StrEnum):
    """For whom a deadline is set, and how it is meant."""

    ONE = "one"
    ALL = "all"
    OFFICE = "office"  # the date itself is moved, also to an earlier day


def set_deadline(inputs: SettingDeadline) -> Dialog[Sequence[Effect]]:
    """Which duty, for whom, until when and why; then what that changes, before it is done."""
    duty = yield from _duty(inputs)
    for_ = For.ONE if inputs.person else (yield from ask(_for_whom(inputs, duty)))
    person = (yield from _person(inputs, duty)) if for_ is For.ONE else None
    stands = inputs.standing(duty.period, person.id) if person else duty.period
    day = yield from ask(_until(inputs, duty, stands))
    why = Why.MOVED if for_ is For.OFFICE else Why.REOPENED if duty.closed else Why.EXTENDED
    new = Setting(inputs, duty, person, why, stands, inputs.until(stands, day))
    reason = yield from ask(_REASON)
    sure = Confirm("sure", _("Look it over"), _preview(new), _("Do it"), _("Change nothing"))
    if not (yield from ask(sure)):
        return [Reply(say(_("Nothing was changed.")))]
    whom = person.id if person else None
    kept = SetDeadline(duty.period.id, why, new.after.due, new.after.closes, whom, reason)
    return [kept, *_tell(new), Reply(_done(new))]


@dataclass(frozen=True)
class Setting:
    """What is about to be set: until which moment (UTC), for whom, and how it stands before."""

    inputs: SettingDeadline
    duty: Settable
    person: Person | None
    why: Why
    before: Period
    until: datetime

    @property
    def after(self) -> Period:
        """The period as it will stand."""
        reopens = self.why is Why.REOPENED
        due, closes = (reopened if reopens else extended)(self.before, self.until)
        planned = self.before.planned or self.before.due
        return replace(
            self.before, due=due, closes=closes, planned=planned, changed_at=self.inputs.now
        )


def _duty(inputs: SettingDeadline) -> Dialog[Settable]:
    if inputs.chosen:
        return inputs.duties[0]
    options = [Option(str(x.period.id), _named(x), x) for x in inputs.duties]
    return (yield from ask(Choose("duty", _("Duty"), _("Which duty's deadline?"), options)))


def _named(duty: Settable) -> Text:
    if duty.closed:
        return _("{title} (closed)", title=duty.title)
    return verbatim(duty.title)


def _for_whom(inputs: SettingDeadline, duty: Settable) -> Choose[For]:
    """The office's date is moved while the duty is open; what has closed is opened again."""
    missing = len(inputs.owing(duty.period))
    if duty.closed:
        prompt = _(
            "“{title}” closed at {closes}. Open it again, for late answers, for whom?",
            title=duty.title,
            closes=duty.period.closes,
        )
        all_ = Option(str(For.ALL), _("For everyone who owes it ({count})", count=missing), For.ALL)
        return Choose("for", _("For whom"), prompt, [_ONE, all_])
    prompt = _("“{title}” is due by {due}. What now?", title=duty.title, due=duty.period.due)
    all_ = Option(str(For.ALL), _("More time for all who owe it ({count})", count=missing), For.ALL)
    return Choose("for", _("For whom"), prompt, [_ONE, all_, _OFFICE])


_ONE = Option(str(For.ONE), _("For one person"), For.ONE)
_OFFICE = Option(str(For.OFFICE), _("Move the date itself"), For.OFFICE)
_REASON = Write("reason", _("Reason"), _("Why? One line is enough."), max_length=_LINE)


def _person(inputs: SettingDeadline, duty: Settable) -> Dialog[Person]:
    """Only who still owes it."""
    owing = inputs.owing(duty.period)
    for person in owing:
        if person.id == inputs.person:
            return person
    return (yield from ask(FindPerson(tuple(owing))))


def _until(inputs: SettingDeadline, duty: Settable, stands: Period) -> PickDate:
    if duty.closed:
        prompt = _("Until which day are late answers taken?")
    else:
        prompt = _("It is due by {due}. Until which day from now on?", due=stands.due)
    earliest = inputs.today + timedelta(days=1)
    return pick_day("until", prompt, inputs.suggested(stands), earliest)


def _preview(new: Setting) -> Text:
    """What changes, and when people will be reminded from now on: only what has not been sent."""
    return _("{change}\n{reminders}", change=_change(new), reminders=_reminded(new))


def _change(new: Setting) -> Text:
    about: dict[str, Param] = {"title": new.duty.title, "whom": _whom(new)}
    if new.why is Why.REOPENED:
        return _(
            "“{title}” takes late answers again until {closes}, of {whom}.",
            **about,
            closes=new.after.closes,
        )
    return _(
        "“{title}” is due by {due} instead of {before}, for {whom}.",
        **about,
        due=new.after.due,
        before=new.before.due,
    )


def _whom(new: Setting) -> Param:
    return new.person.full_name if new.person else _("everyone")


def _reminded(new: Setting) -> Text:
    moments = new.inputs.reminders(new.after)
    if not moments:
        return _("What was sent stays. No further reminder is planned.")
    days = [_("{day}", day=at) for at in moments[:_SHOWN]]
    return _("What was sent stays. Reminders come at {days}.", days=days)


def _tell(new: Setting) -> list[Notify]:
    """One person is told at once; everybody is when the specialist reminds them, or a rule does."""
    if new.person is None:
        return []
    helper, title = new.inputs.who.called, new.duty.title
    told = _(
        "Hello {name}, {helper} gives {you} more time for “{title}”: it is due by {due} now.",
        helper=helper,
        title=title,
        due=new.after.due,
    )
    if new.why is Why.REOPENED:
        told = _(
            "Hello {name}, {helper} has opened “{title}” again: it can be sent until {closes}, "
            "and counts as late.",
            helper=helper,
            title=title,
            closes=new.after.closes,
        )
    key = f"deadline:{new.duty.period.id}:{new.person.id}:{new.inputs.now.isoformat()}"
    menu = column(Choice(_("What I still owe"), Do("status")))
    return [Notify(new.person.id, say(told, choices=menu), key)]


def _done(new: Setting) -> Message:
    noted = _("✓ Noted at {now}: {change}", now=new.inputs.now, change=_change(new))
    if new.person is not None:
        told = _("{who} is told here, if connected.", who=new.person.called)
        return say(noted, told)
    remind = Choice(_("Remind those missing"), Do("nudge", str(new.duty.period.id)))
    return say(noted, _("Nobody has been told yet."), choices=column(remind))


SET_DEADLINE = Conversation("set_deadline", _("Setting a deadline"), set_deadline)
