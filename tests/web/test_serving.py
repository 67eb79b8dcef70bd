"""The pages in the bot's own process, over real HTTP."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.address import Address, PortTaken
from bot.clock import SteppedClock
from bot.storing import Store
from bot.web_server import web_server
from domain.message import Document
from tests.office import SmallOffice
from tests.web.visiting import document_link


async def _hook(_request: Request) -> Response:
    return JSONResponse({"ok": True})


HOOK = Route("/hooks/test", _hook, methods=["POST"])


def test_links_lead_to_the_pages_while_they_are_served(tmp_path: Path) -> None:
    office = SmallOffice(url=f"sqlite:///{tmp_path / 'office.db'}")
    store, woken = Store(office.database, SteppedClock(office.now)), asyncio.Event()

    async def lived() -> None:
        async with web_server(Address(), store, woken.set, office.registry, [HOOK]) as url:
            link = document_link(office, "Hùng", Document.MY_DATA, at=url)
            assert link.startswith(f"{url}/l/")
            async with httpx.AsyncClient(trust_env=False) as client:
                door = await client.get(link)
                assert "set-cookie" not in door.headers
                assert "server" not in door.headers
                assert (await client.post(f"{url}/hooks/test")).json() == {"ok": True}
        assert woken.is_set()
        assert office.database.public_url == ""

    asyncio.run(lived())
    store.close()


def test_a_public_address_stands_in_links_whatever_is_listened_on(tmp_path: Path) -> None:
    office = SmallOffice(url=f"sqlite:///{tmp_path / 'office.db'}")
    store = Store(office.database, SteppedClock(office.now))
    address = Address(public_url="https://tusoi.example")

    async def lived() -> None:
        async with web_server(address, store, lambda: None, office.registry) as url:
            assert url == "https://tusoi.example"
            assert office.database.public_url == url

    asyncio.run(lived())
    store.close()


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    office = SmallOffice(url=f"sqlite:///{tmp_path / 'office.db'}")
    store = Store(office.database, SteppedClock(office.now))

    async def lived() -> None:
        async with web_server(Address(), store, lambda: None, office.registry) as url:
            taken = Address(port=int(url.rpartition(":")[2]))
            with pytest.raises(PortTaken, match=str(taken.port)):
                async with web_server(taken, store, lambda: None, office.registry):
                    raise AssertionError("it listens twice")

    asyncio.run(lived())
    store.close()


def test_no_token_stands_in_any_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    office = SmallOffice(url=f"sqlite:///{tmp_path / 'office.db'}")
    store = Store(office.database, SteppedClock(office.now))

    async def lived() -> str:
        async with web_server(Address(), store, lambda: None, office.registry) as url:
            link = document_link(office, "Hùng", Document.MY_DATA, at=url)
            async with httpx.AsyncClient(trust_env=False) as client:
                for path in ("", "/document/file", "/form", "/nothing"):
                    await client.get(link + path)
            return link.rpartition("/")[2]

    with caplog.at_level(logging.DEBUG):
        token = asyncio.run(lived())
    store.close()
    ours = [r for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert not any(token in record.getMessage() for record in ours)
