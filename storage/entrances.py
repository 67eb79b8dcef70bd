"""Which ways in a slip names: on each channel the office runs, the bot this person should open."""

from __future__ import annotations

from collections.abc import Mapping

from domain.channels import TELEGRAM, ZALO, ZALO_OA, abilities
from domain.enrolment import Entrance
from domain.text import Text, _, verbatim
from storage import places
from storage.unit_of_work import Place, Work

_IN_ORDER = (ZALO, TELEGRAM, ZALO_OA)
#: What has room on a slip.
_MOST = 2
#: Where no bot is known yet, what one would type.
_TYPED = Place("", "", "/start {}".format)


def entrances(work: Work, tokens: Mapping[int, str]) -> Mapping[int, tuple[Entrance, ...]]:
    """For each person, by the token of their code; where people are counted, spread evenly."""
    run = dict.fromkeys(place.channel for place in work.places)
    chosen = [_chosen(work, channel, list(tokens)) for channel in _IN_ORDER if channel in run]
    return {
        person: tuple(_entrance(work, each[person], token) for each in chosen[:_MOST])
        or (Entrance(verbatim(""), _TYPED.link(token)),)
        for person, token in tokens.items()
    }


def doors(work: Work) -> tuple[Entrance, ...]:
    """Every bot the office runs, for whoever has a code or will be given one."""
    ordered = sorted(work.places, key=lambda place: _IN_ORDER.index(place.channel))
    return tuple(_entrance(work, place, "") for place in ordered)


def _chosen(work: Work, channel: str, people: list[int]) -> Mapping[int, Place]:
    """The bot for each; where all are full, the first: it says so."""
    first = next(place for place in work.places if place.channel == channel)
    return dict.fromkeys(people, first) | dict(places.assigned(work, channel, people))


def _entrance(work: Work, place: Place, token: str) -> Entrance:
    return Entrance(_name(work, place), place.link(token))


def _name(work: Work, place: Place) -> Text:
    title = abilities(place.channel).title
    several = [other for other in work.places if other.channel == place.channel]
    if len(several) == 1:
        return verbatim(title)
    number = places.number(work, (place.channel, place.bot))
    return _("{channel}, bot {number}", channel=title, number=number)
