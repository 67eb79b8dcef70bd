"""Being away: told by oneself, or noted by the specialist."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.absence import EndAbsence, SaveAbsence
from domain.message import Do, Start
from handlers import absence, away_list
from storage import absences

SUBJECT = Subject(
    conversations=(
        conversation(absence.ABSENCE, absences.load_leaving),
        conversation(absence.ABSENCE_OF, absences.load_leaving_of, needs_consent=False),
        conversation(absence.CHANGE, absences.load_change, needs_consent=False),
    ),
    actions=(
        action(absence.BACK_AGAIN, absences.load_back, needs_consent=False),
        action(away_list.AWAY, absences.load_away, needs_consent=False),
        action(away_list.AWAY_ONE, absences.load_one, needs_consent=False),
    ),
    appliers=(
        applier(SaveAbsence, absences.save_absence),
        applier(EndAbsence, absences.end_absence),
    ),
    commands={"nghi": Start("absence"), "vang": Do("away")},
)
