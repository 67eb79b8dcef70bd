"""Whether a period takes answers now, and what to do when it does not."""

from __future__ import annotations

from domain.effects import Refused
from domain.people import Person
from domain.period import Period, PeriodState
from domain.text import _
from storage import periods
from storage.registrations import specialist_called
from storage.unit_of_work import Work


def not_accepting(work: Work, who: Person, period: Period) -> Refused | None:
    """Why nothing can be sent for a period now; None while it takes answers, late ones too."""
    title = periods.obligation_of(work, period).title
    match period.state(work.now):
        case PeriodState.COMING:
            return Refused(_("“{title}” opens at {when}.", title=title, when=period.opens))
        case PeriodState.CLOSED:
            return Refused(
                _(
                    "“{title}” closed at {when}. To send or change something now, please ask "
                    "{specialist} to open it again.",
                    title=title,
                    when=period.closes,
                    specialist=specialist_called(work, who),
                )
            )
        case _:
            return None
