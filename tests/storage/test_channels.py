"""One person on two channels: written to once, linked by a short code, carried by the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.reaching import lost
from domain.broadcast import AudienceKind, ChosenAudience
from domain.channels import TELEGRAM, ZALO
from domain.effects import Notify, Refused
from domain.enrolment import CHANNEL_CODE_LIVES, MOST_WRONG, DecideReplacement
from domain.linking import Carries, PreferChannel, RemoveChat, ShowChannelCode
from domain.message import Choice, Do, Message, column, say
from domain.outgoing import Say
from domain.quota import Quota
from domain.text import verbatim
from storage import (
    broadcast_sending,
    broadcasts,
    codes,
    delivery,
    enrolment,
    linking,
    menus,
    outbox,
    people,
    periods,
    rerouting,
    usage,
    ways,
)
from storage.outbox import Posting, SendState
from storage.owing import owing
from storage.people import Account, AccountState
from storage.tables import AccountRow, AuditRow, OutboxRow
from storage.unit_of_work import Work
from tests.office import BOT, SmallOffice

HERE, THERE = "Hùng", "Hùng@zalo"


def chat(office: SmallOffice, work: Work, name: str = HERE) -> Account:
    return people.of_row(office.account(work, name))


def on_both(office: SmallOffice) -> None:
    """Hùng, who is on Telegram, has added Zalo with the code shown there."""
    office.now += timedelta(minutes=1)
    office.types(HERE, "/kenh")
    office.presses(HERE, "Thêm Zalo" if has(office, HERE, "Thêm Zalo") else "Add Zalo")
    office.types(THERE, "100001")


def has(office: SmallOffice, name: str, label: str) -> bool:
    return any(
        button.label == label
        for _row, said in office.said_to(name)
        if isinstance(said, Say)
        for row in said.rows
        for button in row
    )


def push(office: SmallOffice, key: str | None = "k", name: str = HERE) -> int:
    """A question with two choices, for that chat."""
    with office.work() as work:
        account = chat(office, work, name)
        message = Message(
            (verbatim("Việc gì?"),),
            choices=column(
                Choice(verbatim("Một"), Do("menu")), Choice(verbatim("Hai"), Do("status"))
            ),
        )
        id_ = outbox.say(
            work, account, people.reader_of(work, account), message, Posting(key=key), person=None
        )
    return id_ or 0


def row(work: Work, id_: int) -> OutboxRow:
    return work.session.get_one(OutboxRow, id_, populate_existing=True)


def said(work: Work, id_: int) -> Say:
    opened = work.vault.open(row(work, id_).sealed or b"")
    operation = outbox.OPERATIONS["Say"].validate_python(opened)
    assert isinstance(operation, Say)
    return operation


def test_a_person_is_written_to_in_the_chat_linked_last_unless_they_prefer_another(
    office: SmallOffice,
) -> None:
    on_both(office)
    hung = office.people["Hùng"]
    with office.work() as work:
        assert ways.way_to(work, hung) == chat(office, work, THERE)
        who = people.person(work, hung)
        assert linking.prefer(work, who, PreferChannel(TELEGRAM)) is None
        assert ways.way_to(work, hung) == chat(office, work)
        assert isinstance(linking.prefer(work, who, PreferChannel("zalo_oa")), Refused)


def test_what_everybody_gets_each_gets_once(office: SmallOffice) -> None:
    on_both(office)
    with office.work() as work:
        everyone = ChosenAudience(AudienceKind.ALL)
        id_ = broadcasts.draft(work, office.people["Mai"], "Họp", everyone)
        sent = broadcast_sending.start(work, id_, say(verbatim("Họp")), office.people["Mai"])
        rows = work.session.exec(select(OutboxRow).where(OutboxRow.reason == "broadcast")).all()
        assert sent == len(rows) == len({one.person_id for one in rows}) == len(office.people)
        mine = [one.account_id for one in rows if one.person_id == office.people["Hùng"]]
        assert mine == [chat(office, work, THERE).id]


def test_a_second_chat_does_not_make_its_person_new(office: SmallOffice) -> None:
    hung, before = office.people["Hùng"], office.now
    office.now += timedelta(hours=1)
    on_both(office)
    with office.work() as work:
        registration = periods.find(work, "registration", "once")
        assert registration is not None
        assert hung in work.session.scalars(owing(work, registration, before)).all()
        assert ways.way_to(work, hung) == chat(office, work, THERE)


def test_a_bot_whose_month_is_used_up_or_that_is_run_no_more_is_passed_over(
    office: SmallOffice,
) -> None:
    on_both(office)
    hung = office.people["Hùng"]
    office.database.quotas = {ZALO: Quota(messages=3000, places=50)}
    with office.work() as work:
        assert ways.way_to(work, hung) == chat(office, work, THERE)
        usage.mark_spent(work, (ZALO, BOT[1]))
        assert ways.way_to(work, hung) == chat(office, work)
    office.database.places = office.database.places[1:]  # Telegram is run no more
    with office.work() as work:
        assert ways.way_to(work, hung) == chat(office, work, THERE), "better late than never"
        assert ways.other_way(work, chat(office, work, THERE)) is None


def test_the_code_links_at_once_and_once(office: SmallOffice) -> None:
    on_both(office)
    with office.work() as work:
        assert chat(office, work, THERE).person == office.people["Hùng"]
        audited = work.session.exec(select(AuditRow).where(AuditRow.action == "channel_added"))
        assert len(audited.all()) == 1
    office.types("Kẻ lạ@zalo", "100001")
    with office.work() as work:
        assert chat(office, work, "Kẻ lạ@zalo").person is None


@pytest.mark.parametrize("stranger", ["Kẻ lạ", "Kẻ lạ@zalo_oa"])
def test_the_code_is_good_on_its_own_channel_only(office: SmallOffice, stranger: str) -> None:
    office.types(HERE, "/kenh")
    office.presses(HERE, "Thêm Zalo" if has(office, HERE, "Thêm Zalo") else "Add Zalo")
    office.types(stranger, "100001")
    with office.work() as work:
        account = chat(office, work, stranger)
        assert account.person is None
        assert codes.tries_left(work, account.id) == MOST_WRONG - 1


def test_the_code_lives_a_quarter_of_an_hour_and_dies_with_the_next(office: SmallOffice) -> None:
    hung = office.people["Hùng"]
    with office.work() as work:
        codes.keep_for_channel(work, hung, "111111", "t1", ZALO)
        codes.keep_for_channel(work, hung, "222222", "t2", ZALO)
        door = codes.issue(work, hung, by=None)
        assert codes.find_code(work, "111111") is None
        found = codes.find_code(work, "222222")
        assert found is not None
        assert found.channel == ZALO
        assert codes.codes_of(work, [hung])[hung].id == door.id, "the sheet prints none of them"
    office.now += CHANNEL_CODE_LIVES
    with office.work() as work:
        assert codes.find_code(work, "222222") is None
        assert codes.find_code(work, door.digits) is not None


def test_a_second_tap_shows_the_same_code_and_a_late_one_another(office: SmallOffice) -> None:
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
    drawn = []
    for wait in (0, 1, 10):
        office.now += timedelta(minutes=wait)
        with office.work() as work:
            adding = linking.adding(work, hung, ZALO)
            assert not isinstance(adding, Refused)
            effect = ShowChannelCode(ZALO, adding.digits, adding.token)
            assert linking.show_code(work, hung, effect) is None
            drawn.append(adding.digits)
    assert drawn[0] == drawn[1] != drawn[2]
    with office.work() as work:
        assert codes.find_code(work, drawn[0]) is None
        assert codes.find_code(work, drawn[2]) is not None


def test_a_code_dies_with_the_chat_it_may_have_been_shown_in(office: SmallOffice) -> None:
    with office.work() as work:
        codes.keep_for_channel(work, office.people["Hùng"], "111111", "t1", ZALO)
        enrolment.unlink(work, chat(office, work).id)
        assert codes.find_code(work, "111111") is None


def test_guessing_closes_the_door_for_channel_codes_too(office: SmallOffice) -> None:
    with office.work() as work:
        codes.keep_for_channel(work, office.people["Hùng"], "111111", "t1", ZALO)
    for guess in range(MOST_WRONG):
        office.types("Kẻ lạ@zalo", f"90000{guess}")
    office.types("Kẻ lạ@zalo", "111111")
    with office.work() as work:
        assert chat(office, work, "Kẻ lạ@zalo").person is None


def test_a_chat_of_somebody_else_is_never_bound_anew(office: SmallOffice) -> None:
    with office.work() as work:
        other = people.account_of_chat(work, ZALO, BOT[1], "Tâm@zalo")
        people.link(work, other.id, office.people["Tâm"])
        codes.keep_for_channel(work, office.people["Hùng"], "111111", "t1", ZALO)
    office.types("Tâm@zalo", "111111")
    office.types("Tâm@zalo", "/start t1")
    with office.work() as work:
        assert chat(office, work, "Tâm@zalo").person == office.people["Tâm"]
        assert codes.find_code(work, "111111") is not None


def test_who_has_got_a_chat_there_meanwhile_is_not_linked_twice(office: SmallOffice) -> None:
    on_both(office)
    with office.work() as work:
        issued = codes.keep_for_channel(work, office.people["Hùng"], "111111", "t1", ZALO)
        new = people.account_of_chat(work, ZALO, "200", "máy khác")
        assert isinstance(linking.add(work, new, issued), Refused)
        assert people.account(work, new.id).person is None


def test_a_code_of_the_roster_on_another_channel_adds_where_the_same_one_replaces(
    office: SmallOffice,
) -> None:
    mai = office.people["Mai"]
    with office.work() as work:
        issued = codes.issue(work, office.people["Hùng"], by=mai)
        there = people.account_of_chat(work, ZALO, "1", THERE)
        asked = enrolment.enter(work, there, issued).waits
        assert asked is not None, "the specialist is asked all the same"
        decides = people.person(work, mai)
        enrolment.decide_replacement(work, decides, DecideReplacement(asked, agreed=True))
        assert len(people.accounts_of(work, office.people["Hùng"])) == 2
        again = codes.issue(work, office.people["Hùng"], by=mai)
        other_bot = people.account_of_chat(work, ZALO, "2", THERE)
        asked = enrolment.enter(work, other_bot, again).waits
        enrolment.decide_replacement(work, decides, DecideReplacement(asked or 0, agreed=True))
        left = {(a.channel, a.bot) for a in people.accounts_of(work, office.people["Hùng"])}
        assert left == {BOT, (ZALO, "2")}


def test_what_one_chat_cannot_carry_the_other_does_in_its_own_form_once(
    office: SmallOffice,
) -> None:
    on_both(office)
    id_ = push(office)
    with office.work() as work:
        assert said(work, id_).rows != ()
        assert rerouting.reroute(work, id_, "quota")
        moved, there = row(work, id_), chat(office, work, THERE)
        assert (moved.account_id, moved.first_account_id) == (there.id, chat(office, work).id)
        assert (moved.moved_why, moved.state, moved.key) == ("quota", SendState.QUEUED, "k")
        assert said(work, id_).rows == ()
        assert "1. Một" in said(work, id_).text
        delivery.sent(work, id_, "9")
        assert menus.newest(work, there.id)[1].target == Do("status")
        assert not rerouting.reroute(work, id_, "quota"), "once"
        everyone = select(OutboxRow).where(OutboxRow.key == "k")
        assert len(work.session.exec(everyone).all()) == 1


def test_a_number_from_zalo_becomes_a_button_on_telegram(office: SmallOffice) -> None:
    on_both(office)
    id_ = push(office, name=THERE)
    with office.work() as work:
        assert rerouting.reroute(work, id_, "quota")
        labels = [button.label for line in said(work, id_).rows for button in line]
        assert labels == ["Một", "Hai"]
        assert "1. Một" not in said(work, id_).text


def test_a_closed_chat_gives_its_pushes_away_and_keeps_its_answers(office: SmallOffice) -> None:
    on_both(office)
    pushed, answer = push(office), push(office, key=None)
    with office.work() as work:
        lost(work, chat(office, work), AccountState.BLOCKED)
        assert row(work, pushed).account_id == chat(office, work, THERE).id
        assert row(work, pushed).moved_why == "blocked"
        assert row(work, answer).state == SendState.CANCELLED


def test_the_specialist_hears_only_of_those_whom_nothing_reaches(office: SmallOffice) -> None:
    on_both(office)

    def told() -> int:
        with office.work() as work:
            return len(work.session.exec(select(OutboxRow).where(OutboxRow.reason == "lost")).all())

    for name, expected in ((HERE, 0), (THERE, 1)):
        with office.work() as work:
            lost(work, chat(office, work, name), AccountState.BLOCKED)
        assert told() == expected


def test_edits_and_what_left_already_stay_where_they_are(office: SmallOffice) -> None:
    on_both(office)
    with office.work() as work:
        account = chat(office, work)
        reader = people.reader_of(work, account)
        edit = outbox.say(work, account, reader, say(verbatim("x")), edits="9") or 0
        assert not rerouting.reroute(work, edit, "quota")


def test_who_has_one_chat_only_has_no_other_way(office: SmallOffice) -> None:
    id_ = push(office)
    with office.work() as work:
        assert not rerouting.reroute(work, id_, "quota")
        assert row(work, id_).account_id == chat(office, work).id


def test_what_moved_is_claimed_for_the_other_chat(office: SmallOffice) -> None:
    on_both(office)
    id_ = push(office)
    with office.work() as work:
        for waiting in work.session.exec(select(OutboxRow).where(OutboxRow.id != id_)):
            waiting.state = SendState.SENT
        rerouting.reroute(work, id_, "quota")
    with office.work() as work:
        claimed = delivery.claim(work, 24, [])
        assert [(one.id, one.account.channel) for one in claimed] == [(id_, ZALO)]


def test_taken_off_what_waited_goes_the_other_way_and_the_last_chat_stays(
    office: SmallOffice,
) -> None:
    on_both(office)
    id_ = push(office)
    office.now += timedelta(minutes=1)
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        mine = chat(office, work).id
        assert linking.remove(work, hung, RemoveChat(mine)) is None
        assert row(work, id_).account_id == chat(office, work, THERE).id
        last = RemoveChat(chat(office, work, THERE).id)
        assert isinstance(linking.remove(work, hung, last), Refused)


def test_the_only_chat_that_works_is_not_taken_off(office: SmallOffice) -> None:
    on_both(office)
    with office.work() as work:
        people.set_state(work, chat(office, work, THERE).id, AccountState.BLOCKED)
        hung = people.person(work, office.people["Hùng"])
        known = linking.load(work, hung, "")
        assert [one.carries for one in known.chats] == [Carries.YES, Carries.BLOCKED]
        assert isinstance(linking.remove(work, hung, RemoveChat(chat(office, work).id)), Refused)


def test_nobody_touches_a_chat_of_another(office: SmallOffice) -> None:
    on_both(office)
    with office.work() as work:
        tam = people.person(work, office.people["Tâm"])
        hers = str(chat(office, work, THERE).id)
        assert isinstance(linking.chosen(work, tam, hers), Refused)
        assert isinstance(linking.remove(work, tam, RemoveChat(int(hers))), Refused)


@pytest.mark.parametrize("where", [HERE, THERE])
def test_deleting_ones_data_unlinks_every_chat_and_says_so_in_each(
    office: SmallOffice, where: str
) -> None:
    on_both(office)
    office.types(where, "/xoa")
    office.types(where, "xoá hết")
    with office.work() as work:
        still = select(AccountRow).where(AccountRow.person_id == office.people["Hùng"])
        assert work.session.exec(still).all() == []
    told = [next(t for t in reversed(texts(office, name)) if t) for name in (HERE, THERE)]
    assert min(told, key=len) in max(told, key=len)


def texts(office: SmallOffice, name: str) -> list[str]:
    return [one.text for _row, one in office.said_to(name) if isinstance(one, Say)]


def test_consent_is_remembered_with_the_chat_it_was_given_in(office: SmallOffice) -> None:
    from storage.tables import ConsentRow

    on_both(office)
    office.types(HERE, "/rutdongy")
    office.presses(HERE, "Rút toàn bộ" if has(office, HERE, "Rút toàn bộ") else "Take everything")
    with office.work() as work:
        last = work.session.exec(select(ConsentRow).order_by(ConsentRow.id.desc())).first()  # type: ignore[union-attr]  # a column
        assert last is not None
        assert last.account_id == chat(office, work).id


def test_an_answer_typed_under_an_older_question_answers_nothing(office: SmallOffice) -> None:
    on_both(office)
    office.types(HERE, "/dangky")
    office.types(THERE, "/dangky")
    office.types(THERE, "1. Số hoá hồ sơ cấp phép xây dựng 2. Biên bản bàn giao có ký nhận")
    office.types(HERE, "Rút ngắn thời gian giải quyết hồ sơ đất đai")
    from storage.drafts import drafts_of

    with office.work() as work:
        (kept,) = drafts_of(work, office.people["Hùng"])
        assert "Rút ngắn" not in str(kept.state)
    office.types(HERE, "30/11")
    with office.work() as work:
        (kept,) = drafts_of(work, office.people["Hùng"])
        assert "2025-11-30" in str(kept.state)


def test_a_notice_goes_to_one_chat(office: SmallOffice) -> None:
    from bot.turn import Turn

    on_both(office)
    with office.work() as work:
        mai = chat(office, work, "Mai")
        turn = Turn(work, office.registry, mai, people.person(work, office.people["Mai"]))
        turn.notify(Notify(office.people["Hùng"], say(verbatim("x")), "notice"))
        rows = work.session.exec(select(OutboxRow).where(OutboxRow.reason == "notify")).all()
        assert [one.account_id for one in rows if one.key == "notice"] == [
            chat(office, work, THERE).id
        ]
