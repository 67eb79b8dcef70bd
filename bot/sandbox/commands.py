"""The menu of commands: set by scope and language, shown by the narrowest that fits."""

import re
from typing import Any

from bot.sandbox.wire import Json, Refusal

NAME = re.compile(r"/?[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}

Scope = tuple[Any, ...]


class CommandMenus:
    """The lists given by setMyCommands."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Scope, str], list[Json]] = {}

    def set(self, commands: Any, scope: Any, language: str) -> None:
        """Store a list. Raises Refusal for a malformed one (Bot API, BotCommand)."""
        self._menus[_scope(scope), language] = _checked(commands)

    def get(self, scope: Any, language: str) -> list[Json]:
        """Exactly the list of this scope and language, or an empty one."""
        return self._menus.get((_scope(scope), language), [])

    def delete(self, scope: Any, language: str) -> None:
        """Forget the list of this scope and language, so that a wider one shows."""
        self._menus.pop((_scope(scope), language), None)

    def shown(self, chat_id: int, user_id: int, language: str) -> list[Json]:
        """What a person sees (Bot API, "Determining list of commands")."""
        scopes: list[Scope] = [("chat", chat_id), ("all_private_chats",), ("default",)]
        if chat_id != user_id:
            member = ("chat_member", chat_id, user_id)
            scopes = [member, ("chat", chat_id), ("all_group_chats",), ("default",)]
        candidates = [(scope, code) for scope in scopes for code in (language, "")]
        return next((self._menus[c] for c in candidates if self._menus.get(c)), [])


def _scope(scope: Any) -> Scope:
    if scope is None:
        return ("default",)
    if not isinstance(scope, dict):
        raise Refusal("can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = scope.get("type")
    if kind not in SCOPES:
        raise Refusal("can't parse BotCommandScope: Unsupported type specified")
    missing = [name for name in SCOPES[kind] if name not in scope]
    if missing:
        raise Refusal(f"can't parse BotCommandScope: Can't find field \"{missing[0]}\"")
    return (kind, *(scope[name] for name in SCOPES[kind]))


def _checked(commands: Any) -> list[Json]:
    if not isinstance(commands, list):
        raise Refusal("expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise Refusal("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    return [
        {"command": c["command"].removeprefix("/"), "description": c["description"]}
        for c in commands
    ]


def _check_command(command: Any) -> None:
    for name in ("command", "description"):
        if not isinstance(command, dict) or not isinstance(command.get(name), str):
            raise Refusal(f"can't parse BotCommand: Can't find field \"{name}\"")
    if not NAME.fullmatch(command["command"]):
        raise Refusal("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= LONGEST_DESCRIPTION:
        raise Refusal("BOT_COMMAND_DESCRIPTION_INVALID")
