"""What an event means: a button, a word that always works, an answer, or nothing to us."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot import answering, doorway, talk
from bot.channels.base import (
    Attached,
    Blocked,
    Classified,
    Edited,
    Event,
    Incoming,
    Pressed,
    Started,
    Typed,
    Unblocked,
    Wordless,
)
from bot.drafting import title_of
from bot.reaching import lost
from bot.registry import Registry
from bot.turn import TakenBack, Turn
from domain.effects import Begin, Refused, Show
from domain.form_templates import may_set
from domain.message import Answer, Do, Message, Open, Start, Target, say
from domain.people import Person, Role
from domain.text import Text, _
from handlers import words
from handlers.dialog import Said
from handlers.form_links import leading_to
from handlers.typed_answers import number
from storage import broadcast_files, consents, drafts, menus, people, report_copies
from storage.drafts import KeptDraft
from storage.menus import Item
from storage.people import AccountState
from storage.unit_of_work import Work, clean


def route(turn: Turn, incoming: Incoming) -> None:
    """Play one event of a private chat to its end; whoever does anything there can be reached."""
    if isinstance(incoming.event, Blocked):
        lost(turn.work, turn.account, AccountState.BLOCKED)
        return
    people.heard(turn.work, turn.account.id)
    if turn.account.state is not AccountState.ACTIVE:
        people.set_state(turn.work, turn.account.id, AccountState.ACTIVE)
    match incoming.event:
        case Unblocked():
            pass
        case event if turn.person is None:
            with turn.work.changing():
                doorway.meet(turn, event)
        case event:
            _meet(turn, turn.person, event)
    go_on(turn)
    turn.finish()


def go_on(turn: Turn) -> None:
    """What effects led to: the next conversation or view of the same person."""
    while turn.begins and turn.person is not None:
        match turn.begins.pop(0):
            case Begin(conversation, subject):
                talk.start(turn, turn.person, Start(conversation, subject))
            case Show(action, subject):
                _do(turn, turn.person, Do(action, subject))


def _meet(turn: Turn, who: Person, event: Event) -> None:
    match event:
        case Pressed():
            _press(turn, who, event)
        case Started(payload):
            doorway.come_back(turn, who, payload)
        case Typed(text):
            _hear(turn, who, clean(text))
        case Attached():
            _receive(turn, who, event)
        case Wordless():
            _wordless(turn, who)
        case Edited():
            _edited(turn, who)
        case Classified():
            turn.reply(say(CLASSIFIED))
        case _:
            pass


CLASSIFIED = _(
    "That message bears a mark of state secrets. It was not kept and must not be sent here; "
    "please take it off this chat and follow the rules for classified documents."
)


def _press(turn: Turn, who: Person, pressed: Pressed) -> None:
    target = menus.pressed(turn.work, turn.account.id, pressed.data)
    if target is None:
        turn.toast(_("This button no longer leads anywhere. /menu shows what does."), alert=True)
        return
    aim(turn, who, target)


def aim(turn: Turn, who: Person, target: Target) -> None:
    """Do what a choice points at."""
    match target:
        case Answer():
            _answer(turn, who, target)
        case Start():
            talk.start(turn, who, target)
        case Do(action, subject) if action in _ON_DRAFTS:
            _ON_DRAFTS[action](turn, who, subject)
        case Do():
            _do(turn, who, target)
        case Open():
            pass


def _answer(turn: Turn, who: Person, target: Answer) -> None:
    kept = drafts.draft(turn.work, target.draft, who.id)
    if kept is None:
        turn.toast(_("That has been sent or ended already. /menu shows what is open."), alert=True)
        return
    if not talk.is_open(turn, who, kept, target.question):
        turn.toast(_("Already answered. The review at the end lets you change it."))
        return
    people.set_foreground(turn.work, turn.account.id, kept.id)
    talk.answer(turn, who, kept, Said(value=target.value))


def _do(turn: Turn, who: Person, target: Do) -> None:
    bound = turn.registry.actions.get(target.action)
    if bound is None or not who.is_any(*bound.roles):
        turn.toast(_("This is not among what you can do here. /menu shows what is."), alert=True)
        return
    if not _consented(turn, who, bound.needs_consent):
        return
    done = bound.run(turn.work, who, target.subject)
    if isinstance(done, Refused):
        turn.toast(done.reason, alert=True)
        return
    try:
        turn.carry_out(done)
    except TakenBack as refused:
        turn.toast(refused.reason, alert=True)


def _consented(turn: Turn, who: Person, needed: bool) -> bool:
    """Whether this may go on; where consent is missing it is asked for first."""
    if not needed or consents.may_keep(turn.work, who.id):
        return True
    talk.consent_first(turn, who)
    return False


def _hear(turn: Turn, who: Person, text: str) -> None:
    if doorway.hears_a_code(turn, who, text):
        return
    command = words.read(text)
    kept = _open_draft(turn, who)
    if kept is not None and command == "nghi" and talk.takes_as_answer(turn, who, kept, text):
        talk.answer(turn, who, kept, Said(text=text))
    elif command in _WORDS_ON_DRAFTS and kept is not None:
        _ON_DRAFTS[_WORDS_ON_DRAFTS[command]](turn, who, str(kept.id))
    elif command is not None and command in turn.registry.commands:
        aim(turn, who, _with_words(turn.registry.commands[command], command, text))
    elif (meant := _meant(turn, text, kept)) is not None:
        _choose(turn, who, meant)
    elif asked := answering.by_typing(turn, text, kept):
        _do(turn, who, Do("inquiry_typed", f"{asked}\n{text}"))
    elif newest := _choices_without(turn, text, kept):
        turn.reply(_no_such_number(turn, text, newest, kept))
    elif kept is not None and not words.is_slashed(text):
        talk.answer(turn, who, kept, Said(text=text))
    else:
        _do(turn, who, Do("lost", text))


def _meant(turn: Turn, text: str, kept: KeptDraft | None) -> Item | None:
    """The choice of the newest menu that was typed. Where there are buttons to press, what is
    typed belongs to the open question."""
    if kept is not None and turn.can.buttons:
        return None
    newest = menus.newest(turn.work, turn.account.id)
    meant = menus.meant(newest, text)
    if meant is None and words.read(text) == "resume":  # of "Go on: the registration"
        return next((i for i in newest if _leads_back(i.target)), None)
    return meant


def _leads_back(target: Target) -> bool:
    """Whether it goes on with something begun."""
    return isinstance(target, Do) and target.action == "resume"


def _choices_without(turn: Turn, text: str, kept: KeptDraft | None) -> Sequence[Item]:
    """The newest choices, where a number is typed that is none of them; nothing where it may be an
    answer: the open question's own message reads its numbers itself."""
    if number(text) is None or (kept is not None and turn.can.buttons):
        return ()
    newest = menus.newest(turn.work, turn.account.id)
    if kept is None:
        return newest
    its_own = any(item.target == Do("leave", str(kept.id)) for item in newest)
    return () if its_own or not _numbered(newest) else newest


