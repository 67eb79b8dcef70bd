"""`tusoi broadcast`: write to many from the shell; the running bot sends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli.running import clock_of
from bot.cli.speaking import Mistake, json_option, office, settings, show
from domain.broadcast import LONGEST, ChosenAudience, parts
from domain.secrecy import bears_mark
from handlers.broadcast_views import message_of
from storage import audiences, broadcasts
from storage.room import rooms
from storage.unit_of_work import Work, clean


@click.command(epilog="Example: tusoi broadcast --text-file notice.txt --audience all --dry-run")
@click.option("--text-file", required=True, type=click.Path(path_type=Path), help="UTF-8 text.")
@click.option(
    "--audience",
    required=True,
    help="all, unit:NAME, standing:head|deputy|staff, or owing:OBLIGATION/PERIOD as in `status`.",
)
@click.option("--dry-run", is_flag=True, help="Only say who would receive it and who cannot.")
@json_option
def broadcast(text_file: Path, audience: str, dry_run: bool, as_json: bool) -> None:
    """Queue an announcement for everyone of an audience who can be reached."""
    words = _words(text_file)
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        show(_broadcast(work, words, audience, dry_run), as_json)


def _words(file: Path) -> str:
    try:
        words = clean(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Mistake(f"{file} is no UTF-8 text: save it as UTF-8") from None
    if not words:
        raise Mistake(f"{file} is empty: there is nothing to announce.")
    if len(words) > LONGEST:
        raise Mistake(f"{file} has {len(words)} characters; at most {LONGEST} fit one message.")
    if bears_mark(words):
        raise Mistake(f"{file} bears a mark of state secrets: it must not be sent here.")
    return words


def _broadcast(work: Work, words: str, written: str, dry_run: bool) -> dict[str, object]:
    audience = _audience(work, written)
    receivers, missed = audiences.reached(work, audience, words)
    facts: dict[str, object] = {
        "audience": str(audience),
        "receive": len(receivers),
        "cannot": [{"name": m.person.full_name, "why": str(m.why)} for m in missed],
        "cannot_because": dict(Counter(str(m.why) for m in missed)),
        **_left(work, [person.id for person in receivers], words),
        "sent": False,
    }
    if dry_run or not receivers:
        return facts
    id_ = broadcasts.draft(work, None, words, audience)
    queued = broadcasts.queue(work, id_, message_of(broadcasts.broadcast(work, id_)), None)
    return {**facts, "sent": True, "broadcast": id_, "queued": queued}


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
