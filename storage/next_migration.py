"""Write the migration that leads to the tables as they are now: `make migration MESSAGE="..."`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from storage.migrating import differences, migrate, write_migration
from storage.unit_of_work import make_engine


@click.command()
@click.argument("message")
def main(message: str) -> None:
    """Compare `storage.tables` with what the migrations make of an empty SQLite file."""
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'empty.db'}")
        migrate(engine)
        if not differences(engine):
            raise click.ClickException("the migrations already lead to these tables.")
        write_migration(engine, message)
        engine.dispose()


if __name__ == "__main__":
    main()
