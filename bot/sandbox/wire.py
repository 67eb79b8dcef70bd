"""What travels between a bot and the server: a call's parameters in, a refusal out.

A client may send parameters in the query string, as a form, as multipart or as JSON (Bot API,
"Making requests"). In the first three everything is text, so a field's name says how to read it.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse

Json = dict[str, Any]

OBJECTS = {
    "allowed_updates",
    "caption_entities",
    "commands",
    "entities",
    "link_preview_options",
    "reply_markup",
    "reply_parameters",
    "scope",
}
INTEGERS = {
    "cache_time",
    "chat_id",
    "limit",
    "max_connections",
    "message_id",
    "message_thread_id",
    "offset",
    "timeout",
}
BOOLEANS = {
    "allow_paid_broadcast",
    "disable_content_type_detection",
    "disable_notification",
    "drop_pending_updates",
    "has_spoiler",
    "protect_content",
    "show_alert",
    "show_caption_above_media",
}
FILES = {"document", "photo", "thumbnail"}
ATTACHED = "attach://"
PREFIXES = {400: "Bad Request: ", 403: "Forbidden: ", 409: "Conflict: "}


def in_ascii(content: object) -> bytes:
    """JSON as the platforms write it: half a character travels as an escape."""
    return json.dumps(content, separators=(",", ":")).encode()


class JsonAnswer(JSONResponse):
    """An answer in ASCII."""

    def render(self, content: Any) -> bytes:
        return in_ascii(content)


@dataclass(frozen=True)
class Upload:
    """A file as it arrived in a multipart body."""

    name: str
    content: bytes = field(repr=False)
    mime: str


class Refusal(Exception):
    """An answer that says no, in Telegram's words (Bot API, "Making requests")."""

    def __init__(self, description: str, status: int = 400, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.description = PREFIXES.get(status, "") + description
        self.status = status
        self.retry_after = retry_after

    def body(self) -> Json:
        """The JSON object Telegram would answer with."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def too_many(retry_after: int) -> Refusal:
    """The refusal of a bot that sends too fast; `retry_after` in seconds."""
    return Refusal(f"Too Many Requests: retry after {retry_after}", 429, retry_after)


async def read_parameters(request: Request) -> Json:
    """The parameters of a call with the types of the Bot API; uploads as `Upload`.

    Raises Refusal when a field that must hold JSON does not.
    """
    given: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        given |= _json_body(await request.body())
    else:
        given |= {name: await _part(value) for name, value in (await request.form()).items()}
    return _attached({name: _typed(name, value) for name, value in given.items()})


def _json_body(body: bytes) -> Json:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise Refusal("can't parse JSON object")
    return parsed


async def _part(value: str | UploadFile) -> str | Upload:
    if isinstance(value, str):
        return value
    mime = value.content_type or "application/octet-stream"
    return Upload(value.filename or "file", await value.read(), mime)


def _typed(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in OBJECTS:
        return _object(name, value)
    if name in INTEGERS and value.lstrip("-").isdecimal():
        return int(value)
    if name in BOOLEANS and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value


def _object(name: str, value: str) -> Any:
    if not value:
        return None
    try:
        return json.loads(value)
    except ValueError:
        raise Refusal(f"can't parse {name} JSON object") from None


def _attached(parameters: Json) -> Json:
    """Put the files that are named by `attach://` in the place of their names."""
    names = {
        name: value.removeprefix(ATTACHED)
        for name, value in parameters.items()
        if name in FILES and isinstance(value, str) and value.startswith(ATTACHED)
    }
    files = {name: parameters.get(part) for name, part in names.items()}
    return {k: v for k, v in parameters.items() if k not in names.values()} | files
