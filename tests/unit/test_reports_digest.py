"""Digests: the figures, the names, and what is never told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.completion import Completion, SignCount
from domain.message import Message
from domain.people import Person, Post
from domain.plan import Kind
from domain.registration import ReviewState
from domain.text import Localized
from domain.work import Outcome, TaskCounts
from reports.digest import all_done, digest, headline, paragraph
from reports.tally import percent
from tests.unit.reports_samples import (
    AS_OF,
    EVERY_STANDING,
    MOST_DONE,
    REGISTRATION,
    SELF_CHECK,
    english,
    person,
    table,
    vietnamese,
)

LATER = datetime(2025, 10, 15, 2, 0, tzinfo=UTC)


def read(message: Message) -> str:
    return "\n".join(
        english(x) for x in ([message.title] if message.title else []) + [*message.body]
    )


def test_the_headline_says_how_many_of_how_many_and_why_the_rest_is_missing() -> None:
    assert english(headline(table(MOST_DONE, papers=38))) == (
        "Registering a task: 41/45 people (91.1%), as of 16:30 on 10/10/2025. "
        "4 left: 3 not sent, 1 not connected. 38 signed copies received."
    )


def test_the_headline_in_vietnamese_is_what_an_office_would_write() -> None:
    assert vietnamese(headline(table(MOST_DONE, papers=38))) == (
        "Đăng ký nhiệm vụ: 41/45 người (91,1%), đến 16 giờ 30 ngày 10/10/2025. "
        "Còn 4: 3 chưa gửi, 1 chưa kết nối. Đã nhận 38 bản ký."
    )


def test_a_duty_without_paper_says_nothing_of_signed_copies() -> None:
    assert "signed" not in read(digest([table(MOST_DONE, period=SELF_CHECK)]))


def test_every_reason_is_told_with_its_people() -> None:
    told = read(digest([table(EVERY_STANDING)]))
    assert "14 left: 5 not sent, 4 not connected, 1 blocked the bot, " in told
    assert "1 say the paper is in, to be checked, 2 on paper, not handed in, 1 absent." in told
    for heading in ("Not sent yet (5):", "Has blocked the bot (1):", "Away today (1):"):
        assert heading in told


def test_who_is_not_counted_is_neither_in_the_total_nor_named() -> None:
    gone = table({Completion.DONE: 1, Completion.NOT_APPLICABLE: 1})
    assert "1/1 people (100%)" in read(digest([gone]))
    assert gone.lines[1].person.full_name not in read(digest([gone]))


def test_names_stand_under_their_reason_in_the_order_of_the_table() -> None:
    few = table({Completion.NOT_SENT: 4})
    names = ", ".join(line.person.full_name for line in few.lines)
    assert f"Not sent yet (4): {names}" in read(digest([few]))


def test_two_of_one_name_are_told_apart_by_their_units() -> None:
    one, other = table({Completion.DONE: 1, Completion.NOT_SENT: 1}).lines
    same = [
        replace(one, person=Person(1, "Lý Thị Hà", (Post("Tổ Đất đai", "Cán sự"),))),
        replace(other, person=Person(2, "Lý Thị Hà", (Post("Tổ Kinh tế", "Cán sự"),))),
    ]
    told = read(digest([replace(table({}), lines=tuple(same))]))
    missing = next(x for x in same if x.completion.owed).person
    assert told.splitlines()[-1].endswith(f"(1): Lý Thị Hà ({missing.unit})")


def test_a_whole_office_is_named_in_two_duties_at_once() -> None:
    duties = [table({Completion.NOT_SENT: 45}), table({Completion.NOT_CONNECTED: 45})]
    told = read(digest(duties))
    assert "more" not in told
    assert told.count(duties[0].lines[44].person.full_name) >= 2


def test_whom_there_is_no_room_for_is_counted() -> None:
    told = read(digest([table({Completion.NOT_SENT: 300})]))
    named = told.splitlines()[-2].count(", ") + 1
    assert told.endswith(f"… and {300 - named} more")


def test_the_offices_own_task_is_done_or_not_and_no_share_of_one() -> None:
    own = replace(REGISTRATION, kind=Kind.COLLECTIVE)
    owed = table({Completion.NOT_SENT: 1}, period=own)
    assert read(digest([owed], since=AS_OF)).splitlines() == [
        "Registering a task: not yet, as of 16:30 on 10/10/2025.",
        "Deadline: before 15/10/2025.",
        f"Not sent yet (1): {owed.lines[0].person.full_name}",
    ]
    done = table({Completion.DONE: 1}, period=own)
    assert english(paragraph(done)) == (
        "As of 16:30 on 10/10/2025, “Registering a task” has been completed."
    )


def test_what_waits_for_whose_word_and_how_the_tasks_ended_is_counted() -> None:
    counts = TaskCounts({ReviewState.CONFIRMED: 3, ReviewState.SUBMITTED: 2}, {Outcome.PARTLY: 1})
    told = read(digest([table(MOST_DONE)], tasks={REGISTRATION.id: counts}))
    assert "Review: 2 wait to be received, 3 confirmed." in told
    assert told.endswith("Results: 1 partly done.")


def test_a_digest_of_five_duties_and_very_long_names_fits_one_telegram_message() -> None:
    crowd = table(dict.fromkeys(Completion, 60), title="Nhiệm vụ " * 90)
    long = tuple(
        replace(line, person=person(line.person.id, "Tên rất dài " * 30, "Chức vụ rất dài " * 30))
        for line in crowd.lines
    )
    counts = [SignCount(n, Localized("Biểu hiện " * 8, "Sign " * 16), 20, 45) for n in range(10)]
    crowd = replace(crowd, lines=long, as_of=LATER)
    tables = [replace(crowd, period=replace(REGISTRATION, id=n)) for n in range(5)]
    told = {
        0: TaskCounts(reviews=dict.fromkeys(ReviewState, 99)),
        1: TaskCounts(outcomes=dict.fromkeys(Outcome, 99)),
    }
    message = digest(tables, since=AS_OF, signs={0: counts}, tasks=told)
    for words in (vietnamese, english):
        parts = [message.title, *message.body]
        assert len("\n".join(words(part) for part in parts if part)) < 4096


def test_before_the_deadline_it_is_named_and_after_it_those_missing_are_overdue() -> None:
    assert "Deadline: before 15/10/2025." in read(digest([table(MOST_DONE)]))
    late = read(digest([table(MOST_DONE, as_of=LATER)]))
    assert "Overdue: 4 people (deadline: before 15/10/2025)." in late


def test_a_duty_whose_plan_gives_no_words_for_it_names_the_hour_it_is_due() -> None:
    bare = replace(table(MOST_DONE), deadline_words=None)
    assert "Deadline: 17:00 on 14/10/2025." in read(digest([bare]))


def test_the_change_counts_who_has_done_it_since_the_last_digest() -> None:
    assert "since" not in read(digest([table(MOST_DONE)]))
    since = datetime(2025, 10, 8, 2, 30, tzinfo=UTC)
    assert "10 more since 09:30 on 08/10/2025." in read(digest([table(MOST_DONE)], since=since))
    assert "Nobody new since" in read(digest([table(MOST_DONE)], since=AS_OF))


@pytest.mark.parametrize(("count", "group"), [(4, 40), (36, 40), (40, 40), (0, 40), (3, 6)])
def test_a_count_that_would_tell_on_someone_is_left_out(count: int, group: int) -> None:
    label = Localized("Né tránh", "Avoids")
    signs = {SELF_CHECK.id: [SignCount(3, label, count, group)]}
    assert "Avoids" not in read(digest([table(MOST_DONE, period=SELF_CHECK)], signs=signs))


def test_a_count_that_tells_on_nobody_stands_with_its_own_duty() -> None:
    signs = {SELF_CHECK.id: [SignCount(3, Localized("Né tránh", "Avoids"), 5, 41)]}
    told = read(digest([table(MOST_DONE), table(MOST_DONE, period=SELF_CHECK)], signs=signs))
    assert told.endswith("• Sign 3, Avoids: 5/41")


def test_without_an_open_duty_the_digest_says_so() -> None:
    assert read(digest([])) == "No duty is open at the moment."


def test_a_duty_for_nobody_has_a_headline_too() -> None:
    assert "0/0 people (100%)" in english(headline(table({})))


def test_when_everyone_is_done_the_specialist_is_told_and_thanked() -> None:
    told = read(all_done(table({Completion.DONE: 40, Completion.DONE_LATE: 5}, papers=38)))
    assert "all 45 people have done it" in told
    assert "5 people did it after the deadline." in told
    assert "38 signed copies received." in told
    assert told.splitlines()[-1].startswith("Thank")


def test_the_paragraph_can_be_pasted_into_a_report() -> None:
    assert english(paragraph(table(MOST_DONE))) == (
        "As of 16:30 on 10/10/2025, 41/45 people have completed “Registering a task”, that is "
        "91.1%; 4 have not yet (3 not sent, 1 not connected)."
    )
    assert english(paragraph(table({Completion.DONE: 45}))).endswith("that is 100%.")


def test_one_missing_among_thousands_is_never_a_hundred_per_cent() -> None:
    assert percent(table({Completion.DONE: 4999, Completion.NOT_SENT: 1})) == 99.9


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.REGISTRATION])
def test_only_personal_registrations_have_signed_copies(kind: Kind) -> None:
    other = table(MOST_DONE, period=replace(REGISTRATION, kind=kind), papers=3)
    assert "signed" not in english(headline(other))
