"""Letters of apology for late work."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from bot.subjects.reminders import on_working_days
from domain.apology import DecideLetter, KeepLetter
from domain.message import Do
from handlers import apologising
from scheduler.apologising import load
from storage import apologies

SUBJECT = Subject(
    conversations=(conversation(apologising.APOLOGY, on_working_days(load)),),
    # Office work: whether one's own things are kept is another matter.
    actions=(
        action(apologising.LIST, apologies.load_list, needs_consent=False),
        action(apologising.SHOW, apologies.load_one, needs_consent=False),
        action(apologising.SENT, apologies.load_to_decide, needs_consent=False),
        action(apologising.TAKE_BACK, apologies.load_to_decide, needs_consent=False),
        action(apologising.REOPEN, apologies.load_to_decide, needs_consent=False),
    ),
    appliers=(
        applier(KeepLetter, apologies.keep),
        applier(DecideLetter, apologies.decide),
    ),
    commands={"thuxinloi": Do("letters")},
)
