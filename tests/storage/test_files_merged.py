"""Where messages are counted, what a turn or a digest says is merged; no file is lost by it."""

from __future__ import annotations

from datetime import datetime

from domain.channels import ZALO, ZALO_OA
from domain.message import Attachment, Document, Message
from domain.outgoing import Say
from domain.text import _
from storage import outbox, people
from tests.office import SmallOffice

PICTURE = Message((_("Saved."),), attachment=Attachment(Document.PROGRESS_PICTURE, "a"))
WORKBOOK = Message((_("Saved."),), attachment=Attachment(Document.COMPLETION_WORKBOOK, "b"))
FORMS = Message((_("Saved."),), attachment=Attachment(Document.REGISTRATION_FORMS, "c"))


def merged(channel: str, *messages: Message) -> list[Message]:
    office = SmallOffice(channel=channel)
    with office.work() as work:
        account = people.account_of_chat(work, channel, office.account(work, "Mai").bot, "Mai")
        return outbox.merged(work, account, messages)


def test_a_summary_has_a_link_for_each_of_its_files() -> None:
    office = SmallOffice(channel=ZALO)
    office.database.public_url = "https://tusoi.example"
    office.types("Mai", "tổng hợp")
    ((_row, said),) = office.said_to("Mai")[-1:]
    assert isinstance(said, Say)
    assert said.text.count("https://tusoi.example/l/") == 2


def test_a_digest_and_its_files_are_one_message_where_messages_are_counted() -> None:
    office = SmallOffice(channel=ZALO)
    office.tick()
    office.clock(datetime(2025, 10, 10, 16, 30))  # noqa: DTZ001 - the office's local time
    office.tick()
    assert len([row for row, _said in office.said_to("Mai") if row.reason == "digest"]) == 1


def test_that_files_cannot_be_sent_is_said_once() -> None:
    (message,) = merged(ZALO, PICTURE, WORKBOOK)
    assert message.attachment is None
    assert message.body.count(outbox._NO_FILES) == 1


def test_two_files_that_a_channel_takes_go_with_two_messages() -> None:
    files = [message.attachment for message in merged(ZALO_OA, PICTURE, FORMS)]
    assert files == [PICTURE.attachment, FORMS.attachment]
