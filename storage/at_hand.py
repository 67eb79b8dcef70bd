"""What the turns that wait together begin with, asked of the database once for all of them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, tuple_
from sqlmodel import col, select

from domain.consent import Purpose
from storage import consents, deadlines, drafts, people, registrations
from storage.tables import AccountRow
from storage.unit_of_work import Memory, Work

Chat = tuple[str, str, str]  # channel, bot, chat


def gather(work: Work, chats: Collection[Chat]) -> None:
    """From here on `work` remembers: these chats, whose they are, and what nearly every turn of
    these people asks for: their consents, what they have under way, what they have
    registered, what other deadlines they were given.
    """
    memory = work.memory = {}
    rows = work.session.exec(_IN_CHATS, params={"chats": list(chats)}).all()
    memory |= {people.in_chat(row.channel, row.bot, row.chat): row for row in rows}
    ids = {row.person_id for row in rows if row.person_id is not None}
    if ids:
        _of_people(work, memory, ids)


_PLACE = tuple_(col(AccountRow.channel), col(AccountRow.bot), col(AccountRow.chat))
_IN_CHATS = select(AccountRow).where(_PLACE.in_(bindparam("chats", expanding=True)))


def _of_people(work: Work, memory: Memory, ids: Collection[int]) -> None:
    present = people.present_of(work, ids)
    given = consents.latest_of(work, ids, Purpose.KEEP)
    memory |= {people.who_is(id_): present.get(id_) for id_ in ids}
    memory |= {consents.word_of(id_, Purpose.KEEP): given.get(id_) for id_ in ids}
    for key, load in _ROWS:
        memory |= {key(id_): rows for id_, rows in load(work, ids).items()}


_ROWS = (
    (people.chats_of, people.account_rows_of),
    (drafts.under_way, drafts.rows_of),
    (registrations.own_of, registrations.own_rows),
    (deadlines.own_of, deadlines.own_rows),
)
