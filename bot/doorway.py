"""The door: what a chat not linked to anyone may do, and what /start means to those inside.

A stranger can send a code, confirm who it is for, and learn how to get a code; nothing else. Every
event of a stranger ends here, so no action or conversation can be reached without being linked.
"""

from __future__ import annotations

import logging

from bot.channels.base import Event, Pressed, Started, Typed
from bot.turn import Turn
from domain.channels import abilities
from domain.effects import Begin, Refused, Show
from domain.enrolment import Issued, ShowCommands
from domain.message import Do, Message, Target, say
from domain.people import Person, Role
from handlers import enrolling
from handlers import linking as added
from handlers.command_menu import commands_for
from storage import (
    codes,
    consents,
    enrolment,
    linking,
    menus,
    outbox,
    people,
    places,
    strangers,
)
from storage.consents import Purpose
from storage.outbox import Posting
from storage.unit_of_work import clean

log = logging.getLogger("tusoi.doorway")


def meet(turn: Turn, event: Event) -> None:
    """Whatever a stranger sends leads in, or to the one sentence that says how to get in."""
    if places.is_beyond(turn.work, turn.account):
        _send_on(turn)
        return
    match event:
        case Started(payload) if payload:
            _try(turn, payload)
        case Typed(text) if (typed := enrolling.code_in(clean(text))) is not None:
            _try(turn, typed)
        case Typed(text) if (said := enrolling.yes_or_no(clean(text))) is not None:
            _say(turn, said)
        case Pressed():
            _aim(turn, menus.pressed(turn.work, turn.account.id, event.data))
        case _:
            _show_the_way(turn)


def come_back(turn: Turn, who: Person, payload: str) -> None:
    """/start from somebody linked: consent first where it was never asked, else the menu."""
    if payload:
        turn.reply(enrolling.linked_already())
    if consents.latest(turn.work, who.id, Purpose.KEEP) is None:
        turn.begins.append(Begin("consent"))
    else:
        turn.begins.append(Show("menu"))


def _show_the_way(turn: Turn) -> None:
    waiting = enrolment.is_waiting(turn.work, turn.account.id)
    _once_a_minute(turn, "way in", enrolling.WAITING if waiting else enrolling.WAY_IN)


def _send_on(turn: Turn) -> None:
    """To the bot of the same platform that has most room."""
    place = places.roomiest(turn.work, turn.account.channel)
    _once_a_minute(turn, "full", enrolling.full(place.link("") if place else None))


def _once_a_minute(turn: Turn, about: str, message: Message) -> None:
    """However fast a stranger writes, one sentence a minute is enough; the key sees to it."""
    key = f"{about}:{turn.account.id}:{turn.work.now:%Y%m%d%H%M}"
    if strangers.may_be_told(turn.work, turn.account):
        outbox.say(turn.work, turn.account, turn.reader, message, Posting(key=key))


def _tell(turn: Turn, message: Message) -> None:
    """Answer somebody who has shown no code that opens."""
    if strangers.may_be_told(turn.work, turn.account):
        turn.replace(message)


def _try(turn: Turn, typed: str) -> None:
    until = codes.closed_until(turn.work, turn.account.id)
    if until is None and typed.isdecimal():
        until = codes.guessed_until(turn.work)
    if until is not None:
        _once_a_minute(turn, "closed", enrolling.closed(until))
        return
    issued = codes.find_code(turn.work, typed)
    if issued is None or issued.channel not in {"", turn.account.channel}:
        _count(turn)
    elif issued.channel:
        _add(turn, issued)
    else:
        person = people.person(turn.work, issued.person)
        turn.reply(enrolling.is_this_you(issued.id, person))


