"""`tusoi status` and `tusoi doctor`: what is, and whether it will work."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial

import click

from bot.channels.base import Channel, SendFailed
from bot.cli.official_account import hook_address
from bot.cli.running import channels_of, check_channels, clock_of
from bot.cli.speaking import Mistake, json_option, office, settings, show
from bot.opening import NotReady, open_office, sound_plan
from bot.settings import Settings, SettingsError
from bot.storing import Store
from directives.loading import load_checklist, plans
from directives.source import PlanError
from domain.quota import Level, Outlook
from scheduler.days_off import days_of
from scheduler.forecasting import outlooks
from scheduler.working_days import OverrideError, load_working_days, own_overrides
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


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `remedy` says what to do, and is empty where all is well."""

    what: str
    remedy: str = ""


@click.command(epilog="Example: tusoi doctor --live")
@click.option("--live", is_flag=True, help="Also ask the platform whether it takes the token.")
@json_option
def doctor(live: bool, as_json: bool) -> None:
    """Look for what would not work and say what to do about it; exit code 1 if there is any."""
    given = settings()
    findings = list(_findings(given, live))
    told = {f.what: f.remedy or "ok" for f in findings}
    show(told, as_json)
    if any(f.remedy for f in findings):
        raise SystemExit(1)


def _findings(given: Settings, live: bool) -> Iterator[Finding]:
    yield _looked("secret key", lambda: given.secret)
    yield _looked("database and plan", lambda: open_office(given).close())
    for plan in plans():
        yield _looked(f"plan {plan}", partial(_load, plan, given))
    yield _looked("working days", lambda: load_working_days(own_overrides(given.data_dir)))
    yield _looked("a channel is set up", lambda: check_channels(given))
    if given.zalo_oa_app_id and given.public_url:
        yield Finding(f"zalo_oa brings its events to {hook_address(given)}")
    if live:
        yield from _greetings(given)


def _load(plan: str, given: Settings) -> None:
    load_checklist(sound_plan(plan, given.zone).directive)


def _looked(what: str, look: Callable[[], object]) -> Finding:
    try:
        look()
    except (SettingsError, NotReady, PlanError, OverrideError) as error:
        return Finding(what, str(error))
    except Mistake as mistake:
        return Finding(what, mistake.message)
    except SendFailed as failure:
        return Finding(what, failure.reason)
    return Finding(what)


def _greetings(given: Settings) -> Iterator[Finding]:
    """Whether each platform takes each token; which one is told by its place in the setting."""
    with suppress(Mistake), _store(given) as store:  # a Mistake is found already
        channels = channels_of(given, store)
        same = Counter(channel.name for channel in channels)
        place: Counter[str] = Counter()
        for channel in channels:
            place[channel.name] += 1
            which = f"token {place[channel.name]} of {same[channel.name]}"
            greet = partial(asyncio.run, _greet(channel))
            yield _looked(f"{channel.name} takes {which}", greet)


@contextmanager
def _store(given: Settings) -> Iterator[Store | None]:
    """Where an Official Account's tokens are kept; None where the data cannot be opened."""
    try:
        store = Store(open_office(given), clock_of(given))
    except (SettingsError, NotReady):  # found already
        yield None
    else:
        with closing(store):
            yield store


async def _greet(channel: Channel) -> None:
    try:
        await channel.open()
    finally:
        await channel.close()
