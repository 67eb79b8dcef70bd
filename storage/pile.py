"""The pile of registrations at the desk, a page at a time: the rules are those of the review."""

from __future__ import annotations

from collections import defaultdict

from domain.desk import OnePile, PileOf, PilePage
from domain.effects import Refused
from domain.people import Person, Role
from domain.plan import Kind
from domain.registration import Filed, PaperState, ReviewState, read_version
from domain.review import Reviewers
from storage import periods, registrations, reviews
from storage.reviews import GONE, NOT_YOURS
from storage.unit_of_work import Work

PAGE = 25


def load(work: Work, who: Person, which: PileOf, page: int) -> PilePage | Refused:
    """What this reader may read of that kind, by when it was sent."""
    allowed = reviews.reviewers(work)
    if not allowed.includes(who.id):
        return NOT_YOURS
    found = _by_kind(work, who, allowed)
    chosen = found[which]
    page = min(page, max(0, (len(chosen) - 1) // PAGE))
    lines = registrations.filed_of(work, chosen[page * PAGE : (page + 1) * PAGE])
    counts = {kind: len(found[kind]) for kind in PileOf}
    return PilePage(which, lines, counts, page, PAGE, _printable(work))


def _by_kind(work: Work, who: Person, allowed: Reviewers) -> defaultdict[PileOf, list[int]]:
    found: defaultdict[PileOf, list[int]] = defaultdict(list)
    for stand in reviews.standings(work):
        if not allowed.may_read(who.id, stand.owner):
            continue
        found[PileOf.ALL].append(stand.id)
        if reviews.waits(allowed, who.id, stand.owner, stand.state):
            found[PileOf.WAITING].append(stand.id)
        elif stand.state is ReviewState.RETURNED:
            found[PileOf.RETURNED].append(stand.id)
    return found


def _printable(work: Work) -> int:
    """The newest period of personal registrations that has begun."""
    begun = (p for p in periods.all_periods(work) if p.opens <= work.now)
    return max((p.id for p in begun if p.kind is Kind.REGISTRATION), default=0)


def load_one(work: Work, who: Person, version: str) -> OnePile | Refused:
    """One registration (`ID:REVISION`) in its newest version."""
    allowed, named = reviews.reviewers(work), read_version(version)
    filed = registrations.filed(work, named[0]) if named else None
    if named is None or filed is None:
        return GONE
    if not allowed.may_read(who.id, filed.owner.id):
        return NOT_YOURS
    waiting = reviews.to_review(work, who)
    verdicts = allowed.verdicts(who.id, filed.owner.id, filed.newest.state)
    following = reviews.following(filed.registration.id, waiting)
    return OnePile(
        filed,
        named[1],
        verdicts,
        _paper(who, filed),
        next((other.version for other in registrations.filed_of(work, following)), ""),
        len(waiting),
    )


def _paper(who: Person, filed: Filed) -> str:
    if not who.is_any(Role.SPECIALIST) or filed.registration.paper is PaperState.SIGNED:
        return ""
    return f"{filed.period.id}:{filed.owner.id}:{filed.newest.number}"
