"""Copies: one learner's final case, from its beginning to its last grade (CASE)."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from attrs import define, field, frozen

from ledr_core.domain.certification.final_case import Case
from ledr_core.domain.certification.grading import Grading, Level, may_be_reworked
from ledr_core.domain.certification.names import StateName
from ledr_core.domain.certification.settings import FRIDAY
from ledr_core.domain.events import CaseGraded, CaseHandedIn, CaseReopened, Event, ReworkEnded
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CaseId, CopyId, CourseId, PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, Moment, day_of
from ledr_core.domain.kernel.texts import trimmed

REWORK_DAYS: Final = timedelta(days=14)
"""How long after the grade a rework may be asked for, and after asking the copy stays open (CASE-9)."""


class State(StrEnum):
    """Where a copy stands."""

    _value_: StateName

    BEGUN = "begun"
    HANDED_IN = "handed_in"
    GRADED = "graded"
    REWORKING = "reworking"


@define
class Rework:
    """The second and last round of a copy, open until a day (CASE-9)."""

    asked: datetime
    until: date
    handed_in: datetime | None = None
    batch: date | None = None
    grading: Grading | None = None
    lapsed: bool = False
    """Whether it ended without being handed in: the first grade stands."""
    finished: datetime | None = None
    """When the learner had finished the course before, as they have again once it is over."""

    @property
    def sure_until(self) -> date:
        """The day until which the copy is open whatever the learner's end date: 14 days from asking."""
        return day_of(self.asked) + REWORK_DAYS

    def lasts_until(self, end: date | None) -> date:
        """Its last day: the learner's own end date as it is now, 14 days from asking at least (CASE-9)."""
        return _later(self.sure_until, end)


@frozen
class Amendment:
    """A correction changed after it was sent: the former one is kept, with who, when and why (CASE-11)."""

    at: datetime
    by: str
    reason: str
    former: Grading
    round: int = 1


