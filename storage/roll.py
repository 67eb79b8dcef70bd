"""The list of people at the desk: searched, sorted and turned by the database, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, select
from sqlmodel import col

from domain.channels import abilities
from domain.desk import Owed, PeopleList, PersonInList, Search, Which
from domain.people import Person
from domain.vietnamese import fold
from storage import completions, digests, people, periods
from storage.desk import has_no_chat
from storage.people import AccountState
from storage.tables import AccountRow, PersonRow, PostRow
from storage.unit_of_work import Work

PAGE = 50


def load(work: Work, search: Search) -> PeopleList:
    """The people that were looked for, with how they stand with what is open."""
    wanted = _wanted(work, search)
    found = work.session.scalar(select(func.count()).select_from(PersonRow).where(*wanted)) or 0
    page = min(search.page, max(0, (found - 1) // PAGE))
    order = (col(PersonRow.sorts), col(PersonRow.id))
    query: Select[int | None] = select(col(PersonRow.id)).where(*wanted).order_by(*order)
    ids = [id_ or 0 for id_ in work.session.scalars(query.offset(page * PAGE).limit(PAGE))]
    return PeopleList(
        replace(search, page=page), _lines(work, ids, search.which), found, units(work), PAGE
    )


def _wanted(work: Work, search: Search) -> list[ColumnElement[bool]]:
    """Every word that was typed is in the name, or it is the whole staff number."""
    here = col(PersonRow.left).is_(search.which is Which.LEFT)
    wanted = [here, *((has_no_chat(),) if search.which is Which.NOT_CONNECTED else ())]
    if typed := search.words.strip():
        wanted.append(is_named(typed) | (col(PersonRow.code) == typed))
    if search.owing:
        period = periods.period(work, search.owing)
        owing = completions.missing(work, period) if period is not None else ()
        wanted.append(col(PersonRow.id).in_(owing))
    if search.unit:
        wanted.append(
            exists().where(
                col(PostRow.person_id) == col(PersonRow.id), col(PostRow.unit) == search.unit
            )
        )
    return wanted


def is_named(typed: str) -> ColumnElement[bool]:
    """Whether every word that was typed stands in a person's name, accents aside."""
    words = fold(typed).split()
    named = (col(PersonRow.folded).contains(word, autoescape=True) for word in words)
    return and_(*named) if words else false()


def _lines(work: Work, ids: Sequence[int], which: Which) -> tuple[PersonInList, ...]:
    known = {person.id: person for person in people.people(work, ids=ids, also_left=True)}
    chats = _chats(work, ids)
    owed = owed_now(work, list(known.values())) if which is not Which.LEFT else {}
    return tuple(
        PersonInList(known[id_], which is Which.LEFT, tuple(chats[id_]), owed.get(id_, ()))
        for id_ in ids
    )


def owed_now(work: Work, whom: Sequence[Person]) -> Mapping[int, tuple[Owed, ...]]:
    """How each of these people stands with what is open now."""
    which = digests.open_now(work)
    titles = {period.id: periods.short_title_of(work, period) for period in which}
    return {
        person: tuple(Owed(period, titles[period], how) for period, how in standings.items())
        for person, standings in completions.standings(work, whom, which).items()
    }


def _chats(work: Work, ids: Sequence[int]) -> Mapping[int, list[str]]:
    """On which channels each of them has a chat; one they have blocked is not told here."""
    query = select(col(AccountRow.person_id), col(AccountRow.channel)).where(
        col(AccountRow.person_id).in_(ids), col(AccountRow.state) == AccountState.ACTIVE
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for person, channel in work.session.execute(query.order_by(col(AccountRow.id))):
        found[person or 0].append(abilities(channel).title)
    return found


def units(work: Work) -> tuple[str, ...]:
    """What the posts of the roster are in, by name."""
    query = select(col(PostRow.unit)).where(col(PostRow.unit) != "").distinct()
    return tuple(sorted(work.session.scalars(query), key=fold))
