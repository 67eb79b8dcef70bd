"""An inquiry before those it is for: how it is put, and answering it in one message.

Its options are buttons or numbers. Anything else is typed right under it, where nothing else is
open in that chat, or after its own button (`bot.routing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from domain.answering import LONGEST_ANSWER, Answering, SaveAnswer, shown
from domain.effects import Effect, Notify, Refused, Reply
from domain.files import LARGEST
from domain.inquiry import AnswerKind, Inquiry, Wanted
from domain.message import Choice, Do, Message, Rows, Start, Style, column, say
from domain.text import GAP, Param, Text, _, either, verbatim
from handlers.conversation import Action, Conversation
from handlers.dialog import Accepted, Dialog, Question, Rejected, Said, ask
from handlers.inquiry_questions import Figure, SendFile, bounds_told
from handlers.questions import Choose, Option, Write

_NOT_A_WORD = _("This question has an answer of its own kind: please press its button.")


def put(inquiry: Inquiry, at: datetime, zone: tzinfo, *, first: bool) -> Message:
    """The question in full, and how to answer it; `at` (UTC) is when it is read."""
    title = _("{who} asks", who=inquiry.author.called)
    if not first:
        title = _("Not answered yet: {who} asks", who=inquiry.author.called)
    return Message(tuple(_lines(inquiry, at, zone)), title, answering(inquiry))


def _lines(inquiry: Inquiry, at: datetime, zone: tzinfo) -> Iterator[Text]:
    yield verbatim(inquiry.words)
    yield GAP
    yield _by_when(inquiry, at, zone)
    yield how(inquiry.wanted)
    yield GAP
    yield readers(inquiry)


def _by_when(inquiry: Inquiry, at: datetime, zone: tzinfo) -> Text:
    due = inquiry.period.due if inquiry.period else inquiry.until
    if at > due:
        return _("The deadline was {due}; an answer still counts, as late.", due=due)
    local = due.astimezone(zone)
    if at.astimezone(zone).date() == local.date():
        clock: dict[str, Param] = {"hour": str(local.hour), "minute": f"{local.minute:02}"}
        return _("Please answer before {hour}:{minute} today.", **clock)
    return _("Please answer before {due}.", due=due)


def how(wanted: Wanted) -> Text:
    """What to do to answer it."""
    match wanted.kind:
        case AnswerKind.NUMBER:
            return either(
                pressed=_("Type the number here ({what}).", what=_figure(wanted)),
                typed=_("Reply with the number ({what}).", what=_figure(wanted)),
            )
        case AnswerKind.CHOICE:
            return either(
                pressed=_("Press the answer below."),
                typed=_("Reply with its number:"),
            )
        case AnswerKind.WORDS:
            return either(
                pressed=_("Type the answer here, in a line or two."),
                typed=_(
                    "Reply in a line or two. Where something else is under way here, type "
                    "“answer” first."
                ),
            )
        case AnswerKind.FILE:
            return either(
                pressed=_("Send the file or photo here (at most 20 MB)."),
                typed=_(
                    "Files do not arrive here: please send it from Telegram (/kenh adds it), or "
                    "hand it over."
                ),
            )


def _figure(wanted: Wanted) -> Text:
    if not wanted.unit:
        return bounds_told(wanted)
    return _("{unit}, {bounds}", unit=wanted.unit, bounds=bounds_told(wanted))


def readers(inquiry: Inquiry) -> Text:
    """Who will see the answer; said with the question."""
    if inquiry.author.heads:
        who = inquiry.author.called
        return _("Answers bear names; {who} and the specialist see them.", who=who)
    return _(
        "Answers bear names; {who}, the specialist and the head see them.",
        who=inquiry.author.called,
    )


def answering(inquiry: Inquiry) -> Rows:
    """The options; or what opens the question where something else is under way."""
    number = str(inquiry.period.id) if inquiry.period else ""
    if inquiry.wanted.kind is AnswerKind.CHOICE:
        options = enumerate(inquiry.wanted.options, start=1)
        return column(
            *(Choice(verbatim(x), Do("inquiry_choose", f"{number}:{n}")) for n, x in options)
        )
    label = _("Send the file") if inquiry.wanted.kind is AnswerKind.FILE else _("Answer")
    start = Start("inquiry_answer", number)
    return column(Choice(label, start, Style.PRIMARY, typed=_("answer")))


def question_of(asked: Answering) -> Question[str]:
    """The one question that answering is."""
    inquiry, label = asked.inquiry, _("Answer")
    prompt = verbatim(inquiry.words)
    if asked.on_behalf:
        prompt = _(
            "“{question}”: the answer of {who}?", question=inquiry.words, who=asked.owner.full_name
        )
    wanted = inquiry.wanted
    match wanted.kind:
        case AnswerKind.NUMBER:
            return Figure("answer", label, prompt, how(wanted), wanted, inquiry.words)
        case AnswerKind.CHOICE:
            options = tuple(Option(x, verbatim(x), x) for x in wanted.options)
            return Choose("answer", label, prompt, options)
        case AnswerKind.FILE if not asked.on_behalf:
            return SendFile("answer", label, prompt, how(wanted))
        case _:
            return Write("answer", label, prompt, max_length=LONGEST_ANSWER)


def answer(asked: Answering) -> Dialog[Sequence[Effect]]:
    """The same question after its button, beside whatever else is under way."""
    value = yield from ask(question_of(asked))
    return _saved(asked, value)


def answer_typed(asked: Answering) -> Sequence[Effect] | Refused:
    """What was typed under the question, or chosen there."""
    question = question_of(asked)
    heard = question.parse(Said(text=asked.typed), None, asked.now.date())
    if isinstance(heard, Accepted):
        return _saved(asked, question.decode(heard.stored))
    return Refused(heard.reason if isinstance(heard, Rejected) else _NOT_A_WORD)


def answer_sent(asked: Answering) -> Sequence[Effect] | Refused:
    """A file has come: it is fetched, then it counts."""
    if asked.sent is None or asked.inquiry.wanted.kind is not AnswerKind.FILE:
        return Refused(_NOT_A_WORD)
    if asked.sent.size > LARGEST:
        return Refused(_("That file is larger than 20 MB. Please send a smaller one."))
    return [SaveAnswer(asked.period.id, asked.owner.id, asked.sent.name, asked.sent)]


def _saved(asked: Answering, value: str) -> Sequence[Effect]:
    saved = SaveAnswer(asked.period.id, asked.owner.id, value)
    if not asked.on_behalf:
        return [saved, Reply(kept(asked, value))]
    told = _(
        "Noted for {you} by {who}: {answer}, for “{question}”.",
        who=asked.who.called,
        question=asked.inquiry.title,
        answer=_shown(asked, value),
    )
    key = f"inquiry-entered:{asked.period.id}:{asked.owner.id}:{asked.now.isoformat()}"
    return [
        saved,
        Notify(asked.owner.id, say(told, choices=_correcting(asked)), key),
        Reply(_entered(asked, value)),
    ]


def kept(asked: Answering, value: str) -> Message:
    """What was taken, when, and until when it can be put right."""
    answer = _(
        "✓ {answer}, for “{question}”.", answer=_shown(asked, value), question=asked.inquiry.title
    )
    saved = _(
        "Saved at {now}; it can be put right until {due}.", now=asked.now, due=asked.period.due
    )
    if asked.late:
        saved = _(
            "Saved at {now}, after the deadline ({due}): marked as late.",
            now=asked.now,
            due=asked.period.due,
        )
    return say(answer, saved, choices=_correcting(asked))


def _correcting(asked: Answering) -> Rows:
    """Not in time any more: then it stays."""
    if asked.late:
        return ()
    change = Do("inquiry_change", str(asked.period.id))
    return column(Choice(_("Change the answer"), change, typed=_("change")))


def _entered(asked: Answering, value: str) -> Message:
    noted = _(
        "✓ Noted for {who} at {now}: {answer}.",
        who=asked.owner.full_name,
        now=asked.now,
        answer=_shown(asked, value),
    )
    number = str(asked.inquiry.id)
    another = Choice(_("Note another's answer"), Start("inquiry_enter", number))
    return say(
        noted, choices=column(another, Choice(_("See what came in"), Do("inquiry_result", number)))
    )


def _shown(asked: Answering, value: str) -> Param:
    return shown(asked.inquiry.wanted, value)


def change(asked: Answering) -> Sequence[Effect]:
    """The button under a receipt: the question once more, with what was answered."""
    before = [_("So far: {answer}", answer=_shown(asked, x.value)) for x in (asked.before,) if x]
    lines = (verbatim(asked.inquiry.words), *before, GAP, how(asked.inquiry.wanted))
    return [Reply(Message(lines, _("Change the answer"), answering(asked.inquiry)))]


ANSWER = Conversation("inquiry_answer", _("Answering a question"), answer)
TYPED = Action("inquiry_typed", answer_typed)
CHOOSE = Action("inquiry_choose", answer_typed)
SENT = Action("inquiry_file", answer_sent)
CHANGE = Action("inquiry_change", change)
