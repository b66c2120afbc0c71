"""The School: the areas put together over the ports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from ledr_core.application.areas import operation_named
from ledr_core.application.operating.desk import Desk, Progress
from ledr_core.performing import Performs

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy import Connection

    from ledr_core.application.operating.contexts import Contexts
    from ledr_core.application.operating.subscribing import Handler, Subscription
    from ledr_core.domain.kernel.hearing import Hearer
    from ledr_core.ports.outside import Ports


class School(Performs):
    """All that the platform does, by area: `school.slots.assign(by=…, session=…, person=…)`.

    It may be shared by threads; each operation is its own transaction. `with school:` closes it at the end. See
    `ledr_adapters.open_school`.
    """

    @classmethod
    def over(cls, ports: Ports) -> School:
        """A school over these ports."""
        return cls(Desk(ports, what_contexts_bring, operation_named))

    def hearer(self, by: str) -> Hearer:
        """Whom errors and results are told to when that person acts, as the words take it (SUP-4).

        Raises NotFound when nobody has that address.
        """
        return self._desk.hearer(by)

    def at_stake(self, name: str, by: str, given: Mapping[str, Any]) -> Any:
        """What whoever types that operation is shown and asked before it is done; None when there is nothing to ask."""
        return operation_named(name).at_stake(self._desk, by, given)

    def subscribe(self, handler: Handler) -> Subscription:
        """Have *handler* called with each domain event after commit (`ledr_core.domain.events`).

        With a host's connection, when the host says `inside.committed()`. An error in it is logged, and undoes nothing.
        What is given back ends the subscription: call it, or use it in a `with` block. Raises Unavailable for a school
        that is closed.
        """
        self._desk.must_not_be_closed()
        return self._desk.subscribers.add(handler)

    @contextmanager
    def transaction(self, connection: Connection | None = None) -> Iterator[InsideSchool]:
        """Several operations as one: all or nothing, in the host's SQLAlchemy connection when it is given.

        Within the block this school raises Invalid in this thread; `jobs.*`, `messages.deliver` and
        `catalogue.check_videos` are refused.
        """
        with self._desk.transaction(connection) as inner:
            yield InsideSchool(inner)

    def close(self) -> None:
        """Give back the connections: whatever is asked of the school after that is Unavailable.

        Closing again does nothing. Events of which a host has never said `inside.committed()` are told by a warning.
        """
        self._desk.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def progress(self) -> Progress | None:
        """Called with done, total (0 when unknown) and a label during long work."""
        return self._desk.progress

    @progress.setter
    def progress(self, progress: Progress | None) -> None:
        self._desk.progress = progress


class InsideSchool(School):
    """The school within a transaction."""

    def committed(self) -> None:
        """Say that the host has committed its transaction: subscribers now receive its events."""
        self._desk.committed()


@cache
def what_contexts_bring() -> Contexts:
    """Reactions, plans, explanations and kinds of message of all contexts, imported when a piece of work needs one."""
    from ledr_core.application.access import letters as of_access
    from ledr_core.application.access.reactions import REACTIONS as OF_ACCESS
    from ledr_core.application.access.welcome import greet_late
    from ledr_core.application.campaigns import letters as of_campaigns
    from ledr_core.application.certification import letters as of_certification
    from ledr_core.application.certification.reactions import REACTIONS as OF_CERTIFICATION
    from ledr_core.application.community import letters as of_community
    from ledr_core.application.jobs import letters as of_jobs
    from ledr_core.application.learning import letters as of_learning
    from ledr_core.application.learning.reactions import REACTIONS as OF_LEARNING
    from ledr_core.application.messages import requests as of_messages
    from ledr_core.application.messages.explaining import explained_to_get_in
    from ledr_core.application.operating.contexts import Contexts, together
    from ledr_core.application.operating.message_kinds import by_name
    from ledr_core.application.organisation import letters as of_organisation
    from ledr_core.application.organisation.accepting import end_what_is_joined
    from ledr_core.application.organisation.reactions import REACTIONS as OF_ORGANISATION
    from ledr_core.application.sessions import letters as of_sessions
    from ledr_core.application.sessions.planning import plan_runs
    from ledr_core.application.sessions.reactions import REACTIONS as OF_SESSIONS

    return Contexts(
        together(OF_ACCESS, OF_SESSIONS, OF_LEARNING, OF_CERTIFICATION, OF_ORGANISATION),
        (plan_runs, greet_late, end_what_is_joined),
        explained_to_get_in,
        by_name(
            (
                *of_access.KINDS,
                *of_sessions.KINDS,
                *of_learning.KINDS,
                *of_certification.KINDS,
                *of_jobs.KINDS,
                *of_messages.KINDS,
                *of_community.KINDS,
                *of_campaigns.KINDS,
                *of_organisation.KINDS,
            )
        ),
    )
