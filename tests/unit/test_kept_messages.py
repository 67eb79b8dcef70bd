"""A message is kept so that another channel can give it its own form."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.message import (
    Answer,
    Attachment,
    Choice,
    Do,
    Document,
    Message,
    Open,
    Start,
    Style,
    Target,
)
from domain.text import Localized, Param, Text, either, verbatim
from storage import kept_messages

WORDS = st.text(max_size=20)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
MOMENTS = st.datetimes(timezones=st.just(UTC))
PLAIN: st.SearchStrategy[Param] = (
    WORDS | NUMBERS | MOMENTS | st.dates() | st.builds(Localized, WORDS, WORDS)
)
TEXTS: st.SearchStrategy[Text] = st.recursive(
    st.builds(Text, WORDS, st.dictionaries(WORDS, PLAIN, max_size=3)),
    lambda inner: st.builds(
        Text, WORDS, st.dictionaries(WORDS, inner | st.lists(inner, max_size=2), max_size=2)
    ),
    max_leaves=4,
)
TARGETS: st.SearchStrategy[Target] = (
    st.builds(Answer, st.integers(), st.integers(), WORDS, WORDS)
    | st.builds(Do, WORDS, WORDS)
    | st.builds(Start, WORDS, WORDS)
    | st.builds(Open, WORDS)
)
CHOICES = st.builds(Choice, TEXTS, TARGETS, st.sampled_from(Style), st.none() | WORDS)
MESSAGES = st.builds(
    Message,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.none() | TEXTS,
    st.lists(st.lists(CHOICES, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
    st.none() | st.builds(Attachment, st.sampled_from(Document), WORDS),
)


@given(message=MESSAGES)
def test_what_is_kept_reads_back_the_same(message: Message) -> None:
    written = json.loads(json.dumps(kept_messages.write(message)))
    assert kept_messages.read(written) == message


def test_days_moments_and_both_phrasings_stay_what_they_are() -> None:
    line = either(
        pressed=Text("by {day}", {"day": date(2025, 10, 15)}),
        typed=Text("at {at}", {"at": datetime(2025, 10, 15, tzinfo=UTC)}),
    )
    kept = kept_messages.read(kept_messages.write(Message((line, verbatim("2025-10-15")))))
    assert kept == Message((line, verbatim("2025-10-15")))


def test_a_choice_this_version_does_not_know_is_not_guessed() -> None:
    written = kept_messages.write(Message((), choices=((Choice(verbatim("x"), Do("a")),),)))
    written["choices"][0][0]["target"] = ["Fly", {"to": "the moon"}]
    assert kept_messages.read(written) is None
