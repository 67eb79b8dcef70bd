"""Delegations made, shown and taken back; who may is asked of the roster, not of another grant."""

from __future__ import annotations

from sqlmodel import col, select

from domain.delegation import Delegated, Delegating, Grant, Grants, RevokeGrant, SaveGrant
from domain.effects import Refused
from domain.people import Person, Role, Standing
from domain.text import _
from storage import people
from storage.grants import in_force
from storage.tables import GrantRow, PersonRow
from storage.unit_of_work import Work

_NOT_YOURS = Refused(
    _("Only the specialist, the head and the admin delegate, each what is theirs (/menu).")
)
_GONE = Refused(_("That delegation is over or not yours to end. /uyquyen shows what there is."))


def load_delegating(work: Work, who: Person, _subject: str) -> Delegating | Refused:
    """What this person may delegate, and to whom."""
    roles = _own(work, who)
    if not roles:
        return _NOT_YOURS
    others = tuple(p for p in people.people(work) if p.id != who.id)
    held = _held(work, who)
    told = {role: _whose(work, who, role) for role in roles if role not in held}
    return Delegating(who, roles, others, work.today, work.now, told)


def _whose(work: Work, who: Person, role: Delegated) -> tuple[Person, ...]:
    """Those whose work it is and the head, but for whoever arranges it."""
    specialists = people.with_role(work, Role.SPECIALIST) if role is Delegated.SPECIALIST else ()
    both = {person.id: person for person in (*people.heads(work), *specialists)}
    return tuple(person for id_, person in both.items() if id_ != who.id)


def _own(work: Work, who: Person) -> tuple[Delegated, ...]:
    """What is one's own by the roster; the admin arranges either."""
    return tuple(Delegated) if _is_admin(work, who) else _held(work, who)


def _held(work: Work, who: Person) -> tuple[Delegated, ...]:
    row = work.session.get_one(PersonRow, who.id)
    specialist = Role.SPECIALIST in row.roles.split(",")
    held = {Delegated.SPECIALIST: specialist, Delegated.HEAD: row.standing == Standing.HEAD}
    return tuple(role for role, is_so in held.items() if is_so)


def _is_admin(work: Work, who: Person) -> bool:
    return Role.ADMIN in work.session.get_one(PersonRow, who.id).roles.split(",")


def load_grants(work: Work, who: Person, _subject: str) -> Grants:
    """For those who may delegate all there are, for others what concerns them."""
    roles = _own(work, who)
    query = select(GrantRow).where(GrantRow.last >= work.today, col(GrantRow.ended_at).is_(None))
    rows = work.session.exec(query.order_by(col(GrantRow.first), col(GrantRow.id)))
    found = (_grant(work, row) for row in rows)
    seen = tuple(g for g in found if g.role in roles or _is_between(g, who))
    mine = frozenset(g.id for g in seen if g.role in roles or g.person.id == who.id)
    return Grants(who, seen, mine, bool(roles), work.now)


def load_one(work: Work, who: Person, subject: str) -> Grants | Refused:
    """The one of that number, for whoever may take it back."""
    found = load_grants(work, who, "")
    one = tuple(g for g in found.grants if subject == str(g.id) and g.id in found.revocable)
    return Grants(who, one, found.revocable, found.may_delegate, work.now) if one else _GONE


def _is_between(grant: Grant, who: Person) -> bool:
    return who.id in {grant.person.id, grant.giver.id if grant.giver else None}


def _grant(work: Work, row: GrantRow) -> Grant:
    giver = people.person(work, row.given_by) if row.given_by is not None else None
    person = people.person(work, row.person_id)
    return Grant(row.id or 0, Delegated(row.role), person, giver, row.first, row.last)


def save(work: Work, who: Person, effect: SaveGrant) -> Refused | None:
    """Keep it, in the name of whose work it is by the roster; audited."""
    whom = people.present(work, effect.person)
    if effect.role not in _own(work, who) or whom is None or whom.id == who.id:
        return _NOT_YOURS
    if effect.last < max(effect.first, work.today):
        return Refused(_("The last day comes before the first, or is past. Please choose again."))
    work.session.add(
        GrantRow(
            person_id=whom.id,
            role=effect.role,
            given_by=who.id if effect.role in _held(work, who) else None,
            first=effect.first,
            last=effect.last,
            at=work.now,
        )
    )
    work.session.flush()
    work.audit(who.id, "role_delegated", f"person:{whom.id}", effect.role)
    return None


def revoke(work: Work, who: Person, effect: RevokeGrant) -> Refused | None:
    """It ends now; audited."""
    row = work.session.get(GrantRow, effect.grant)
    if row is None or isinstance(load_one(work, who, str(effect.grant)), Refused):
        return _GONE
    row.ended_at = work.now
    work.session.flush()
    work.audit(who.id, "delegation_ended", f"person:{row.person_id}", row.role)
    return None


def begun_or_over(work: Work) -> tuple[Grant, ...]:
    """Grants that have begun or ended since this was last asked: menus follow them."""
    rows = work.session.exec(select(GrantRow).where(col(GrantRow.shown) != in_force(work.today)))
    found = []
    for row in rows.all():
        row.shown = not row.shown
        found.append(_grant(work, row))
    return tuple(found)
