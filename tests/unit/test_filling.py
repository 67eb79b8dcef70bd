"""A page of a form that comes back: what is taken, what is told, what any sender can do to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.text import Text, verbatim
from handlers.dialog import Dialog, Draft, Page, Rejected, Said, ask, each, play
from handlers.filling import Entry, Sheet, fill, fill_and_go_back
from handlers.questions import (
    Choose,
    ChooseMany,
    Confirm,
    Option,
    PickDate,
    Review,
    Skippable,
    Write,
)
from web.fields import fields_of, read

TODAY = date(2025, 10, 31)
EXAMPLE = verbatim("an example")


@dataclass(frozen=True)
class Told:
    answers: tuple[object, ...]


def words(name: str, *, required: bool = True) -> Write:
    return Write(name, verbatim(name), verbatim(f"{name}?"), EXAMPLE, required=required)


def form() -> Dialog[Told]:
    """Every kind of question: two side by side, then one each, then the review."""
    first = yield from each([ask(words("task")), ask(words("note", required=False))])
    options = [Option(str(n), verbatim(f"point {n}"), n) for n in (1, 2, 3)]
    many = yield from ask(
        ChooseMany("many", verbatim("m"), EXAMPLE, options, verbatim("none"), verbatim("done"))
    )
    one = yield from ask(Choose("one", verbatim("o"), EXAMPLE, options))
    sure = yield from ask(Confirm("sure", verbatim("s"), EXAMPLE, verbatim("y"), verbatim("n")))
    day = yield from ask(Skippable(PickDate("day", verbatim("d"), EXAMPLE)))
    yield from ask(Review())
    return Told((*first, many, one, sure, day))


def page_of(draft: Draft) -> Page:
    page = play(form(), draft)
    assert isinstance(page, Page)
    return page


def sheet_of(draft: Draft) -> Sheet:
    return Sheet(verbatim("form"), 1, draft, page_of(draft), TODAY)


def sent(draft: Draft, **given_: Sequence[str] | str) -> tuple[Draft, dict[str, Text]]:
    """The draft after a browser has sent these fields, and what is told beside them."""
    fields = {f"a.{name}": [v] if isinstance(v, str) else v for name, v in given_.items()}
    page = page_of(draft)
    after, remarks = fill(page, draft, read(fields)(page, draft, TODAY), TODAY)
    return after, dict(remarks)


def test_a_whole_group_is_answered_at_once() -> None:
    after, remarks = sent(Draft(), task="A new procedure in force", note="")
    assert after.answers == {"task": "A new procedure in force", "note": ""}
    assert remarks == {}
    assert after.revision == 1


def test_what_is_refused_does_not_take_the_others_back() -> None:
    after, remarks = sent(Draft(), task="", note="with the neighbours")
    assert after.answers == {"note": "with the neighbours"}
    assert set(remarks) == {"task"}


def test_a_hint_is_told_once_beside_each_field() -> None:
    draft = Draft()
    page = page_of(draft)
    vague = {"task": Entry(Said(text="as usual")), "note": Entry(Said(text="tbd"))}
    after, remarks = fill(page, draft, vague, TODAY)
    assert after.answers == {}
    assert set(remarks) == {"task", "note"}
    advised = {name: Entry(entry.said, advised=True) for name, entry in vague.items()}
    after, remarks = fill(page, draft, advised, TODAY)
    assert after.answers == {"task": "as usual", "note": "tbd"}
    assert remarks == {}


def test_each_kind_of_field_is_read() -> None:
    draft, _ = sent(Draft(), task="A new procedure in force", note="")
    draft, remarks = sent(draft, many=["1", "3"])
    assert remarks == {}
    draft, remarks = sent(draft, one="2")
    assert remarks == {}
    draft, remarks = sent(draft, sure="no")
    assert remarks == {}
    draft, remarks = sent(draft, day="15/11")
    assert remarks == {}
    done = play(form(), Draft({**draft.answers, "review": "submit"}))
    assert not isinstance(done, Page)
    told = done.result
    assert isinstance(told, Told)
    assert told.answers[2:] == ((1, 3), 2, False, date(2025, 11, 15))


def test_nothing_marked_is_not_the_same_as_none() -> None:
    draft, _ = sent(Draft(), task="A new procedure in force", note="")
    assert set(sent(draft)[1]) == {"many"}
    assert set(sent(draft, many=["none", "1"])[1]) == {"many"}
    assert sent(draft, many="none")[0].answers["many"] == []


def test_going_back_saves_what_was_written_and_leaves_nothing_out() -> None:
    draft, _ = sent(Draft(), task="A new procedure in force", note="")
    back = fill_and_go_back(sheet_of(draft), {"many": Entry(Said(text="1, 2"))})
    assert (back.answers["many"], back.at) == (["1", "2"], "note")
    at_the_end = Draft({**draft.answers, "many": [], "one": "1", "sure": True})
    kept = fill_and_go_back(sheet_of(at_the_end), {"day": Entry(Said(value="skip"))})
    assert "day" not in kept.answers
    assert kept.at == "sure"


def test_a_field_that_can_tell_by_itself_says_why() -> None:
    reason = verbatim("why")
    _after, remarks = fill(page_of(Draft()), Draft(), {"task": Rejected(reason)}, TODAY)
    assert remarks == {"task": reason}


VALUES = st.lists(st.text(max_size=12) | st.sampled_from(["1", "none", "day:2025-13-01", "yes"]))
NAMES = st.sampled_from(["a.task", "a.note", "a.many", "a.one", "a.sure", "a.day", "press", "x"])
STATES = [
    {},
    {"task": "t"},
    {"task": "t", "note": ""},
    {"task": "t", "note": "", "many": []},
    {"task": "t", "note": "", "many": ["1"], "one": "1"},
    {"task": "t", "note": "", "many": ["1"], "one": "1", "sure": True},
    {"task": "t", "note": "", "many": ["1"], "one": "1", "sure": True, "day": None},
]


@given(st.sampled_from(STATES), st.dictionaries(NAMES, VALUES))
def test_whatever_is_sent_is_taken_or_told(
    answers: dict[str, object], given_: dict[str, list[str]]
) -> None:
    draft = Draft(answers)  # type: ignore[arg-type]  # JSON, as the list above shows
    page = page_of(draft)
    after, remarks = fill(page, draft, read(given_)(page, draft, TODAY), TODAY)
    open_ = {question.name for question in page.together}
    assert set(remarks) <= open_
    assert set(after.answers) - set(answers) <= open_
    again = play(form(), after)
    if isinstance(again, Page):
        sheet = Sheet(verbatim("form"), 1, after, again, TODAY, remarks)
        assert len(fields_of(sheet, given_).fields) == len(again.together)
