"""One-time links: for one person, once, by one browser, for a while, until they are taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.consent import Purpose, WithdrawConsent
from domain.links import Closed, FormLink, KeepFormLink, Link
from domain.message import Attachment, Document, Start
from storage import consents, links, people
from storage.enrolment import unlink
from storage.tables import LinkRow, PersonRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

MINE = Attachment(Document.MY_DATA)


@pytest.fixture(autouse=True)
def _public(office: SmallOffice) -> None:
    office.database.public_url = "https://tusoi.example"


def given(office: SmallOffice, name: str = "Hùng", attachment: Attachment | None = MINE) -> str:
    """The token of a link handed out to somebody: to a document, or to a form."""
    with office.work() as work:
        who = people.person(work, office.people[name])
        if attachment is not None:
            url = links.to_document(work, who.id, attachment) or ""
        else:
            drawn = links.load_form(work, who, "register/")
            assert isinstance(drawn, FormLink)
            links.keep_form(work, who, KeepFormLink(drawn))
            url = drawn.url
    return url.removeprefix("https://tusoi.example/l/")


def opened(office: SmallOffice, token: str, device: str = "a browser") -> Link | Closed:
    with office.work() as work:
        return links.open_(work, token, device)


def resumed(office: SmallOffice, token: str, device: str = "a browser") -> Link | Closed:
    with office.work() as work:
        return links.resume(work, token, device)


def looked_at(office: SmallOffice, token: str) -> Link | Closed:
    with office.work() as work:
        return links.look(work, token)


def later(office: SmallOffice, **by: float) -> None:
    office.now += timedelta(**by)


def test_a_link_leads_its_person_to_what_it_is_about(office: SmallOffice) -> None:
    link = opened(office, given(office))
    assert isinstance(link, Link)
    assert (link.person, link.behind) == (office.people["Hùng"], MINE)
    form = opened(office, given(office, attachment=None), "another browser")
    assert isinstance(form, Link)
    assert form.behind == Start("register")


def test_looking_uses_nothing_up(office: SmallOffice) -> None:
    token = given(office)
    for _preview in range(3):
        assert looked_at(office, token) == Link(1, office.people["Hùng"], MINE, in_session=False)
    assert isinstance(opened(office, token), Link)


def test_the_browser_that_opened_it_goes_on_for_two_hours(office: SmallOffice) -> None:
    token = given(office)
    opened(office, token)
    later(office, hours=1, minutes=59)
    assert isinstance(resumed(office, token), Link)
    assert isinstance(opened(office, token), Link)
    later(office, minutes=1)
    assert resumed(office, token) is Closed.OVER
    assert opened(office, token) is Closed.OVER
    assert looked_at(office, token) is Closed.OVER


def test_another_browser_does_not_get_in(office: SmallOffice) -> None:
    token = given(office)
    opened(office, token)
    assert opened(office, token, "another browser") is Closed.ELSEWHERE
    assert resumed(office, token, "another browser") is Closed.ELSEWHERE
    assert isinstance(resumed(office, token), Link)


def test_nothing_is_behind_a_link_that_nobody_has_opened(office: SmallOffice) -> None:
    assert resumed(office, given(office)) is Closed.ELSEWHERE


@pytest.mark.parametrize(("attachment", "hours"), [(MINE, 24), (None, 12)])
def test_a_link_waits_so_long_and_no_longer(
    office: SmallOffice, attachment: Attachment | None, hours: int
) -> None:
    token = given(office, attachment=attachment)
    later(office, hours=hours, seconds=-1)
    assert isinstance(looked_at(office, token), Link)
    later(office, seconds=1)
    assert looked_at(office, token) is Closed.EXPIRED
    assert opened(office, token) is Closed.EXPIRED


def test_a_link_that_is_sent_later_waits_from_then_on(office: SmallOffice) -> None:
    with office.work() as work:
        since = work.now + timedelta(hours=10)
        url = links.to_document(work, office.people["Hùng"], MINE, since) or ""
    later(office, hours=33)
    assert isinstance(opened(office, url.rpartition("/")[2]), Link)


def test_a_changed_link_is_none(office: SmallOffice) -> None:
    token = given(office)
    for changed in (token[:-1], f"{token}x", token.upper(), ""):
        assert looked_at(office, changed) is Closed.UNKNOWN
        assert opened(office, changed) is Closed.UNKNOWN


def test_a_browser_amid_another_persons_link_does_not_get_in(office: SmallOffice) -> None:
    opened(office, given(office, "Hùng"))
    hers = given(office, "Tâm")
    assert opened(office, hers) is Closed.ANOTHERS
    assert isinstance(opened(office, hers, "her own browser"), Link)


def test_who_has_closed_theirs_leaves_the_browser_to_others(office: SmallOffice) -> None:
    token = given(office, "Hùng")
    link = opened(office, token)
    assert isinstance(link, Link)
    with office.work() as work:
        links.close(work, link)
    assert resumed(office, token) is Closed.REVOKED
    assert isinstance(opened(office, given(office, "Tâm")), Link)


def test_one_may_have_several_links_open_in_one_browser(office: SmallOffice) -> None:
    first, second = given(office), given(office, attachment=None)
    assert isinstance(opened(office, first), Link)
    assert isinstance(opened(office, second), Link)
    assert isinstance(resumed(office, first), Link)


def _takes_back(work: Work, person: int) -> None:
    links.revoke(work, person, by=person)


def _withdraws(work: Work, person: int) -> None:
    consents.withdraw(work, people.person(work, person), WithdrawConsent((Purpose.KEEP,), "test"))


def _loses_the_chat(work: Work, person: int) -> None:
    unlink(work, people.accounts_of(work, person)[0].id)


def _leaves(work: Work, person: int) -> None:
    work.session.get_one(PersonRow, person).left = True


@pytest.mark.parametrize("happens", [_takes_back, _withdraws, _loses_the_chat, _leaves])
def test_what_takes_a_link_back_takes_an_open_one_back_too(
    office: SmallOffice, happens: object
) -> None:
    fresh, open_one, hers = given(office), given(office), given(office, "Tâm")
    opened(office, open_one)
    assert callable(happens)
    with office.work() as work:
        happens(work, office.people["Hùng"])
    assert looked_at(office, fresh) is Closed.REVOKED
    assert opened(office, fresh) is Closed.REVOKED
    assert resumed(office, open_one) is Closed.REVOKED
    assert isinstance(looked_at(office, hers), Link)


def test_taking_back_counts_only_what_still_led_somewhere(office: SmallOffice) -> None:
    given(office)
    used = given(office)
    opened(office, used)
    later(office, hours=2)
    with office.work() as work:
        assert links.revoke(work, office.people["Hùng"], by=None) == 1
        assert links.revoke(work, office.people["Hùng"], by=None) == 0


def test_the_database_holds_neither_token_nor_browser(office: SmallOffice) -> None:
    token = given(office)
    opened(office, token, "a browser's secret")
    with office.work() as work:
        row = work.session.get_one(LinkRow, 1)
        held = f"{row.model_dump()}"
    assert token not in held
    assert "a browser's secret" not in held
    assert b"my_data" not in row.sealed


def test_without_a_public_address_nothing_is_handed_out(office: SmallOffice) -> None:
    office.database.public_url = ""
    with office.work() as work:
        who = people.person(work, office.people["Hùng"])
        assert links.to_document(work, who.id, MINE) is None
        assert links.load_form(work, who, "register") is links.NO_PAGES
        assert links.forms_to_offer(work, who, "") is links.NO_PAGES
