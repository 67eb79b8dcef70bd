"""Bringing a database to the tables this version knows, and telling whether it is there already."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from storage import tables

_HERE = Path(__file__).parent / "migrations"


class FromTheFuture(Exception):
    """The database has seen a migration that this version does not know."""


def migrate(engine: Engine) -> None:
    """Run every migration the database has not seen yet. Raises FromTheFuture."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise FromTheFuture from None


def take_back(engine: Engine) -> None:
    """Undo every migration: nothing is left of the office (for developers)."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def is_current(engine: Engine) -> bool:
    """Whether the database has seen every migration of this version."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return newest_migration(engine) == head


def newest_migration(engine: Engine) -> str | None:
    """The newest migration that the database has seen; None where it has seen none."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def knows(migration: str) -> bool:
    """Whether this version can bring a database with that migration up to date."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(migration) is not None
    except CommandError:
        return False


def write_migration(engine: Engine, message: str) -> None:
    """Write the migration from this database to `storage.tables`, numbered (for developers)."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        head = ScriptDirectory.from_config(config).get_current_head()
        number = f"{int(head or 0) + 1:04}"
        command.revision(config, message, autogenerate=True, rev_id=number)


def differences(engine: Engine) -> list[object]:
    """What still differs between a migrated database and `storage.tables`."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        return list(compare_metadata(context, tables.PersonRow.metadata))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "os")
    return config
