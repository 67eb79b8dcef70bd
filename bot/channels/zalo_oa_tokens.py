"""The access token of an Official Account, renewed ahead of its end and never by two at once.

Access tokens live 25 hours, refresh tokens 3 months and one use. `storage.token_pairs` says how the
pair outlives a crash; here stands when it is renewed, and what happens where that fails: the old
access token serves on while it lasts, and the operator's log says hours before its end what to do.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from pydantic import SecretStr

from bot.channels.base import Problem, SendFailed
from bot.channels.zalo_oa_client import ZaloOaClient
from bot.storing import Store
from storage import token_pairs
from storage.token_pairs import TokenPair

log = logging.getLogger("tusoi.zalo_oa")

#: Renewed when less than this is left: time for an operator to see to it.
AHEAD = timedelta(hours=6)
#: After a renewal ahead of time has failed it is left alone for a while.
_TRY_AGAIN = timedelta(minutes=15)
#: Another process renews at this moment.
_BUSY = timedelta(seconds=5)

_WHAT_TO_DO = (
    "get a new refresh token for this app at developers.zalo.me and set it as "
    "TUSOI_ZALO_OA_REFRESH_TOKEN"
)


class AccessTokens:
    """Gives the access token in force; `given` is the refresh token the operator set, or empty."""

    def __init__(self, client: ZaloOaClient, store: Store, given: SecretStr) -> None:
        self._client = client
        self._store = store
        self._given = given
        self._one_at_a_time = asyncio.Lock()
        self._pair: TokenPair | None = None
        self._left_alone_until: datetime | None = None

    def __repr__(self) -> str:
        return f"AccessTokens({self._client.app.id})"

    async def access(self) -> str:
        """The token to ask with. Raises SendFailed when none can be had."""
        async with self._one_at_a_time:
            if self._pair is not None and self._pair.serves(self._now() + AHEAD):
                return self._pair.access
            pair = await self._load()  # another process may have renewed it
            if pair.serves(self._now() + AHEAD) or (pair.serves(self._now()) and self._rests()):
                return pair.access
            return await self._renewed_ahead(pair)

    async def instead_of(self, refused: str) -> str:
        """The token to ask with where the platform did not take one before its time."""
        async with self._one_at_a_time:
            return await self._renewed(refused)

    async def _renewed_ahead(self, pair: TokenPair) -> str:
        """Where no other can be had, the old access token as long as it serves."""
        try:
            return await self._renewed(pair.access)
        except SendFailed as failure:
            if not pair.serves(self._now()):
                raise
            self._left_alone_until = self._now() + _TRY_AGAIN
            log.error("the access token could not be renewed yet: %s", failure.reason)
            return pair.access

    async def _renewed(self, old: str) -> str:
        """Another access token than that one: claimed before the platform is asked, stored before
        anything uses it."""
        app = self._client.app.id
        claimed = await self._store.work(lambda work: token_pairs.claim(work, app))
        if claimed is None:
            raise SendFailed(Problem.LATER, "another process renews the access token", _BUSY)
        if claimed.access not in {"", old}:
            await self._store.work(lambda work: token_pairs.give_back(work, app))
            self._pair = claimed  # another process has done it
            return claimed.access
        fresh = await self._renew(claimed)
        await self._store.insist(lambda work: token_pairs.keep(work, app, fresh))
        self._pair = fresh
        return fresh.access

    async def _renew(self, claimed: TokenPair) -> TokenPair:
        app = self._client.app.id
        try:
            granted = await self._client.renew(claimed.refresh)
        except SendFailed as failure:
            await self._store.work(lambda work: token_pairs.give_back(work, app))
            raise _explained(failure) from None
        return TokenPair(granted.refresh, granted.access, self._now() + granted.access_lives)

    async def _load(self) -> TokenPair:
        app, given = self._client.app.id, self._given.get_secret_value()
        try:
            self._pair = await self._store.work(lambda work: token_pairs.load(work, app, given))
        except LookupError:
            raise SendFailed(Problem.STOPPED, f"no refresh token: {_WHAT_TO_DO}") from None
        return self._pair

    def _rests(self) -> bool:
        return self._left_alone_until is not None and self._now() < self._left_alone_until

    def _now(self) -> datetime:
        return self._store.clock.now()


def _explained(failure: SendFailed) -> SendFailed:
    """What the operator can do; a lost answer may have spent the token, which shows next time."""
    if failure.problem is Problem.STOPPED:
        return SendFailed(Problem.STOPPED, f"{failure.reason}: {_WHAT_TO_DO}")
    if failure.problem is Problem.AMBIGUOUS:  # of the renewal: the message itself was never asked
        return SendFailed(Problem.LATER, f"renewing the access token: {failure.reason}")
    return failure
