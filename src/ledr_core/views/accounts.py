"""Results about accounts: signing in, and who enters where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from attrs import frozen

from ledr_core.domain.people.roles import SpaceName
from ledr_core.views.support import ExplainedMessage


@frozen
class SignInView:
    """Who signed in, the spaces that are open to them, and the one to open first."""

    person: str
    spaces: tuple[SpaceName, ...]
    landing: SpaceName


@frozen
class SentView:
    """What somebody who asks for a link is told, with an account or without (ACC-3)."""

    sent: bool


@frozen
class DemoDayView:
    """The demo day that is booked from now on (ACC-9)."""

    day: date


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
    fact: Mapping[str, Any]


@frozen
class SpaceView:
    """Whether a space is open, and why."""

    open: bool
    reasons: tuple[ReasonView, ...]


@frozen
class PauseView:
    """Until when somebody has to wait before the next try to sign in, and after how many failures (ACC-17)."""

    until: datetime
    failures: int
    networks: tuple[str, ...] = ()
    """The network addresses at which; none when at all of them."""


@frozen
class AccessView:
    """The spaces of a person's role, and the e-mails with which one gets in."""

    person: str
    name: str
    spaces: Mapping[SpaceName, SpaceView]
    emails: tuple[ExplainedMessage, ...] = ()
    """What became of the e-mails with which one gets in, and why one may be missed (SUP-1)."""
    pause: PauseView | None = None
    """The slow-down after failed tries, None while there is none (ACC-17)."""


@frozen
class ConnectionItem:
    """A connection, from signing in to the last activity (TRACK-7)."""

    start: datetime
    end: datetime
    seconds: int
    connection: int
    """Its number: what names it in the list."""
