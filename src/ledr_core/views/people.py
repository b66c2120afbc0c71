"""Results about people."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from ledr_core.domain.certification.names import KindName
from ledr_core.domain.people.roles import RoleName
from ledr_core.views.certifications import CertificationItem


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
