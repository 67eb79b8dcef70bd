"""The office's days off."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.days_off import ChangeDay
from domain.message import Do
from domain.people import Person
from handlers import days_off
from scheduler import days_off as calendar
from storage.unit_of_work import Work


def _oneself(_work: Work, who: Person, _subject: str) -> Person:
    return who


SUBJECT = Subject(
    conversations=(conversation(days_off.CHANGE, _oneself, needs_consent=False),),
    actions=(
        action(days_off.DAYS_OFF, calendar.load, needs_consent=False),
        action(days_off.PREVIEW, calendar.load_change, needs_consent=False),
        action(days_off.SAVE, calendar.load_change, needs_consent=False),
    ),
    appliers=(applier(ChangeDay, calendar.save),),
    commands={"ngaynghi": Do("days_off")},
)
