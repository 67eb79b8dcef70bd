"""/dulieu, /suadulieu, /xoa: to see what is kept about oneself, have it corrected, delete it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.correction import CORRECTED_WITHIN, AskCorrection, Correction
from domain.data_rights import EraseMyData, RightsInputs
from domain.effects import Audit, Effect, Notify, Reply
from domain.enrolment import Tell
from domain.message import Attachment, Document, Message, Style, say
from domain.people import Person
from domain.text import Text, _, either
from handlers.conversation import Action, Conversation
from handlers.corrections import notices
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Dialog,
    Heard,
    Json,
    Rejected,
    Said,
    StaleAnswer,
    View,
    ask,
)
from handlers.questions import Write
from handlers.typed_answers import means

_CORRECT_TITLE = _("Correct my data")
_ERASE_TITLE = _("Delete my data")
_WHAT_IS_WRONG = _(
    "What is wrong, and what would be right? "
    "For example: my position is now specialist, no longer clerk."
)
_LONGEST = 1000
_DELETE = frozenset({"xoa", "xoa het", "delete", "delete all"})


def _my_data(inputs: RightsInputs) -> Sequence[Effect]:
    message = Message(
        (
            _("The file holds everything kept about you, as of {now}.", now=inputs.now),
            _("Something is wrong in it: /suadulieu. Delete: /xoa."),
            _("It also holds what only you may see; please do not pass it on."),
            _("/bangchung: only when what was sent to {you}, and when {you} answered what."),
        ),
        _("Your data"),
        (),
        Attachment(Document.MY_DATA, str(inputs.who.id)),
    )
    return [Audit("my_data", f"person:{inputs.who.id}"), Reply(message)]


def _correct(inputs: RightsInputs) -> Dialog[Sequence[Effect]]:
    words = yield from ask(Write("wrong", _CORRECT_TITLE, _WHAT_IS_WRONG, max_length=_LONGEST))
    until = inputs.today + CORRECTED_WITHIN
    received = say(
        _("Your request was received at {now} and is with the specialist.", now=inputs.now),
        _("An answer is due by {until} (10 days, Decree 356/2025).", until=until),
    )
    asked = Correction(inputs.who, inputs.corrections + 1, words, inputs.now, until)
    return [AskCorrection(words), Reply(received), *notices(asked, inputs.others)]


@dataclass(frozen=True)
class ReallyErase:
    """What goes and what stays, before anything goes; only a clear yes deletes."""

    name: str = "erase"
    label: Text = _ERASE_TITLE

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        chosen = said.value or ("yes" if means(said.text or "", _DELETE) else "")
        if chosen in ("yes", "no"):
            return Accepted(chosen)
        return Rejected(
            either(
                pressed=_("Nothing has been deleted. Press a button, or type “delete all”."),
                typed=_(
                    "Nothing has been deleted. Type “delete all”, or the number of another choice."
                ),
            )
        )

    def decode(self, stored: Json) -> bool:
        if stored not in ("yes", "no"):
            raise StaleAnswer
        return stored == "yes"

    def show(self, stored: Json) -> Text:
        return _YES if stored == "yes" else _NO

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        lines = (
            _(
                "Deleted at once and for good: your self-checks, what you meant to do about them, "
                "your private notes, what you have begun and not sent, the words of messages to "
                "you, and the link of this chat and of every other one of yours."
            ),
            _(
                "What stays, as the office's record: what you registered and what became of it, "
                "obstacles, absences and corrections you reported, letters of apology you drafted, "
                "that a duty is done and when, when messages went to you, and when you agreed to "
                "what."
            ),
            _(
                "Afterwards you go on on paper; to use this chat again you need a new code. "
                "The copy Telegram or Zalo keeps is deleted on your phone."
            ),
            _("To keep a copy first: /dulieu."),
        )
        yes = Button(_YES, "yes", Style.DANGER, typed=_("delete all"))
        rows = ((yes,), (Button(_NO, "no"),))
        return View(lines, rows, _ERASE_TITLE)


_YES, _NO = _("Delete now"), _("Keep everything")


def _erase(inputs: RightsInputs) -> Dialog[Sequence[Effect]]:
    if not (yield from ask(ReallyErase())):
        return [Reply(say(_("Nothing was deleted.")))]
    gone = say(
        _("Deleted at {now}, as you asked. This chat is no longer linked.", now=inputs.now),
        _("Paper counts exactly the same. To come back, ask the specialist for a new code."),
    )
    away = (Tell(chat, inputs.who.id, gone) for chat in inputs.elsewhere)
    told = (_went(inputs, other) for other in inputs.others)
    return [EraseMyData(), Reply(gone), *away, *told]


def _went(inputs: RightsInputs, other: Person) -> Notify:
    who = inputs.who
    message = say(
        _(
            "{who} ({unit}) has deleted their own data and unlinked the chat; "
            "they go on on paper and get no reminders.",
            who=who.full_name,
            unit=who.unit,
        ),
        _("Please tick it when the paper has been handed in."),
    )
    return Notify(other.id, message, f"erased:{who.id}:{inputs.now.timestamp():.0f}:{other.id}")


MY_DATA = Action("my_data", _my_data)
CORRECT = Conversation("correct_data", _CORRECT_TITLE, _correct)
ERASE = Conversation("erase_data", _ERASE_TITLE, _erase)
