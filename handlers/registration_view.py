"""How a registration is shown: to its owner, to who reviews it, and inside other subjects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.effects import Begin, Effect, Reply
from domain.message import (
    Attachment,
    Choice,
    Do,
    Document,
    Message,
    Rows,
    Start,
    Style,
    column,
    say,
)
from domain.period import PeriodState
from domain.plan import Kind
from domain.registration import (
    Filed,
    MyRegistration,
    PaperState,
    Printout,
    ReviewState,
    Revision,
    Source,
    TaskContent,
)
from domain.text import GAP, Text, _
from handlers.conversation import Action

TASK = _("Key task")
PRODUCT = _("Product")
BY_WHEN = _("By when")
MEASURES = _("Measures")
WITH_WHOM = _("Who does it with me")
AUTHORITY = _("Authority")
RESPONSIBILITY = _("Responsibility")

#: Which conversation writes a registration of that kind.
WRITES = {Kind.REGISTRATION: "register", Kind.COLLECTIVE: "register_collective"}


def registration_view(filed: Filed, choices: Rows = ()) -> Message:
    """The newest version as its owner reads it, with where it stands."""
    lines = (
        version_line(filed.newest),
        *content_lines(filed.newest.content),
        GAP,
        standing_line(filed.newest),
        paper_line(filed.registration.paper),
    )
    return say(*lines, title=Text("", {"text": filed.obligation.title}), choices=choices)


def version_line(revision: Revision) -> Text:
    line = _("Version {n}, sent at {when}", n=revision.number, when=revision.submitted_at)
    if (entered := revision.entered) is not None:
        line = _ENTERED[entered.source](revision, entered.by)
    return _("{line} (after the deadline)", line=line) if revision.late else line


def _from_paper(revision: Revision, by: str) -> Text:
    return _(
        "Version {n}, entered by {who} from the signed form at {when}",
        n=revision.number,
        who=by,
        when=revision.submitted_at,
    )


def _as_dictated(revision: Revision, by: str) -> Text:
    return _(
        "Version {n}, entered by {who} as dictated at {when}",
        n=revision.number,
        who=by,
        when=revision.submitted_at,
    )


_ENTERED = {Source.PAPER: _from_paper, Source.DICTATED: _as_dictated}


def content_lines(content: TaskContent) -> tuple[Text, ...]:
    """What was written, a point a line; points left out are not shown."""
    asked = ((TASK, content.task), (PRODUCT, content.product), (BY_WHEN, f"{content.due:%d/%m/%Y}"))
    return (*_points(asked), *later_points(content))


def later_points(content: TaskContent) -> tuple[Text, ...]:
    """The points that are offered, as far as they were written."""
    return _points(
        (
            (MEASURES, content.measures),
            (WITH_WHOM, content.person),
            (AUTHORITY, content.authority),
            (RESPONSIBILITY, content.responsibility),
        )
    )


def _points(points: Sequence[tuple[Text, str]]) -> tuple[Text, ...]:
    return tuple(
        _("{label}: {words}", label=label, words=words) for label, words in points if words
    )


def standing_line(revision: Revision) -> Text:
    """Where its review stands."""
    match revision.state:
        case ReviewState.RECEIVED:
            return _("The specialist has received it.")
        case ReviewState.CONFIRMED:
            return _("Received and confirmed.")
        case ReviewState.RETURNED:
            return _("Asked to be completed: “{remark}”", remark=revision.remark)
        case _:
            return _("Waiting to be received.")


def paper_line(paper: PaperState) -> Text:
    match paper:
        case PaperState.SIGNED:
            return _("Signed paper: handed in.")
        case PaperState.OUT_OF_DATE:
            return _("Signed paper: of an older version; print and sign this one.")
        case _:
            return _("Signed paper: not handed in yet.")


def show_mine(mine: MyRegistration) -> Sequence[Effect]:
    """What was registered; where nothing was yet, the conversation begins."""
    if mine.filed is None:
        return [Begin(WRITES[mine.period.kind], str(mine.period.id))]
    view = registration_view(mine.filed, _my_choices(mine, mine.filed))
    if mine.state is PeriodState.CLOSED:
        closed = _("Closed at {when}: it stays as it is.", when=mine.period.closes)
        view = Message((*view.body, closed), view.title, view.choices)
    return [Reply(view)]


def _my_choices(mine: MyRegistration, filed: Filed) -> Rows:
    """What the reader may do with it."""
    choices = [print_choice(filed)]
    if mine.writes:
        choices.insert(0, change_choice(filed))
    if mine.own and filed.registration.paper is not PaperState.SIGNED:
        handed_in = Do("paper_handed_in", str(filed.period.id))
        choices.append(Choice(_("Signed paper handed in"), handed_in))
    return column(*choices)


def change_choice(filed: Filed, style: Style = Style.PLAIN) -> Choice:
    """Leads to a new version of it."""
    return Choice(_("Change it"), Start(WRITES[filed.period.kind], str(filed.period.id)), style)


def print_choice(filed: Filed) -> Choice:
    """The form to print; the collective one is the whole of its period."""
    collective = filed.registration.collective
    subject = f"period:{filed.period.id}" if collective else f"person:{filed.owner.id}"
    return Choice(_("Form to print"), Do("print_forms", subject))


def print_forms(printout: Printout) -> Sequence[Effect]:
    """The forms as a file, and what to do with the paper (S0 III.2.b)."""
    kinds = list(dict.fromkeys(form.period.kind for form in printout.forms))
    if len(kinds) == 1:
        return [Reply(_printed(printout))]
    return [Reply(_printed(_only(printout, kind))) for kind in kinds]


def _only(printout: Printout, kind: Kind) -> Printout:
    """Each kind of form may be the office's own: it has a file to itself."""
    forms = tuple(form for form in printout.forms if form.period.kind is kind)
    return replace(printout, subject=f"{printout.subject}#{kind}", forms=forms)


def _printed(printout: Printout) -> Message:
    file = Attachment(Document.REGISTRATION_FORMS, printout.subject)
    if len(printout.forms) == 1:
        form = printout.forms[0]
        whose = _("Form of {who}, version {n}.", who=form.person.full_name, n=form.revision.number)
    else:
        whose = _("Forms of {count} registrations in one file.", count=len(printout.forms))
    return Message((whose, _copies(printout)), attachment=file)


def _copies(printout: Printout) -> Text:
    if all(form.collective for form in printout.forms):
        return _("Print it, have it signed and hand it in to {who}.", who=printout.specialist)
    if len(printout.forms) > 1:
        return _(
            "Each form is there twice: both are signed, one stays with the office, whoever "
            "registered keeps the other."
        )
    return _(
        "Each form is there twice: print and sign both, hand one in to {specialist}, "
        "keep the other.",
        specialist=printout.specialist,
    )


MY_REGISTRATION = Action("my_registration", show_mine)
OFFICE_REGISTRATION = Action("office_registration", show_mine)
PRINT_FORMS = Action("print_forms", print_forms)
