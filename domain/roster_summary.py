"""A dry run in a chat: what an import would change, short enough for a phone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from domain.people import Post, Role, Standing
from domain.roster import Added, Changed, Left, Rename, Returned, RosterDiff, Unchanged
from domain.roster_entry import RosterEntry, changed_fields
from domain.text import GAP, Text, _, verbatim

SHOWN = 8  # names a kind of change, problems, notes; the rest is counted

_ROLES: Mapping[Role, Text] = {
    Role.OFFICIAL: _("official"),
    Role.SPECIALIST: _("specialist in charge"),
    Role.ADMIN: _("administrator"),
    Role.SENDER: _("may send announcements"),
}
_STANDINGS: Mapping[Standing, Text] = {
    Standing.STAFF: _("staff"),
    Standing.DEPUTY: _("deputy head"),
    Standing.HEAD: _("head"),
}


def summary(diff: RosterDiff) -> tuple[Text, ...]:
    """Counts first, then names, then what to look at; with problems, only those."""
    if diff.problems:
        return faults(diff.problems)
    here = [change.new for change in diff.changes if not isinstance(change, Left)]
    if diff.changes_nothing:
        first = _("{count} people on the sheet, all as before: nothing to change.", count=len(here))
        return (first, *_listed(diff.notes, _("To look at:")))
    counts = tuple(_counts(diff))
    first = _("{count} people on the sheet: {changes}.", count=len(here), changes=counts)
    return (first, *_names(diff), *_listed(diff.notes, _("To look at:")))


def faults(problems: Sequence[Text]) -> tuple[Text, ...]:
    """The problems of a sheet: nothing was imported, and what to correct."""
    first = _(
        "Nothing was imported. To correct: {count}. Then send the file again.", count=len(problems)
    )
    return (first, GAP, *_bounded(problems))


def _counts(diff: RosterDiff) -> Iterator[Text]:
    if n := len(diff.of(Added)):
        yield _("{count} new", count=n)
    if n := len(diff.of(Changed)):
        yield _("{count} changed", count=n)
    if n := len(diff.of(Rename)):
        yield _("{count} with a corrected name", count=n)
    if n := len(diff.of(Returned)):
        yield _("{count} back again", count=n)
    if n := len(diff.of(Left)):
        yield _("{count} left", count=n)
    if n := len(diff.of(Unchanged)):
        yield _("{count} unchanged", count=n)


def _names(diff: RosterDiff) -> Iterator[Text]:
    yield from _listed(tuple(_renamed(c) for c in diff.of(Rename)), _("Corrected names:"))
    yield from _listed(tuple(_changed(c) for c in diff.of(Changed)), _("Changed:"))
    left = tuple(_person(c.old.entry) for c in diff.of(Left))
    yield from _listed(left, _("Not on the sheet any more, will be marked as left:"))
    yield from _listed(tuple(_person(c.new) for c in diff.of(Returned)), _("Back again:"))
    yield from _listed(tuple(_person(c.new) for c in diff.of(Added)), _("New:"))


def _listed(items: Sequence[Text], title: Text) -> Iterator[Text]:
    if items:
        yield from (GAP, title, *_bounded(items))


def _bounded(items: Sequence[Text]) -> Iterator[Text]:
    yield from (_("• {item}", item=item) for item in items[:SHOWN])
    if len(items) > SHOWN:
        yield _("… and {count} more lines", count=len(items) - SHOWN)


def _person(entry: RosterEntry) -> Text:
    return verbatim(", ".join(filter(None, (entry.full_name, entry.position, entry.unit))))


def _renamed(change: Rename) -> Text:
    params = {"old": change.old.entry.full_name, "new": change.new.full_name}
    if change.same_code:
        return _("{old} → {new} (same staff code {code})", code=change.new.code, **params)
    return _("{old} → {new} (same post, nearly the same name)", **params)


def _changed(change: Changed) -> Text:
    old, new = change.old.entry, change.new
    what = tuple(_field(name, old, new) for name in changed_fields(old, new))
    return _("{person}: {changes}", person=new.full_name, changes=what)


def _field(name: str, old: RosterEntry, new: RosterEntry) -> Text:
    match name:
        case "posts":
            return _("{old} → {new}", old=_posts(old.posts), new=_posts(new.posts))
        case "roles":
            return _("rights: {roles}", roles=roles_of(new.roles))
        case "standing":
            return _("{old} → {new}", old=_STANDINGS[old.standing], new=_STANDINGS[new.standing])
        case "code":
            return _("staff code {code}", code=new.code or "–")
        case _:
            return _("{old} → {new}", old=str(getattr(old, name)), new=str(getattr(new, name)))


def _posts(posts: Sequence[Post]) -> str:
    return " + ".join(", ".join(filter(None, (post.position, post.unit))) for post in posts)


def roles_of(roles: frozenset[Role]) -> tuple[Text, ...]:
    """What somebody may do here, in words."""
    return tuple(words for role, words in _ROLES.items() if role in roles)
