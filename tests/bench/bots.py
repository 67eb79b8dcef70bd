"""Bots as processes of their own, tusoi among them, and what they weigh."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from pydantic import SecretStr

from bot.opening import open_office, set_up
from bot.settings import Settings
from domain.channels import TELEGRAM
from domain.consent import ConsentState, Purpose
from domain.people import Role, Standing
from domain.vietnamese import fold, sort_bytes
from scheduler.periods import periods
from scheduler.working_days import load_working_days
from storage import consents, people
from storage.periods import sync
from storage.tables import PersonRow, PostRow
from storage.unit_of_work import Work
from tests.bench.crowd import FIRST
from tests.bench.fast_telegram import TOKEN, FastTelegram
from tests.office import ZONE

ROOT = Path(__file__).parents[2]
#: Bare echoes of other libraries, by the name that `tests.bench.echoes` knows.
PEERS = ("ptb_32", "ptb_default", "aiogram", "telebot")
#: A working day while registration is open, on which no reminder falls.
AFTERNOON = datetime(2025, 10, 9, 15, 0, tzinfo=ZONE)
SECRET = "a secret of the bench"


def found(folder: Path, count: int) -> Path:
    """A data folder with so many officials who are linked and have consented."""
    given = Settings(data_dir=folder, database_url="", secret_key=SecretStr(SECRET))
    database, _changes = set_up(given, "hoa-cuong-2025", AFTERNOON)
    with open_office(given).work(AFTERNOON) as work:
        plan = work.office.plan
        sync(work, periods(plan, load_working_days(), work.office.zone, plan.ends))
        for chat in range(FIRST, FIRST + count):
            _hire(work, chat)
    database.close()
    return folder


def _hire(work: Work, chat: int) -> None:
    name = f"Đinh Văn A{chat}"
    row = PersonRow(
        full_name=name,
        folded=fold(name),
        sorts=sort_bytes(name),
        standing=Standing.STAFF,
        roles=Role.OFFICIAL,
        salutation="anh",
        joined_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    id_ = row.id or 0
    work.session.add(PostRow(person_id=id_, ordinal=0, unit="Tổ Đất đai", position="Chuyên viên"))
    account = people.account_of_chat(work, TELEGRAM, TOKEN.partition(":")[0], str(chat))
    people.link(work, account.id, id_)
    for purpose in Purpose:
        consents.record(work, id_, purpose, ConsentState.GIVEN, "bench", account.id)


class Tusoi:
    """An office's data, and the processes that run on a copy of it."""

    def __init__(self, data: Path, work: Path) -> None:
        self._data = data
        self._copies = work
        self.folder = data

    def afresh(self) -> None:
        """A new copy of the data, as they were founded."""
        self.folder = self._copies / str(len(list(self._copies.iterdir())))
        shutil.copytree(self._data, self.folder)

    def running(self, telegram: FastTelegram) -> AbstractAsyncContextManager[Process]:
        """The bot as it is run in an office."""
        return running("bot", "run", environment=self._environment(telegram))

    def announcing(self, telegram: FastTelegram) -> AbstractAsyncContextManager[Process]:
        """`tusoi broadcast` to everyone."""
        text = self.folder / "words.txt"
        text.write_text("Chiều thứ Sáu 14 giờ họp giao ban tại hội trường A.", encoding="utf-8")
        command = ("bot", "broadcast", "--text-file", str(text), "--audience", "all")
        return running(*command, environment=self._environment(telegram))

    def _environment(self, telegram: FastTelegram) -> Mapping[str, str]:
        return os.environ | {
            "TUSOI_DATA_DIR": str(self.folder),
            "TUSOI_SECRET_KEY": SECRET,
            "TUSOI_TELEGRAM_TOKEN": TOKEN,
            "TUSOI_TELEGRAM_BASE_URL": telegram.url,
            "TUSOI_CLOCK": AFTERNOON.isoformat(),
            "TUSOI_APPROVAL_ABOVE": "1000000",
        }


def echoing(telegram: FastTelegram, *peer: str) -> AbstractAsyncContextManager[Process]:
    """A bot of `tests.bench.echoes`."""
    return running("tests.bench.echoes", peer[0], telegram.url, *peer[1:])


@asynccontextmanager
async def running(
    *command: str, environment: Mapping[str, str] | None = None
) -> AsyncIterator[Process]:
    """`python -m COMMAND`, killed when it is left; where it failed, its last words are shown."""
    with TemporaryFile() as words:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command, cwd=ROOT, env=environment, stdout=words, stderr=words
        )
        try:
            yield process
        finally:
            if process.returncode:
                words.seek(0)
                sys.stderr.write(words.read().decode()[-2000:])
            if process.returncode is None:
                process.kill()
            await process.wait()


def processor_seconds(process: int) -> float:
    """What a process has taken of the processors so far, all its threads together."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int, what: str) -> float:
    """MiB of a process now (`VmRSS`) or at its highest (`VmHWM`)."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(rf"{what}:\s+(\d+) kB", status)
    assert found is not None, f"no {what} in the status of a process"
    return int(found[1]) / 1024
