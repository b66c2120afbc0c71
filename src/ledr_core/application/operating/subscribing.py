"""Those who hear what happened, and the events that wait for a host's word."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias

from attrs import define, field

if TYPE_CHECKING:
    from ledr_core.domain.events import Event
    from ledr_core.ports.unit import Joined

Handler: TypeAlias = "Callable[[Event], None]"

_log = logging.getLogger("ledr")


@define(eq=False)
class Subscription:
    """What ends a subscription: call it, or leave its `with` block. A second time does nothing."""

    _subscribers: Subscribers
    _handler: Handler

    def __call__(self) -> None:
        """End it."""
        self._subscribers.remove(self)

    def __enter__(self) -> Subscription:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self()

    def hear(self, event: Event) -> None:
        """Have the handler called. An error in it is logged, and undoes nothing."""
        try:
            self._handler(event)
        except Exception:
            _log.exception("a subscriber failed on %s", type(event).__name__)


@define(eq=False)
class Subscribers:
    """The subscriptions of a school, in their order."""

    _all: list[Subscription] = field(factory=list)

    def __bool__(self) -> bool:
        return bool(self._all)

    def add(self, handler: Handler) -> Subscription:
        """One more."""
        subscription = Subscription(self, handler)
        self._all.append(subscription)
        return subscription

    def remove(self, subscription: Subscription) -> None:
        """One less, if it is there."""
        with suppress(ValueError):
            self._all.remove(subscription)

    def hear(self, events: Iterable[Event]) -> None:
        """Tell all of them, event by event."""
        for event in events:
            for subscription in tuple(self._all):
                subscription.hear(event)


@define(eq=False)
class Held:
    """The events of a transaction of several operations, until whoever commits it says so.

    Where a host forgets to, subscribers never hear of what was done: that is told when nobody can say so any more, in
    the log and as a ResourceWarning, unless the host is known to have rolled back.
    """

    _joined: Joined
    _events: list[Event] = field(factory=list)

    def add(self, events: Sequence[Event]) -> None:
        """Hold these too."""
        self._events.extend(events)

    def taken(self) -> list[Event]:
        """What was held, which is held no more."""
        events, self._events = self._events, []
        return events

    def warn(self) -> None:
        """Tell that events are lost, where some are; they are held no more."""
        lost = self.taken()
        if not lost or self._joined.undone:
            return
        kinds = ", ".join(sorted({type(event).__name__ for event in lost}))
        told = f"nobody has heard of {len(lost)} event(s), {kinds}"
        _log.warning("inside.committed() was not called: %s", told)
        warnings.warn(f"inside.committed() was not called: {told}", ResourceWarning, stacklevel=2)

    def __del__(self) -> None:
        self.warn()
