"""Where runs are previewed: a desk at an instant to come, at which nothing stays of what is done (JOB-8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Self

from attrs import define, evolve, field

from ledr_core.application.operating.desk import Desk, GivenUp
from ledr_core.application.operating.settling import conclude
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.sessions.rotation import Change
from ledr_core.ports.clock import FixedClock
from ledr_core.ports.outbox import NewMessage
from ledr_core.ports.unit import Joined

_Step = Callable[[Work], object]


@define(slots=False, eq=False)
class PreviewDesk(Desk):
    """A desk at which runs take place as they will, each piece in a transaction that is given up.

    A piece never lasts, so that nobody waits for more than one at a time; what later ones depend on is `carried`, and
    done again beneath each of them. Nobody hears of what happens here: it has no subscribers.
    """

    clock: FixedClock = field(kw_only=True)
    """It shows the instant of the run that is previewed."""
    carried: list[tuple[Moment, _Step]] = field(factory=list, init=False)
    changes: list[tuple[str, Change]] = field(factory=list, init=False)
    """The slots that change hands, each with the reference of its session."""
    messages: dict[str, NewMessage] = field(factory=dict, init=False)
    """What is written, by key: there is one of each."""

    @classmethod
    def beside(cls, desk: Desk, moment: Moment) -> Self:
        """One over the same school, at that moment."""
        clock = FixedClock(moment.instant)
        return cls(evolve(desk.ports, clock=clock), desk.bring, desk.operations, progress=desk.progress, clock=clock)

    @contextmanager
    def own_work(self, *, reads: bool = False) -> Iterator[Work]:
        """A piece of work of the school itself, over what is carried; given up at its end."""
        if reads and not self.carried:
            with super().own_work(reads=True) as work:
                yield work
            return
        with suppress(GivenUp), self.ports.store.join(None) as joined:
            for moment, step in self.carried:
                with self._step(joined, moment) as work:
                    step(work)
            with self._step(joined, self.now(), reads=reads) as work:
                yield work
            raise GivenUp

    @contextmanager
    def _step(self, joined: Joined, moment: Moment, *, reads: bool = False) -> Iterator[Work]:
        with joined.begin(reads=reads) as unit:
            work = self.of_the_school(unit, moment)
            yield work
            if not reads:
                conclude(work)

    def carry(self, step: _Step) -> None:
        """Do this again, as at the present moment, beneath every piece that follows."""
        self.carried.append((self.now(), step))

    @contextmanager
    def carrying(self, step: _Step, moment: Moment) -> Iterator[None]:
        """Do this too, as at that moment, beneath the pieces of the block."""
        before = self.carried
        self.carried = [*before, (moment, step)]
        try:
            yield
        finally:
            self.carried = before

    def see(self, changes: Iterable[tuple[str, Sequence[Change]]], written: Sequence[NewMessage]) -> None:
        """Take note of what a piece has done."""
        self.changes.extend((session, change) for session, some in changes for change in some)
        for message in written:
            self.messages.setdefault(message.key, message)
