"""The plan in force, its periods, who has done what, and how far the clock was worked off."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
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


class PlanDraftRow(SQLModel, table=True):
    """The office's next plan while it is being written at the desk; one at most.

    `based_on` is the version it was begun from; `revision` counts its changes.
    """

    __tablename__ = "plan_draft"
    id: int | None = Field(default=None, primary_key=True)
    based_on: int = Field(foreign_key="plan_version.id")
    plan_json: str
    revision: int = 1
    begun_by: int
    begun_at: datetime = Field(sa_type=Moment)
    changed_by: int
    changed_at: datetime = Field(sa_type=Moment)


class SignTextRow(SQLModel, table=True):
    """The exact wording of a sign, from the office's own copy of the directive."""

    __tablename__ = "sign_text"
    directive: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    wording: str


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
    planned_due: datetime | None = Field(default=None, sa_type=Moment)  # where it was moved
    changed_at: datetime | None = Field(default=None, sa_type=Moment)


class DeadlineRow(SQLModel, table=True):
    """Other moments than the plan's, from `at` on: for one person, or (without one) for everybody.

    Rows are only added. Of one person's for a period the newest counts; those for everybody are
    the story of what the period's own row says.
    """

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_period_person", "period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    why: str
    due: datetime = Field(sa_type=Moment)
    closes: datetime = Field(sa_type=Moment)
    reason: str = ""
    at: datetime = Field(sa_type=Moment)
    set_by: int | None = None


class TimeRequestRow(SQLModel, table=True):
    """Somebody asks for more time: until when and why, and what became of it."""

    __tablename__ = "time_request"
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    until: date
    words: str
    at: datetime = Field(sa_type=Moment)
    state: str = "open"
    answer: str = ""
    answered_by: int | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Moment)


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


class ReportCopyRow(SQLModel, table=True):
    """What was handed in for a report: a document made here (`made_of`), or a file that was sent.

    `state`: awaited, coming (until the file is fetched, or the document made), kept, or erased.
    """

    __tablename__ = "report_copy"
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=Moment)
    state: str
    name: str = ""
    made_of: str = ""
    file_id: int | None = None
    sealed: bytes | None = None


class PaperClaimRow(SQLModel, table=True):
    """Somebody says that their paper for a duty is handed in: not reminded until it is checked."""

    __tablename__ = "paper_claim"
    __table_args__ = (UniqueConstraint("period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=Moment)


class OccurrenceRow(SQLModel, table=True):
    """A rule fired for a person: the key that makes a second tick harmless.

    `message` is the key of the message that told of it; one of that key need not have been queued.
    Its columns begin with the person, whose rows are looked for as well: one index less to write.
    `person_id` is found in the table of people by the statement that writes the row: to have each
    checked once more takes PostgreSQL a fifth of a tick.
    """

    __tablename__ = "occurrence"
    __table_args__ = (UniqueConstraint("person_id", "rule", "obligation", "period_key"),)
    id: int | None = Field(default=None, primary_key=True)
    rule: str
    obligation: str
    period_key: str
    person_id: int
    at: datetime = Field(sa_type=Moment)
    message: str = ""
    skipped: str = ""


class SnoozeRow(SQLModel, table=True):
    __tablename__ = "snooze"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    until: datetime = Field(sa_type=Moment)
    asked_at: datetime = Field(sa_type=Moment)
    woken: bool = False


class StopRow(SQLModel, table=True):
    """Somebody does not want to be reminded of one period; the duty remains."""

    __tablename__ = "reminder_stop"
    __table_args__ = (UniqueConstraint("period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=Moment)


class DayRow(SQLModel, table=True):
    """A local day on which the office works, or not, otherwise than any file says."""

    __tablename__ = "office_day"
    day: date = Field(primary_key=True)
    worked: bool
    set_by: int
    at: datetime = Field(sa_type=Moment)


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
