"""A town of people with phones, an office that has them all, and the bot as its own process."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

from pydantic import SecretStr

from bot.clock import RunningClock
from bot.opening import set_up
from bot.sandbox.phones import Phone
from bot.sandbox.telegram_server import TelegramSandbox
from bot.serving import serving
from bot.settings import Settings
from domain.consent import ConsentState, Purpose
from domain.people import Post, Role
from domain.roster import compare
from domain.roster_entry import RosterEntry
from storage import consents, people, roster
from storage.unit_of_work import Work
from tests.channels.playing import TOKEN
from tests.chaos.weather import Weather
from tests.office import ZONE

#: A morning on which registrations and self-checks are open and no reminder is due.
BEGIN = datetime(2025, 10, 28, 9, 5, tzinfo=ZONE)
ROOT = Path(__file__).parents[2]
_LONGEST = 900.0  # seconds until what cannot come is given up
_LOOK_AGAIN = 0.25


@dataclass
class Town:
    """People by their number from 1 on, each with a chat open; what the kills have left behind."""

    settings: Settings
    sandbox: TelegramSandbox
    weather: Weather
    clock: RunningClock
    random: Random
    phones: dict[int, Phone]
    program: tuple[str, ...] = ("bot", "run")
    sending_at_kills: list[int] = field(default_factory=list)

    @property
    def log(self) -> str:
        """What the bot has said to its operator, over all its lives."""
        return self._log_file.read_text(encoding="utf-8")

    @property
    def _log_file(self) -> Path:
        return self.settings.data_dir / "bot.log"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "TUSOI_DATA_DIR": str(self.settings.data_dir),
            "TUSOI_DATABASE_URL": self.settings.database_url,
            "TUSOI_SECRET_KEY": self.settings.secret_key.get_secret_value(),
            "TUSOI_TELEGRAM_TOKEN": TOKEN,
            "TUSOI_TELEGRAM_BASE_URL": self.settings.telegram_base_url,
            "TUSOI_APPROVAL_ABOVE": "1000000",
            "TUSOI_CLOCK": self.clock.now().isoformat(),
        }

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """One life of the bot; killed at the end if it still runs."""
        with self._log_file.open("ab") as log:
            running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *self.program),
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
            )
        try:
            yield running
        finally:
            if running.returncode is None:
                running.kill()
                await running.wait()

    async def command(self, *words: str) -> None:
        """`tusoi` in the shell, beside a bot that may run."""
        command = (sys.executable, "-m", "bot", *words)
        quiet = asyncio.subprocess.DEVNULL
        done = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=self.environment, stdout=quiet
        )
        assert await done.wait() == 0

    async def killed(self, sends: int, between: Callable[[], None] = lambda: None) -> None:
        """A life that ends by SIGKILL when about so many messages have been asked for."""
        enough = self._asked + self.random.randint(sends // 4, 2 * sends)
        async with self.bot() as running:
            with suppress(TimeoutError):
                async with asyncio.timeout(30):
                    await self.sandbox.until(lambda: self._asked >= enough)
            await asyncio.sleep(self.random.random() / 20)
            running.send_signal(signal.SIGKILL)
            await running.wait()
        self.sending_at_kills.append(self.count("outbox", "state = 'sending'"))
        between()

    async def live_on(self, over: Callable[[], bool]) -> None:
        """A last life, left alone until `over`, then stopped gently."""
        async with self.bot() as running:
            async with asyncio.timeout(_LONGEST):
                while not (over() and self._is_at_rest()):
                    assert running.returncode is None, self.log[-2000:]
                    await asyncio.sleep(_LOOK_AGAIN)
            running.send_signal(signal.SIGTERM)
            async with asyncio.timeout(15):
                assert await running.wait() == 0

    @property
    def _asked(self) -> int:
        return sum(r.method.lower() == "sendmessage" for r in self.sandbox.requests)

    def _is_at_rest(self) -> bool:
        waiting = self.count("outbox", "state IN ('queued', 'sending')")
        unheard = self.count("inbox", "state = 'new'") + self.sandbox.world.updates.pending
        return waiting + unheard == 0

    def count(self, table: str, where: str) -> int:
        """Rows as they are now, asked beside the process that writes them."""
        file = f"file:{self.settings.data_dir / 'tusoi.db'}?mode=ro"
        with closing(sqlite3.connect(file, uri=True, timeout=30)) as database:
            (found,) = database.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()
        return int(found)


@asynccontextmanager
async def town(folder: Path, size: int, seed: int) -> AsyncIterator[Town]:
    """An office of that many people, all linked and agreed, before its bot has ever run."""
    clock, weather = RunningClock(BEGIN), Weather(seed)
    sandbox = TelegramSandbox(TOKEN, clock.now, faults=weather)
    async with serving(sandbox.app) as url:
        settings = Settings(
            data_dir=folder,
            database_url=f"sqlite:///{folder / 'tusoi.db'}",
            telegram_token=SecretStr(TOKEN),
            telegram_base_url=url,
            secret_key=SecretStr("a secret of the tests"),
        )
        database, _changes = set_up(settings, "hoa-cuong-2025", clock.now())
        with database.work(clock.now()) as work:
            _hire(work, size)
        database.close()
        phones = {number: sandbox.phone(number, str(number)) for number in range(1, size + 1)}
        for phone in phones.values():
            phone.chat.started = True
        yield Town(settings, sandbox, weather, clock, Random(seed), phones)
        await sandbox.close()


def _hire(work: Work, size: int) -> None:
    entries = [_entry(number) for number in range(1, size + 1)]
    roster.apply(work, compare(roster.existing(work), entries, frozenset()), actor=None)
    for known in roster.existing(work):
        number = known.entry.code.removeprefix("M")
        account = people.account_of_chat(work, "telegram", TOKEN.partition(":")[0], number)
        people.link(work, account.id, known.id)
        for purpose in Purpose:
            consents.record(work, known.id, purpose, ConsentState.GIVEN, "test", account.id)


def _entry(number: int) -> RosterEntry:
    run_by_first = frozenset({Role.SPECIALIST, Role.ADMIN, Role.SENDER} if number == 1 else ())
    return RosterEntry(
        full_name=f"Đinh Văn A{number}",
        posts=(Post("Tổ Đất đai", "Chuyên viên"),),
        roles=frozenset({Role.OFFICIAL}) | run_by_first,
        salutation="anh",
        code=f"M{number}",
    )
