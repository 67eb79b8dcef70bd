"""Documents that were handed in are made after the turn that said so, and kept with the report."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from bot.channels.base import File
from bot.preparing import prepare
from bot.storing import Store
from handlers.report_copies import not_made
from storage import outbox, people, report_copies
from storage.report_copies import ToMake
from storage.unit_of_work import Work
from storage.ways import way_to

log = logging.getLogger("tusoi.keeping_copies")


async def keep_copies(store: Store) -> int:
    """Make and keep what is still to be made; returns how many."""
    waiting = await store.work(report_copies.to_make)
    for one in waiting:
        file = await _made(store, one)
        await store.work(partial(hand_over, one=one, file=file))
    return len(waiting)


async def _made(store: Store, one: ToMake) -> File | None:
    try:
        make = await store.work(lambda work: prepare(work, one.document, one.person))
    except (LookupError, PermissionError, ValueError) as error:
        log.warning("document %s could not be kept: %s", one.id, type(error).__name__)
        return None
    return await asyncio.to_thread(make)


def hand_over(work: Work, one: ToMake, file: File | None) -> None:
    """Keep it; whoever handed it in is told only where that could not be done."""
    if file is not None:
        report_copies.made(work, one.id, file.name, file.content)
        return
    kept, who = report_copies.not_made(work, one.id), people.present(work, one.person)
    way = way_to(work, one.person) if who is not None else None
    if who is not None and way is not None:
        outbox.say(work, way, people.reader(work, who), not_made(kept), person=who.id)
