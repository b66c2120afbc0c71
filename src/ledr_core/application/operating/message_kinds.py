"""A kind of message: one object in the context that writes it says all of it. See docs/contributing.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeAlias, TypeVar

from attrs import AttrsInstance, frozen

from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.stored_facts import facts_from, in_json
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Seat
from ledr_core.domain.kernel.identifiers import PersonId, SessionId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.messages.diagnosis import Likely
from ledr_core.domain.messages.grounds import Withdrawal
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.sessions import Session
from ledr_core.ports.mail import Attachment
from ledr_core.ports.outbox import NewMessage, StoredMessage
from ledr_core.ports.templates import SECRETS, masked

F = TypeVar("F", bound=AttrsInstance)
F_co = TypeVar("F_co", bound=AttrsInstance, covariant=True)

Said: TypeAlias = Mapping[str, object]
"""Facts for a template by name; days, grades and the like are put into JSON for it."""


class Unreadable(ValueError):
    """What is kept of a message is nothing that can be read: the row is damaged."""


@frozen
class Matter(Generic[F_co]):
    """What a message that waits is about: its facts, and its person and session as they are now."""

    facts: F_co
    person: Person | None
    """Whom it goes to; None when that is nobody's address."""
    session: Session | None
    created: datetime


@frozen
class Enclosure:
    """A file that goes with a letter: its name, its kind, and what makes it once no transaction is open."""

    name: str
    make: Callable[[], bytes]
    kind: str = "application/pdf"

    def attachment(self) -> Attachment:
        """The file."""
        return Attachment(self.name, self.kind, self.make())


About: TypeAlias = Sequence[tuple[StoredMessage, Session | None]]
"""Messages of a kind, each with its session."""


def _holds(work: Work, matter: Matter[AttrsInstance]) -> None:
    """It stays true, or its facts are all there is to it."""


def _adds_nothing(work: Work, matter: Matter[AttrsInstance]) -> Said:
    return {}


def _encloses_nothing(work: Work, matter: Matter[AttrsInstance]) -> Sequence[Enclosure]:
    return ()


def _has_no_more(work: Work, person: Person, session: Session | None) -> Said:
    return {}


def _never(facts: AttrsInstance) -> bool:
    return False


def _to_the_sender(facts: AttrsInstance) -> str:
    return ""


@frozen(kw_only=True, eq=False)
class MessageKind(Generic[F]):
    """A kind of message. Its words are `NAME.j2` in both languages; what is not said here is as for most kinds."""

    name: str
    rule: str
    """The rule that has it written."""
    facts: type[F]
    """What is true when it is written, as an attrs class: days are `date`, grades `Decimal`."""
    sample: Callable[[MadeUp, Moment], Said]
    """Made-up facts with which it is whole: its own, and those that are added."""

    automatic: bool = True
    """Whether the school writes it by itself; else somebody asks for it (JOB-8)."""

    # When it is handed over

    ground: Callable[[Work, Matter[F]], Withdrawal | None] = _holds
    """Why it is withdrawn, None while its ground holds (NOTE-8)."""
    not_before: Callable[[Work, Matter[F]], datetime | None] = _holds
    """When it is due, where it was written too early."""
    adds: Callable[[Work, Matter[F]], Said] = _adds_nothing
    """What it says of people and things as they are now, beside its facts."""
    encloses: Callable[[Work, Matter[F]], Sequence[Enclosure]] = _encloses_nothing
    """The files that go with it beside the documents of its facts: read then, made when that is over; none is kept.

    Its words are told their names as the fact `enclosed`."""
    reads_ahead: Callable[[Work, About], None] | None = None
    """Reads what many of them need in few statements; kinds that share the function are read ahead together."""

    # Where it goes

    channels: frozenset[str] = frozenset({"email"})
    """The channels for which it has words."""
    about_community: Callable[[F], bool] = _never
    """Whether it can be switched off with the e-mails about the community (NOTE-3)."""
    to_school: bool = False
    """Whether it goes to the school itself."""
    answers_to: Callable[[F], str] = _to_the_sender
    """The address to which an answer goes, empty for the sender's."""
    waits_while_suppressed: bool = True
    """Whether it is sent after all when its address is no longer suppressed (CAMP-7)."""
    sent_again: bool = False
    """Whether it is sent again by itself when nobody can tell whether it was taken: as `send_again_unknown` begins."""

    # What of it is secret

    secrets: tuple[str, ...] = ()
    """Names of facts that let somebody in."""
    carries_password: bool = False
    """Whether it brings a password to somebody who has none: its fact `password`, made when it leaves (ACC-15)."""
    page: str = ""
    """The page of the platform that its fact `token` opens by itself."""

    # How it is told of elsewhere

    rings: bool = False
    """Whether it rings the bell of its person (NOTE-1). One with a secret, or a list of others, never does."""
    title: Callable[[F, date], Said] | None = None
    """What its title in the bell says as of the day on which it rang."""
    accompanies: bool = False
    """Whether it is one by which learners are accompanied in their training, and so evidence of that (PASS-6)."""
    lets_in: bool = False
    """Whether it is one with which somebody gets in (SUP-1)."""
    awaited: Callable[[Work, Person, Sequence[Seat], bool], Likely | None] | None = None
    """Why somebody with these memberships has none yet; told whether they have been written one at all (SUP-1)."""
    previewed: Callable[[Work, Person, Session | None], Said] = _has_no_more
    """What a preview says of somebody in the place of made-up facts."""

    def message(
        self,
        work: Work,
        person: PersonId | None,
        session: SessionId | None,
        key: str,
        facts: F,
        address: str | None = None,
    ) -> NewMessage:
        """One that is due now, to a person or to nobody's *address*; the key, among its kind, makes it exist once."""
        instant = work.moment.instant
        return NewMessage(
            id=work.ports.chance.identifier(),
            key=f"{self.name}:{key}",
            person=person,
            address=address,
            session=session,
            kind=self.name,
            channel="email",
            due=instant,
            created=instant,
            facts=in_json(facts),
        )

    def read(self, stored: Said) -> F:
        """The facts of a message that was kept. Raises Unreadable when one is missing or damaged."""
        try:
            return facts_from(stored, self.facts)
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as fault:
            raise Unreadable(f"the facts of {self.name!r}: {type(fault).__name__}: {fault}") from fault

    def masked(self, facts: Said) -> dict[str, object]:
        """The facts with every secret replaced, at any depth."""
        return masked(facts, SECRETS.union(self.secrets), key=bool(self.page))


Kinds: TypeAlias = Mapping[str, MessageKind[Any]]


def by_name(kinds: Iterable[MessageKind[Any]]) -> Kinds:
    """The kinds under their names. Raises ValueError when two have the same."""
    named: dict[str, MessageKind[Any]] = {}
    for kind in kinds:
        if kind.name in named:
            raise ValueError(f"two kinds of message are called {kind.name!r}")
        named[kind.name] = kind
    return named
