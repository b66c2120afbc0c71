"""Results about slots that are held."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from ledr_core.domain.sessions.names import ClosedName, OpenedName


@frozen
class HoldingView:
    """A slot given, and whom that passed in the waiting list."""

    session: str
    slot: int
    person: str
    name: str
    since: datetime
    passed: tuple[str, ...] = ()
    """Who waited before this person, by e-mail (SLOT-9)."""
    passed_names: tuple[str, ...] = ()


@frozen
class ReleaseView:
    """A slot given back, and whether whoever held it may be put in the waiting list, since they are in none now."""

    session: str
    slot: int
    person: str
    name: str
    since: datetime
    until: datetime
    may_wait: bool = False


@frozen
class LedgerRow:
    """A period of holding (SLOT-7); `number` counts those of its session, from 1."""

    slot: int
    person: str
    name: str
    since: datetime
    until: datetime | None
    opened_by: OpenedName
    closed_by: ClosedName | None
    number: int = 0
