"""What people of the demo's office do of their own accord: open their link, review, tick papers.

An errand is a few steps on one's own phone; what the bot then asks is answered by reading.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Protocol, TypeAlias

from bot.sandbox.phones import Handset
from bot.sandbox.reading import Type, press
from bot.sandbox.stage import Member, Stage
from domain.channels import TELEGRAM
from domain.people import Role, Standing


class Step(Protocol):
    """Something done with a phone."""

    def do(self, phone: Handset) -> None: ...


Steps: TypeAlias = Iterator[Step]
Errand: TypeAlias = Callable[[Handset], Awaitable[Steps]]


@dataclass(frozen=True)
class Open:
    """Open a link that carries this."""

    payload: str

    def do(self, phone: Handset) -> None:
        phone.start(self.payload)


class Block:
    """Have enough of it."""

    def do(self, phone: Handset) -> None:
        phone.block()


def enter(stage: Stage, member: Member) -> Errand:
    """Open one's link, or type the code where no link carries it."""

    async def errand(_phone: Handset) -> Steps:
        issued = await stage.invitation(member.person)
        return iter((Open(issued.token) if member.channel == TELEGRAM else Type(issued.spoken),))

    return errand


def add_app(first: Handset) -> Errand:
    """Type the code that the chat in one's first app shows."""

    async def errand(_phone: Handset) -> Steps:
        found = _CODE.search(first.last.text)
        return iter((Type(found[0]),) if found else ())

    return errand


_CODE = re.compile(r"\b\d{3} \d{3}\b")


async def block(_phone: Handset) -> Steps:
    return iter((Block(),))


def on_phone(command: str, *labels: str) -> Errand:
    """Type a command, then tap through buttons by their words; a button not there ends it."""

    async def errand(phone: Handset) -> Steps:
        return _tapping(phone, command, labels)

    return errand


def _tapping(phone: Handset, command: str, labels: tuple[str, ...]) -> Steps:
    yield Type(command)
    for label in labels:
        found = press(phone.last, label)
        if found is None:
            return
        yield found


def tick_papers(*names: str) -> Errand:
    """Go through the list of papers and tick those of these people."""

    async def errand(phone: Handset) -> Steps:
        return _ticking(phone, names)

    return errand


def _ticking(phone: Handset, names: tuple[str, ...]) -> Steps:
    yield Type("/banky")
    for _page in range(_PAGES):
        for line in phone.last.text.splitlines():
            found = _PAPER.match(line)
            if found and found["who"] in names and (box := press(phone.last, rf"{found['n']}$")):
                yield box
        further = press(phone.last, "sau$")
        if further is None:
            return
        yield further


_PAPER = re.compile(r"☐ (?P<n>\d+)\. (?P<who>[^:]+):")
_PAGES = 8
RECEIVE = on_phone("/duyet", r"tiep nhan ca|1$", r"tiep nhan ca|da tiep nhan")
RETURN_ONE = on_phone("/duyet", "2$", "de nghi bo sung")
TICK_PAPERS = tick_papers("Cao Minh Triết", "Tô Thị Thảo", "Lương Thị Hồng Gấm")
ASK_FOR_APP = on_phone("/kenh", "them ")
CONFIRM = on_phone("/duyet", r"xac nhan ca|1$", r"xac nhan")

#: Days after the codes were issued (a Friday), local time, who, what.
_FIRST_WEEKS: tuple[tuple[int, time, Role | Standing, Errand], ...] = (
    (4, time(9, 0), Role.SPECIALIST, RECEIVE),
    (7, time(8, 5), Role.SPECIALIST, RETURN_ONE),
    (10, time(10, 0), Role.SPECIALIST, TICK_PAPERS),
)
_WEEKS = 15


def office_work(
    start: datetime, zone: tzinfo
) -> Iterator[tuple[datetime, Role | Standing, Errand]]:
    """What the specialist and the head do by themselves, from the day the codes are issued."""
    first = start.astimezone(zone).date()
    plan = [*_FIRST_WEEKS]
    for week in range(1, _WEEKS):
        for day in (7 * week + 3, 7 * week + 5):  # Mondays and Wednesdays
            plan.append((day, time(15, 0), Role.SPECIALIST, RECEIVE))
        plan.append((7 * week + 6, time(14, 0), Standing.HEAD, CONFIRM))
    for days, at, who, errand in plan:
        yield datetime.combine(first + timedelta(days=days), at, zone), who, errand
