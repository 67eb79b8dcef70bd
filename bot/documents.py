"""The one place that knows which report makes which document."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.channels.base import File
from domain.message import Attachment, Document
from domain.people import Person
from reports.my_data import my_data_text
from storage import my_data, people
from storage.unit_of_work import Work

#: Loads for one reader, about a subject; the returned function makes the bytes on another thread.
Maker = Callable[[Work, Person, str], Callable[[], File]]


def _my_data(work: Work, reader: Person, subject: str) -> Callable[[], File]:
    """/dulieu: for nobody but the person it is about."""
    if subject != str(reader.id):
        raise PermissionError("one's data are shown to oneself only")
    data, now, words = my_data.gather(work, reader.id), work.now, people.reader(work, reader)
    return lambda: File("du-lieu-cua-toi.txt", my_data_text(data, now, words))


_MAKERS: Mapping[Document, Maker] = {Document.MY_DATA: _my_data}


def prepare(work: Work, attachment: Attachment, person_id: int | None) -> Callable[[], File]:
    """Load what a document is made of, with its reader's rights as they are now.

    PermissionError where nobody, or somebody without the right to it, would read it.
    """
    reader = people.present(work, person_id) if person_id is not None else None
    if reader is None:
        raise PermissionError(f"{attachment.document} has no reader")
    return _MAKERS[attachment.document](work, reader, attachment.subject)
