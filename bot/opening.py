"""Opening an office's data: the database, its key and the plan in force, or one clear refusal."""

from __future__ import annotations

import secrets
from datetime import datetime

from bot.settings import Settings, SettingsError
from directives.loading import load_checklist, load_plan
from storage import plans
from storage.migrating import is_current, migrate
from storage.unit_of_work import Chance, Database
from storage.vault import Vault


class NotReady(Exception):
    """The data cannot be used as they are; the sentence says what to run."""


def open_office(settings: Settings, chance: Chance | None = None) -> Database:
    """The database with its plan loaded. NotReady when it was not set up or not migrated."""
    database = _database(settings, chance)
    if not is_current(database.engine):
        raise NotReady("the database is not set up for this version: run `tusoi init` first")
    with database.session() as session:
        database.office = plans.office(session, settings.zone)
    if database.office is None:
        raise NotReady("no plan has been loaded: run `tusoi init --plan hoa-cuong-2025`")
    return database


def set_up(settings: Settings, plan: str, now: datetime, chance: Chance | None = None) -> Database:
    """Make the data folder, its key and tables, and load a plan. Raises `directives.PlanError`."""
    loaded = load_plan(plan)
    checklist = load_checklist(loaded.directive)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    _make_secret(settings)
    database = _database(settings, chance)
    migrate(database.engine)
    with database.session() as session:
        plans.keep(session, loaded, checklist, now)
    with database.session() as session:
        database.office = plans.office(session, settings.zone)
    return database


def _database(settings: Settings, chance: Chance | None) -> Database:
    return Database(settings.database, Vault(settings.secret), chance)


def _make_secret(settings: Settings) -> None:
    """A key of the office's own, readable by its owner only, where none is set."""
    try:
        Vault(settings.secret)
    except SettingsError:
        path = settings.data_dir / "secret.key"
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
