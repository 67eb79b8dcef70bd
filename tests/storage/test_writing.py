"""What is written past the session's bookkeeping is what the session would have written."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import SQLModel, select

from storage.tables import MenuRow, OutboxRow
from tests.office import SmallOffice


def given(row: type[SQLModel], office: SmallOffice) -> dict[str, Any]:
    """What a new row of a table has to be given, for somebody's chat."""
    rows: dict[type[SQLModel], dict[str, Any]] = {
        MenuRow: {"sealed": b"x", "created_at": office.now},
        OutboxRow: {
            **{"op": "Say", "kind": "reply", "sealed": None, "priority": 0},
            **{"not_before": office.now, "created_at": office.now},
        },
    }
    with office.work() as work:
        return {**rows[row], "account_id": office.account(work, "Hùng").id}


@pytest.mark.parametrize("row", [MenuRow, OutboxRow])
def test_what_is_not_given_has_the_default_of_the_table(
    row: type[SQLModel], office: SmallOffice
) -> None:
    values = given(row, office)
    with office.work() as work:
        added = work.session.insert(row, **values)
        plain = row(**values)
        work.session.add(plain)
        work.session.flush()
        first, second = (one.model_dump(exclude={"id"}) for one in work.session.exec(select(row)))
        assert first == second
        assert added < plain.model_dump()["id"]


@pytest.mark.parametrize("row", [MenuRow, OutboxRow])
def test_numbers_are_given_at_once_and_hold(row: type[SQLModel], office: SmallOffice) -> None:
    values = given(row, office)
    with office.work() as work:
        numbers = [work.session.insert(row, **values) for _each in range(70)]
        assert len(work.session.exec(select(row)).all()) == len(numbers)
        numbers.append(work.session.insert(row, **values))
    with office.work() as work:
        assert sorted(each.model_dump()["id"] for each in work.session.exec(select(row))) == numbers


def test_what_is_taken_back_is_never_written(office: SmallOffice) -> None:
    values = given(MenuRow, office)
    with office.work() as work:
        kept = work.session.insert(MenuRow, **values)
        with pytest.raises(ZeroDivisionError), work.savepoint():
            assert work.session.insert(MenuRow, **values) / 0
        last = work.session.insert(MenuRow, **values)
    with office.work() as work:
        assert [row.id for row in work.session.exec(select(MenuRow))] == [kept, last]
