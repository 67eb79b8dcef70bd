"""/thuxinloi: the letter of apology that the head owes whoever waits for late work (S1 section 4).

Whom it is to stands in the letter and nowhere else in a chat: a file is told apart by what it is
about and by its receipt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateutil.relativedelta import relativedelta

from domain.apology import (
    Addressee,
    Apologising,
    DecideLetter,
    KeepLetter,
    LateFile,
    Letter,
    Letters,
    LetterState,
    Signing,
    looks_after,
)
from domain.effects import Begin, Effect, Notify, Replace, Reply
from domain.message import (
    Attachment,
    Choice,
    Do,
    Document,
    Message,
    Rows,
    Start,
    Style,
    column,
    say,
)
from domain.people import Role
from domain.text import Param, Text, _, verbatim
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask, both, each
from handlers.questions import Choose, Option, PickDate, Review, Write

#: Heads need no role; the loader knows who looks after letters.
_SIGNERS = frozenset({Role.SPECIALIST, Role.OFFICIAL})
_LINE, _LONGER = 200, 500
_SHORT = 40
_LONG_AGO = relativedelta(years=5)
_LATEST = relativedelta(years=1)


def apology(inputs: Apologising) -> Dialog[Sequence[Effect]]:
    addressee = yield from ask(_ADDRESSEE)
    whom, about, receipt = yield from each([ask(_WHOM), ask(_ABOUT), ask(_RECEIPT)])
    (promised, (stands, reason)), until = yield from both(
        both(ask(_promised(inputs)), each([ask(_STANDS), ask(_REASON)])), ask(_until(inputs))
    )
    yield from ask(Review())
    file = LateFile(addressee, whom, about, receipt, promised, stands, reason, until)
    letter = Letter(inputs.who, inputs.number, inputs.now, file)
    told = [Notify(p.id, _to_sign(letter), f"apology:{letter.id}:{p.id}") for p in inputs.signers]
    return [KeepLetter(inputs.number, file), *told, Reply(_drafted(inputs, letter))]


_ADDRESSEE = Choose(
    "addressee",
    _("The letter is to"),
    _(
        "A letter of apology for a file that is late. The specialist and the head see it and have "
        "it signed. Whom is it to?"
    ),
    (
        Option("man", _("Mr"), Addressee.MAN),
        Option("woman", _("Ms"), Addressee.WOMAN),
        Option("organisation", _("An organisation"), Addressee.BODY),
    ),
)
_WHOM = Write("whom", _("Name"), _("Name of the citizen or organisation."), max_length=_LINE)
_ABOUT = Write(
    "about",
    _("File"),
    _("What file is it? For example: building permit for a house."),
    max_length=_LINE,
)
_RECEIPT = Write(
    "receipt", _("Receipt number"), _("Number of its receipt."), required=False, max_length=_LINE
)
_STANDS = Write(
    "stands",
    _("State"),
    _("How does it stand now? For example: waits for a word of the land registry."),
    max_length=_LONGER,
)
_REASON = Write(
    "reason",
    _("Reason"),
    _("Why is it late? It stands in the letter as {you} write it."),
    max_length=_LONGER,
)


def _promised(inputs: Apologising) -> PickDate:
    return PickDate(
        "promised",
        _("Promised for"),
        _("For which day was the result promised?"),
        earliest=inputs.today - _LONG_AGO,
        latest=inputs.today,
        begins=inputs.today,
    )


def _until(inputs: Apologising) -> PickDate:
    return PickDate(
        "until",
        _("New date"),
        _("By which working day will it be done?"),
        earliest=inputs.today + relativedelta(days=1),
        latest=inputs.today + _LATEST,
        suggestions=tuple(Option(d.isoformat(), _("{day}", day=d), d) for d in inputs.suggested),
        is_working=inputs.is_working,
    )


def _file(letter: Letter) -> Text:
    """The file as it is told apart in a chat: without whose it is."""
    file = letter.file
    if not file.receipt:
        return verbatim(file.about)
    return _("{file}, receipt {number}", file=file.about, number=file.receipt)


def _dates(letter: Letter) -> Text:
    file = letter.file
    return _("Promised for {promised}, now for {until}.", promised=file.promised, until=file.until)


def _carrying(letter: Letter, *lines: Text, title: Text | None = None, choices: Rows) -> Message:
    return Message(lines, title, choices, Attachment(Document.APOLOGY, letter.id))


def _to_sign(letter: Letter) -> Message:
    return _carrying(
        letter,
        _(
            "Drafted by {who}, {position}.",
            who=letter.author.full_name,
            position=letter.author.position,
        ),
        _("File: {file}.", file=_file(letter)),
        _dates(letter),
        _("Please have it signed and sent, then mark it here."),
        title=_("A letter of apology to sign"),
        choices=_deciding(letter),
    )


def _deciding(letter: Letter) -> Rows:
    """What whoever looks after it may do with it as it stands."""
    if letter.state is not LetterState.DRAFTED:
        was_sent = letter.state is LetterState.SENT
        back = _("Not sent after all") if was_sent else _("Keep it after all")
        return column(Choice(back, Do("letter_reopen", letter.id)))
    take_back = Do("letter_take_back", letter.id)
    return column(
        Choice(_("Signed and sent"), Do("letter_sent", letter.id), Style.PRIMARY),
        Choice(_("Take the letter back"), take_back, Style.DANGER, typed=_("take back")),
    )


def _drafted(inputs: Apologising, letter: Letter) -> Message:
    lines = [_("Letter drafted at {now}; number and date are left to the clerk.", now=inputs.now)]
    if inputs.signers:
        told = ", ".join(person.called for person in inputs.signers)
        lines.append(_("{told} has it too, to have it signed and sent.", told=told))
    choices = _deciding(letter) if looks_after(inputs.who) else ()
    return _carrying(letter, *lines, choices=choices)


def overview(found: Letters) -> Sequence[Effect]:
    """Those to be signed first; who has drafted none begins."""
    if not found.letters and not found.page and not looks_after(found.reader):
        return [Begin("apology")]
    lines = [_line(letter, found) for letter in found.letters] or [
        _("No letter of apology waits or was sent.")
    ]
    new = Choice(_("Draft a letter"), Start("apology"), Style.PRIMARY)
    letters = column(*(Choice(_short(x), Do("letter", x.id)) for x in found.letters))
    turning = _turning(found)
    choices = ((new,), *letters, *((turning,) if turning else ()))
    return [Reply(say(*lines, title=_("Letters of apology"), choices=choices))]


def _line(letter: Letter, found: Letters) -> Text:
    said: dict[str, Param] = {"file": _file(letter), "stands": _stand(letter)}
    if not looks_after(found.reader):
        return _("• {file}: {stands}", **said)
    return _("• {file} ({who}): {stands}", **said, who=letter.author.full_name)


def _short(letter: Letter) -> Text:
    """What a button names it by: its receipt, where it has one."""
    words = letter.file.receipt or letter.file.about
    return verbatim(words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…")


def _stand(letter: Letter) -> Text:
    if letter.state is LetterState.SENT and letter.decided_at:
        return _("signed and sent at {when}", when=letter.decided_at)
    if letter.state is LetterState.TAKEN_BACK:
        return _("taken back")
    return _("drafted at {when}, to be signed", when=letter.at)


def _turning(found: Letters) -> tuple[Choice, ...]:
    earlier = Choice(_("‹ Earlier"), Do("letters", str(found.page - 1)))
    further = Choice(_("Further ›"), Do("letters", str(found.page + 1)))
    return (*([earlier] if found.page else []), *([further] if found.more else []))


def show(inputs: Signing) -> Sequence[Effect]:
    """One letter, and what may be done with it."""
    letter = inputs.letter
    drafted = _("Drafted by {who}: {stands}.", who=letter.author.full_name, stands=_stand(letter))
    lines = (_("File: {file}.", file=_file(letter)), _dates(letter), drafted)
    choices = _deciding(letter) if looks_after(inputs.reader) else ()
    return [Reply(_carrying(letter, *lines, title=_("Letter of apology"), choices=choices))]


def sent(inputs: Signing) -> Sequence[Effect]:
    """It was signed and sent: from now on it counts so."""
    file, until = _file(inputs.letter), inputs.letter.file.until
    noted = _("✓ Letter signed and sent, noted at {now}: {file}.", now=inputs.now, file=file)
    told = _(
        "The letter of apology was signed and sent: {file}. The new date is {until}.",
        file=file,
        until=until,
    )
    return _decided(inputs, LetterState.SENT, noted, told)


def take_back(inputs: Signing) -> Sequence[Effect]:
    """Drafted by mistake: it counts nowhere and is erased within days."""
    who, file = inputs.reader.full_name, _file(inputs.letter)
    noted = _(
        "Letter taken back at {now}: {file}. It counts no more and is erased soon.",
        now=inputs.now,
        file=file,
    )
    told = _("{who} has taken the letter of apology back: {file}.", who=who, file=file)
    return _decided(inputs, LetterState.TAKEN_BACK, noted, told)


def reopen(inputs: Signing) -> Sequence[Effect]:
    """It was marked by mistake: it is to be signed and sent."""
    file = _file(inputs.letter)
    noted = _("Noted at {now}: still to be signed and sent: {file}.", now=inputs.now, file=file)
    told = _("The letter of apology is still to be signed and sent: {file}.", file=file)
    return _decided(inputs, LetterState.DRAFTED, noted, told)


def _decided(inputs: Signing, state: LetterState, noted: Text, told: Text) -> list[Effect]:
    """How it stands from now on, with the way back; its author hears of it."""
    letter = replace(inputs.letter, state=state)
    key = f"apology:{letter.id}:{state}:{inputs.now.isoformat()}"
    mine = letter.author.id == inputs.reader.id
    telling = [] if mine else [Notify(letter.author.id, say(told), key)]
    said = say(noted, choices=_deciding(letter))
    return [DecideLetter(letter.id, state), Replace(said), *telling]


APOLOGY = Conversation("apology", _("Letter of apology"), apology)
LIST = Action("letters", overview)
SHOW = Action("letter", show)
SENT = Action("letter_sent", sent, _SIGNERS)
TAKE_BACK = Action("letter_take_back", take_back, _SIGNERS)
REOPEN = Action("letter_reopen", reopen, _SIGNERS)
