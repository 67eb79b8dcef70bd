"""The documents of the office: what there is, and one at a time."""

from __future__ import annotations

from bot.registry import Subject, action
from domain.message import Do
from handlers import reporting
from storage.reporting import load_offered, load_shelf

SUBJECT = Subject(
    # Office work: whether one's own things are kept here is another matter.
    actions=(
        action(reporting.DOCUMENTS, load_shelf, needs_consent=False),
        action(reporting.DOCUMENT, load_offered, needs_consent=False),
    ),
    commands={"baocao": Do("documents")},
)
