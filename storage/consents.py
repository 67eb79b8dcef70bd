"""Every word given about consent, and who must know of it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from domain.channels import abilities
from domain.consent import ConsentInputs, ConsentState, GiveConsent, Purpose, WithdrawConsent
from domain.effects import Refused
from domain.message import Start
from domain.people import Person, Role
from domain.text import _
from storage import drafts, links, people
from storage.tables import ConsentRow
from storage.unit_of_work import Work

__all__ = ["ConsentState", "Purpose"]  # what most of `storage` needs of domain.consent


def latest(work: Work, person: int, purpose: Purpose) -> ConsentState | None:
    """The last word a person gave for a purpose; None when never asked."""
    return work.once(
        word_of(person, purpose), lambda: latest_of(work, [person], purpose).get(person)
    )


def word_of(person: int, purpose: Purpose) -> Hashable:
    """Under this a person's last word is remembered."""
    return (ConsentRow, person, purpose)


def latest_of(work: Work, people: Collection[int], purpose: Purpose) -> Mapping[int, ConsentState]:
    """The last word of each of these people for a purpose; nothing for who was never asked."""
    rows = work.session.exec(_WORDS, params={"people": list(people), "purpose": purpose})
    return {person: ConsentState(state) for person, state in rows}


_WORDS = (
    select(ConsentRow.person_id, ConsentRow.state)
    .where(
        col(ConsentRow.person_id).in_(bindparam("people", expanding=True)),
        ConsentRow.purpose == bindparam("purpose"),
    )
    .order_by(col(ConsentRow.id))
)


def may_keep(work: Work, person: int) -> bool:
    return latest(work, person, Purpose.KEEP) is ConsentState.GIVEN


def record(
    work: Work,
    person: int,
    purpose: Purpose,
    state: ConsentState,
    wording: str,
    account: int | None,
) -> None:
    """Remember a word given, with the version of the wording that was shown."""
    work.session.add(
        ConsentRow(
            person_id=person,
            purpose=purpose,
            state=state,
            wording=wording,
            account_id=account,
            at=work.now,
        )
    )
    work.session.flush()
    work.audit(person, f"consent_{state}", f"person:{person}", purpose)


def consent_inputs(work: Work, who: Person, subject: str) -> ConsentInputs:
    """For the question about keeping data."""
    return _inputs(work, who, subject, Purpose.KEEP)


def self_check_inputs(work: Work, who: Person, subject: str) -> ConsentInputs:
    """For the separate question about self-checks; `subject` is that of the self-check."""
    return _inputs(work, who, subject, Purpose.SELF_CHECK)


def _inputs(work: Work, who: Person, subject: str, purpose: Purpose) -> ConsentInputs:
    return ConsentInputs(
        who=who,
        now=work.now,
        channel=", ".join(_channels(work, who.id)),
        specialists=people.with_role(work, Role.SPECIALIST),
        heads=people.heads(work),
        given_before=_times_given(work, who.id, purpose),
        subject=subject,
    )


def _channels(work: Work, person: int) -> list[str]:
    """What they are called, each once."""
    names = (abilities(chat.channel).title for chat in people.accounts_of(work, person))
    return list(dict.fromkeys(names))


def _times_given(work: Work, person: int, purpose: Purpose) -> int:
    query = select(func.count()).where(
        ConsentRow.person_id == person,
        ConsentRow.purpose == purpose,
        ConsentRow.state == ConsentState.GIVEN,
    )
    return work.session.exec(query).one()


def unanswered(work: Work, who: Person, subject: str) -> str | Start | Refused:
    """What /dongy asks: about keeping data, else about self-checks, else nothing is left."""
    if not may_keep(work, who.id):
        return subject
    if latest(work, who.id, Purpose.SELF_CHECK) is not ConsentState.GIVEN:
        return Start("consent_self_check")
    return Refused(
        _("You have agreed already; nothing is left to ask. /rutdongy takes it back at any time.")
    )


def before_self_check(work: Work, who: Person, subject: str) -> str | Start:
    """Keeping data at all comes first; who has agreed to both goes on to the self-check."""
    if not may_keep(work, who.id):
        return Start("consent")
    if latest(work, who.id, Purpose.SELF_CHECK) is ConsentState.GIVEN:
        return Start("self_check", subject)
    return subject


def given_now(work: Work, person: int) -> tuple[Purpose, ...]:
    """The purposes a person agrees to at the moment."""
    return tuple(p for p in Purpose if latest(work, person, p) is ConsentState.GIVEN)


def give(work: Work, who: Person, effect: GiveConsent) -> None:
    """Remember it with the chat it came from."""
    record(work, who.id, effect.purpose, effect.state, effect.wording, work.here)


def something_given(work: Work, who: Person, subject: str) -> str | Refused:
    """/rutdongy makes sense only where something has been agreed to."""
    if given_now(work, who.id):
        return subject
    return Refused(
        _("There is nothing to take back: you are counted as on paper. /dongy changes that.")
    )


def withdrawable(work: Work, who: Person, subject: str) -> tuple[ConsentInputs, frozenset[Purpose]]:
    """What may be taken back, and whom to tell."""
    return consent_inputs(work, who, subject), frozenset(given_now(work, who.id))


def withdraw(work: Work, who: Person, effect: WithdrawConsent) -> None:
    """Take consent back: what was begun about it is discarded, what was sent stays."""
    links.revoke(work, who.id, by=who.id)
    given = given_now(work, who.id)
    for purpose in effect.purposes:
        if purpose in given:
            state = ConsentState.WITHDRAWN
            record(work, who.id, purpose, state, effect.wording, work.here)
    for kept in drafts.drafts_of(work, who.id):
        if Purpose.KEEP in effect.purposes or kept.conversation == "self_check":
            drafts.discard(work, kept)
