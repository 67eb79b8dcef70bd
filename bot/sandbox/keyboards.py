"""Keyboards under messages: checked when they arrive, read when a person looks for a button."""

from typing import Any, NamedTuple

from bot.sandbox.limits import Limits
from bot.sandbox.wire import Json, Refusal

KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
INLINE_ERROR = "can't parse inline keyboard button: "


class Button(NamedTuple):
    """What a person sees and what it would send; a reply keyboard's button has only a label."""

    label: str
    callback_data: str | None = None
    url: str | None = None


def checked_markup(markup: Any, limits: Limits) -> Json | None:
    """The reply markup, or None for none (an empty inline keyboard is none).

    Raises Refusal for a malformed keyboard, for too many buttons (Bot API, "Keyboards"), and for
    callback data that is not 1-64 bytes (InlineKeyboardButton).
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise Refusal("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is not None:
        _check_inline(rows, limits)
        return markup if any(rows) else None
    return markup if any(kind in markup for kind in KINDS) else None


def checked_inline(markup: Any, limits: Limits) -> Json | None:
    """As `checked_markup`, for edits, which take inline keyboards only."""
    checked = checked_markup(markup, limits)
    if checked is not None and "inline_keyboard" not in checked:
        raise Refusal("inline keyboard expected")
    return checked


def rows_of(markup: Json | None) -> tuple[tuple[Button, ...], ...]:
    """The keyboard as a person sees it, inline or instead of the letters."""
    markup = markup or {}
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or ()
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(button: Any) -> Button:
    if isinstance(button, str):
        return Button(button)
    return Button(button["text"], button.get("callback_data"), button.get("url"))


def _check_inline(rows: Any, limits: Limits) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refusal(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    too_wide = any(len(row) > limits.buttons_in_row for row in rows)
    if too_wide or sum(len(row) for row in rows) > limits.buttons:
        raise Refusal("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button, limits)


def _check_button(button: Any, limits: Limits) -> None:
    if not isinstance(button, dict):
        raise Refusal(f"{INLINE_ERROR}InlineKeyboardButton must be an Object")
    if not button.get("text"):
        raise Refusal(f'{INLINE_ERROR}Can\'t find field "text"')
    if not ACTIONS & button.keys():
        raise Refusal(f"{INLINE_ERROR}Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= limits.callback_data_bytes:
        raise Refusal("BUTTON_DATA_INVALID")