@define
class Copy:
    """One learner's copy of a case; it stays on the case that it was begun on (CASE-5)."""

    id: CopyId
    person: PersonId
    course: CourseId
    case: CaseId
    begun: datetime
    answers: dict[int, str] = field(factory=dict)
    """What is written now, by number of the question, from 1."""
    handed_in: datetime | None = None
    batch: date | None = None
    """The Friday on which it is planned to be corrected (CASE-7)."""
    grading: Grading | None = None
    rework: Rework | None = None
    first_answers: dict[int, str] = field(factory=dict)
    """What was handed in first, once a rework has been asked for."""
    amendments: list[Amendment] = field(factory=list)
    events: list[Event] = field(factory=list, eq=False, repr=False)

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.grading is None:
            return State.BEGUN if self.handed_in is None else State.HANDED_IN
        if self.rework is None or self.rework.lapsed or self.rework.grading is not None:
            return State.GRADED
        return State.REWORKING if self.rework.handed_in is None else State.HANDED_IN

    @property
    def round(self) -> int:
        """Which round this is: 2 once it was asked to be reworked, and while that counts."""
        return 1 if self.rework is None or self.rework.lapsed else 2

    @property
    def graded_round(self) -> int:
        """The round of the correction that counts."""
        return 2 if self.rework is not None and self.rework.grading is not None else 1

    @property
    def planned(self) -> date | None:
        """The batch of the round that waits for its grade, or had it last."""
        if self.rework is not None and self.rework.batch is not None and not self.rework.lapsed:
            return self.rework.batch
        return self.batch

    @property
    def sent(self) -> datetime:
        """When the round that counts was handed in, or the copy begun."""
        reworked = self.rework.handed_in if self.rework is not None and not self.rework.lapsed else None
        return reworked or self.handed_in or self.begun

    @property
    def correction(self) -> Grading | None:
        """The correction that counts: that of the rework once there is one (CASE-9)."""
        return self.rework.grading if self.rework is not None and self.rework.grading is not None else self.grading

    @property
    def grade(self) -> Decimal | None:
        """The final grade so far."""
        return None if self.correction is None else self.correction.grade

    @property
    def level(self) -> Level | None:
        """The level that the grade gives."""
        return None if self.correction is None else self.correction.level

    @property
    def is_handed_in(self) -> bool:
        """Whether nothing is left to be handed in (LEARN-10): a rework under way has the learner unfinished."""
        return self.state in (State.HANDED_IN, State.GRADED)

    def write(self, case: Case, question: int, text: str, at: Moment) -> None:
        """Write the answer to a question, from 1; an empty text takes it away. Raises Invalid, Refused CASE-9."""
        if not 1 <= question <= len(case.questions):
            raise Invalid("question", "no such question of the case", {"value": question, "count": len(case.questions)})
        self._must_be_open(at.day)
        self.answers.pop(question, None)
        if text:
            self.answers[question] = text

    def must_be_written(self, case: Case, today: date) -> None:
        """Raises Refused CASE-12 with the numbers of the questions left blank, CASE-9 when it is not open."""
        self._must_be_open(today)
        blank = [number for number, _ in enumerate(case.questions, 1) if not trimmed(self.answers.get(number, ""))]
        if blank:
            raise Refused("CASE-12", "blank answers", {"person": self.person, "course": self.course, "blank": blank})

    def hand_in(self, at: Moment, closed: Container[date]) -> date:
        """Hand it in; gives the Friday of the batch (CASE-7). Raises Refused CASE-9."""
        self._must_be_open(at.day)
        batch = batch_for(at.day, closed)
        if self.rework is not None:
            self.rework.handed_in, self.rework.batch = at.instant, batch
        else:
            self.handed_in, self.batch = at.instant, batch
        self.events.append(CaseHandedIn(at=at.instant, person=self.person, course=self.course, batch=batch))
        return batch

    def plan_again(self, closed: Container[date]) -> None:
        """Have a copy that waits planned for its Friday again, now that other ones are closed (CASE-7)."""
        if self.state is not State.HANDED_IN:
            return
        batch = batch_for(day_of(self.sent), closed)
        if self.rework is not None:
            self.rework.batch = batch
        else:
            self.batch = batch

    def _must_be_open(self, today: date) -> None:
        facts: dict[str, object] = {"person": self.person, "course": self.course}
        if self.state is State.REWORKING:
            assert self.rework is not None
            if today > self.rework.until:
                raise Refused("CASE-9", "rework over", facts | {"until": self.rework.until})
        elif self.state is not State.BEGUN:
            raise Refused("CASE-9", "handed in", facts | {"batch": self.planned, "grade": self.grade})

    def give(self, grading: Grading) -> None:
        """Give it its grade. Raises Refused: CASE-7 before it is handed in, CASE-11 once it is graded."""
        facts: dict[str, object] = {"person": self.person, "course": self.course}
        if self.state is State.GRADED:
            raise Refused("CASE-11", "graded already", facts | {"grade": self.grade})
        if self.state is not State.HANDED_IN:
            raise Refused("CASE-7", "not handed in", facts)
        if self.rework is not None:
            self.rework.grading = grading
        else:
            self.grading = grading
        self._tell(grading.at, amended=False)

    def ask_to_rework(self, end: date | None, at: Moment) -> date:
        """Open it once more, *end* being the learner's own end date; gives the last day on which it is open (CASE-9).

        Raises Refused CASE-9: not graded, another grade than 11 to 12, reworked before, or asked too late.
        """
        facts: dict[str, object] = {"person": self.person, "course": self.course, "grade": self.grade}
        if self.state is State.REWORKING or self.rework is not None:
            raise Refused("CASE-9", "reworked already", facts)
        if self.grading is None:
            raise Refused("CASE-9", "not graded", facts)
        if not may_be_reworked(self.grading.grade):
            raise Refused("CASE-9", "grade", facts)
        last = _later(day_of(self.grading.at) + REWORK_DAYS, end)
        if at.day > last:
            raise Refused("CASE-9", "asked too late", facts | {"until": last})
        self.rework = Rework(at.instant, _later(at.day + REWORK_DAYS, end))
        self.first_answers = dict(self.answers)
        self.events.append(CaseReopened(at=at.instant, person=self.person, course=self.course, until=self.rework.until))
        return self.rework.until

    def keep_finish(self, finished: datetime | None) -> None:
        """Keep when the learner had finished, who has not while this is reworked, and has again after it (CASE-9)."""
        assert self.rework is not None
        self.rework.finished = finished

    def rework_allowed(self, end: date | None, today: date) -> bool:
        """Whether a rework may be asked for today."""
        if self.grading is None or self.rework is not None or not may_be_reworked(self.grading.grade):
            return False
        return today <= _later(day_of(self.grading.at) + REWORK_DAYS, end)

    def lapse(self, at: Moment) -> bool:
        """End a rework whose last day is over: the first grade stands (CASE-9). Gives whether it ended now."""
        if self.state is not State.REWORKING or self.rework is None or at.day <= self.rework.until:
            return False
        self._end_rework(at.instant)
        return True

    def give_up_rework(self, at: Moment) -> bool:
        """End a second round that has no grade: the first one stands (NOTE-6). Gives whether there was one."""
        if self.rework is None or self.rework.lapsed or self.rework.grading is not None:
            return False
        self._end_rework(at.instant)
        return True

    def stays_open(self, end: date | None) -> None:
        """Have a rework under way last as long as its learner's own end date lets it, when that has moved (CASE-9)."""
        if self.rework is not None and self.state is State.REWORKING:
            self.rework.until = self.rework.lasts_until(end)

    def _end_rework(self, at: datetime) -> None:
        assert self.rework is not None
        self.rework.lapsed = True
        self.answers = dict(self.first_answers)
        self.events.append(ReworkEnded(at=at, person=self.person, course=self.course))

    def amend(self, grading: Grading, by: str, reason: str) -> None:
        """Change a correction that was sent, with a reason; a rework under way ends unless 11 <= grade < 12 (CASE-11).

        Raises Refused CASE-11 before there is a correction.
        """
        if self.correction is None:
            raise Refused("CASE-11", "not graded", {"person": self.person, "course": self.course})
        self.amendments.append(Amendment(grading.at, by, reason, self.correction, self.graded_round))
        if self.rework is not None and self.rework.grading is not None:
            self.rework.grading = grading
        else:
            self.grading = grading
            if self.rework is not None and not self.rework.lapsed and not may_be_reworked(grading.grade):
                self._end_rework(grading.at)
        self._tell(grading.at, amended=True)

    def _tell(self, at: datetime, *, amended: bool) -> None:
        correction = self.correction
        assert correction is not None
        self.events.append(
            CaseGraded(
                at=at,
                person=self.person,
                course=self.course,
                grade=correction.grade,
                level=correction.level,
                round=self.graded_round,
                amended=len(self.amendments) if amended else 0,
            )
        )


def _later(day: date, other: date | None) -> date:
    return day if other is None else max(day, other)


def batch_for(day: date, closed: Container[date]) -> date:
    """The Friday on which what is handed in that day is corrected: that day itself if it is one; never a closed one."""
    friday = day + (FRIDAY - day.weekday()) % 7 * ONE_DAY
    while friday in closed:
        friday += 7 * ONE_DAY
    return friday
