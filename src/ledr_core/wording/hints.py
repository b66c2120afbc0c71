"""What to do next, as whoever is told may do it, in the words of where they are (SUP-4).

A hint is one way out or several, of which the first is said that this person may take. What is typed for it stands
between < and >: <ledr slots release …>, an option of the command that was refused (<--package 3>), or what an operator
sets (<LEDR_MAIL>). A way with a command that they may not give, or with `{team}` when they are the team, is passed
over; so is an alternative in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.hearing import Hearer
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.speech import Ready, Speech
from ledr_core.wording.templates import Command, Either, Fact, Part, Template, parsed
from ledr_core.wording.typography import typeset


class Place(StrEnum):
    """Where somebody is when they are told something: on a page and in a mail, words alone say what to do."""

    COMMAND_LINE = "terminal"
    PYTHON = "python"
    PAGE = "web"
    MAIL = "mail"


Audience: TypeAlias = Place | Literal["terminal", "python", "web", "mail"]
"""Where somebody is, or its name."""


def place_of(audience: Audience) -> Place:
    """Where an audience is. Raises Invalid for another."""
    try:
        return Place(audience)
    except ValueError:
        raise Invalid("audience", "not one of them", {"value": audience, "choices": list(Place)}) from None


@frozen
class Hearing:
    """Somebody who is told something, somewhere."""

    hearer: Hearer
    place: Place

    def hint(self, ways: str | Sequence[str], facts: Mapping[str, object], voice: Speech) -> str:
        """The first way out that is one for this person; nothing when there is none."""
        known = {**facts, **_team(self.hearer, voice.language)}
        for way in [ways] if isinstance(ways, str) else ways:
            template = tuple(_heard(parsed(typeset(way, voice.language)), self))
            closed = any(_is_closed(part, self.hearer) for part in template)
            if not closed and (said := voice.fill(template, known)):
                return said
        return ""


_CLOSED: Final = Fact("")
"""Stands for what this person cannot do: an alternative with it is none."""
_OPERATION: Final = re.compile(r"ledr ([a-z]+) ([a-z][a-z-]*)")
_OPTION: Final = re.compile(r"--([a-z-]+)")
_FOR_ANYBODY: Final = "ledr rules"


def _team(hearer: Hearer, language: str) -> Mapping[str, object]:
    """How the school's team is called, with its address and chat."""
    if hearer.staff:
        return {"staff": True}
    words = sentences("words")[language]
    name, beside = words["unnamed"]["team"], words["team"]
    reached = [one for one in (hearer.address, hearer.chat and beside["by chat"].format(chat=hearer.chat)) if one]
    return {"team": Ready(name + (f" ({beside['or'].join(reached)})" if reached else ""))}


def _is_closed(part: Part, hearer: Hearer) -> bool:
    return part == _CLOSED or (isinstance(part, Fact) and part.name == "team" and hearer.staff)


def _heard(template: Template, hearing: Hearing) -> Iterable[Part]:
    """A template with its commands as this person is told them, here."""
    for part in template:
        if isinstance(part, Either):
            yield Either(tuple(tuple(_heard(one, hearing)) for one in part.alternatives))
        elif isinstance(part, Command):
            yield from _command(part, hearing.hearer, hearing.place)
        else:
            yield part


def _command(command: Command, hearer: Hearer, place: Place) -> Iterable[Part]:
    beginning = command.beginning
    if operation := _OPERATION.match(beginning):
        name = f"{operation[1]}.{operation[2].replace('-', '_')}"
        in_python: Template = (name,)
        open_to = hearer.may(name)
    elif option := _OPTION.match(beginning):
        name = option[1].replace("-", "_")
        value = beginning[option.end() :].lstrip()
        in_python = (f"{name}={value}" if value or command.typed[1:] else name, *command.typed[1:])
        open_to = hearer.takes(name.removeprefix("no_"))
    else:
        in_python = command.typed
        open_to = hearer.staff or beginning.startswith(_FOR_ANYBODY)
    if not open_to:
        yield _CLOSED
    elif hearer.types and place in (Place.COMMAND_LINE, Place.PYTHON):
        yield command.lead
        yield from in_python if place is Place.PYTHON else command.typed
