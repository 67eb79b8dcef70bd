"""A message as the server keeps it: what the people see and what the bot is told."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.files import StoredFile
from bot.sandbox.keyboards import Button, rows_of
from bot.sandbox.texts import Formatted
from bot.sandbox.wire import Json

NO_TEXT = Formatted("")


@dataclass(frozen=True)
class User:
    """A person or the bot (Bot API, User)."""

    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    is_bot: bool = False

    def as_telegram(self) -> Json:
        """The User object."""
        fields = {"language_code": self.language_code, "username": self.username}
        known = {name: value for name, value in fields.items() if value is not None}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name} | known


@dataclass(frozen=True)
class Content:
    """What a message holds. `text` is the caption where there is a photo or document.

    `other` holds further Bot API fields as they are: a contact, the origin of a forward.
    """

    text: Formatted = NO_TEXT
    photo: StoredFile | None = None
    document: StoredFile | None = None
    sticker: StoredFile | None = None
    other: Json = field(default_factory=dict)

    @property
    def is_media(self) -> bool:
        """Whether its text is a caption."""
        return bool(self.photo or self.document)

    def as_telegram(self) -> Json:
        """The fields of Message that come from its content."""
        fields = dict(self.other)
        if self.photo:
            fields["photo"] = [_sized(self.photo)]
        if self.document:
            upload = self.document.upload
            named = {"file_name": upload.name, "mime_type": upload.mime}
            fields["document"] = self.document.as_telegram() | named
        if self.sticker:
            fields["sticker"] = _sticker(self.sticker)
        return fields | self._text_fields()

    def _text_fields(self) -> Json:
        if not self.text.text:
            return {}
        prefix = ("caption", "caption_entities") if self.is_media else ("text", "entities")
        entities = {prefix[1]: list(self.text.entities)} if self.text.entities else {}
        return {prefix[0]: self.text.text} | entities


def _sized(photo: StoredFile) -> Json:
    width, height = photo.size or (0, 0)
    return photo.as_telegram() | {"width": width, "height": height}


def _sticker(sticker: StoredFile) -> Json:
    shape = {"type": "regular", "width": 512, "height": 512}
    kind = {"is_animated": False, "is_video": False, "emoji": sticker.upload.name}
    return sticker.as_telegram() | shape | kind


@dataclass
class Message:
    """One message of a chat. Times are the sandbox clock's, aware."""

    id: int
    chat: Json
    sender: User
    date: datetime
    content: Content
    reply_markup: Json | None = None
    reply_to: int | None = None
    edited_at: datetime | None = None
    deleted: bool = False

    @property
    def outgoing(self) -> bool:
        """Whether a person sent it, seen from their phone; otherwise it came from the bot."""
        return not self.sender.is_bot

    @property
    def text(self) -> str:
        """The text, or the caption of a photo or document."""
        return self.content.text.text

    @property
    def entities(self) -> tuple[Json, ...]:
        """The formatting of `text`, offsets in UTF-16 units."""
        return self.content.text.entities

    @property
    def keyboard(self) -> tuple[tuple[Button, ...], ...]:
        """Rows of buttons, inline or instead of the letters."""
        return rows_of(self.reply_markup)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons, row after row."""
        return tuple(button for row in self.keyboard for button in row)

    @property
    def photo(self) -> bytes | None:
        """The picture's bytes, if it is one."""
        return self.content.photo.upload.content if self.content.photo else None

    @property
    def document(self) -> tuple[str, bytes] | None:
        """File name and bytes, if it is a document."""
        found = self.content.document
        return (found.upload.name, found.upload.content) if found else None

    def as_telegram(self) -> Json:
        """The Message object."""
        fields: Json = {
            "message_id": self.id,
            "date": int(self.date.timestamp()),
            "chat": self.chat,
            "from": self.sender.as_telegram(),
        }
        if self.edited_at:
            fields["edit_date"] = int(self.edited_at.timestamp())
        if self.reply_markup and "inline_keyboard" in self.reply_markup:
            fields["reply_markup"] = self.reply_markup
        return fields | self.content.as_telegram()
