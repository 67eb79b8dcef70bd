"""a message goes into five indexes

Those of a chat are found by their person, or among what waits; what has had its time is looked for
once a tick.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_outbox_account_id", table_name="outbox")
    op.drop_index("outbox_waiting_until", table_name="outbox")


def downgrade() -> None:
    op.create_index("ix_outbox_account_id", "outbox", ["account_id"])
    waiting = sa.text("state IN ('queued', 'sending')")
    op.create_index(
        "outbox_waiting_until",
        "outbox",
        ["expires"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
