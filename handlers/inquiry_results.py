"""What has come in to an inquiry: figures, answers, who is missing, a paragraph to paste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.answering import amount, shown
from domain.collected import Collected, Line
from domain.completion import Completion
from domain.effects import Effect, Refused, Reply
from domain.inquiry import AnswerKind
from domain.message import Attachment, Choice, Do, Document, Message, column, say
from domain.people import told_apart
from domain.text import GAP, Localized, Param, Text, _, verbatim
from handlers.conversation import Action
from handlers.inquiring import stand
from handlers.inquiry_running import looking_after

#: So many answers are told in the message itself; all are in the workbook.
_MOST_LINES = 12
_MOST_NAMES = 15
_MOST_WORDS = 60  # of one answer, in characters
#: Why somebody has not answered, where it is not for want of doing it.
BECAUSE = {
    Completion.NOT_CONNECTED: _("not connected yet"),
    Completion.ON_PAPER: _("on paper"),
    Completion.BLOCKED: _("has blocked the bot"),
    Completion.ABSENT: _("away"),
}


def result(found: Collected) -> Message:
    """How it stands: for whoever asks, at the deadline, and when everyone has answered."""
    lines = [
        headline(found),
        *remarks(found),
        *figures(found),
        *_answers(found),
        *_missing(found),
    ]
    title = _("“{question}”", question=found.inquiry.title)
    file = Attachment(Document.INQUIRY_ANSWERS, str(found.inquiry.id)) if found.answered else None
    return Message(tuple(lines), title, column(*_choices(found)), file)


def headline(found: Collected) -> Text:
    """How many have answered, and whether it still takes answers."""
    return _(
        "{answered}/{all} people have answered, as of {now} ({stands}).",
        answered=len(found.answered),
        all=found.counted,
        now=found.now,
        stands=stand(found.inquiry, found.now),
    )


def remarks(found: Collected) -> Iterator[Text]:
    """How many were late, and who is not counted."""
    if found.late:
        yield _("{count} of them after the deadline.", count=found.late)
    away = [x for x in found.excused if x.completion is Completion.EXCUSED]
    if away:
        yield _("Not counted: {count} away throughout.", count=len(away))


def figures(found: Collected) -> Iterator[Text]:
    """Sum and mean of numbers, or how many chose what."""
    if numbers := found.figures:
        unit = found.inquiry.wanted.unit
        yield _(
            "Total: {total}; mean {mean}; from {low} to {high}.",
            total=shown(found.inquiry.wanted, str(numbers.total))
            if unit
            else amount(numbers.total),
            mean=amount(numbers.mean),
            low=amount(numbers.low),
            high=amount(numbers.high),
        )
    for option, count in found.counts.items():
        yield _("• {option}: {count}", option=option, count=count)


def _answers(found: Collected) -> Iterator[Text]:
    """Each by name where they are few; who chose what, where options were given."""
    if not found.answered or len(found.answered) > _MOST_LINES:
        return
    yield GAP
    apart = told_apart(line.person for line in found.lines)
    for line in found.answered:
        yield _answer(found, line, apart[line.person.id])


def _answer(found: Collected, line: Line, name: str) -> Text:
    given = line.given
    if given is None:
        return verbatim(name)
    said = _short(shown(found.inquiry.wanted, given.value))
    if given.late:
        return _("• {who}: {answer} (late)", who=name, answer=said)
    return _("• {who}: {answer}", who=name, answer=said)


def _short(answer: Localized) -> Localized:
    vi, en = (" ".join(words.split()) for words in (answer.vi, answer.en))
    return Localized(_cut(vi), _cut(en))


def _cut(words: str) -> str:
    return words if len(words) <= _MOST_WORDS else f"{words[: _MOST_WORDS - 1]}…"


def _missing(found: Collected) -> Iterator[Text]:
    if not found.missing:
        return
    yield GAP
    yield _("Not answered ({count}):", count=len(found.missing))
    apart = told_apart(line.person for line in found.lines)
    for line in found.missing[:_MOST_NAMES]:
        name, why = apart[line.person.id], BECAUSE.get(line.completion)
        yield (_("• {name}: {why}", name=name, why=why) if why else verbatim(f"• {name}"))
    if (rest := len(found.missing) - _MOST_NAMES) > 0:
        yield _("… and {count} more", count=rest)


def _choices(found: Collected) -> Iterator[Choice]:
    """What a chat offers under it."""
    number, wanted = str(found.inquiry.id), found.inquiry.wanted
    if found.answered:
        yield Choice(_("A paragraph to paste"), Do("inquiry_paragraph", number))
    if found.answered and wanted.kind is AnswerKind.FILE:
        yield Choice(_("All files (ZIP)"), Do("inquiry_files", number))
    yield from looking_after(found)


def show(found: Collected) -> Sequence[Effect]:
    return [Reply(result(found))]


def all_in(found: Collected) -> Message:
    """To its author, as soon as nobody owes an answer."""
    told = result(found)
    return Message(
        (_("Everyone has answered."), *told.body), told.title, told.choices, told.attachment
    )


def at_the_deadline(found: Collected) -> Message:
    """To its author, when the deadline has come."""
    told = result(found)
    return Message(
        (_("The deadline has come."), *told.body), told.title, told.choices, told.attachment
    )


def paragraph(found: Collected) -> Text:
    """Figures as of a moment, ready to paste into a report."""
    counts: dict[str, Param] = {
        "now": found.now,
        "answered": len(found.answered),
        "all": found.counted,
        "question": found.inquiry.title,
    }
    told = _("As of {now}, {answered}/{all} people have answered “{question}”", **counts)
    parts = [*_figures_in_words(found), *_missing_in_words(found)]
    return (
        _("{told}; {parts}.", told=told, parts=_joined(parts)) if parts else _("{told}.", told=told)
    )


def _joined(parts: Sequence[Text]) -> Text:
    joined = parts[0]
    for part in parts[1:]:
        joined = _("{first}; {then}", first=joined, then=part)
    return joined


def _figures_in_words(found: Collected) -> Iterator[Text]:
    if numbers := found.figures:
        yield _(
            "{total} in total, {mean} on average",
            total=shown(found.inquiry.wanted, str(numbers.total)),
            mean=amount(numbers.mean),
        )
    for option, count in found.counts.items():
        yield _("{option}: {count} people", option=option, count=count)


def _missing_in_words(found: Collected) -> Iterator[Text]:
    if found.missing:
        yield _("{count} have not answered", count=len(found.missing))
    if found.late:
        yield _("{count} answered late", count=found.late)


def to_paste(found: Collected) -> Sequence[Effect]:
    return [Reply(say(paragraph(found)))]


def all_files(found: Collected) -> Sequence[Effect] | Refused:
    """Everything that was sent, in one archive."""
    if not found.answered:
        return Refused(_("Nothing has come in yet."))
    file = Attachment(Document.INQUIRY_FILES, str(found.inquiry.id))
    told = _("{count} files, as of {now}.", count=len(found.answered), now=found.now)
    return [Reply(Message((told,), attachment=file))]


RESULT = Action("inquiry_result", show)
PARAGRAPH = Action("inquiry_paragraph", to_paste)
FILES = Action("inquiry_files", all_files)
