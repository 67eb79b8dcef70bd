"""A throw-away office to rehearse in: of a plan and a roster, or a copy of the office as it is.

It lives in memory and is gone afterwards. The office's own database is only read.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.asking_again import ask_again
from bot.opening import open_office, own_days, set_up, take_up
from bot.settings import Settings
from bot.subjects import registry
from domain.people import Person
from domain.quota import SPARE_PLACES, Quota, spread
from domain.rehearsal import Concern, Rehearsal
from scheduler.concerns import concerns
from scheduler.days_off import days_of
from scheduler.decent_hours import DecentHours
from scheduler.rehearsing import Rehearsing
from scheduler.tick import tick
from scheduler.working_days import OWN
from storage import people, rehearsals
from storage.migrating import migrate
from storage.rehearsals import Invented
from storage.unit_of_work import Database, Work

_IN_MEMORY = "sqlite://"


@contextmanager
def invented_office(settings: Settings, plan: str, begins: datetime) -> Iterator[Database]:
    """An office with this plan and nobody in it yet, set up as `init` does it; its days off are
    those that the office's own file says."""
    with TemporaryDirectory(prefix="tusoi-rehearsal-") as folder:
        if own_days(settings) is not None:
            copyfile(settings.data_dir / OWN, Path(folder) / OWN)
        apart = {
            "data_dir": Path(folder),
            "database_url": _IN_MEMORY,
            "secret_key": SecretStr(secrets.token_urlsafe(32)),
        }
        database, _changes = set_up(settings.model_copy(update=apart), plan, begins, Invented())
        database.public_url = settings.public_url
        with closing(database):
            yield database


@contextmanager
def copied_office(settings: Settings) -> Iterator[Database]:
    """The office as it is: its plan, people, chats and what they have done."""
    with (
        closing(open_office(settings)) as office,
        closing(Database(_IN_MEMORY, office.vault, Invented())) as copy,
    ):
        migrate(copy.engine)
        rehearsals.copy_rows(office.engine, copy.engine)
        take_up(copy, settings)
        copy.public_url = settings.public_url
        yield copy


def let_everyone_in(work: Work, channel_of: Callable[[Person], str]) -> None:
    """Everyone writes to a bot of their channel and agrees; as many bots as their places need."""
    on: defaultdict[str, list[int]] = defaultdict(list)
    for person in people.people(work):
        on[channel_of(person)].append(person.id)
    for channel, ids in on.items():
        bots = _assigned(work.quotas.get(channel), ids)
        rehearsals.let_in(work, {id_: (channel, bot) for id_, bot in bots.items()})


def _assigned(quota: Quota | None, ids: Sequence[int]) -> Mapping[int, str]:
    """The bot of each person, spread as an office's codes are."""
    room = max(1, quota.places - SPARE_PLACES) if quota else len(ids)
    bots = [f"{number:03}" for number in range(1, -(-len(ids) // room) + 1)]
    spread_evenly = spread(ids, dict.fromkeys(bots, 0), room + SPARE_PLACES)
    return {person: spread_evenly.get(person, bots[0]) for person in ids}


def rehearsed(
    database: Database,
    begins: datetime,
    last: date,
    answering: int = 0,
    passed: Callable[[datetime], object] = lambda _at: None,
) -> tuple[Rehearsal, tuple[Concern, ...]]:
    """What goes out from a moment (UTC) to the end of a local day, and what is not well about it.

    Lives the office in this throw-away database: nothing of it is of use afterwards.
    """
    with database.work(begins) as work:
        days, subjects = days_of(work), registry()

    def one_tick(work: Work) -> int:
        """As the bot's (`bot.app`)."""
        return tick(work, days) + ask_again(work, subjects, days)

    lived = Rehearsing(database, days, one_tick, begins, last, answering).live(passed)
    office = database.office
    assert office is not None  # noqa: S101 - it has been lived in
    return lived, concerns(lived, DecentHours(days, office.plan.hours, office.zone))
