"""Who may do what: every action and conversation of the registry, by every role.

The table is the office's own word on it. Those it lets in by everyone's roles but whose rows belong
to somebody are attacked below: each button that a transcript shows to one person is forged by all
the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import func, inspect
from sqlmodel import SQLModel, col, select

from bot.routing import aim
from bot.subjects import registry
from bot.turn import Turn
from domain.message import Do, Start, Target
from domain.outgoing import Acknowledge, Say
from domain.people import Role
from storage import menus, people, tables
from storage.outbox import OPERATIONS
from storage.tables import MenuRow, OutboxRow
from storage.unit_of_work import Work
from tests.office import BOT, CAST, SmallOffice
from tests.transcripts.playing import FILES, play_transcript

#: By role: what nobody else reaches at all. What is not here is reached by everyone.
MAY = {
    "admin": """
        day_change day_off day_save file_from_admin roster_import roster_drop roster_template
    """,
    "specialist": """
        absence_of away away_one paper_missed paper_tick paper_untick papers register_for
    """,
    "admin specialist": """
        template_drop template_example template_file template_reset template_use templates
        code_sheet codes correction_done corrections issue_code nudge nudge_later nudge_now
        new_code phones refuse_correction replacement_agree replacement_decline revoke_code
        staff_ask_left staff_change staff_left
    """,
    "admin sender specialist": """
        broadcast broadcast_approve broadcast_attach broadcast_cancel broadcast_decline
        broadcast_delete broadcast_delete_ask broadcast_file broadcast_later broadcast_moment
        broadcast_no_file broadcast_pause broadcast_preview broadcast_resume broadcast_retry
        broadcast_send broadcast_show broadcast_take_back broadcast_test broadcast_withdraw
        broadcasts
    """,
    "official specialist": """
        answer_obstacle obstacle_settled obstacles report_done
        letter_reopen letter_sent letter_take_back
        report_await report_copy_out report_file report_hand_in
        time_grant time_grant_until time_refuse time_requests
    """,
}
#: What belongs to everybody: the same for whoever presses it, whatever it names.
ANYBODYS = {"sign_text", "language", "language_vi", "language_en", "snooze", "why", "codes"}
#: A channel is named, and added to the chats of whoever presses.
ANYBODYS |= {"channel_add", "proof", "broadcasts"}
#: One's own, whatever period is named.
ANYBODYS |= {"stop", "stop_undo", "about_reminder"}
#: They name a period, and tell everybody of their own part in it.
ONES_OWN = {"paper_handed_in", "self_check", "consent_self_check", "register", "result"}
ONES_OWN |= {"form_link", "inquiry_change", "more_time"}
#: Rows of others that these work on, by the office's own division of work; the head confirms.
OFFICE_WORK = {
    "grant_revoke": {"Mai", "Lan", "Bình"},
    "away_one": {"Mai"},
    "absence_change": {"Mai"},
    "absence_end": {"Mai"},
    "review": {"Mai", "Bình"},
    "review_one": {"Mai", "Bình"},
    "review_decide": {"Mai", "Bình"},
    "review_together": {"Mai", "Bình"},
    "review_together_yes": {"Mai", "Bình"},
    "return_registration": {"Mai", "Bình"},
    "print_forms": {"Mai", "Bình"},
    "digest": {"Mai", "Bình", "Lan"},
    "trend": {"Mai", "Bình", "Lan"},
    "month": {"Mai", "Bình", "Lan"},
    "report_copies": {"Mai", "Bình"},
    "report_copy": {"Mai", "Bình"},
    "letter": {"Mai", "Bình"},
    "letter_sent": {"Mai", "Bình"},
    "letter_take_back": {"Mai", "Bình"},
    "letter_reopen": {"Mai", "Bình"},
    "documents": {"Mai", "Bình", "Lan"},
    "document": {"Mai", "Bình", "Lan"},
    "templates": {"Mai", "Lan"},
    "template_example": {"Mai", "Lan"},
    "template_reset": {"Mai", "Lan"},
    "office_registration": {"Mai", "Bình", "Sơn"},
    "nudge": {"Mai", "Lan"},
    "nudge_now": {"Mai", "Lan"},
    "nudge_later": {"Mai", "Lan"},
    "code_sheet": {"Mai", "Lan"},
    "revoke_code": {"Mai", "Lan"},
    # What has left its author's hands is the admin's, too: somebody must be able to stop it.
    "broadcast_show": {"Mai", "Lan"},
    "broadcast_pause": {"Mai", "Lan"},
    "broadcast_resume": {"Mai", "Lan"},
    "broadcast_take_back": {"Mai", "Lan"},
    "broadcast_retry": {"Mai", "Lan"},
    "broadcast_delete": {"Mai", "Lan"},
    "broadcast_delete_ask": {"Mai", "Lan"},
    "broadcast_withdraw": {"Mai", "Lan", "Bình"},
    # Anybody with the right to announce may agree, but its author.
    "broadcast_approve": {"Bình", "Lan"},
    "broadcast_decline": {"Bình", "Lan"},
    "issue_code": {"Mai", "Lan"},
    "new_code": {"Mai", "Lan"},
    # What was answered is read by who asked (who looks after it), the specialist and the head.
    "inquiry_result": {"Mai", "Bình"},
    "inquiry_paragraph": {"Mai", "Bình"},
    "inquiry_files": {"Mai", "Bình"},
    "inquiry_enter": {"Mai"},
    "inquiry_extend": {"Mai"},
    "inquiry_again": {"Mai"},
    "inquiry_close": {"Mai"},
    "inquiry_cancel": {"Mai"},
}
#: A deputy acts where the head's own paper is concerned.
ACTING = {("Sơn", Do("print_forms", "person:1")), ("Sơn", Do("print_forms", "period:1"))}
CHANGED: tuple[type[SQLModel], ...] = (
    *(tables.AbsenceRow, tables.AccountRow, tables.ApologyRow, tables.AskedRow),
    *(tables.BroadcastRow, tables.CodeRow),
    *(tables.ConsentRow, tables.CorrectionRow, tables.DeadlineRow, tables.DoneRow, tables.FileRow),
    tables.InquiryRow,
    *(tables.ObstacleRow, tables.PersonRow, tables.RecipientRow, tables.RegistrationRow),
    *(tables.RemedyRow, tables.ReplacementRow, tables.ReportCopyRow, tables.RevisionRow),
    tables.SelfCheckRow,
    *(tables.TaskNoteRow, tables.TaskResultRow, tables.TimeRequestRow),
)
Contents: TypeAlias = dict[str, list[tuple[object, ...]]]
#: Where somebody stands in their own chat changes by whatever they press.
_OF_THE_CHAT = {"foreground", "seen_revision"}
ROWS = {
    table.__name__: select(*(c for c in inspect(table).columns if c.name not in _OF_THE_CHAT))
    for table in CHANGED
}


def allowed(name: str) -> set[str]:
    """The roles of the table."""
    listed = [set(roles.split()) for roles, names in MAY.items() if name in names.split()]
    return listed[0] if listed else {str(role) for role in Role}


def everything() -> dict[str, frozenset[Role]]:
    known = registry()
    found = {one.name: one.roles for one in known.conversations.values()}
    return found | {one.name: one.roles for one in known.actions.values()}


def test_the_table_names_only_what_there_is() -> None:
    named = {name for names in MAY.values() for name in names.split()}
    assert named <= everything().keys()
    assert OFFICE_WORK.keys() | ANYBODYS <= everything().keys()


@pytest.mark.parametrize("name", sorted(everything()))
def test_each_is_reached_by_the_roles_of_the_table(name: str) -> None:
    assert {str(role) for role in everything()[name]} == allowed(name)


def test_every_command_leads_somewhere() -> None:
    known = registry()
    for command, target in known.commands.items():
        names = known.conversations if isinstance(target, Start) else known.actions
        name = target.conversation if isinstance(target, Start) else target.action
        assert name in names or name in {"back", "cancel"}, command


@contextmanager
def taken_back(office: SmallOffice) -> Iterator[Work]:
    """A transaction of which nothing remains."""
    with office.work() as work, work.session.begin_nested() as savepoint:
        yield work
        savepoint.rollback()


def pressed_by(work: Work, office: SmallOffice, name: str, target: Target) -> list[str]:
    """What somebody is told who presses this button, as it is or forged."""
    account = people.account_of_chat(work, *BOT, name)
    who = people.present(work, office.people[name])
    assert who is not None
    last = work.session.exec(select(func.max(col(OutboxRow.id)))).one() or 0
    turn = Turn(work, office.registry, account, who)
    aim(turn, who, target)
    rows = work.session.exec(
        select(OutboxRow).where(col(OutboxRow.id) > last, OutboxRow.account_id == account.id)
    )
    return [text for row in rows if (text := _text(work, row))]


def _text(work: Work, row: OutboxRow) -> str:
    said = OPERATIONS[row.op].validate_python(work.vault.open(row.sealed or b""))
    return said.text if isinstance(said, Say | Acknowledge) else ""


def contents(work: Work) -> Contents:
    """The rows of what may not change, by table."""
    work.session.flush()
    connection = work.session.connection()
    return {name: [tuple(row) for row in connection.execute(rows)] for name, rows in ROWS.items()}


@pytest.mark.parametrize("name", sorted(n for n in everything() if len(allowed(n)) < len(Role)))
def test_who_may_not_is_told_so_and_nothing_changes(name: str) -> None:
    office = small()
    target = Start(name, "1") if name in office.registry.conversations else Do(name, "1")
    for given, roles in ((c[0], c[6]) for c in CAST):
        if allowed(name) & {str(role) for role in roles}:
            continue
        with taken_back(office) as work:
            before = contents(work)
            told = pressed_by(work, office, given, target)
            assert contents(work) == before
            assert len(told) == 1, (given, told)
            assert "/menu" in told[0]


@cache
def small() -> SmallOffice:
    return SmallOffice()


def shown(office: SmallOffice) -> dict[Do | Start, set[str]]:
    """Every button about some row, and who was shown it."""
    found: dict[Do | Start, set[str]] = {}
    with office.work() as work:
        for row in work.session.exec(select(MenuRow)):
            owner = work.session.get_one(tables.AccountRow, row.account_id)
            index = 0
            while (target := menus.target(work, owner.id or 0, row.id or 0, index)) is not None:
                index += 1
                if isinstance(target, Do | Start) and target.subject:
                    found.setdefault(target, set()).add(owner.chat)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_button_of_somebody_else_changes_and_shows_nothing(file: Path) -> None:
    office = SmallOffice()
    list(play_transcript(file.read_text(encoding="utf-8"), office))
    linked = {c[0] for c in CAST if _is_linked(office, c[0])}
    with taken_back(office) as work:
        before = contents(work)
    for target, owners in shown(office).items():
        name = target.conversation if isinstance(target, Start) else target.action
        if name in ANYBODYS or name in {"back", "leave", "cancel", "resume"}:
            continue
        forgers = sorted(linked - owners - OFFICE_WORK.get(name, set()))
        told = {forger: _forged(office, forger, target, before) for forger in forgers}
        if name not in ONES_OWN and (here := owners & linked):
            _shows_nothing_of_it(office, next(iter(here)), target, told)


def _is_linked(office: SmallOffice, name: str) -> bool:
    with office.work() as work:
        return people.account_of_chat(work, *BOT, name).person == office.people[name]


def _forged(
    office: SmallOffice,
    forger: str,
    target: Do | Start,
    before: dict[str, list[tuple[object, ...]]],
) -> list[str]:
    with taken_back(office) as work:
        told = pressed_by(work, office, forger, target)
        assert contents(work) == before, f"{forger} changed something with {target}"
    return told


def _shows_nothing_of_it(
    office: SmallOffice, owner: str, target: Do | Start, told: dict[str, list[str]]
) -> None:
    with taken_back(office) as work:
        meant = {text for text in pressed_by(work, office, owner, target) if len(text) > 60}
    for forger, texts in told.items():
        leaked = {text for text in texts if text in meant and "/menu" not in text}
        acts = (forger, target) in ACTING
        assert acts or not leaked, f"{forger} reads with {target}: {leaked}"
