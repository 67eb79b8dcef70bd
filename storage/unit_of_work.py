"""One transaction and what every loader and applier needs to know inside it.

The database is synchronous and has one writer thread (see docs/ARCHITECTURE.md); `Database.work`
opens a transaction, `Work.savepoint` a part of it that can be taken back alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from domain.broadcast import APPROVAL_ABOVE
from domain.days_off import Overrides
from domain.keeping import Terms
from domain.plan import Checklist, Plan
from domain.quota import Quota
from domain.vietnamese import nfc
from storage.ailing import give_up_transaction
from storage.tables import AuditRow
from storage.vault import Vault
from storage.writing import WritingSession

if TYPE_CHECKING:
    from storage.queued import Queued

T = TypeVar("T")
Memory: TypeAlias = dict[Hashable, object]


@dataclass(frozen=True)
class Office:
    """The plan in force, its checklist and the office's zone; the same for a whole transaction."""

    plan: Plan
    checklist: Checklist
    plan_version: int
    zone: ZoneInfo


@dataclass(frozen=True)
class Place:
    """A bot that this office runs, and the link that leads to it (with a payload where it can)."""

    channel: str
    bot: str
    link: Callable[[str], str]


class Chance:
    """Where unguessable codes and tokens come from; tests and the demo give their own."""

    def digits(self, count: int) -> str:
        return "".join(str(secrets.randbelow(10)) for _ in range(count))

    def token(self) -> str:
        """At most 64 characters of [A-Za-z0-9_-], as a deep link takes them."""
        return secrets.token_urlsafe(18)


@dataclass
class Work:
    """A transaction at one moment (`now`, UTC)."""

    session: WritingSession
    now: datetime
    vault: Vault
    office: Office
    chance: Chance
    decent: Callable[[datetime], datetime]  # when one may write to somebody unasked
    quotas: Mapping[str, Quota]  # of the channels whose messages are counted
    public_url: str  # where this office's pages are reached, without a slash at the end; "" if not
    places: tuple[Place, ...] = ()  # the bots that are run, once they are known
    here: int | None = None  # the account whose turn it is; None outside of turns
    #: What turns that share a transaction need not ask for again; None where nothing is remembered.
    memory: Memory | None = None
    #: The replies of this transaction, for whoever would send them at once.
    said: list[Queued] = field(default_factory=list)
    overrides: Overrides | None = None  # of days off, from the office's own file
    approval_above: int = APPROVAL_ABOVE  # what goes to more people, a second person agrees to

    @property
    def today(self) -> date:
        """The office's local date."""
        return self.now.astimezone(self.office.zone).date()

    def runs(self, channel: str, bot: str) -> bool:
        """Whether that bot is run; so it seems where none is known (in the shell)."""
        return not self.places or any((p.channel, p.bot) == (channel, bot) for p in self.places)

    @property
    def metered(self) -> bool:
        """Whether any bot is run whose messages are counted."""
        channels = {place.channel for place in self.places} or set(self.quotas)
        return not channels.isdisjoint(self.quotas)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        office, said = self.office, len(self.said)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            self.office = office
            self._forget()
            del self.said[said:]
            raise

    def once(self, what: Hashable, load: Callable[[], T]) -> T:
        """What changes by effects only: between them it is loaded once, if this remembers at all.

        Rows that are remembered stay at hand in the session, too.
        """
        if self.memory is None:
            return load()
        if what not in self.memory:
            self.memory[what] = load()
        return cast("T", self.memory[what])

    def forget(self, what: Hashable) -> None:
        """It has changed: whoever needs it loads it anew."""
        if self.memory is not None:
            self.memory.pop(what, None)

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """For what only looks, several times at the same: nothing may be changed meanwhile."""
        before, self.memory = self.memory, {} if self.memory is None else self.memory
        try:
            yield
        finally:
            self.memory = before

    @contextmanager
    def changing(self) -> Iterator[None]:
        """While effects are carried out nothing is remembered, and afterwards all is asked anew."""
        before, self.memory = self.memory, None
        try:
            yield
        finally:
            self.memory = before
            self._forget()

    def _forget(self) -> None:
        if self.memory is not None:
            self.memory.clear()

    def audit(self, actor: int | None, action: str, subject: str, details: str = "") -> None:
        """Remember who did what to whom; no names, no texts."""
        self.session.add(
            AuditRow(at=self.now, actor=actor, action=action, subject=subject, details=details)
        )


