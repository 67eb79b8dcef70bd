"""How one gets in: what a stranger is told, what the person confirms, what becomes of phones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from domain.effects import Effect, Notify, Replace, Reply, Toast
from domain.enrolment import DecideReplacement, SecondPhone, ShowCommands, Tell
from domain.message import Choice, Do, Message, Start, Style, column, say
from domain.people import Person, Role
from domain.text import Text, _, verbatim
from handlers.command_menu import commands_for
from handlers.conversation import Action
from handlers.linking import added_elsewhere
from handlers.typed_answers import NO, YES, means, says_right

#: Six digits however they are grouped, the only ones of a short message ("mã của em: 123-456 ạ").
_CODE = re.compile(r"(?:\D{0,40}\W)?((?:\d[\s.–-]*){6})(?:(?<!\d)\D{0,20})?")
#: A pasted link carries its token after `start=`.
_LINK = re.compile(r"[?&]start=([A-Za-z0-9_-]{1,64})")


def code_in(typed: str) -> str | None:
    """The code or the token of a link in what somebody typed, if that is what it is."""
    if link := _LINK.search(typed):
        return link[1]
    found = _CODE.fullmatch(typed.strip())
    return "".join(str(int(c)) for c in found[1] if c.isdecimal()) if found else None


def is_bare_code(typed: str) -> bool:
    """Whether it is six digits and nothing else."""
    return _BARE.fullmatch(typed) is not None


_BARE = re.compile(r"[0-9]{3}[ .-]?[0-9]{3}")


def yes_or_no(typed: str) -> bool | None:
    """What somebody types instead of pressing a button of `is_this_you`; None for all else."""
    if means(typed, YES | _YES_ME) or says_right(typed):
        return True
    return False if means(typed, NO | _NOT_ME) else None


_YES_ME = frozenset({"dung la toi", "la toi", "toi day", "1"})
_NOT_ME = frozenset(
    {
        *(f"{no} phai{rest}" for no in ("khong", "ko", "k", "hong") for rest in ("", " toi")),
        *("sai", "sai roi", "nham", "nham roi", "nham nguoi", "2"),
    }
)


WAY_IN = say(
    _("Hello. This chat is for the officials of one office only."),
    _(
        "To get in, ask the specialist in charge for your code (6 digits) or your link, "
        "and send the code here."
    ),
)
WAITING = say(
    _(
        "This chat waits for the specialist's agreement. "
        "A message will come here as soon as it is given."
    )
)
NOT_ME = say(
    _(
        "Nothing has been linked. If the code was not meant for you, please give it back "
        "to the specialist; your own code can be sent here at any time."
    )
)
GONE = say(_("This code can no longer be used. Please ask the specialist for a new one."))


def wrong_code(left: int) -> Message:
    """It opens nothing; whose it was or whether it ever was one is not told."""
    return say(
        _("This code is not valid: it may be mistyped, used already or out of date."),
        _("Tries left within the hour: {left}. The specialist can issue a new code.", left=left),
    )


def closed(until: datetime) -> Message:
    return say(
        _(
            "Too many wrong codes. Please try again after {until}; "
            "the specialist can check your code meanwhile.",
            until=until,
        )
    )


def guessing(told: Person, until: datetime, today: date) -> Notify:
    """Told to whoever issues codes, once a day."""
    message = say(
        _(
            "Very many wrong codes have come from chats that belong to nobody. "
            "Typed codes are not taken until {until}; links still work.",
            until=until,
        ),
        _("New codes by /macode take the place of those that are out."),
        title=_("Somebody may be guessing codes"),
    )
    return Notify(told.id, message, f"guessing:{today}:{told.id}")


def full(address: str | None) -> Message:
    """All places of this bot are taken; another has room, or none has."""
    another = _("Please open {address} and send your code there.", address=address or "")
    nobody = _("Please tell the specialist in charge, who has it seen to.")
    return say(_("This bot serves as many people as it can."), another if address else nobody)


def is_this_you(code: int, person: Person) -> Message:
    """Everything the roster says about who this is, to be confirmed before anything is linked."""
    posts = (
        _("{position}, {unit}", position=post.position, unit=post.unit) for post in person.posts
    )
    return say(
        verbatim(person.full_name),
        *posts,
        title=_("Is this you?"),
        choices=column(
            Choice(_("Yes, this is me"), Do("enrol_yes", str(code)), Style.PRIMARY),
            Choice(_("No, this is not me"), Do("enrol_no", str(code))),
        ),
    )


def welcome(now: datetime) -> Message:
    return say(_("Linked at {now}. From now on this chat is yours, {you} {name}.", now=now))


def waits(person: Person, beside: str = "") -> Message:
    """Told to the second phone, or to one `beside` the first, on another channel of this name."""
    if beside:
        return say(
            _("{who} is linked in another app already.", who=person.full_name),
            _(
                "The specialist has been asked to let {channel} be added. A message will come "
                "here as soon as it is decided. Sooner: send /kenh in the other app and add "
                "{channel} with the code shown there.",
                channel=beside,
            ),
        )
    return say(
        _("{who} is linked to another phone already.", who=person.full_name),
        _(
            "The specialist has been asked to let this phone replace it. "
            "A message will come here as soon as it is decided; until then nothing changes."
        ),
    )


def ask_decider(decider: Person, person: Person, replacement: int, beside: str = "") -> Notify:
    """The specialist's two buttons, words where one types: it comes unasked, and a number that was
    meant for something else must link nobody. The key: one request, one message to each."""
    message = _asking(person, replacement, beside)
    return Notify(decider.id, message, f"replacement:{replacement}:{decider.id}")


def _asking(person: Person, replacement: int, beside: str) -> Message:
    who, asked_for = {"who": person.full_name, "unit": person.unit}, str(replacement)
    asked = _("{who} ({unit}) asks to use another phone instead of the present one.", **who)
    if beside:
        asked = _(
            "{who} ({unit}) asks to use {channel} too, beside what is linked.",
            channel=beside,
            **who,
        )
    return say(
        asked,
        _("Please make sure, by voice or in person, that it is really them."),
        title=_("One more channel") if beside else _("A new phone"),
        choices=column(
            Choice(_AGREE, Do("replacement_agree", asked_for), Style.PRIMARY, _AGREE),
            Choice(_DECLINE, Do("replacement_decline", asked_for), typed=_DECLINE),
        ),
    )


def _phones(waiting: tuple[SecondPhone, ...]) -> Sequence[Effect]:
    """What still waits for the reader's word, asked once more."""
    if not waiting:
        return [Reply(say(_("No new phone waits for an answer.")))]
    return [Reply(_asking(x.person, x.id, "" if x.old else x.channel)) for x in waiting]


