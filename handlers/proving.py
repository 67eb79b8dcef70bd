"""/bangchung: the proof of what was sent to oneself and what one answered, when."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Audit, Effect, Reply
from domain.message import Attachment, Document, Message
from domain.people import Person
from domain.text import _
from handlers.conversation import Action


def prove(who: Person) -> Sequence[Effect]:
    """Always of the reader alone."""
    message = Message(
        (
            _("The file says when which message went to {you} and what became of it, and when "
              "{you} answered what, in which version."),
            _("It holds no words of messages and answers; /dulieu has those."),
        ),
        _("Proof"),
        attachment=Attachment(Document.PROOF),
    )  # fmt: skip
    return [Audit("proof", f"person:{who.id}"), Reply(message)]


PROOF = Action("proof", prove)
