"""Checking oneself ("tự soi, tự sửa"): the signs in one message, a remedy for each one noticed.

What somebody noticed goes into their own chat and into `SaveSelfCheck`, nowhere else: the
acknowledgement may be read on a locked screen and names no sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.effects import Effect, Reply
from domain.message import Choice, Do, Rows, column, say
from domain.people import Standing
from domain.plan import Sign
from domain.self_check import (
    KeptRemedy,
    NoticedBefore,
    Remedy,
    SaveSelfCheck,
    SelfChecking,
)
from domain.text import GAP, Text, _, verbatim
from handlers.choice_questions import in_rows
from handlers.conversation import Conversation
from handlers.dialog import Answered, Button, Dialog, Json, View, ask, each
from handlers.questions import ChooseMany, Option, PickDate, Review, Skippable, Write
from handlers.wording import span_name

_TOGGLES_A_ROW = 5
_LONGEST_REMEDY = 300


@dataclass(frozen=True, kw_only=True)
class Noticed(ChooseMany[Sign]):
    """The signs as a list to read, with a small toggle for each: labels never fit a button."""

    title: Text
    intro: tuple[Text, ...]

    def show(self, stored: Json) -> Text:
        """Numbers are enough where the list has just been read."""
        signs = self.decode(stored)
        return verbatim(", ".join(str(sign.number) for sign in signs)) if signs else self.none_label

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        plain = super().view(scratch, today, trace)
        *toggles, none, done = (button for row in plain.rows for button in row)
        small = [_small(button) for button in toggles]
        return replace(
            plain,
            title=self.title,
            lines=(*self.intro, self.prompt, *(b.label for b in toggles), GAP, *plain.lines[1:]),
            rows=(*in_rows(small, _TOGGLES_A_ROW), (none,), (done,)),
            aside=column(Choice(_("Read the signs in full"), Do("sign_text"))),
        )


def _small(button: Button) -> Button:
    state, key = button.value.split(":")
    box = "☑ {n}" if state == "off" else "☐ {n}"
    return replace(button, label=verbatim(box.format(n=key)))


def self_check(inputs: SelfChecking) -> Dialog[Sequence[Effect]]:
    noticed = yield from ask(_noticed(inputs))
    told = yield from each([_remedy(sign, inputs.who.standing) for sign in noticed])
    note = (yield from ask(_NOTE)) if noticed else ""
    yield from ask(Review(title=_("Only {you} can see this. Please look it over")))
    periods = tuple(period.id for period in inputs.periods)
    remedies = tuple(remedy for remedy in told if remedy is not None)
    signs = tuple(sign.number for sign in noticed)
    return [SaveSelfCheck(periods, signs, remedies, note), _acknowledged(inputs, remedies)]


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
        title=_("Self-check: {spans}, about 2 minutes", spans=spans(inputs)),
        intro=_intro(inputs),
    )


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
        *_late(inputs),
        who_sees_what(inputs),
        GAP,
        *_recalled(inputs.remedies),
        *_earlier(inputs.before),
        sections,
        GAP,
    )


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
    """A remedy in its owner's own chat."""
    if remedy.due is None:
        return _("{n}: {action}", n=str(remedy.sign), action=remedy.action)
    return _("{n}: {action} (by {due})", n=str(remedy.sign), action=remedy.action, due=remedy.due)


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


def _remedy(sign: Sign, standing: Standing) -> Dialog[Remedy | None]:
    n = str(sign.number)
    what = Write(
        f"do_{n}",
        _("{n}: what to do", n=n),
        _(
            "{n}. {label}\nWhat do {you} mean to do about it? One line is enough.",
            n=n,
            label=sign.label_for(standing),
        ),
        required=False,
        max_length=_LONGEST_REMEDY,
    )
    action = yield from ask(what)
    if not action:
        return None
    when = PickDate(
        f"by_{n}", _("{n}: by when", n=n), _("{n}: {action}\nBy when?", n=n, action=action)
    )
    return Remedy(sign.number, action, (yield from ask(Skippable(when))))


_NOTE = Write(
    "note",
    _("Private note"),
    _("Anything else to note, for {you} alone?"),
    required=False,
)


def _acknowledged(inputs: SelfChecking, remedies: Sequence[Remedy]) -> Reply:
    saved = _("Self-check: {spans}. Saved at {now}.", spans=spans(inputs), now=inputs.now)
    late = (_("It counts as late."),) if inputs.late else ()
    told = _("The office is shown that it is done, nothing more.")
    promised = Choice(_("My work"), Do("work"))
    again = Choice(_("Look at it again"), Do("my_self_check", str(inputs.periods[0].id)))
    choices: Rows = column(promised, again) if remedies else column(again)
    return Reply(say(saved, *late, told, choices=choices))


SELF_CHECK = Conversation("self_check", _("Self-check"), self_check)
