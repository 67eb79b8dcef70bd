"""Serving the pages of `web` from this process, with what the platforms call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from starlette.routing import BaseRoute

from bot.address import Address
from bot.behind_pages import behind_pages
from bot.registry import Registry
from bot.serving import serving
from bot.storing import Store
from storage.unit_of_work import Work
from web.behind import Offices
from web.site import site

T = TypeVar("T")


class _Heeded:
    """Transactions after which what was queued is looked at without waiting."""

    def __init__(self, store: Store, wake: Callable[[], None]) -> None:
        self._store = store
        self._wake = wake

    async def work(self, act: Callable[[Work], T]) -> T:
        done = await self._store.work(act)
        self._wake()
        return done


@asynccontextmanager
async def web_server(
    address: Address,
    store: Store,
    wake: Callable[[], None],
    registry: Registry,
    others: Sequence[BaseRoute] = (),
    launch_keys: Mapping[str, bytes] | None = None,
    offices: Offices | None = None,
) -> AsyncIterator[str]:
    """Serve the pages and `others`; gives the public address, which links use from now on.

    Raises `PortTaken`.
    """
    is_secure = address.public_url.startswith("https:")
    heeded = _Heeded(store, wake)
    behind = behind_pages(
        heeded, registry, is_secure=is_secure, launch_keys=launch_keys, offices=offices
    )
    async with serving(site(behind, others), address.port, address.host) as own_url:
        store.database.public_url = address.public_url or own_url
        try:
            yield store.database.public_url
        finally:
            store.database.public_url = ""
