"""What a digest counts beside who has done what: reviews and results of tasks, noticed signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from domain.completion import SignCount
from domain.registration import ReviewState
from domain.self_check import may_show
from domain.text import Localized, Text, _
from domain.work import Outcome, TaskCounts
from reports.printable import shortened

LONGEST_LABEL = 50


def tasks_told(counts: TaskCounts) -> list[Text]:
    """Where registrations stand in their review, and how the tasks ended; no line for nothing."""
    reviews = [words(n) for x, words in _STATES.items() if (n := counts.reviews.get(x, 0))]
    outcomes = [words(n) for x, words in _OUTCOMES.items() if (n := counts.outcomes.get(x, 0))]
    return [
        *([_("Review: {reviews}.", reviews=reviews)] if reviews else []),
        *([_("Results: {outcomes}.", outcomes=outcomes)] if outcomes else []),
    ]


_STATES: Mapping[ReviewState, Callable[[int], Text]] = {
    ReviewState.SUBMITTED: lambda count: _("{count} wait to be received", count=count),
    ReviewState.RETURNED: lambda count: _("{count} asked to complete", count=count),
    ReviewState.RECEIVED: lambda count: _("{count} wait to be confirmed", count=count),
    ReviewState.CONFIRMED: lambda count: _("{count} confirmed", count=count),
}
_OUTCOMES: Mapping[Outcome, Callable[[int], Text]] = {
    Outcome.DONE: lambda count: _("{count} fully done", count=count),
    Outcome.PARTLY: lambda count: _("{count} partly done", count=count),
    Outcome.NOT_DONE: lambda count: _("{count} not done", count=count),
}


def signs_told(signs: Sequence[SignCount]) -> list[Text]:
    """Sums that tell on nobody; whatever else is left out, whoever made it."""
    shown = [sign for sign in signs if may_show(sign.count, sign.group)]
    if not shown:
        return []
    return [
        _("Signs people noticed in themselves (only counts of at least five are told):"),
        *(
            _(
                "• Sign {number}, {label}: {count}/{group}",
                number=sign.sign,
                label=_brief(sign.label, LONGEST_LABEL),
                count=sign.count,
                group=sign.group,
            )
            for sign in shown
        ),
    ]


def _brief(words: Localized, most: int) -> Localized:
    return Localized(shortened(words.vi, most), shortened(words.en, most))
