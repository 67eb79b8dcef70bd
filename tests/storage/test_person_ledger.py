"""One person's ledger: what was sent, moved and answered; nobody else's, and no words."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from bot import documents
from domain.channels import ZALO
from domain.effects import Priority
from domain.ledger import Given
from domain.message import Attachment, Document, say
from domain.text import verbatim
from storage import ledger, outbox, people, rerouting
from storage.outbox import Posting
from tests.office import BOT, SmallOffice
from tests.storage.living import done


def lived(office: SmallOffice) -> None:
    """Hùng was reminded through his other chat, and did his duty; so did Tâm."""
    with office.work() as work:
        chat = people.account_of_chat(work, ZALO, BOT[1], "Hùng@zalo")
        people.link(work, chat.id, office.people["Hùng"])
        here = people.account_of_chat(work, *BOT, "Hùng")
        reader = people.reader_of(work, here)
        posting = Posting(Priority.REMINDER, key="k", reason="reminder")
        row = outbox.say(work, here, reader, say(verbatim("Lời nhắc kín.")), posting)
        assert rerouting.reroute(work, row or 0, "blocked")
        done(work, office.people["Hùng"], "registration")
        done(work, office.people["Tâm"], "registration")


def test_a_message_tells_where_it_was_meant_to_go_and_why_it_went_elsewhere(
    office: SmallOffice,
) -> None:
    lived(office)
    with office.work() as work:
        (entry,) = ledger.sent_to(work, office.people["Hùng"])
        assert (entry.channel, entry.first_channel, entry.moved_why) == (
            "Zalo",
            "Telegram",
            "blocked",
        )
        assert "kín" not in str(entry)
        assert ledger.sent_to(work, office.people["Tâm"]) == ()
        since = work.now + timedelta(minutes=1)
        assert ledger.sent_to(work, office.people["Hùng"], since) == ()


def test_the_proof_is_always_the_readers_own(office: SmallOffice) -> None:
    lived(office)
    with office.work() as work:
        forged = Attachment(Document.PROOF, str(office.people["Hùng"]))
        made = documents.prepare(work, forged, office.people["Tâm"])()
    sent, answered = load_workbook(BytesIO(made.content)).worksheets
    assert [row[0] for row in sent.values if isinstance(row[0], int)] == []
    assert [row[0] for row in answered.values if isinstance(row[0], int)] == [1, 2, 3]
    cells = {str(cell) for sheet in (sent, answered) for row in sheet.values for cell in row}
    assert any("Bùi Minh Tâm" in cell for cell in cells)
    assert not any("Hùng" in cell for cell in cells)


def test_answers_have_their_moments_and_versions(office: SmallOffice) -> None:
    lived(office)
    with office.work() as work:
        given = {one.given for one in ledger.answered_by(work, office.people["Hùng"])}
    assert given == {Given.CONSENT, Given.DONE}
