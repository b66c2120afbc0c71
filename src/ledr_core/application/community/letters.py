"""The messages about the community: what became of a report, and an answer marked as the right one."""

from __future__ import annotations

from typing import Any, Final

from attrs import AttrsInstance, frozen

from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.message_kinds import MessageKind, Said
from ledr_core.domain.kernel.moments import Moment


@frozen(kw_only=True)
class ReportClosedFacts:
    """What was decided of which message, and whether its reader wrote it or reported it."""

    outcome: str
    role: str
    title: str | None = None
    excerpt: str
    reason: str | None = None


@frozen(kw_only=True)
class RightAnswerFacts:
    """Which answer is the right one to which question, and whether its reader asked or answered."""

    role: str
    title: str
    excerpt: str
    link: str | None = None


def _can_be_switched_off(facts: AttrsInstance) -> bool:
    return True


def _hidden(made_up: MadeUp, moment: Moment) -> Said:
    return {
        "title": made_up.question,
        "excerpt": made_up.answer,
        "reason": made_up.reason,
        "outcome": "hide",
        "role": "author",
    }


def _answered(made_up: MadeUp, moment: Moment) -> Said:
    return {"role": "asker", "title": made_up.question, "excerpt": made_up.answer, "link": None}


REPORT_CLOSED: Final = MessageKind(
    name="report_closed", rule="COM-5", facts=ReportClosedFacts, sample=_hidden, rings=True
)
"""What a moderation decided is sent whatever is switched off (NOTE-3)."""

RIGHT_ANSWER: Final = MessageKind(
    name="right_answer",
    rule="COM-6",
    facts=RightAnswerFacts,
    sample=_answered,
    about_community=_can_be_switched_off,
    rings=True,
)

KINDS: Final[tuple[MessageKind[Any], ...]] = (REPORT_CLOSED, RIGHT_ANSWER)
