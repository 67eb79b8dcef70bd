"""One process that reminds everybody of an office at once, as JSON: how long it takes and holds up.

`python -m tests.bench.ticking tusoi URL PEOPLE`: a tick of the bot's own. `... apscheduler URL
PEOPLE`: a job for each of them in APScheduler's SQLAlchemy job store, the way that offers itself.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import update
from sqlmodel import SQLModel

from bot.clock import SteppedClock
from bot.storing import Store
from directives.loading import load_checklist, load_plan
from domain.channels import TELEGRAM
from domain.consent import ConsentState, Purpose
from domain.people import Role, Standing
from scheduler.periods import periods
from scheduler.tick import Tick
from scheduler.working_days import load_working_days
from storage import plans
from storage.periods import sync
from storage.tables import AccountRow, ConsentRow, PersonRow, TickRow
from storage.unit_of_work import Database, Office, Work
from storage.vault import Vault
from tests.bench.bots import memory
from tests.office import ZONE

Figures = dict[str, float]
DAYS = load_working_days()
#: A rule of the plan reminds everybody then.
EVERYBODY = datetime(2025, 10, 7, 8, 30, tzinfo=ZONE).astimezone(UTC)
_BEAT = 0.005  # seconds
_SLICE = 10_000


class Pulse:
    """Beats on the event loop; `longest` is how long it could not, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        beat = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            beat.cancel()
            with suppress(asyncio.CancelledError):
                await beat

    async def _beat(self) -> None:
        while True:
            before = perf_counter()
            await asyncio.sleep(_BEAT)
            self.longest = max(self.longest, perf_counter() - before - _BEAT)


def office_of(url: str, count: int) -> Database:
    """So many officials who are linked, have consented and owe a registration."""
    database = Database(url, Vault("a secret of the bench"))
    SQLModel.metadata.create_all(database.engine)
    before = EVERYBODY - timedelta(days=1)
    plan = load_plan("hoa-cuong-2025")
    checklist = load_checklist(plan.directive)
    with database.session() as session:
        version = plans.keep(session, plan, checklist, before)
    database.office = Office(plan, checklist, version, ZONE)
    with database.work(before) as work:
        sync(work, periods(plan, DAYS, ZONE, plan.ends))
    for first in range(1, count + 1, _SLICE):
        with database.work(before) as work:
            _hire(work, range(first, min(first + _SLICE, count + 1)))
    if database.engine.dialect.name != "sqlite":
        _look_again(database)
    return database


def _hire(work: Work, numbers: range) -> None:
    person = {
        "folded": "dinh van a",
        "standing": Standing.STAFF,
        "roles": Role.OFFICIAL,
        "salutation": "anh",
        "joined_at": work.now,
    }
    chat = {"channel": TELEGRAM, "bot": "1", "created_at": work.now, "linked_at": work.now}
    consent = {"state": ConsentState.GIVEN, "wording": "bench", "at": work.now}
    rows: dict[type[SQLModel], list[dict[str, object]]] = {
        PersonRow: [person | {"id": n, "full_name": f"Đinh Văn A{n}"} for n in numbers],
        AccountRow: [chat | {"id": n, "person_id": n, "chat": str(n)} for n in numbers],
        ConsentRow: [
            consent | {"person_id": n, "purpose": purpose} for purpose in Purpose for n in numbers
        ],
    }
    for table, values in rows.items():
        work.session.bulk_insert_mappings(table, values)


async def tusoi(url: str, count: int) -> Figures:
    """A tick for everybody, a second one, and one after which everything is due once more."""
    clock = SteppedClock(EVERYBODY - timedelta(hours=1))
    store = Store(office_of(url, count), clock)
    await _tick(store)
    gc.freeze()  # as `tusoi run` does, once all is loaded
    clock.forward(EVERYBODY)
    weighed, pulse = memory(os.getpid(), "VmHWM"), Pulse()
    async with pulse.beating():
        first = await _tick(store)
    grown = memory(os.getpid(), "VmHWM") - weighed
    clock.forward(EVERYBODY + timedelta(seconds=20))
    second = await _tick(store)
    await store.work(_put_back)
    again = await _tick(store)
    store.close()
    return {
        "s": first.seconds,
        "processor_s": first.worked,
        "messages": first.messages,
        "longest_step_s": first.longest_step,
        "loop_longest_stop_s": pulse.longest,
        "memory_grown_mib": grown,
        "second_s": second.seconds,
        "second_processor_s": second.worked,
        "second_messages": second.messages,
        "clock_put_back_s": again.seconds,
        "clock_put_back_messages": again.messages,
    }


@dataclass(frozen=True)
class _Ticked:
    """How long a tick took, how much of it this process worked (a server works beside it), and the
    longest of its transactions: so long waits a reply."""

    messages: int
    seconds: float
    worked: float
    longest_step: float


async def _tick(store: Store) -> _Ticked:
    tick, steps, more, worked = Tick(DAYS), [], True, process_time()
    while more:
        began = perf_counter()
        more = await store.work(tick.step)
        steps.append(perf_counter() - began)
    return _Ticked(tick.queued, sum(steps), process_time() - worked, max(steps))


def _put_back(work: Work) -> None:
    work.session.execute(update(TickRow).values(worked_to=EVERYBODY - timedelta(hours=1)))


def _look_again(database: Database) -> None:
    """A database that has lived for a while knows how large its tables are."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


_fired = 0
_all_fired = asyncio.Event()


def remind(person: int, count: int) -> None:
    """What a job does: nothing, so that only the scheduler's own work is measured."""
    global _fired  # noqa: PLW0603 - a job is a function that its store names, it has no other place
    _fired += person > 0
    if _fired == count:
        _all_fired.set()


async def apscheduler(url: str, count: int) -> Figures:
    """A job for everybody, added one by one as people are, and all of them due at one moment."""
    scheduler = AsyncIOScheduler(
        jobstores={"default": SQLAlchemyJobStore(url)}, job_defaults={"misfire_grace_time": None}
    )
    scheduler.start(paused=True)
    began, pulse = perf_counter(), Pulse()
    at = datetime.now(UTC)  # noqa: TID251 - APScheduler looks at the machine's clock
    for person in range(1, count + 1):
        scheduler.add_job(remind, "date", run_date=at, args=[person, count], id=str(person))
    added = perf_counter()
    async with pulse.beating():
        scheduler.resume()
        await _all_fired.wait()
    fired = perf_counter()
    scheduler.shutdown(wait=False)
    return {
        "s": fired - began,
        "adding_s": added - began,
        "firing_s": fired - added,
        "loop_longest_stop_s": pulse.longest,
    }


def main(way: str, url: str, count: str) -> None:
    measure = {"tusoi": tusoi, "apscheduler": apscheduler}[way]
    sys.stdout.write(json.dumps(asyncio.run(measure(url, int(count)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
