"""Carrying a conversation on: begin or resume it, hear an answer, go back, put aside, finish.

A draft belongs to a person, a conversation and a subject; each account has one in the foreground.
What the dialog needs is loaded fresh on every turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot import asking, drafting
from bot.drafting import NOT_YOURS, title_of
from bot.turn import Turn
from domain.effects import Effect, Refused
from domain.message import Choice, Do, Start, column, say
from domain.people import Person
from domain.text import Text, _
from handlers import words
from handlers.dialog import Dialog, Draft, Finished, Page, Said, back, play
from storage import drafts, people
from storage.drafts import KeptDraft


def start(turn: Turn, who: Person, target: Start, why: Text | None = None) -> None:
    """Begin a conversation, or go on with it where it was left; the one before is put aside.

    `why` says why it comes in the place of what was wanted.
    """
    bound = turn.registry.conversations.get(target.conversation)
    if bound is None or not who.is_any(*bound.roles):
        turn.toast(NOT_YOURS, alert=True)
        return
    if not drafting.may_go_on(turn.work, who, bound):
        consent_first(turn, who)
        return
    found = bound.resolve(turn.work, who, target.subject)
    if isinstance(found, Refused):
        turn.reply(say(found.reason))
    elif isinstance(found, Start):
        start(turn, who, found, why)
    else:
        kept = drafts.open_draft(turn.work, who.id, bound.name, found)
        remark = _put_aside(turn, who, kept)
        people.set_foreground(turn.work, turn.account.id, kept.id)
        _open(turn, who, kept, why or remark)


def consent_first(turn: Turn, who: Person) -> None:
    """In the place of what was wanted, which keeps something about its reader."""
    start(turn, who, Start("consent"), _CONSENT_FIRST)


_CONSENT_FIRST = _(
    "This comes first: what {you} wanted to do keeps something about {you}, so it needs your "
    "consent. Afterwards please choose it again."
)


def _put_aside(turn: Turn, who: Person, kept: KeptDraft) -> Text | None:
    foreground = people.account(turn.work, turn.account.id).foreground
    if foreground is None or foreground == kept.id:
        return None
    before = drafts.draft(turn.work, foreground, who.id)
    if before is None or not before.state:
        return None
    title = title_of(turn.registry, before)
    return _("“{title}” is put aside as it is; /menu leads back to it.", title=title)


def _open(turn: Turn, who: Person, kept: KeptDraft, remark: Text | None) -> None:
    people.saw(turn.work, turn.account.id, kept.revision)
    dialog = _dialog(turn, who, kept)
    if isinstance(dialog, Refused):
        _give_up(turn, kept, dialog.reason)
        return
    draft = drafting.read(kept)
    page = play(dialog, draft)
    if isinstance(page, Page):
        turn.reply(asking.question(turn, kept, page, draft, remark))
    else:
        _finish(turn, who, kept, draft, page)


def answer(turn: Turn, who: Person, kept: KeptDraft, said: Said) -> None:
    """Hear what was typed or pressed for the open question, and show what comes next."""
    dialog = _dialog(turn, who, kept)
    if isinstance(dialog, Refused):
        _give_up(turn, kept, dialog.reason)
        return
    draft = drafting.read(kept)
    page = play(dialog, draft)
    if isinstance(page, Finished):
        _finish(turn, who, kept, draft, page)
        return
    if said.text is not None and _went_on_elsewhere(turn, kept):
        show_again(turn, who, kept, _ELSEWHERE)
        return
    torn = len(said.text or "") > turn.can.text - _AT_A_WORD
    after, remark = asking.heard(turn, page, draft, said)
    if said.text is not None and _is_rest(kept, turn.work.now):
        after, remark = draft, _REST
    elif torn and remark is None:
        after, remark = draft, _cut(turn)
    _go_on(turn, who, kept, (page, draft), after, remark, said)
    if torn:
        drafts.mark_torn(turn.work, kept)


def _went_on_elsewhere(turn: Turn, kept: KeptDraft) -> bool:
    """Whether this chat shows an earlier question than the one that is open now."""
    seen = turn.account.seen_revision
    return kept.id == turn.account.foreground and seen is not None and seen != kept.revision


_ELSEWHERE = _(
    "This was carried on in another place meanwhile; what {you} wrote here just now was not taken. "
    "It goes on from here."
)
_AT_A_WORD = 100  # characters: an app cuts a long text between two words, so a little earlier
_REST = _("That looks like the rest of the message before, which was too long; it was not taken.")
_TORN = timedelta(seconds=10)


def _cut(turn: Turn) -> Text:
    """Of a text that fills a whole message: the question would take it, and its rest as well."""
    return _(
        "This fills a whole message, so the app may have cut it; nothing of it was taken. "
        "Please send it again in fewer than {most} characters.",
        most=turn.can.text - _AT_A_WORD,
    )


def _is_rest(kept: KeptDraft, now: datetime) -> bool:
    """Whether what comes now is more of a text that was too long for one message."""
    return kept.torn_at is not None and now - kept.torn_at <= _TORN


def _go_on(
    turn: Turn,
    who: Person,
    kept: KeptDraft,
    before: tuple[Page, Draft],
    after: Draft,
    remark: Text | None,
    said: Said,
) -> None:
    page, draft = before
    if after == draft and remark is not None and turn.pressed is not None:
        turn.toast(remark, alert=True)
        return
    kept = drafting.save(turn.work, kept, after)
    people.saw(turn.work, turn.account.id, kept.revision)
    dialog = _dialog(turn, who, kept)
    if isinstance(dialog, Refused):
        _give_up(turn, kept, dialog.reason)
        return
    reached = play(dialog, after)
    answered = page.question.name in after.answers and after.at is None and after.scratch is None
    if isinstance(reached, Finished):
        asking.echo(turn, page, (draft, after), said, ends=True)
        _finish(turn, who, kept, after, reached)
    elif reached.question.name == page.question.name and not (answered and after != draft):
        saved = after.answers != draft.answers  # another of its group
        if remark is not None and not turn.can.edits and not saved:
            turn.reply(say(remark))  # the question stands above, and each message counts
            return
        if saved and not turn.can.edits:
            asking.echo(turn, page, (draft, after), said, ends=False)
        turn.replace(asking.question(turn, kept, reached, after, remark))
    else:
        asking.echo(turn, page, (draft, after), said, ends=False)
        turn.reply(asking.question(turn, kept, reached, after, remark))


def go_back(turn: Turn, who: Person, kept: KeptDraft) -> None:
    """To the question before the open one; at the first, say so."""
    dialog = _dialog(turn, who, kept)
    if isinstance(dialog, Refused):
        _give_up(turn, kept, dialog.reason)
        return
    draft = drafting.read(kept)
    page = play(dialog, draft)
    after = back(page, draft) if isinstance(page, Page) else draft
    if after == draft:
        turn.toast(_("This is the first question. /huy ends it without saving."))
        return
    kept = drafting.save(turn.work, kept, after)
    people.saw(turn.work, turn.account.id, kept.revision)
    again = _dialog(turn, who, kept)
    reached = play(again, after) if not isinstance(again, Refused) else None
    if isinstance(reached, Page):
        turn.replace(asking.question(turn, kept, reached, after, None))


def leave(turn: Turn, who: Person, kept: KeptDraft) -> None:
    """Put a conversation aside; what has been answered stays."""
    dialog = _dialog(turn, who, kept)
    if isinstance(dialog, Refused):
        _give_up(turn, kept, dialog.reason)
        return
    people.set_foreground(turn.work, turn.account.id, None)
    title = title_of(turn.registry, kept)
    resume = Choice(_("Go on"), Do("resume", str(kept.id)))
    end = Choice(_("End it without saving"), Do("cancel", str(kept.id)))
    put = _("“{title}” is put aside with what you have written so far.", title=title)
    turn.replace(say(put, choices=column(resume, end)))


def cancel(turn: Turn, who: Person, kept: KeptDraft) -> None:
    """End a conversation without saving."""
    title = title_of(turn.registry, kept)
    drafts.discard(turn.work, kept)
    turn.replace(
        say(_("“{title}” is ended. What was sent or kept before stays as it was.", title=title))
    )


def is_open(turn: Turn, who: Person, kept: KeptDraft, question: str) -> bool:
    """Whether this is the question the draft is at."""
    dialog = _dialog(turn, who, kept)
    if isinstance(dialog, Refused):
        return True  # answering says why it cannot go on
    page = play(dialog, drafting.read(kept))
    return isinstance(page, Page) and page.question.name == question


def takes_as_answer(turn: Turn, who: Person, kept: KeptDraft, text: str) -> bool:
    """Whether the open question asks for words that may be these, though they read like leave."""
    dialog = _dialog(turn, who, kept)
    page = None if isinstance(dialog, Refused) else play(dialog, drafting.read(kept))
    return isinstance(page, Page) and words.may_answer(page.question, text)


def show_again(turn: Turn, who: Person, kept: KeptDraft, remark: Text | None = None) -> None:
    """The open question once more."""
    people.set_foreground(turn.work, turn.account.id, kept.id)
    _open(turn, who, kept, remark)


def _finish(turn: Turn, who: Person, kept: KeptDraft, draft: Draft, done: Finished) -> None:
    refused = drafting.finish(turn, kept, draft, done)
    if refused is not None:
        _open(turn, who, refused.kept, refused.reason)


def _give_up(turn: Turn, kept: KeptDraft, reason: Text) -> None:
    """What it is about cannot be had any more (a period has closed); the draft stays."""
    people.set_foreground(turn.work, turn.account.id, None)
    turn.reply(say(reason))


def _dialog(turn: Turn, who: Person, kept: KeptDraft) -> Dialog[Sequence[Effect]] | Refused:
    return drafting.dialog_of(turn.work, turn.registry, who, kept)
