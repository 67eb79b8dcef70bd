"""Migrations lead to the tables of this version, and back; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from storage import migrating
from storage.migrating import FromTheFuture, differences, is_current, migrate, take_back
from storage.one_process import AlreadyRunning, claim
from storage.unit_of_work import make_engine


@pytest.fixture
def engine(any_url: str, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    in_memory = any_url == "sqlite://"
    made = make_engine(f"sqlite:///{tmp_path / 'office.db'}" if in_memory else any_url)
    if not in_memory:
        with made.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield made
    made.dispose()


def test_a_migrated_database_has_the_tables_of_this_version(engine: Engine) -> None:
    assert not is_current(engine)
    migrate(engine)
    assert is_current(engine)
    assert differences(engine) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)
    assert differences(engine) == []


def test_every_migration_can_be_taken_back(engine: Engine) -> None:
    migrate(engine)
    take_back(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version", "sqlite_sequence"}
    migrate(engine)
    assert differences(engine) == []


def test_a_database_of_a_newer_version_is_left_alone(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not is_current(engine)
    with pytest.raises(FromTheFuture):
        migrate(engine)


def test_numbers_of_drafts_and_menus_are_never_given_again(engine: Engine) -> None:
    """An old button must not answer a draft of later."""
    if engine.dialect.name != "sqlite":
        return  # sequences never go back
    migrate(engine)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        tables = {row.name: row.sql for row in found}
    assert "AUTOINCREMENT" in tables["draft"]
    assert "AUTOINCREMENT" in tables["menu"]


def test_a_second_process_is_refused_until_the_first_has_ended(engine: Engine) -> None:
    release = claim(engine)
    with pytest.raises(AlreadyRunning, match="stop it first"):
        claim(engine)
    release()
    claim(engine)()


def test_the_migrations_known_are_those_that_alembic_finds() -> None:
    scripts = ScriptDirectory.from_config(migrating._config())
    assert {script.revision for script in scripts.walk_revisions()} == migrating._known()
    assert scripts.get_current_head() == max(migrating._known())
