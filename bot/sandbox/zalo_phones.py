"""The people's side on Zalo: words, pictures, stickers; no buttons, no files, no commands."""

from bot.sandbox.messages import Content, Message, User
from bot.sandbox.phones import Handset, PhoneError
from bot.sandbox.texts import Formatted
from bot.sandbox.wire import Json, Upload
from bot.sandbox.world import Chat
from bot.sandbox.zalo_world import ZaloBot, ZaloWorld, wire_id


class ZaloPhone(Handset):
    """One person's chat with one bot; `chat_id` is how the bot knows it, with any bot the same."""

    def __init__(self, world: ZaloWorld, bot: ZaloBot, person: User) -> None:
        self._world = world
        self._bot = bot
        self.chat_id = wire_id(person.id)
        chat = Chat(person.id, {"id": self.chat_id, "chat_type": "PRIVATE"})
        super().__init__(person, bot.chats.setdefault(self.chat_id, chat))

    def type(self, text: str) -> Message:
        """Send a text, in several messages if it is too long for one; returns the last."""
        cut = self.as_sent(text, self._world.limits.text)
        return [self._send("text", Content(Formatted(part)), {"text": part}) for part in cut][-1]

    def send_photo(self, content: bytes, caption: str = "", field: str = "photo") -> Message:
        """Send a picture (PNG or JPEG); the bot is told its address, in this field."""
        photo = self._world.files.keep("photo", Upload("photo.jpg", content, "image/jpeg"))
        told = {field: f"https://photos.invalid/{photo.path}"}
        told |= {"caption": caption} if caption else {}
        return self._send("image", Content(Formatted(caption), photo=photo), told)

    def send_file(self, name: str, content: bytes, mime: str) -> Message:
        """Send a file, of which a bot is shown nothing."""
        document = self._world.files.keep("document", Upload(name, content, mime))
        return self._send("unsupported", Content(document=document), {})

    def send_sticker(self, emoji: str) -> Message:
        """Send a sticker that stands for an emoji."""
        return self._send("sticker", Content(Formatted(emoji)), {"sticker": "d063f44dc80821567819"})

    def send_voice(self) -> Message:
        """Send a recording."""
        told = {"voice_url": "https://voices.invalid/1.aac"}
        return self._send("voice", Content(Formatted("🎤")), told)

    def send_other(self) -> Message:
        """Send what a bot is not shown: a file, a contact, a place."""
        return self._send("unsupported", Content(Formatted("📎")), {})

    def block(self) -> None:
        """Block the bot: it may not write any more, and is not told."""
        self.chat.blocked = True
        self._world.happened("blocked", self.chat)

    def unblock(self) -> None:
        """Take the block back."""
        self.chat.blocked = False
        self._world.happened("unblocked", self.chat)

    def raw(self, update: Json) -> None:
        """Hand the bot an update as it is, well-formed or not."""
        self._bot.updates.put(update)

    def repeat_last_update(self) -> None:
        """Hand the bot its newest update, anyone's, a second time."""
        self._bot.updates.put(dict(self._bot.updates.history[-1]))

    def _send(self, kind: str, content: Content, told: Json) -> Message:
        """Whoever comes after the last place is taken is not heard; what they see is not known."""
        if self.chat.blocked:
            raise PhoneError(f"{self.person.id} has blocked the bot: unblock() first")
        message = self._world.post(self.chat, self.person, content)
        if not self.chat.started and self._bot.people >= self._world.limits.people:
            return message
        self.chat.started = True
        self._world.hear(self._bot, self._update(kind, message, told))
        return message

    def _update(self, kind: str, message: Message, told: Json) -> Json:
        who = {"id": self.chat_id, "display_name": self.person.first_name, "is_bot": False}
        fields: Json = {"from": who, "chat": self.chat.about, "message_id": wire_id(message.id)}
        fields |= {"date": int(message.date.timestamp() * 1000)} | told
        return {"event_name": f"message.{kind}.received", "message": fields}
