"""What `tusoi doctor --live` asks the platforms, and the office's own public address."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial

import httpx

from bot.channels.base import Channel
from bot.channels.telegram_channel import TelegramChannel
from bot.checkup import Finding, looked
from bot.settings import Settings
from domain.text import _

_PATIENCE = 20.0  # seconds
_MOST_ASKEW = 120  # seconds: then signatures and one-time links begin to fail


def of_channels(channels: Sequence[Channel]) -> Iterator[Finding]:
    """Whether each platform takes each token; which one is told by its place in the setting."""
    same = Counter(channel.name for channel in channels)
    place: Counter[str] = Counter()
    wrong = _("Copy the token once more, whole; if the network is down, ask again later.")
    for channel in channels:
        place[channel.name] += 1
        which = {"place": place[channel.name], "count": same[channel.name]}
        what = _("{channel} takes token {place} of {count}", channel=channel.name, **which)
        greeted = looked(what, partial(asyncio.run, _greet(channel)), wrong)
        yield greeted
        if isinstance(channel, TelegramChannel) and greeted.remedy is None:
            yield _alone(channel)


async def _greet(channel: Channel) -> None:
    try:
        await channel.open()
    finally:
        await channel.close()


def _alone(channel: TelegramChannel) -> Finding:
    remedy = _("Write /setjoingroups to @BotFather, choose the bot, then Disable.")
    found = remedy if channel.may_join_groups else None
    return Finding(_("the Telegram bot stays out of groups"), found, "", grave=False)


def of_network(given: Settings, now: datetime) -> Iterator[Finding]:
    """The clock against a platform's, and whether our own pages are reached from here."""
    zalo_only = not given.telegram_token.get_secret_value()
    told = _date(given.zalo_base_url if zalo_only else given.telegram_base_url)
    if told is not None:
        askew = round((now - told).total_seconds())
        remedy = _("It is {seconds} seconds off: switch on time synchronisation.", seconds=askew)
        yield Finding(_("this machine's clock"), remedy if abs(askew) > _MOST_ASKEW else None)
    if given.public_url:
        yield _pages(given.public_url)


def _date(url: str) -> datetime | None:
    """The platform's moment; None where it cannot be had, which its token has told already."""
    try:
        said = httpx.get(url, timeout=_PATIENCE).headers.get("date", "")
        return parsedate_to_datetime(said).astimezone(UTC)
    except (httpx.HTTPError, ValueError):
        return None


def _pages(url: str) -> Finding:
    """Not grave: many an office's router leads nobody from inside to its own public address."""
    what = _("pages at {address}", address=url)
    remedy = _("tusoi does not answer there: does it run? Look at DNS, proxy, certificate, ports.")
    try:
        served = httpx.get(f"{url}/style.css", timeout=_PATIENCE)
    except httpx.HTTPError as error:
        return Finding(what, remedy, type(error).__name__, grave=False)
    if served.status_code == 200:
        return Finding(what)
    return Finding(what, remedy, str(served.status_code), grave=False)
