"""Linking a chat to a person, and the second phone that waits for the specialist's word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import col, select

from domain.channels import abilities
from domain.effects import Refused
from domain.enrolment import DecideReplacement, Issued, SecondPhone, ShowCommands, Tell
from domain.outgoing import SetCommands
from domain.people import Person, Role
from domain.text import _
from locales.render import render
from storage import codes, consents, desk_sessions, links, outbox, people
from storage.outbox import SendState
from storage.people import Account, AccountState
from storage.tables import AccountRow, OutboxRow, ReplacementRow
from storage.unit_of_work import Work


class Waiting(StrEnum):
    """What became of a second phone."""

    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"
    OVERTAKEN = "overtaken"  # another phone came meanwhile


@dataclass(frozen=True)
class Entered:
    """A code has been used: the chat is linked, or `waits` is the number of its replacement."""

    waits: int | None = None
    replaced: tuple[int, ...] = ()


def enter(work: Work, account: Account, issued: Issued) -> Entered:
    """Use a code of the roster for this chat: linked at once, unless the person has a chat already.

    A second one waits while there is somebody to decide; where there is nobody but the person,
    whoever runs the server has issued the code, and that decides it. It replaces what the person
    has on the same channel, through whichever bot, and stands beside what is on another.
    """
    codes.use(work, issued)
    old = phones(work, issued.person, account.channel)
    if _has_chats(work, issued.person) and deciders(work, issued.person):
        return Entered(_wait(work, account, issued.person))
    _replace(work, old, account.id, issued.person)
    work.audit(issued.person, "enrolled", f"account:{account.id}")
    return Entered(replaced=old)


def _replace(work: Work, old: tuple[int, ...], new: int, person: int) -> None:
    for account in old:
        unlink(work, account)
    overtake(work, person, new)
    people.link(work, new, person)
    people.set_state(work, new, AccountState.ACTIVE)


def phones(work: Work, person: int, channel: str) -> tuple[int, ...]:
    """The accounts a person has on a channel, blocked ones too: they can come back."""
    query = select(AccountRow.id).where(
        AccountRow.person_id == person, AccountRow.channel == channel
    )
    return tuple(id_ for id_ in work.session.exec(query) if id_ is not None)


def _has_chats(work: Work, person: int) -> bool:
    query = select(AccountRow.id).where(AccountRow.person_id == person)
    return work.session.exec(query.limit(1)).first() is not None


def overtake(work: Work, person: int, account: int) -> None:
    """What still waits for the specialist's word has become pointless: another chat for this
    person, and another person for this chat, which would take it from whom it belongs to."""
    row = ReplacementRow
    overtaken = (
        update(row)
        .where((col(row.person_id) == person) | (col(row.account_id) == account))
        .where(col(row.state) == Waiting.WAITING)
        .values(state=Waiting.OVERTAKEN, decided_at=work.now)
    )
    work.session.execute(overtaken)


def _wait(work: Work, account: Account, person: int) -> int:
    overtake(work, person, account.id)
    row = ReplacementRow(person_id=person, account_id=account.id, asked_at=work.now)
    work.session.add(row)
    work.session.flush()
    work.audit(person, "replacement_asked", f"account:{account.id}")
    return row.id or 0


def is_waiting(work: Work, account: int) -> bool:
    """Whether this chat waits for the specialist's word."""
    query = select(ReplacementRow.id).where(
        ReplacementRow.account_id == account, ReplacementRow.state == Waiting.WAITING
    )
    return work.session.exec(query).first() is not None


def deciders(work: Work, person: int) -> tuple[Person, ...]:
    """Who is asked about a person's second phone: specialists, else admins, never the person."""
    for role in (Role.SPECIALIST, Role.ADMIN):
        if found := tuple(p for p in people.with_role(work, role) if p.id != person):
            return found
    return ()


def second_phone(work: Work, who: Person, subject: str) -> SecondPhone | Refused:
    """What is to be decided; refused to those who may not, and once it has been decided."""
    row = work.session.get(ReplacementRow, int(subject)) if subject.isdecimal() else None
    if row is None or not who.is_any(Role.SPECIALIST, Role.ADMIN) or who.id == row.person_id:
        return Refused(_("You cannot decide about this phone."))
    if row.state != Waiting.WAITING:
        return Refused(_("That has been decided already; nothing was changed."))
    channel = people.account(work, row.account_id).channel
    return SecondPhone(
        id=row.id or 0,
        person=people.person(work, row.person_id),
        old=phones(work, row.person_id, channel),
        new=row.account_id,
        channel=abilities(channel).title,
        beside=tuple(
            chat.id for chat in people.accounts_of(work, row.person_id) if chat.channel != channel
        ),
        has_consented=consents.may_keep(work, row.person_id),
    )


def phones_waiting(work: Work, who: Person, _subject: str) -> tuple[SecondPhone, ...]:
    """The second phones that wait for this person's word, the one asked for first first."""
    query = select(ReplacementRow.id).where(ReplacementRow.state == Waiting.WAITING)
    numbers = work.session.exec(query.order_by(col(ReplacementRow.id))).all()
    found = (second_phone(work, who, str(number)) for number in numbers)
    return tuple(phone for phone in found if isinstance(phone, SecondPhone))


def decide_replacement(work: Work, who: Person, effect: DecideReplacement) -> Refused | None:
    """Put the new phone in the place of the old one, or leave everything as it is."""
    found = second_phone(work, who, str(effect.replacement))
    if isinstance(found, Refused):
        return found
    row = work.session.get_one(ReplacementRow, found.id)
    row.state = Waiting.AGREED if effect.agreed else Waiting.DECLINED
    row.decided_at, row.decided_by = work.now, who.id
    if effect.agreed:
        _replace(work, found.old, found.new, found.person.id)
    work.audit(who.id, f"replacement_{row.state}", f"person:{found.person.id}")
    return None


def unlink(work: Work, account: int) -> None:
    """This chat is nobody's any more; what still waited to be sent there stays unsaid, what is on
    its way is not tried again; links handed out there lead nowhere, codes shown there open nothing.
    """
    person = people.account(work, account).person
    if person is not None:
        codes.revoke_shown(work, person)
        links.revoke(work, person, by=None)
        desk_sessions.end(work, person, by=None)
    people.link(work, account, None)
    of_before = (
        outbox.under_way(OutboxRow),
        col(OutboxRow.account_id) == account,
        col(OutboxRow.created_at) < work.now,
    )
    waiting = update(OutboxRow).where(*of_before, col(OutboxRow.state) == SendState.QUEUED)
    unsaid = waiting.values(state=SendState.CANCELLED, problem="unlinked", sealed=None)
    work.session.execute(unsaid)
    flying = update(OutboxRow).where(*of_before, col(OutboxRow.state) == SendState.SENDING)
    work.session.execute(flying.values(expires=work.now))


def tell(work: Work, _who: Person, effect: Tell) -> None:
    """Say it in that chat."""
    reader = people.reader(work, people.person(work, effect.person))
    outbox.say(work, people.account(work, effect.account), reader, effect.message)


def show_commands(work: Work, _who: Person, effect: ShowCommands) -> None:
    """Set the menu of commands in every chat of that person that can show one."""
    reader = people.reader(work, people.person(work, effect.person))
    commands = tuple((name, render(words, reader)) for name, words in effect.commands)
    for account in people.accounts_of(work, effect.person):
        if abilities(account.channel).commands:
            outbox.post(work, account, SetCommands(commands))
