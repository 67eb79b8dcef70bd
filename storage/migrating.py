"""Bringing a database to the tables this version knows, and telling whether it is there already.

Alembic is loaded for the first of these only: a bot that starts asks for the second.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from storage import tables

if TYPE_CHECKING:
    from alembic.config import Config

_HERE = Path(__file__).parent / "migrations"


class FromTheFuture(Exception):
    """The database has seen a migration that this version does not know."""


def migrate(engine: Engine) -> None:
    """Run every migration the database has not seen yet. Raises FromTheFuture."""
    from alembic import command
    from alembic.util import CommandError

    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise FromTheFuture from None


def take_back(engine: Engine) -> None:
    """Undo every migration: nothing is left of the office (for developers)."""
    from alembic import command

    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def is_current(engine: Engine) -> bool:
    """Whether the database has seen every migration of this version."""
    return newest_migration(engine) == newest_known()


def newest_known() -> str:
    """The newest migration of this version."""
    return max(_known())


def newest_migration(engine: Engine) -> str | None:
    """The newest migration that the database has seen; None where it has seen none."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        newest: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return newest


def knows(migration: str) -> bool:
    """Whether this version can bring a database with that migration up to date."""
    return migration in _known()


def _known() -> set[str]:
    """The migrations of this version, each numbered in its file's name: 0001, 0002, ..."""
    return {file.name.partition("_")[0] for file in (_HERE / "versions").glob("[0-9]*_*.py")}


def write_migration(engine: Engine, message: str) -> None:
    """Write the migration from this database to `storage.tables`, numbered (for developers)."""
    from alembic import command

    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        number = f"{max(map(int, _known()), default=0) + 1:04}"
        command.revision(config, message, autogenerate=True, rev_id=number)


def differences(engine: Engine) -> list[object]:
    """What still differs between a migrated database and `storage.tables`."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        return list(compare_metadata(context, tables.PersonRow.metadata))


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "os")
    return config
