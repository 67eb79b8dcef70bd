"""What the OpenAPI of an Official Account takes, and what it refuses (docs/live-service.md)."""

from collections.abc import Container
from pathlib import PurePath

from bot.sandbox.wire import Json

MOST_BUTTONS, LONGEST_TITLE, LONGEST_TEXT = 5, 100, 2000
MEGABYTE = 1024 * 1024
_UPLOADS = {
    "image": ({".jpg", ".jpeg", ".png"}, 1 * MEGABYTE),
    "file": ({".pdf", ".doc", ".docx"}, 5 * MEGABYTE),
}


class Refused(Exception):
    """The platform's error; its words may name somebody, so a bot should not repeat them."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code

    def told(self) -> Json:
        return {"error": self.code, "message": "Nguyễn Văn Mẫu: refused"}


def check_message(given: Json, uploads: Container[str]) -> tuple[str, Json]:
    """Whom it is for, and the message. Raises Refused."""
    _only(given, "recipient", "message")
    message = given["message"]
    _only(message, "text", "attachment")
    user = given["recipient"].get("user_id")
    _demand(isinstance(user, str) and bool(user) and bool(message))
    if "text" in message:
        _demand(isinstance(message["text"], str) and bool(message["text"].strip()))
        _demand(len(message["text"]) <= LONGEST_TEXT, -210)
    if "attachment" in message:
        _check_attachment(message, uploads)
    return user, message


def _check_attachment(message: Json, uploads: Container[str]) -> None:
    attachment = message["attachment"]
    _only(attachment, "type", "payload")
    payload = attachment["payload"]
    if attachment["type"] == "file":
        _only(payload, "token")
        _demand("text" not in message and payload["token"] in uploads)
    elif "buttons" in payload:
        _only(payload, "buttons")
        _demand("text" in message and 0 < len(payload["buttons"]) <= MOST_BUTTONS)
        for button in payload["buttons"]:
            _check_button(button)
    else:
        _demand(attachment["type"] == "template" and payload.get("template_type") == "media")
        (element,) = payload["elements"]
        _demand(element["media_type"] == "image" and element["attachment_id"] in uploads)


def _check_button(button: Json) -> None:
    _only(button, "title", "type", "payload")
    _demand(0 < len(button["title"]) <= LONGEST_TITLE)
    if button["type"] == "oa.open.url":
        _only(button["payload"], "url")
        _demand(button["payload"]["url"].startswith(("https://", "http://")))
    else:
        _demand(button["type"] == "oa.query.hide" and isinstance(button["payload"], str))


def check_upload(kind: str, name: str, content: bytes) -> None:
    """Raises Refused."""
    endings, largest = _UPLOADS[kind]
    _demand(PurePath(name).suffix.lower() in endings)
    _demand(0 < len(content) <= largest, -210)


def _only(given: object, *fields: str) -> None:
    _demand(isinstance(given, dict) and given.keys() <= set(fields))


def _demand(holds: bool, code: int = -201) -> None:
    if not holds:
        raise Refused(code)
