"""/uyquyen: the specialist's or the head's work done by somebody else for a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from domain.delegation import ROLES, Delegating, Grant, Grants, RevokeGrant, SaveGrant
from domain.effects import Effect, Notify, Reply
from domain.message import Choice, Do, Message, Start, Style, column, say
from domain.text import Text, _
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.person_question import FindPerson
from handlers.questions import Choose, Option, PickDate, Review

#: A longer one is the roster's to say.
_LONGEST = timedelta(days=184)
_WHO = _("To whom? Type the name or a part of it, accents or not.")


def delegate(inputs: Delegating) -> Dialog[Sequence[Effect]]:
    """What, to whom, from when until when; looked over before it counts."""
    role = inputs.roles[0]
    if len(inputs.roles) > 1:
        options = [Option(str(x), ROLES[x], x) for x in inputs.roles]
        role = yield from ask(Choose("role", _("What"), _("What is delegated?"), options))
    person = yield from ask(FindPerson(inputs.people, prompt=_WHO))
    today = Option(inputs.today.isoformat(), _("Today ({day})", day=inputs.today), inputs.today)
    prompt = _("From which day?")
    first = yield from ask(PickDate("first", _("First day"), prompt, suggestions=(today,)))
    last = yield from ask(_until(first))
    yield from ask(Review())
    grant = Grant(0, role, person, inputs.who, first, last)
    return [SaveGrant(role, person.id, first, last), *_told(inputs, grant)]


def _until(first: date) -> PickDate:
    only = Option(first.isoformat(), _("That day only ({day})", day=first), first)
    prompt = _("Until which day? It ends by itself then.")
    return PickDate("last", _("Last day"), prompt, first, first + _LONGEST, (only,))


def _told(inputs: Delegating, grant: Grant) -> list[Effect]:
    """Both know: the one who gives it here, the other by a message; and whose work it is."""
    days = _days(grant)
    done = _("{who} does {work} {days}.", who=grant.person.full_name, work=_work(grant), days=days)
    ends = _("It ends by itself; /uyquyen takes it back before.")
    theirs = _(
        "As {who} has arranged, {you} do {work} {days}.",
        who=inputs.who.called,
        work=_work(grant),
        days=days,
    )
    what = _("What is for that role comes to {you} too; /menu shows what {you} can do then.")
    key = f"grant:{grant.person.id}:{inputs.now.isoformat()}"
    back = column(Choice(_("Who does whose work"), Do("grants")))
    to_them = Notify(grant.person.id, say(theirs, what, choices=back), key)
    arranged = _("{who} has arranged this: {done}", who=inputs.who.called, done=done)
    whose = [p for p in inputs.told.get(grant.role, ()) if p.id != grant.person.id]
    others = (Notify(p.id, say(arranged, choices=back), f"{key}:{p.id}") for p in whose)
    return [Reply(say(done, ends)), to_them, *others]


def _work(grant: Grant) -> Text:
    return ROLES[grant.role]


def _days(grant: Grant) -> Text:
    return _("from {first} to {last}", first=grant.first, last=grant.last)


def grants(inputs: Grants) -> Sequence[Effect]:
    """What is delegated now or soon, and what this reader can do about it."""
    lines = [_line(grant) for grant in inputs.grants] or [_("Nothing is delegated now.")]
    new = [Choice(_("Delegate"), Start("delegate"), Style.PRIMARY)] if inputs.may_delegate else []
    back = (
        Choice(
            _("Take back: {who}", who=grant.person.full_name),
            Do("grant_revoke", str(grant.id)),
            Style.DANGER,
        )
        for grant in inputs.grants
        if grant.id in inputs.revocable
    )
    return [Reply(say(*lines, title=_("Who does whose work"), choices=column(*new, *back)))]


def _line(grant: Grant) -> Text:
    who, work, days = grant.person.full_name, _work(grant), _days(grant)
    if grant.giver is None:
        return _("• {who}: {work}, {days}", who=who, work=work, days=days)
    giver = grant.giver.full_name
    return _("• {who} for {giver}: {work}, {days}", who=who, giver=giver, work=work, days=days)


def revoke(inputs: Grants) -> Sequence[Effect]:
    """It ends at once; whoever did not do it is told."""
    (grant,) = inputs.grants
    ended = _("Ended: {who} does {work} no more.", who=grant.person.full_name, work=_work(grant))
    both = {p.id for p in (grant.person, grant.giver) if p is not None} - {inputs.reader.id}
    key = f"grant-ended:{grant.id}"
    told = (Notify(person, say(ended), f"{key}:{person}") for person in sorted(both))
    return [RevokeGrant(grant.id), Reply(say(ended)), *told]


def delegation_over(grant: Grant) -> Message:
    """Told to both when its last day is past."""
    who, work = grant.person.full_name, _work(grant)
    return say(_("Ended: {who} does {work} no more.", who=who, work=work))


DELEGATE = Conversation("delegate", _("Delegating"), delegate)
GRANTS = Action("grants", grants)
REVOKE = Action("grant_revoke", revoke)
