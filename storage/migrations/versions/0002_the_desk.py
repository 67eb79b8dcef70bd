"""The desk: its sessions, and people in the order of their names."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from domain.vietnamese import sort_bytes
from storage.columns import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("way", AutoString(), nullable=False),
        sa.Column("digest", AutoString(), nullable=False),
        sa.Column("device", AutoString(), nullable=True),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("device"),
        sa.UniqueConstraint("digest"),
    )
    with op.batch_alter_table("desk_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_session_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sorts", sa.LargeBinary(), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_sorts"), ["sorts"], unique=False)

    _sort(op.get_bind())


def _sort(connection: sa.Connection) -> None:
    """Who is there already stands in the order of names too."""
    person = sa.table("person", sa.column("id"), sa.column("full_name"), sa.column("sorts"))
    for id_, full_name in connection.execute(sa.select(person.c.id, person.c.full_name)).all():
        sorts = {"sorts": sort_bytes(full_name)}
        connection.execute(sa.update(person).where(person.c.id == id_).values(**sorts))


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_sorts"))
        batch_op.drop_column("sorts")

    with op.batch_alter_table("desk_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_session_person_id"))

    op.drop_table("desk_session")
