"""What goes upwards: the file, what is made of many, and that nothing hidden can be got from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.period import Span, stretch_around
from domain.plan import Every
from domain.self_check import LEAST_SHOWN, may_show
from domain.upward import (
    LEAST_OFFICES,
    DutyCounts,
    OfficeFigures,
    RollUp,
    Sent,
    SignTold,
    apart,
    merged,
    office_id,
)
from reports.merged_workbook import merged_workbook
from reports.office_file import office_file
from reports.office_file_reading import Misread, read_office_file
from reports.rolled_up import paragraph, remarks
from tests.unit.reports_samples import ZONE, vietnamese

AS_OF = datetime(2025, 11, 20, 9, 30, tzinfo=UTC)
DUE = datetime(2025, 10, 31, 10, 0, tzinfo=UTC)
NAMES = ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND", "Trạm Y tế")


def duty(concerned: int = 45, done: int = 41, late: int = 3, overdue: int = 2) -> DutyCounts:
    opens, closes = DUE - timedelta(days=10), DUE + timedelta(days=10)
    about = ("self-check-month", "2025-10", "self_check", "Tự soi: tháng 10/2025")
    return DutyCounts(*about, opens, DUE, closes, concerned, done, late, overdue)


def sign(count: int, group: int, number: int = 3) -> SignTold:
    label = "Né việc khó, “đùn đẩy”"
    return SignTold("self-check-month", "2025-10", "1", number, label, count, group)


def figures(name: str = NAMES[0], *signs: SignTold, **changed: object) -> OfficeFigures:
    plain = OfficeFigures(
        office_id(name), name, "UBND phường", "p-2025", "1", "34-CT-TU", AS_OF, (duty(),), signs
    )
    return replace(plain, **changed)  # type: ignore[arg-type]  # of any field


def sent(*offices: OfficeFigures, expected: tuple[str, ...] = ()) -> RollUp:
    return merged([Sent(x, f"{n}.xlsx") for n, x in enumerate(offices)], expected)


def changed(content: bytes, sheet: str, cell: str, value: str | int | None) -> bytes:
    book = load_workbook(BytesIO(content))
    book[sheet][cell] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_an_office_sends_is_read_as_it_was_written_and_computes_nothing() -> None:
    told = figures(
        "=HYPERLINK(0) Phòng Ễ Ị Ỳ", sign(6, 20), duties=(duty(), replace(duty(), key="x"))
    )
    content = office_file(told, vietnamese, ZONE)
    assert read_office_file(content, "a.xlsx") == told
    assert office_file(told, vietnamese, ZONE) == content
    cells = chain.from_iterable(chain.from_iterable(load_workbook(BytesIO(content))))
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_columns_are_found_by_their_word_wherever_somebody_moved_them() -> None:
    told = figures(NAMES[0], sign(6, 20))
    book = load_workbook(BytesIO(office_file(told, vietnamese, ZONE)))
    book["duties"].insert_rows(1, 2)
    book["signs"].insert_cols(1)
    out = BytesIO()
    book.save(out)
    assert read_office_file(out.getvalue(), "a.xlsx") == told


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        (
            "office",
            "B4",
            "other",
            "a.xlsx, sheet office, row 4, cell B4: value is other, not tusoi",
        ),
        ("office", "B5", "2", "cell B5: value is 2; this tusoi reads version 1"),
        ("office", "B12", "hôm qua", "cell B12: value is no moment like 2025-10-14T17:00+07:00"),
        ("duties", "H4", "nhiều", "sheet duties, row 4, cell H4: concerned is no whole number"),
        ("duties", "I4", 46, "cell I4: done is 46, and there are only 45"),
        ("duties", "K4", 5, "cell K4: missing is 5, and 45 less 41 are not that many"),
        ("duties", "L4", "=1+1", "cell L4: overdue is a formula or an Excel error"),
        ("duties", "A3", "duty", "sheet duties: no row begins with obligation"),
        ("duties", "D3", "words", "sheet duties, row 3: no column begins with title"),
        ("duties", "D4", None, "cell D4: title is empty"),
        ("signs", "F4", 4, "cell F4: count is 4 of 20: so few may not be told"),
    ],
)
def test_a_mistake_is_told_with_file_sheet_row_and_cell(
    sheet: str, cell: str, value: str | int | None, said: str
) -> None:
    content = office_file(figures(NAMES[0], sign(6, 20)), vietnamese, ZONE)
    with pytest.raises(Misread) as misread:
        read_office_file(changed(content, sheet, cell, value), "a.xlsx")
    assert said in str(misread.value)


def test_what_is_no_such_file_is_said_to_be_none() -> None:
    for content in (b"", b"%PDF-1.4", merged_workbook(sent(figures()), vietnamese, ZONE)):
        with pytest.raises(Misread, match=r"^a\.xlsx "):
            read_office_file(content, "a.xlsx")


def test_the_newest_of_an_office_counts_and_who_is_missing_or_unlike_is_said() -> None:
    old = figures(NAMES[0], as_of=AS_OF - timedelta(days=1), duties=(duty(done=1, late=0),))
    other = replace(duty(), due=DUE + timedelta(days=3))
    rolled = sent(
        figures(NAMES[0]), old, figures(NAMES[1], plan="q-2025", duties=(other,)),
        figures(NAMES[3], duties=()), expected=("PHÒNG KINH TẾ", NAMES[1], NAMES[2]),
    )  # fmt: skip
    (roll,) = rolled.duties
    assert (roll.total.concerned, roll.total.done, roll.total.overdue) == (90, 82, 4)
    said = [vietnamese(note) for note in remarks(rolled)]
    assert len(said) == 7
    for words in (NAMES[2], NAMES[3], "1.xlsx", "p-2025", "q-2025", "03/11/2025"):
        assert any(words in line for line in said)
    pasted = " ".join(map(vietnamese, paragraph(rolled)))
    assert "82/90" in pasted
    assert NAMES[2] in pasted


def test_a_quarter_that_holds_a_told_month_is_not_told() -> None:
    day = date(2025, 12, 5)
    every = (Every.MONTH, Every.QUARTER, Every.YEAR)
    spans = {n: stretch_around(each, day) for n, each in enumerate(every)}
    assert apart(spans) == {0}
    november = Span(Every.MONTH, date(2025, 11, 1), date(2025, 11, 30))
    assert apart(spans | {7: november}) == {0, 7}
    assert apart({0: spans[1], 1: spans[1]}) == frozenset()
    assert apart({1: spans[1]}) == {1}


counts = st.integers(0, 40).flatmap(lambda group: st.tuples(st.integers(0, group), st.just(group)))
wards = st.lists(counts, min_size=1, max_size=7)


def told(ward: list[tuple[int, int]]) -> RollUp:
    """Every office sends all it has, even what it may not."""
    return sent(*(figures(f"Đơn vị {n}", sign(*x)) for n, x in enumerate(ward)))


@given(ward=wards, data=st.data())
def test_nothing_that_an_office_keeps_to_itself_changes_what_the_ward_sees(
    ward: list[tuple[int, int]], data: st.DataObject
) -> None:
    hidden = counts.filter(lambda x: not may_show(*x))
    others = [x if may_show(*x) else data.draw(hidden) for x in ward]
    assert told(ward).signs == told(others).signs


@given(ward=wards, more=counts, data=st.data())
def test_no_subtraction_leaves_fewer_than_five_of_either_kind(
    ward: list[tuple[int, int]], more: tuple[int, int], data: st.DataObject
) -> None:
    """Taken away: what any offices but two know of themselves; or the sum of another day, when one
    office had not sent anything yet."""
    (roll,) = told(ward).signs or (None,)
    if roll is None:
        assert sum(may_show(*x) for x in ward) < LEAST_OFFICES
        return
    shown = [x for x in ward if may_show(*x)]
    known = data.draw(st.lists(st.sampled_from(range(len(shown))), unique=True,
                               max_size=len(shown) - 2))  # fmt: skip
    left = [x for n, x in enumerate(shown) if n not in known]
    noticed = roll.told.count - sum(shown[n][0] for n in known)
    asked = roll.told.group - sum(shown[n][1] for n in known)
    assert (noticed, asked) == (sum(x[0] for x in left), sum(x[1] for x in left))
    assert min(noticed, asked - noticed) >= 2 * LEAST_SHOWN
    (later,) = told([*ward, more]).signs
    count, group = later.told.count - roll.told.count, later.told.group - roll.told.group
    assert (count, group) == (0, 0) or may_show(count, group)


def test_no_sum_tells_which_offices_it_is_of() -> None:
    ward = [(6, 20), (7, 20), (8, 20), (1, 20)]
    book = load_workbook(BytesIO(merged_workbook(told(ward), vietnamese, ZONE)))
    rows = list(book["Biểu hiện"].iter_rows(min_row=5, values_only=True))
    assert [row[2:] for row in rows] == [(21, 60, 3)]
    assert sum("21" in str(sheet.title) for sheet in book) == 0


def test_the_wards_workbook_has_a_table_for_each_duty_with_its_sum() -> None:
    rolled = sent(figures(NAMES[0]), figures(NAMES[1]), expected=(*NAMES[:3],))
    content = merged_workbook(rolled, vietnamese, ZONE)
    assert content == merged_workbook(rolled, vietnamese, ZONE)
    book = load_workbook(BytesIO(content))
    rows = [row[2:5] for row in book["Tự soi"].iter_rows(min_row=4, values_only=True)]
    assert rows == [(NAMES[0], 45, 41), (NAMES[1], 45, 41), ("Tất cả đơn vị", 90, 82)]
    units = [row[1] for row in book["Cơ quan, đơn vị"].iter_rows(min_row=4, values_only=True)]
    assert units == [*NAMES[:3]]
