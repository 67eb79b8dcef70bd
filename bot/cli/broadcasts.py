"""`tusoi broadcasts`: what is announced to many, and looking after it by number."""

from __future__ import annotations

from collections.abc import Callable

import click

from bot.cli.speaking import Mistake, in_words, json_option, office, settings, show
from bot.clock import clock_of
from domain.broadcast import ON_ITS_WAY, Course, Pause, Resume, TakeBack, TryAgain
from domain.effects import Refused
from handlers.broadcast_views import head
from storage import broadcast_ledger, broadcast_sending
from storage.unit_of_work import Work


@click.group(invoke_without_command=True, epilog="Example: tusoi broadcasts --json")
@json_option
@click.pass_context
def broadcasts(context: click.Context, as_json: bool) -> None:
    """List announcements: what is not over yet, and the last that are."""
    if context.invoked_subcommand is not None:
        return
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        show({"broadcasts": [_told(work, c) for c in broadcast_ledger.courses(work)]}, as_json)


def _told(work: Work, course: Course) -> dict[str, object]:
    tally, at = course.tally, course.at
    return {
        "broadcast": course.id,
        "state": str(course.state),
        "at": at.astimezone(work.office.zone).isoformat(timespec="minutes") if at else None,
        "audience": str(course.audience),
        "words": head(course.letter.words),
        "asked": tally.asked,
        "sent": tally.sent,
        "waiting": tally.waiting,
        "refused": tally.refused,
        "doubtful": tally.doubtful,
        "withheld": tally.withheld,
        "missed": tally.missed,
        "deleted": tally.deleted,
    }


def _by_number(name: str, act: Callable[[Work, int], Refused | None], help_: str) -> None:
    """Add a command that does one thing to the broadcast of that number."""

    @broadcasts.command(name, help=help_, epilog=f"Example: tusoi broadcasts {name} 3")
    @click.argument("number", type=int)
    @json_option
    def command(number: int, as_json: bool) -> None:
        given = settings()
        with office(given) as database, database.work(clock_of(given).now()) as work:
            refused = act(work, number)
            if refused is not None:
                raise Mistake(f"broadcast {number}: {in_words(work, refused.reason)}")
            show(_told(work, broadcast_ledger.course_of(work, number)), as_json)


def _cancel(work: Work, number: int) -> Refused | None:
    """Whether it has begun or not: nothing more of it goes."""
    begun = {c.id for c in broadcast_ledger.courses(work) if c.state in ON_ITS_WAY}
    if number in begun:
        return broadcast_sending.take_back(work, None, TakeBack(number))
    return broadcast_sending.drop(work, number)


_by_number(
    "pause",
    lambda work, number: broadcast_sending.pause(work, None, Pause(number)),
    "Hold what has not gone yet.",
)
_by_number(
    "resume",
    lambda work, number: broadcast_sending.resume(work, None, Resume(number)),
    "Let what is held go on, also where it had stopped by itself.",
)
_by_number("cancel", _cancel, "What has not gone yet never goes.")
_by_number(
    "retry",
    lambda work, number: broadcast_sending.try_again(work, None, TryAgain(number)),
    "Once more to those who do not have it and can be reached now.",
)
