"""What PTB's errors mean for the row that caused them.

`TimedOut` is raised for a message that may have been delivered: only the cause tells. A pool or
connect failure never reached Telegram; a read or write failure leaves it open.
"""

from __future__ import annotations

from datetime import timedelta

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.base import Problem, SendFailed

_NEVER_SENT = (ConnectionTimeoutError, ClientConnectorError)
_IN_DOUBT = (ClientError, TimeoutError)
_UNCHANGED = ("message is not modified", "query is too old", "message to delete not found")
_BEYOND_EDITING = (
    *("message to edit not found", "message can't be edited", "message_id_invalid"),
    "there is no text in the message to edit",
)
_GONE = ("user is deactivated", "chat not found", "bot can't initiate", "can't initiate")


def failure_of(error: TelegramError) -> SendFailed:
    """The failure in our words; its reason is Telegram's, which names no one."""
    reason = error.message.lower()
    match error:
        case RetryAfter():
            after = error._retry_after  # the timedelta: `retry_after` changes type between versions
            return SendFailed(Problem.PAUSE, "too many requests", after)
        case Forbidden():
            gone = any(part in reason for part in _GONE)
            return SendFailed(Problem.GONE if gone else Problem.BLOCKED, reason)
        case InvalidToken() | Conflict():
            return SendFailed(Problem.STOPPED, _stopped(error))
        case ChatMigrated():
            return SendFailed(Problem.GONE, "the chat has moved")
        case BadRequest():
            return SendFailed(_of_bad_request(reason), reason)
        case NetworkError():
            return _of_network(error, reason)
        case _:
            return SendFailed(Problem.REFUSED, reason)


def is_beyond_editing(error: BadRequest) -> bool:
    """Whether the message was deleted meanwhile, is too old, or has no text."""
    return any(part in error.message.lower() for part in _BEYOND_EDITING)


def _stopped(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "another instance of this bot is running: stop it first"
    return "the token was rejected: check TUSOI_TELEGRAM_TOKEN"


def _of_bad_request(reason: str) -> Problem:
    if any(part in reason for part in _UNCHANGED):
        return Problem.UNCHANGED
    return Problem.GONE if any(part in reason for part in _GONE) else Problem.REFUSED


def _of_network(error: TelegramError, reason: str) -> SendFailed:
    cause = error.__cause__
    if isinstance(cause, _NEVER_SENT):
        return SendFailed(Problem.LATER, "could not connect")
    if isinstance(cause, _IN_DOUBT):
        return SendFailed(Problem.AMBIGUOUS, "no answer", timedelta(seconds=1))
    return SendFailed(Problem.LATER, reason)
