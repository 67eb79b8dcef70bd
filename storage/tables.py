"""The rows, private to `storage`. What is sensitive is a sealed `bytes` column (see `vault`)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import Moment


class PlanVersionRow(SQLModel, table=True):
    """A plan and its checklist as loaded; a period keeps the version it opened with."""

    __tablename__ = "plan_version"
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(index=True)
    version: str
    plan_json: str
    checklist_json: str
    loaded_at: datetime = Field(sa_type=Moment)


class SignTextRow(SQLModel, table=True):
    """The exact wording of a sign, from the office's own copy of the directive."""

    __tablename__ = "sign_text"
    directive: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    wording: str


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    full_name: str
    folded: str = Field(index=True)
    code: str | None = Field(default=None, unique=True)
    standing: str
    roles: str
    salutation: str
    language: str = "vi"
    left: bool = False
    joined_at: datetime = Field(sa_type=Moment)
    left_at: datetime | None = Field(default=None, sa_type=Moment)


class PostRow(SQLModel, table=True):
    """A job of a person; the one with ordinal 0 is the main one."""

    __tablename__ = "post"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    ordinal: int
    unit: str
    position: str


class AccountRow(SQLModel, table=True):
    """A chat of a channel; `person_id` once it is linked. `foreground` is the draft it is in."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("channel", "bot", "chat"),)
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    bot: str
    chat: str
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    state: str = "active"
    language: str | None = None
    foreground: int | None = None
    created_at: datetime = Field(sa_type=Moment)
    linked_at: datetime | None = Field(default=None, sa_type=Moment)


class CodeRow(SQLModel, table=True):
    """A single-use code and link. Looked up by keyed digest; sealed to print the sheet again."""

    __tablename__ = "code"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    code_digest: str = Field(index=True)
    link_digest: str = Field(unique=True)
    sealed: bytes
    issued_at: datetime = Field(sa_type=Moment)
    issued_by: int | None = None
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class AttemptRow(SQLModel, table=True):
    """A wrong code; five within an hour close the door for that hour."""

    __tablename__ = "attempt"
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    at: datetime = Field(sa_type=Moment)


class ReplacementRow(SQLModel, table=True):
    """A second phone that waits for the specialist's word before it replaces the first."""

    __tablename__ = "replacement"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    state: str = "waiting"
    asked_at: datetime = Field(sa_type=Moment)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_by: int | None = None


class ConsentRow(SQLModel, table=True):
    """Every word given, declined or withdrawn, never overwritten: provable (Law 91/2025/QH15)."""

    __tablename__ = "consent"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    purpose: str
    state: str
    wording: str
    account_id: int | None = None
    at: datetime = Field(sa_type=Moment)


