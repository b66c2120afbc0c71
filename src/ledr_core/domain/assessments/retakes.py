"""Whether somebody may begin an attempt at a theme, and why not (TA-6): one answer for starting and for showing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import field, frozen

from ledr_core.domain.assessments.attempt import Outcome
from ledr_core.domain.assessments.settings import BEST, AssessmentSettings
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.moments import ONE_DAY, Moment, day_of


@frozen
class Past:
    """An attempt as retakes see it; one under way has neither end nor outcome."""

    began: datetime
    ended: datetime | None = None
    outcome: Outcome | None = None
    score: int = 0

    @property
    def counts(self) -> bool:
        """Whether it counts: a void one is as if it had never been."""
        return self.outcome is not Outcome.VOID


@frozen
class Reason:
    """Why no attempt may begin now: the rule, the ground, and the facts behind it."""

    rule: str
    ground: str
    facts: dict[str, object] = field(factory=dict)


@frozen
class Available:
    """Whether an attempt may be begun, or the one under way be gone on with."""

    open: bool
    retake: bool
    """Whether TA-6 leaves another attempt after those begun, be it now or after a pause."""
    reasons: tuple[Reason, ...] = ()
    """Why it is not open."""


def availability(attempts: Sequence[Past], settings: AssessmentSettings, now: Moment) -> Available:
    """What TA-6 and the optional limits leave to somebody with these attempts, in the order begun.

    An attempt under way can always be gone on with (TA-10); a void one neither spends a retake nor counts in a limit.
    """
    counted = [attempt for attempt in attempts if attempt.counts]
    spent = _spent(counted)
    retake = bool(counted) and not spent
    if any(attempt.outcome is None for attempt in counted):
        return Available(True, retake)
    reasons = spent or (*_enough_today(counted, settings, now), *_pausing(counted, settings, now))
    return Available(not reasons, retake, reasons)


def must_be_available(attempts: Sequence[Past], settings: AssessmentSettings, now: Moment) -> Available:
    """What `availability` gives. Raises Refused TA-6 with its first reason when no attempt may begin."""
    available = availability(attempts, settings, now)
    if not available.open:
        reason = available.reasons[0]
        raise Refused(reason.rule, reason.ground, reason.facts)
    return available


def time_is_up(began: datetime, settings: AssessmentSettings, now: datetime) -> bool:
    """Whether an attempt begun then has passed its time limit, when there is one (TA-8)."""
    return settings.minutes is not None and now >= began + timedelta(minutes=settings.minutes)


def _spent(counted: Sequence[Past]) -> tuple[Reason, ...]:
    """The ground that ends all retakes, if there is one: it does not tell the best score from a retake spent (TA-7)."""
    first = next((place for place, one in enumerate(counted) if one.outcome is Outcome.PASSED), None)
    if first is None:
        return ()
    best = any(attempt.outcome is not None and attempt.score >= BEST for attempt in counted)
    return (Reason("TA-6", "no retake left"),) if best or len(counted) > first + 1 else ()


def _enough_today(counted: Sequence[Past], settings: AssessmentSettings, now: Moment) -> tuple[Reason, ...]:
    limit = settings.attempts_a_day
    begun = sum(day_of(attempt.began) == now.day for attempt in counted)
    if limit is None or begun < limit:
        return ()
    return (Reason("TA-6", "enough today", {"attempts": limit, "date": now.day + ONE_DAY}),)


def _pausing(counted: Sequence[Past], settings: AssessmentSettings, now: Moment) -> tuple[Reason, ...]:
    ends = [attempt.ended for attempt in counted if attempt.ended is not None]
    if settings.pause_minutes is None or not ends:
        return ()
    until = max(ends) + timedelta(minutes=settings.pause_minutes)
    if now.instant >= until:
        return ()
    left = -((now.instant - until) // timedelta(minutes=1))
    return (Reason("TA-6", "pause", {"until": until, "minutes": left}),)
