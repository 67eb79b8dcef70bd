"""The addresses of the desk's pages."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from domain.message import Attachment, Do
from storage.desk_sessions import PATH

REGISTRATIONS = f"{PATH}/registrations"
PAPERS = f"{PATH}/papers"
PEOPLE = f"{PATH}/people"
MESSAGES = f"{PATH}/messages"
INQUIRIES = f"{PATH}/inquiries"
OFFICES = f"{PATH}/offices"
OFFICES_FILE = f"{OFFICES}/workbook"
PLAN = f"{PATH}/plan"
PLAN_DRAFT = f"{PLAN}/draft"
PLAN_HOURS = f"{PLAN_DRAFT}/hours"


def registration_at(version: str) -> str:
    """Where one registration is read."""
    return f"{REGISTRATIONS}/{quote(version, safe=':')}"


def duty_at(id_: str) -> str:
    """Where a duty of the plan's draft is changed."""
    return f"{PLAN_DRAFT}/duty/{quote(id_)}"


def inquiry_at(id_: int | str) -> str:
    """Where what came in to an inquiry is looked at."""
    return f"{INQUIRIES}/{id_}"


def person_at(id_: int) -> str:
    """Where one person's file lies."""
    return f"{PEOPLE}/{id_}"


def page_of(target: Do) -> str:
    """The desk's own page for what a chat shows by that action; "" where there is none."""
    match target:
        case Do("review", _):
            return REGISTRATIONS
        case Do("review_one", version):
            return registration_at(version)
        case Do("papers", subject):
            return _with_about(PAPERS, subject.partition(":")[0])
        case Do("broadcasts", _):
            return MESSAGES
        case Do("inquiry_result", number) if number.isdecimal():
            return inquiry_at(number)
        case _:
            return ""


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
