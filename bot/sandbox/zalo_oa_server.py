"""An Official Account in memory, for a bot that thinks it talks to Zalo's OpenAPI.

It checks every request as the platform is read to (docs/live-service.md), rotates tokens, keeps the
windows, and signs what people do. It serves one account and keeps nothing.
"""

import json
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.zalo_oa_hook import HEADER, signature
from bot.sandbox.connections import Dropped
from bot.sandbox.wire import Json, JsonAnswer
from bot.sandbox.zalo_oa_checks import Refused, check_message, check_upload

ACCOUNT = "4318657068771012646"
ACCESS_LIVES = timedelta(hours=25)
FREE_FOR, PAID_FOR = timedelta(hours=48), timedelta(days=7)


@dataclass(frozen=True)
class Delivery:
    """What the platform would bring to the bot's address."""

    headers: Mapping[str, str]
    body: bytes


@dataclass
class Tokens:
    """Refresh tokens serve once; access tokens live on when they have been renewed."""

    refresh: str
    access: dict[str, datetime] = field(default_factory=dict)
    renewals: int = 0

    def renew(self, given: object, now: datetime) -> Json:
        if given != self.refresh:
            raise Refused(-14014)
        self.renewals += 1
        self.refresh, access = f"refresh-{self.renewals}", f"access-{self.renewals}"
        self.access[access] = now + ACCESS_LIVES
        lives = str(int(ACCESS_LIVES.total_seconds()))  # a word, as the platform writes it
        return {"access_token": access, "refresh_token": self.refresh, "expires_in": lives}


@dataclass(frozen=True)
class Shown:
    """A message on somebody's phone; `paid` where it cost the office."""

    user: str
    message: Json
    paid: bool


