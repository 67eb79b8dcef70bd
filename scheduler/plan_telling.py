"""Telling who looks after the office that its plan was changed at the desk, and what from when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.message import Message, say
from domain.people import Person, Role
from domain.text import GAP, Text, _
from storage import outbox, people
from storage.outbox import Posting
from storage.unit_of_work import Work
from storage.ways import way_to

_MOST = 8  # changes told in the message; the desk has all


def tell(work: Work, who: Person, changes: Sequence[Text]) -> int:
    """The heads, the specialists and the admins, but not who saved it; each once, in office hours.

    Returns how many are told; who has no chat sees it at the desk.
    """
    chief = (*people.heads(work), *people.with_role(work, Role.SPECIALIST, Role.ADMIN))
    others = {person.id: person for person in chief if person.id != who.id}
    return sum(_told(work, person, _message(who, changes, work.now)) for person in others.values())


def _message(who: Person, changes: Sequence[Text], now: datetime) -> Message:
    """`now` is UTC."""
    lines = [_("By {who}, at {now}:", who=who.called, now=now)]
    lines += [_("• {change}", change=change) for change in changes[:_MOST]]
    if (rest := len(changes) - _MOST) > 0:
        lines.append(_("… and {count} more", count=rest))
    whole = _("The whole plan with its dates stands at the desk: /banlamviec.")
    return say(*lines, GAP, whole, title=_("The plan has been changed"))


def _told(work: Work, person: Person, message: Message) -> bool:
    chat = way_to(work, person.id)
    if chat is None:
        return False
    key = f"plan-changed:{work.office.plan_version}:{work.now:%Y%m%dT%H%M%S}:{person.id}"
    posting = Posting(key=key, reason="plan", not_before=work.decent(work.now))
    reader = people.reader(work, person)
    return outbox.say(work, chat, reader, message, posting, person=person.id) is not None
