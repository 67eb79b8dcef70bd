"""What importing a roster would change: who is who, and what is in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Post, Role, Standing
from domain.roster import (
    Added,
    Changed,
    Existing,
    Left,
    Rename,
    Returned,
    RosterDiff,
    RosterEntry,
    Status,
    Unchanged,
    compare,
)
from domain.roster_entry import roles_with
from domain.roster_matching import alike
from domain.roster_summary import SHOWN, summary
from tests.unit.rosters import told

CLERK = Post("Tổ Tổng hợp", "Văn thư")
LAND = Post("Tổ Đất đai", "Chuyên viên")
URBAN = Post("Tổ Đô thị", "Chuyên viên")
ROADS = Post("Tổ Xây dựng", "Cán sự")


def entry(name: str, *posts: Post, code: str = "", row: int = 0) -> RosterEntry:
    return RosterEntry(name, posts or (LAND,), code=code, row=row)


def known(id_: int, listed: RosterEntry, status: Status = Status.ACTIVE) -> Existing:
    return Existing(id_, listed, status)


def kinds(diff: RosterDiff) -> list[type]:
    assert told(diff.problems) == []
    return [type(change) for change in diff.changes]


def test_the_same_sheet_again_changes_nothing() -> None:
    vy = entry("Tạ Khánh Vy", code="01", row=5)
    diff = compare([known(1, vy)], [replace(vy, row=9)])
    assert kinds(diff) == [Unchanged]
    assert diff.changes_nothing


def test_who_is_new_and_who_is_gone() -> None:
    diff = compare([known(1, entry("Tạ Khánh Vy"))], [entry("Cao Minh Triết", ROADS)])
    assert kinds(diff) == [Added, Left]


def test_who_had_left_and_stays_away_is_not_mentioned() -> None:
    assert compare([known(1, entry("Tạ Khánh Vy"), Status.LEFT)], []).changes == ()


def test_a_move_to_another_unit_is_a_change_with_its_fields() -> None:
    diff = compare([known(1, entry("Tạ Khánh Vy", LAND))], [entry("tạ khánh  Vy", URBAN)])
    (change,) = diff.of(Changed)
    assert change.fields == ("full_name", "posts")


def test_the_code_finds_a_person_whatever_the_name() -> None:
    old, new = entry("Tạ Khánh Vy", code="a1"), entry("Tạ Ngọc Quế", URBAN, code="A1")
    (change,) = compare([known(1, old)], [new]).of(Rename)
    assert (change.old.id, change.same_code) == (1, True)


@pytest.mark.parametrize(
    "corrected", ["Ta Khanh Vy", "Tạ Khành Vy", "Tạ Kháng Vy", "Tạ Vy", "Tạ KhánhVy"]
)
def test_a_corrected_name_is_not_a_new_person(corrected: str) -> None:
    diff = compare([known(1, entry("Tạ Khánh Vy"))], [entry(corrected)])
    assert kinds(diff) == [Rename]


@pytest.mark.parametrize(
    "other",
    [
        entry("Tạ Khánh Bình"),
        entry("Tạ Khành Vy", ROADS),
        entry("Tạ Khành Vy", code="02"),
    ],
    ids=["another given name", "another post", "another code"],
)
def test_another_person_is_not_taken_for_a_corrected_name(other: RosterEntry) -> None:
    diff = compare([known(1, entry("Tạ Khánh Vy", code="01"))], [other])
    assert kinds(diff) == [Added, Left]


def test_a_name_like_one_that_is_still_there_is_a_new_person() -> None:
    old = entry("Tạ Khánh Vy")
    assert kinds(compare([known(1, old)], [entry("Tạ Khánh Vỹ"), old])) == [Added, Unchanged]


def test_a_correction_that_could_be_of_two_people_is_a_problem() -> None:
    here = [known(1, entry("Tạ Khánh Vy")), known(2, entry("Tạ Khánh Vỳ"))]
    (problem,) = told(compare(here, [entry("Tạ Khánh Vỹ", row=7)]).problems)
    assert "Rows 7" in problem
    assert "Tạ Khánh Vỳ" in problem


def test_namesakes_are_told_apart_by_code() -> None:
    one, two = entry("Đinh Thị Hà", code="1"), entry("Đinh Thị Hà", code="2")
    diff = compare([known(1, one), known(2, two)], [two, replace(one, posts=(URBAN,))])
    assert kinds(diff) == [Unchanged, Changed]
    assert [change.old.id for change in diff.of(Changed)] == [1]


def test_namesakes_are_told_apart_by_post_and_the_other_one_moved() -> None:
    here = [known(1, entry("Đinh Thị Hà", LAND)), known(2, entry("Đinh Thị Hà", URBAN))]
    diff = compare(here, [entry("Đinh Thị Hà", ROADS), entry("Đinh Thị Hà", LAND)])
    assert kinds(diff) == [Changed, Unchanged]
    assert [change.old.id for change in diff.of(Changed)] == [2]


def test_namesakes_that_nothing_tells_apart_are_a_problem_with_both_rows() -> None:
    twice = [entry("Đinh Thị Hà", row=4), entry("Đinh thị Hà", code="1", row=9)]
    (problem,) = told(compare([], twice).problems)
    assert "Rows 4, 9" in problem


def test_a_namesake_who_could_be_either_is_a_problem() -> None:
    here = [known(1, entry("Đinh Thị Hà", LAND)), known(2, entry("Đinh Thị Hà", URBAN))]
    (problem,) = told(compare(here, [entry("Đinh Thị Hà", ROADS, row=6)]).problems)
    assert "Rows 6" in problem


def test_one_person_who_could_be_either_row_is_a_problem() -> None:
    rows = [entry("Đinh Thị Hà", ROADS, row=6), entry("Đinh Thị Hà", URBAN, row=8)]
    (problem,) = told(compare([known(1, entry("Đinh Thị Hà", LAND))], rows).problems)
    assert "Rows 6, 8" in problem


def test_an_office_may_renumber_its_people() -> None:
    old, new = entry("Tạ Khánh Vy", code="1"), entry("Tạ Khánh Vy", code="HC-001")
    (change,) = compare([known(1, old)], [new]).of(Changed)
    assert change.fields == ("code",)


def test_who_had_left_comes_back_by_name_and_unit() -> None:
    gone = known(1, entry("Tạ Khánh Vy"), Status.LEFT)
    assert kinds(compare([gone], [entry("Tạ Khánh Vy")])) == [Returned]


def test_a_newcomer_does_not_inherit_from_someone_of_the_same_name_who_left() -> None:
    gone = known(1, entry("Tạ Khánh Vy", LAND), Status.LEFT)
    assert kinds(compare([gone], [entry("Tạ Khánh Vy", URBAN)])) == [Added]


def test_a_code_of_someone_who_left_is_not_given_to_another() -> None:
    gone = known(1, entry("Tạ Khánh Vy", code="5"), Status.LEFT)
    (problem,) = told(compare([gone], [entry("Cao Minh Triết", code="5", row=3)]).problems)
    assert "Tạ Khánh Vy" in problem
    assert "Rows 3" in problem


def test_someone_still_here_goes_before_a_namesake_who_left() -> None:
    gone, here = entry("Đinh Thị Hà", LAND), entry("Đinh Thị Hà", URBAN)
    diff = compare([known(1, gone, Status.LEFT), known(2, here)], [here])
    assert kinds(diff) == [Unchanged]


def test_fields_without_a_column_stay_as_they_are() -> None:
    old = replace(
        entry("Tạ Khánh Vy", code="1"),
        salutation="chị",
        roles=roles_with({Role.SPECIALIST}, Standing.STAFF),
    )
    silent = frozenset({"roles", "code", "salutation"})
    assert kinds(compare([known(1, old)], [entry("Tạ Khánh Vy")], silent)) == [Unchanged]


def test_who_stops_being_head_loses_what_came_with_it() -> None:
    head = replace(
        entry("Tạ Khánh Vy"), standing=Standing.HEAD, roles=roles_with((), Standing.HEAD)
    )
    diff = compare([known(1, head)], [entry("Tạ Khánh Vy")], frozenset({"roles"}))
    (change,) = diff.of(Changed)
    assert change.new.roles == {Role.OFFICIAL}


def test_the_last_admin_cannot_be_imported_away() -> None:
    admin = replace(entry("Tạ Khánh Vy"), roles=roles_with({Role.ADMIN}, Standing.STAFF))
    (problem,) = told(compare([known(1, admin)], [entry("Tạ Khánh Vy")]).problems)
    assert "quản trị" in problem


def test_a_roster_without_a_specialist_is_noted() -> None:
    (note,) = told(compare([], [entry("Tạ Khánh Vy")]).notes)
    assert "chuyên viên phụ trách" in note


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn Ân", True),
        ("Nguyễn Văn An", "Nguyễn Văn Anh", True),
        ("Nguyễn Văn An", "Nguyễn Văn Bình", False),
        ("Nguyễn Văn An", "Nguyễn An", True),
        ("Nguyễn Văn An", "Nguyễn Văn", False),
        ("Nguyễn Văn An", "Lê Văn Ân", False),
        ("", "Nguyễn", False),
    ],
)
def test_what_a_correction_looks_like(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_a_dry_run_counts_first_and_names_a_few() -> None:
    here = [
        known(1, entry("Tạ Khánh Vy")),
        known(2, entry("Cao Minh Triết", CLERK)),
        known(3, entry("Mạc Thu Cúc", CLERK)),
    ]
    many = [entry(f"Đoàn Nhân {chr(97 + i)}", ROADS, code=str(i)) for i in range(SHOWN + 2)]
    lines = told(summary(compare(here, [entry("Tạ Khành Vy"), entry("Mạc Thu Cúc"), *many])))
    assert lines[0] == (
        "12 people on the sheet: 10 new, 1 changed, 1 with a corrected name, 1 left."
    )
    assert "• Tạ Khánh Vy → Tạ Khành Vy (same post, nearly the same name)" in lines
    assert "• Mạc Thu Cúc: Văn thư, Tổ Tổng hợp → Chuyên viên, Tổ Đất đai" in lines
    assert "• Cao Minh Triết, Văn thư, Tổ Tổng hợp" in lines
    assert "… and 2 more lines" in lines


def test_a_dry_run_with_problems_tells_only_those() -> None:
    lines = told(summary(compare([], [entry("Tạ Vy", row=2), entry("Tạ Vy", row=3)])))
    assert lines[0].startswith("Nothing was imported. To correct: 1.")
    assert len(lines) == 3


def test_a_dry_run_of_the_same_sheet_says_so() -> None:
    vy = entry("Tạ Khánh Vy")
    assert "nothing to change" in told(summary(compare([known(1, vy)], [vy])))[0]


NAMES = ("Tạ Khánh Vy", "Tạ Khành Vy", "Đinh Thị Hà", "Cao Minh Triết", "Cao Minh Trí", "Y Bế")
ENTRIES = st.builds(
    RosterEntry,
    full_name=st.sampled_from(NAMES),
    posts=st.lists(
        st.sampled_from((LAND, URBAN, ROADS, CLERK)), min_size=1, max_size=2, unique=True
    ).map(tuple),
    standing=st.sampled_from(Standing),
    roles=st.frozensets(st.sampled_from(Role)),
    salutation=st.sampled_from(("anh", "chị")),
    code=st.sampled_from(("", "1", "2", "3", "A", "a")),
)
ROSTERS = st.lists(ENTRIES, max_size=7).filter(
    lambda entries: (
        not compare([], entries).problems
        and len({e.code_key for e in entries if e.code}) == sum(bool(e.code) for e in entries)
    )
)
HERE = st.lists(st.sampled_from(Status), min_size=7, max_size=7)


def applied(existing: list[Existing], diff: RosterDiff) -> list[Existing]:
    """The office after the import, as storage carries it out."""
    people = {old.id: old for old in existing}
    fresh = max(people, default=0)
    for change in diff.changes:
        match change:
            case Added(new):
                fresh += 1
                people[fresh] = Existing(fresh, new)
            case Left(old):
                people[old.id] = replace(old, status=Status.LEFT)
            case Changed(old, new) | Rename(old, new) | Returned(old, new):
                people[old.id] = Existing(old.id, new)
            case Unchanged():
                pass
    return list(people.values())


@given(ROSTERS)
def test_any_roster_compared_with_itself_is_unchanged(entries: list[RosterEntry]) -> None:
    existing = [Existing(i, e) for i, e in enumerate(entries)]
    diff = compare(existing, entries)
    assert diff.problems == ()
    assert diff.changes_nothing
    assert len(diff.changes) == len(entries)


@given(ROSTERS, ROSTERS, HERE)
def test_an_import_done_once_leaves_nothing_to_do(
    before: list[RosterEntry], sheet: list[RosterEntry], statuses: list[Status]
) -> None:
    existing = [
        Existing(i, e, status) for i, (e, status) in enumerate(zip(before, statuses, strict=False))
    ]
    diff = compare(existing, sheet)
    if diff.problems:
        return
    again = compare(applied(existing, diff), sheet)
    assert told(again.problems) == []
    assert again.changes_nothing


@given(ROSTERS, ROSTERS)
def test_everyone_is_accounted_for_once(
    before: list[RosterEntry], sheet: list[RosterEntry]
) -> None:
    existing = [Existing(i, e) for i, e in enumerate(before)]
    diff = compare(existing, sheet)
    ids = [change.old.id for change in diff.changes if not isinstance(change, Added)]
    rows = [change for change in diff.changes if not isinstance(change, Left)]
    assert sorted(ids) == [old.id for old in existing]
    assert len(rows) == len(sheet)
