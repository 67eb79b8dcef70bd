"""What /tusoi leads to, one's own last self-check, and a sign in the directive's own words."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Begin, Effect, Replace, Reply, Show
from domain.message import Choice, Do, Rows, column, say
from domain.self_check import KeptSelfCheck, NextSelfCheck, PuttingRight, SignReading
from domain.text import GAP, Text, _, either, verbatim
from handlers.conversation import Action
from handlers.self_check import correct, remedy_line
from handlers.wording import span_name

_A_ROW = 5


def next_self_check(inputs: NextSelfCheck) -> Sequence[Effect]:
    """Begin what is owed; where nothing is, say when the next opens."""
    if inputs.subject:
        return [Begin("self_check_again" if inputs.again else "self_check", inputs.subject)]
    opens = (
        _("No self-check is owed now. The next one opens at {when}.", when=inputs.opens)
        if inputs.opens
        else _("No self-check is owed now, and the plan has no further one.")
    )
    last = _last(inputs)
    return [Reply(say(opens, choices=column(last) if last else ()))]


def _last(inputs: NextSelfCheck) -> Choice | None:
    if inputs.last is None:
        return None
    label = _("Look at {span}", span=span_name(inputs.last.span))
    return Choice(label, Do("my_self_check", str(inputs.last.id)))


def my_self_check(kept: KeptSelfCheck) -> Sequence[Effect]:
    """One's own content, to oneself."""
    check = kept.check
    done = _("Done at {when}.", when=check.done_at)
    late = _("Done at {when}, after the deadline.", when=check.done_at)
    noticed = [_("{n}. {label}", n=str(sign.number), label=sign.label) for sign in kept.signs]
    promised = [_("• {remedy}", remedy=remedy_line(remedy)) for remedy in check.remedies]
    note = [_("Private note: {note}", note=check.note)] if check.note else []
    body: tuple[Text, ...] = (
        late if check.late else done,
        *(noticed or [_("None of the signs noticed.")]),
        *([_("What {you} meant to do:"), *promised] if promised else []),
        *note,
        _("On the system only {you} can see this."),
    )
    title = _("Self-check: {spans}", spans=span_name(kept.period.span))
    choices = column(correct(str(kept.period.id))) if kept.open else ()
    return [Reply(say(*body, title=title, choices=choices))]


def put_right(inputs: PuttingRight) -> Sequence[Effect]:
    """What was done last: a self-check is opened again, all else is put right from /viec."""
    return [Begin("self_check_again", inputs.subject) if inputs.subject else Show("work")]


def sign_text(reading: SignReading) -> Sequence[Effect]:
    """A sign in full, or the list to choose from; the question it came from stays as it is."""
    sign = reading.open
    if sign is None:
        which = _("Which sign do {you} want to read in full?")
        return [Reply(say(which, GAP, *_listed(reading), choices=_numbers(reading)))]
    title = _("{n}. {label}", n=str(sign.number), label=sign.label_for(reading.standing))
    words = verbatim(reading.wording) if reading.wording else _NOT_LOADED
    section = either(
        pressed=_("({section})", section=sign.section),
        typed=_("({section}) Another number opens that sign.", section=sign.section),
    )
    return [Replace(say(words, section, title=title, choices=_numbers(reading)))]


_NOT_LOADED = _(
    "The wording is not here yet: please look it up in the directive. The office can load its own "
    "copy once, then each sign opens here in full."
)


def _listed(reading: SignReading) -> list[Text]:
    return [
        _("{n}. {label}", n=str(sign.number), label=sign.label_for(reading.standing))
        for sign in reading.signs
    ]


def _numbers(reading: SignReading) -> Rows:
    """The other signs, a few to a row, and the way back to the question."""
    numbers = [_number(str(sign.number), reading) for sign in reading.signs]
    rows = (numbers[i : i + _A_ROW] for i in range(0, len(numbers), _A_ROW))
    return (*map(tuple, rows), _way_back(reading))


def _number(number: str, reading: SignReading) -> Choice:
    return Choice(verbatim(number), Do("sign_text", f"{number}@{reading.period}"), typed=number)


def _way_back(reading: SignReading) -> tuple[Choice, ...]:
    to = Do("self_check_next", str(reading.period))
    return (Choice(_("To the self-check"), to, typed=_("go on")),)


NEXT = Action("self_check_next", next_self_check)
MINE = Action("my_self_check", my_self_check)
PUT_RIGHT = Action("put_right", put_right)
SIGN_TEXT = Action("sign_text", sign_text)
