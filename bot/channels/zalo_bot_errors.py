"""What a Zalo bot is refused, and what that means for the row that caused it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.channels.base import Problem


class ZaloError(Exception):
    """A method that did not succeed; the words are the platform's or ours, never the token."""


class Refused(ZaloError):
    """The platform says no. `code` is its error_code, as an HTTP status means it."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description


class BadRequest(Refused):
    """400: what was asked for is malformed."""


class Unauthorized(Refused):
    """401: the token is not taken."""


class Forbidden(Refused):
    """403: not to this person, or not by this bot."""


class NotFound(Refused):
    """404: no such chat, or no such method."""


class TimedOut(Refused):
    """408: while polling nothing has happened; with anything else nobody knows."""


class TooMany(Refused):
    """429: too fast, or the month's messages are spent; the platform does not say which."""


class Unreachable(ZaloError):
    """The request never left, or a gateway turned it away: worth another try."""


class InDoubt(ZaloError):
    """The request left and no answer came that tells whether it was carried out."""


#: What each error_code means; any other is a plain `Refused`.
CATALOGUE: Mapping[int, type[Refused]] = MappingProxyType(
    {
        400: BadRequest,
        401: Unauthorized,
        403: Forbidden,
        404: NotFound,
        408: TimedOut,
        429: TooMany,
    }
)


def problem_of(error: ZaloError) -> Problem:
    """What a refusal means for the row. The platform names codes, not reasons: 403 and 404 as read
    here are unverified (docs/live-service.md); either heals when the person writes again."""
    match error:
        case Unreachable():
            return Problem.LATER
        case InDoubt() | TimedOut():
            return Problem.AMBIGUOUS
        case TooMany():
            return Problem.SPENT
        case Forbidden():
            return Problem.BLOCKED
        case NotFound():
            return Problem.GONE
        case _:
            return Problem.REFUSED
