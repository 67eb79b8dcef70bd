"""What a reminder says: what is owed, by when, and one button that does the thing.

Never names a sign or the content of a task: it may be read on a locked screen. The specialist's own
cut-off is told as a wish and never called the deadline.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.message import Choice, Do, Message, Rows, Start, Style, say
from domain.plan import Audience, Kind
from domain.reminding import Duty, Reminder, Stage
from domain.text import Param, Text, _
from handlers import duties
from handlers.duties import Group


def reminder(told: Reminder) -> Message:
    """The one message of a day; it begins with what is most urgent."""
    groups = duties.together(told.duties)
    body = _only(groups[0], told) if len(groups) == 1 and not told.back else _list(groups, told)
    promise = [_promise(told)] if told.promised else []
    late = [_("(This comes late: the system was not running.)")] if told.late else []
    if not groups:
        body = [_("Hello {name}.")]
    return say(*body, *promise, *late, choices=_choices(groups, told))


def _only(group: Group, told: Reminder) -> list[Text]:
    stage = group[0].stage(told.at, told.zone)
    match stage:
        case Stage.OPENING:
            return [_opening(group), _ask(group, told)]
        case Stage.AFTER:
            return [_overdue(group), _still_possible(group, told)]
        case _:
            return [_missing(group), _ask(group, told)]


def _opening(group: Group) -> Text:
    match group[0].period.kind:
        case Kind.SELF_CHECK:
            return _(
                "Hello {name}, the self-check for {spans} is open. It takes about 2 minutes; "
                "only {you} can see what {you} answer.",
                spans=duties.spans(group),
            )
        case Kind.RESULT:
            return _("Hello {name}, it is time to tell how your registered task ended.")
        case _:
            return _("Hello {name}, it is time for “{title}”.", title=duties.title(group))


def _missing(group: Group) -> Text:
    match group[0].period.kind:
        case Kind.REGISTRATION:
            return _("Hello {name}, the office has not received your task registration yet.")
        case Kind.COLLECTIVE:
            return _("Hello {name}, the office's collective task is not registered yet.")
        case Kind.SELF_CHECK:
            return _(
                "Hello {name}, the self-check for {spans} is still to be done.",
                spans=duties.spans(group),
            )
        case Kind.RESULT:
            return _(
                "Hello {name}, the office has not received the result of your registered task yet."
            )
        case _ if not duties.is_sent(group):
            return _(
                "Hello {name}, “{title}” is not marked as done yet.",
                title=duties.title(group),
            )
        case _:
            return _(
                "Hello {name}, “{title}” is not marked as sent yet.",
                title=duties.title(group),
            )


def _overdue(group: Group) -> Text:
    return _(
        "Hello {name}, {what} is past its deadline ({deadline}).",
        what=duties.what(group),
        deadline=duties.deadline(group),
    )


def _still_possible(group: Group, told: Reminder) -> Text:
    if group[0].period.kind is Kind.REPORT:
        sent, done = _("It can still be marked as sent."), _("It can still be marked as done.")
        return sent if duties.is_sent(group) else done
    return _(
        "{You} can still send it; if anything is in the way, {specialist} will help.",
        specialist=told.specialist,
    )


def _ask(group: Group, told: Reminder) -> Text:
    duty = group[0]
    if duty.cutoff is not None and _same_day(duty.cutoff, told):
        return _(
            "Please send it before {hour}:{minute} today so that it is in the summary; the plan's "
            "deadline is {deadline}.",
            **_clock(duty.cutoff, told),
            deadline=duties.deadline(group),
        )
    if duty.stage(told.at, told.zone) is Stage.DUE_DAY:
        return _last_day(group, told)
    if duty.cutoff is not None and duty.cutoff > told.at:
        return _(
            "Please send it before {cutoff} so that it is in the summary; the plan's deadline is "
            "{deadline}.",
            cutoff=duty.cutoff,
            deadline=duties.deadline(group),
        )
    words, eve = duty.obligation.deadline_words, duty.stage(told.at, told.zone) is Stage.EVE
    if words and eve:
        return _(
            "The next working day is the last; the plan's deadline is {deadline}.", deadline=words
        )
    if words:
        return _("The plan's deadline is {deadline}.", deadline=words)
    if eve:
        return _("The next working day is the last: it is due by {due}.", due=duty.period.due)
    return _("It is due by {due}.", due=duty.period.due)


def _last_day(group: Group, told: Reminder) -> Text:
    clock = _clock(group[0].period.due, told)
    if group[0].obligation.deadline_words:
        return _(
            "Today is the last day (deadline: {deadline}); please do it before {hour}:{minute}.",
            **clock,
            deadline=duties.deadline(group),
        )
    return _("Today is the last day; please do it before {hour}:{minute}.", **clock)


def _clock(moment: datetime, told: Reminder) -> dict[str, Param]:
    local = moment.astimezone(told.zone)
    return {"hour": str(local.hour), "minute": f"{local.minute:02}"}


def _same_day(moment: datetime, told: Reminder) -> bool:
    return told.at < moment and (
        moment.astimezone(told.zone).date() == told.at.astimezone(told.zone).date()
    )


def _list(groups: Sequence[Group], told: Reminder) -> list[Text]:
    greeting = [_("Hello {name}, {count} things are waiting for {you}:", count=len(groups))]
    if told.back:
        greeting = [_("Welcome back, {name}. This is open:")]
    elif told.brought is not None:
        many = _("{count} things are waiting for {you}:", count=len(groups))
        greeting = [_why_today(told.brought, told), many]
    return [*greeting, *(_line(group, told) for group in groups)] if groups else []


def _why_today(brought: Duty, told: Reminder) -> Text:
    """What it came for, so that one of several alike says why it came today."""
    match brought.stage(told.at, told.zone):
        case Stage.OPENING:
            return _("Hello {name}, something opens today.")
        case Stage.EVE:
            return _("Hello {name}, the next working day is the last for something.")
        case Stage.DUE_DAY:
            return _("Hello {name}, today is the last day for something.")
        case Stage.AFTER:
            return _("Hello {name}, a deadline has passed; it can still be sent.")
        case Stage.BEFORE:
            near = duties.deadline((brought,))
            return _("Hello {name}, a deadline comes near: {deadline}.", deadline=near)


def _line(group: Group, told: Reminder) -> Text:
    what, deadline = duties.what(group), duties.deadline(group)
    match group[0].stage(told.at, told.zone):
        case Stage.AFTER:
            return _("• {what}: past its deadline ({deadline})", what=what, deadline=deadline)
        case Stage.DUE_DAY:
            clock = _clock(group[0].period.due, told)
            return _("• {what}: today is the last day, until {hour}:{minute}", what=what, **clock)
        case Stage.OPENING:
            return _("• {what}: open from today, deadline {deadline}", what=what, deadline=deadline)
        case Stage.EVE:
            return _(
                "• {what}: the next working day is the last, deadline {deadline}",
                what=what,
                deadline=deadline,
            )
        case _:
            return _("• {what}: deadline {deadline}", what=what, deadline=deadline)


def _promise(told: Reminder) -> Text:
    if told.promised == told.at.astimezone(told.zone).date():
        return _("What {you} meant to have done by today: see /viec.")
    return _("What {you} meant to have done by {day}: see /viec.", day=told.promised or "")


def _choices(groups: Sequence[Group], told: Reminder) -> Rows:
    """What does the thing stands first, alone and marked; then paper, help, later."""
    if not groups:
        return ((Choice(_("My work"), Do("work"), Style.PRIMARY),),)
    alone = len(groups) == 1
    overdue = alone and groups[0][0].stage(told.at, told.zone) is Stage.AFTER
    doing = [(_doing(group, alone=alone, overdue=overdue),) for group in groups]
    later = (
        Choice(_("⏰ In 1 hour"), Do("snooze", "hour")),
        Choice(_("⏰ Tomorrow"), Do("snooze", "tomorrow")),
        Choice(_("⏰ Monday"), Do("snooze", "monday")),
    )
    mine = [(Choice(_("My work"), Do("work")),)] if told.promised else []
    asked = ",".join(str(duty.period.id) for duty in groups[0]) if len(groups) == 1 else ""
    helping = (
        Choice(_("I need help"), Do("need_help", str(groups[0][0].period.id))),
        Choice(_("More…"), Do("about_reminder", asked)),
    )
    own = (*mine, *_documents(groups), *_papers(groups), *_more_time(groups, told))
    return (*doing, *own, helping, later)


def _documents(groups: Sequence[Group]) -> list[tuple[Choice, ...]]:
    """What a report that somebody is to get is made from, for those who may make it."""
    makes = {Audience.SPECIALIST, Audience.HEAD}
    asked = (group for group in groups if group[0].period.kind is Kind.REPORT)
    if not any(duties.is_sent(group) and group[0].obligation.who in makes for group in asked):
        return []
    return [(Choice(_("Make the report"), Do("documents")),)]


def _doing(group: Group, *, alone: bool, overdue: bool) -> Choice:
    label, target = duties.button(group, named=not alone)
    kind = group[0].period.kind
    if overdue and kind in {Kind.REGISTRATION, Kind.COLLECTIVE, Kind.RESULT}:
        label = _("Send it today")
    return Choice(label, target, Style.PRIMARY)


def _papers(groups: Sequence[Group]) -> list[tuple[Choice, ...]]:
    """In a list only registrations have it: the others are sooner done than sought."""
    alone, kinds = len(groups) == 1, {duty.period.kind for group in groups for duty in group}
    if kinds <= {Kind.REPORT, Kind.INQUIRY}:
        return []
    label = _("Handed in on paper") if alone else _("Registration handed in on paper")
    if kinds == {Kind.SELF_CHECK}:
        label = _("Self-check done on paper")
    takes = [x[0].period for x in groups if alone or x[0].period.kind is Kind.REGISTRATION]
    return [(Choice(label, Do("paper_handed_in", str(period.id))),) for period in takes]


def _more_time(groups: Sequence[Group], told: Reminder) -> list[tuple[Choice, ...]]:
    """From the eve on. Of one's own reports the superior decides, not the office."""
    pressing = {Stage.EVE, Stage.DUE_DAY, Stage.AFTER}
    asking = [
        group[0].period.id
        for group in groups
        if group[0].stage(told.at, told.zone) in pressing
        and group[0].period.kind not in {Kind.REPORT, Kind.INQUIRY}
    ]
    if not asking:
        return []
    about = str(asking[0]) if len(asking) == 1 else ""
    return [(Choice(_("I need more time"), Start("more_time", about)),)]
