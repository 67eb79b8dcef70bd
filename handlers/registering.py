"""Registering a key task: one's own, and the office's (S0 III.2).

Task, product and time are asked; the other points of "6 clear" are offered after them, so that the
shortest registration is four answers. Changing one starts from what stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from domain.effects import Effect, Notify, Reply
from domain.message import Choice, Do, Message, Start, column, say
from domain.people import Role
from domain.registration import (
    PaperState,
    Registering,
    ReviewState,
    SaveRegistration,
    Source,
    TaskContent,
)
from domain.text import GAP, Text, _, verbatim
from handlers.conversation import Conversation
from handlers.dialog import Dialog, ask, both, each
from handlers.prefilled import From
from handlers.questions import Choose, Option, PickDate, Write
from handlers.registration_questions import MORE, Overview
from handlers.registration_view import (
    AUTHORITY,
    BY_WHEN,
    MEASURES,
    PRODUCT,
    RESPONSIBILITY,
    TASK,
    WITH_WHOM,
    later_points,
)


def register(inputs: Registering) -> Dialog[Sequence[Effect]]:
    """One's own task: three points side by side, a look, and as many more as one likes."""
    before = _before(inputs)
    (task, product), due = yield from both(
        both(
            ask(From(_task(inputs), before.get("task"), _above(inputs))),
            ask(From(_PRODUCT, before.get("product"))),
        ),
        ask(From(_BY_WHEN, before.get("due"))),
    )
    stands = inputs.filed.newest.content if inputs.filed else inputs.unfinished
    further = later_points(stands) if stands else ()
    later = [before.get(question.name, "") for question in _LATER]
    if (yield from ask(Overview(MORE, offers=True, further=further))):
        later = yield from each([ask(From(q, before.get(q.name))) for q in _LATER])
        yield from ask(Overview("review"))
    return _effects(inputs, TaskContent(task, product, due, *later))


def register_for(inputs: Registering) -> Dialog[Sequence[Effect]]:
    """Somebody else's task, dictated or handed in on paper: the same points, marked as such."""
    source = yield from ask(From(_SOURCE, None, _above(inputs)))
    before = _before(inputs)
    (task, product), due = yield from both(
        both(
            ask(From(_their_task(inputs), before.get("task"))),
            ask(From(_PRODUCT, before.get("product"))),
        ),
        ask(From(_THEIRS_BY, before.get("due"))),
    )
    later = yield from each([ask(From(q, before.get(q.name))) for q in _LATER_OF_THEIRS])
    yield from ask(Overview("review"))
    return _effects(inputs, TaskContent(task, product, due, *later), source=source)


_SOURCE: Choose[Source] = Choose(
    "source",
    _("From"),
    _("From what do {you} enter it?"),
    [
        Option("paper", _("From the signed form that was handed in"), Source.PAPER),
        Option("dictated", _("It was dictated"), Source.DICTATED),
    ],
)


def register_collective(inputs: Registering) -> Dialog[Sequence[Effect]]:
    """The office's task: the plan fixes its content, the head says product, time and measures."""
    before = _before(inputs)
    content = inputs.obligation.content
    fixed = [_("The plan fixes the task: “{content}”.", content=content), GAP] if content else []
    above = (*_above(inputs), *fixed)
    (product, due), measures = yield from both(
        both(
            ask(From(_OFFICE_PRODUCT, before.get("product"), above)),
            ask(From(_BY_WHEN, before.get("due"))),
        ),
        ask(From(_LATER[0], before.get("measures"))),
    )
    yield from ask(Overview("review"))
    task = (content or inputs.obligation.title)["vi"]
    return _effects(inputs, TaskContent(task, product, due, measures), collective=True)


def _before(inputs: Registering) -> Mapping[str, str]:
    """What stands there already, by question: of a task that is carried over all but its day."""
    if inputs.filed is not None:
        written = asdict(inputs.filed.newest.content)
    elif inputs.unfinished is not None:
        written = {**asdict(inputs.unfinished), "due": ""}
    else:
        return {}
    return {name: str(words) for name, words in written.items() if words}


def _above(inputs: Registering) -> tuple[Text, ...]:
    """What one should know before the first question."""
    lines = [Text("", {"text": inputs.obligation.title})]
    deadline = inputs.obligation.deadline_words
    if inputs.late and deadline:
        lines.append(
            _("The deadline ({by}) has passed; you can still send it, marked as late.", by=deadline)
        )
    elif deadline:
        lines.append(_("To be sent {by}; about 2 minutes.", by=deadline))
    if inputs.owner.id != inputs.who.id:
        lines.append(_("You write it on behalf of {who}.", who=inputs.owner.called))
    return (*lines, *_what_stands(inputs), GAP)


def _what_stands(inputs: Registering) -> tuple[Text, ...]:
    if inputs.filed is None:
        return (_CARRIED,) if inputs.unfinished is not None else ()
    newest = inputs.filed.newest
    stands = _(
        "Version {n} stands; what you send now becomes version {m}.",
        n=newest.number,
        m=inputs.number,
    )
    if newest.state is not ReviewState.RETURNED:
        return (stands,)
    return (stands, _("Asked to be completed: “{remark}”", remark=newest.remark))


_CARRIED = _(
    "Your task of the round before is not ticked as done: keep it to go on with it, or write "
    "another."
)


