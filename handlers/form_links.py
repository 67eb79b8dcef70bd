"""Forms on a page, for whoever would rather fill in than chat; and taking links back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.effects import Effect, Reply
from domain.links import FormLink, FormsToOffer, KeepFormLink, RevokeLinks
from domain.message import Choice, Do, Open, Start, Style, column, say
from domain.people import Person
from domain.text import Text, _
from handlers.conversation import Action

#: How conversations are called; the registry knows.
Titles = Mapping[str, Text]


def offer(titles: Titles) -> Action[FormsToOffer]:
    """Which form it should be."""

    def ask(inputs: FormsToOffer) -> Sequence[Effect]:
        known = [form for form in inputs.forms if form.conversation in titles]
        choices = (Choice(titles[form.conversation], leading_to(form)) for form in known)
        return [Reply(say(_("Which form do {you} want to fill in?"), choices=column(*choices)))]

    return Action("forms", ask)


def leading_to(form: Start) -> Do:
    """What sends a link to this form."""
    return Do("form_link", f"{form.conversation}/{form.subject}")


def send(titles: Titles) -> Action[FormLink]:
    """One message with the link."""

    def told(link: FormLink) -> Sequence[Effect]:
        title = titles.get(link.about.conversation, _("a form"))
        message = say(
            _("{title}: what has been answered so far stands in the form.", title=title),
            _("For {you} alone, in one browser. It has to be opened within 12 hours."),
            choices=column(Choice(_("Fill in on a page"), Open(link.url), Style.PRIMARY)),
        )
        return [KeepFormLink(link), Reply(message)]

    return Action("form_link", told)


def _revoke(_who: Person) -> Sequence[Effect]:
    done = _("From now on none of the links sent to {you} leads anywhere.")
    return [RevokeLinks(), Reply(say(done))]


REVOKE = Action("revoke_links", _revoke)
