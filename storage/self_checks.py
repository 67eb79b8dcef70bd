"""Self-checks: which are owed, what one noticed (sealed), done or not for everybody else.

Nothing here hands anybody the content of somebody else's check: loaders open rows of `who` alone.
Counts over many are made in `storage.sign_counts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from sqlmodel import col, select

from domain.effects import Refused
from domain.message import Start
from domain.people import Person, Role
from domain.period import Period
from domain.plan import Checklist, Kind
from domain.self_check import (
    KeptRemedy,
    KeptSelfCheck,
    NextSelfCheck,
    NoticedBefore,
    Remedy,
    SaveSelfCheck,
    SelfCheck,
    SelfChecking,
    SignReading,
)
from domain.text import _
from storage import checks_due, completions, people, periods, plans, sign_texts
from storage.remedies import open_remedies, promise, remedies_of
from storage.tables import SelfCheckRow
from storage.unit_of_work import Work, clean


def resolve(work: Work, who: Person, subject: str) -> str | Refused | Start:
    """The self-checks one conversation serves, as `12,13,14`; "" means what is due first."""
    named = checks_due.named(work, who, subject)
    which = checks_due.still_to_do(work, who, named) if named else checks_due.due_first(work, who)
    if isinstance(which, Refused):
        return which
    served = subject_of(which)
    return served if checks_due.has_agreed(work, who) else Start("consent_self_check", served)


def load(work: Work, who: Person, subject: str) -> SelfChecking | Refused:
    """What the conversation starts from: only what can still be answered."""
    which = checks_due.may_answer(work, who, checks_due.named(work, who, subject))
    return which if isinstance(which, Refused) else starting(work, who, which)


def starting(work: Work, who: Person, which: tuple[Period, ...]) -> SelfChecking:
    """What a self-check of these periods, the shortest span first, starts from."""
    return SelfChecking(
        who=who,
        periods=which,
        signs=_checklist(work, which[0]).for_standing(who.standing),
        now=work.now,
        told=_told(work, who),
        remedies=open_remedies(work, who.id),
        before=_noticed_before(work, who, which),
    )


def _told(work: Work, who: Person) -> tuple[Person, ...]:
    """Specialists and heads learn that it is done; nobody is told about themselves."""
    learn = (*people.with_role(work, Role.SPECIALIST), *people.heads(work))
    return tuple(dict.fromkeys(person for person in learn if person.id != who.id))


def load_next(work: Work, who: Person, subject: str) -> NextSelfCheck:
    """What /tusoi leads to; with a period, the self-check of that one, also where it is done."""
    again = checks_due.may_redo(work, who, checks_due.named(work, who, subject))
    if not isinstance(again, Refused):
        return NextSelfCheck(subject_of(again), again=True)
    owed = checks_due.due_first(work, who)
    if not isinstance(owed, Refused):
        return NextSelfCheck(subject_of(owed))
    ahead = (
        p for p in periods.all_periods(work) if p.kind is Kind.SELF_CHECK and p.opens > work.now
    )
    opens = min((period.opens for period in ahead), default=None)
    last = next(reversed(self_checks_of(work, who.id)), None)
    return NextSelfCheck("", opens, last.period if last else None)


def subject_of(which: Sequence[Period]) -> str:
    """What a conversation about these periods is called by: `12,13,14`."""
    return ",".join(str(period.id) for period in which)


def load_mine(work: Work, who: Person, subject: str) -> KeptSelfCheck | Refused:
    """One's own self-check of a period."""
    for kept in self_checks_of(work, who.id):
        if subject == str(kept.period.id):
            redo = checks_due.may_redo(work, who, (kept.period,))
            return replace(kept, open=not isinstance(redo, Refused))
    return checks_due.NOT_DONE


