"""How many messages each conversation takes on Zalo, where they are counted: both ways together.

Each `each/*.txt` is played on Zalo alone and read as the others are (`playing`); what
follows "# counted from here" is the conversation. `UPDATE=1` also writes the table of docs/zalo.md.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from bot.channels.parts import numbered
from domain.channels import ZALO
from domain.outgoing import Say
from domain.plan import Kind
from domain.quota import A_PART
from scheduler import quota
from tests.office import SmallOffice
from tests.transcripts.playing import act, acts

FOLDER = Path(__file__).parent / "each"
PAGE = Path(__file__).parent.parent.parent / "docs" / "zalo.md"
_FROM_HERE = "# counted from here"
#: What issue 3 asks for, and what else the plan brings: file, words for the table, the most.
MOST = {
    "enrolment": ("Coming in: code, confirmation, consent", 8),
    "registration": ("Registering one's key task", 6),
    "review": ("Receiving a registration: the specialist's part and the notice", 5),
    "collective": ("Registering the office's task", 6),
    "self_check_first": ("The first self-check, with the consent it needs, and no sign", 6),
    "self_check_nothing": ("A self-check with no sign", 4),
    "self_check_two_signs": ("A self-check with two signs, each with a remedy", 6),
    "result": ("Telling how the task ended", 8),
    "report": ("Saying that a report has been sent", 2),
    "inquiry": ("Answering a question that somebody asks", 2),
}
#: What the forecast reckons with, by file.
RECKONED = {
    "enrolment": quota.ENROLMENT,
    "registration": quota.CONVERSATION[Kind.REGISTRATION],
    "review": quota.REVIEW,
    "collective": quota.CONVERSATION[Kind.COLLECTIVE],
    "self_check_two_signs": quota.CONVERSATION[Kind.SELF_CHECK],
    "result": quota.CONVERSATION[Kind.RESULT],
    "report": quota.CONVERSATION[Kind.REPORT],
    "inquiry": quota.CONVERSATION[Kind.INQUIRY],
}


@cache
def played(name: str) -> tuple[str, int, bool]:
    """The conversation as it reads, how many messages went either way, and whether it is over."""
    written = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    office, lines, counting, count = SmallOffice(channel=ZALO), [], False, 0
    for line in acts(written):
        counting = counting or line == _FROM_HERE
        before = sent(office)
        lines += [line, *(f"  {said}".rstrip() for said in act(office, line))]
        if counting:
            count += sent(office) - before + bool(re.match(r"\w+: ", line))
    with office.work() as work:
        over = all(office.account(work, name).foreground is None for name in office.people)
    return "\n".join(lines) + "\n", count, over


def sent(office: SmallOffice) -> int:
    """Everything said so far, in parts as the channel sends it."""
    said = [operation for name in office.people for _row, operation in office.said_to(name)]
    return sum(len(numbered(x.text, A_PART)) for x in said if isinstance(x, Say))


@pytest.mark.parametrize("name", MOST)
def test_a_conversation_reads_as_written(name: str) -> None:
    file, now = FOLDER / f"{name}.txt", played(name)[0]
    before = file.read_text(encoding="utf-8")
    if os.environ.get("UPDATE"):
        file.write_text(now, encoding="utf-8")
    assert now == before


@pytest.mark.parametrize("name", MOST)
def test_a_conversation_takes_no_more_messages_than_it_may(name: str) -> None:
    assert played(name)[1] <= MOST[name][1]


@pytest.mark.parametrize("name", MOST)
def test_a_conversation_is_played_to_its_end(name: str) -> None:
    text, _count, over = played(name)
    assert over
    assert re.search(r"lúc \d+ giờ \d\d ngày", text.partition(_FROM_HERE)[2])


@pytest.mark.parametrize("name", RECKONED)
def test_the_forecast_reckons_with_what_was_counted(name: str) -> None:
    assert played(name)[1] <= RECKONED[name]


def test_every_conversation_is_listed() -> None:
    assert sorted(MOST) == sorted(file.stem for file in FOLDER.glob("*.txt"))


def test_the_table_of_the_documentation_says_the_same() -> None:
    rows = [f"| {words} | {played(name)[1]} |" for name, (words, _most) in MOST.items()]
    table = "\n".join(["| Conversation | Messages |", "| --- | --- |", *rows, ""])
    page = PAGE.read_text(encoding="utf-8")
    written = re.search(r"^\| Conversation \|.*?\n(?=\n|\Z)", page, re.MULTILINE | re.DOTALL)
    assert written is not None
    if os.environ.get("UPDATE"):
        PAGE.write_text(page.replace(written[0], table), encoding="utf-8")
    assert written[0] == table
