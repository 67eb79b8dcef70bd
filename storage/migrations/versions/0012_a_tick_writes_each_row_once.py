"""a tick writes each row once"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

#: The name that PostgreSQL gave the key of "0001", so that SQLite, which gave none, finds it too.
_NAMES = {"fk": "%(table_name)s_%(column_0_name)s_fkey"}
_PERSON = "occurrence_person_id_fkey"


def upgrade() -> None:
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("message", AutoString(), nullable=False, server_default=""))
    op.execute(
        "UPDATE occurrence SET message = "
        "COALESCE((SELECT key FROM outbox WHERE outbox.id = occurrence.outbox_id), '')"
    )
    with op.batch_alter_table("occurrence", naming_convention=_NAMES) as batch_op:
        batch_op.alter_column("message", server_default=None)
        batch_op.drop_index(batch_op.f("ix_occurrence_outbox_id"))
        batch_op.drop_column("outbox_id")
        batch_op.drop_constraint(_PERSON, type_="foreignkey")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_menu"))
        has_menu = sa.text("menu > 0")
        batch_op.create_index(
            "outbox_of_menu", ["menu"], sqlite_where=has_menu, postgresql_where=has_menu
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("outbox_of_menu")
        batch_op.create_index(batch_op.f("ix_outbox_menu"), ["menu"], unique=False)

    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outbox_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE occurrence SET outbox_id = "
        "(SELECT id FROM outbox WHERE outbox.key = occurrence.message)"
    )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.drop_column("message")
        batch_op.create_index(batch_op.f("ix_occurrence_outbox_id"), ["outbox_id"], unique=False)
        batch_op.create_foreign_key(_PERSON, "person", ["person_id"], ["id"])
