"""A small office in memory, and the chats of its people, for transcripts and storage tests.

The conversations run through the same code as the live bot: `bot.routing.play` in a transaction,
then what stands in the outbox. No network, no clock: `now` is set by the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import col, select

from bot.channels import base
from bot.channels.base import Event, Incoming
from bot.registry import Registry
from bot.routing import play
from bot.subjects import registry
from directives.loading import load_checklist, load_plan
from domain.channels import TELEGRAM, ZALO, abilities
from domain.outgoing import Operation
from domain.people import Role, Standing
from domain.plan import Plan
from domain.vietnamese import fold, sort_bytes
from scheduler.periods import periods
from scheduler.working_days import load_working_days
from storage import consents, menus, people, plans
from storage.at_hand import gather
from storage.consents import ConsentState, Purpose
from storage.outbox import OPERATIONS
from storage.periods import sync
from storage.tables import AccountRow, MenuRow, OutboxRow, PersonRow, PostRow
from storage.unit_of_work import Chance, Database, Office, Place, Work
from tests.copied_database import database

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = load_working_days()
START = datetime(2025, 10, 7, 9, 0, tzinfo=ZONE)
BOT = ("telegram", "100")
LINKS: dict[str, Callable[[str], str]] = {
    TELEGRAM: "https://t.me/tusoi_bot?start={}".format,
    ZALO: lambda _payload: "https://zalo.me/tusoi",
}
STAFF, DEPUTY, HEAD = Standing.STAFF, Standing.DEPUTY, Standing.HEAD
OFFICIAL, S, A, B = Role.OFFICIAL, Role.SPECIALIST, Role.ADMIN, Role.SENDER
#: Everyone of the office: given name, full name, position, unit, standing, salutation, roles.
CAST: tuple[tuple[str, str, str, str, Standing, str, frozenset[Role]], ...] = (
    (
        "Bình",
        "Lý Thái Bình",
        "Trưởng phòng",
        "Lãnh đạo phòng",
        HEAD,
        "anh",
        frozenset({OFFICIAL, B}),
    ),
    (
        "Sơn",
        "Đỗ Hải Sơn",
        "Phó Trưởng phòng",
        "Lãnh đạo phòng",
        DEPUTY,
        "anh",
        frozenset({OFFICIAL}),
    ),
    (
        "Mai",
        "Phạm Thanh Mai",
        "Chuyên viên",
        "Tổ Tổng hợp",
        STAFF,
        "chị",
        frozenset({OFFICIAL, S, B}),
    ),
    ("Lan", "Vũ Ngọc Lan", "Văn thư", "Tổ Tổng hợp", STAFF, "chị", frozenset({OFFICIAL, A, B})),
    ("Hùng", "Trần Quốc Hùng", "Chuyên viên", "Tổ Đất đai", STAFF, "anh", frozenset({OFFICIAL})),
    ("Tâm", "Bùi Minh Tâm", "Chuyên viên", "Tổ Xây dựng", STAFF, "chị", frozenset({OFFICIAL})),
    ("Khôi", "Ngô Đăng Khôi", "Cán sự", "Tổ Đô thị", STAFF, "đồng chí", frozenset({OFFICIAL})),
)
PLACES = tuple(Place(name, BOT[1], link) for name, link in LINKS.items())


class CountingChance(Chance):
    """Codes and tokens that a test can foresee: 100001, 100002, ...; link-1, link-2, ..."""

    def __init__(self) -> None:
        self._codes = self._tokens = 0

    def digits(self, count: int) -> str:
        self._codes += 1
        return str(10 ** (count - 1) + self._codes)

    def token(self) -> str:
        self._tokens += 1
        return f"link-{self._tokens}"


class SmallOffice:
    """Seven people who are all linked and have consented, at 09:00 on 07/10/2025.

    Everyone is on `channel`; "Hùng@zalo" names a chat elsewhere.
    """

    def __init__(
        self,
        now: datetime = START,
        *,
        url: str = "sqlite://",
        channel: str = BOT[0],
        plan_id: str = "hoa-cuong-2025",
        plan: Plan | None = None,
        zone: ZoneInfo = ZONE,
    ) -> None:
        self.now = now.astimezone(UTC)
        self.channel = channel
        self.registry: Registry = registry()
        self._last: dict[str, Event] = {}
        self._shown = 0
        self.slow = False  # announcements wait until `arrive` or `are_refused` says otherwise
        what = None if plan else (self.now, channel, plan_id, zone)
        fill = partial(self._fill, plan, plan_id, zone)
        self.database, (office, hired) = database(url, CountingChance(), what, fill)
        self.database.places, self.database.office = PLACES, office
        self.people = dict(hired)

    def _fill(
        self, plan: Plan | None, plan_id: str, zone: ZoneInfo, empty: Database
    ) -> tuple[Office, dict[str, int]]:
        plan = plan or load_plan(plan_id)
        checklist = load_checklist(plan.directive)
        with empty.session() as session:
            version = plans.keep(session, plan, checklist, self.now)
        empty.places = PLACES
        empty.office = Office(plan, checklist, version, zone)
        with empty.work(self.now) as work:
            hired = {entry[0]: _hire(work, entry, self._bot(entry[0])) for entry in CAST}
            sync(work, periods(plan, DAYS, zone, plan.ends))
        return empty.office, hired

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.database.work(self.now) as work:
            yield work

    def grow(self, everyone: int) -> None:
        """Staff who are like the others, up to so many people: "A8", "A9", ..."""
        with self.work() as work:
            for number in range(len(self.people) + 1, everyone + 1):
                name, as_hung = f"A{number}", CAST[4][2:]
                entry = (name, f"Đinh Văn A{number}", *as_hung)
                self.people[name] = _hire(work, entry, self._bot(name))

    def clock(self, local: datetime) -> None:
        """Go forward to a local time of the office."""
        self.now = local.replace(tzinfo=ZONE).astimezone(UTC)

    def account(self, work: Work, name: str) -> AccountRow:
        """The chat of one of the cast, or of a stranger called `name`."""
        known = people.account_of_chat(work, *self._bot(name), name)
        return work.session.get_one(AccountRow, known.id)

    def _bot(self, name: str) -> tuple[str, str]:
        """Through which bot somebody's chat goes; a chat's id is the name it has here."""
        return (self.channel_of(name), BOT[1])

    def channel_of(self, name: str) -> str:
        """On which channel a chat is: "Hùng@zalo", or "Hùng@kia" on the one that others are not."""
        _person, _at, elsewhere = name.partition("@")
        if elsewhere == "kia":
            return TELEGRAM if self.channel == ZALO else ZALO
        return elsewhere or self.channel

    def happens(self, name: str, event: Event, *, private: bool = True) -> None:
        """Somebody does something in their chat."""
        self._last[name] = event
        with self.work() as work:
            gather(work, {(*self._bot(name), name)})
            play(work, self.registry, self._bot(name), Incoming(name, private, "vi", event))

    def types(self, name: str, text: str) -> None:
        if text.startswith("/start"):
            self.happens(name, base.Started(text.removeprefix("/start").strip()))
        else:
            self.happens(name, base.Typed(text))

    def presses(self, name: str, label: str) -> None:
        """Tap the newest button of that label in this chat; AssertionError lists what there is.

        Where there are no buttons, type what stands for it.
        """
        if not abilities(self._bot(name)[0]).buttons:
            self.types(name, self.typed_for(name, label))
            return
        data, message = self._button(name, label)
        self.happens(name, base.Pressed("tap", data, message))

    def typed_for(self, name: str, label: str) -> str:
        """The number of a choice in the newest menu of this chat; where it has none, its words."""
        with self.work() as work:
            newest = menus.newest(work, self.account(work, name).id or 0)
        same = [item for item in newest if item.label == label]
        alike = [i for i in newest if i.label.startswith(label) and len(label) > 3]
        typed = next((item.typed for item in (*same, *alike)), "")
        return typed or label.lstrip("✎‹ ")

    def _button(self, name: str, label: str) -> tuple[str, str]:
        seen: list[str] = []
        with self.work() as work:
            for row, operation in self._newest_first(work, name):
                for button in (b for line in getattr(operation, "rows", ()) for b in line):
                    seen.append(button.label)
                    if button.label == label or (button.label.startswith(label) and len(label) > 3):
                        return button.data, row.edits or str(row.id)
        raise AssertionError(f"{name} has no button {label!r}; there are {seen[:30]}")

    def said_to(self, name: str) -> list[tuple[OutboxRow, Operation]]:
        """Everything that was ever queued for this chat, oldest first."""
        with self.work() as work:
            return list(self._newest_first(work, name))[::-1]

    def _newest_first(self, work: Work, name: str) -> Iterator[tuple[OutboxRow, Operation]]:
        _write_reminders(work)
        query = select(OutboxRow).where(OutboxRow.account_id == self.account(work, name).id)
        for row in work.session.exec(query.order_by(col(OutboxRow.id).desc())):
            if row.sealed is not None:
                yield row, _operation(work, row)

    def fresh(self) -> list[tuple[str, OutboxRow, Operation]]:
        """What was queued since the last call, with whose chat it is for; marked as sent."""
        with self.work() as work:
            _write_reminders(work)
            query = select(OutboxRow).where(col(OutboxRow.id) > self._shown)
            found = []
            for row in work.session.exec(query.order_by(col(OutboxRow.id))):
                self._shown = row.id or 0
                if not (self.slow and row.reason == "broadcast"):
                    _arrived(work, row)
                chat = work.session.get_one(AccountRow, row.account_id).chat
                if row.sealed is not None:
                    found.append((chat, row, _operation(work, row)))
            return found

    def arrive(self, count: int) -> None:
        """The next announcements that wait arrive."""
        with self.work() as work:
            for row in self._announcements(work)[:count]:
                _arrived(work, row)

    def are_refused(self, count: int) -> None:
        """The platform refuses the next announcements that wait."""
        with self.work() as work:
            for row in self._announcements(work)[:count]:
                row.state, row.problem = "failed", "bad request: chat not found"

    def _announcements(self, work: Work) -> list[OutboxRow]:
        waiting = select(OutboxRow).where(OutboxRow.reason == "broadcast")
        waiting = waiting.where(OutboxRow.state == "queued", col(OutboxRow.held).is_(False))
        return list(work.session.exec(waiting.order_by(col(OutboxRow.id))))

    def restart(self) -> None:
        """The process ends and starts anew: only the database remembers."""
        self.registry = registry()

    def repeat_last(self, name: str) -> None:
        """The last event of this chat once more, as by two taps in a moment."""
        self.happens(name, self._last[name])

    def issue_code(self, name: str) -> None:
        """A code and link for this person, by the specialist: 100001 and link-1 come first."""
        from storage.codes import issue

        with self.work() as work:
            issue(work, self.people[name], by=self.people["Mai"])

    def speaks_english(self, name: str) -> None:
        with self.work() as work:
            people.set_language(work, self.people[name], "en")

    def tick(self) -> None:
        """Let the planner write what is due by now, and what was not answered be asked again."""
        from bot.asking_again import ask_again
        from scheduler.tick import tick

        with self.work() as work:
            tick(work, DAYS)
            ask_again(work, self.registry, DAYS)

    def unlink(self, name: str) -> None:
        """Make this person someone who has never written to the bot."""
        with self.work() as work:
            account = self.account(work, name)
            work.session.execute(delete(MenuRow).where(col(MenuRow.account_id) == account.id))
            work.session.delete(account)

    def forget_consent(self, name: str) -> None:
        with self.work() as work:
            from storage.tables import ConsentRow

            for row in work.session.exec(
                select(ConsentRow).where(ConsentRow.person_id == self.people[name])
            ):
                work.session.delete(row)


def _write_reminders(work: Work) -> None:
    """What nobody sends here has its words all the same."""
    from scheduler.last_look import look

    wordless = select(OutboxRow.id).where(
        OutboxRow.state == "queued", OutboxRow.kind == "reminder", col(OutboxRow.sealed).is_(None)
    )
    look(work, [id_ or 0 for id_ in work.session.exec(wordless)], DAYS)


def _arrived(work: Work, row: OutboxRow) -> None:
    row.platform_id, row.state, row.sent_at = str(row.id), "sent", work.now


def _operation(work: Work, row: OutboxRow) -> Operation:
    return OPERATIONS[row.op].validate_python(work.vault.open(row.sealed or b""))


def _hire(
    work: Work,
    entry: tuple[str, str, str, str, Standing, str, frozenset[Role]],
    bot: tuple[str, str],
) -> int:
    name, full_name, position, unit, standing, salutation, roles = entry
    earlier = work.now - timedelta(days=30)
    row = PersonRow(
        full_name=full_name,
        folded=fold(full_name),
        sorts=sort_bytes(full_name),
        standing=standing,
        roles=",".join(sorted(roles)),
        salutation=salutation,
        joined_at=earlier,
    )
    work.session.add(row)
    work.session.flush()
    id_ = row.id or 0
    work.session.add(PostRow(person_id=id_, ordinal=0, unit=unit, position=position))
    account = people.account_of_chat(work, *bot, name)
    people.link(work, account.id, id_)
    work.session.get_one(AccountRow, account.id).linked_at = earlier
    for purpose in Purpose:
        consents.record(work, id_, purpose, ConsentState.GIVEN, "test", account.id)
    return id_
