"""What is judged when a message is handed over: consent, and whether its ground still holds (NOTE-8)."""

from __future__ import annotations

from datetime import datetime

from ledr_core.application.messages.letters import Draft
from ledr_core.application.operating.work import Work
from ledr_core.domain.messages import grounds
from ledr_core.domain.messages.grounds import Withdrawal


def withdrawal(work: Work, draft: Draft) -> Withdrawal | None:
    """Why a message is not to be handed over now, None while its ground and the consent to it hold."""
    return _consent(draft) or draft.kind.ground(work, draft.matter)


def not_before(work: Work, draft: Draft) -> datetime | None:
    """When a message is due that was written too early."""
    return draft.kind.not_before(work, draft.matter)


def _consent(draft: Draft) -> Withdrawal | None:
    person = draft.matter.person
    if person is None:
        return None
    if draft.message.channel == "sms":
        return grounds.sms(person)
    return grounds.community(person) if draft.kind.about_community(draft.matter.facts) else None
