"""The checker itself: it must see what is wrong, or it proves nothing."""

from typing import Any

import pytest

from bot.sandbox.wire import Upload
from tests.channels.aiogram_check import check_request, check_update

BUTTON = {"text": "Xong", "callback_data": "1:0"}


def _message(**more: Any) -> dict[str, Any]:
    about = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}
    return {"update_id": 1, "message": about | more}


def test_a_right_request_passes() -> None:
    markup = {"inline_keyboard": [[BUTTON]]}
    check_request("sendMessage", {"chat_id": 7, "text": "chào", "reply_markup": markup})
    check_request("SENDPHOTO", {"chat_id": 7, "photo": Upload("a.png", b"", "image/png")})


@pytest.mark.parametrize(
    ("method", "params", "said"),
    [
        ("sendTelepathy", {}, "no such method"),
        ("sendMessage", {"chat_id": 7}, "text: Field required"),
        ("sendMessage", {"chat_id": 7, "text": 5}, "text: Input should be a valid string"),
        ("sendMessage", {"chat_id": 7, "text": "a", "colour": "red"}, "unknown field colour"),
        (
            "sendMessage",
            {
                "chat_id": 7,
                "text": "a",
                "reply_markup": {"inline_keyboard": [[BUTTON | {"size": 3}]]},
            },
            "unknown field reply_markup.inline_keyboard.0.0.size",
        ),
        (
            "sendMessage",
            {"chat_id": 7, "text": "a", "reply_to_message_id": 3},
            "deprecated reply_to_message_id",
        ),
    ],
)
def test_a_wrong_request_is_told_apart(method: str, params: dict[str, Any], said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        check_request(method, params)


def test_an_update_is_read_to_the_last_field() -> None:
    check_update(_message(text="chào"))
    with pytest.raises(AssertionError, match=r"unknown field message\.mood"):
        check_update(_message(mood="good"))
    with pytest.raises(AssertionError, match=r"message\.chat: Field required"):
        check_update({"update_id": 1, "message": {"message_id": 1, "date": 1}})