class ZaloOaSandbox:
    """One account: `app` is the server, `says` and the like are the people."""

    def __init__(self, app_id: str, secret_key: str, clock: Callable[[], datetime]) -> None:
        self.app_id = app_id
        self.secret_key = secret_key
        self.webhook_secret = f"signs-{app_id}"
        self.clock = clock
        self.tokens = Tokens("refresh-0")
        self.shown: list[Shown] = []
        self.uploads: dict[str, bytes] = {}
        self.files: dict[str, bytes] = {}
        self._heard: dict[str, datetime] = {}
        self._followers: set[str] = set()
        self._faults: defaultdict[str, deque[tuple[int | None, bool]]] = defaultdict(deque)
        self._number = count(1)
        self.app = Starlette(
            routes=[
                Route("/v4/oa/access_token", self._renew, methods=["POST"]),
                Route("/v2.0/oa/getoa", self._account),
                Route("/v2.0/oa/upload/{kind}", self._upload, methods=["POST"]),
                Route("/v3.0/oa/message/cs", self._message, methods=["POST"]),
                Route("/files/{name}", self._file),
            ]
        )

    def fail_next(self, call: str, code: int | None, *, carry_out: bool = False) -> None:
        """Let the next request to a path that ends in `call` go wrong; several wait in line.

        `code` is the platform's error, from 500 on a gateway's; None drops the connection.
        `carry_out`: it is done all the same, so nobody can know.
        """
        self._faults[call].append((code, carry_out))

    def follow(self, user: str) -> Delivery:
        self._followers.add(user)
        self._heard[user] = self.clock()
        return self._event("follow", follower={"id": user})

    def unfollow(self, user: str) -> Delivery:
        self._followers.discard(user)
        return self._event("unfollow", follower={"id": user})

    def says(self, user: str, text: str) -> Delivery:
        return self.sends(user, "text", text=text)

    def presses(self, user: str, label: str) -> Delivery:
        """A tap on a button of the last message that has buttons."""
        with_buttons = [one for one in self.shown if one.user == user and _buttons(one.message)]
        buttons = {b["title"]: b["payload"] for b in _buttons(with_buttons[-1].message)}
        return self.says(user, buttons[label])

    def sends_file(self, user: str, url: str, name: str, content: bytes) -> Delivery:
        """A file; `url` is this server's address."""
        self.files[name] = content
        lies = {"url": f"{url}/files/{name}", "name": name, "size": str(len(content))}
        return self.sends(user, "file", attachments=[{"type": "file", "payload": lies}])

    def sends(self, user: str, kind: str, **message: object) -> Delivery:
        self._followers.add(user)
        self._heard[user] = self.clock()
        message = {"msg_id": f"m{next(self._number)}", **message}
        return self._event(f"user_send_{kind}", sender={"id": user}, message=message)

    def echoes(self, user: str, text: str) -> Delivery:
        """What the platform tells of the account's own messages."""
        message = {"msg_id": f"m{next(self._number)}", "text": text}
        sender, recipient = {"id": ACCOUNT}, {"id": user}
        return self._event("oa_send_text", sender=sender, recipient=recipient, message=message)

    def _event(self, name: str, **told: object) -> Delivery:
        timestamp = str(int(self.clock().timestamp() * 1000))
        event = {"app_id": self.app_id, "event_name": name, "timestamp": timestamp, **told}
        body = json.dumps(event, ensure_ascii=False).encode()
        mac = signature(self.app_id, body, timestamp, self.webhook_secret)
        return Delivery({HEADER: f"mac={mac}"}, body)

    async def _renew(self, request: Request) -> Response:
        form = await request.form()

        def answer() -> Json:
            if request.headers.get("secret_key") != self.secret_key:
                raise Refused(-14004)
            if form.get("app_id") != self.app_id or form.get("grant_type") != "refresh_token":
                raise Refused(-14001)
            return self.tokens.renew(form.get("refresh_token"), self.clock())

        return self._answer("access_token", answer)

    async def _account(self, request: Request) -> Response:
        return self._data(request, "getoa", lambda: {"oa_id": ACCOUNT, "name": "Văn phòng"})

    async def _upload(self, request: Request) -> Response:
        kind = request.path_params["kind"]
        upload = (await request.form())["file"]
        assert isinstance(upload, UploadFile)  # noqa: S101 - a client of ours sends nothing else
        name, content = upload.filename or "", await upload.read()

        def answer() -> Json:
            check_upload(kind, name, content)
            key = f"{kind}-{next(self._number)}"
            self.uploads[key] = content
            return {"attachment_id" if kind == "image" else "token": key}

        return self._data(request, kind, answer)

    async def _message(self, request: Request) -> Response:
        given = await request.json()

        def answer() -> Json:
            user, message = check_message(given, self.uploads)
            if user not in self._followers:
                raise Refused(-213)
            heard = self._heard.get(user)
            since = self.clock() - heard if heard else PAID_FOR
            if since >= PAID_FOR:
                raise Refused(-230)
            self.shown.append(Shown(user, message, paid=since >= FREE_FOR))
            return {"message_id": f"s{len(self.shown)}", "user_id": user}

        return self._data(request, "cs", answer)

    async def _file(self, request: Request) -> Response:
        found = self.files.get(request.path_params["name"])
        return Response(found) if found is not None else PlainTextResponse("none", 404)

    def _data(self, request: Request, call: str, act: Callable[[], Json]) -> Response:
        """A call that needs an access token."""

        def answer() -> Json:
            ends = self.tokens.access.get(request.headers.get("access_token", ""))
            if ends is None or ends <= self.clock():
                raise Refused(-216)
            return {"error": 0, "message": "Success", "data": act()}

        return self._answer(call, answer)

    def _answer(self, call: str, act: Callable[[], Json]) -> Response:
        """Errors, too, come with HTTP 200."""
        waiting = self._faults[call]
        code, carry_out = waiting.popleft() if waiting else (0, True)
        try:
            told = act() if carry_out else {}
        except Refused as refused:
            return JsonAnswer(refused.told())
        if code is None:
            return Dropped()
        if code >= 500:
            return PlainTextResponse("out of order", code)
        return JsonAnswer(told if code == 0 else Refused(code).told())


def _buttons(message: Json) -> list[Json]:
    payload = message.get("attachment", {}).get("payload", {})
    return list(payload.get("buttons", []))
