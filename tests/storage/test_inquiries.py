"""Questions asked ad hoc: a duty while they last, answered once by each, read by few."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import pytest
from sqlmodel import col, select

from bot.documents import prepare
from bot.subjects import inquiry as subject
from directives.loading import load_plan
from domain.absence import AwayFor, SaveAbsence
from domain.answering import SaveAnswer
from domain.asking import (
    AskAgain,
    CancelInquiry,
    CloseInquiry,
    KeepInquiry,
    MoveInquiry,
    SendInquiry,
    Unsent,
)
from domain.broadcast import ChosenAudience
from domain.collected import Collected
from domain.completion import Completion
from domain.effects import Effect, Refused
from domain.files import SentFile
from domain.inquiry import AnswerKind, Inquiry, Wanted
from domain.keeping import Terms
from domain.message import Attachment, Document
from domain.people import Person
from domain.text import Localized
from handlers.inquiring import send, send_later
from scheduler.inquiring import load_list, load_unsent
from scheduler.periods import periods as planned
from storage import (
    absences,
    asking,
    consents,
    files,
    inquiries,
    inquiry_answers,
    my_data,
    people,
    periods,
)
from storage.consents import ConsentState, Purpose
from storage.retention import Clearing
from storage.tables import AskedRow, AuditRow, FileRow, OutboxRow
from storage.unit_of_work import Work
from tests.office import ZONE
from tests.storage.living import DAYS, Life, at, local

NUMBER = Wanted(AnswerKind.NUMBER, "hồ sơ")
SECRET = "Hồ sơ đo đạc chậm"


@pytest.fixture
def life(any_url: str) -> Life:
    return Life.begin("08/10/2025 15:30", url=any_url)


def who(work: Work, life: Life, name: str) -> Person:
    return people.person(work, life.office.people[name])


def ask(
    life: Life,
    author: str = "Mai",
    *,
    audience: str = "all",
    until: str = "08/10/2025 16:30",
    wanted: Wanted = NUMBER,
    later: bool = False,
) -> int:
    """The number of what was asked; its messages leave at once."""
    with life.office.work() as work:
        asker = who(work, life, author)
        kept = KeepInquiry("Bao nhiêu hồ sơ?", wanted, ChosenAudience.read(audience), at(until))
        assert asking.keep(work, asker, kept) is None
        found = load_unsent(work, asker, "", DAYS)
        assert isinstance(found, Unsent)
        effects = (send_later if later else send)(found)
        assert not isinstance(effects, Refused), effects
        assert isinstance(effects[0], SendInquiry)
        assert asking.send(work, asker, effects[0]) is None
    life.tick()
    return found.inquiry.id


def does(life: Life, name: str, effect: Effect) -> Refused | None:
    with life.office.work() as work:
        known = life.office.registry.appliers[type(effect)]
        return known(work, who(work, life, name), effect)


def period_of(life: Life, number: int) -> int:
    return found_by(life, number).period.id


def answers(life: Life, name: str, value: str, number: int = 1, by: str = "") -> Refused | None:
    owner = life.office.people[name]
    return does(life, by or name, SaveAnswer(period_of(life, number), owner, value))


def found_by(life: Life, number: int, reader: str = "Mai") -> Collected:
    with life.office.work() as work:
        found = inquiry_answers.load_collected(work, who(work, life, reader), str(number))
        assert isinstance(found, Collected)
        return found


def written_to(life: Life) -> list[str]:
    """To whom a message that puts a question has gone."""
    names = {id_: name for name, id_ in life.office.people.items()}
    rows = [row for row in life.messages() if row.state == "sent"]
    return sorted(names[row.person_id or 0] for row in rows)


def audited(life: Life) -> list[str]:
    with life.office.work() as work:
        query = select(AuditRow.action).order_by(col(AuditRow.id))
        return [x for x in work.session.exec(query) if x.startswith(("inquiry", "deadline"))]


def test_everyone_but_its_author_is_asked_once_and_who_cannot_be_is_missed(life: Life) -> None:
    with life.office.work() as work:
        khoi = life.office.people["Khôi"]
        consents.record(work, khoi, Purpose.KEEP, ConsentState.DECLINED, "v", None)
        lan, day = life.office.people["Lan"], date(2025, 10, 8)
        away = SaveAbsence(lan, day, day, AwayFor.LEAVE)
        assert absences.save_absence(work, who(work, life, "Mai"), away) is None
    life.office.unlink("Tâm")
    ask(life)
    assert written_to(life) == ["Bình", "Hùng", "Sơn"]
    life.tick()
    assert len(written_to(life)) == 3
    completions = {line.person.given: line.completion for line in found_by(life, 1).lines}
    assert completions == {
        **dict.fromkeys(("Bình", "Hùng", "Sơn"), Completion.NOT_SENT),
        "Khôi": Completion.ON_PAPER,
        "Lan": Completion.EXCUSED,
        "Tâm": Completion.NOT_CONNECTED,
    }
    assert found_by(life, 1).counted == 5


def test_who_has_not_answered_is_reminded_half_an_hour_before_and_nobody_else(life: Life) -> None:
    ask(life, audience="standing:staff")
    assert answers(life, "Hùng", "12") is None
    life.until("08/10/2025 16:30")
    assert life.told("Hùng") == ["08/10/2025 15:30"]
    assert life.told("Tâm") == ["08/10/2025 15:30", "08/10/2025 16:00"]
    assert "Bao nhiêu hồ sơ?" in life.last_words("Tâm")


def test_a_question_does_not_take_the_place_of_the_day_s_reminder(life: Life) -> None:
    life.go("10/10/2025 08:00")
    ask(life, audience="standing:head", until="13/10/2025 16:30")
    life.until("10/10/2025 09:00")
    assert life.told("Bình")[-2:] == ["10/10/2025 08:00", "10/10/2025 08:30"]


def test_its_author_hears_at_the_deadline_and_once_when_all_have_answered(life: Life) -> None:
    ask(life, audience="unit:Tổ Đất đai")
    life.until("08/10/2025 16:31")

    def told() -> list[str]:
        with life.office.work() as work:
            query = select(OutboxRow.key).where(OutboxRow.reason == "inquiry result")
            return [(key or "").split(":")[2] for key in work.session.exec(query)]

    assert told() == ["due"]
    assert answers(life, "Hùng", "3") is None  # late, and the last
    assert told() == ["due", "all"]
    life.until("08/10/2025 17:00")
    assert told() == ["due", "all"]
    ask(life, audience="unit:Tổ Xây dựng", until="09/10/2025 10:00")
    assert answers(life, "Tâm", "1", 2) is None
    life.until("09/10/2025 10:30")
    assert told() == ["due", "all", "all"], "at the deadline nothing is new"


def test_an_answer_lies_sealed_and_its_newest_counts(life: Life) -> None:
    ask(life, wanted=Wanted(AnswerKind.WORDS))
    assert answers(life, "Hùng", "chưa rõ") is None
    assert answers(life, "Hùng", SECRET) is None
    with life.office.work() as work:
        rows = work.session.exec(select(AskedRow).where(col(AskedRow.at).is_not(None))).all()
        assert [SECRET.encode() in (row.sealed or b"") for row in rows] == [False]
        mine = my_data.gather(work, life.office.people["Hùng"])["inquiries"]
    asked = Localized("Bao nhiêu hồ sơ?", "Bao nhiêu hồ sơ?")
    assert [(x["period"], x["answer"]) for x in mine] == [(asked, SECRET)]
    assert found_by(life, 1).values == [SECRET]


def test_in_time_it_may_be_put_right_then_it_stays_and_in_the_end_nothing_is_taken(
    life: Life,
) -> None:
    ask(life)
    assert answers(life, "Hùng", "1") is None
    assert answers(life, "Hùng", "2") is None
    life.go("08/10/2025 16:31")
    assert isinstance(answers(life, "Hùng", "3"), Refused)
    assert answers(life, "Tâm", "4") is None
    late = {line.person.given: line.given.late for line in found_by(life, 1).answered if line.given}
    assert late == {"Hùng": False, "Tâm": True}
    life.go("09/10/2025 17:01")
    assert isinstance(answers(life, "Khôi", "5"), Refused)
    assert found_by(life, 1).values == ["2", "4"]


def test_what_was_phoned_in_is_written_down_by_who_looks_after_it_alone(life: Life) -> None:
    ask(life, "Lan")
    assert isinstance(answers(life, "Hùng", "1", by="Tâm"), Refused)
    assert isinstance(answers(life, "Hùng", "1", by="Bình"), Refused), "the head reads, no more"
    for by in ("Lan", "Mai"):  # who asked, the specialist
        assert answers(life, "Hùng", "7", by=by) is None
    (line,) = found_by(life, 1).answered
    assert line.given is not None
    assert line.given.entered_by is not None
    assert line.given.entered_by.given == "Mai"
    assert audited(life) == ["inquiry.ask", "inquiry.entered", "inquiry.entered"]


def test_nobody_answers_what_they_are_not_asked(life: Life) -> None:
    ask(life, audience="unit:Tổ Đất đai")
    assert isinstance(answers(life, "Tâm", "1"), Refused)
    with life.office.work() as work:
        for name in ("Tâm", "Sơn", "Lan"):
            reader = who(work, life, name)
            assert isinstance(inquiry_answers.load_collected(work, reader, "1"), Refused)
            document = Attachment(Document.INQUIRY_ANSWERS, "1")
            with pytest.raises(PermissionError):
                prepare(work, document, reader.id)
        assert isinstance(load_list(work, who(work, life, "Hùng"), ""), Refused)
    assert found_by(life, 1, "Bình").lines  # the head


def test_more_time_reminds_anew_and_makes_up_for_being_late(life: Life) -> None:
    ask(life, audience="unit:Tổ Đất đai")
    life.go("08/10/2025 16:40")
    assert answers(life, "Hùng", "3") is None
    until, closes = at("09/10/2025 10:00"), at("10/10/2025 17:00")
    assert does(life, "Mai", MoveInquiry(1, until, closes)) is None
    assert [line.given.late for line in found_by(life, 1).answered if line.given] == [False]
    assert audited(life)[-1] == "deadline_moved"


def test_who_is_still_missing_after_more_time_is_reminded_by_it(life: Life) -> None:
    ask(life, audience="unit:Tổ Đất đai")
    life.go("08/10/2025 16:40")
    assert does(life, "Mai", MoveInquiry(1, at("09/10/2025 10:00"), at("10/10/2025 17:00"))) is None
    life.until("09/10/2025 10:00")
    assert life.told("Hùng")[-2:] == ["09/10/2025 08:30", "09/10/2025 09:00"]


def test_what_is_taken_back_is_owed_by_nobody_and_waits_for_nobody(life: Life) -> None:
    life.go("08/10/2025 19:00")
    with life.office.work() as work:
        hours = work.office.plan.hours
    from scheduler.decent_hours import DecentHours

    life.office.database.decent = DecentHours(DAYS, hours, ZONE).next
    ask(life, until="09/10/2025 16:30", later=True)
    waiting = [row for row in life.messages() if row.state == "queued"]
    assert {local(row.not_before) for row in waiting} == {"09/10/2025 07:30"}
    assert does(life, "Mai", CancelInquiry(1)) is None
    life.until("09/10/2025 08:00")
    assert written_to(life) == []
    with life.office.work() as work:
        period = periods.find(work, "inquiry-1", "once")
        assert period is not None
    assert isinstance(answers_of(life, period.id), Refused)


def answers_of(life: Life, period: int) -> Refused | None:
    return does(life, "Hùng", SaveAnswer(period, life.office.people["Hùng"], "1"))


def test_closed_early_it_takes_nothing_more_and_can_be_asked_again_only_while_open(
    life: Life,
) -> None:
    ask(life)
    again = AskAgain(1, life.office.now, "20251008T153000")
    assert does(life, "Mai", again) is None
    assert isinstance(does(life, "Mai", again), Refused), "a second tap asks nobody twice"
    life.tick()
    assert written_to(life) == sorted(["Bình", "Hùng", "Khôi", "Lan", "Sơn", "Tâm"] * 2)
    assert does(life, "Mai", CloseInquiry(1)) is None
    assert isinstance(answers(life, "Hùng", "1"), Refused)
    life.office.now += timedelta(minutes=5)
    assert isinstance(does(life, "Mai", AskAgain(1, life.office.now, "later")), Refused)
    assert isinstance(does(life, "Tâm", CloseInquiry(1)), Refused)
    life.until("08/10/2025 17:00")
    assert not [row for row in life.messages() if row.state == "queued"]


def test_who_may_not_ask_or_asks_too_many_is_refused(life: Life) -> None:
    kept = KeepInquiry("Bao nhiêu?", NUMBER, ChosenAudience.read("all"), at("08/10/2025 16:30"))
    assert isinstance(does(life, "Hùng", kept), Refused)
    life.office.database.approval_above = 3
    assert does(life, "Mai", kept) is None
    with life.office.work() as work:
        draft = inquiries.draft(work, who(work, life, "Mai"), "")
        assert isinstance(draft, Inquiry)
    closes = at("09/10/2025 17:00")
    assert isinstance(does(life, "Mai", SendInquiry(draft.id, life.office.now, closes)), Refused)
    assert isinstance(does(life, "Lan", SendInquiry(draft.id, life.office.now, closes)), Refused)
    assert written_to(life) == []


def test_a_plan_loaded_anew_leaves_what_was_asked_alone(life: Life) -> None:
    ask(life)
    plan = load_plan("hoa-cuong-2025")
    with life.office.work() as work:
        periods.sync(work, planned(plan, DAYS, ZONE, plan.ends))
        assert periods.find(work, "inquiry-1", "once") is not None


def sent_in_answer(life: Life, name: str, file: str, content: bytes | None) -> str:
    """What the sender is told."""
    period = period_of(life, 1)
    with life.office.work() as work:
        sender = who(work, life, name)
        account = life.office.account(work, name)
        announced = SentFile(account.id or 0, f"id-{file}", file, len(content or b""))
        effect = SaveAnswer(period, sender.id, file, announced)
        assert inquiry_answers.save(work, sender, effect) is None
        (wanted,) = files.wanted(work)
        assert files.fetched(work, wanted.id, content)
        return subject.file_arrived(work, wanted.id, file, content).body[0].msgid


def test_a_file_counts_once_it_has_come_and_a_lost_one_takes_nothing_away(life: Life) -> None:
    ask(life, wanted=Wanted(AnswerKind.FILE), audience="unit:Tổ Đất đai")
    sent_in_answer(life, "Hùng", "mot.docx", None)
    assert found_by(life, 1).answered == ()
    sent_in_answer(life, "Hùng", "mot.docx", b"1")
    sent_in_answer(life, "Hùng", "hai.docx", None)
    with life.office.work() as work:
        found = inquiries.readable(work, who(work, life, "Mai"), "1")
        assert isinstance(found, Inquiry)
        sent = inquiry_answers.files_of(work, found)
    assert [(name, content) for _person, name, content in sent] == [("mot.docx", b"1")]


def cleared(life: Life, terms: Terms) -> None:
    clearing = Clearing(terms)
    step = partial(_step, life, clearing)
    while step():
        pass


def _step(life: Life, clearing: Clearing) -> bool:
    with life.office.work() as work:
        return clearing.step(work)


def kept_files(life: Life) -> Sequence[str]:
    with life.office.work() as work:
        return [row.state for row in work.session.exec(select(FileRow))]


def test_answers_and_their_files_go_after_a_year_and_that_one_answered_stays(life: Life) -> None:
    ask(life, wanted=Wanted(AnswerKind.FILE), audience="unit:Tổ Đất đai")
    sent_in_answer(life, "Hùng", "mot.docx", b"1")
    life.office.now += timedelta(days=300)
    cleared(life, Terms())
    assert kept_files(life) == ["fetched"]
    life.office.now += timedelta(days=70)
    cleared(life, Terms())
    cleared(life, Terms())
    assert kept_files(life) == ["dropped"]
    (line,) = found_by(life, 1).lines
    assert (line.given, line.completion) == (None, Completion.DONE)
