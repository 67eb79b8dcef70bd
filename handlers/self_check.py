"""Checking oneself ("tự soi, tự sửa"): the signs in one message, a remedy for each one noticed.

What somebody noticed goes into their own chat and into `SaveSelfCheck`, nowhere else: the
acknowledgement may be read on a locked screen and names no sign.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Effect, Reply
from domain.message import Choice, Do, Rows, Start, column, say
from domain.plan import Sign
from domain.self_check import (
    KeptRemedy,
    NoticedBefore,
    RedoSelfCheck,
    Remedy,
    SaveSelfCheck,
    SelfCheck,
    SelfChecking,
)
from domain.text import GAP, Localized, Text, _, verbatim
from handlers.conversation import Conversation
from handlers.dialog import Dialog, Json, ask, both, each
from handlers.prefilled import From
from handlers.questions import Option, Write
from handlers.remedy_question import RemedyLine, as_stored
from handlers.signs_question import Noticed
from handlers.wording import span_name


def self_check(inputs: SelfChecking) -> Dialog[Sequence[Effect]]:
    """Nothing is looked over before it is saved: it can be put right until the period closes."""
    noticed = yield from ask(From(_noticed(inputs), _marked(inputs.done)))
    told, note = (yield from _told(inputs, noticed)) if noticed else ([], "")
    remedies = tuple(remedy for remedy in told if remedy is not None)
    periods = tuple(period.id for period in inputs.periods)
    signs = tuple(sign.number for sign in noticed)
    kind = RedoSelfCheck if inputs.done else SaveSelfCheck
    return [kind(periods, signs, remedies, note), _acknowledged(inputs, remedies)]


def _told(inputs: SelfChecking, noticed: Sequence[Sign]) -> Dialog[tuple[list[Remedy | None], str]]:
    """A line for each sign and one for oneself, side by side."""
    lines = [
        ask(From(RemedyLine(sign, sign.label_for(inputs.who.standing)), _line(inputs.done, sign)))
        for sign in noticed
    ]
    note = inputs.done.note if inputs.done else None
    return (yield from both(each(lines), ask(From(_NOTE, note))))


def _marked(done: SelfCheck | None) -> Json:
    return [str(number) for number in done.signs] if done else None


def _line(done: SelfCheck | None, sign: Sign) -> Json:
    """What was meant to be done about a sign, to start from; the newest where there are several."""
    kept = [remedy for remedy in done.remedies if remedy.sign == sign.number] if done else []
    return as_stored(kept[-1]) if kept else None


def _noticed(inputs: SelfChecking) -> Noticed:
    standing = inputs.who.standing
    options = [Option(str(s.number), verbatim(s.label_for(standing)), s) for s in inputs.signs]
    return Noticed(
        name="signs",
        label=_("Signs noticed"),
        prompt=_("Which of these did {you} notice in yourself?"),
        options=options,
        none_label=_("None of these"),
        done_label=_("Done"),
        title=_title(inputs),
        intro=_intro(inputs),
        period=inputs.periods[0].id,
    )


def _title(inputs: SelfChecking) -> Text:
    if inputs.done:
        return _("Correcting the self-check: {spans}", spans=spans(inputs))
    return _("Self-check: {spans}, about 2 minutes", spans=spans(inputs))


def spans(inputs: SelfChecking) -> Text:
    """What it is about: "tháng 12/2025, quý IV/2025, năm 2025"."""
    return Text("", {"text": [span_name(period.span) for period in inputs.periods]})


def _intro(inputs: SelfChecking) -> tuple[Text, ...]:
    """Who sees what, said before the first question; then what was meant to be done last time."""
    first, last = inputs.signs[0].section, inputs.signs[-1].section
    document, _gap, point = last.rpartition(" ")
    sections = _(
        "Numbered as in the directive: {first} to {last}.",
        first=first,
        last=point if first.startswith(f"{document} ") else last,
    )
    return (
        *(_to_be_replaced(inputs, inputs.done) if inputs.done else _late(inputs)),
        who_sees_what(inputs),
        GAP,
        *_recalled(inputs.remedies),
        *_earlier(inputs.before),
        sections,
        GAP,
    )


def _to_be_replaced(inputs: SelfChecking, done: SelfCheck) -> tuple[Text, ...]:
    closes = min(period.closes for period in inputs.periods)
    replaced = _(
        "Done at {when}. What {you} mark now takes its place; it still counts as done then. "
        "It can be corrected until {closes}.",
        when=done.done_at,
        closes=closes,
    )
    return (replaced, GAP)


def _late(inputs: SelfChecking) -> tuple[Text, ...]:
    if not inputs.late:
        return ()
    due, closes = inputs.periods[0].due, inputs.periods[0].closes
    passed = _("It was due by {due}; it can still be sent until {closes}.", due=due, closes=closes)
    return (passed, GAP)


def who_sees_what(inputs: SelfChecking) -> Text:
    """Said before the first question, and true of the storage."""
    told = ", ".join(person.called for person in inputs.told)
    return _(
        "On the system only {you} can see what {you} mark; {told} only learn whether {you} have "
        "done it. Reports show sums of at least 5 people. It is not used for rating or grading.",
        told=told or _("the others"),
    )


def _recalled(remedies: Sequence[KeptRemedy]) -> tuple[Text, ...]:
    if not remedies:
        return ()
    lines = (_("• {remedy}", remedy=remedy_line(remedy)) for remedy in remedies)
    return (_("What {you} meant to do, still open (/viec):"), *lines, GAP)


def remedy_line(remedy: Remedy | KeptRemedy) -> Text:
    """A remedy in its owner's own chat: by its sign's number, or words where that has changed."""
    if isinstance(remedy, KeptRemedy) and remedy.label is not None:
        return _words_line(remedy, remedy.label)
    if remedy.due is None:
        return _("{n}: {action}", n=str(remedy.sign), action=remedy.action)
    return _("{n}: {action} (by {due})", n=str(remedy.sign), action=remedy.action, due=remedy.due)


def _words_line(remedy: KeptRemedy, label: Localized) -> Text:
    if remedy.due is None:
        return _("“{sign}”: {action}", sign=label, action=remedy.action)
    return _("“{sign}”: {action} (by {due})", sign=label, action=remedy.action, due=remedy.due)


def _earlier(before: Sequence[NoticedBefore]) -> tuple[Text, ...]:
    """A wider span that adds nothing to a narrower one is not told again."""
    told: dict[tuple[int, ...], NoticedBefore] = {}
    for earlier in before:
        told.setdefault(earlier.signs, earlier)
    lines = tuple(
        _(
            "Already in {span}: {signs}; kept for it together with what {you} mark now.",
            span=span_name(earlier.span),
            signs=", ".join(map(str, earlier.signs)),
        )
        for earlier in told.values()
    )
    return (*lines, GAP) if lines else ()


_NOTE = Write(
    "note",
    _("Private note"),
    _("Anything else to note, for {you} alone?"),
    required=False,
)


def _acknowledged(inputs: SelfChecking, remedies: Sequence[Remedy]) -> Reply:
    saved = _("Self-check: {spans}. Saved at {now}.", spans=spans(inputs), now=inputs.now)
    if inputs.done:
        saved = _("Self-check: {spans}. Corrected at {now}.", spans=spans(inputs), now=inputs.now)
    late = (_("It counts as late."),) if inputs.late else ()
    told = _("The office is shown that it is done, nothing more.")
    kept = str(inputs.periods[0].id)
    promised = (Choice(_("My work"), Do("work")),) if remedies else ()
    look = Choice(_("Look at it again"), Do("my_self_check", kept))
    choices: Rows = column(*promised, look, correct(kept))
    return Reply(say(saved, *late, told, choices=choices))


def correct(period: str) -> Choice:
    """What leads back into a self-check that is done."""
    return Choice(_("Correct it"), Start("self_check_again", period))


SELF_CHECK = Conversation("self_check", _("Self-check"), self_check)
SELF_CHECK_AGAIN = Conversation("self_check_again", _("Correcting the self-check"), self_check)
