"""Paper that somebody says is handed in: they are left alone, the specialist looks for it.

She ticks it, or says that it is not there: then its owner is told kindly and reminded as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.effects import Effect, Notify, Replace, Reply
from domain.message import Choice, Do, Message, Style, column, say
from domain.papers import ClaimPaper, HandedIn, Looked, MissPaper
from domain.people import Person, Role
from domain.reminding import Duty
from domain.text import Param, Text, _
from handlers import duties
from handlers.conversation import Action
from handlers.papers import line_subject, papers_view, with_line


def handed_in(mine: HandedIn) -> Sequence[Effect]:
    """Tell the specialists, who look for it; until then it is not asked for any more."""
    if mine.line.handed.ticked:
        return [Reply(say(_("Your paper for “{title}” is ticked already.", title=mine.title)))]
    others = _specialists(mine)
    if not others:
        tick_it = Choice(_("Signed papers"), Do("papers", str(mine.period.id)))
        return [Reply(say(_("Papers are ticked here:"), choices=((tick_it,),)))]
    if mine.line.claimed:
        return [Reply(_known(mine, others[0]))]
    told = [_tell(mine, whom.id) for whom in others]
    return [ClaimPaper(mine.period.id), *told, Reply(_thanks(mine, others[0]))]


def _specialists(mine: HandedIn) -> list[Person]:
    return [p for p in mine.specialists if p.id != mine.person.id]


def _known(mine: HandedIn, specialist: Person) -> Message:
    about: dict[str, Param] = {
        "specialist": specialist.called,
        "when": mine.line.claimed_at or mine.now,
        "title": mine.title,
    }
    said = (
        _("{specialist} was told at {when} that {you} did “{title}” on paper.", **about)
        if mine.stays_theirs
        else _(
            "{specialist} was told at {when} and is to look for the paper for “{title}”.", **about
        )
    )
    return say(said, _("There is nothing more to do."), choices=column(_mistake(mine)))


def _thanks(mine: HandedIn, specialist: Person) -> Message:
    about: dict[str, Param] = {"specialist": specialist.called, "title": mine.title}
    if mine.stays_theirs:
        told = _("Thank you. I have told {specialist} that “{title}” is done on paper.", **about)
        then = [_("The sheet stays with {you}; there will be no more reminders of it.")]
    else:
        told = _(
            "Thank you. I have told {specialist} to look for the paper for “{title}”.", **about
        )
        then = [] if mine.line.registration else [_quiet(specialist)]
    return say(told, *then, choices=column(_mistake(mine)))


def _quiet(specialist: Person) -> Text:
    return _(
        "There will be no more reminders of it; if it is not found, {specialist} tells you here.",
        specialist=specialist.called,
    )


def _mistake(mine: HandedIn) -> Choice:
    label = _("Not done yet") if mine.stays_theirs else _("Not handed in yet")
    return Choice(label, Do("paper_not_yet", str(mine.period.id)))


def _tell(mine: HandedIn, whom: int) -> Notify:
    subject = f"{mine.period.id}:{mine.line.person.id}:{mine.line.revision}"
    about: dict[str, Param] = {"who": mine.person.full_name, "title": mine.title}
    in_ = Choice(_("Signed paper is in"), Do("paper_tick", subject), Style.PRIMARY)
    all_ = Choice(_("Signed papers"), Do("papers", str(mine.period.id)))
    said = _(
        "{who} says that the paper for “{title}” is handed in. Please tick it once you have it.",
        **about,
    )
    choices = column(in_, Choice(_("It is not there"), Do("paper_missed", subject)), all_)
    if mine.stays_theirs:
        said = _("{who} did “{title}” on paper and keeps the sheet. Please tick it.", **about)
        choices = column(replace(in_, label=_("Tick it")), all_)
    return Notify(whom, say(said, choices=choices), f"paper:{subject}:{_stamp(mine)}:{whom}")


def _stamp(mine: HandedIn) -> str:
    return f"{mine.now:%Y%m%dT%H%M%S}"


def not_yet(mine: HandedIn) -> Sequence[Effect]:
    """It was pressed by mistake: it is asked for as before."""
    noted = [Replace(say(_("Noted: “{title}” is still to be done; see /menu.", title=mine.title)))]
    if not mine.line.claimed:
        return noted
    back = _(
        "{who} takes it back: “{title}” on paper is still to come.",
        who=mine.person.full_name,
        title=mine.title,
    )
    key = f"paper-back:{mine.period.id}:{mine.person.id}:{_stamp(mine)}"
    told = [Notify(x.id, say(back), f"{key}:{x.id}") for x in _specialists(mine)]
    return [ClaimPaper(mine.period.id, undo=True), *told, *noted]


def missed(looked: Looked) -> Sequence[Effect]:
    """The specialist does not have it: its owner is told, and reminded from now on as before."""
    asked, line = looked.tick, looked.tick.line
    period, claimed_at = asked.papers.period, line.claimed_at or asked.now
    key = f"paper-missed:{period.id}:{line.person.id}:{claimed_at:%Y%m%dT%H%M%S}"
    view = papers_view(with_line(asked.papers, replace(line, claimed_at=None)))
    if not asked.listed:
        noted = _(
            "Noted at {when}: not there; {who} is told.", when=asked.now, who=line.person.called
        )
        again = Choice(_("Signed paper is in"), Do("paper_tick", line_subject(asked.papers, line)))
        view = say(noted, choices=column(again))
    told = Notify(line.person.id, _missed(looked), key)
    return [MissPaper(period.id, line.person.id), told, Replace(view)]


def _missed(looked: Looked) -> Message:
    asked, line = looked.tick, looked.tick.line
    period, specialist = asked.papers.period, looked.specialist.called
    not_found = _(
        "Hello {name}, {specialist} has not found your paper for “{title}” yet.",
        specialist=specialist,
        title=asked.papers.title,
    )
    claim = Choice(_("Handed in on paper"), Do("paper_handed_in", str(period.id)))
    if line.registration:
        once_more = _("Please give {specialist} the signed form once more.", specialist=specialist)
        form = Choice(_("Form to print"), Do("print_forms", f"person:{line.person.id}"))
        return say(not_found, once_more, choices=column(form, claim))
    group = (Duty(period, looked.obligation),)
    label, target = duties.button(group)
    help_ = Choice(_("I need help"), Do("need_help", str(period.id)))
    choices = column(Choice(label, target, Style.PRIMARY), claim, help_)
    return say(not_found, _what_to_do(looked, group), choices=choices)


def _what_to_do(looked: Looked, group: duties.Group) -> Text:
    specialist = looked.specialist.called
    if looked.tick.now > looked.tick.papers.period.due:
        return _(
            "Please give it to {specialist} once more, or send it here: it is still taken.",
            specialist=specialist,
        )
    return _(
        "Please give it to {specialist} once more, or send it here; the deadline is {deadline}.",
        specialist=specialist,
        deadline=duties.deadline(group),
    )


PAPER_HANDED_IN = Action("paper_handed_in", handed_in)
PAPER_NOT_YET = Action("paper_not_yet", not_yet)
PAPER_MISSED = Action("paper_missed", missed, frozenset({Role.SPECIALIST}))
