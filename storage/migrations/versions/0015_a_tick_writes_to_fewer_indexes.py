"""a tick writes to fewer indexes"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

#: The names that PostgreSQL gave the keys of "0001", so that SQLite, which gave none, finds them.
_NAMES = {
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
}
_ACCOUNT = "outbox_account_id_fkey"
_ONCE = ["rule", "obligation", "period_key", "person_id"]
_ONCE_A_PERSON = ["person_id", "rule", "obligation", "period_key"]


def upgrade() -> None:
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_person_id"))
        batch_op.create_index("consent_of_person", ["person_id", "purpose", "id"], unique=False)

    with op.batch_alter_table("occurrence", naming_convention=_NAMES) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occurrence_person_id"))
        batch_op.drop_constraint(_key_of(_ONCE), type_="unique")
        batch_op.create_unique_constraint(_key_of(_ONCE_A_PERSON), _ONCE_A_PERSON)

    with op.batch_alter_table("outbox", naming_convention=_NAMES) as batch_op:
        batch_op.drop_constraint(_ACCOUNT, type_="foreignkey")


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_foreign_key(_ACCOUNT, "account", ["account_id"], ["id"])

    with op.batch_alter_table("occurrence", naming_convention=_NAMES) as batch_op:
        batch_op.drop_constraint(_key_of(_ONCE_A_PERSON), type_="unique")
        batch_op.create_unique_constraint(_key_of(_ONCE), _ONCE)
        batch_op.create_index(batch_op.f("ix_occurrence_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index("consent_of_person")
        batch_op.create_index(batch_op.f("ix_consent_person_id"), ["person_id"], unique=False)


def _key_of(columns: list[str]) -> str:
    return f"occurrence_{'_'.join(columns)}_key"
