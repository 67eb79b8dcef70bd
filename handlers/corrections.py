"""Requests to correct data, before those who keep the roster: put right, or not, and why."""

from __future__ import annotations

from collections.abc import Sequence

from domain.correction import Correcting, Correction, FinishCorrection, OpenCorrections
from domain.effects import Effect, Notify, Reply
from domain.message import Choice, Do, Message, Rows, Start, Style, say
from domain.people import Person, Role
from domain.text import GAP, Param, Text, _, verbatim
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Write

KEEPERS = frozenset({Role.SPECIALIST, Role.ADMIN})
_LONGEST = 500
#: By letters: what one types where there are no buttons is a number.
_LETTERS = "abcde"


def notices(asked: Correction, others: Sequence[Person]) -> list[Notify]:
    """A new request, to each of those who keep the roster."""
    who = asked.person
    message = say(
        _("{who} ({unit}) asks:", who=who.full_name, unit=who.unit),
        verbatim(asked.words),
        _("Please put it right on the roster or answer them by {until}.", until=asked.by),
        title=_("Data to be corrected"),
        choices=(
            (
                Choice(_("Corrected"), Do("correction_done", asked.id), Style.PRIMARY),
                Choice(_("Not corrected, because ..."), Start("refuse_correction", asked.id)),
            ),
        ),
    )
    return [Notify(other.id, message, f"correction:{asked.id}:{other.id}") for other in others]


def open_corrections(inputs: OpenCorrections) -> Sequence[Effect]:
    """What waits, oldest first; a few at a time."""
    if not inputs.waiting:
        return [Reply(say(_("No correction is asked for now.")))]
    shown = dict(zip(_LETTERS, inputs.waiting, strict=False))
    lines = [line for letter, asked in shown.items() for line in (*_lines(letter, asked), GAP)]
    more = len(inputs.waiting) - len(shown)
    rest = [_("And {count} more after these.", count=more)] if more else []
    rows: Rows = tuple(_choices(letter, asked) for letter, asked in shown.items())
    return [Reply(say(*lines[:-1], *rest, title=_("Data to be corrected"), choices=rows))]


def _lines(letter: str, asked: Correction) -> tuple[Text, ...]:
    who = asked.person
    named: dict[str, Param] = {"who": who.full_name, "unit": who.unit, "when": asked.at}
    return (
        _("{letter}. {who} ({unit}), {when}:", letter=letter, **named),
        verbatim(asked.words),
        _("To be answered by {until}.", until=asked.by),
    )


def _choices(letter: str, asked: Correction) -> tuple[Choice, ...]:
    return (
        Choice(_("{letter}: corrected", letter=letter), Do("correction_done", asked.id)),
        Choice(_("{letter}: not corrected", letter=letter), Start("refuse_correction", asked.id)),
    )


def correction_done(inputs: Correcting) -> Sequence[Effect]:
    asked = inputs.asked
    told = _(
        "{helper} has put right what {you} asked for: “{words}”. /dulieu shows it.",
        helper=inputs.helper.called,
        words=asked.words,
    )
    noted = _("Noted at {now}: corrected. {who} has been told.", now=inputs.now, who=_who(asked))
    return [
        FinishCorrection(asked.person.id, asked.number),
        _tell(asked, say(told)),
        Reply(say(noted)),
    ]


def refuse_correction(inputs: Correcting) -> Dialog[Sequence[Effect]]:
    asked = inputs.asked
    prompt = _(
        "{who} asks: “{words}”\nWhy is it not corrected? {who} reads this.",
        who=_who(asked),
        words=asked.words,
    )
    because = yield from ask(Write("because", _("Reason"), prompt, max_length=_LONGEST))
    told = say(
        _("{You} asked for a correction: “{words}”.", words=asked.words),
        _(
            "{helper} has not made it, because: {because}",
            helper=inputs.helper.called,
            because=because,
        ),
        _("If that is not right, please write again: /suadulieu."),
    )
    noted = _(
        "Noted at {now}: not corrected. {who} has been told.", now=inputs.now, who=_who(asked)
    )
    return [
        FinishCorrection(asked.person.id, asked.number, because),
        _tell(asked, told),
        Reply(say(noted)),
    ]


def _who(asked: Correction) -> str:
    return asked.person.full_name


def _tell(asked: Correction, message: Message) -> Notify:
    return Notify(asked.person.id, message, f"corrected:{asked.id}")


OPEN = Action("corrections", open_corrections, KEEPERS)
DONE = Action("correction_done", correction_done, KEEPERS)
REFUSE = Conversation("refuse_correction", _("Not correcting"), refuse_correction, KEEPERS)
