"""The addresses of the desk's pages."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from domain.message import Attachment, Do
from storage.desk_sessions import PATH


def look_at(action: str, about: str = "") -> str:
    """Where a view of a chat is shown."""
    return _with_about(f"{PATH}/look/{quote(action)}", about)


def form_at(conversation: str, about: str = "") -> str:
    """Where a conversation stands as a form."""
    return _with_about(f"{PATH}/form/{quote(conversation)}", about)


def file_at(attachment: Attachment) -> str:
    """Where a document is fetched."""
    return _with_about(f"{PATH}/file/{quote(attachment.document)}", attachment.subject)


def view_of(target: Do) -> str:
    return look_at(target.action, target.subject)


def _with_about(path: str, about: str) -> str:
    return f"{path}?{urlencode({'about': about})}" if about else path
