"""People and their accounts: who is who, who can be reached where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import ColumnElement, bindparam, literal, or_, update
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from domain.delegation import Delegated
from domain.people import Person, Post, Role, Standing
from domain.vietnamese import sort_key
from locales.render import Reader
from storage import grants
from storage.tables import AccountRow, PersonRow, PostRow
from storage.unit_of_work import Work


class AccountState(StrEnum):
    ACTIVE = "active"
    BLOCKED = "blocked"  # the person blocked the bot, or deleted the chat
    GONE = "gone"  # the platform says that there is no such chat any more


@dataclass(frozen=True)
class Account:
    """A chat of one channel, and whose it is if it has been linked."""

    id: int
    channel: str
    bot: str
    chat: str
    person: int | None
    state: AccountState
    language: str | None
    foreground: int | None
    seen_revision: int | None = None
    last_heard_at: datetime | None = None  # UTC; when somebody last did anything there


def person(work: Work, id_: int) -> Person:
    """The person of that id; LookupError when there is none."""
    for found in people(work, ids=(id_,), also_left=True):
        return found
    raise LookupError(f"no person {id_}")


def people(
    work: Work, *, ids: Iterable[int] | None = None, also_left: bool = False
) -> tuple[Person, ...]:
    """People of the office in the order of a Vietnamese list of names."""
    whom, all_of_them = None if ids is None else set(ids), (PersonRow, also_left)
    query = select(PersonRow)
    if not also_left:
        query = query.where(col(PersonRow.left).is_(False))
    if whom is not None and all_of_them not in (work.memory or {}):
        return _found(work, query.where(col(PersonRow.id).in_(whom)))
    everyone = work.once(all_of_them, lambda: _found(work, query))
    return everyone if whom is None else tuple(person for person in everyone if person.id in whom)


def is_of_people(what: Hashable) -> bool:
    """Whether what is remembered under this is of the roster."""
    return isinstance(what, tuple) and what[0] is PersonRow


def present_of(work: Work, ids: Collection[int]) -> Mapping[int, Person]:
    """Those of these people who are still with the office, by id."""
    rows = work.session.exec(_PRESENT, params={"ids": list(ids)}).all()
    return {person.id: person for person in _read(work, rows)}


_PRESENT = select(PersonRow).where(
    col(PersonRow.id).in_(bindparam("ids", expanding=True)), col(PersonRow.left).is_(False)
)


def of_code(work: Work, code: str) -> Person | None:
    """Who has that staff number."""
    found = work.session.exec(select(PersonRow.id).where(PersonRow.code == code)).first()
    return person(work, found) if found is not None else None


def with_role(work: Work, *roles: Role) -> tuple[Person, ...]:
    """Those who have one of these roles, nobody else is loaded."""
    return work.once((PersonRow, roles), lambda: _with_role(work, roles))


def _with_role(work: Work, roles: tuple[Role, ...]) -> tuple[Person, ...]:
    today = grants.all_held(work).items() if Role.SPECIALIST in roles else ()
    granted = [id_ for id_, held in today if Delegated.SPECIALIST in held]
    return _found(work, _having(roles), {"granted": granted})


@cache
def _having(roles: tuple[Role, ...]) -> SelectOfScalar[PersonRow]:
    granted = col(PersonRow.id).in_(bindparam("granted", expanding=True))
    return select(PersonRow).where(
        col(PersonRow.left).is_(False), or_(*(_has_own(role) for role in roles), granted)
    )


def heads(work: Work) -> tuple[Person, ...]:
    """The heads of the office, then who acts as head today; nobody else is loaded."""
    here = col(PersonRow.left).is_(False)
    query = select(PersonRow).where(here, is_head(work))
    found = work.once((PersonRow, Standing.HEAD), lambda: _found(work, query))
    return tuple(sorted(found, key=lambda p: p.standing is not Standing.HEAD))


def has_role(work: Work, role: Role) -> ColumnElement[bool]:
    """The same as `Person.is_any`, for the database: by the roster, or delegated today."""
    own = _has_own(role)
    if role is not Role.SPECIALIST:
        return own
    return own | col(PersonRow.id).in_(grants.holders(work, Delegated.SPECIALIST))


@cache
def _has_own(role: Role) -> ColumnElement[bool]:
    return (literal(",") + col(PersonRow.roles) + literal(",")).contains(f",{role},")


def is_head(work: Work) -> ColumnElement[bool]:
    """The same as `Person.heads`, for the database."""
    acting = col(PersonRow.id).in_(grants.holders(work, Delegated.HEAD))
    return (col(PersonRow.standing) == Standing.HEAD) | acting


def _found(
    work: Work, query: SelectOfScalar[PersonRow], given: Mapping[str, object] | None = None
) -> tuple[Person, ...]:
    rows = work.session.exec(query, params=given).all()
    return tuple(sorted(_read(work, rows), key=lambda p: (sort_key(p.full_name), p.id)))


def _read(work: Work, rows: Sequence[PersonRow]) -> list[Person]:
    posts = _posts(work, [row.id for row in rows if row.id])
    held = grants.held(work, {row.id or 0 for row in rows})
    return [_person(row, posts[row.id or 0], held.get(row.id or 0, set())) for row in rows]


def _posts(work: Work, ids: list[int]) -> defaultdict[int, list[Post]]:
    found: defaultdict[int, list[Post]] = defaultdict(list)
    if not ids:
        return found
    query, given = (_POSTS_OF, {"ids": ids}) if len(ids) < _MANY else (_POSTS, None)
    for row in work.session.exec(query, params=given):
        found[row.person_id].append(Post(row.unit, row.position))
    return found


_MANY = 500  # of so many people, all posts are read
_POSTS = select(PostRow).order_by(col(PostRow.ordinal))
_POSTS_OF = _POSTS.where(col(PostRow.person_id).in_(bindparam("ids", expanding=True)))


def _person(row: PersonRow, posts: list[Post], held: set[Delegated]) -> Person:
    """As the roster has them, with what is delegated to them today."""
    own = frozenset(Role(role) for role in row.roles.split(",") if role)
    return Person(
        id=row.id or 0,
        full_name=row.full_name,
        posts=tuple(posts) or (Post("", ""),),
        standing=Standing(row.standing),
        roles=own | ({Role.SPECIALIST} if Delegated.SPECIALIST in held else set()),
        salutation=row.salutation,
        language=row.language,
        acts_as_head=Delegated.HEAD in held,
    )


def reader(work: Work, who: Person) -> Reader:
    """How sentences are rendered for this person."""
    return Reader(who.language, who.salutation, who.given, work.office.zone)


def stranger(work: Work, account: Account) -> Reader:
    """How sentences are rendered for someone who is not linked to the roster."""
    return Reader(account.language or "vi", Person.salutation, "", work.office.zone)


def reader_of(work: Work, account: Account) -> Reader:
    """How sentences are rendered in a chat, whoever it belongs to."""
    if account.person is None:
        return stranger(work, account)
    return reader(work, person(work, account.person))


def account_of_chat(work: Work, channel: str, bot: str, chat: str) -> Account:
    """The account of a chat, made when it is new."""

    def load() -> AccountRow:
        query = select(AccountRow).where(
            AccountRow.channel == channel, AccountRow.bot == bot, AccountRow.chat == chat
        )
        row = work.session.exec(query).first()
        if row is None:
            row = AccountRow(channel=channel, bot=bot, chat=chat, created_at=work.now)
            work.session.add(row)
            work.session.flush()
        return row

    return of_row(work.once(in_chat(channel, bot, chat), load))


def in_chat(channel: str, bot: str, chat: str) -> Hashable:
    """Under this an account is remembered."""
    return (AccountRow, channel, bot, chat)


def present(work: Work, id_: int) -> Person | None:
    """The person of that id if they are still with the office."""
    return work.once(who_is(id_), lambda: next(iter(people(work, ids=(id_,))), None))


def who_is(id_: int) -> Hashable:
    """Under this a person is remembered."""
    return (Person, id_)


def heard(work: Work, account_id: int) -> None:
    """Somebody did something in that chat just now."""
    work.session.later(_HEARD, {"account": account_id, "at": work.now})


_HEARD = (
    update(AccountRow)
    .where(col(AccountRow.id) == bindparam("account"))
    .values(last_heard_at=bindparam("at"))
)


def last_heard(work: Work, channel: str, bot: str, chat: str) -> datetime | None:
    """When (UTC) somebody last did anything in that chat."""
    query = select(AccountRow.last_heard_at).where(
        AccountRow.channel == channel, AccountRow.bot == bot, AccountRow.chat == chat
    )
    return work.session.exec(query).first()


def speaks(work: Work, known: Account, language: str) -> Account:
    """What language the chat's app speaks; used until the person is known."""
    row = work.session.get_one(AccountRow, known.id)
    row.language = "en" if language.startswith("en") else "vi"
    return of_row(row)


