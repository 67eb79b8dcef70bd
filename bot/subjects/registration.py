"""Registering a key task, its review and its paper."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.message import Do
from domain.papers import ClaimPaper, MissPaper
from domain.registration import ReviewRegistration, SaveRegistration, TakePaper, TickPaper
from handlers import paper_claims, papers, registering, registration_view, reviewing
from storage import claims, reviews
from storage import papers as paper_rows
from storage import registering as loaders
from storage.registrations import save_registration

SUBJECT = Subject(
    conversations=(
        conversation(registering.REGISTER, loaders.load_register, loaders.resolve_register),
        conversation(registering.COLLECTIVE, loaders.load_collective, loaders.resolve_collective),
        conversation(
            registering.REGISTER_FOR,
            loaders.load_register_for,
            loaders.resolve_register_for,
            needs_consent=False,
        ),
        conversation(reviewing.RETURN, reviews.load_opened, needs_consent=False),
    ),
    actions=(
        action(registration_view.MY_REGISTRATION, loaders.load_my_registration),
        action(registration_view.OFFICE_REGISTRATION, loaders.load_office_registration),
        action(registration_view.PRINT_FORMS, loaders.load_printout, needs_consent=False),
        # To review and to tick is office work: whether one's own things are kept is another matter.
        action(reviewing.REVIEW, reviews.load_pile, needs_consent=False),
        action(reviewing.REVIEW_ONE, reviews.load_opened, needs_consent=False),
        action(reviewing.REVIEW_DECIDE, reviews.load_verdict, needs_consent=False),
        action(reviewing.REVIEW_TOGETHER, reviews.load_together, needs_consent=False),
        action(reviewing.REVIEW_TOGETHER_YES, reviews.load_together, needs_consent=False),
        action(papers.PAPERS, paper_rows.load_papers, needs_consent=False),
        action(papers.PAPER_TICK, paper_rows.load_tick, needs_consent=False),
        action(papers.PAPER_UNTICK, paper_rows.load_tick, needs_consent=False),
        action(paper_claims.PAPER_HANDED_IN, paper_rows.load_handed_in, needs_consent=False),
        action(paper_claims.PAPER_NOT_YET, paper_rows.load_handed_in, needs_consent=False),
        action(paper_claims.PAPER_MISSED, paper_rows.load_looked, needs_consent=False),
    ),
    appliers=(
        applier(SaveRegistration, save_registration),
        applier(ReviewRegistration, reviews.review_registration),
        applier(TickPaper, paper_rows.tick_paper),
        applier(TakePaper, paper_rows.take_paper),
        applier(ClaimPaper, claims.claim_paper),
        applier(MissPaper, claims.miss_paper),
    ),
    commands={
        "dangky": Do("my_registration"),
        "tapthe": Do("office_registration"),
        "duyet": Do("review"),
        "banky": Do("papers"),
        "paper": Do("paper_handed_in"),
    },
)
