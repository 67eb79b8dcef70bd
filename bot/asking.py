"""How the open question of a conversation looks in a chat, and what is said of an answer.

With buttons, the question's message changes under the finger. Where one can only type, questions
asked side by side are one message, and each answer is acknowledged with its time.
"""

from __future__ import annotations

from bot.turn import Turn
from domain.message import Answer, Choice, Do, Message, Rows, say
from domain.text import GAP, Text, _
from handlers import grouped
from handlers.choice_questions import ChooseMany
from handlers.dialog import Draft, Page, Said, View, hear
from handlers.typed_answers import labelled
from storage.drafts import KeptDraft


def question(turn: Turn, kept: KeptDraft, page: Page, draft: Draft, remark: Text | None) -> Message:
    """The open question, or its whole group, with what can be chosen."""
    view = _view(turn, page, draft)
    # Last: above a calendar or ten signs the first lines are out of sight on a small phone.
    said = (GAP, remark) if remark is not None else ()
    body = (*view.above, *view.lines, *said, *_words(turn, page))
    return Message(body, view.title, _rows(kept, page, draft, view))


def _is_grouped(turn: Turn, page: Page) -> bool:
    return not turn.can.buttons and len(page.together) > 1


def _view(turn: Turn, page: Page, draft: Draft) -> View:
    today = turn.work.today
    return grouped.view(page, draft, today) if _is_grouped(turn, page) else page.view(draft, today)


def _words(turn: Turn, page: Page) -> tuple[Text, ...]:
    """Where nothing can be pressed, the words that always work are told with the first question."""
    if turn.can.buttons or page.trace:
        return ()
    words = _("“back” goes to the question before, “not now” puts it aside.")
    page_too = _("“web form” sends a link to fill it in on a page.")
    long = len(page.group) > 1 or isinstance(page.question, ChooseMany)  # a page is worth its while
    return (GAP, words, page_too) if long and turn.work.public_url else (GAP, words)


def _rows(kept: KeptDraft, page: Page, draft: Draft, view: View) -> Rows:
    def answer(value: str) -> Answer:
        return Answer(kept.id, draft.revision, page.question.name, value)

    rows = tuple(
        tuple(Choice(b.label, answer(b.value), b.style, b.typed) for b in row) for row in view.rows
    )
    # With the revision: two quick taps go back by one question only.
    back_to = Do("back", f"{kept.id}:{draft.revision}")
    way_back = (Choice(_("‹ Back"), back_to, typed=""),) if page.trace else ()
    leave = Choice(_("Leave it for now"), Do("leave", str(kept.id)), typed="")
    return (*rows, *view.aside, (*way_back, leave))


def heard(turn: Turn, page: Page, draft: Draft, said: Said) -> tuple[Draft, Text | None]:
    """The draft after what was said to the open question, or to all of its group."""
    if said.text and not turn.can.buttons and len(page.group) > 1:
        return grouped.hear_all(page, draft, said.text, turn.work.today)
    return hear(page, draft, said, turn.work.today)


def echo(turn: Turn, page: Page, drafts: tuple[Draft, Draft], said: Said, *, ends: bool) -> None:
    """What was answered (`drafts`: before and after) stays in the chat: over the pressed question,
    without its buttons; or, on a channel where nothing changes under the finger, as a line that
    says that it is saved."""
    before, after = drafts
    reopened = before.at in after.answers
    if after.answers == before.answers and not reopened:
        return
    if turn.can.edits:
        _echo_over(turn, page, after)
    elif line := _line(turn, page, drafts, said, ends=ends):
        turn.reply(say(line))


def _echo_over(turn: Turn, page: Page, after: Draft) -> None:
    stored = after.answers.get(page.question.name)
    if turn.pressed is None:
        return
    view = page.view(after, turn.work.today)
    chosen = _("✓ {answer}", answer=page.question.show(stored))
    turn.replace(Message((*view.above, *view.lines, chosen), view.title))


def _line(
    turn: Turn, page: Page, drafts: tuple[Draft, Draft], said: Said, *, ends: bool
) -> Text | None:
    """What was understood, unless it is what was typed; and when it was saved, unless the end of
    the conversation says so itself."""
    understood = None
    if _only(page, *drafts):
        shown = page.question.show(drafts[1].answers[page.question.name])
        understood = shown if labelled(said.text or "", [shown]) is None else None
    if ends:
        return _("✓ {answer}", answer=understood) if understood else None
    time = f"{turn.work.now.astimezone(turn.work.office.zone):%H:%M}"
    if understood is None:
        return _("✓ Saved at {time}.", time=time)
    return _("✓ {answer}. Saved at {time}.", answer=understood, time=time)


def _only(page: Page, before: Draft, after: Draft) -> bool:
    """Whether the open question was answered and no other of its group."""
    name = page.question.name
    answered = [q.name for q in page.together if q.name in after.answers]
    changed = {
        q.name for q in page.group if after.answers.get(q.name) != before.answers.get(q.name)
    }
    return answered == [name] and changed <= {name}