def _add(turn: Turn, issued: Issued) -> None:
    """The code was shown to its person in a chat of theirs: nobody else need agree."""
    others = linking.add(turn.work, turn.account, issued)
    person = people.person(turn.work, issued.person)
    if isinstance(others, Refused):
        turn.reply(say(others.reason))
        return
    names = [abilities(other.channel).title for other in others]
    turn.person, turn.account = person, people.account(turn.work, turn.account.id)
    turn.reply(added.added_here(abilities(turn.account.channel).title, names))
    _tell_others(turn, person)
    _let_in(turn, person)


def hears_a_code(turn: Turn, who: Person, text: str) -> bool:
    """In a chat that is somebody's a code opens nothing; what it is for is told."""
    typed = enrolling.code_in(clean(text))
    issued = codes.find_code(turn.work, typed) if typed else None
    if issued is not None and issued.person == who.id and issued.channel:
        turn.reply(added.other_app(abilities(issued.channel).title))
    elif turn.account.foreground is None and enrolling.is_bare_code(clean(text)):
        turn.reply(enrolling.linked_already())
    else:
        return False
    return True


def _count(turn: Turn) -> None:
    account = turn.account.id
    codes.count_wrong(turn.work, account)
    log.warning("a code that opens nothing was tried by account %s", account)
    until = codes.closed_until(turn.work, account)
    if until is not None:
        _tell(turn, enrolling.closed(until))
    else:
        _tell(turn, enrolling.wrong_code(codes.tries_left(turn.work, account)))
    if (together := codes.guessed_until(turn.work)) is not None:
        for issuer in people.with_role(turn.work, Role.SPECIALIST, Role.ADMIN):
            turn.notify(enrolling.guessing(issuer, together, turn.work.today))


def _say(turn: Turn, yes: bool) -> None:
    """Typed where a button was meant: the newest question of this chat, if there is one."""
    newest = menus.newest(turn.work, turn.account.id)
    index = 0 if yes else 1
    _aim(turn, newest[index].target if index < len(newest) else None)


def _aim(turn: Turn, target: Target | None) -> None:
    match target:
        case Do("enrol_yes", code):
            _enter(turn, int(code))
        case Do("enrol_no"):
            _tell(turn, enrolling.NOT_ME)
        case _:
            _show_the_way(turn)


def _enter(turn: Turn, code: int) -> None:
    issued = codes.code(turn.work, code)
    if issued is None:
        _tell(turn, enrolling.GONE)
        return
    person = people.person(turn.work, issued.person)
    entered = enrolment.enter(turn.work, turn.account, issued)
    if entered.waits is not None:
        _ask(turn, person, entered.waits)
        return
    for old in entered.replaced:
        reader = people.reader(turn.work, person)
        outbox.say(turn.work, people.account(turn.work, old), reader, enrolling.REPLACED)
    _welcome(turn, person)
    _tell_others(turn, person)


def _ask(turn: Turn, person: Person, replacement: int) -> None:
    replaces = enrolment.phones(turn.work, person.id, turn.account.channel)
    beside = "" if replaces else abilities(turn.account.channel).title
    turn.replace(enrolling.waits(person, beside))
    for decider in enrolment.deciders(turn.work, person.id):
        turn.notify(enrolling.ask_decider(decider, person, replacement, beside))


def _tell_others(turn: Turn, person: Person) -> None:
    """The chats a person has on other channels learn of this one."""
    told = added.added_elsewhere(abilities(turn.account.channel).title)
    for other in people.accounts_of(turn.work, person.id):
        if other.id != turn.account.id:
            outbox.say(turn.work, other, turn.reader, told)


def _welcome(turn: Turn, person: Person) -> None:
    turn.person = person
    turn.account = people.account(turn.work, turn.account.id)
    turn.replace(enrolling.welcome(turn.work.now))
    _let_in(turn, person)


def _let_in(turn: Turn, person: Person) -> None:
    menu = ShowCommands(person.id, commands_for(person, person.language))
    enrolment.show_commands(turn.work, person, menu)
    if consents.may_keep(turn.work, person.id):
        turn.begins.append(Show("menu"))
    else:  # whoever took consent back and comes in again may have thought better of it
        turn.begins.append(Begin("consent"))
