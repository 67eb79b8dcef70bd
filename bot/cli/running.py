"""`tusoi run` and `tusoi demo`: what stays up."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING, NoReturn

import click

from bot.address import Address, PortTaken
from bot.app import App
from bot.cli.channels import channels_of
from bot.cli.speaking import Mistake, settings, told_plainly
from bot.clock import clock_of
from bot.opening import open_office
from bot.settings import Settings
from bot.signals import heed_no_signals, heeding_signals
from bot.storing import Store
from bot.watchdog import watched
from scheduler.working_days import load_working_days

if TYPE_CHECKING:
    from bot.offices import Offices


@click.command(epilog="Example: TUSOI_TELEGRAM_TOKEN=123:abc tusoi run")
def run() -> None:
    """Run the bot until it is stopped (Ctrl-C or SIGTERM)."""
    with told_plainly():
        given = settings()
        database = open_office(given)
        store = Store(database, clock_of(given))
        channels = channels_of(given, store)
        days = load_working_days(database.overrides)
        app = App(store, channels, days, address=address_of(given), offices=offices_of(given))
        try:
            asyncio.run(_until_stopped(app, given))
        except PortTaken as taken:
            which = "TUSOI_LISTEN and TUSOI_HEALTH_LISTEN say"
            raise Mistake(f"{taken}: {which} where to listen.") from None
    if not store.closed:
        _end_at_once()
    left = store.unwritten
    click.echo(f"Stopped; {left} in doubt until the next start." if left else _STOPPED)


_STOPPED = "Stopped; nothing is in flight."
_LOCKED = (
    "Stopped while the database was locked; what was under way is in doubt until the next start."
)


def _end_at_once() -> NoReturn:
    """Python would wait for the thread that waits for the database."""
    click.echo(_LOCKED)
    sys.stdout.flush()
    logging.shutdown()
    os._exit(0)


def address_of(given: Settings) -> Address | None:
    """Where pages are served; None without a public address."""
    host, _colon, port = given.listen.rpartition(":")
    return Address(host, int(port), given.public_url) if given.public_url else None


def offices_of(given: Settings) -> Offices | None:
    """Most offices are no ward's: what reads files of others is loaded for those that are."""
    if given.offices is None:
        return None
    from bot.offices import Offices

    return Offices(given)


async def _until_stopped(app: App, given: Settings) -> None:
    """The first signal stops it gently, the second at once: nothing is lost by that either."""
    stop = asyncio.Event()

    def leave() -> None:
        heed_no_signals()
        click.echo("Stopping; once more ends it at once.")
        stop.set()

    with heeding_signals(leave):
        async with app, _health_told(app, given), watched(lambda: app.pulse.is_alive):
            gc.freeze()  # what is loaded stays: looking it through again takes a tenth of a second
            names = ", ".join(name for name, _bot in app.channels)
            click.echo(f"tusoi runs with {names}; Ctrl-C stops it.")
            await stop.wait()


def _health_told(app: App, given: Settings) -> AbstractAsyncContextManager[object]:
    """Most offices watch nothing: what serves it is loaded for those that do."""
    if not given.health_listen:
        return nullcontext()
    from bot.health import Health
    from bot.serving import serving

    host, _colon, port = given.health_listen.rpartition(":")
    return serving(Health(app, given.health_token).site(), int(port), host)


@click.command(epilog="Example: tusoi demo --port 8765")
@click.option("--port", default=8765, show_default=True, help="Where the page is served.")
@click.option("--fresh", is_flag=True, help="Begin with empty phones, not a half-lived month.")
def demo(port: int, fresh: bool) -> None:
    """Show an office that lives its plan, in a browser: no token, no other service."""
    from bot.sandbox.demo import serve

    try:
        asyncio.run(serve(port, fresh=fresh))
    except PortTaken as taken:
        raise Mistake(f"{taken}: try another port with --port") from None
