"""Links to forms on a page, and taking links back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.registry import Subject, action, applier
from domain.links import KeepFormLink, RevokeLinks
from domain.message import Do
from domain.people import Person
from handlers import form_links
from storage import links
from storage.unit_of_work import Work


def _oneself(_work: Work, who: Person, _subject: str) -> Person:
    return who


def forms(others: Sequence[Subject]) -> Subject:
    """They name the conversations of all other subjects."""
    titles = {c.name: c.title for subject in others for c in subject.conversations}
    return Subject(
        actions=(
            action(form_links.offer(titles), links.forms_to_offer),
            # Each form asks for the consent that its own conversation needs.
            action(form_links.send(titles), links.load_form, needs_consent=False),
            action(form_links.REVOKE, _oneself, needs_consent=False),
        ),
        appliers=(applier(KeepFormLink, links.keep_form), applier(RevokeLinks, links.revoke_own)),
        commands={"form": Do("forms"), "revoke_links": Do("revoke_links")},
    )
