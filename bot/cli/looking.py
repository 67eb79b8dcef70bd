"""`tusoi status`: how things are."""

from __future__ import annotations

import click

from bot.cli.speaking import json_option, office, settings, show
from bot.clock import clock_of
from domain.quota import Level, Outlook
from scheduler.days_off import days_of
from scheduler.forecasting import outlooks
from storage.figures import figures
from storage.unit_of_work import Work


@click.command(epilog="Example: tusoi status --json")
@json_option
def status(as_json: bool) -> None:
    """Count people, messages and duties: no names, no texts."""
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        show(figures(work) | _metered(work), as_json)


def _metered(work: Work) -> dict[str, object]:
    """For each bot whose messages are counted: its people, its month so far and as it will be."""
    return {f"{x.usage.channel}_bot_{x.number}": _told(x) for x in outlooks(work, days_of(work))}


def _told(outlook: Outlook) -> dict[str, str]:
    usage, quota = outlook.usage, outlook.usage.quota
    return {
        "people": f"{outlook.people}/{quota.places}",
        "messages": f"{usage.used}/{quota.messages}",
        "forecast": f"{outlook.total}/{quota.messages}",
        "month": usage.month,
        "sends": "nothing more" if usage.spent else _SENDS[usage.level],
    }


#: What still goes through a bot, by the level it has reached.
_SENDS = {
    None: "all",
    Level.EARLY: "all",
    Level.TIGHT: "no digests, no reminders of openings",
    Level.LAST: "replies and last reminders only",
}
