"""What a change of somebody's address causes in organisations (INV-2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ledr_core.application.operating.contexts import Reactions
from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.inviting import invite_anew
from ledr_core.domain.events import AddressChanged
from ledr_core.ports.outbox import NewMessage


def _address_changed(work: Work, event: AddressChanged) -> Iterable[NewMessage]:
    return invite_anew(work, work.unit.people.get(event.person))


REACTIONS: Final[Reactions] = {AddressChanged: _address_changed}
