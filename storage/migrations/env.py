"""Alembic's way in: runs on the connection it is handed, one transaction a migration."""

from alembic import context
from sqlalchemy import Connection

from storage import tables


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=tables.PersonRow.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        user_module_prefix="",
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
