"""What is not kept for ever: words once they have been said, and updates once they are played.

A pass over everything goes in short transactions, a few rows each: nobody's turn waits for it,
however long the tables have grown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlmodel import col

from domain.apology import LetterState
from domain.broadcast import OVER
from domain.keeping import Terms
from storage import ticks
from storage.outbox import SendState
from storage.tables import (
    AbsenceRow,
    ApologyRow,
    AskedRow,
    BroadcastRow,
    CodeRow,
    DeskSessionRow,
    DraftRow,
    FileRow,
    InboxRow,
    LinkRow,
    MenuRow,
    OutboxRow,
    RemedyRow,
    ReportCopyRow,
    SelfCheckRow,
    TokenPairRow,
)
from storage.unit_of_work import Work

_Row: TypeAlias = (
    AbsenceRow
    | ApologyRow
    | AskedRow
    | CodeRow
    | DeskSessionRow
    | DraftRow
    | FileRow
    | InboxRow
    | LinkRow
    | MenuRow
    | OutboxRow
    | ReportCopyRow
)


@dataclass(frozen=True)
class Rule:
    """Which rows have had their time at a moment (UTC), and what they are left with.

    Those without values go as a whole; of the others it stays that something was.
    """

    table: type[_Row]
    due: Callable[[datetime, Terms], ColumnElement[bool]]
    values: Mapping[str, object] | None = None
    at_once: int = 500


_WORDLESS: Mapping[str, object] = {"sealed": None}
_WAITS = (SendState.QUEUED, SendState.SENDING)

RULES = (
    Rule(
        OutboxRow,
        lambda now, terms: (
            (col(OutboxRow.created_at) < now - terms.words)
            & col(OutboxRow.sealed).is_not(None)
            & col(OutboxRow.state).not_in(_WAITS)
        ),
        _WORDLESS,
    ),
    # Platforms repeat an update within a day at most: then its key is not needed any more.
    Rule(
        InboxRow,
        lambda now, terms: (
            (col(InboxRow.state) == "played") & (col(InboxRow.received_at) < now - terms.lying)
        ),
    ),
    Rule(
        InboxRow,
        lambda now, terms: (
            (col(InboxRow.state) == "aside")
            & (col(InboxRow.received_at) < now - terms.lying)
            & col(InboxRow.sealed).is_not(None)
        ),
        _WORDLESS,
    ),
    Rule(MenuRow, lambda now, terms: col(MenuRow.created_at) < now - terms.buttons),
    Rule(DraftRow, lambda now, terms: col(DraftRow.touched_at) < now - terms.drafts),
    Rule(
        FileRow,
        lambda now, terms: (
            (col(FileRow.at) < now - terms.lying)
            & (col(FileRow.state) == "fetched")
            & col(FileRow.id).not_in(_files_to_go_out(now - terms.lying))
            & col(FileRow.id).not_in(_files_answered())
        ),
        {"state": "dropped", "sealed": None},
        at_once=1,  # one may have 20 MB
    ),
    Rule(LinkRow, lambda now, terms: col(LinkRow.expires_at) < now - terms.lying),
    Rule(DeskSessionRow, lambda now, terms: col(DeskSessionRow.expires_at) < now - terms.lying),
    # Why somebody was away is of use while they are; that they were stays.
    Rule(
        AbsenceRow,
        lambda now, terms: (
            (col(AbsenceRow.last) < (now - terms.words).date())
            & col(AbsenceRow.sealed).is_not(None)
        ),
        _WORDLESS,
    ),
    Rule(
        ReportCopyRow,
        lambda now, terms: (
            (col(ReportCopyRow.at) < now - terms.reports) & col(ReportCopyRow.sealed).is_not(None)
        ),
        {"state": "erased", "sealed": None},
        at_once=1,  # one may have 20 MB
    ),
    Rule(
        AskedRow,
        lambda now, terms: (
            (col(AskedRow.at) < now - terms.answers) & col(AskedRow.sealed).is_not(None)
        ),
        {"sealed": None, "file_id": None},
    ),
    # One that was taken back lies for those who think again; letters are about citizens.
    Rule(
        ApologyRow,
        lambda now, terms: (
            col(ApologyRow.sealed).is_not(None)
            & (
                (col(ApologyRow.at) < now - terms.letters)
                | (
                    (col(ApologyRow.state) == LetterState.TAKEN_BACK)
                    & (col(ApologyRow.decided_at) < now - terms.lying)
                )
            )
        ),
        _WORDLESS,
    ),
    Rule(CodeRow, lambda now, terms: col(CodeRow.expires_at) < now - terms.lying),
)
#: What is sealed and has no term, and why.
KEPT: Mapping[type[RemedyRow | SelfCheckRow | TokenPairRow], str] = {
    SelfCheckRow: "its author's, until they delete it (/xoa)",
    RemedyRow: "its author's, until they delete it (/xoa)",
    TokenPairRow: "the newest pair takes the place of the one before",
}


def _files_to_go_out(lying: datetime) -> Select[int | None]:
    """Files of announcements that are not over, or not for long: somebody may open them yet."""
    over = col(BroadcastRow.state).in_(OVER) & (col(BroadcastRow.finished_at) < lying)
    return select(col(BroadcastRow.file_id)).where(col(BroadcastRow.file_id).is_not(None), ~over)


def _files_answered() -> Select[int | None]:
    """What was sent in answer to an inquiry goes when the answer goes."""
    return select(col(AskedRow.file_id)).where(col(AskedRow.file_id).is_not(None))


class Clearing:
    """One pass: `step` in a transaction each, until it says that nothing is left."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._rules = list(RULES)
        self._after = 0

    def step(self, work: Work) -> bool:
        """Look at the next few rows; returns whether there are more. The end is noted."""
        rule = self._rules[0]
        last = _end_of_stretch(work, rule, self._after)
        if last is not None:
            _clear(work, rule, self._terms, (self._after, last))
            self._after = last
            return True
        self._rules, self._after = self._rules[1:], 0
        if not self._rules:
            ticks.cleared(work)
        return bool(self._rules)


def _end_of_stretch(work: Work, rule: Rule, after: int) -> int | None:
    """Up to which number the next rows go; None after the last. By number: no row is seen twice,
    and no index is needed to find those whose time has come."""
    number = col(rule.table.id)
    query = select(number).where(number > after).order_by(number).limit(rule.at_once)
    stretch = work.session.scalars(query).all()
    return stretch[-1] if stretch else None


def _clear(work: Work, rule: Rule, terms: Terms, stretch: tuple[int, int]) -> None:
    number = col(rule.table.id)
    due = (number > stretch[0], number <= stretch[1], rule.due(work.now, terms))
    if rule.values is None:
        work.session.execute(delete(rule.table).where(*due))
    else:
        work.session.execute(update(rule.table).where(*due).values(**rule.values))