class Database:
    """The engine with what SQLite needs to be safe: WAL, full sync, real transactions."""

    def __init__(
        self, url: str, vault: Vault, chance: Chance | None = None, *, only_read: bool = False
    ) -> None:
        self.vault = vault
        self.chance = chance or Chance()
        self.engine = reading_engine(url) if only_read else make_engine(url)
        self.office: Office | None = None
        #: Set once the office's working days are known; until then every hour will do.
        self.decent: Callable[[datetime], datetime] = _any_hour
        #: What each bot of a metered channel may send in a month, by channel.
        self.quotas: Mapping[str, Quota] = {}
        #: Set where the office's pages are served; without them nothing is handed out by link.
        self.public_url = ""
        #: Set once the bots' names are known.
        self.places: tuple[Place, ...] = ()
        #: An announcement to more people than this waits for a second person's yes.
        self.approval_above = APPROVAL_ABOVE
        #: What the office's own file says of days off.
        self.overrides: Overrides | None = None
        #: How long is kept what nobody needs for ever.
        self.terms = Terms()

    @contextmanager
    def session(self) -> Iterator[WritingSession]:
        """A bare transaction, for what runs before there is a plan."""
        with WritingSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def work(self, now: datetime) -> Iterator[Work]:
        """A transaction at `now`; RuntimeError before `init` has loaded a plan.

        A plan that it puts in force is that of all that follow, once it is committed.
        """
        if (office := self.office) is None:
            raise RuntimeError("no plan has been loaded: run `tusoi init`")
        with self.session() as session:
            work = self._work(session, now, office)
            yield work
        if work.office is not office:
            self.office = work.office

    def _work(self, session: WritingSession, now: datetime, office: Office) -> Work:
        around = (self.vault, office, self.chance, self.decent)
        work = Work(session, now, *around, self.quotas, self.public_url, self.places)
        work.approval_above, work.overrides = self.approval_above, self.overrides
        return work

    def close(self) -> None:
        self.engine.dispose()


def _any_hour(moment: datetime) -> datetime:
    return moment


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL; its errors never repeat what was to be stored."""
    engine = create_engine(_with_driver(url), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "handle_error", give_up_transaction)
        event.listen(
            engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE")
        )
    return engine


def reading_engine(url: str) -> Engine:
    """An engine for another office's database: it cannot write there, never holds its writer up,
    and gives up by itself where no answer comes.

    SQLite: where the office does not run, no file of its log is there, and none may be made:
    whoever made it would own it. PostgreSQL: everything is of one moment.
    """
    parts = _with_driver(url)
    if parts.get_backend_name() == "sqlite":
        file = Path(parts.database or "").resolve()
        alone = "" if Path(f"{file}-wal").exists() else "&immutable=1"
        address = f"sqlite:///{file.as_uri()}?mode=ro{alone}&uri=true"
        waiting = {"timeout": _PATIENCE, "isolation_level": None}
        engine = create_engine(address, hide_parameters=True, connect_args=waiting)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        return engine
    limits = {"connect_timeout": _PATIENCE, "options": f"-c statement_timeout={_PATIENCE}s"}
    reading = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return create_engine(
        parts, hide_parameters=True, connect_args=limits, execution_options=reading
    )


#: Seconds.
_PATIENCE = 5


def _with_driver(url: str) -> URL:
    parts = make_url(url)
    if parts.drivername == "postgresql":
        parts = parts.set(drivername="postgresql+psycopg")
    return parts


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # pysqlite opens transactions late by itself and so breaks savepoints: it is told not to.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def clean(words: str) -> str:
    """What a person typed, as it is kept: NFC and trimmed."""
    return nfc(words).strip()
