"""Results about people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from attrs import frozen

from ledr_core.domain.certification.names import KindName
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.people.erasure import KeptName, RemovedName, WhyName
from ledr_core.domain.people.roles import RoleName
from ledr_core.domain.sessions.names import ClosedName, OpenedName
from ledr_core.views.accounts import PauseView
from ledr_core.views.certifications import CertificationItem
from ledr_core.views.messages import SendStateName


@frozen
class PersonSheet:
    """All about a person. `session` is the one that counts today; `end` its last day for them."""

    email: str
    first_name: str
    last_name: str
    role: RoleName
    company: str | None
    session: str | None
    start: date | None
    end: date | None
    managers: tuple[str, ...]
    managed: tuple[str, ...]
    slot: int | None
    phone: str | None
    organisation_role: str | None = None
    teams: tuple[str, ...] = ()
    premium: bool = False
    certifications: tuple[CertificationItem, ...] = ()
    picture: str | None = None
    initials: str = ""


@frozen
class HeldSlot:
    """A slot that somebody held, and who gave and took it: an address, `staff`, or None for a rotation or a date."""

    slot: int
    since: datetime
    until: datetime | None
    opened_by: OpenedName
    closed_by: ClosedName | None
    opener: str | None
    closer: str | None


@frozen
class FormerMembership:
    """A membership, today's too: its session, the dates, when they `left` it, and the slots held in it."""

    session: str
    company: str | None
    course: str
    start: date
    end: date
    left: datetime | None
    holdings: tuple[HeldSlot, ...]


@frozen
class AccessCodes:
    """The message with the access codes: where it stands, and when it left."""

    state: SendStateName
    sent_at: datetime | None


@frozen
class PersonHistory(PersonSheet):
    """The sheet, and what it shows to staff beside the rest (TRACK-9): all of it None to anybody else."""

    history: tuple[FormerMembership, ...] | None = None
    last_connection: datetime | None = None
    percent: int | None = None
    """Of the course of the session that counts today; None without one."""
    codes: AccessCodes | None = None
    """None while they were never written."""
    pause: PauseView | None = None
    """The slow-down after failed tries, None while there is none (ACC-17)."""


@frozen
class PrintedName:
    """A document that is valid and prints a former name."""

    code: str
    kind: KindName


@frozen
class PersonUpdated(PersonSheet):
    """A person whose record was saved, the documents that still print a former name (CERT-5), and how many training
    attestations were made again (CERT-6)."""

    still_printed: tuple[PrintedName, ...] = ()
    attestations_made: int = 0


@frozen
class PersonSettings:
    """What a person sets for themselves; `picture` is the SHA-256 of the kept file, `end` their exact last day."""

    person: str
    anonymous: bool
    community_emails: bool
    sms: bool
    phone: str | None
    picture: str | None
    initials: str
    end: date | None


@frozen
class PersonItem:
    """A person in a list."""

    email: str
    first_name: str
    last_name: str
    role: RoleName
    company: str | None
    session: str | None


@frozen
class KeptItem:
    """What is kept of somebody who was erased, and why; `until` is its last day, null while there is no end to it."""

    what: KeptName
    why: WhyName
    until: date | None


@frozen
class PersonErased:
    """What an erasure removed, and what the law has kept under the identifier alone (NOTE-6)."""

    removed: tuple[RemovedName, ...]
    kept: tuple[KeptItem, ...]


@frozen
class DataExported:
    """The archive with all that is kept of a person: the path it was written to, else its content; and its SHA-256."""

    file: str | Content
    sha256: str


@frozen
class DataSection:
    """One thing that is kept of a person: its rows, each by the names of its columns."""

    name: str
    rows: tuple[Mapping[str, object], ...]


@frozen
class PersonalDataView:
    """All that is kept of a person on that day, section by section."""

    person: str
    name: str
    as_of: date
    sections: tuple[DataSection, ...]
