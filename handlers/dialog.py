"""The engine: a conversation is a generator; its stored answers are replayed on every turn.

    answer = yield from ask(question)

The generator asks, the engine answers from the draft and stops at the first question without a
usable answer. So a restart, going back, editing from the review, another channel and a changed flow
after an upgrade need no code of their own. Pure: no clock, no database, no network.

`parse` judges an answer once, when it arrives, with today's date; `decode` reads it on every replay
and raises `StaleAnswer` when it can no longer mean anything: then the question is asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Protocol, TypeAlias, TypeVar

from domain.message import Rows, Style
from domain.text import Text, _

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"
T_co = TypeVar("T_co", covariant=True)
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True)
class Said:
    """What the person did: typed words, or pressed a button that carries a value."""

    text: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class Accepted:
    stored: Json


@dataclass(frozen=True)
class Rejected:
    """Not acceptable, and what to do instead; the same question is shown again."""

    reason: Text


@dataclass(frozen=True)
class Still:
    """The same question stays open with new scratch: a toggled sign, another month, a hint."""

    scratch: Json
    remark: Text | None = None


@dataclass(frozen=True)
class Jump:
    """Open a question that has been answered already (an edit from the review)."""

    name: str


Heard: TypeAlias = Accepted | Rejected | Still | Jump


class StaleAnswer(Exception):
    """A stored answer that the question as asked today can no longer mean."""


@dataclass(frozen=True)
class Button:
    """A value one can answer with by one tap; `typed` as in `domain.message.Choice`."""

    label: Text
    value: str
    style: Style = Style.PLAIN
    typed: str | Text | None = None


@dataclass(frozen=True)
class View:
    """How a question looks now: its lines, and rows of buttons.

    `above` is said once, before the question itself; `aside` leads elsewhere (a sign in full) and
    leaves the question as it is. `number` is what the question goes by among others, if it has one.
    """

    lines: tuple[Text, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    title: Text | None = None
    aside: Rows = ()
    above: tuple[Text, ...] = ()
    number: int | None = None


@dataclass(frozen=True)
class Answered:
    """A question of the trace with its answer in words, for reviews and echoes."""

    name: str
    label: Text
    shown: Text


class Question(Protocol[T_co]):
    """What `ask` takes. `label` is its short name in a review ("Product")."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> Text: ...
    def parse(self, said: Said, scratch: Json, today: date) -> Heard: ...
    def decode(self, stored: Json) -> T_co: ...
    def show(self, stored: Json) -> Text: ...
    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View: ...


Group: TypeAlias = tuple[Question[object], ...]
Dialog: TypeAlias = Generator[Group, tuple[Json, ...], A]


def ask(question: Question[A]) -> Dialog[A]:
    """Ask one question; typed, so `answer` is what the question decodes to."""
    (stored,) = yield (question,)
    return question.decode(stored)


def each(dialogs: Sequence[Dialog[A]]) -> Dialog[list[A]]:
    """Ask side by side: a text channel may put the whole group into one message."""
    results: dict[int, A] = {}
    groups: dict[int, Group] = {}

    def advance(i: int, step: Callable[[], Group]) -> None:
        try:
            groups[i] = step()
        except StopIteration as stop:
            groups.pop(i, None)
            results[i] = stop.value

    for i, dialog in enumerate(dialogs):
        advance(i, partial(next, dialog))
    while groups:
        stored = iter((yield tuple(q for group in groups.values() for q in group)))
        for i, group in list(groups.items()):
            advance(i, partial(dialogs[i].send, tuple(islice(stored, len(group)))))
    return [results[i] for i in range(len(dialogs))]


def both(a: Dialog[A], b: Dialog[B]) -> Dialog[tuple[A, B]]:
    """Two dialogs of different results, side by side."""
    first: list[A] = []
    second: list[B] = []
    yield from each([_into(first, a), _into(second, b)])
    return first[0], second[0]


def _into(box: list[A], dialog: Dialog[A]) -> Dialog[None]:
    box.append((yield from dialog))


@dataclass(frozen=True)
class Draft:
    """A conversation under way: its answers, and where it stands."""

    answers: Mapping[str, Json] = field(default_factory=dict)
    at: str | None = None  # a question re-opened by back or by the review
    scratch: Json = None  # of the open question only
    revision: int = 0


@dataclass(frozen=True)
class Page:
    """The open question, what else its group still asks, and what has been answered. `group` is
    all of its group, answered or not."""

    question: Question[object]
    together: Group
    trace: Group
    group: Group

    def answered(self, draft: Draft) -> tuple[Answered, ...]:
        return tuple(Answered(q.name, q.label, q.show(draft.answers[q.name])) for q in self.trace)

    def view(self, draft: Draft, today: date) -> View:
        """The open question as it looks now; a reopened one starts from its stored answer."""
        return self.question.view(_scratch(self.question, draft), today, self.answered(draft))


@dataclass(frozen=True)
class Finished:
    result: object
    trace: Group


def play(dialog: Dialog[A], draft: Draft) -> Page | Finished:
    """Replay a draft's answers; ValueError when two questions of the dialog share a name."""
    trace: list[Question[object]] = []
    try:
        group = next(dialog)
        while True:
            missing = tuple(q for q in group if q.name == draft.at or not _usable(q, draft))
            if missing:
                before = group[: group.index(missing[0])]
                return Page(missing[0], missing, (*trace, *before), group)
            trace += group
            if len({q.name for q in trace}) < len(trace):
                raise ValueError("two questions of one conversation share a name")
            group = dialog.send(tuple(draft.answers[q.name] for q in group))
    except StopIteration as stop:
        return Finished(stop.value, tuple(trace))


def hear(page: Page, draft: Draft, said: Said, today: date) -> tuple[Draft, Text | None]:
    """The draft after what was said, and a remark: a refusal's reason or a hint."""
    heard = page.question.parse(said, _scratch(page.question, draft), today)
    after = replace(draft, revision=draft.revision + 1, scratch=None)
    match heard:
        case Accepted(stored):
            answers = {**draft.answers, page.question.name: stored}
            return replace(after, at=None, answers=answers), None
        case Still(scratch, remark):
            return replace(after, scratch=scratch), remark
        case Jump(name) if name in {q.name for q in page.trace}:
            return replace(after, at=name), None
        case Jump():
            return draft, _("That point is no longer part of this form.")
        case Rejected(reason):
            return draft, reason


def back(page: Page, draft: Draft) -> Draft:
    """Reopen the question before the open one; the same draft at the first question."""
    if not page.trace:
        return draft
    return replace(draft, at=page.trace[-1].name, scratch=None, revision=draft.revision + 1)


def _scratch(question: Question[object], draft: Draft) -> Json:
    return draft.answers.get(question.name) if draft.scratch is None else draft.scratch


def _usable(question: Question[object], draft: Draft) -> bool:
    if question.name not in draft.answers:
        return False
    try:
        question.decode(draft.answers[question.name])
    except StaleAnswer:
        return False
    return True
