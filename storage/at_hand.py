"""What the turns that wait together begin with, asked of the database once for all of them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import tuple_
from sqlmodel import col, select

from domain.consent import Purpose
from storage import consents, people
from storage.tables import AccountRow, DraftRow
from storage.unit_of_work import Work

Chat = tuple[str, str, str]  # channel, bot, chat


def gather(work: Work, chats: Collection[Chat]) -> None:
    """From here on `work` remembers: these chats, whose they are, their consents, their drafts."""
    memory = work.memory = {}
    place = tuple_(col(AccountRow.channel), col(AccountRow.bot), col(AccountRow.chat))
    rows = work.session.exec(select(AccountRow).where(place.in_(chats))).all()
    ids = {row.person_id for row in rows if row.person_id is not None}
    present = {person.id: person for person in people.people(work, ids=ids)}
    given = consents.latest_of(work, ids, Purpose.KEEP)
    memory |= {people.in_chat(row.channel, row.bot, row.chat): row for row in rows}
    memory |= {people.who_is(id_): present.get(id_) for id_ in ids}
    memory |= {consents.word_of(id_, Purpose.KEEP): given.get(id_) for id_ in ids}
    open_ = [row.foreground for row in rows if row.foreground is not None]
    memory[DraftRow] = work.session.exec(select(DraftRow).where(col(DraftRow.id).in_(open_))).all()
