"""What the contexts bring to the desk: above all what events cause, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import field, frozen

from ledr_core.application.operating.message_kinds import Kinds, MessageKind, Unreadable
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.views.support import ExplainedMessage
from ledr_core.wording.choices import meant

if TYPE_CHECKING:
    from ledr_core.application.operating.work import Work
    from ledr_core.domain.access.standing import Seat
    from ledr_core.domain.events import Event
    from ledr_core.domain.people.person import Person
    from ledr_core.ports.outbox import NewMessage

Reaction: TypeAlias = "Callable[[Work, Any], Iterable[NewMessage]]"
"""What one kind of event causes; gives the messages that it makes."""
Reactions: TypeAlias = "Mapping[type[Event], Reaction]"


Explains: TypeAlias = "Callable[[Work, Person, Sequence[Seat]], tuple[ExplainedMessage, ...]]"


def _nothing_to_explain(_: Work, __: Person, ___: Sequence[Seat]) -> tuple[ExplainedMessage, ...]:
    return ()


def together(*some: Reactions) -> Reactions:
    """The reactions of several contexts as one. Raises ValueError when two react to the same kind of event."""
    found: dict[type[Event], Reaction] = {}
    for reactions in some:
        if twice := found.keys() & reactions.keys():
            raise ValueError(f"two contexts react to {', '.join(sorted(kind.__name__ for kind in twice))}")
        found |= reactions
    return found


@frozen
class Contexts:
    """What the contexts bring to every piece of work; the School hands it over, so that the desk knows none of them."""

    reactions: Reactions = field(factory=dict)
    """What each kind of event causes."""
    plans: tuple[Callable[[Work], None], ...] = ()
    """What is planned after the reactions, of what has changed."""
    explained_to_get_in: Explains = _nothing_to_explain
    """What became of the messages with which somebody gets in (SUP-1)."""
    kinds: Kinds = field(factory=dict)
    """The kinds of message by name."""

    def kind(self, name: str) -> MessageKind[Any]:
        """The kind of message of that name. Raises Invalid, naming what there is."""
        if name in self.kinds:
            return self.kinds[name]
        known = tuple(sorted(self.kinds))
        called = meant(known, name)
        if called is None:
            raise Invalid("kind", "no such kind of message", {"value": name, "choices": known})
        return self.kinds[called]

    def read_facts(self, kind: str, facts: Mapping[str, object]) -> object:
        """The facts of a message that was kept. Raises Unreadable when they are damaged, or its kind is none."""
        return self.kept_kind(kind).read(facts)

    def kept_kind(self, name: str) -> MessageKind[Any]:
        """The kind of a message that was kept. Raises Unreadable when it is none."""
        if name not in self.kinds:
            raise Unreadable(f"{name!r} is no kind of message")
        return self.kinds[name]

    @property
    def skipped_kinds(self) -> tuple[str, ...]:
        """The kinds of message that are skipped for good where an address is suppressed (CAMP-7)."""
        return tuple(kind.name for kind in self.kinds.values() if not kind.waits_while_suppressed)

    @property
    def kinds_to_the_school(self) -> tuple[str, ...]:
        """The kinds of message that go to the school itself: whoever has its address reads what is not theirs."""
        return tuple(kind.name for kind in self.kinds.values() if kind.to_school)

    def react(self, work: Work, events: Iterable[Event]) -> None:
        """Do what these events cause."""
        messages: list[NewMessage] = []
        for event in events:
            reaction = self.reactions.get(type(event))
            if reaction is not None:
                messages.extend(reaction(work, event))
        work.write(messages)

    def plan(self, work: Work) -> None:
        """Plan what follows from what has changed."""
        for plan in self.plans:
            plan(work)
