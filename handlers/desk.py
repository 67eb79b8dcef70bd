"""/banlamviec: the way to the desk, and closing it from afar."""

from __future__ import annotations

from collections.abc import Sequence

from domain.desk import DeskEntrance, DeskSession, EndSessions, KeepEntrance
from domain.effects import Effect, Refused, Reply
from domain.message import Choice, Do, Open, Style, column, say
from domain.text import GAP, Text, _
from handlers.conversation import Action


def _entrance(entrance: DeskEntrance) -> Sequence[Effect]:
    """The link, and which browsers are in there now."""
    opened = [GAP, *map(_session_line, entrance.sessions)] if entrance.sessions else []
    message = say(
        _("People, registrations, papers and announcements, on one page for a computer."),
        _("The link opens once, within 15 minutes, for {you} alone: please do not pass it on."),
        *opened,
        title=_("Your desk"),
        choices=column(
            Choice(_("Open the desk"), Open(entrance.url), Style.PRIMARY),
            *_launching(entrance.launch),
            *_closing(entrance.sessions),
        ),
    )
    return [KeepEntrance(entrance.token), Reply(message)]


def _launching(url: str) -> list[Choice]:
    """On a phone: the page opens inside the chat's app, which says who opens it."""
    return [Choice(_("Open it inside Telegram"), Open(url, app=True))] if url else []


def _session_line(session: DeskSession) -> Text:
    return _(
        "• Open since {opened}, last used {seen}.", opened=session.opened_at, seen=session.seen_at
    )


def _closing(sessions: Sequence[DeskSession]) -> list[Choice]:
    one = [Choice(_("Close the one opened {when}", when=s.opened_at), _end(s)) for s in sessions]
    every = Choice(_("Close all of them"), Do("desk_close"), Style.DANGER)
    return one if len(one) < 2 else [*one, every]


def _end(session: DeskSession) -> Do:
    return Do("desk_close", str(session.id))


def _close(session: int | None) -> Sequence[Effect] | Refused:
    again = column(Choice(_("Open the desk anew"), Do("desk")))
    closed = _("Closed: whoever sits there can do nothing more.")
    return [EndSessions(session), Reply(say(closed, choices=again))]


DESK = Action("desk", _entrance)
CLOSE = Action("desk_close", _close)
