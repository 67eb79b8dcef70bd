"""An Official Account to play in: served on loopback, with an office whose people are on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.channels.base import Incoming
from bot.channels.zalo_oa_channel import ZaloOaChannel
from bot.channels.zalo_oa_client import OaApp, ZaloOaClient
from bot.channels.zalo_oa_hook import ZaloOaHook
from bot.channels.zalo_oa_tokens import AccessTokens
from bot.clock import SteppedClock
from bot.inbox import screened
from bot.sandbox.zalo_oa_server import Delivery, ZaloOaSandbox
from bot.serving import serving
from bot.storing import Store
from domain.channels import ZALO_OA
from storage.unit_of_work import Database
from tests.office import BOT, START, SmallOffice

APP_ID = BOT[1]
SECRET_KEY = "the-secret-key-of-the-app"
FIRST = "refresh-0"


@dataclass
class Play:
    """A served account, the office's data and a clock; a bot may begin on them many times."""

    sandbox: ZaloOaSandbox
    office: SmallOffice
    clock: SteppedClock
    url: str

    def client(self, secret_key: str = SECRET_KEY) -> ZaloOaClient:
        return ZaloOaClient(OaApp(APP_ID, SecretStr(secret_key)), self.url, self.url)

    def store(self) -> Store:
        """As another process has it: with connections and a thread of its own."""
        database = Database(str(self.office.database.engine.url), self.office.database.vault)
        database.office = self.office.database.office
        return Store(database, self.clock)

    def tokens(self, given: str = FIRST, store: Store | None = None) -> AccessTokens:
        return AccessTokens(self.client(), store or self.store(), SecretStr(given))

    def channel(self, *, pays: bool = False) -> ZaloOaChannel:
        hook = ZaloOaHook(APP_ID, SecretStr(self.sandbox.webhook_secret))
        return ZaloOaChannel(self.client(), self.store(), SecretStr(FIRST), hook, pays=pays)

    def forward(self, **duration: float) -> None:
        """Move the clock by a timedelta's arguments."""
        self.clock.forward(self.clock.now() + timedelta(**duration))
        self.office.now = self.clock.now()

    def hears(self, channel: ZaloOaChannel, delivery: Delivery) -> list[Incoming]:
        """What a delivery says, played in the office."""
        assert channel.hook.is_genuine(delivery.headers, delivery.body)
        updates = [screened(update) for update in channel.hook.unpacked(delivery.body)]
        heard = [said for update in updates if (said := channel.read(update)) is not None]
        for incoming in heard:
            self.office.happens(incoming.chat, incoming.event)
        return heard


@asynccontextmanager
async def account_played(folder: Path) -> AsyncIterator[Play]:
    """An account nobody has written to yet."""
    clock = SteppedClock(START)
    sandbox = ZaloOaSandbox(APP_ID, SECRET_KEY, clock.now)
    office = SmallOffice(url=f"sqlite:///{folder / 'office.db'}", channel=ZALO_OA)
    async with serving(sandbox.app) as url:
        yield Play(sandbox, office, clock, url)
    office.database.close()
