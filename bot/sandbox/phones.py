"""The people's side: a phone does what its owner does, and shows what they see."""

import re
from abc import ABC, abstractmethod
from datetime import datetime

from bot.sandbox.keyboards import Button
from bot.sandbox.messages import Content, Message, User
from bot.sandbox.texts import pieces, typed
from bot.sandbox.wire import Json, Upload
from bot.sandbox.world import Chat, Tap, Toast, World

DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")


class PhoneError(Exception):
    """Something a person could not do with this phone, and what they see instead."""


class Handset(ABC):
    """One person's private chat with a bot, whatever the platform.

    What only one platform has raises PhoneError on the others.
    """

    def __init__(self, person: User, chat: Chat) -> None:
        self.person = person
        self.chat = chat

    @abstractmethod
    def type(self, text: str) -> Message:
        """Send a text, in several messages if it is too long for one; returns the last."""

    @abstractmethod
    def send_photo(self, content: bytes, caption: str = "") -> Message:
        """Send a picture (PNG or JPEG)."""

    @abstractmethod
    def send_file(self, name: str, content: bytes, mime: str) -> Message:
        """Send any other file."""

    @abstractmethod
    def block(self) -> None:
        """Block the bot: it may not write any more."""

    @abstractmethod
    def unblock(self) -> None:
        """Take the block back."""

    def start(self, payload: str | None = None) -> Message:
        """Open the chat by a link that carries this."""
        raise PhoneError("no link carries anything into this app: type the code")

    def press(self, label_or_data: str, message_id: int | None = None) -> str | None:
        """Tap a button."""
        raise PhoneError("there are no buttons in this app: type the number")

    @property
    def toasts(self) -> list[Toast]:
        """What came over the chat in answer to taps, oldest first."""
        return []

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The menu of commands beside the text field: name and description."""
        return []

    @property
    def messages(self) -> list[Message]:
        """The whole chat, oldest first, deleted messages included."""
        return self.chat.messages

    @property
    def last(self) -> Message:
        """The newest message from the bot that is still there."""
        shown = (m for m in reversed(self.messages) if not m.outgoing and not m.deleted)
        found = next(shown, None)
        if found is None:
            raise PhoneError(f"the bot has not written to {self.person.id}")
        return found

    def as_sent(self, text: str, longest: int) -> list[str]:
        """What the app makes of a text: several messages if it is too long for one.

        Raises PhoneError for an empty text, and for half a character, which no app can send.
        """
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise PhoneError("the app does not send half a character")
        cut = list(pieces(text.strip(), longest))
        if not cut:
            raise PhoneError("the app does not send an empty text")
        return cut


class Phone(Handset):
    """One person's private chat with the bot on Telegram."""

    def __init__(self, world: World, person: User) -> None:
        self._world = world
        about = {"id": person.id, "type": "private", "first_name": person.first_name}
        super().__init__(person, world.chats.setdefault(person.id, Chat(person.id, about)))

    @property
    def toasts(self) -> list[Toast]:
        """The bot's answers to this person's taps, oldest first."""
        taps = (tap for tap in self._world.taps.values() if tap.person.id == self.person.id)
        return sorted((t for tap in taps for t in tap.answers), key=lambda toast: toast.at)

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The menu of commands as this person sees it: name and description."""
        language = self.person.language_code or ""
        menu = self._world.menus.shown(self.chat.id, self.person.id, language)
        return [(command["command"], command["description"]) for command in menu]

    def start(self, payload: str | None = None) -> Message:
        """Press Start, or open a link with a payload; unblocks the bot as the app does.

        Raises PhoneError for a payload that no link can carry (Bot features, "Deep linking").
        """
        if payload is not None and not DEEP_LINK.fullmatch(payload):
            raise PhoneError(f"a link carries 1-64 of A-Z a-z 0-9 _ -, not {payload!r}")
        if self.chat.blocked:
            self.unblock()
        return self.type("/start" if payload is None else f"/start {payload}")

    def type(self, text: str) -> Message:
        """Send a text, in several messages if it is too long for one; returns the last."""
        cut = self.as_sent(text, self._world.limits.text)
        return [self.send(Content(typed(piece))) for piece in cut][-1]

    def forward(self, text: str) -> Message:
        """Forward someone else's text, of a person who hides their account."""
        written = int(self._world.clock().timestamp())
        origin = {"type": "hidden_user", "date": written, "sender_user_name": "Ai đó"}
        return self.send(Content(typed(text), other={"forward_origin": origin}))

    def send_document(
        self, name: str, content: bytes, mime: str = "application/octet-stream", caption: str = ""
    ) -> Message:
        """Send a file."""
        document = self._world.files.keep("document", Upload(name, content, mime))
        return self.send(Content(typed(caption), document=document))

    def send_file(self, name: str, content: bytes, mime: str) -> Message:
        """Send a file."""
        return self.send_document(name, content, mime)

    def send_photo(self, content: bytes, caption: str = "") -> Message:
        """Send a picture (PNG or JPEG)."""
        photo = self._world.files.keep("photo", Upload("photo.jpg", content, "image/jpeg"))
        return self.send(Content(typed(caption), photo=photo))

    def send_sticker(self, emoji: str) -> Message:
        """Send a sticker that stands for an emoji."""
        sticker = self._world.files.keep("sticker", Upload(emoji, b"sticker", "image/webp"))
        return self.send(Content(sticker=sticker))

    def send_contact(self, phone_number: str, user_id: int | None = None) -> Message:
        """Send a contact, one's own unless `user_id` names someone else."""
        owner = self.person.id if user_id is None else user_id
        contact = {"phone_number": phone_number, "first_name": self.person.first_name}
        return self.send(Content(other={"contact": contact | {"user_id": owner}}))

    def send(self, content: Content) -> Message:
        """Send any content. Raises PhoneError while the bot is blocked."""
        if self.chat.blocked:
            raise PhoneError(f"{self.person.id} has blocked the bot: unblock() or start() first")
        self.chat.started = True
        message = self._world.post(self.chat, self.person, content)
        self._world.updates.put("message", message.as_telegram())
        return message

    def edit(self, message_id: int, text: str) -> Message:
        """Change the text of a message of one's own."""
        message = self._world.message(self.chat, message_id)
        if message is None or not message.outgoing:
            raise PhoneError(f"message {message_id} is not {self.person.id}'s to edit")
        self._world.change(self.chat, message, Content(typed(text)), None)
        self._world.updates.put("edited_message", message.as_telegram())
        return message

    def press(self, label_or_data: str, message_id: int | None = None) -> str | None:
        """Tap a button: by its label, whole or begun, or by its callback data.

        The newest message that has it counts, unless one is named. Returns the id of the callback
        query; a button of a reply keyboard types its label and returns None. Raises PhoneError
        that lists what is there.
        """
        message, button = find_button(self.messages, label_or_data, message_id)
        if button.url is not None:
            raise PhoneError(f"{button.label!r} opens {button.url}, the bot learns nothing")
        if button.callback_data is None:
            self.type(button.label)
            return None
        return tap(self._world, self.chat, self.person, message, button.callback_data)

    def block(self) -> None:
        """Block the bot: it is told once, and may not write any more."""
        self.chat.blocked = True
        self._membership("member", "kicked")
        self._world.happened("blocked", self.chat)

    def unblock(self) -> None:
        """Take the block back."""
        self.chat.blocked = False
        self._membership("kicked", "member")
        self._world.happened("unblocked", self.chat)

    def raw(self, update: Json) -> None:
        """Hand the bot an update as it is, well-formed or not."""
        self._world.updates.put_raw(update)

    def repeat_last_update(self) -> None:
        """Hand the bot its newest update, anyone's, a second time."""
        self._world.updates.repeat_last()

    def _membership(self, before: str, after: str) -> None:
        change = membership(self._world, self.chat, self.person, before, after)
        self._world.updates.put("my_chat_member", change)