def account(work: Work, id_: int) -> Account:
    """The account of that id; LookupError when there is none."""
    row = work.session.get(AccountRow, id_)
    if row is None:
        raise LookupError(f"no account {id_}")
    return of_row(row)


def accounts(work: Work, ids: Iterable[int]) -> Mapping[int, Account]:
    """The accounts of these ids, by id."""
    rows = work.session.exec(_ACCOUNTS, params={"ids": list(ids)})
    return {row.id or 0: of_row(row) for row in rows}


_ACCOUNTS = select(AccountRow).where(col(AccountRow.id).in_(bindparam("ids", expanding=True)))


def account_rows(work: Work, person_id: int) -> Sequence[AccountRow]:
    """All chats that are linked to a person."""
    return work.once(chats_of(person_id), lambda: account_rows_of(work, [person_id])[person_id])


def chats_of(person_id: int) -> Hashable:
    """Under this the chats of a person are remembered."""
    return (AccountRow, person_id)


def account_rows_of(work: Work, persons: Collection[int]) -> Mapping[int, Sequence[AccountRow]]:
    """All chats that are linked to each of these people."""
    found: dict[int, list[AccountRow]] = {person: [] for person in persons}
    for row in work.session.exec(_CHATS_OF, params={"persons": list(persons)}):
        found[row.person_id or 0].append(row)
    return found


