"""What an error of Zalo's OpenAPI means for the row that caused it.

The codes come from transcriptions of the official list and from code in service; which of them are
unconfirmed stands in docs/live-service.md. The platform's own words are not repeated: they may name
somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.channels.base import Problem, SendFailed

#: 4,000 requests a minute for an app, and the platform does not say when the minute ends.
_A_MINUTE = timedelta(minutes=1)

#: The access token is not taken: a new one may be (the sign and the size vary).
TOKEN_CODES = frozenset({-216, 216, -220, 401, -401})

CATALOGUE: Mapping[int, tuple[Problem, str]] = {
    -32: (Problem.PAUSE, "too many requests this minute"),
    -201: (Problem.REFUSED, "a parameter is not taken"),
    -210: (Problem.REFUSED, "too long or too large"),
    -211: (Problem.REFUSED, "the messages of this Official Account's package are used up"),
    -213: (Problem.BLOCKED, "the person does not follow the Official Account"),
    -230: (Problem.WINDOW, "the person wrote too long ago"),
    -232: (Problem.WINDOW, "the person has not written, or too long ago"),
}


def failure_of(code: int) -> SendFailed:
    """The failure in our words; one that is not in the catalogue is refused for good."""
    problem, words = CATALOGUE.get(code, (Problem.REFUSED, "not among the known errors"))
    wait = _A_MINUTE if problem is Problem.PAUSE else timedelta(0)
    return SendFailed(problem, f"error {code}: {words}", wait)
