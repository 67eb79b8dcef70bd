"""Files kept by the server: uploaded once, sent again by their id, downloaded by their path."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.sandbox.limits import MEGABYTE, Limits
from bot.sandbox.pictures import picture_size
from bot.sandbox.wire import Json, Refusal, Upload


@dataclass(frozen=True)
class StoredFile:
    """A file as the server keeps it; `size` (width, height in pixels) only for photos."""

    number: int
    kind: str
    upload: Upload
    size: tuple[int, int] | None = None

    @property
    def file_id(self) -> str:
        """The identifier a bot sends or downloads the file by."""
        return f"sandbox-{self.kind}-{self.number}"

    @property
    def path(self) -> str:
        """Where the file is downloaded (Bot API, File.file_path)."""
        suffix = ".jpg" if self.kind == "photo" else PurePosixPath(self.upload.name).suffix
        return f"{self.kind}s/file_{self.number}{suffix}"

    def as_telegram(self) -> Json:
        """The fields that PhotoSize, Document, Sticker and File share."""
        return {
            "file_id": self.file_id,
            "file_unique_id": f"unique-{self.number}",
            "file_size": len(self.upload.content),
        }


class FileStore:
    """All files of the sandbox."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._files: list[StoredFile] = []

    def keep(self, kind: str, upload: Upload) -> StoredFile:
        """Store an upload as "photo", "document" or "sticker".

        Raises Refusal for a photo that is none.
        """
        size = picture_size(upload.content) if kind == "photo" else None
        stored = StoredFile(len(self._files) + 1, kind, upload, size)
        self._files.append(stored)
        return stored

    def from_bot(self, kind: str, given: Upload | str | None) -> StoredFile:
        """The file of a bot's call: a new upload, or one known by its id.

        Raises Refusal for nothing, an unknown id, another kind or too large a file (Bot API,
        "Sending files").
        """
        if given is None or given == "":
            raise Refusal(f"there is no {kind} in the request")
        if isinstance(given, str):
            return self._again(kind, given)
        self._check_size(kind, given)
        return self.keep(kind, given)

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file with this id, if there is one."""
        return next((file for file in self._files if file.file_id == file_id), None)

    def by_path(self, path: str) -> StoredFile | None:
        """The file at this download path, if there is one small enough to be downloaded."""
        found = next((file for file in self._files if file.path == path), None)
        return found if found and self._downloadable(found) else None

    def described(self, file_id: str) -> Json:
        """The answer of getFile.

        Raises Refusal for an unknown id and for a file over the download limit.
        """
        stored = self.by_id(file_id)
        if stored is None:
            raise Refusal("invalid file_id")
        if not self._downloadable(stored):
            raise Refusal("file is too big")
        return stored.as_telegram() | {"file_path": stored.path}

    def _downloadable(self, stored: StoredFile) -> bool:
        return len(stored.upload.content) <= self._limits.download_bytes

    def _again(self, kind: str, file_id: str) -> StoredFile:
        stored = self.by_id(file_id)
        if stored is None:
            raise Refusal("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise Refusal(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def _check_size(self, kind: str, upload: Upload) -> None:
        size = len(upload.content)
        if not size:
            raise Refusal("file must be non-empty")
        if size > self._limits.upload_bytes:
            raise Refusal("Request Entity Too Large", 413)
        if kind == "photo" and size > self._limits.photo_bytes:
            raise Refusal(
                f'file "{upload.name}" of size {size} bytes is too big for a photo; '
                f"the maximum size is {self._limits.photo_bytes // MEGABYTE} MB"
            )
