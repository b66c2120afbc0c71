"""The desk: opens pieces of work over the ports, tries again after a conflict, publishes events after commit."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final, TypeVar
from weakref import WeakSet

from attrs import define, field

from ledr_core.application.operating.actor import Actor, actor_named
from ledr_core.application.operating.settling import conclude
from ledr_core.application.operating.subscribing import Held, Subscribers
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.errors import Conflict, Invalid, LedrError, NotFound, Refused, Unavailable
from ledr_core.domain.kernel.moments import Moment

if TYPE_CHECKING:
    from ledr_core.application.operating.contexts import Contexts
    from ledr_core.application.operating.hearing import Lookup
    from ledr_core.application.operating.permissions import Permission
    from ledr_core.domain.events import Event
    from ledr_core.domain.kernel.hearing import Hearer
    from ledr_core.ports.outside import Ports
    from ledr_core.ports.unit import Joined, UnitOfWork

T = TypeVar("T")
Progress = Callable[[int, int, str], None]

TRIES: Final = 6
"""How often an operation is tried when somebody else changes the same thing meanwhile."""


class GivenUp(Exception):
    """A piece of work that is undone at its end, and has failed in nothing."""


@define(slots=False, eq=False)
class Desk:
    """Where operations are taken; one for a school, or one for a transaction of several operations."""

    ports: Ports
    bring: Callable[[], Contexts]
    """Gives what the contexts bring to a piece of work, when it is first asked for."""
    operations: Lookup
    """Gives the operation of a name."""
    subscribers: Subscribers = field(factory=Subscribers)
    progress: Progress | None = None
    joined: Joined | None = None
    """The transaction that operations are part of, when they are."""
    held: Held | None = None
    """The events of that transaction, until it is committed."""
    ended: bool = False
    """Whether that transaction is over."""
    closed: bool = False
    """Whether the school was given back."""
    wiped: bool = False
    """Whether secrets are overwritten in that transaction."""
    _inside: threading.local = field(factory=threading.local)
    _waiting: WeakSet[Held] = field(factory=WeakSet)
    """The events of transactions begun here, which may wait for a host's word."""

    def now(self) -> Moment:
        """The present moment."""
        return Moment(self.ports.clock.now())

    @contextmanager
    def work(self, by: object, permission: Permission, *, reads: bool) -> Iterator[Work]:
        """A piece of work of the acting person, who must be allowed it; it is written when the block ends well."""
        self.must_be_open()
        opened = self.joined.begin(reads=reads) if self.joined else self.ports.store.begin(reads=reads)
        events: list[Event] = []
        with suppress(GivenUp), opened as unit:
            work = Work(unit, actor_named(by, unit), self.now(), self.ports, self.bring)
            try:
                work.must_be_allowed(permission)
                yield work
            except Refused as refusal:
                from ledr_core.application.operating.naming import in_words

                raise self._told(in_words(refusal, unit, titles=not work.actor.is_staff), work) from None
            except LedrError as error:
                if isinstance(error, NotFound) and work.actor.is_staff:
                    from ledr_core.application.operating.near_names import look_for_near_names

                    look_for_near_names(error, unit)
                self._told(error, work)
                raise
            if work.given_up:
                raise GivenUp
            events = self._concluded(work, reads=reads)
        self._scrub(wiped=work.wiped)
        self._publish(events)

    def hearer(self, by: object) -> Hearer:
        """Whom errors and results are told to when that person acts. Raises NotFound when nobody has that address."""
        from ledr_core.application.operating.hearing import hearer_of

        self.must_be_open()
        opened = self.joined.begin(reads=True) if self.joined else self.ports.store.begin(reads=True)
        with opened as unit:
            return hearer_of(Work(unit, actor_named(by, unit), self.now(), self.ports, self.bring), self.operations)

    def _told(self, error: LedrError, work: Work) -> LedrError:
        from ledr_core.application.operating.hearing import hearer_of

        reading = not isinstance(error, Conflict | Unavailable)
        error.hearer = hearer_of(work, self.operations, reading=reading)
        return error

    @contextmanager
    def own_work(self, *, reads: bool = False) -> Iterator[Work]:
        """A piece of work of the school itself: a step of a job."""
        self.must_be_open()
        with self.ports.store.begin(reads=reads) as unit:
            work = self.of_the_school(unit, self.now())
            yield work
            events = self._concluded(work, reads=reads)
        self._scrub(wiped=work.wiped)
        self._publish(events)

    def of_the_school(self, unit: UnitOfWork, moment: Moment) -> Work:
        """A piece of work of the school itself over a unit of work that is open already."""
        return Work(unit, Actor("staff"), moment, self.ports, self.bring)

    def _concluded(self, work: Work, *, reads: bool) -> list[Event]:
        """End a piece of work; gives its events, in words that are looked up in what it has written."""
        if not reads:
            conclude(work)
        if not self.subscribers:
            return []
        from ledr_core.application.operating.naming import published

        if not reads:
            work.flush()
        return published(work)

    @contextmanager
    def naming_damage(self) -> Iterator[None]:
        """What goes wrong where a row cannot be read, as Unavailable, naming it; anything else as it is."""
        try:
            yield
        except Exception as error:
            damaged = self.damage_behind(error)
            if damaged is None:
                raise
            raise damaged from error

    def damage_behind(self, error: Exception) -> Unavailable | None:
        """What is told of an error where a row cannot be read: the first such row, named. None for any other.

        The rows are searched for it, which takes long: not where a file or the network fails, which no row does.
        """
        if isinstance(error, LedrError | OSError):
            return None
        found = (self.joined or self.ports.store).damage(self.bring().read_facts)
        if found is None:
            return None
        facts = {"table": found.table, "row": found.row, "column": found.column}
        return Unavailable("database", "damaged row", facts)

    def repeat(self, attempt: Callable[[], T]) -> T:
        """Do it; after a Conflict again, a few times, a little later each time. Part of a transaction: once."""
        for left in reversed(range(TRIES)):
            try:
                return attempt()
            except Conflict:
                if not left or self.joined:
                    raise
                time.sleep(random.uniform(0.001, 0.02 * (TRIES - left)))
        raise AssertionError("unreachable")

    def must_be_open(self) -> None:
        """Raises Unavailable for a school that is closed, Invalid where operations are not taken at present."""
        self.must_not_be_closed()
        if self.ended:
            raise Invalid("school", "transaction over")
        if getattr(self._inside, "open", False):
            raise Invalid("school", "transaction open")

    def must_not_be_closed(self) -> None:
        """Raises Unavailable for a school that was given back."""
        if self.closed:
            raise Unavailable("school", "closed")

    def must_stand_alone(self, name: str) -> None:
        """Raises Invalid inside a transaction: the operation works piece by piece."""
        if self.joined or getattr(self._inside, "open", False):
            raise Invalid("transaction", "piece by piece", {"name": name})

    @contextmanager
    def transaction(self, connection: object | None) -> Iterator[Desk]:
        """A desk whose operations are one transaction; the outer one is closed to this thread meanwhile."""
        self.must_be_open()
        if self.joined:
            raise Invalid("transaction", "open already")
        with self.ports.store.join(connection) as joined:
            held = Held(joined)
            inner = Desk(self.ports, self.bring, self.operations, self.subscribers, self.progress, joined, held)
            self._inside.open = True
            try:
                yield inner
            except BaseException:
                held.taken()  # what they tell of is undone
                raise
            finally:
                self._inside.open, inner.ended = False, True
        if connection is None:
            inner.committed()
        else:
            self._waiting.add(held)

    def committed(self) -> None:
        """Publish the events of a transaction that is committed now."""
        if self.wiped:
            self._scrubbed()
        if self.held:
            self.subscribers.hear(self.held.taken())

    def close(self) -> None:
        """Give back all that is held open. What still waits for a host's word is told; a second time does nothing.

        Raises Invalid for a desk of several operations as one, which is not a school of its own.
        """
        if self.joined:
            raise Invalid("transaction", "no school of its own")
        self.closed, ports = True, self.ports
        with ExitStack() as last:
            for port in (ports.store, ports.contacts, ports.videos, ports.sms, ports.mail):
                last.callback(port.close)
        for held in list(self._waiting):
            held.warn()

    def _scrub(self, *, wiped: bool) -> None:
        """Have secrets that were overwritten leave the files too, once that is committed."""
        if not wiped:
            return
        if self.joined:
            self.wiped = True
        else:
            self._scrubbed()

    def _scrubbed(self) -> None:
        self.wiped = False
        with suppress(Exception):  # what was done is done; the next delivery tries again
            self.ports.store.scrub()

    def _publish(self, events: list[Event]) -> None:
        if self.held is None:
            self.subscribers.hear(events)
        else:
            self.held.add(events)
