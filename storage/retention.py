"""What is not kept for ever: words once they have been said, and updates once they are played."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select, update
from sqlmodel import col

from domain.broadcast import OVER
from storage import outbox
from storage.tables import BroadcastRow, FileRow, InboxRow, LinkRow
from storage.unit_of_work import Work

#: How long the words of a message stay for whoever asks what was said.
WORDS = timedelta(days=30)
#: How long an update set aside, a file nobody decided on or a link that leads nowhere is kept.
LEFT_LYING = timedelta(days=7)


def clear(work: Work) -> None:
    """Erase what has had its time; the rows that tell what happened when stay."""
    outbox.forget(work, work.now - WORDS)
    lying = work.now - LEFT_LYING
    played = delete(InboxRow).where(
        col(InboxRow.state) == "played", col(InboxRow.received_at) < lying
    )
    work.session.execute(played)  # platforms repeat an update within a day at most
    aside = (
        update(InboxRow)
        .where(col(InboxRow.state) == "aside", col(InboxRow.received_at) < lying)
        .values(sealed=None)
    )
    work.session.execute(aside)
    files = update(FileRow).where(col(FileRow.at) < lying, col(FileRow.state) == "fetched")
    files = files.where(col(FileRow.id).not_in(_files_to_go_out(lying)))
    work.session.execute(files.values(state="dropped", sealed=None))
    work.session.execute(delete(LinkRow).where(col(LinkRow.expires_at) < lying))


def _files_to_go_out(lying: datetime) -> Select[int | None]:
    """Files of announcements that are not over, or not for long: somebody may open them yet."""
    over = col(BroadcastRow.state).in_(OVER) & (col(BroadcastRow.finished_at) < lying)
    return select(col(BroadcastRow.file_id)).where(col(BroadcastRow.file_id).is_not(None), ~over)