class DraftRow(SQLModel, table=True):
    """A conversation under way; its answers sealed."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "conversation", "subject"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    conversation: str
    subject: str
    revision: int = 0
    sealed: bytes
    opened_at: datetime = Field(sa_type=Moment)
    touched_at: datetime = Field(sa_type=Moment)


class MenuRow(SQLModel, table=True):
    """What the choices of one message point at."""

    __tablename__ = "menu"
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    targets: str
    created_at: datetime = Field(sa_type=Moment)


class InboxRow(SQLModel, table=True):
    """An update as it came, stored before the platform is told; erased when it has been played."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "bot", "key"),
        Index(
            "inbox_new",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    bot: str
    key: str
    sealed: bytes | None
    received_at: datetime = Field(sa_type=Moment)
    state: str = "new"


class OutboxRow(SQLModel, table=True):
    """One message to one account, already in its words; also the ledger of what became of it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "outbox_waiting",
            "priority",
            "id",
            sqlite_where=text("state IN ('queued', 'sending')"),
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    person_id: int | None = Field(default=None, index=True)
    op: str
    key: str | None = Field(default=None, unique=True)
    kind: str
    reason: str = ""
    sealed: bytes | None
    edits: str | None = None
    priority: int
    not_before: datetime = Field(sa_type=Moment)
    expires: datetime | None = Field(default=None, sa_type=Moment)
    state: str = "queued"
    attempts: int = 0
    problem: str = ""
    platform_id: str | None = None
    late: bool = False
    created_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)


class PeriodRow(SQLModel, table=True):
    __tablename__ = "period"
    __table_args__ = (UniqueConstraint("obligation", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    obligation: str
    key: str
    kind: str
    every: str
    first: date
    last: date
    opens: datetime = Field(sa_type=Moment)
    due: datetime = Field(sa_type=Moment)
    closes: datetime = Field(sa_type=Moment)
    plan_version_id: int = Field(foreign_key="plan_version.id")


class DoneRow(SQLModel, table=True):
    """A duty done: by whom for which period, when, and how (bot or paper)."""

    __tablename__ = "done"
    __table_args__ = (UniqueConstraint("period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=Moment)
    late: bool
    how: str = "bot"
    entered_by: int | None = None


class RegistrationRow(SQLModel, table=True):
    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    collective: bool = False
    signed_revision: int | None = None


class RevisionRow(SQLModel, table=True):
    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("registration_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    registration_id: int = Field(foreign_key="registration.id")
    number: int
    content: str
    submitted_at: datetime = Field(sa_type=Moment)
    late: bool
    state: str
    remark: str = ""
    decided_by: int | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Moment)


class TaskNoteRow(SQLModel, table=True):
    """What became of a registered task: progress, a moved date with its reason, done."""

    __tablename__ = "task_note"
    id: int | None = Field(default=None, primary_key=True)
    registration_id: int = Field(foreign_key="registration.id", index=True)
    kind: str
    words: str
    due: date | None = None
    at: datetime = Field(sa_type=Moment)


class TaskResultRow(SQLModel, table=True):
    """The year's result of a registered task, as its owner puts it."""

    __tablename__ = "task_result"
    __table_args__ = (UniqueConstraint("period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id")
    outcome: str
    words: str
    at: datetime = Field(sa_type=Moment)


class SelfCheckRow(SQLModel, table=True):
    __tablename__ = "self_check"
    __table_args__ = (UniqueConstraint("period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    sealed: bytes
    done_at: datetime = Field(sa_type=Moment)
    late: bool


class RemedyRow(SQLModel, table=True):
    """A remedy promised; what and about which sign is sealed, its date is not."""

    __tablename__ = "remedy"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    period_id: int = Field(foreign_key="period.id")
    sealed: bytes
    due: date | None = None
    state: str = "open"
    promised_at: datetime = Field(sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)


class ObstacleRow(SQLModel, table=True):
    """Someone said that they are stuck, and what became of it."""

    __tablename__ = "obstacle"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    about: str
    words: str
    proposal: str = ""
    at: datetime = Field(sa_type=Moment)
    state: str = "open"
    answered_by: int | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Moment)


class AbsenceRow(SQLModel, table=True):
    """From a day to a day, local dates, inclusive: not reminded meanwhile."""

    __tablename__ = "absence"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    first: date
    last: date
    set_by: int
    at: datetime = Field(sa_type=Moment)


class OccurrenceRow(SQLModel, table=True):
    """A rule fired for a person: the key that makes a second tick harmless."""

    __tablename__ = "occurrence"
    __table_args__ = (UniqueConstraint("rule", "obligation", "period_key", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    rule: str
    obligation: str
    period_key: str
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=Moment)
    outbox_id: int | None = None
    skipped: str = ""


class SnoozeRow(SQLModel, table=True):
    __tablename__ = "snooze"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    until: datetime = Field(sa_type=Moment)
    asked_at: datetime = Field(sa_type=Moment)
    woken: bool = False


class TickRow(SQLModel, table=True):
    """How far the clock has been worked off; what was missed lies after it."""

    __tablename__ = "tick"
    name: str = Field(primary_key=True)
    worked_to: datetime = Field(sa_type=Moment)


class DigestRow(SQLModel, table=True):
    """A digest that went out, and the figures it told, to say what changed since."""

    __tablename__ = "digest"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    at: datetime = Field(sa_type=Moment)
    figures: str


class BroadcastRow(SQLModel, table=True):
    __tablename__ = "broadcast"
    id: int | None = Field(default=None, primary_key=True)
    author_id: int | None = Field(default=None, foreign_key="person.id")
    words: str
    audience: str
    state: str = "draft"
    created_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    progress_outbox_id: int | None = None


class RecipientRow(SQLModel, table=True):
    """One person of a broadcast: their message, or why there is none."""

    __tablename__ = "recipient"
    __table_args__ = (UniqueConstraint("broadcast_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    broadcast_id: int = Field(foreign_key="broadcast.id")
    person_id: int = Field(foreign_key="person.id")
    outbox_id: int | None = None
    reason: str = ""


class AuditRow(SQLModel, table=True):
    """Who did what to whom or sent to many; no names, no texts."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    actor: int | None = None
    action: str = Field(index=True)
    subject: str
    details: str = ""
