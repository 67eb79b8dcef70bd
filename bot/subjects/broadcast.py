"""Writing to many: compose, preview, send, agree, look after what goes out."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from bot.subjects.roster import sent_file
from domain.broadcast import (
    Approve,
    AskApproval,
    AwaitFile,
    BackToDraft,
    CancelBroadcast,
    DeleteSent,
    Enclose,
    Enclosing,
    KeepBroadcast,
    KeepMoment,
    Pause,
    Resume,
    SendBroadcast,
    TakeBack,
    TakeFileOut,
    TryAgain,
)
from domain.effects import Refused
from domain.message import Do
from domain.people import Person
from handlers import broadcast_approval as approval
from handlers import broadcast_running as running
from handlers import broadcasting
from storage import audiences, broadcast_files, broadcast_ledger, broadcast_sending, broadcasts
from storage.unit_of_work import Work


def _file_for_draft(work: Work, who: Person, subject: str) -> Enclosing | Refused:
    return broadcast_files.load(work, who, sent_file(work, who, subject))


#: Office work: whether one's own things are kept here is another matter.
_OWN = tuple(
    action(spec, broadcasts.load, needs_consent=False)
    for spec in (
        broadcasting.PREVIEW,
        broadcasting.TEST,
        broadcasting.SEND,
        broadcasting.SEND_LATER,
        broadcasting.CANCEL,
        broadcasting.ATTACH,
        broadcasting.NO_FILE,
    )
)
_LOOKED_AFTER = tuple(
    action(spec, broadcast_ledger.load, needs_consent=False)
    for spec in (
        approval.WITHDRAW,
        running.SHOW,
        running.PAUSE,
        running.RESUME,
        running.TAKE_BACK,
        running.TRY_AGAIN,
        running.ASK_DELETE,
        running.DELETE,
    )
)

SUBJECT = Subject(
    conversations=(
        conversation(broadcasting.COMPOSE, audiences.compose_inputs, needs_consent=False),
        conversation(broadcasting.MOMENT, broadcasts.moments, needs_consent=False),
    ),
    actions=(
        *_OWN,
        *_LOOKED_AFTER,
        action(running.LIST, broadcast_ledger.load_list, needs_consent=False),
        action(broadcasting.ENCLOSE, _file_for_draft, needs_consent=False),
        action(approval.APPROVE, broadcasts.load_for_approval, needs_consent=False),
        action(approval.DECLINE, broadcasts.load_for_approval, needs_consent=False),
    ),
    appliers=(
        applier(KeepBroadcast, broadcasts.keep),
        applier(KeepMoment, broadcasts.keep_moment),
        applier(CancelBroadcast, broadcasts.cancel),
        applier(AwaitFile, broadcast_files.await_file),
        applier(Enclose, broadcast_files.enclose),
        applier(TakeFileOut, broadcast_files.take_out),
        applier(SendBroadcast, broadcast_sending.send),
        applier(AskApproval, broadcast_sending.ask_approval),
        applier(Approve, broadcast_sending.approve),
        applier(BackToDraft, broadcast_sending.back_to_draft),
        applier(Pause, broadcast_sending.pause),
        applier(Resume, broadcast_sending.resume),
        applier(TakeBack, broadcast_sending.take_back),
        applier(TryAgain, broadcast_sending.try_again),
        applier(DeleteSent, broadcast_ledger.delete),
    ),
    commands={"thongbao": Do("broadcasts")},
)
