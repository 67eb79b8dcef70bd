"""The way to the desk, and closing it from the chat."""

from __future__ import annotations

from bot.registry import Subject, action, applier
from domain.desk import EndSessions, KeepEntrance
from domain.message import Do
from domain.people import Person
from handlers import desk
from storage import desk_sessions
from storage.unit_of_work import Work


def _named(_work: Work, _who: Person, subject: str) -> int | None:
    return int(subject) if subject.isdecimal() else None


SUBJECT = Subject(
    # Office work: whether one's own things are kept here is another matter.
    actions=(
        action(desk.DESK, desk_sessions.load_entrance, needs_consent=False),
        action(desk.CLOSE, _named, needs_consent=False),
    ),
    appliers=(
        applier(KeepEntrance, desk_sessions.keep_entrance),
        applier(EndSessions, desk_sessions.end_sessions),
    ),
    commands={"banlamviec": Do("desk")},
)
