"""Fetching files after the turn that took them: the network has no place inside a transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial

from bot.channels.base import Channel, SendFailed
from bot.storing import Store
from bot.subjects import form_templates as template_forms
from bot.subjects import inquiry, roster
from domain.message import Message
from handlers import broadcasting, importing, report_copies
from handlers.form_templates import looked_through
from storage import broadcast_files, files, form_templates, inquiry_answers, outbox, people
from storage import report_copies as kept_copies
from storage.files import Wanted
from storage.unit_of_work import Work

log = logging.getLogger("tusoi.fetching")


async def fetch_wanted(store: Store, channels: Mapping[tuple[str, str], Channel]) -> int:
    """Fetch what is wanted and tell its sender what it holds; returns how many."""
    wanted = await store.work(files.wanted)
    for one in wanted:
        content = await _content(one, channels)
        await store.work(partial(hand_over, one=one, content=content))
    return len(wanted)


async def _content(one: Wanted, channels: Mapping[tuple[str, str], Channel]) -> bytes | None:
    channel = channels.get((one.account.channel, one.account.bot))
    try:
        return await channel.fetch(one.file) if channel else None
    except SendFailed as failure:
        log.warning("file %s could not be fetched: %s", one.id, failure.problem)
        return None


def hand_over(work: Work, one: Wanted, content: bytes | None) -> None:
    """Keep what was fetched, and tell its sender what it holds; None where it was not."""
    if not files.fetched(work, one.id, content):
        return  # told already
    who = people.present(work, one.person)
    if who is not None:
        message = _message(work, one, content)
        outbox.say(work, one.account, people.reader(work, who), message, person=who.id)


def _message(work: Work, one: Wanted, content: bytes | None) -> Message:
    if one.purpose.startswith(inquiry_answers.PURPOSE):
        return inquiry.file_arrived(work, one.id, one.name, content)
    if content is None:
        kept_copies.not_fetched(work, one.id)
        return importing.not_fetched(one.name)
    if one.purpose == kept_copies.PURPOSE and (kept := kept_copies.fetched(work, one.id)):
        return report_copies.is_here(*kept)
    if one.purpose == broadcast_files.PURPOSE:
        return broadcasting.file_is_here(broadcast_files.of_file(work, one.id) or 0, one.name)
    if one.purpose == form_templates.PURPOSE:
        return looked_through(template_forms.read(one.id, one.name, content))
    return importing.dry_run(roster.read(work, one.id, one.name, content))
