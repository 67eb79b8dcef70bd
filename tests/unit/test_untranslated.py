"""No reader sees a sentence that no catalogue knows."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from locales.extract import ROOMS
from tests.unit.untranslated import (
    Find,
    broken_sentences,
    plain_strings_for_texts,
    signatures,
    vietnamese_words,
)

ROOT = Path(__file__).parents[2]

#: Pages and a command line that speak to whoever runs the project, not to an office.
ELSEWHERE = ("bot/sandbox/", "bot/__main__.py")

#: Vietnamese that is not a sentence: "file" or "file::top-level name" -> why it is no catalogue's.
ALLOWED = {
    "bot/forms.py::_HEAD": "the title of who signs, as it is printed",
    "domain/vietnamese.py": "the alphabet itself",
    "domain/period.py": "names of stretches of time, data like the titles of a plan",
    "domain/people.py": "the salutation of someone whose roster row has none",
    "domain/secrecy.py": "the marks of classified papers, as they are stamped",
    "handlers/absent_days.py": "from when until when, as people type it",
    "handlers/line_dates.py": "days inside a line as people type them",
    "handlers/inquiry_questions.py": "bounds as people type them",
    "handlers/typed_answers.py": "short answers as people type them",
    "handlers/typed_dates.py": "dates as people type them",
    "handlers/typed_moments.py": "times of day as people type them",
    "handlers/words.py": "commands as people type them",
    "locales/render.py::_moment": "how an office writes a moment",
    "reports/official_words.py": "titles and formulas that law or custom fixes",
    "reports/roster_cells.py": "what stands in a roster's cells",
    "reports/roster_lines.py": "what stands on a roster's lines between people",
    "scheduler/plan_copy.py::_BEFORE": "the day in a deadline's words, as documents write it",
    "web/guarding.py::_SORRY": "said where nothing works any more, a catalogue neither",
}


def sources() -> dict[str, ast.Module]:
    paths = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    names = {str(path.relative_to(ROOT)): path for path in paths}
    return {
        name: ast.parse(path.read_text())
        for name, path in names.items()
        if not name.startswith(ELSEWHERE)
    }


def allowance(name: str, find: Find) -> str | None:
    return next((key for key in (name, f"{name}::{find.owner}") if key in ALLOWED), None)


def lines(name: str, finds: Iterable[Find]) -> list[str]:
    return [f"{name}:{find.line}: {find.words!r}" for find in finds]


def test_no_vietnamese_stands_in_code_outside_the_catalogues() -> None:
    found = [
        line
        for name, tree in sources().items()
        for line in lines(name, (f for f in vietnamese_words(tree) if not allowance(name, f)))
    ]
    assert not found, "\n".join(found)


def test_every_allowance_is_still_needed() -> None:
    used = {
        allowance(name, find) for name, tree in sources().items() for find in vietnamese_words(tree)
    }
    assert set(ALLOWED) - used == set()


def test_no_plain_string_is_given_where_a_text_is_wanted() -> None:
    trees = sources()
    known = signatures(trees.values())
    found = [
        line
        for name, tree in trees.items()
        for line in lines(name, plain_strings_for_texts(tree, known))
    ]
    assert not found, "\n".join(found)


def test_every_sentence_can_be_extracted_and_gets_the_parameters_it_names() -> None:
    found = [
        line for name, tree in sources().items() for line in lines(name, broken_sentences(tree))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        'say("Đã lưu")',
        'x = {"a": ["lúc nào"]}',
        'f"{n} người"',
        '_("Chào {you}")',
        'say("a code (mã)")',
        'def f():\n    "A docstring."\n    return "Huỷ"',
    ],
)
def test_vietnamese_is_found_wherever_it_hides(code: str) -> None:
    assert list(vietnamese_words(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        '"""Chào anh."""',
        'def f():\n    "Một câu."',
        "# chào\nx = 1",
        '_("Saved.")',
        '_("Write “quản trị” (mã).")',
        '"20 °C × 3"',
    ],
)
def test_documentation_and_english_are_not_vietnamese(code: str) -> None:
    assert list(vietnamese_words(ast.parse(code))) == []


def test_a_find_names_the_line_and_what_it_stands_in() -> None:
    (find,) = vietnamese_words(ast.parse('a = 1\nNO = frozenset({"không"})'))
    assert find == Find(2, "NO", "không")


KNOWN = """
class Question:
    id: str
    prompt: Text

class Write(Question):
    hint: Text | None = None
    label: str = ""

class Message:
    body: tuple[Text, ...]

def say(*body: Text, title: Text | None = None): ...
"""


@pytest.mark.parametrize(
    "call",
    [
        'Write("task", "Your task?")',
        'Write("task", _("Your task?"), hint="An example")',
        'Write("task", _("Your task?"), "An example")',
        'Message(("Saved.",))',
        'Message([_("a"), "b" if x else _("c")])',
        'say(_("a"), f"{n} people")',
        'say(title="Saved")',
        'verbatim("Saved.")',
        'text.verbatim("in " + unit)',
    ],
)
def test_a_plain_string_for_a_text_is_found(call: str) -> None:
    tree = ast.parse(KNOWN + call)
    assert list(plain_strings_for_texts(tree, signatures([tree])))


@pytest.mark.parametrize(
    "call",
    [
        'Write("task", _("Your task?"), label="Task")',
        'Message((_("Saved."), verbatim(task.words)))',
        'say(verbatim(f"{number}: {words}"), GAP)',
        'other("anything")',
    ],
)
def test_texts_and_other_strings_pass(call: str) -> None:
    tree = ast.parse(KNOWN + call)
    assert list(plain_strings_for_texts(tree, signatures([tree]))) == []


@pytest.mark.parametrize(
    ("call", "broken"),
    [
        ('_("Due {when}", when=due)', False),
        ('_("{You} may go, {name}")', False),
        ('_("{name} is done", name=person)', False),
        ('_MONTHS = (_("May {year}"),)', False),
        ('_MONTHS = (_("May", year=1),)', True),
        ('_("Due {when}")', True),
        ('def f():\n    return _("Due {when}")', True),
        ('_("Due", when=due)', True),
        ('_(f"Due {when}")', True),
        ("_(sentence)", True),
    ],
)
def test_a_sentence_is_a_literal_with_its_parameters(call: str, broken: bool) -> None:
    assert bool(list(broken_sentences(ast.parse(call)))) is broken
