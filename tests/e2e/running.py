"""A whole bot against the sandbox, over HTTP: what the end-to-end tests start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.app import App
from bot.channels.telegram_channel import TelegramChannel
from bot.clock import SteppedClock
from bot.opening import open_office, set_up
from bot.sandbox.office import demo_roster
from bot.sandbox.phones import Phone
from bot.sandbox.platforms import Platforms
from bot.sandbox.stage import Stage
from bot.sandbox.telegram_server import TelegramSandbox
from bot.serving import serving
from bot.settings import Settings
from bot.storing import Store
from domain.people import Role
from domain.roster import compare
from reports.roster_sheet import read_roster
from scheduler.working_days import load_working_days
from storage import codes, consents, people, roster
from storage.consents import ConsentState, Purpose
from storage.unit_of_work import Work
from tests.channels.playing import TOKEN
from tests.office import ZONE

BEGIN = datetime(2025, 10, 3, 8, 0, tzinfo=ZONE)
SECRET = "a secret of the tests"


@dataclass
class House:
    """A sandbox that stays up and an office's data folder: a bot may start on them many times."""

    sandbox: TelegramSandbox
    settings: Settings
    clock: SteppedClock

    @asynccontextmanager
    async def bot(self, patience: float = 60.0) -> AsyncIterator[Stage]:
        """The bot, from its start to a graceful stop."""
        database = open_office(self.settings)
        assert database.office is not None
        channel = TelegramChannel(TOKEN, self.settings.telegram_base_url)
        days = load_working_days()
        async with App(Store(database, self.clock), [channel], days, triggers=False) as app:
            stage = Stage(app, self.clock, Platforms(self.sandbox), database.office, patience)
            await stage.gather()
            yield stage


@asynccontextmanager
async def housed(folder: Path, begin: datetime = BEGIN) -> AsyncIterator[House]:
    """The invented office before its bot has ever run."""
    clock = SteppedClock(begin)
    sandbox = TelegramSandbox(TOKEN, clock.now)
    async with serving(sandbox.app) as url:
        settings = Settings(
            data_dir=folder,
            database_url=f"sqlite:///{folder / 'tusoi.db'}",
            telegram_token=SecretStr(TOKEN),
            telegram_base_url=url,
            secret_key=SecretStr(SECRET),
        )
        database, _changes = set_up(settings, "hoa-cuong-2025", clock.now())
        with database.work(clock.now()) as work:
            _import(work)
        database.close()
        yield House(sandbox, settings, clock)
        await sandbox.close()


@asynccontextmanager
async def staged(
    folder: Path, begin: datetime = BEGIN, patience: float = 60.0
) -> AsyncIterator[Stage]:
    """The invented office on its first morning: everyone has a code, nobody has enrolled."""
    async with housed(folder, begin) as house, house.bot(patience) as stage:
        yield stage


def _import(work: Work) -> None:
    sheet = read_roster(demo_roster(), "roster.xlsx")
    roster.apply(work, compare(roster.existing(work), sheet.entries, sheet.silent), actor=None)


async def link_of(stage: Stage, person: int) -> str:
    """A fresh deep-link payload for one person."""
    issued = await stage.app.store.work(lambda work: codes.issue(work, person, by=None))
    return issued.token


async def enrolled(stage: Stage, role: Role, at: int = 0) -> Phone:
    """The phone of a person of that role, linked, consent given, its chat settled."""
    member = [m for m in stage.members.values() if role in m.person.roles][at]
    phone = stage.platforms.telegram.phone(member.id, member.person.given)
    phone.start(await link_of(stage, member.person.id))
    await stage.settle()
    phone.press("Đúng")
    await stage.settle()

    def agree(work: Work) -> None:
        account = people.account_of_chat(work, "telegram", "4242", str(phone.person.id))
        for purpose in Purpose:
            consents.record(work, member.person.id, purpose, ConsentState.GIVEN, "test", account.id)

    await stage.app.store.work(agree)
    phone.type("/huy")
    await stage.settle()
    return phone


def heard(phone: Phone) -> list[str]:
    """Everything the bot has said in this chat, oldest first."""
    return [m.text for m in phone.messages if not m.outgoing and not m.deleted]
