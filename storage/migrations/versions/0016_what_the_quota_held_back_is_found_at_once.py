"""what the quota held back is found at once"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    held_back = sa.text("problem = 'quota'")
    op.create_index(
        "outbox_withheld",
        "outbox",
        ["not_before"],
        unique=False,
        sqlite_where=held_back,
        postgresql_where=held_back,
    )


def downgrade() -> None:
    op.drop_index("outbox_withheld", table_name="outbox")
