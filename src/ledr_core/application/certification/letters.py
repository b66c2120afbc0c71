"""The messages about a certification: to the learner, when a correction is amended, and to their managers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.message_kinds import Matter, MessageKind, Said
from ledr_core.application.operating.work import Work
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CertificationId, CopyId, CourseId, PersonId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.messages import grounds
from ledr_core.domain.messages.grounds import Told, Withdrawal


@frozen(kw_only=True)
class CertifiedFacts:
    """What a learner is told of a grade, and of which correction; those of former releases do not say which."""

    course: str
    grade: Decimal
    level: Level | None
    rework_until: date | None = None
    """The last day on which a rework may be asked for."""
    documents: tuple[str, ...] = ()
    """The codes of the documents that go with it."""
    copy: CopyId | None = None
    course_id: CourseId | None = None
    round: int | None = None
    amendments: int | None = None


@frozen(kw_only=True)
class AmendedFacts(CertifiedFacts):
    """The same of a correction that was amended, and why."""

    reason: str


@frozen(kw_only=True)
class ManagerCertifiedFacts:
    """Who was certified, in what and how well; those of former releases do not say which certificate it is."""

    learner: str
    course: str
    level: Level
    grade: Decimal
    learner_id: PersonId | None = None
    course_id: CourseId | None = None
    certification: CertificationId | None = None


def _still_graded_so(work: Work, matter: Matter[CertifiedFacts]) -> Withdrawal | None:
    person, facts = matter.person, matter.facts
    if person is None or facts.copy is None or facts.course_id is None:
        return None
    copy = work.unit.copies.get(facts.copy)
    kept = work.unit.certifications.of(person.id, facts.course_id) is not None
    return grounds.certified(copy, _told(facts), awarded=facts.level is not None, certificate_kept=kept)


def _told(facts: CertifiedFacts) -> Told | None:
    """Which correction the message is about."""
    if facts.round is None or facts.amendments is None:
        return None
    return Told(facts.round, facts.amendments)


def _still_managed(work: Work, matter: Matter[ManagerCertifiedFacts]) -> Withdrawal | None:
    manager, facts = matter.person, matter.facts
    if manager is None or facts.learner_id is None or facts.course_id is None:
        return None
    learner = work.unit.people.get(facts.learner_id)
    kept = work.unit.certifications.of(learner.id, facts.course_id)
    is_kept = kept is not None and facts.certification in (None, kept.id)
    return grounds.manager_certified(list(learner.managers), manager.id, certificate_kept=is_kept)


def _as_it_is_now(work: Work, matter: Matter[ManagerCertifiedFacts]) -> Said:
    """The level and the grade as they are now: an amendment that came in between is told at once (CASE-11)."""
    facts = matter.facts
    if matter.person is None or facts.learner_id is None or facts.course_id is None:
        return {}
    certification = work.unit.certifications.of(facts.learner_id, facts.course_id)
    if certification is None:
        return {}
    return {"level": certification.level, "grade": certification.grade}


def _graded(made_up: MadeUp, moment: Moment) -> dict[str, object]:
    return {
        "course": made_up.course,
        "grade": Decimal("15.50"),
        "level": Level.SILVER,
        "rework_until": None,
        "documents": [],
    }


def _amended(made_up: MadeUp, moment: Moment) -> Said:
    return _graded(made_up, moment) | {"reason": made_up.reason}


def _of_a_learner(made_up: MadeUp, moment: Moment) -> Said:
    return {
        "learner": made_up.people[0],
        "course": made_up.course,
        "grade": Decimal("15.50"),
        "level": Level.SILVER,
    }


CERTIFIED: Final = MessageKind(
    name="certified",
    rule="CERT-2",
    facts=CertifiedFacts,
    sample=_graded,
    ground=_still_graded_so,
    rings=True,
    accompanies=True,
)
CORRECTION_AMENDED: Final = MessageKind(
    name="correction_amended",
    rule="CASE-11",
    facts=AmendedFacts,
    sample=_amended,
    ground=_still_graded_so,
    rings=True,
    accompanies=True,
)
MANAGER_CERTIFIED: Final = MessageKind(
    name="manager_certified",
    rule="CERT-3",
    facts=ManagerCertifiedFacts,
    sample=_of_a_learner,
    ground=_still_managed,
    adds=_as_it_is_now,
    rings=True,
)

KINDS: Final[tuple[MessageKind[Any], ...]] = (CERTIFIED, CORRECTION_AMENDED, MANAGER_CERTIFIED)
