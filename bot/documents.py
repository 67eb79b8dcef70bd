"""The one place that knows which report makes which document."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.channels.base import File
from domain.message import Attachment, Document
from domain.people import Person
from storage import people
from storage.unit_of_work import Work

#: Loads for one reader, about a subject; the returned function makes the bytes on another thread.
Maker = Callable[[Work, Person, str], Callable[[], File]]

_MAKERS: Mapping[Document, Maker] = {}


def prepare(work: Work, attachment: Attachment, person_id: int | None) -> Callable[[], File]:
    """Load what a document is made of, with its reader's rights as they are now.

    PermissionError where nobody, or somebody without the right to it, would read it.
    """
    reader = people.present(work, person_id) if person_id is not None else None
    if reader is None:
        raise PermissionError(f"{attachment.document} has no reader")
    return _MAKERS[attachment.document](work, reader, attachment.subject)