_CHATS_OF = select(AccountRow).where(
    col(AccountRow.person_id).in_(bindparam("persons", expanding=True))
)


def accounts_of(work: Work, person_id: int) -> tuple[Account, ...]:
    """A person's accounts that can be written to, newest link first."""
    query = (
        select(AccountRow)
        .where(AccountRow.person_id == person_id, AccountRow.state == AccountState.ACTIVE)
        .order_by(col(AccountRow.linked_at).desc())
    )
    return tuple(of_row(row) for row in work.session.exec(query))


def account_states(work: Work, ids: Collection[int]) -> Mapping[int, set[AccountState]]:
    """How the chats of each of these people are; none for who has no chat at all."""
    found: defaultdict[int, set[AccountState]] = defaultdict(set)
    query = select(AccountRow.person_id, AccountRow.state)
    for person, state in work.session.exec(query.where(col(AccountRow.person_id).in_(ids))):
        found[person or 0].add(AccountState(state))
    return found


def link(work: Work, account_id: int, person_id: int | None) -> None:
    """Tie an account to a person, or untie it."""
    row = work.session.get_one(AccountRow, account_id)
    row.person_id = person_id
    row.linked_at = work.now if person_id else None
    row.foreground = None


def set_state(work: Work, account_id: int, state: AccountState) -> None:
    work.session.get_one(AccountRow, account_id).state = state


def set_foreground(work: Work, account_id: int, draft: int | None) -> None:
    work.session.get_one(AccountRow, account_id).foreground = draft


def saw(work: Work, account_id: int, revision: int) -> None:
    """The draft in the foreground of this chat has been shown there as it is at that revision."""
    work.session.get_one(AccountRow, account_id).seen_revision = revision


def set_language(work: Work, person_id: int, language: str) -> None:
    work.session.get_one(PersonRow, person_id).language = language


def of_row(row: AccountRow) -> Account:
    """The account that a row describes."""
    return Account(
        row.id or 0,
        row.channel,
        row.bot,
        row.chat,
        row.person_id,
        AccountState(row.state),
        row.language,
        row.foreground,
        row.seen_revision,
        row.last_heard_at,
    )
