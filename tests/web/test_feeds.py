"""A phone's calendar fetches its person's deadlines, and nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlmodel import select
from starlette.types import ASGIApp

from domain.agenda import Feed, KeepFeed, RevokeFeed
from domain.consent import Purpose, WithdrawConsent
from domain.effects import Refused
from domain.registration import SaveRegistration, TaskContent
from storage import consents, feeds, links, people, periods
from storage.registrations import save_registration
from storage.tables import FeedRow, PersonRow
from tests.office import SmallOffice
from tests.web.visiting import PUBLIC, Browser


def address(office: SmallOffice, name: str) -> str:
    """A fresh address, as it stands in somebody's chat."""
    with office.work() as work:
        who = people.person(work, office.people[name])
        drawn = feeds.load_feed(work, who, "")
        assert isinstance(drawn, Feed)
        feeds.keep(work, who, KeepFeed(drawn.token))
        return drawn.url


def summaries(content: bytes) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(content).walk("VEVENT")]


def test_a_calendar_gets_its_persons_deadlines_and_nothing_to_keep(
    office: SmallOffice, app: ASGIApp
) -> None:
    with office.work() as work:
        period = periods.find(work, "registration", "once")
        assert period is not None
        content = TaskContent("việc không ai được đọc", "Quy trình", office.now.date())
        who = people.person(work, office.people["Hùng"])
        assert save_registration(work, who, SaveRegistration(period.id, content)) is None
    mine, other = address(office, "Hùng"), address(office, "Tâm")
    got = Browser(app).get(mine)
    assert got.status_code == 200
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert got.headers["cache-control"] == "no-store"
    assert not got.cookies
    assert "hạn nhiệm vụ đã đăng ký (/viec)" in summaries(got.content)
    assert "hạn Đăng ký nhiệm vụ" not in summaries(got.content)  # done
    assert "hạn Đăng ký nhiệm vụ" in summaries(Browser(app).get(other).content)
    assert "không ai" not in got.text
    assert "VALARM" not in got.text


def test_events_are_the_same_by_their_names_each_time(office: SmallOffice, app: ASGIApp) -> None:
    url = address(office, "Hùng")
    first = Browser(app).get(url).content
    office.now += timedelta(days=2)
    then = Browser(app).get(url).content
    names = [
        [str(event["uid"]) for event in Calendar.from_ical(each).walk("VEVENT")]
        for each in (first, then)
    ]
    assert names[0] == names[1]
    assert len(set(names[0])) == len(names[0]) > 3


@pytest.mark.parametrize("spoiled", ["{}x", "x{}", "", "link-999"])
def test_a_spoiled_address_tells_nothing(office: SmallOffice, app: ASGIApp, spoiled: str) -> None:
    token = address(office, "Hùng").rpartition("/")[2].removesuffix(".ics")
    got = Browser(app).get(f"{PUBLIC}{feeds.PATH}{spoiled.format(token)}.ics")
    assert got.status_code == 404
    assert "BEGIN" not in got.text


def _take_back(office: SmallOffice) -> None:
    with office.work() as work:
        feeds.revoke_own(work, people.person(work, office.people["Hùng"]), RevokeFeed())


def _all_links(office: SmallOffice) -> None:
    with office.work() as work:
        links.revoke(work, office.people["Hùng"], by=None)


def _no_consent(office: SmallOffice) -> None:
    with office.work() as work:
        who = people.person(work, office.people["Hùng"])
        consents.withdraw(work, who, WithdrawConsent((Purpose.KEEP,), "test"))


def _left(office: SmallOffice) -> None:
    with office.work() as work:
        work.session.get_one(PersonRow, office.people["Hùng"]).left = True


def _a_newer_one(office: SmallOffice) -> None:
    address(office, "Hùng")


@pytest.mark.parametrize("end", [_take_back, _all_links, _no_consent, _left, _a_newer_one])
def test_an_address_ends(office: SmallOffice, app: ASGIApp, end: object) -> None:
    url = address(office, "Hùng")
    assert callable(end)
    end(office)
    assert Browser(app).get(url).status_code == 404


def test_it_is_not_asked_more_than_once_a_minute(office: SmallOffice, app: ASGIApp) -> None:
    url = address(office, "Hùng")
    assert Browser(app).get(url).status_code == 200
    again = Browser(app).get(url)
    assert (again.status_code, again.headers["retry-after"]) == (429, "60")
    office.now += feeds.SELDOM
    assert Browser(app).get(url).status_code == 200


def test_only_a_digest_of_the_address_is_kept(office: SmallOffice, app: ASGIApp) -> None:
    token = address(office, "Hùng").rpartition("/")[2].removesuffix(".ics")
    with office.work() as work:
        (row,) = work.session.exec(select(FeedRow)).all()
        assert token not in row.digest
    office.database.public_url = ""
    with office.work() as work:
        who = people.person(work, office.people["Hùng"])
        assert isinstance(feeds.load_feed(work, who, ""), Refused)
