"""Whether a period takes answers now, and to whom one may turn when it does not."""

from __future__ import annotations

from domain.effects import Refused
from domain.people import Person, Role
from domain.period import Period, PeriodState
from domain.text import Text, _
from storage import deadlines, people, periods
from storage.unit_of_work import Work


def not_accepting(
    work: Work, who: Person, period: Period, owner: Person | None = None
) -> Refused | None:
    """Why nothing can be sent for a period now; None while it takes answers, late ones too.

    `owner` is whose duty it is, where somebody else sends it.
    """
    period, title = deadlines.of(work, period, (owner or who).id), periods.title_of(work, period)
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


def specialist_called(work: Work, reader: Person) -> str | Text:
    """To whom a reader may turn, as the office says it: "chị Mai"."""
    specialists = people.with_role(work, Role.SPECIALIST)
    found = [person for person in specialists if person.id != reader.id]
    return found[0].called if found else _("the office")
