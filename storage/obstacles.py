"""Obstacles: reported, told to those who can help, answered; never deleted by whoever answers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from domain.effects import Refused
from domain.obstacle import (
    Answering,
    AnswerObstacle,
    Obstacle,
    ObstacleState,
    OpenObstacles,
    Reporting,
    ReportObstacle,
)
from domain.people import Person, Role
from domain.text import Localized, _
from storage import completions, deadlines, people, periods
from storage.tables import ObstacleRow
from storage.unit_of_work import Work, clean
from storage.work import tasks_of

NOT_HERE = Refused(_("This request for help is not here, or not yours to answer."))
SETTLED = Refused(_("This has been settled already. Nothing was changed."))


def helpers(work: Work, reporter: int) -> tuple[Person, ...]:
    """Who is told: specialists; where there is nobody but the reporter, the heads."""
    for group in (people.with_role(work, Role.SPECIALIST), people.heads(work)):
        if found := tuple(person for person in group if person.id != reporter):
            return found
    return ()


def load_reporting(work: Work, who: Person, subject: str) -> Reporting:
    """What an obstacle may be about: what one owes, and one's registered tasks."""
    owed = completions.owed(work, who, deadlines.begun(work, who.id))
    return Reporting(
        who=who,
        number=len(_reported(work, who.id)) + 1,
        duties=tuple((period.id, periods.short_title_of(work, period)) for period in owed),
        tasks=tuple((task.id, task.title) for task in tasks_of(work, who.id)),
        helpers=helpers(work, who.id),
        now=work.now,
        about=_about(subject),
    )


def _about(subject: str) -> str:
    """A reminder's button names a period by its number alone."""
    return f"period:{subject}" if subject.isdecimal() else subject


def report_obstacle(work: Work, who: Person, effect: ReportObstacle) -> Refused | None:
    """Keep it with its moment; refused when it bears a number that is taken meanwhile."""
    if effect.number != len(_reported(work, who.id)) + 1:
        return Refused(_("You have reported something else meanwhile. Please send this once more."))
    work.session.add(
        ObstacleRow(
            person_id=who.id,
            about=effect.about,
            words=clean(effect.words),
            proposal=clean(effect.proposal),
            at=work.now,
        )
    )
    work.session.flush()
    return None


def load_answering(work: Work, who: Person, subject: str) -> Answering | Refused:
    """An obstacle before one of those who are told of it."""
    person, _colon, number = subject.partition(":")
    if not (person.isdecimal() and number.isdecimal()):
        return NOT_HERE
    row = _row(work, int(person), int(number))
    if row is None or not _may_answer(work, who, row.person_id):
        return NOT_HERE
    return Answering(_obstacle(work, row, int(number)), who, work.now)


def load_open(work: Work, who: Person, _subject: str) -> OpenObstacles:
    """Those that wait for a word of this person, oldest first."""
    asking = select(ObstacleRow.person_id).where(ObstacleRow.state == ObstacleState.OPEN).distinct()
    found = [
        _obstacle(work, row, number)
        for person in work.session.exec(asking)
        if _may_answer(work, who, person)
        for number, row in enumerate(_reported(work, person), start=1)
        if row.state == ObstacleState.OPEN
    ]
    return OpenObstacles(tuple(sorted(found, key=lambda obstacle: obstacle.at)))


def answer_obstacle(work: Work, who: Person, effect: AnswerObstacle) -> Refused | None:
    """The last word counts as the answer; audited."""
    row = _row(work, effect.person, effect.number)
    if row is None or not _may_answer(work, who, effect.person):
        return NOT_HERE
    if row.state == ObstacleState.SETTLED:
        return SETTLED
    row.state, row.answered_by, row.answered_at = effect.state, who.id, work.now
    row.answer = clean(effect.words) or row.answer
    work.audit(who.id, f"obstacle_{effect.state}", f"person:{effect.person}")
    return None


def _may_answer(work: Work, who: Person, reporter: int) -> bool:
    return who.id in {helper.id for helper in helpers(work, reporter)}


def _reported(work: Work, person: int) -> Sequence[ObstacleRow]:
    """A person's obstacles in order."""
    query = select(ObstacleRow).where(ObstacleRow.person_id == person)
    return work.session.exec(query.order_by(col(ObstacleRow.id))).all()


def _row(work: Work, person: int, number: int) -> ObstacleRow | None:
    reported = _reported(work, person)
    return reported[number - 1] if 1 <= number <= len(reported) else None


def _obstacle(work: Work, row: ObstacleRow, number: int) -> Obstacle:
    return Obstacle(
        people.person(work, row.person_id),
        number,
        about_words(work, row.person_id, row.about),
        row.words,
        row.proposal,
        row.at,
        ObstacleState(row.state),
        row.answer,
    )


def about_words(work: Work, person: int, about: str) -> str | Localized:
    """What an obstacle is about, in words; empty where it is about nothing listed."""
    kind, _colon, number = about.partition(":")
    if kind == "period" and (period := periods.period(work, int(number))) is not None:
        return periods.title_of(work, period)
    titles = {str(task.id): task.title for task in tasks_of(work, person)}
    return titles.get(number, "") if kind == "task" else ""
