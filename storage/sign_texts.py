"""The exact wording of the signs, from the office's own copy of the directive."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete
from sqlmodel import col

from storage.tables import SignTextRow
from storage.unit_of_work import Work


def keep(work: Work, directive: str, texts: Mapping[int, str]) -> None:
    """Keep the wording of each sign, in the place of any that was loaded before."""
    work.session.execute(delete(SignTextRow).where(col(SignTextRow.directive) == directive))
    work.session.add_all(
        SignTextRow(directive=directive, number=number, wording=wording)
        for number, wording in texts.items()
    )
    work.session.flush()


def text(work: Work, directive: str, number: int) -> str | None:
    """The wording of one sign; None where the office has loaded no copy."""
    row = work.session.get(SignTextRow, (directive, number))
    return row.wording if row is not None else None
