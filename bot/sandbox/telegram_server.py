"""A Bot API server in memory, for a bot that thinks it talks to Telegram.

Point an unchanged client at it (`base_url=".../bot"`, `base_file_url=".../file/bot"`), and play the
people with `phone` and `group`. What it assumes about the live service stands in
docs/live-service.md. It serves one bot on one event loop and keeps nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.connections import Dropped, hold, unless_gone
from bot.sandbox.events import Event
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.groups import Group
from bot.sandbox.limits import Limits
from bot.sandbox.messages import User
from bot.sandbox.methods import METHODS
from bot.sandbox.pace import Pace
from bot.sandbox.phones import Phone
from bot.sandbox.webhook import Webhook
from bot.sandbox.wire import Json, JsonAnswer, Refusal, read_parameters
from bot.sandbox.world import World

PACED = frozenset({"sendmessage", "sendphoto", "senddocument"})


class ReceivedRequest(NamedTuple):
    """A call as it arrived; `at` is the sandbox clock's time, uploads are `Upload`."""

    method: str
    params: Json
    at: datetime


class TelegramSandbox:
    """One bot's Telegram: `app` is the server, `phone` and `group` are the people."""

    def __init__(
        self,
        token: str,
        clock: Callable[[], datetime],
        bot_name: str = "tusoi_bot",
        limits: Limits | None = None,
        faults: Faults | None = None,
    ) -> None:
        """`token` is "number:secret" as from BotFather; `clock` returns aware datetimes.

        `faults` decides what goes wrong; by default what `fail_next` asks for.
        """
        self._token = token
        bot_id = int(token.partition(":")[0])
        bot = User(bot_id, "tusoi", username=bot_name, is_bot=True)
        self.world = World(bot, clock, limits or Limits())
        rate = self.world.limits.rate
        self._pace = Pace(rate) if rate else None
        self._faults = faults or Faults()
        self._webhook = Webhook(self.world.updates)
        self._phones: dict[int, Phone] = {}
        self.requests: list[ReceivedRequest] = []
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._file),
            ]
        )

    def phone(self, user_id: int, first_name: str, language_code: str = "vi") -> Phone:
        """The phone of a person; the same one each time it is asked for by id."""
        if user_id not in self._phones:
            self._phones[user_id] = Phone(self.world, User(user_id, first_name, language_code))
        return self._phones[user_id]

    def group(self, chat_id: int, title: str, members: Sequence[Phone]) -> Group:
        """A group that the bot is a member of; `chat_id` is negative."""
        return Group(self.world, chat_id, title, members)

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
    def updates(self) -> list[Json]:
        """Every update that was ever queued for the bot, those of `raw` and repeats included."""
        return self.world.updates.history

    def fail_next(
        self,
        method: str,
        status: int | None = None,
        description: str = "",
        *,
        retry_after: int | None = None,
        deliver: bool = False,
        delay: float = 0,
    ) -> None:
        """Let the next call of `method` go wrong; several wait in line.

        With a `status` it is answered with that refusal (429 takes `retry_after`, in seconds);
        without one the connection is dropped. `delay` comes before either, in real seconds;
        math.inf never answers. `deliver` carries the call out first.
        """
        self._faults.add(method, Fault(status, description, retry_after, deliver, delay))

    async def close(self) -> None:
        """Stop the delivery to a webhook, if one is set."""
        await self._webhook.close()

    async def _method(self, request: Request) -> Response:
        try:
            self._check_token(request)
            given = await read_parameters(request)
            method = request.path_params["method"]
            self.requests.append(ReceivedRequest(method, given, self.world.clock()))
            self.world.bell.ring()
            fault = self._faults.take(method)
            if fault:
                return await self._fail(request, method, given, fault)
            result = await unless_gone(request, self._result(method.lower(), given))
        except Refusal as refusal:
            return JsonAnswer(refusal.body(), refusal.status)
        return JsonAnswer({"ok": True, "result": result})

    async def _file(self, request: Request) -> Response:
        try:
            self._check_token(request)
        except Refusal as refusal:
            return JsonAnswer(refusal.body(), refusal.status)
        found = self.world.files.by_path(request.path_params["path"])
        if found is None:
            return JsonAnswer(Refusal("Not Found", 404).body(), 404)
        return Response(found.upload.content, media_type=found.upload.mime)

    def _check_token(self, request: Request) -> None:
        if request.path_params["token"] != self._token:
            raise Refusal("Unauthorized", 401)

    async def _result(self, method: str, given: Json) -> Any:
        awaited: dict[str, Callable[[Json], Awaitable[Any]]] = {
            "getupdates": self._get_updates,
            "setwebhook": self._webhook.set,
            "deletewebhook": self._webhook.delete,
        }
        if method in awaited:
            return await awaited[method](given)
        if method == "getwebhookinfo":
            return self._webhook.info()
        if method not in METHODS:
            raise Refusal("Not Found: method not found", 404)
        if self._pace and method in PACED:
            self._pace.admit(given.get("chat_id"))
        return METHODS[method](self.world, given)

    async def _get_updates(self, given: Json) -> list[Json]:
        updates = self.world.updates
        if given.get("allowed_updates") is not None:
            updates.allowed = given["allowed_updates"]
        offset, limit = given.get("offset") or 0, given.get("limit") or 100
        return await updates.poll(offset, limit, given.get("timeout") or 0)

    async def _fail(self, request: Request, method: str, given: Json, fault: Fault) -> Response:
        result = await self._result(method.lower(), given) if fault.deliver else None
        await hold(request, fault.delay)
        if fault.status is None:
            return Dropped()
        if fault.status == 200:
            return JsonAnswer({"ok": True, "result": result})
        refusal = fault.refusal(fault.status)
        return JsonAnswer(refusal.body(), refusal.status)
