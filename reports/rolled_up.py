"""What the ward's summary says in words: a paragraph to paste, and what is missing or unlike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.offices import Unread
from domain.text import Text, _, verbatim
from domain.upward import LEAST_OFFICES, DutyCounts, DutyRoll, RollUp

#: Which signs are summed up at all.
RULE_OF_SIGNS = _(
    "Sums of at least {least} offices, of counts that each told only where at least five "
    "noticed the sign and at least five did not. They rate nobody.",
    least=LEAST_OFFICES,
)


def told_until(rolled: RollUp) -> Text:
    """As of when: offices do not send at the same minute. ValueError where none has sent any."""
    moments = sorted(office.as_of for office in rolled.offices)
    if moments[0] == moments[-1]:
        return _("Figures as of {moment}.", moment=moments[0])
    return _("Figures as of {first} to {last}.", first=moments[0], last=moments[-1])


def paragraph(rolled: RollUp) -> tuple[Text, ...]:
    """Ready to paste: who has sent figures, then a sentence for the newest period of each duty."""
    return (_coverage(rolled), *map(_stands, rolled.newest))


def _coverage(rolled: RollUp) -> Text:
    sent = len(rolled.offices)
    if not rolled.expected:
        return _("{count} offices have sent figures.", count=sent)
    came = len(rolled.expected) - len(rolled.missing)
    told = _("{count} of {all} offices have sent figures.", count=came, all=len(rolled.expected))
    if not rolled.missing:
        return told
    return _("{told} Still missing: {names}.", told=told, names=names(rolled.missing))


def _stands(duty: DutyRoll) -> Text:
    total = duty.total
    said = _(
        "{title}: {done}/{total} people of {offices} offices have done it ({percent}%)",
        title=total.title,
        done=total.done,
        total=total.concerned,
        offices=len(duty.offices),
        percent=share(total),
    )
    rest = [
        *([_("{count} of them after the deadline", count=total.late)] if total.late else []),
        *([_("{count} have not yet", count=total.missing)] if total.missing else []),
        *([_("{count} are past the deadline", count=total.overdue)] if total.overdue else []),
    ]
    return _("{said}; {rest}.", said=said, rest=rest) if rest else _("{said}.", said=said)


def share(counts: DutyCounts) -> float:
    """Done of everyone, to a tenth of a percent; 100 only when nobody is missing."""
    if not counts.missing:
        return 100
    return min(round(100 * counts.done / counts.concerned, 1), 99.9)


def remarks(rolled: RollUp) -> Iterator[Text]:
    """What whoever reads the sums should know of them."""
    yield from rolled.notes
    yield from map(_silent, rolled.unread)
    told = {one.name for one in rolled.unread}
    for name in rolled.missing:
        if name not in told:
            yield _("No figures from {name}.", name=name)
    yield from unlike(rolled)


def _silent(unread: Unread) -> Text:
    return _("No figures from {name}: {why}", name=unread.name, why=unread.why)


def unlike(rolled: RollUp) -> Iterator[Text]:
    """Of the figures that came."""
    for name in rolled.unexpected:
        yield _("{name} sent figures and is not on the list of those expected.", name=name)
    for old in rolled.replaced:
        yield _(
            "{name} sent figures more than once: those of {source} (as of {moment}) are left out, "
            "newer ones count.",
            name=old.figures.name,
            source=old.source,
            moment=old.figures.as_of,
        )
    if len(rolled.plans) > 1:
        for (plan, version), offices in rolled.plans.items():
            yield _(
                "Plan {plan}, version {version}: {names}.",
                plan=plan,
                version=version,
                names=names(offices),
            )
    for duty in rolled.duties:
        yield from _unlike(rolled, duty)


def _unlike(rolled: RollUp, duty: DutyRoll) -> Iterator[Text]:
    if without := rolled.without(duty):
        yield _("{title}: not in the figures of {names}.", title=duty.title, names=names(without))
    if len(duty.deadlines) > 1:
        moments = [_("{moment}", moment=at) for at in sorted(duty.deadlines)]
        yield _("{title}: deadlines differ ({moments}).", title=duty.title, moments=moments)


def names(of: Sequence[str]) -> list[Text]:
    """Names of offices, to be joined in a sentence."""
    return [verbatim(name) for name in of]