def load_sign(work: Work, who: Person, subject: str) -> SignReading | Refused:
    """A sign in full, from the office's own copy: `NUMBER@PERIOD`.

    Without a number it lists those this person is asked about, without a period those of today.
    """
    number, _at, named = subject.partition("@")
    period = next(iter(checks_due.named(work, who, named)), None)
    checklist = _checklist(work, period) if period else work.office.checklist
    signs = checklist.for_standing(who.standing)
    reading = SignReading(signs, who.standing, period=period.id if period else 0)
    if not number:
        return reading
    for sign in signs:
        if number == str(sign.number):
            wording = sign_texts.text(work, checklist.directive, sign.number)
            return replace(reading, open=sign, wording=wording)
    return Refused(_("This sign is not among those you are asked about."))


def self_checks_of(work: Work, person: int) -> tuple[KeptSelfCheck, ...]:
    """Everything a person noticed, oldest first; only ever told to that person."""
    query = select(SelfCheckRow).where(SelfCheckRow.person_id == person)
    rows = work.session.exec(query.order_by(col(SelfCheckRow.done_at), col(SelfCheckRow.id).desc()))
    promised = remedies_of(work, person)
    return tuple(_kept(work, row, promised) for row in rows)


def _kept(work: Work, row: SelfCheckRow, promised: Sequence[KeptRemedy]) -> KeptSelfCheck:
    period = periods.kept(work, row.period_id)
    opened = work.vault.open(row.sealed)
    noticed = cast("list[int]", opened["signs"])
    with_it = tuple(
        Remedy(r.sign, r.action, r.due) for r in promised if r.promised_at == row.done_at
    )
    check = SelfCheck(
        period.id, row.done_at, row.late, tuple(noticed), with_it, str(opened["note"])
    )
    signs = tuple(sign for sign in _checklist(work, period).signs if sign.number in noticed)
    return KeptSelfCheck(check, period, signs)


def save_self_check(work: Work, who: Person, effect: SaveSelfCheck) -> Refused | None:
    """Seal what was noticed, for every period it serves, and remember that they are done."""
    which = checks_due.may_answer(work, who, checks_due.numbered(work, who, effect.periods))
    if isinstance(which, Refused):
        return which
    contents = contents_of(work, who, which, effect)
    if isinstance(contents, Refused):
        return contents
    for period in which:
        _keep(work, who, period, contents[period.id])
    for remedy in effect.remedies:
        promise(work, who.id, which[0].id, remedy)
    return None


def contents_of(
    work: Work, who: Person, which: Sequence[Period], effect: SaveSelfCheck
) -> Mapping[int, dict[str, object]] | Refused:
    """What is to be sealed for each period; a wider span takes in what those inside it noticed."""
    asked = [sign.number for sign in _checklist(work, which[0]).for_standing(who.standing)]
    if not set(effect.signs) <= set(asked):
        return Refused(_("One of these signs is not asked of you. Please choose again."))
    earlier = {b.span: b.signs for b in _noticed_before(work, who, which)}
    noticed = {p.id: sorted({*effect.signs, *earlier.get(p.span, ())}) for p in which}
    note = clean(effect.note)
    return {id_: {"asked": asked, "signs": signs, "note": note} for id_, signs in noticed.items()}


def _keep(work: Work, who: Person, period: Period, content: dict[str, object]) -> None:
    row = SelfCheckRow(
        period_id=period.id,
        person_id=who.id,
        sealed=work.vault.seal(content),
        done_at=work.now,
        late=work.now > period.due,
    )
    work.session.add(row)
    completions.mark_done(work, period, who.id)


def _noticed_before(work: Work, who: Person, which: Sequence[Period]) -> tuple[NoticedBefore, ...]:
    """For each wider span of these: what others inside it noticed, if they noticed anything."""
    ids = {period.id for period in which}
    done = [kept for kept in self_checks_of(work, who.id) if kept.period.id not in ids]
    found = []
    checklist = _checklist(work, which[0])
    for span in (period.span for period in which):
        inside = (k.signs for k in done if span.contains(k.period.span))
        if numbers := checklist.carried(sign for signs in inside for sign in signs):
            found.append(NoticedBefore(span, numbers))
    return tuple(found)


def _checklist(work: Work, period: Period) -> Checklist:
    """The signs as they stood when the period opened."""
    return plans.of_period(work, period).checklist
