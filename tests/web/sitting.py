"""Browsers at the desk of a small office."""

from __future__ import annotations

from starlette.types import ASGIApp

from domain.outgoing import Say
from tests.office import SmallOffice
from tests.web.visiting import PUBLIC, Browser

DESK = f"{PUBLIC}/desk"


def way_in(office: SmallOffice, name: str) -> str:
    """A fresh link to the desk, as it stands in somebody's chat."""
    office.database.public_url = office.database.public_url or PUBLIC
    office.types(name, "/banlamviec")
    urls = [
        button.url
        for _row, said in office.said_to(name)
        if isinstance(said, Say)
        for row in said.rows
        for button in row
        if "/desk/in/" in button.url
    ]
    return urls[-1]


def at_the_desk(office: SmallOffice, app: ASGIApp, name: str) -> Browser:
    """A browser in which that person has opened the desk."""
    browser = Browser(app)
    assert browser.opens(way_in(office, name)).status_code == 200
    return browser
