"""The waiting list of a slot session: an ordered queue, everybody in it once (ROT-1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import define, field

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import PersonId


@define
class Waiter:
    """Somebody in the list; `queued_by_run` is the day of the daily run that put them there (ROT-15)."""

    person: PersonId
    queued_by_run: date | None = None


@define
class WaitingList:
    """Who waits for a slot, first to be served first. Positions start at 1."""

    waiters: list[Waiter] = field(factory=list)

    def __iter__(self) -> Iterator[Waiter]:
        return iter(self.waiters)

    def __len__(self) -> int:
        return len(self.waiters)

    def __contains__(self, person: object) -> bool:
        return any(waiter.person == person for waiter in self.waiters)

    def people(self) -> list[PersonId]:
        """Everybody in the list, in order."""
        return [waiter.person for waiter in self.waiters]

    def position(self, person: PersonId) -> int | None:
        """The place of a person, from 1, or None when they do not wait."""
        return next((place for place, waiter in enumerate(self.waiters, 1) if waiter.person == person), None)

    def ahead_of(self, person: PersonId) -> list[PersonId]:
        """Who comes before a person, in order: everybody where they do not wait."""
        place = self.position(person)
        return self.people()[: None if place is None else place - 1]

    def add(self, person: PersonId, position: int | None = None, *, by_run: date | None = None) -> None:
        """Put a person who does not wait yet at a position, by default the end. Raises Invalid (position)."""
        if person in self:
            raise LookupError(f"{person} waits already")
        self._insert(Waiter(person, by_run), position)

    def move(self, person: PersonId, position: int) -> None:
        """Move somebody who waits to a position. Raises Invalid (position)."""
        waiter = self._waiter(person)
        self._must_be_a_place(position, len(self.waiters))
        self.waiters.remove(waiter)
        self._insert(waiter, position)

    def remove(self, person: PersonId) -> None:
        """Take off somebody who waits."""
        if not self.remove_if_present(person):
            raise LookupError(f"{person} does not wait")

    def remove_if_present(self, person: PersonId) -> bool:
        """Take a person off; gives whether they waited."""
        place = self.position(person)
        if place is not None:
            del self.waiters[place - 1]
        return place is not None

    def clear(self) -> None:
        """Empty the list."""
        self.waiters.clear()

    def _waiter(self, person: PersonId) -> Waiter:
        for waiter in self.waiters:
            if waiter.person == person:
                return waiter
        raise LookupError(f"{person} does not wait")

    def _insert(self, waiter: Waiter, position: int | None) -> None:
        places = len(self.waiters) + 1
        position = places if position is None else position
        self._must_be_a_place(position, places)
        self.waiters.insert(position - 1, waiter)

    @staticmethod
    def _must_be_a_place(position: int, places: int) -> None:
        if not 1 <= position <= places:
            raise Invalid("position", "not a place in the list", {"value": position, "count": places})
