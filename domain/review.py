"""Who reviews whose registration: the specialist receives it, the head confirms it, nobody theirs.

The office's plan leaves the review to the specialist (S0 IV.1.a); that the head confirms is the
office's own way of working, so both are rules of this file alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.people import Person
from domain.registration import Filed, ReviewState


@dataclass(frozen=True)
class Reviewers:
    """Those who can review in the office now, by id."""

    specialists: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    deputies: frozenset[int] = frozenset()

    def receivers(self, owner: int) -> frozenset[int]:
        """Who says "received": a specialist; for the only specialist's own, who confirms it."""
        return self.specialists - {owner} or self.confirmers(owner)

    def confirmers(self, owner: int) -> frozenset[int]:
        """Who confirms: the head; for the head's own a deputy or, failing that, the specialist."""
        groups = (self.heads - {owner}, self.deputies - {owner}, self.specialists - {owner})
        return next((group for group in groups if group), frozenset())

    def includes(self, who: int) -> bool:
        """Whether this person reviews anybody at all."""
        return who in self.specialists | self.heads | self.deputies

    def may_read(self, who: int, owner: int) -> bool:
        """One's own, or what one reviews."""
        return who == owner or who in self.receivers(owner) | self.confirmers(owner)

    def verdicts(self, who: int, owner: int, state: ReviewState) -> frozenset[ReviewState]:
        """What this person may decide about a registration in that state.

        Who both receives and confirms (the head, for the only specialist's own) does it in one.
        """
        receives, confirms = who in self.receivers(owner), who in self.confirmers(owner)
        if state is ReviewState.RECEIVED and confirms:
            return frozenset({ReviewState.CONFIRMED, ReviewState.RETURNED})
        if state is ReviewState.CONFIRMED or not receives:
            return frozenset()
        forward = ReviewState.CONFIRMED if confirms else ReviewState.RECEIVED
        return frozenset({forward, ReviewState.RETURNED}) - {state}


@dataclass(frozen=True)
class Pile:
    """What waits for this reader's word, oldest first, as of `now`.

    `returned` waits for its owners; it can still be received as it is. `done` counts the others,
    `printable` is the period whose forms can be printed together (0: none), and
    `collective_missing` says that the reader could still register the office's own task.
    """

    reader: Person
    reviewers: Reviewers
    now: datetime
    waiting: tuple[Filed, ...] = ()
    returned: tuple[Filed, ...] = ()
    done: int = 0
    printable: int = 0
    collective_missing: bool = False
    page: int = 0

    @property
    def all(self) -> tuple[Filed, ...]:
        return self.waiting + self.returned

    def verdicts(self, filed: Filed) -> frozenset[ReviewState]:
        return self.reviewers.verdicts(self.reader.id, filed.owner.id, filed.newest.state)

    def ready_for(self, state: ReviewState) -> tuple[Filed, ...]:
        """Those waiting that this reader may bring to that state."""
        return tuple(filed for filed in self.waiting if state in self.verdicts(filed))


@dataclass(frozen=True)
class Opened:
    """One registration open before its reviewer; `asked` is the version their button spoke of.

    Of what waits, its `pile` holds no more than this one and the next.
    """

    pile: Pile
    filed: Filed
    asked: int

    @property
    def overtaken(self) -> bool:
        """Its owner has sent a newer version meanwhile."""
        return self.filed.newest.number != self.asked


@dataclass(frozen=True)
class Verdict:
    """A decision asked for by a button."""

    opened: Opened
    state: ReviewState


@dataclass(frozen=True)
class Together:
    """A decision on a whole list, of exactly the versions that were shown."""

    pile: Pile
    state: ReviewState
    shown: tuple[tuple[int, int], ...]

    @property
    def current(self) -> tuple[Filed, ...]:
        """Those of the list that still stand as they were shown and still wait."""
        ready = self.pile.ready_for(self.state)
        return tuple(f for f in ready if (f.registration.id, f.newest.number) in self.shown)
