"""/menu, /trangthai and what is said when a message was not understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from domain.absence import Absence
from domain.completion import Completion
from domain.deadline import TimeRequest
from domain.effects import Effect, Reply
from domain.message import Choice, Do, Message, Rows, Start, Style, Target, say
from domain.overview import DoneDuty, Overview, PutAside
from domain.text import GAP, Text, _
from domain.vietnamese import fold, without_telex
from handlers import duties
from handlers.command_menu import COMMANDS, Command
from handlers.conversation import Action
from handlers.duties import Group
from handlers.stopping import again
from handlers.words import PHRASES

#: What a command leads to, and how conversations are called; the registry knows.
Targets = Mapping[str, Start | Do]
Titles = Mapping[str, Text]

_FEW = 3  # guesses at what was meant
_ALIKE = 0.7
_MENU = Choice(_("Everything else"), Do("menu"))


def menu(titles: Titles) -> Action[Overview]:
    """What is owed first, each with its one button; then what was begun; then all else."""

    def show(inputs: Overview) -> Sequence[Effect]:
        owed = duties.together(inputs.owed)
        waiting = _waiting(inputs)
        nothing = () if waiting else (_("Nothing is owed now."),)  # who has a pile has work to do
        due = [_owed_line(group, inputs) for group in owed] or nothing
        lines = [*due, *map(_on_the_way, duties.together(inputs.on_the_way))]
        begun = [_begun(draft, titles) for draft in inputs.drafts]
        rest = [_command_line(c, inputs) for c in _for(inputs) if c.name not in _ABOUT_DATA]
        rest.append(_("My data: {commands}", commands=_data_commands(inputs)))
        parts = [part for part in (lines, [*begun, *waiting], rest) if part]
        body = tuple(line for part in parts for line in (GAP, *part))[1:]
        title = _("What there is to do, {you} {name}")
        return [Reply(Message(body, title, _choices(owed, inputs, titles)))]

    return Action("menu", show)


def _begun(draft: PutAside, titles: Titles) -> Text:
    if draft.closed_at is None:
        return _("Begun: {title}", title=_title(draft, titles))
    return _closed(draft, titles)


def _closed(draft: PutAside, titles: Titles) -> Text:
    return _(
        "Begun but not sent: {title}. It has been closed since {when} and takes nothing any more.",
        title=_title(draft, titles),
        when=draft.closed_at or "",
    )


def _waiting(inputs: Overview) -> list[Text]:
    """What others wait for from this reader."""
    review = [_("Registrations to review: {count}", count=inputs.to_review)]
    answer = [_("Waiting for an answer: {count}", count=inputs.waiting)]
    correct = [_("Data to be corrected: {count}", count=inputs.corrections)]
    time = [_("Asking for more time: {count}", count=inputs.wait_for_time)]
    return [
        *(review if inputs.to_review else ()),
        *(time if inputs.wait_for_time else ()),
        *(answer if inputs.waiting else ()),
        *(correct if inputs.corrections else ()),
    ]


def _owed_line(group: Group, inputs: Overview) -> Text:
    what, deadline = duties.what(group), duties.deadline(group)
    if inputs.now > group[0].period.due:
        return _("• {what}: past its deadline ({deadline})", what=what, deadline=deadline)
    return _("• {what}: deadline {deadline}", what=what, deadline=deadline)


def _on_the_way(group: Group) -> Text:
    return _("… {what}: said to be handed in on paper, to be checked", what=duties.what(group))


def _for(inputs: Overview) -> list[Command]:
    shown = (command for command in COMMANDS if command.name not in {"menu", "quaylai"})
    return [command for command in shown if command.is_for(inputs.who)]


def _command_line(command: Command, inputs: Overview) -> Text:
    return _("/{name}: {what}", name=_name(command, inputs), what=command.description)


def _name(command: Command, inputs: Overview) -> str:
    return command.english if inputs.who.language == "en" else command.name


_ABOUT_DATA = ("dulieu", "suadulieu", "dongy", "rutdongy", "xoa")


def _data_commands(inputs: Overview) -> str:
    """One line for all of them: rarely wanted, never hidden."""
    mine = [_name(command, inputs) for command in COMMANDS if command.name in _ABOUT_DATA]
    return " ".join(f"/{name}" for name in mine)


def _title(draft: PutAside, titles: Titles) -> Text:
    return titles.get(draft.conversation, _("a form"))


def _choices(
    owed: Sequence[Group], inputs: Overview, titles: Titles
) -> tuple[tuple[Choice, ...], ...]:
    begun = {_goes_on(d): _resume(d, titles) for d in inputs.drafts if d.closed_at is None}
    closed = [_discard(d, titles) for d in inputs.drafts if d.closed_at is not None]
    offered = (Choice(*button, Style.PRIMARY) for button in duties.buttons(owed))
    doing = [begun.pop(choice.target, choice) for choice in offered]  # one button for one thing
    resume = begun.values()
    review = [Choice(_("Review registrations"), Do("review"))] if inputs.to_review else []
    answer = [Choice(_("Who waits for an answer"), Do("obstacles"))] if inputs.waiting else []
    time = [Choice(_("Who asks for more time"), Do("time_requests"))]
    answer = [*(time if inputs.wait_for_time else ()), *answer]
    correct = [Choice(_("Data to be corrected"), Do("corrections"))] if inputs.corrections else []
    return tuple((choice,) for choice in (*doing, *resume, *review, *answer, *correct, *closed))


def _goes_on(draft: PutAside) -> Target:
    """What begins a conversation goes on with it too."""
    return Start(draft.conversation, draft.subject)


def _resume(draft: PutAside, titles: Titles) -> Choice:
    title = _("Go on: {title}", title=_title(draft, titles))
    return Choice(title, Do("resume", str(draft.draft)), Style.PRIMARY)


def _discard(draft: PutAside, titles: Titles) -> Choice:
    return Choice(
        _("Discard: {title}", title=_title(draft, titles)), Do("cancel", str(draft.draft))
    )


def status(titles: Titles) -> Action[Overview]:
    """Each duty: owed until when, or done when; and what was begun."""

    def show(inputs: Overview) -> Sequence[Effect]:
        owed = duties.together(inputs.owed)
        body = [
            *(_standing(group, inputs) for group in owed),
            *map(_asked_time, inputs.asked_time),
            *map(_on_the_way, duties.together(inputs.on_the_way)),
            *(_done_line(done) for done in inputs.done),
            *(_begun_then(draft, titles) for draft in inputs.drafts),
            *(_silent(group) for group in owed if _is_silent(group, inputs)),
            *map(_away, inputs.absences),
        ]
        if len(inputs.channels) > 1:
            body.append(_("Channels: {channels} (/kenh)", channels=", ".join(inputs.channels)))
        title = _("As of {now}", now=inputs.now)
        nothing = [_("Nothing is owed now, and nothing has been sent yet.")]
        choices = (*_choices(owed, inputs, titles), *_put_right(inputs, owed))
        return [Reply(Message(tuple(body or nothing), title, choices))]

    return Action("status", show)


def _away(absence: Absence) -> Text:
    return _("Away from {first} to {last}", first=absence.first, last=absence.last)


def _is_silent(group: Group, inputs: Overview) -> bool:
    return any(duty.period.id in inputs.silent for duty in group)


def _silent(group: Group) -> Text:
    return _("No reminders of {what}, as {you} asked.", what=duties.what(group))


def _put_right(inputs: Overview, owed: Sequence[Group]) -> Rows:
    """What the reader once said can be taken back: no reminders of something, days away."""
    back = again([group for group in owed if _is_silent(group, inputs)])
    change = (
        (Choice(_("Away from {day}: other days", day=a.first), Start("absence_change", str(a.id))),)
        for a in inputs.absences
    )
    end = ((Choice(_("I am not away"), Do("absence_end")),),) if inputs.absences else ()
    return (*back, *change, *end)


def _asked_time(request: TimeRequest) -> Text:
    return _(
        "… more time asked for “{title}”, until {until}: not decided yet",
        title=request.title,
        until=request.due,
    )


def _begun_then(draft: PutAside, titles: Titles) -> Text:
    if draft.closed_at is not None:
        return _closed(draft, titles)
    return _("… begun at {when}: {title}", when=draft.touched_at, title=_title(draft, titles))


def _standing(group: Group, inputs: Overview) -> Text:
    what, period = duties.what(group), group[0].period
    if inputs.now <= period.due:
        deadline = duties.deadline(group)
        return _("○ {what}: still to do, deadline {deadline}", what=what, deadline=deadline)
    return _(
        "○ {what}: late since {due}, can be sent until {closes}",
        what=what,
        due=period.due,
        closes=period.closes,
    )


def _done_line(done: DoneDuty) -> Text:
    said = _how_done(done)
    if not done.copies:
        return said
    return _("{said}; files kept with it: {count} (/baocao)", said=said, count=done.copies)


def _how_done(done: DoneDuty) -> Text:
    what = duties.what((done.duty,))
    match done.how:
        case Completion.DONE_ON_PAPER:
            return _("✓ {what}: on paper, noted at {at}", what=what, at=done.at)
        case Completion.DONE_LATE:
            return _("✓ {what}: sent late, at {at}", what=what, at=done.at)
        case _:
            return _("✓ {what}: sent at {at}", what=what, at=done.at)


def nothing_open(_inputs: Overview) -> Sequence[Effect]:
    """/huy and "quay lại" where no conversation is open."""
    return [Reply(say(_("Nothing is open here now. /menu shows what there is to do.")))]


NOTHING_OPEN = Action("nothing_open", nothing_open)


def lost(targets: Targets) -> Action[Overview]:
    """The two or three things most likely meant, and the way to all others."""

    def show(inputs: Overview) -> Sequence[Effect]:
        likely = [
            Choice(command.description, targets[command.name])
            for command in _meant(inputs)
            if command.name in targets
        ]
        if not likely:
            owed = duties.together(inputs.owed)[: _FEW - 1]
            likely = [Choice(*button) for button in duties.buttons(owed)]
        said = _("I did not understand that.") if inputs.typed else _WORDLESS
        what_next = _("Did {you} mean one of these?") if likely else _("/menu shows what I can do.")
        rest = _MENU if likely else Choice(_("See everything"), Do("menu"))
        return [Reply(say(said, what_next, choices=tuple((c,) for c in (*likely, rest))))]

    return Action("lost", show)


_WORDLESS = _("I can only read text here; nothing was kept.")


def _meant(inputs: Overview) -> list[Command]:
    """Commands whose words are most like what was typed, the likeliest first."""
    typed = without_telex(fold(inputs.typed))
    alike = {command.name: _likeness(typed, command.name) for command in _for(inputs)}
    found = [c for c in _for(inputs) if alike[c.name] >= _ALIKE]
    return sorted(found, key=lambda c: -alike[c.name])[:_FEW]


def _likeness(typed: str, command: str) -> float:
    """1 where a phrase of the command stands in what was typed; else how alike they look."""
    phrases = [fold(phrase) for phrase in PHRASES.get(command, ())]
    if any(f" {phrase} " in f" {typed} " for phrase in phrases if len(phrase) > 3):
        return 1
    return max((SequenceMatcher(None, typed, p).ratio() for p in phrases), default=0)
