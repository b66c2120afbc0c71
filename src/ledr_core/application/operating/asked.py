"""What a piece of work has asked already: of many at a time where it can, and once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from ledr_core.domain.kernel.identifiers import CourseId, PersonId
    from ledr_core.domain.learning.progress import Record
    from ledr_core.domain.sessions.sessions import Session
    from ledr_core.ports.records import Records

K = TypeVar("K")
V = TypeVar("V")
Read: TypeAlias = "Callable[[Collection[K]], Mapping[K, V]]"


class Asked(Generic[K, V]):
    """Answers by what was asked about. *read* answers for several at once, and leaves out whom it knows nothing of.

    It is given with each question and not kept: it belongs to the piece of work that keeps this, and what refers to
    itself stays in memory, with all that was loaded, until the garbage collector finds it.
    """

    def __init__(self) -> None:
        self._known: dict[K, V | None] = {}

    def many(self, keys: Iterable[K], read: Read[K, V]) -> dict[K, V]:
        """The answers that there are for these; those not known yet are read together."""
        wanted = dict.fromkeys(keys)
        unknown = [key for key in wanted if key not in self._known]
        if unknown:
            found = read(unknown)
            self._known.update((key, found.get(key)) for key in unknown)
        return {key: value for key in wanted if (value := self._known[key]) is not None}

    def one(self, key: K, read: Read[K, V]) -> V | None:
        """The answer for one, None when there is none."""
        return self._known[key] if key in self._known else self.many([key], read).get(key)

    @property
    def known(self) -> Iterable[V]:
        """The answers known by now."""
        return (value for value in self._known.values() if value is not None)

    def forget(self) -> None:
        """Know nothing any more: what was asked about may have changed."""
        self._known.clear()


class Finishers:
    """Who has finished which courses (LEARN-10): by the record of a person where it is *at hand*, else as kept."""

    def __init__(self, kept: Records, at_hand: Asked[PersonId, Record]) -> None:
        self._kept = kept
        self._at_hand = at_hand
        self._found: dict[CourseId, set[PersonId]] = {}
        self._looked_for: dict[CourseId, set[PersonId]] = {}

    def among(self, course: CourseId, people: Collection[PersonId]) -> set[PersonId]:
        """Who has finished the course, of these people at least."""
        found, looked_for = self._found.setdefault(course, set()), self._looked_for.setdefault(course, set())
        at_hand = {record.person: course in record.finished for record in self._at_hand.known}
        unknown = set(people) - looked_for - at_hand.keys()
        if unknown:
            found |= self._kept.finished(course, unknown)
            looked_for |= unknown
        return (found - at_hand.keys()).union(person for person, finished in at_hand.items() if finished)

    def look_for(self, sessions: Iterable[Session]) -> None:
        """Ask at once of all people of sessions, which are as they were loaded: by session, a query a course."""
        of_course: dict[CourseId, list[Session]] = {}
        for session in sessions:
            of_course.setdefault(session.course, []).append(session)
        for course, some in of_course.items():
            found = self._kept.finished_in(course, [session.id for session in some])
            self._found.setdefault(course, set()).update(found)
            self._looked_for.setdefault(course, set()).update(*(session.members for session in some))
