"""Erasing a person: what goes; what the law has kept under the identifier alone, why and until when (NOTE-6)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final, Literal, TypeAlias

from attrs import frozen

from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, months_after
from ledr_core.domain.kernel.settings import Setting, number

EVIDENCE_YEARS: Final = Setting(
    "evidence_years",
    4,
    number(4, 30),
    "PASS-6",
    unit="years",
)
"""How long the evidence of a training is kept, from its end: 4 years at least; co-financed actions ask up to 10."""


RemovedName: TypeAlias = Literal[
    "identity",
    "picture",
    "access",
    "managers",
    "teams",
    "goals",
    "figures",
    "invitations",
    "membership",
    "slot",
    "place",
    "copy",
    "messages",
    "addresses",
    "requests",
    "notifications",
    "notes",
    "quizzes",
    "answers",
    "placement",
    "activity",
]
KeptName: TypeAlias = Literal["history", "attendance", "work", "copies", "certificates", "messages", "contacts"]
WhyName: TypeAlias = Literal["ledger", "evidence", "verification", "to_tell"]


class Removed(StrEnum):
    """What an erasure removes."""

    _value_: RemovedName

    IDENTITY = "identity"
    """Names, address, phone number, and what was consented to."""
    PICTURE = "picture"
    ACCESS = "access"
    """The password, links to choose one or to move a demo day, failed tries."""
    MANAGERS = "managers"
    """The links to managers and to people managed, former ones too."""
    TEAMS = "teams"
    """The places in teams of the organisation, and their supervision."""
    GOALS = "goals"
    """Those that the organisation has set them."""
    FIGURES = "figures"
    """Those of the organisation that they followed."""
    INVITATIONS = "invitations"
    """Those to an organisation that were sent to an address of theirs."""
    MEMBERSHIP = "membership"
    SLOT = "slot"
    PLACE = "place"
    """The place in a waiting list."""
    COPY = "copy"
    """A copy without a grade; of one under rework the second round."""
    MESSAGES = "messages"
    """Those that had not left."""
    ADDRESSES = "addresses"
    """Where messages went, and what providers reported of these addresses."""
    REQUESTS = "requests"
    """Requests for help."""
    NOTIFICATIONS = "notifications"
    NOTES = "notes"
    QUIZZES = "quizzes"
    ANSWERS = "answers"
    """What was answered in workshops."""
    PLACEMENT = "placement"
    ACTIVITY = "activity"
    """Connections, what was done and messages that had left, of somebody whose training never began."""


class Left(StrEnum):
    """What is kept of somebody who was erased."""

    _value_: KeptName

    HISTORY = "history"
    """Memberships and slots held: rows of the session."""
    ATTENDANCE = "attendance"
    """Connections."""
    WORK = "work"
    """Lessons seen, badges, assessments, workshops."""
    COPIES = "copies"
    """Those that were graded, with their correction."""
    CERTIFICATES = "certificates"
    """Certifications and issued documents, which print no name any more."""
    MESSAGES = "messages"
    """Of those that were sent: the kind, the day and what became of them."""
    CONTACTS = "contacts"
    """The address, for the contact bases that are still to forget it (JOB-1)."""


class Why(StrEnum):
    """Why something is kept."""

    _value_: WhyName

    LEDGER = "ledger"
    """Who was in a session, and held what in it, is its history (SES-15, SLOT-7)."""
    EVIDENCE = "evidence"
    """The law has the evidence of a training kept (PASS-6); the monthly run lets it go after that."""
    VERIFICATION = "verification"
    """A document can be verified for as long as somebody may show it (CERT-8)."""
    TO_TELL = "to_tell"
    """The contact bases are told by the next daily run (JOB-1)."""


@frozen
class Kept:
    """What is kept, why, and its last day; None while there is no end to it."""

    what: Left
    why: Why
    until: date | None


def evidence_kept_since(today: date, years: int) -> date:
    """The first day of which, today, the evidence of a training that ended on it is still kept."""
    return months_after(today, -12 * years) + ONE_DAY


def kept(left: Collection[Left], trained_until: date | None, years: int, next_run: date) -> tuple[Kept, ...]:
    """Why and until when each of those is kept, of somebody whose training ended that day, if it ever began."""
    evidence_until = None if trained_until is None else months_after(trained_until + ONE_DAY, 12 * years)
    reasons: dict[Left, tuple[Why, date | None]] = {
        Left.HISTORY: (Why.LEDGER, None),
        Left.CERTIFICATES: (Why.VERIFICATION, None),
        Left.CONTACTS: (Why.TO_TELL, next_run),
    }
    return tuple(Kept(one, *reasons.get(one, (Why.EVIDENCE, evidence_until))) for one in Left if one in left)


@frozen
class Traces:
    """How a person was called and reached, today and before: what is looked for wherever texts may say it."""

    person: PersonId
    names: frozenset[str]
    """Whole names: a first name alone is many people's."""
    addresses: frozenset[str]
    phones: frozenset[str]
    own_words: frozenset[str] = frozenset()
    """Parts of the name, by which messages to the person themselves may say them."""

    @property
    def sought(self) -> frozenset[str]:
        """The texts that lead to what names the person."""
        return self.names | self.addresses | self.phones | {self.person}

    def out_of(self, value: object, *, own: bool = False) -> object:
        """A JSON value in which the identifier stands for the person; in one of their *own*, for parts of the name too.

        What says of itself that it is about somebody else stays as it is, whatever their name.
        """
        if isinstance(value, str):
            return self._text(value, own)
        if isinstance(value, list | tuple):
            return [self.out_of(one, own=own) for one in value]
        if isinstance(value, Mapping):
            return self._fields(value, own)
        return value

    def _text(self, text: str, own: bool) -> str:
        pattern = self._own_pattern if own else self._pattern
        return text if pattern is None else pattern.sub(self.person, text)

    def _fields(self, fields: Mapping[str, object], own: bool) -> dict[str, object]:
        whose = [fields[name] for name in ("email", "learner_id") if fields.get(name)]
        known = self.addresses | {self.person}
        if whose and not known.intersection(map(str, whose)):
            return dict(fields)
        found = {name: self.out_of(value, own=own) for name, value in fields.items()}
        if whose:
            found |= {name: self.person for name in ("name", "learner") if found.get(name)}
            found |= {name: "" for name in ("first_name", "last_name", "phone") if found.get(name)}
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return _any_of(self.names | self.addresses | self.phones)

    @cached_property
    def _own_pattern(self) -> re.Pattern[str] | None:
        return _any_of(self.names | self.addresses | self.phones, self.own_words)


def _any_of(texts: Collection[str], spelt_so: Collection[str] = ()) -> re.Pattern[str] | None:
    """Any of these texts as a whole, not as a part of a longer word, address or number; case counts in some alone."""
    alternatives = [f"(?i:{_either(texts)})"] if texts else []
    alternatives += [_either(spelt_so)] if spelt_so else []
    return re.compile(rf"(?<![\w.+-])(?:{'|'.join(alternatives)})(?![\w@-]|\.\w)") if alternatives else None


def _either(texts: Collection[str]) -> str:
    """One of these texts, whatever space and apostrophe somebody types in it."""
    longest_first = sorted(texts, key=lambda text: (-len(text), text))
    return "|".join(re.escape(text).replace(r"\ ", r"\s+").replace("'", "['\u2019]") for text in longest_first)
