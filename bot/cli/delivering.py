"""`tusoi delivery`: the ledger of one person: moments, states and reasons, never words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import click

from bot.cli.speaking import Mistake, json_option, office, settings, show
from bot.clock import clock_of
from domain.ledger import Entry
from domain.people import Person
from domain.vietnamese import fold
from storage import ledger, people
from storage.unit_of_work import Work


@click.command(epilog='Example: tusoi delivery --person "ngo thi vi du" --since 2025-10-01 --json')
@click.option("--person", help="Full name, accents may be left out.")
@click.option("--code", help="The staff number on the roster.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From this day on: 2025-10-01.")
@json_option
def delivery(person: str | None, code: str | None, since: datetime | None, as_json: bool) -> None:
    """Show what was sent to one person, when, through which channel, and what became of it."""
    if bool(person) == bool(code):
        raise Mistake("say who: either --person or --code.")
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        zone = work.office.zone
        who = _named(work, person) if person else _numbered(work, code or "")
        found = ledger.sent_to(work, who.id, _start(since.date(), zone) if since else None)
        work.audit(None, "ledger_read", f"person:{who.id}")
        facts = {"person": who.full_name, "unit": who.unit, "messages": len(found)}
        show({**facts, "ledger": [_told(entry, zone) for entry in found]}, as_json)


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _named(work: Work, name: str) -> Person:
    found = [p for p in people.people(work, also_left=True) if fold(p.full_name) == fold(name)]
    if not found:
        raise Mistake(f"nobody on the roster is called {name!r}: write the full name.")
    if len(found) > 1:
        raise Mistake(f"{len(found)} people on the roster are called {name!r}: use --code.")
    return found[0]


def _numbered(work: Work, code: str) -> Person:
    found = people.of_code(work, code)
    if found is None:
        raise Mistake(f"nobody on the roster has the staff number {code!r}.")
    return found


def _told(entry: Entry, zone: ZoneInfo) -> dict[str, object]:
    return {
        "written": _local(entry.at, zone),
        "due": _local(entry.due, zone),
        "sent": _local(entry.sent_at, zone),
        "kind": str(entry.kind),
        "reason": entry.reason,
        "operation": entry.operation,
        "state": entry.state,
        "problem": entry.problem,
        "channel": entry.channel,
        "message": entry.number,
        "tries": entry.tries,
        "perhaps_doubled": entry.doubled,
        "meant_for": entry.first_channel,
        "moved_because": entry.moved_why,
    }


def _local(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None
