"""Roles delegated for a time."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from bot.rights import save_grant, take_back
from domain.delegation import RevokeGrant, SaveGrant
from domain.message import Do
from handlers import delegating
from storage import delegating as rows

SUBJECT = Subject(
    # Office work: whether one's own things are kept here is another matter.
    conversations=(conversation(delegating.DELEGATE, rows.load_delegating, needs_consent=False),),
    actions=(
        action(delegating.GRANTS, rows.load_grants, needs_consent=False),
        action(delegating.REVOKE, rows.load_one, needs_consent=False),
    ),
    appliers=(applier(SaveGrant, save_grant), applier(RevokeGrant, take_back)),
    commands={"uyquyen": Do("grants")},
)