def _task(inputs: Registering) -> Write:
    posts = _posts(inputs)
    return _asks_for_task(
        _("Which task do you register? One that belongs to your position ({posts}).", posts=posts)
    )


def _their_task(inputs: Registering) -> Write:
    who, posts = inputs.owner.called, _posts(inputs)
    return _asks_for_task(
        _(
            "Which task is {who}'s? One that belongs to the position ({posts}).",
            who=who,
            posts=posts,
        )
    )


def _posts(inputs: Registering) -> str:
    return "; ".join(f"{post.position}, {post.unit}" for post in inputs.owner.posts)


def _asks_for_task(prompt: Text) -> Write:
    return Write(
        "task",
        TASK,
        prompt,
        _("“Bring the time for land files down from 15 to 10 working days.”"),
        may_be_leave=False,
    )


_PRODUCT = Write(
    "product",
    PRODUCT,
    _("What will be there in the end? A product or a result that can be seen."),
    _("“A new procedure in force; 19 of 20 files returned in time.”"),
    may_be_leave=False,
)
_OFFICE_PRODUCT = Write(
    "product",
    PRODUCT,
    _("What will the office have to show for it in the end?"),
    _("“All procedures online; no file returned late.”"),
    may_be_leave=False,
)
_BY_WHEN = PickDate("due", BY_WHEN, _("By when will it be done?"))
_LATER = (
    Write("measures", MEASURES, _("Which measures will you take?"), required=False),
    Write("person", WITH_WHOM, _("Who does it with you, and who does what?"), required=False),
    Write("authority", AUTHORITY, _("Who decides what about it?"), required=False),
    Write("responsibility", RESPONSIBILITY, _("What do you answer for?"), required=False),
)
#: The same of somebody else's.
_THEIRS_BY = replace(_BY_WHEN, prompt=_("By when is it to be done?"))
_LATER_OF_THEIRS = (
    _LATER[0],
    replace(_LATER[1], prompt=_("Who works on it as well, and who does what?")),
    replace(_LATER[2], prompt=_("What is decided by whoever does it, what by whom else?")),
    replace(_LATER[3], prompt=_("Which part is theirs to answer for?")),
)


def _effects(
    inputs: Registering,
    content: TaskContent,
    *,
    collective: bool = False,
    source: Source | None = None,
) -> Sequence[Effect]:
    owner = inputs.owner.id if source is not None else None
    kept = SaveRegistration(inputs.period.id, content, collective, owner, source)
    effects: list[Effect] = [kept, Reply(_acknowledged(inputs, collective=collective))]
    if inputs.owner.id != inputs.who.id:
        effects.append(_told_owner(inputs, collective=collective))
    return effects


def _acknowledged(inputs: Registering, *, collective: bool) -> Message:
    """When it was saved, as which version, what comes next."""
    lines = [
        _(
            "Saved at {when}: {title}, version {n}.",
            when=inputs.now,
            title=inputs.obligation.title,
            n=inputs.number,
        )
    ]
    if inputs.late:
        lines.append(_("It is marked as sent after the deadline and counts all the same."))
    if inputs.filed and inputs.filed.registration.paper is not PaperState.NONE:
        lines.append(_("The signed paper is of an older version now."))
    if inputs.owner.id == inputs.who.id or collective:
        lines.append(_next_step(inputs, collective=collective))
    return say(*lines, choices=column(*_next_choices(inputs, collective=collective)))


def _next_step(inputs: Registering, *, collective: bool) -> Text:
    """Two copies of a personal form, one of the collective one (S0 III.2.b)."""
    if collective:
        return _(
            "Next: print the form, have it signed and hand it in to {specialist}.",
            specialist=inputs.specialist,
        )
    return _(
        "Next: print and sign the form twice, hand one in to {specialist}, keep the other.",
        specialist=inputs.specialist,
    )


def _next_choices(inputs: Registering, *, collective: bool) -> list[Choice]:
    if inputs.owner.id != inputs.who.id and not collective:
        return [Choice(_("Form to print"), Do("print_forms", f"person:{inputs.owner.id}"))]
    view = "office_registration" if collective else "my_registration"
    forms = f"period:{inputs.period.id}" if collective else f"person:{inputs.owner.id}"
    choices = [
        Choice(_("Form to print"), Do("print_forms", forms)),
        Choice(_("Look at it again"), Do(view, str(inputs.period.id))),
    ]
    if inputs.collective_owed:
        choices.append(Choice(_("Register the office's task"), Start("register_collective")))
    return choices


def _told_owner(inputs: Registering, *, collective: bool) -> Notify:
    told = _(
        "“{title}” was registered on your behalf by {who} at {when} (version {n}).",
        title=inputs.obligation.title,
        who=verbatim(inputs.who.called),
        when=inputs.now,
        n=inputs.number,
    )
    view = "office_registration" if collective else "my_registration"
    look = Choice(_("Look at it again"), Do(view, str(inputs.period.id)))
    key = f"on-behalf:{inputs.period.id}:{inputs.owner.id}:{inputs.number}"
    return Notify(inputs.owner.id, say(told, choices=column(look)), key)


REGISTER_FOR = Conversation(
    "register_for",
    _("Registering for somebody else"),
    register_for,
    frozenset({Role.SPECIALIST}),
)
REGISTER = Conversation("register", _("Task registration"), register)
COLLECTIVE = Conversation(
    "register_collective", _("Register the office's task"), register_collective
)
