""" "Đừng nhắc việc này nữa": a duty's reminders are silent for one person; the duty remains."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Effect, Notify, Refused, Reply
from domain.message import Choice, Do, Rows, column, say
from domain.people import Person
from domain.reminding import Duty, Stopping
from domain.reminding import RemindAgain as RemindAgainEffect
from domain.reminding import StopReminding as StopEffect
from domain.text import Text, _
from handlers import duties
from handlers.conversation import Action
from handlers.duties import Group


def stop(inputs: Stopping) -> Sequence[Effect] | Refused:
    """Done at once, with a way back; which one is asked where nobody said."""
    groups = duties.together(inputs.duties)
    if not groups:
        return Refused(_("Nothing is owed at the moment, so there is nothing to be reminded of."))
    if len(groups) > 1 and not inputs.asked:
        return [Reply(say(_("Which one shall {you} not be reminded of?"), choices=offers(groups)))]
    (group,) = groups[:1]
    what, deadline = duties.what(group), duties.deadline(group)
    done = _("{You} will not be reminded of {what} any more.", what=what)
    remains = _("It is still to be done: {deadline}.", deadline=deadline)
    told = [_("The specialist is told.")] if inputs.specialists else []
    undo = column(Choice(_("Remind me after all"), Do("stop_undo", _named(group))))
    return [
        StopEffect(_ids(group)),
        Reply(say(done, remains, *told, choices=undo)),
        *(_told(inputs.who, duty, reader) for duty in group for reader in inputs.specialists),
    ]


def _told(who: Person, duty: Duty, specialist: Person) -> Notify:
    """Once for each duty, however often it is stopped."""
    words = _(
        "{who} wants no more reminders of “{title}”. It is still to be done.",
        who=who.full_name,
        title=duty.obligation.title,
    )
    key = f"stop:{duty.period.id}:{who.id}:{specialist.id}"
    return Notify(specialist.id, say(words), key)


def offers(groups: Sequence[Group]) -> Rows:
    """A button for each duty that can be silenced."""
    return column(*(Choice(_label(group), Do("stop", _named(group))) for group in groups))


def _label(group: Group) -> Text:
    return _("Do not remind: {title}", title=duties.short_name(group))


def _ids(group: Group) -> tuple[int, ...]:
    return tuple(duty.period.id for duty in group)


def _named(group: Group) -> str:
    return ",".join(map(str, _ids(group)))


def about_reminder(inputs: Stopping) -> Sequence[Effect]:
    """What can be asked of any reminder: why it came, and that it comes no more."""
    named = _named(inputs.duties) if inputs.asked else ""
    choices = column(
        Choice(_("Why did I get this?"), Do("why")),
        Choice(_("Do not remind me of this any more"), Do("stop", named)),
    )
    return [Reply(say(_("About this reminder:"), choices=choices))]


def remind_again(inputs: Stopping) -> Sequence[Effect] | Refused:
    """Taken back."""
    groups = duties.together(inputs.duties)
    if not groups:
        return Refused(_("Nothing is owed at the moment, so there is nothing to be reminded of."))
    ids = tuple(id_ for group in groups for id_ in _ids(group))
    again = _("{You} will be reminded again, as the plan has it.")
    return [RemindAgainEffect(ids), Reply(say(again))]


def again(groups: Sequence[Group]) -> Rows:
    """The ways back, for /trangthai."""
    return column(*(Choice(_back(group), Do("stop_undo", _named(group))) for group in groups))


def _back(group: Group) -> Text:
    return _("Remind again: {title}", title=duties.short_name(group))


ABOUT = Action("about_reminder", about_reminder)
STOP = Action("stop", stop)
STOP_UNDO = Action("stop_undo", remind_again)
