"""Consent as Law 91/2025/QH15 asks: given for a purpose, provable, withdrawn as easily."""

from __future__ import annotations

from enum import StrEnum

from sqlmodel import col, select

from storage.tables import ConsentRow
from storage.unit_of_work import Work


class Purpose(StrEnum):
    KEEP = "keep"  # name, position, registration, times: to gather what the plan asks for
    SELF_CHECK = "self_check"  # what one noticed in oneself, for oneself


class ConsentState(StrEnum):
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def latest(work: Work, person: int, purpose: Purpose) -> ConsentState | None:
    """The last word a person gave for a purpose; None when never asked."""
    query = select(ConsentRow.state).where(
        ConsentRow.person_id == person, ConsentRow.purpose == purpose
    )
    state = work.session.exec(query.order_by(col(ConsentRow.id).desc()).limit(1)).first()
    return ConsentState(state) if state else None


def may_keep(work: Work, person: int) -> bool:
    return latest(work, person, Purpose.KEEP) is ConsentState.GIVEN


def record(
    work: Work,
    person: int,
    purpose: Purpose,
    state: ConsentState,
    wording: str,
    account: int | None,
) -> None:
    """Remember a word given, with the version of the wording that was shown."""
    work.session.add(
        ConsentRow(
            person_id=person,
            purpose=purpose,
            state=state,
            wording=wording,
            account_id=account,
            at=work.now,
        )
    )
