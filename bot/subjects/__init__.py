"""What each subject of the office brings to the registry, a file a subject."""

from __future__ import annotations

from bot.registry import Registry, Subject
from bot.subjects import (
    absence,
    agenda,
    apology,
    broadcast,
    consent,
    days_off,
    deadlines,
    delegation,
    desk,
    enrolment,
    form_templates,
    inquiry,
    linking,
    obstacle,
    registration,
    reminders,
    report_copies,
    reporting,
    roster,
    self_check,
    staffing,
    work,
)
from bot.subjects.form_links import forms
from bot.subjects.views import views

_DOING: tuple[Subject, ...] = (
    enrolment.SUBJECT,
    linking.SUBJECT,
    consent.SUBJECT,
    registration.SUBJECT,
    broadcast.SUBJECT,
    inquiry.SUBJECT,
    roster.SUBJECT,
    reminders.SUBJECT,
    self_check.SUBJECT,
    work.SUBJECT,
    reporting.SUBJECT,
    report_copies.SUBJECT,
    form_templates.SUBJECT,
    obstacle.SUBJECT,
    apology.SUBJECT,
    desk.SUBJECT,
    absence.SUBJECT,
    deadlines.SUBJECT,
    agenda.SUBJECT,
    staffing.SUBJECT,
    delegation.SUBJECT,
    days_off.SUBJECT,
)
SUBJECTS = (*_DOING, forms(_DOING), views(_DOING))


def registry() -> Registry:
    """All subjects together; what a turn may reach."""
    return Registry(SUBJECTS)
