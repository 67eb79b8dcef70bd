"""Whether what is to be sent to many still fits into the month of each bot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from domain.quota import Room, Worth
from storage import places, usage, ways
from storage.people import Account
from storage.unit_of_work import Work
from storage.usage import Bot


def crowded_out(work: Work, people: Collection[int], parts: int = 1) -> frozenset[int]:
    """Who of these would get nothing useful any more: their bot's room is taken by those before.

    Who has another chat gets it there.
    """
    room = {(x.channel, x.bot): x.room(Worth.USEFUL) // parts for x in usage.usages(work)}
    if not room:  # nothing is counted
        return frozenset()
    chats = ways.ways(work, people)
    return frozenset(_without_room(work, [chats[id_] for id_ in people if id_ in chats], room))


def _without_room(work: Work, chats: Collection[Account], room: dict[Bot, int]) -> Iterator[int]:
    for chat in chats:
        bot = (chat.channel, chat.bot)
        if bot in room and room[bot] <= 0 and ways.other_way(work, chat) is None:
            yield chat.person or 0
        elif bot in room:
            room[bot] -= 1


def rooms(work: Work, people: Collection[int], parts: int = 1) -> tuple[Room, ...]:
    """What each bot has left of its month when all of these have been written to once."""
    counted = usage.usages(work)
    chats = ways.ways(work, people).values() if counted else ()
    takes = Counter((chat.channel, chat.bot) for chat in chats)
    return tuple(
        Room(places.number(work, (x.channel, x.bot)), x, takes[x.channel, x.bot] * parts)
        for x in counted
        if takes[x.channel, x.bot]
    )
