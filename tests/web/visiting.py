"""Browsers that ask the pages of a small office for something."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from html import unescape
from typing import TypeVar

import httpx
from starlette.types import ASGIApp

from bot.behind_pages import behind_pages
from domain.links import FormLink, KeepFormLink
from domain.message import Attachment, Document
from storage import links, people
from storage.unit_of_work import Work
from tests.office import SmallOffice
from web.guarding import PATIENCE
from web.site import site

T = TypeVar("T")
PUBLIC = "https://tusoi.example"


class Direct:
    """Transactions of the office, carried out where they are asked for."""

    def __init__(self, office: SmallOffice) -> None:
        self._office = office

    async def work(self, act: Callable[[Work], T]) -> T:
        with self._office.work() as work:
            return act(work)


def site_of(office: SmallOffice, patience: float = PATIENCE) -> ASGIApp:
    """The pages of an office that is reached by https."""
    office.database.public_url = PUBLIC
    behind = behind_pages(Direct(office), office.registry, is_secure=True)
    return site(behind, patience=patience)


def form_link(office: SmallOffice, name: str, conversation: str = "register") -> str:
    """A fresh link to a form, as it stands in somebody's chat."""
    office.database.public_url = PUBLIC
    with office.work() as work:
        who = people.person(work, office.people[name])
        drawn = links.load_form(work, who, conversation)
        assert isinstance(drawn, FormLink)
        links.keep_form(work, who, KeepFormLink(drawn))
        return drawn.url


def document_link(
    office: SmallOffice, name: str, document: Document, subject: str = "", at: str = PUBLIC
) -> str:
    """A fresh link to a document."""
    office.database.public_url = at
    with office.work() as work:
        attachment = Attachment(document, subject)
        return links.to_document(work, office.people[name], attachment) or ""


class Browser:
    """A browser with its own cookies; follows redirects, as browsers do."""

    def __init__(self, app: ASGIApp) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url=PUBLIC, follow_redirects=True)

    def get(self, url: str) -> httpx.Response:
        return asyncio.run(self.client.get(url))

    def post(
        self, url: str, data: dict[str, str | list[str]], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        return asyncio.run(self.client.post(url, data=data, headers=headers))

    def opens(self, url: str) -> httpx.Response:
        """Look at a link and press its button."""
        return self.sends(self.get(url), url, {})

    def sends(
        self, page: httpx.Response, url: str, answers: dict[str, str | list[str]]
    ) -> httpx.Response:
        """Send the first form of a page, with what stands hidden in it."""
        return self.post(url, {**hidden(page), **answers})


def hidden(page: httpx.Response) -> dict[str, str | list[str]]:
    """The hidden fields of a page's first form."""
    form = page.text.partition("<form")[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in found}


def words(page: httpx.Response) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", page.text)).split())
