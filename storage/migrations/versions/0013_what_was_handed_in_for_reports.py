"""what was handed in for reports"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from storage.columns import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("made_of", AutoString(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["period.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("report_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_copy_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_copy_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("report_copy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_copy_person_id"))
        batch_op.drop_index(batch_op.f("ix_report_copy_period_id"))

    op.drop_table("report_copy")