def _numbered(items: Sequence[Item]) -> list[str]:
    return sorted((item.typed for item in items if item.typed.isdecimal()), key=int)


def _choose(turn: Turn, who: Person, item: Item) -> None:
    """Do what a typed choice points at. An answer is echoed with what is saved, all else here: a
    number meant for an older message shows what it has led to. A number that the message's own
    lines tell ("2. Bùi Minh Tâm") leads to just that."""
    told = item.label.isdecimal() or isinstance(item.target, Answer)
    if not turn.can.buttons and not told:
        turn.reply(say(_("✓ {choice}", choice=item.label)))
    aim(turn, who, item.target)


def _no_such_number(
    turn: Turn, text: str, newest: Sequence[Item], kept: KeptDraft | None
) -> Message:
    typed = ", ".join(_numbered(newest))
    if not typed:
        return say(
            _(
                "{number} is not among the choices of the last message. /menu shows what there is.",
                number=text,
            )
        )
    told = _(
        "{number} is not among the choices of the last message; these are: {choices}.",
        number=text,
        choices=typed,
    )
    return say(told, *((_go_on_with(turn, kept),) if kept else ()))


def _go_on_with(turn: Turn, kept: KeptDraft) -> Text:
    title = title_of(turn.registry, kept)
    return _("“{title}” is still open: type “go on” to go back to it.", title=title)


def _with_words(target: Start | Do, command: str, text: str) -> Start | Do:
    """Where what follows a command belongs to it: "/nghi 20/10", "nghỉ phép đến 20/10"."""
    return replace(target, subject=words.argument(text)) if command in _TAKES_WORDS else target


_TAKES_WORDS = frozenset({"nghi"})


