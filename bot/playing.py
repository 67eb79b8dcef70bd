"""Playing what waits in the inbox, oldest first; updates that wait together are played together.

A group shares what it loads (`storage.at_hand`), and what it changes is written at its end. Where
anything of it fails, all of it is taken back and each update is played in a savepoint of its own:
one that fails takes nobody's with it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.channels.base import Channel, Incoming, Unreadable
from bot.failing import where
from bot.registry import Registry
from bot.routing import apologise, play
from storage import inbox
from storage.ailing import ailment
from storage.at_hand import gather
from storage.inbox import Waiting
from storage.unit_of_work import Work

log = logging.getLogger("tusoi.playing")

Channels = Mapping[tuple[str, str], Channel]

#: More of them in one transaction would keep everybody else waiting for the database.
TOGETHER = 50


@dataclass(frozen=True)
class _Update:
    """A stored update that has been read: `said` through `bot`."""

    id: int
    bot: tuple[str, str]
    said: Incoming


def play_waiting(work: Work, registry: Registry, channels: Channels) -> int:
    """Play what waits, oldest first; set aside what cannot be played.

    Returns how many were looked at; where that is less than TOGETHER, nothing waits any more.
    """
    batch = inbox.waiting(work, TOGETHER)
    if not batch:
        return 0
    read = [(each, _read(channels, each)) for each in batch]
    updates = [_Update(one.id, _bot(one), said) for one, said in read if isinstance(said, Incoming)]
    failed = {one.id for one, said in read if said == _UNREADABLE} | _play(work, registry, updates)
    inbox.played(work, *({one.id for one in batch} - failed))
    inbox.set_aside(work, *failed)
    return len(batch)


_NOTHING = "nothing to us"
_UNREADABLE = "unreadable"


def _bot(waiting: Waiting) -> tuple[str, str]:
    return (waiting.update.channel, waiting.update.bot)


def _read(channels: Channels, waiting: Waiting) -> Incoming | str:
    """What it says, where it says anything that is for us to hear."""
    try:
        return channels[_bot(waiting)].read(waiting.update) or _NOTHING
    except Unreadable:
        name = waiting.update.channel
        log.warning("update %s of %s could not be read and was set aside", waiting.id, name)
    except Exception as error:  # noqa: BLE001 - one update must not stop the others
        log.error("update %s was set aside: %s", waiting.id, where(error))
    return _UNREADABLE


def _play(work: Work, registry: Registry, updates: Sequence[_Update]) -> set[int]:
    """Play them together, or else each by itself; returns those that could not be played."""
    try:
        with work.savepoint():
            _gather(work, updates)
            for update in updates:
                play(work, registry, update.bot, update.said)
    except Exception as error:
        if ailment(error):
            raise  # the database fails, none of these: all of it is played again
        _gather(work, updates)
        return {one.id for one in updates if not _is_played(work, registry, one)}
    return set()


def _gather(work: Work, updates: Sequence[_Update]) -> None:
    gather(work, {(*one.bot, one.said.chat) for one in updates})


def _is_played(work: Work, registry: Registry, update: _Update) -> bool:
    """Play one in a savepoint of its own; whoever sent it is told where that went wrong."""
    try:
        with work.savepoint():
            play(work, registry, update.bot, update.said)
    except Exception as error:
        if ailment(error):
            raise
        log.error("update %s was set aside: %s", update.id, where(error))
        with work.savepoint():
            apologise(work, registry, update.bot, update.said)
        return False
    return True
