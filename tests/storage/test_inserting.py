"""A row that is added past the session is the row that the session would have added."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import SQLModel, select

from storage.inserting import add
from storage.tables import MenuRow, OutboxRow
from tests.office import SmallOffice


@pytest.mark.parametrize("row", [MenuRow, OutboxRow])
def test_what_is_not_given_has_the_default_of_the_table(row: type[SQLModel]) -> None:
    office = SmallOffice()
    rows: dict[type[SQLModel], dict[str, Any]] = {
        MenuRow: {"sealed": b"x", "created_at": office.now},
        OutboxRow: {
            **{"op": "Say", "kind": "reply", "sealed": None, "priority": 0},
            **{"not_before": office.now, "created_at": office.now},
        },
    }
    given = rows[row]
    with office.work() as work:
        account = office.account(work, "Hùng").id
        added = add(work, row, account_id=account, **given)
        plain = row(account_id=account, **given)
        work.session.add(plain)
        work.session.flush()
        first, second = (one.model_dump(exclude={"id"}) for one in work.session.exec(select(row)))
        assert first == second
        assert added < plain.model_dump()["id"]
