"""A Zalo Bot Platform in memory, for a bot that thinks it talks to Zalo.

Point the client's base URL at it, and play the people with `phone`. What it assumes about the live
service stands in docs/live-service.md. It serves several bots and keeps nothing.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.connections import Dropped, hold, unless_gone
from bot.sandbox.events import Event, EventLog
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.messages import User
from bot.sandbox.wire import Json, JsonAnswer, Refusal
from bot.sandbox.zalo_methods import taking
from bot.sandbox.zalo_phones import ZaloPhone
from bot.sandbox.zalo_world import ZaloBot, ZaloLimits, ZaloWorld


class ReceivedCall(NamedTuple):
    """A call as it arrived: the bot's id, the method, its parameters."""

    bot: str
    method: str
    params: Json


class ZaloSandbox:
    """Zalo for several bots: `app` is the server, `phone` are the people.

    `events` may be another sandbox's log: then one page can follow both.
    """

    def __init__(
        self,
        tokens: Sequence[str],
        clock: Callable[[], datetime],
        limits: ZaloLimits | None = None,
        events: EventLog | None = None,
    ) -> None:
        """`tokens` are "id:secret"; `clock` returns aware datetimes."""
        self.world = ZaloWorld(clock, limits or ZaloLimits(), events)
        bell, bounds = self.world.bell, self.world.limits
        self.world.bots = {token: ZaloBot(token, bell, bounds) for token in tokens}
        self._by_id = {bot.id: bot for bot in self.world.bots.values()}
        self._phones: dict[tuple[str, int], ZaloPhone] = {}
        self._faults = Faults()
        self.calls: list[ReceivedCall] = []
        self.app = Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["POST"])])

    def phone(self, bot: str, number: int, name: str) -> ZaloPhone:
        """A person's chat with the bot of that id; the same one each time it is asked for.

        `number` is the person's own: events and the page know the phone by it.
        """
        if (bot, number) not in self._phones:
            phone = ZaloPhone(self.world, self._by_id[bot], User(number, name))
            self._phones[bot, number] = phone
        return self._phones[bot, number]

    def events(self, after: int = 0) -> list[Event]:
        """What happened after the event with this number, oldest first."""
        return self.world.events.after(after)

    async def wait_for_event(self, after: int) -> list[Event]:
        """As `events`, but waits until there is one."""
        return await self.world.events.wait(after)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, asked again after every change in the sandbox."""
        await self.world.bell.until(holds)

    @property
    def pending(self) -> int:
        """How many updates wait for any of the bots."""
        return sum(bot.updates.pending for bot in self._by_id.values())

    def lost(self, bot: str) -> int:
        """How many updates the bot of that id will never see."""
        return len(self._by_id[bot].updates.lost)

    def spent(self, bot: str) -> int:
        """How many messages the bot of that id has used of this month's."""
        return self._by_id[bot].spent[self.world.month]

    def fail_next(
        self,
        method: str,
        status: int | None = None,
        description: str = "",
        *,
        deliver: bool = False,
        delay: float = 0,
    ) -> None:
        """Let the next call of `method` go wrong; several wait in line.

        With a `status` it is refused with that error_code, or from 500 on answered by a gateway
        that knows no JSON; without one the connection is dropped. `delay` comes before either, in
        real seconds; math.inf never answers. `deliver` carries the call out first.
        """
        self._faults.add(method, Fault(status, description, None, deliver, delay))

    async def close(self) -> None:
        """Stop the delivery to webhooks, where they are set."""
        for bot in self._by_id.values():
            await bot.delivery.stop()

    async def _call(self, request: Request) -> Response:
        name = request.path_params["method"]
        try:
            bot = self.world.bot(request.path_params["token"])
            given = await _json(request)
            self.calls.append(ReceivedCall(bot.id, name, given))
            self.world.bell.ring()
            if fault := self._faults.take(name):
                return await self._fail(request, fault, bot, name)
            result = await unless_gone(request, self._result(bot, name, given))
        except Refusal as refusal:
            return JsonAnswer(refusal.body())  # errors come with HTTP 200
        return JsonAnswer({"ok": True, "result": result})

    async def _result(self, bot: ZaloBot, name: str, given: Json) -> Any:
        return await taking(name, given).carry_out(self.world, bot, given)

    async def _fail(self, request: Request, fault: Fault, bot: ZaloBot, name: str) -> Response:
        if fault.deliver:
            await self._result(bot, name, await _json(request))
        await hold(request, fault.delay)
        if fault.status is None:
            return Dropped()
        if fault.status >= 500:
            return PlainTextResponse("out of order", fault.status)
        return JsonAnswer(fault.refusal(fault.status).body())


async def _json(request: Request) -> Json:
    try:
        given = json.loads(await request.body())
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Refusal("the body is no JSON object")
    return given
