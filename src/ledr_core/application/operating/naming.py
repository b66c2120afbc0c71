"""Opaque identifiers put into the words people know, in facts of refusals and in published events."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, Protocol, cast

import attrs

from ledr_core.application.operating.work import Work
from ledr_core.domain.events import Event
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CompanyId, Identifier, PersonId, SessionId, TeamId
from ledr_core.ports.unit import UnitOfWork


class Named(str):
    """An e-mail or a reference that knows what people call it: a person's name, a title (CAT-14)."""

    name: str

    def __new__(cls, text: str, name: str) -> Named:
        """The text, with the name beside it."""
        made = super().__new__(cls, text)
        made.name = name
        return made

    def __reduce__(self) -> tuple[type[Named], tuple[str, str]]:
        return Named, (str.__str__(self), self.name)


class Naming:
    """Looks names up, each once."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit
        self._names: dict[Identifier, str] = {}

    def words(self, value: object) -> object:
        """The value with identifiers replaced, in lists and maps too."""
        if isinstance(value, Identifier):
            if value not in self._names:
                self._names[value] = self._look_up(value)
            return self._names[value]
        if isinstance(value, list | tuple):
            return [self.words(item) for item in value]
        if isinstance(value, Mapping):
            return {key: self.words(item) for key, item in value.items()}
        return value

    def replaced(self, event: Event) -> dict[str, object]:
        """The fields of an attrs value that are identifiers, replaced."""
        fields = attrs.asdict(event, recurse=False)
        return {name: self.words(value) for name, value in fields.items() if isinstance(value, Identifier)}

    def _look_up(self, value: Identifier) -> str:
        unit = self._unit
        if isinstance(value, PersonId):
            card = unit.people.cards([value]).get(value)
            return Named(card.email, card.name) if card else str(value)
        if isinstance(value, SessionId):
            found = unit.sessions.many([value])
            return found[0].reference if found else str(value)
        if isinstance(value, CompanyId):
            return unit.companies.get(value).name
        if isinstance(value, TeamId):
            return unit.teams.get(value).name
        return unit.catalogue.references([value]).get(value, str(value))


def published(work: Work) -> list[Event]:
    """The events of a piece of work in the words people know."""
    naming = Naming(work.unit)
    return [attrs.evolve(event, **cast(dict[str, Any], naming.replaced(event))) for event in work.events]


def in_words(error: Refused, unit: UnitOfWork, *, titles: bool) -> Refused:
    """The refusal with its facts in the words people know; with *titles*, parts of the catalogue know theirs."""
    naming = Naming(unit)
    facts = {name: naming.words(value) for name, value in error.facts.items()}
    said = Refused(error.rule, error.reason, with_titles(unit, facts) if titles else facts)
    said.also = error.also
    return said


def with_titles(unit: UnitOfWork, facts: Mapping[str, object]) -> dict[str, object]:
    """Facts in which the references of courses, themes, modules, lessons and workshops know their titles (CAT-14)."""
    return {name: _titled(unit, name, value) for name, value in facts.items()}


class _Part(Protocol):
    @property
    def reference(self) -> str: ...
    @property
    def title(self) -> str: ...


def by_title(part: _Part) -> Named:
    """The reference of a part of the catalogue, which knows its title (CAT-14)."""
    return Named(part.reference, part.title)


def titled(unit: UnitOfWork, parts: Collection[Identifier]) -> dict[Identifier, Named]:
    """The references of parts of the catalogue, which know their titles (CAT-14)."""
    return {part: Named(reference, title) for part, (reference, title) in unit.catalogue.titles(parts).items()}


def _titled(unit: UnitOfWork, fact: str, value: object) -> object:
    section = _SECTIONS.get(fact)
    if section is None or not isinstance(value, str | list | tuple) or isinstance(value, Named):
        return value
    references = [one for one in ([value] if isinstance(value, str) else value) if isinstance(one, str)]
    known = getattr(unit.catalogue, section)(references)
    names = [by_title(known[one]) if one in known else one for one in references]
    return names[0] if isinstance(value, str) else names


_SECTIONS: Final = {
    "course": "courses",
    "theme": "themes",
    "themes": "themes",
    "module": "modules",
    "modules": "modules",
    "missing_modules": "modules",
    "lesson": "lessons",
    "workshop": "workshops",
}
"""The sections of the catalogue, by the facts that name parts of them."""
