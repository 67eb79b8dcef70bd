"""People in the middle of their answers while the bot is killed: all is kept, asked once."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from time import monotonic

import pytest

from bot.opening import open_office
from storage import people, registrations, self_checks
from storage.unit_of_work import Work
from tests.chaos.answering import CHECKING, REGISTERING, answering, gathered
from tests.chaos.ledger import Line, doubled, ledger, unmarked
from tests.chaos.size import SEED, SIZE, note
from tests.chaos.town import Town, town

pytestmark = pytest.mark.anyio


async def test_no_answer_is_lost_and_no_question_asked_again(tmp_path: Path) -> None:
    async with town(tmp_path, SIZE.people, SEED) as place:
        everyone = gathered(place)
        begun = monotonic()
        answers = asyncio.create_task(answering(place, everyone))
        messages = sum(len(somebody.steps) + 1 for somebody in everyone)
        for _ in range(SIZE.kills):
            await place.killed(messages // (SIZE.kills + 1))
        await place.live_on(answers.done)
        await answers
        lines = ledger(place)
        extra = doubled(place, lines)
        in_flight = sum(place.sending_at_kills)
        note(
            "conversations",
            {
                "people": SIZE.people,
                "kills": SIZE.kills,
                "faults": dict(place.weather.seen),
                "in flight at the kills": in_flight,
                "delivered but not answered": place.weather.unanswered,
                "lost": lost(place),
                "asked again": asked_again(lines),
                "doubled": sum(extra.values()),
                "seconds": round(monotonic() - begun),
            },
        )
        assert lost(place) == []
        assert asked_again(lines) == []
        assert sum(extra.values()) <= in_flight + place.weather.unanswered
        assert unmarked(extra, lines) == {}
        assert place.count("inbox", "state <> 'played'") == 0
        assert "Traceback" not in place.log
        assert " ERROR " not in place.log


def lost(place: Town) -> list[int]:
    """Whose answers are not kept, word for word, in the end."""
    database = open_office(place.settings)
    with database.work(place.clock.now()) as work:
        kept = {number: kept_of(work, number) for number in place.phones}
    database.close()
    return [number for number, words in kept.items() if words != expected(number)]


def kept_of(work: Work, number: int) -> list[tuple[str, str]]:
    account = people.account_of_chat(work, "telegram", "4242", str(number))
    who = account.person or 0
    registered = [filed.newest.content for filed in registrations.filed_by(work, who)]
    checked = [kept.check for kept in self_checks.self_checks_of(work, who)]
    return [
        *((content.task, content.product) for content in registered),
        *((remedy.action, check.note) for check in checked for remedy in check.remedies),
    ]


def expected(number: int) -> list[tuple[str, str]]:
    said = [step.answer.format(n=number) for step in (CHECKING if number % 2 else REGISTERING)]
    return [(said[1].removesuffix(" đến 15/11"), said[2])] if number % 2 else [(said[0], said[1])]


def asked_again(lines: list[Line]) -> list[tuple[int, str]]:
    """Questions that a chat was asked more than once, by the ledger: a double is one line there."""
    asked = Counter(
        (line.chat, step.asked)
        for line in lines
        for step in (*REGISTERING, *CHECKING)
        if step.asked in line.text
    )
    return [question for question, times in asked.items() if times > 1]
