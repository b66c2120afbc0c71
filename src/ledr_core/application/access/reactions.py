"""What events cause for access: the welcome leaves when it is due (ACC-15)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ledr_core.application.access.welcome import welcome
from ledr_core.application.operating.contexts import Reactions
from ledr_core.application.operating.work import Work
from ledr_core.domain.events import WelcomeDue
from ledr_core.ports.outbox import NewMessage


def _welcome(work: Work, event: WelcomeDue) -> Iterable[NewMessage]:
    yield welcome(work, event.person, event.session, event.member)


REACTIONS: Final[Reactions] = {WelcomeDue: _welcome}
