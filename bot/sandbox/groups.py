"""A group chat that the bot is a member of, as far as a bot in private chats must know it."""

from collections.abc import Sequence

from bot.sandbox.messages import Content, Message, User
from bot.sandbox.phones import Phone, PhoneError, find_button, membership, tap
from bot.sandbox.texts import typed
from bot.sandbox.world import Chat, World


class Group:
    """People and the bot in one chat. The bot reads what is meant for it (privacy mode)."""

    def __init__(self, world: World, chat_id: int, title: str, members: Sequence[Phone]) -> None:
        """The first member adds the bot. Raises ValueError for a positive id or nobody."""
        if chat_id >= 0 or not members:
            raise ValueError("a group has a negative id and at least one member")
        self._world = world
        self._members = {phone.person.id: phone.person for phone in members}
        about = {"id": chat_id, "type": "group", "title": title}
        self.chat = world.chats.setdefault(chat_id, Chat(chat_id, about, started=True))
        added = membership(world, self.chat, members[0].person, "left", "member")
        world.updates.put("my_chat_member", added)
        world.happened("joined", self.chat)

    @property
    def messages(self) -> list[Message]:
        """The whole chat, oldest first."""
        return self.chat.messages

    def type(self, user_id: int, text: str) -> Message:
        """Let a member write; the bot is told of commands and of what mentions it."""
        message = self._world.post(self.chat, self._person(user_id), Content(typed(text)))
        if text.startswith("/") or f"@{self._world.bot.username}" in text:
            self._world.updates.put("message", message.as_telegram())
        return message

    def press(self, user_id: int, label_or_data: str, message_id: int | None = None) -> str:
        """Let a member tap a button under a message of the bot; returns the query's id."""
        message, button = find_button(self.messages, label_or_data, message_id)
        if button.callback_data is None:
            raise PhoneError(f"{button.label!r} is not a callback button")
        return tap(self._world, self.chat, self._person(user_id), message, button.callback_data)

    def _person(self, user_id: int) -> User:
        if user_id not in self._members:
            raise PhoneError(f"{user_id} is not a member of this group")
        return self._members[user_id]
