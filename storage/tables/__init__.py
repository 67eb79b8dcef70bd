"""The rows, private to `storage`. What is sensitive is a sealed `bytes` column (see `vault`)."""

from storage.tables.duties import (
    ObstacleRow,
    RegistrationRow,
    RemedyRow,
    RevisionRow,
    SelfCheckRow,
    TaskNoteRow,
    TaskResultRow,
)
from storage.tables.people import (
    AbsenceRow,
    AccountRow,
    AttemptRow,
    CodeRow,
    ConsentRow,
    CorrectionRow,
    PersonRow,
    PostRow,
    ReplacementRow,
)
from storage.tables.plan import (
    DigestRow,
    DoneRow,
    OccurrenceRow,
    PeriodRow,
    PlanVersionRow,
    SignTextRow,
    SnoozeRow,
    TickRow,
)
from storage.tables.records import AuditRow, BroadcastRow, FileRow, RecipientRow
from storage.tables.talk import DraftRow, InboxRow, MenuRow, OutboxRow

__all__ = [
    "AbsenceRow",
    "AccountRow",
    "AttemptRow",
    "AuditRow",
    "BroadcastRow",
    "CodeRow",
    "ConsentRow",
    "CorrectionRow",
    "DigestRow",
    "DoneRow",
    "DraftRow",
    "FileRow",
    "InboxRow",
    "MenuRow",
    "ObstacleRow",
    "OccurrenceRow",
    "OutboxRow",
    "PeriodRow",
    "PersonRow",
    "PlanVersionRow",
    "PostRow",
    "RecipientRow",
    "RegistrationRow",
    "RemedyRow",
    "ReplacementRow",
    "RevisionRow",
    "SelfCheckRow",
    "SignTextRow",
    "SnoozeRow",
    "TaskNoteRow",
    "TaskResultRow",
    "TickRow",
]
