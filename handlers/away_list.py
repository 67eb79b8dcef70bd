"""/vang: who is away now or soon, for the specialist, who may put it right."""

from __future__ import annotations

from collections.abc import Sequence

from domain.absence import Absence, AwayList
from domain.effects import Effect, Reply
from domain.message import Choice, Do, Rows, Start, Style, column, say
from domain.text import Text, _
from handlers.absence import SPECIALISTS
from handlers.conversation import Action

SHOWN = 8


def away(inputs: AwayList) -> Sequence[Effect]:
    """A page of it, a button each."""
    first = inputs.page * SHOWN
    shown = inputs.absences[first : first + SHOWN]
    lines = [_line(one, inputs) for one in shown]
    if not lines:
        lines = [_("Nobody is away now or in the days to come, as far as is noted.")]
    return [Reply(say(*lines, title=_("Who is away"), choices=_choices(inputs, shown)))]


def _line(one: Absence, inputs: AwayList) -> Text:
    who, reason = one.person.full_name, one.reason_for(inputs.reader)
    days = _("{first} to {last}", first=one.first, last=one.last)
    if reason is None:
        return _("• {who}: {days}", who=who, days=days)
    return _("• {who}: {days} ({reason})", who=who, days=days, reason=reason)


def _choices(inputs: AwayList, shown: Sequence[Absence]) -> Rows:
    note = Choice(_("Note who is away"), Start("absence_of"), Style.PRIMARY)
    each = (Choice(_who(one), Do("away_one", str(one.id))) for one in shown)
    rest = len(inputs.absences) - (inputs.page + 1) * SHOWN
    more = [Choice(_("{count} more", count=rest), Do("away", str(inputs.page + 1)))]
    return column(note, *each, *(more if rest > 0 else ()))


def _who(one: Absence) -> Text:
    return _("Change: {who}", who=one.person.full_name)


def away_one(inputs: AwayList) -> Sequence[Effect]:
    """One of them, and what can be done about it."""
    (one,) = inputs.absences
    choices = column(
        Choice(_("Change the days"), Start("absence_change", str(one.id))),
        Choice(_("Here again, or not away"), Do("absence_end", str(one.person.id)), Style.DANGER),
    )
    return [Reply(say(_line(one, inputs), choices=choices))]


AWAY = Action("away", away, SPECIALISTS)
AWAY_ONE = Action("away_one", away_one, SPECIALISTS)
