"""/vuongmac: being stuck is reported in time, to those who can help (S1 section 4).

The receipt carries its time: whoever reported a difficulty in time can show that they did.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Begin, Effect, Notify, Reply
from domain.message import Choice, Do, Message, Start, Style, column, say
from domain.obstacle import (
    Answering,
    AnswerObstacle,
    Obstacle,
    ObstacleState,
    OpenObstacles,
    Reporting,
    ReportObstacle,
)
from domain.people import Role
from domain.text import Text, _, verbatim
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Choose, Option, Review, Write

_HELPERS = frozenset({Role.SPECIALIST, Role.OFFICIAL})  # a head helps where no specialist can
_LONGEST = 1000
_LONGEST_LABEL = 40


def need_help(inputs: Reporting) -> Sequence[Effect]:
    """The button under a reminder."""
    return [Begin("obstacle", inputs.about)]


def obstacle(inputs: Reporting) -> Dialog[Sequence[Effect]]:
    about = yield from ask(_about(inputs))
    words = yield from ask(_WORDS)
    proposal = yield from ask(_PROPOSAL)
    yield from ask(Review())
    kept = ReportObstacle(inputs.number, about, words, proposal)
    shown = _about_shown(inputs, about)
    told = Obstacle(inputs.who, inputs.number, shown, words, proposal, inputs.now)
    return [kept, *_tell_helpers(inputs, told), Reply(_receipt(inputs))]


def _about(inputs: Reporting) -> Choose[str]:
    options = [Option(key, label, key) for key, label in _things(inputs).items()]
    options.append(Option("other", _("Something else"), "other"))
    return Choose("about", _("About"), _("What is it about?"), options)


def _things(inputs: Reporting) -> dict[str, Text]:
    """What it may be about, the one whose button was pressed first."""
    duties = {f"period:{id_}": verbatim(title) for id_, title in inputs.duties}
    tasks = {f"task:{id_}": _("Task: {task}", task=_short(task)) for id_, task in inputs.tasks}
    found = {**duties, **tasks}
    return dict(sorted(found.items(), key=lambda item: item[0] != inputs.about))


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1]}…"


def _about_shown(inputs: Reporting, about: str) -> Text:
    return _things(inputs).get(about, _("Something else"))


_WORDS = Write(
    "words", _("What is in the way"), _("What is in the way? A line or two."), max_length=_LONGEST
)
_PROPOSAL = Write(
    "proposal",
    _("My proposal"),
    _("What would {you} propose? It may be left out."),
    required=False,
    max_length=_LONGEST,
)


def _tell_helpers(inputs: Reporting, told: Obstacle) -> list[Notify]:
    key = f"obstacle:{told.id}"
    return [Notify(p.id, _for_helper(told), f"{key}:{p.id}") for p in inputs.helpers]


def _for_helper(told: Obstacle) -> Message:
    return say(
        *_lines(told),
        title=_("{who} needs help", who=told.person.full_name),
        choices=column(
            Choice(_("Answer"), Start("answer_obstacle", told.id), Style.PRIMARY),
            Choice(_("Settled"), Do("obstacle_settled", told.id)),
        ),
    )


def _lines(told: Obstacle) -> list[Text]:
    proposal = [_("Proposal: {words}", words=told.proposal)] if told.proposal else []
    return [
        _(
            "{position}, {unit}; reported at {when}.",
            position=told.person.position,
            unit=told.person.unit,
            when=told.at,
        ),
        _("About: {about}", about=told.about),
        _("In the way: {words}", words=told.words),
        *proposal,
    ]


def _receipt(inputs: Reporting) -> Message:
    saved = _("Your report was kept at {now}.", now=inputs.now)
    if not inputs.helpers:
        return say(
            saved, _("There is nobody else here to be told: please speak with your superior.")
        )
    told = ", ".join(person.called for person in inputs.helpers)
    return say(saved, _("{told} has been told and can answer here.", told=told))


def answer_obstacle(inputs: Answering) -> Dialog[Sequence[Effect]]:
    asked = inputs.obstacle
    who = asked.person.full_name
    prompt = _("{who}: “{words}”\nWhat do {you} answer?", who=who, words=asked.words)
    words = yield from ask(Write("answer", _("Answer"), prompt, max_length=_LONGEST))
    answered = AnswerObstacle(asked.person.id, asked.number, ObstacleState.ANSWERED, words)
    sent = _("Your answer went to {who} at {now}.", who=asked.person.called, now=inputs.now)
    settled = column(Choice(_("Settled"), Do("obstacle_settled", asked.id)))
    return [
        answered,
        _tell(inputs, ObstacleState.ANSWERED, _answered(inputs, words)),
        Reply(say(sent, choices=settled)),
    ]


def _answered(inputs: Answering, words: str) -> Message:
    again = column(Choice(_("I need more help"), Do("need_help")))
    title = _("{helper} answers", helper=inputs.helper.full_name)
    asked = _("{You} asked: “{words}”", words=inputs.obstacle.words)
    return say(asked, verbatim(words), title=title, choices=again)


def obstacle_settled(inputs: Answering) -> Sequence[Effect]:
    """The helper's word that nothing is in the way any more; its reporter is told."""
    asked = inputs.obstacle
    settled = AnswerObstacle(asked.person.id, asked.number, ObstacleState.SETTLED)
    told = _(
        "{helper} marked it as settled: “{words}”.", helper=inputs.helper.called, words=asked.words
    )
    again = column(Choice(_("Not settled yet"), Do("need_help", "")))
    noted = _(
        "Noted at {now}: settled. {who} has been told.", now=inputs.now, who=asked.person.called
    )
    return [
        settled,
        _tell(inputs, ObstacleState.SETTLED, say(told, choices=again)),
        Reply(say(noted)),
    ]


def _tell(inputs: Answering, state: ObstacleState, message: Message) -> Notify:
    key = f"obstacle:{inputs.obstacle.id}:{state}:{inputs.now.isoformat()}"
    return Notify(inputs.obstacle.person.id, message, key)


def open_obstacles(inputs: OpenObstacles) -> Sequence[Effect]:
    """What waits for an answer, oldest first."""
    if not inputs.obstacles:
        return [Reply(say(_("Nobody waits for an answer.")))]
    lines = [
        _("• {who}, {when}: {words}", who=o.person.full_name, when=o.at, words=_short(o.words))
        for o in inputs.obstacles
    ]
    answers = [
        Choice(_("Answer {who}", who=o.person.called), Start("answer_obstacle", o.id))
        for o in inputs.obstacles
    ]
    return [Reply(say(*lines, title=_("Waiting for an answer"), choices=column(*answers)))]


NEED_HELP = Action("need_help", need_help)
SETTLED = Action("obstacle_settled", obstacle_settled, _HELPERS)
OPEN = Action("obstacles", open_obstacles, _HELPERS)
OBSTACLE = Conversation("obstacle", _("Report an obstacle"), obstacle)
ANSWER = Conversation("answer_obstacle", _("Answering who needs help"), answer_obstacle, _HELPERS)
