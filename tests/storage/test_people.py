"""Who has a role is asked of the database; who is found is the same as on the roster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, update
from sqlmodel import col

from domain.people import Role, Standing
from storage import people
from storage.tables import PersonRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

ROLES = [(role,) for role in Role]


@contextmanager
def loaded(work: Work) -> Iterator[list[PersonRow]]:
    """The rows of the roster that are read inside."""
    found: list[PersonRow] = []

    def note(_session: object, instance: object) -> None:
        if isinstance(instance, PersonRow):
            found.append(instance)

    work.session.expunge_all()
    event.listen(work.session, "loaded_as_persistent", note)
    yield found
    event.remove(work.session, "loaded_as_persistent", note)


@pytest.mark.parametrize("roles", [*ROLES, (Role.SPECIALIST, Role.ADMIN)])
def test_only_those_of_a_role_are_loaded(office: SmallOffice, roles: tuple[Role, ...]) -> None:
    with office.work() as work:
        expected = tuple(p for p in people.people(work) if p.is_any(*roles))
        with loaded(work) as rows:
            assert people.with_role(work, *roles) == expected
        assert len(rows) == len(expected)


def test_only_heads_are_loaded(office: SmallOffice) -> None:
    with office.work() as work:
        expected = tuple(p for p in people.people(work) if p.standing is Standing.HEAD)
        with loaded(work) as rows:
            assert people.heads(work) == expected
        assert [row.id for row in rows] == [office.people["Bình"]]


def test_who_has_left_has_no_role_any_more(office: SmallOffice) -> None:
    with office.work() as work:
        gone = update(PersonRow).where(col(PersonRow.id).in_(office.people.values()))
        work.session.execute(gone.values(left=True))
        assert people.with_role(work, *Role) == people.heads(work) == ()