def tap(world: World, chat: Chat, person: User, message: Message, data: str) -> str:
    """Queue the callback query of a tap, and return its id."""
    query_id = str(len(world.taps) + 1)
    at: datetime = world.clock()
    world.taps[query_id] = Tap(person, chat.id, message.id, at)
    query = {"id": query_id, "from": person.as_telegram(), "data": data}
    place = {"message": message.as_telegram(), "chat_instance": str(chat.id)}
    world.updates.put("callback_query", query | place)
    return query_id


def membership(world: World, chat: Chat, person: User, before: str, after: str) -> Json:
    """A ChatMemberUpdated about the bot itself."""

    def standing(status: str) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": world.bot.as_telegram()} | until

    about = {"chat": chat.about, "from": person.as_telegram()}
    change = {"old_chat_member": standing(before), "new_chat_member": standing(after)}
    return about | {"date": int(world.clock().timestamp())} | change


def find_button(
    messages: list[Message], wanted: str, message_id: int | None = None
) -> tuple[Message, Button]:
    """The button that a person means, in the newest message that has it.

    An exact label or callback data comes before the beginning of a label.
    """
    candidates = [
        (message, button)
        for message in reversed(messages)
        if not message.deleted and not message.outgoing and message_id in (None, message.id)
        for button in message.buttons
    ]
    exact = (pair for pair in candidates if wanted in (pair[1].label, pair[1].callback_data))
    begun = (pair for pair in candidates if pair[1].label.startswith(wanted))
    found = next(exact, None) or next(begun, None)
    if found is None:
        there = ", ".join(repr(button.label) for _, button in candidates) or "no buttons at all"
        raise PhoneError(f"no button {wanted!r}; there is: {there}")
    return found
