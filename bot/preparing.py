"""The door to documents: what makes them (openpyxl, python-docx) is loaded with the first."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.base import File
from domain.message import Attachment
from storage.unit_of_work import Work


def prepare(work: Work, attachment: Attachment, person_id: int | None) -> Callable[[], File]:
    """As `bot.documents.prepare`."""
    from bot import documents

    return documents.prepare(work, attachment, person_id)
