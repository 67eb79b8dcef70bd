"""/trogiup, and who sees what: what encryption means here and what it does not."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Effect, Reply
from domain.inquiry import may_ask
from domain.message import Choice, Do, Start, column, say
from domain.overview import Overview
from domain.people import Role
from domain.text import GAP, Text, _, either
from handlers.conversation import Action


def help_(inputs: Overview) -> Sequence[Effect]:
    """Short, by role, and who to call."""
    who = inputs.who
    body: list[Text] = [
        either(
            pressed=_("/menu shows what is to be done, each with its button."),
            typed=_("/menu shows what is to be done, each with its number."),
        ),
        _("Plain words work as well, with or without accents: “đăng ký”, “tự soi”, “còn việc gì”."),
        _("Everything can be put aside and finished later; /huy ends what is open."),
        *(_SPECIALIST if who.is_any(Role.SPECIALIST) else ()),
        *(_ADMIN if who.is_any(Role.ADMIN) else ()),
        *(_SENDER if who.is_any(Role.SENDER, Role.SPECIALIST, Role.ADMIN) else ()),
        *(_ASKER if may_ask(who) else ()),
        GAP,
        _("Stuck? /vuongmac, or speak with {specialist}.", specialist=inputs.specialist),
    ]
    choices = column(
        Choice(_("Who sees what"), Do("privacy")), Choice(_("I need help"), Start("obstacle"))
    )
    return [Reply(say(*body, title=_("Help"), choices=choices))]


_SPECIALIST = (
    GAP,
    _("For the specialist: /duyet reviews registrations, /banky ticks what came on paper."),
    _("/tonghop sums up who has done what; /nhac reminds those missing, after a preview."),
    _("/macode issues codes to get in; /vang shows and notes who is away."),
)
_ADMIN = (
    GAP,
    either(
        pressed=_(
            "For the admin: send the roster here as an XLSX file; it is shown before anything "
            "changes."
        ),
        typed=_(
            "For the admin: send the roster as an XLSX file from Telegram; it is shown before "
            "anything changes. Files do not arrive here."
        ),
    ),
)
_SENDER = (_("/thongbao sends an announcement, after a preview and a test."),)
_ASKER = (_("/hoinhanh asks people for a figure, a choice, a line or a file, and sums it up."),)


def privacy(inputs: Overview) -> Sequence[Effect]:
    """Said plainly, also where it is not flattering."""
    body = (
        _("Registrations: the specialist and the head read them; they are made for that."),
        _(
            "Self-checks: what {you} mark, mean to do and note is encrypted and shown to {you} "
            "alone. The office learns done or not done; sums only from groups of at least 5, "
            "and only after the self-check has closed."
        ),
        _("Questions asked through me: who asks, the specialist and the head read the answers."),
        _("What encryption does: whoever copies the database, or a backup of it, reads nothing."),
        _(
            "What it does not do: {channels} keeps a copy of its own of what passes through, and "
            "whoever holds the key of the office's server could decrypt. What {you} do not want "
            "on the phone, {you} delete in the chat.",
            channels=", ".join(inputs.channels),
        ),
        _("Self-checks are not used for rating. /dulieu shows everything kept, /xoa deletes it."),
    )
    return [Reply(say(*body, title=_("Who sees what")))]


def new_phone(inputs: Overview) -> Sequence[Effect]:
    """ "đổi điện thoại": what to do, before the old phone is gone."""
    body = (
        _(
            "Ask {specialist} for a new code, then send it here from the new phone.",
            specialist=inputs.specialist,
        ),
        _("This phone goes on working until the specialist has agreed to the new one."),
    )
    return [Reply(say(*body, title=_("A new phone")))]


HELP = Action("help", help_)
NEW_PHONE = Action("new_phone", new_phone)
PRIVACY = Action("privacy", privacy)
