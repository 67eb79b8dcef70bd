"""`tusoi broadcast`: write to many from the shell; the running bot sends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.speaking import Mistake, in_words, json_option, office, settings, show
from bot.clock import clock_of
from domain.broadcast import LONGEST, Broadcast, ChosenAudience, parts
from domain.files import LARGEST
from domain.secrecy import bears_mark
from handlers.broadcast_approval import asking
from handlers.broadcast_views import message_of
from handlers.typed_dates import NoDate
from handlers.typed_moments import read_moment
from storage import audiences, broadcast_files, broadcast_sending, broadcasts, outbox, people
from storage.outbox import Posting
from storage.room import rooms
from storage.unit_of_work import Work, clean
from storage.ways import way_to


@dataclass(frozen=True)
class Order:
    """What the operator wants announced; `at` as it was typed."""

    words: str
    audience: str
    file: tuple[str, bytes] | None
    at: str | None
    now: bool
    dry_run: bool


@click.command(epilog="Example: tusoi broadcast --text-file notice.txt --audience all --dry-run")
@click.option("--text-file", required=True, type=click.Path(path_type=Path), help="UTF-8 text.")
@click.option(
    "--audience",
    required=True,
    help="all, unit:NAME, standing:head|deputy|staff, or owing:OBLIGATION/PERIOD as in `status`.",
)
@click.option("--attach", type=click.Path(path_type=Path), help="One file that goes with it.")
@click.option("--at", help='When: "8:00 Monday", "15/10 14:00" (the office\'s time).')
@click.option("--now", is_flag=True, help="At once, also outside the office's hours.")
@click.option("--dry-run", is_flag=True, help="Only say who would receive it and who cannot.")
@json_option
def broadcast(
    text_file: Path,
    audience: str,
    attach: Path | None,
    at: str | None,
    now: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Announce something to everyone of an audience who can be reached.

    It waits for the office to open unless --now or --at says otherwise, and for a second person's
    yes where more people get it than TUSOI_APPROVAL_ABOVE.
    """
    if at and now:
        raise Mistake("--at and --now exclude each other.")
    file = (attach.name, _content(attach)) if attach else None
    order = Order(_words(text_file), audience, file, at, now, dry_run)
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        show(_broadcast(work, order), as_json)


def _words(file: Path) -> str:
    try:
        words = clean(_bytes(file).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Mistake(f"{file} is no UTF-8 text: save it as UTF-8") from None
    if not words:
        raise Mistake(f"{file} is empty: there is nothing to announce.")
    if len(words) > LONGEST:
        raise Mistake(f"{file} has {len(words)} characters; at most {LONGEST} fit one message.")
    if bears_mark(words):
        raise Mistake(f"{file} bears a mark of state secrets: it must not be sent here.")
    return words


def _content(file: Path) -> bytes:
    if bears_mark(file.name):
        raise Mistake(f"{file} bears a mark of state secrets: it must not be sent here.")
    content = _bytes(file)
    if not 0 < len(content) <= LARGEST:
        raise Mistake(f"{file} is empty or larger than 20 MB: it cannot go with an announcement.")
    return content


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}") from None


def _broadcast(work: Work, order: Order) -> dict[str, object]:
    audience, at = _audience(work, order.audience), _moment(work, order)
    receivers, missed = audiences.reached(work, audience, order.words)
    facts: dict[str, object] = {
        "audience": str(audience),
        "receive": len(receivers),
        "cannot": [{"name": m.person.full_name, "why": str(m.why)} for m in missed],
        "cannot_because": dict(Counter(str(m.why) for m in missed)),
        **_left(work, [person.id for person in receivers], order.words),
        "goes_at": _local(work, at),
        "sent": False,
    }
    if order.dry_run or not receivers:
        return facts
    id_ = broadcasts.draft(work, None, order.words, audience)
    if order.file is not None:
        broadcast_files.enclose_content(work, id_, *order.file)
    found = broadcasts.broadcast(work, id_)
    if found.needs_approval:
        return {**facts, "broadcast": id_, "asked_to_agree": _ask(work, found, at)}
    broadcast_sending.confirm(work, id_, message_of(found.letter), at, None)
    return {**facts, "sent": at is None, "broadcast": id_, "queued": len(receivers)}


def _moment(work: Work, order: Order) -> datetime | None:
    """When it goes (UTC); None is at once."""
    if order.at is None:
        opening = work.decent(work.now)
        return None if order.now or opening == work.now else opening
    read = read_moment(order.at, work.now.astimezone(work.office.zone))
    if isinstance(read, NoDate):
        raise Mistake(f"--at {order.at!r}: {in_words(work, read.reason)}")
    return read.astimezone(UTC)


def _local(work: Work, at: datetime | None) -> str:
    return "now" if at is None else at.astimezone(work.office.zone).isoformat(timespec="minutes")


def _ask(work: Work, found: Broadcast, at: datetime | None) -> int:
    """Whoever may send announcements is asked to agree; returns how many are."""
    if not found.approvers:
        raise Mistake(
            f"{len(found.receivers)} people are written to only when a second person agrees, and "
            "nobody who may send announcements is connected; TUSOI_APPROVAL_ABOVE says how many."
        )
    broadcast_sending.wait_for_approval(work, found.id, at, None)
    for notice in asking(found, at):
        account, reader = way_to(work, notice.person), people.person(work, notice.person)
        posting = Posting(
            notice.priority, key=notice.key, reason="notify", not_before=work.decent(work.now)
        )
        if account is not None:
            outbox.say(work, account, people.reader(work, reader), notice.message, posting)
    return len(found.approvers)


def _left(work: Work, receivers: Sequence[int], words: str) -> dict[str, str]:
    """What each bot whose messages are counted has left of its month after it."""
    return {
        f"left_of_{x.usage.channel}_bot_{x.number}": f"{x.left}/{x.usage.quota.messages}"
        for x in rooms(work, receivers, parts(words))
    }


def _audience(work: Work, written: str) -> ChosenAudience:
    try:
        audience = audiences.named(work, written)
        audiences.members(work, audience)
    except (ValueError, KeyError):
        raise Mistake(
            f"--audience {written!r} is nobody: write all, unit:NAME, standing:head|deputy|staff "
            "or owing:OBLIGATION/PERIOD (`tusoi status` lists them)."
        ) from None
    return audience
