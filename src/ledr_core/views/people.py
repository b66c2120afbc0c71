"""Results about companies, people and their accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from ledr_core.views.support import ExplainedMessage


@frozen
class CompanyView:
    """A company."""

    name: str


@frozen
class CompanyItem:
    """A company in a list, with the numbers of its sessions and people."""

    name: str
    sessions: int
    people: int


@frozen
class PersonSheet:
    """All about a person. `session` is the one that counts today; `end` its last day for them."""

    email: str
    first_name: str
    last_name: str
    role: str
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
    certifications: tuple[Any, ...] = ()
    picture: str | None = None
    initials: str = ""


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
    role: str
    company: str | None
    session: str | None


@frozen
class SignInView:
    """Who signed in, and the spaces that are open to them."""

    person: str
    spaces: tuple[str, ...]


@frozen
class SentView:
    """What somebody who asks for a link is told, with an account or without (ACC-3)."""

    sent: bool


@frozen
class PasswordView:
    """A new password, to be read once (ACC-4)."""

    password: str


@frozen
class ReasonView:
    """A condition of access: its rule, whether it is met, its ground, and the fact behind it."""

    rule: str
    met: bool
    ground: str
    fact: Mapping[str, object]


@frozen
class SpaceView:
    """Whether a space is open, and why."""

    open: bool
    reasons: tuple[ReasonView, ...]


@frozen
class AccessView:
    """The spaces of a person's role, and the e-mails with which one gets in."""

    person: str
    name: str
    spaces: Mapping[str, SpaceView]
    emails: tuple[ExplainedMessage, ...] = ()
    """What became of the e-mails with which one gets in, and why one may be missed (SUP-1)."""
