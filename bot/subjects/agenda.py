"""The days to come: in the chat, as a file, and in a phone's own calendar."""

from __future__ import annotations

from bot.registry import Subject, action, applier
from bot.subjects.reminders import on_working_days
from domain.agenda import KeepFeed, RevokeFeed
from domain.message import Do
from domain.people import Person
from handlers import agenda
from scheduler import agenda as days_to_come
from scheduler import pictures
from storage import feeds
from storage.unit_of_work import Work


def _oneself(_work: Work, who: Person, _subject: str) -> Person:
    return who


SUBJECT = Subject(
    actions=(
        action(agenda.AGENDA, on_working_days(days_to_come.load), needs_consent=False),
        action(agenda.FILE, _oneself),
        action(pictures.MONTH, pictures.load_month),
        action(agenda.FEED, feeds.load_feed),
        action(agenda.REVOKE_FEED, _oneself, needs_consent=False),
    ),
    appliers=(applier(KeepFeed, feeds.keep), applier(RevokeFeed, feeds.revoke_own)),
    commands={"lich": Do("agenda"), "feed": Do("feed"), "feed_revoke": Do("feed_revoke")},
)
