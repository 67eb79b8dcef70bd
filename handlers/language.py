"""/ngonngu: the language in which the bot speaks to this person, and names its commands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from domain.effects import Effect, Replace, Reply, SetLanguage
from domain.enrolment import ShowCommands
from domain.message import Choice, Do, column, say
from domain.people import Person
from domain.text import _
from handlers.command_menu import commands_for
from handlers.conversation import Action


def _choose(_person: Person) -> Sequence[Effect]:
    return [
        Reply(
            say(
                _("Which language?"),
                choices=column(
                    Choice(_("Vietnamese"), Do("language_vi")),
                    Choice(_("English"), Do("language_en")),
                ),
            )
        )
    ]


def _speak(language: str, who: Person) -> Sequence[Effect]:
    return [
        SetLanguage(language),
        ShowCommands(who.id, commands_for(who, language)),
        # TRANSLATORS: each catalogue names its own language here.
        Replace(say(_("From now on this chat is in English."))),
    ]


LANGUAGE = Action("language", _choose)
VIETNAMESE = Action("language_vi", partial(_speak, "vi"))
ENGLISH = Action("language_en", partial(_speak, "en"))