def _open_draft(turn: Turn, who: Person) -> KeptDraft | None:
    foreground = turn.account.foreground
    return drafts.draft(turn.work, foreground, who.id) if foreground is not None else None


def _receive(turn: Turn, who: Person, file: Attached) -> None:
    picture = "photo" if file.picture else ""
    announced = f"{turn.account.id}\n{file.file}\n{file.size}\n{picture}\n{clean(file.name)}"
    if broadcast_files.awaits_file(turn.work, who):
        taken = "broadcast_file"
    elif report_copies.awaits_file(turn.work, who):
        taken = "report_file"
    elif asked := answering.by_file(turn, _open_draft(turn, who)):
        _do(turn, who, Do("inquiry_file", f"{asked}\n{announced}"))
        return
    elif file.picture:
        _wordless(turn, who)
        return
    elif may_set(who) and clean(file.name).lower().endswith(".docx"):
        taken = "template_file"
    else:
        taken = "file_from_admin" if Role.ADMIN in who.roles else "file"
    _do(turn, who, Do(taken, announced))


def _wordless(turn: Turn, who: Person) -> None:
    kept = _open_draft(turn, who)
    if kept is not None:
        talk.answer(turn, who, kept, Said())
    else:
        _do(turn, who, Do("lost"))


def _edited(turn: Turn, who: Person) -> None:
    if _open_draft(turn, who) is not None:
        turn.reply(say(_("Editing an old message changes nothing here. Please send it anew.")))


def _back(turn: Turn, who: Person, subject: str) -> None:
    draft, _colon, revision = subject.partition(":")

    def once(turn: Turn, who: Person, kept: KeptDraft) -> None:
        if not revision or revision == str(kept.revision):
            talk.go_back(turn, who, kept)

    _on_draft(turn, who, draft, once)


def _leave(turn: Turn, who: Person, subject: str) -> None:
    _on_draft(turn, who, subject, talk.leave)


def _cancel(turn: Turn, who: Person, subject: str) -> None:
    _on_draft(turn, who, subject, talk.cancel)


def _resume(turn: Turn, who: Person, subject: str) -> None:
    _on_draft(turn, who, subject, talk.show_again)


def _on_draft(
    turn: Turn, who: Person, subject: str, act: Callable[[Turn, Person, KeptDraft], None]
) -> None:
    kept = drafts.draft(turn.work, int(subject), who.id) if subject.isdecimal() else None
    if kept is None:
        turn.toast(_("That has been sent or ended already. /menu shows what is open."), alert=True)
    else:
        act(turn, who, kept)


def _on_a_page(turn: Turn, who: Person, subject: str) -> None:
    def link(turn: Turn, who: Person, kept: KeptDraft) -> None:
        _do(turn, who, leading_to(Start(kept.conversation, kept.subject)))

    _on_draft(turn, who, subject, link)


_ON_DRAFTS: Mapping[str, Callable[[Turn, Person, str], None]] = {
    "back": _back,
    "leave": _leave,
    "cancel": _cancel,
    "resume": _resume,
    "on_a_page": _on_a_page,
}
_WORDS_ON_DRAFTS = {
    "quaylai": "back",
    "huy": "cancel",
    "leave": "leave",
    "resume": "resume",
    "form": "on_a_page",
}


def play(work: Work, registry: Registry, bot: tuple[str, str], incoming: Incoming) -> None:
    """Play what came in through one bot (channel, bot id) in the transaction of `work`.

    Groups are none of our business.
    """
    if incoming.private:
        route(_turn(work, registry, bot, incoming), incoming)


def _turn(work: Work, registry: Registry, bot: tuple[str, str], incoming: Incoming) -> Turn:
    account = people.account_of_chat(work, *bot, incoming.chat)
    if account.language is None and incoming.language:
        account = people.speaks(work, account, incoming.language)
    who = people.present(work, account.person) if account.person is not None else None
    work.here = account.id
    pressed = incoming.event if isinstance(incoming.event, Pressed) else None
    return Turn(work, registry, account, who, pressed)


def apologise(work: Work, registry: Registry, bot: tuple[str, str], incoming: Incoming) -> None:
    """An error of ours took the turn back: the person is told that nothing of it was done."""
    if incoming.private:
        turn = _turn(work, registry, bot, incoming)
        turn.toast(_SORRY, alert=True)
        turn.finish()


_SORRY = _(
    "Something went wrong here and nothing was changed; what {you} wrote before is still there. "
    "Please try again; if it happens again, tell the specialist."
)
