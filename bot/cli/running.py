"""`tusoi run` and `tusoi demo`: what stays up."""

from __future__ import annotations

import asyncio
import gc
from contextlib import AbstractAsyncContextManager, nullcontext

import click
from pydantic import SecretStr

from bot.address import Address, PortTaken
from bot.app import App, place_of
from bot.channels.base import Channel
from bot.channels.telegram_channel import TelegramChannel
from bot.channels.telegram_hook import TelegramHook
from bot.channels.zalo_bot_channel import ZaloBotChannel
from bot.channels.zalo_bot_hook import ZaloBotHook
from bot.cli.official_account import check_account, official_account
from bot.cli.speaking import Mistake, settings, told_plainly
from bot.clock import Clock, RunningClock, WallClock
from bot.opening import open_office
from bot.settings import Settings
from bot.signals import heed_no_signals, heeding_signals
from bot.storing import Store
from bot.watchdog import watched
from bot.webhooks import hook_path
from domain.channels import TELEGRAM, ZALO
from scheduler.working_days import load_working_days
from storage.unit_of_work import Place
from storage.vault import Vault


@click.command(epilog="Example: TUSOI_TELEGRAM_TOKEN=123:abc tusoi run")
def run() -> None:
    """Run the bot until it is stopped (Ctrl-C or SIGTERM)."""
    with told_plainly():
        given = settings()
        database = open_office(given)
        store = Store(database, clock_of(given))
        channels = channels_of(given, store)
        days = load_working_days(database.overrides)
        app = App(store, channels, days, address=address_of(given))
        try:
            asyncio.run(_until_stopped(app, given))
        except PortTaken as taken:
            which = "TUSOI_LISTEN and TUSOI_HEALTH_LISTEN say"
            raise Mistake(f"{taken}: {which} where to listen.") from None
    left = store.unwritten
    click.echo(f"Stopped; {left} in doubt until the next start." if left else _STOPPED)


_STOPPED = "Stopped; nothing is in flight."


def check_channels(given: Settings) -> None:
    """Raises Mistake where no channel is set up, or one is not fully."""
    if not (given.telegram_token.get_secret_value() or given.zalo_tokens or given.zalo_oa_app_id):
        raise Mistake(
            "TUSOI_TELEGRAM_TOKEN is not set, nor is TUSOI_ZALO_BOT_TOKEN: get a token from "
            "@BotFather (Telegram) or Zalo Bot Manager (Zalo) and set it."
        )
    check_account(given)


def channels_of(given: Settings, store: Store | None = None) -> list[Channel]:
    """The channels that are set up; Mistake when there is none.

    An Official Account keeps its tokens in the `store`: without one it is left out.
    """
    check_channels(given)
    telegram = [_telegram(given)] if given.telegram_token.get_secret_value() else []
    bots = [_zalo_bot(given, token) for token in given.zalo_tokens]
    account = [official_account(given, store)] if store and given.zalo_oa_app_id else []
    return [*telegram, *bots, *account]


async def places_of(given: Settings, store: Store) -> tuple[Place, ...]:
    """The bots as links name them: their names, only the platforms know."""
    channels = channels_of(given, store)
    for channel in channels:
        try:
            await channel.open()
        finally:
            await channel.close()
    return tuple(map(place_of, channels))


def _zalo_bot(given: Settings, token: SecretStr) -> ZaloBotChannel:
    if not given.zalo_webhook:
        return ZaloBotChannel(token, given.zalo_base_url)
    hook = ZaloBotHook(*_agreed(given, ZALO, token))
    return ZaloBotChannel(token, given.zalo_base_url, hook)


def _telegram(given: Settings) -> TelegramChannel:
    token = given.telegram_token
    hook = TelegramHook(*_agreed(given, TELEGRAM, token)) if given.telegram_webhook else None
    return TelegramChannel(token.get_secret_value(), given.telegram_base_url, hook)


def _agreed(given: Settings, channel: str, token: SecretStr) -> tuple[str, str, SecretStr]:
    """A bot, where its updates are brought, and the secret, of the office's key, to prove them."""
    bot = token.get_secret_value().partition(":")[0]
    secret = SecretStr(Vault(given.secret).digest(f"hook of {channel} {bot}"))
    return bot, given.public_url + hook_path(channel, bot), secret


def clock_of(given: Settings) -> Clock:
    return RunningClock(given.clock) if given.clock else WallClock()


def address_of(given: Settings) -> Address | None:
    """Where pages are served; None without a public address."""
    host, _colon, port = given.listen.rpartition(":")
    return Address(host, int(port), given.public_url) if given.public_url else None


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
