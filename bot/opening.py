"""Opening an office's data: the database, its key and the plan in force, or one clear refusal."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.settings import Settings
from directives.loading import load_checklist, load_plan, mistake_in
from domain.days_off import Overrides
from domain.period import Period
from domain.plan import Plan
from domain.plan_changes import plan_changes
from domain.text import Text
from scheduler.decent_hours import DecentHours
from scheduler.periods import PeriodError
from scheduler.periods import periods as planned
from scheduler.plan_faults import faults
from scheduler.working_days import OverrideError, load_working_days, own_overrides
from storage import periods, plans
from storage.ailing import ailment
from storage.migrating import FromTheFuture, is_current, migrate
from storage.sealing import opens
from storage.unit_of_work import Chance, Database, Office
from storage.vault import Vault

#: What an office without a plan begins with.
DEFAULT_PLAN = "hoa-cuong-2025"


class NotReady(Exception):
    """The data cannot be used as they are; the sentence says what to run."""


class OutOfReach(NotReady):
    """A database server that cannot be reached, as while it starts itself."""


class NotSetUp(NotReady):
    """There is no database, or none with a plan."""


class OtherVersion(NotReady):
    """A database of another version of tusoi."""


class MistakenDays(NotReady):
    """The office's own file of days off cannot be read."""


class OtherKey(NotReady):
    """A database that was sealed with another key."""


def open_office(
    settings: Settings, chance: Chance | None = None, *, only_read: bool = False
) -> Database:
    """The database with its plan loaded. NotReady when it was not set up or not migrated.

    `only_read`: of an office that another process runs; nothing can be written there.
    """
    with told(settings):
        if is_missing(settings):
            raise NotSetUp(f"there is no database {where(settings)} yet: run `tusoi init` first")
        database = _database(settings, chance, only_read=only_read)
        try:
            _ready(database, settings)
        except BaseException:
            database.close()
            raise
    return database


def _ready(database: Database, settings: Settings) -> None:
    if not is_current(database.engine):
        raise OtherVersion("the database is not set up for this version: run `tusoi init` first")
    _load_office(database, settings)
    if database.office is None:
        raise NotSetUp("no plan has been loaded: run `tusoi init`")


def set_up(
    settings: Settings, plan: str | None, now: datetime, chance: Chance | None = None
) -> tuple[Database, tuple[Text, ...]]:
    """Make or migrate the database and load a plan; None keeps the plan that is in force.

    Tells what a plan loaded in the place of another changes, and from when. Raises
    `directives.PlanError` before anything is made.
    """
    loaded = sound_plan(plan or DEFAULT_PLAN, settings.zone)
    checklist = load_checklist(loaded.directive)
    to_come = _periods_of(loaded, settings)
    with told(settings):
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_secret(settings)
        database = _database(settings, chance)
        migrate(database.engine)
        _load_office(database, settings)
        if plan is not None or database.office is None:
            before = database.office
            with database.session() as session:
                plans.keep(session, loaded, checklist, now)
            _load_office(database, settings)
            return database, _moved_to_plan(database, to_come, before, now)
    return database, ()


def sound_plan(plan: str | Path, zone: tzinfo) -> Plan:
    """A plan by id or path that can be carried out; `PlanError` names file, line and reason."""
    loaded = load_plan(plan)
    for fault in faults(loaded, load_working_days(), zone):
        raise mistake_in(plan, fault.place, fault.sentence)
    return loaded


def _periods_of(plan: Plan, settings: Settings) -> tuple[Period, ...]:
    try:
        days = load_working_days(own_days(settings))
        return planned(plan, days, settings.zone, plan.ends)
    except PeriodError as error:
        raise NotReady(f"the plan {plan.id} cannot be used: {error}") from None


def _moved_to_plan(
    database: Database, to_come: Sequence[Period], before: Office | None, now: datetime
) -> tuple[Text, ...]:
    """The periods follow the plan that is in force now; what is new to them."""
    with database.work(now) as work:
        office = work.office
        periods.sync(work, to_come)
        versions = f"{office.plan.version} {office.checklist.version}"
        work.audit(None, "plan_loaded", f"plan:{office.plan.id}", versions)
        if before is None:
            return ()
        kept = {period: periods.title_of(work, period) for period in periods.all_periods(work)}
        return plan_changes(plans.of_office(before), plans.of_office(office), kept, now)


def take_up(database: Database, settings: Settings) -> None:
    """A database made elsewhere, from an office's rows, is that office's from now on."""
    _settle(database, settings)
    _load_office(database, settings)


def is_missing(settings: Settings) -> bool:
    """SQLite would make an empty one."""
    url = make_url(settings.database)
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()


def where(settings: Settings) -> str:
    """The database as it may be shown: without a password."""
    url = make_url(settings.database).difference_update_query(["password"])
    return url.render_as_string(hide_password=True)


@contextmanager
def told(settings: Settings) -> Iterator[None]:
    """What a database or a disk refuses, as one sentence."""
    try:
        yield
    except ArgumentError:
        raise NotReady("TUSOI_DATABASE_URL is no database URL: see the README") from None
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise NotReady(
            'PostgreSQL needs one more package: .venv/bin/pip install "psycopg[binary]"'
        ) from None
    except DBAPIError as error:
        kind = type(error.orig).__name__
        words = ailment(error) or "cannot be opened"
        refusal = OutOfReach if words == "cannot be reached" else NotReady
        raise refusal(f"the database {where(settings)} {words} ({kind})") from None
    except OSError as error:
        raise NotReady(f"{settings.data_dir} cannot be used: {error.strerror}") from None
    except FromTheFuture:
        raise OtherVersion("the database was made by a newer tusoi: install that one") from None


def _load_office(database: Database, settings: Settings) -> None:
    with database.session() as session:
        if not opens(session, database.vault):
            raise OtherKey(
                "TUSOI_SECRET_KEY (or secret.key) is not the one this database was sealed with"
            )
        office = plans.office(session, settings.zone)
    database.office = office
    if office is not None:
        # Whoever opens an office's data keeps its quiet hours: the bot, the demo, the command line.
        database.overrides = own_days(settings)
        days = load_working_days(database.overrides)
        database.decent = DecentHours(days, office.plan.hours, office.zone).next


def own_days(settings: Settings) -> Overrides | None:
    """What the office's own file says of days off; MistakenDays names its line."""
    try:
        return own_overrides(settings.data_dir)
    except OverrideError as error:
        raise MistakenDays(str(error)) from None


def _database(settings: Settings, chance: Chance | None, *, only_read: bool = False) -> Database:
    database = Database(settings.database, Vault(settings.secret), chance, only_read=only_read)
    _settle(database, settings)
    return database


def _settle(database: Database, settings: Settings) -> None:
    """What an operator has set that transactions need to know."""
    database.quotas = settings.quotas
    database.approval_above = settings.approval_above
    database.terms = settings.terms


def _make_secret(settings: Settings) -> None:
    """A key of the office's own, readable by its owner only, where none is set."""
    path = settings.data_dir / "secret.key"
    if settings.secret_key.get_secret_value() or path.is_file():
        return
    path.touch(mode=0o600)
    path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