_AGREE = _("Agree to link it")
_DECLINE = _("Do not link it")


def linked_already() -> Message:
    return say(
        _(
            "This chat is linked to you already, {you} {name}. "
            "A code or link of somebody else cannot be used here."
        )
    )


REPLACED = say(
    _(
        "This chat is no longer linked: another phone has taken its place. "
        "If that was not you, please tell the specialist at once."
    )
)


def _agree(asked: SecondPhone) -> Sequence[Effect]:
    person = asked.person
    go_on = Start("consent") if not asked.has_consented else Do("menu")
    accepted = say(
        _("The specialist has agreed. From now on this chat is yours, {you} {name}."),
        choices=column(Choice(_("Go on"), go_on, Style.PRIMARY)),
    )
    told: Text = _("Done: {who} now uses the new phone; both have been told.", who=person.full_name)
    if not asked.old:
        told = _("Done: {who} now uses {channel} too.", who=person.full_name, channel=asked.channel)
    return [
        DecideReplacement(asked.id, agreed=True),
        *(Tell(old, person.id, REPLACED) for old in asked.old),
        *(Tell(chat, person.id, added_elsewhere(asked.channel)) for chat in asked.beside),
        Tell(asked.new, person.id, accepted),
        ShowCommands(person.id, commands_for(person, person.language)),
        Replace(say(told)),
    ]


def _decline(asked: SecondPhone) -> Sequence[Effect]:
    declined = say(
        _(
            "The specialist has not agreed to this phone; nothing was changed. "
            "If it is yours, please talk to the specialist."
        )
    )
    return [
        DecideReplacement(asked.id, agreed=False),
        Tell(asked.new, asked.person.id, declined),
        Replace(
            say(_("Declined: {who} stays with the phone of before.", who=asked.person.full_name))
        ),
    ]


def _inside(_who: Person) -> Sequence[Effect]:
    """A second tap on the buttons that led in, once inside."""
    return [Toast(_("This chat is linked to you already."))]


_DECIDERS = frozenset({Role.SPECIALIST, Role.ADMIN})

PHONES = Action("phones", _phones, _DECIDERS)
AGREE = Action("replacement_agree", _agree, _DECIDERS)
DECLINE = Action("replacement_decline", _decline, _DECIDERS)
INSIDE = (Action("enrol_yes", _inside), Action("enrol_no", _inside))
