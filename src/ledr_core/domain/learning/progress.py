"""Progress: it belongs to the person and follows them from course to course (LEARN)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from attrs import define, evolve, field, frozen

from ledr_core.domain.catalogue.outline import ModuleOutline, Outline, ThemeOutline, WorkshopOutline
from ledr_core.domain.events import CourseFinished, Event, LessonSeen, ThemeValidated, WorkshopCompleted
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, ThemeId, WorkshopId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.learning import figures
from ledr_core.domain.learning.figures import Reached
from ledr_core.domain.learning.workshops import Step, WorkshopWork

MAY_BE_MISSING = 5
"""Seconds that may be missing at the end of a video (LEARN-1)."""


@define
class Viewing:
    """How far a person is with a lesson; `order` grows each time one is watched to its end."""

    position: int = 0
    seen: datetime | None = None
    order: int = 0


@frozen
class Missing:
    """What somebody lacks to finish a course: the rule that asks for it, what it is by reference or number, and its
    title."""

    rule: str
    what: str
    title: str


@define
class Record:
    """What a person has done, whatever the course: lessons, assessments passed, workshops, badges, courses finished."""

    person: PersonId
    viewings: dict[LessonId, Viewing] = field(factory=dict)
    badges: dict[tuple[CourseId, ThemeId], datetime] = field(factory=dict)
    finished: dict[CourseId, datetime] = field(factory=dict)
    passes: dict[ThemeId, datetime] = field(factory=dict)
    """The themes whose assessment was passed, in whatever course (TA-11)."""
    workshops: dict[WorkshopId, WorkshopWork] = field(factory=dict)
    handed_in: set[CourseId] = field(factory=set)
    """The courses whose final case was handed in (LEARN-10)."""
    events: list[Event] = field(factory=list, eq=False, repr=False)

    @property
    def begun(self) -> bool:
        """Whether there is anything that progress could be made of."""
        return bool(self.viewings or self.passes or self.workshops)

    @property
    def seen(self) -> set[LessonId]:
        """The lessons seen (LEARN-2)."""
        return {lesson for lesson, viewing in self.viewings.items() if viewing.seen is not None}

    def watch(self, lesson: LessonId, seconds: int, position: int | None, ended: bool, at: Moment) -> bool:
        """Take note of how far a video played; its end, or its last seconds, makes the lesson seen (LEARN-1).

        However short it is, a video that is at its start has not played. Gives whether it played to its end now.
        """
        viewing = self.viewings.setdefault(lesson, Viewing())
        viewing.position = viewing.position if position is None else position
        if not ended and (not position or position < seconds - MAY_BE_MISSING):
            return False
        viewing.order = 1 + max(other.order for other in self.viewings.values())
        if viewing.seen is None:
            viewing.seen = at.instant
            self.events.append(LessonSeen(at=at.instant, person=self.person, lesson=lesson))
        return True

    def pass_theme(self, theme: ThemeId, at: Moment) -> None:
        """Take note that an assessment was passed: the theme is validated in every course (TA-11)."""
        self.passes.setdefault(theme, at.instant)

    def take_step(
        self, outline: Outline, workshop: WorkshopOutline, step: Step, question: int, at: Moment
    ) -> tuple[int, Step | None]:
        """Take note of a step of a workshop; gives its progress, and the step that comes first if this was too early.

        It counts by itself once those before it are done (WORK-1). Raises Refused WORK-3 while the workshop is locked.
        """
        lacking = self.missing_modules(outline, workshop)
        if lacking:
            modules = [module.reference for module in lacking]
            facts = {"workshop": workshop.reference, "missing_modules": modules, "person": self.person}
            raise Refused("WORK-3", "locked", facts)
        work = self.workshops.setdefault(workshop.id, WorkshopWork())
        work.opened = work.opened or at.instant
        first = work.take(workshop, step, question)
        self.review(outline, at)
        return work.percent(workshop), first

    def review(self, outline: Outline, at: Moment) -> list[ThemeOutline]:
        """Give the badges that are due in a course, and finish it when all is done (LEARN-6, LEARN-7, LEARN-10).

        Gives the themes newly validated. What is validated, open, complete or finished stays so whatever the catalogue
        becomes.
        """
        seen = self.seen
        fresh = [theme for theme in outline.themes if self._earns(outline, theme, seen)]
        for theme in fresh:
            self.badges[outline.course, theme.id] = at.instant
            self.events.append(ThemeValidated(at=at.instant, person=self.person, course=outline.course, theme=theme.id))
        if outline.workshops_locked:
            self.keep_open(outline, at)
        self._complete_workshops(outline, at)
        if outline.course not in self.finished and not self.missing(outline):
            self.finished[outline.course] = at.instant
            self.events.append(CourseFinished(at=at.instant, person=self.person, course=outline.course))
        return fresh

    def _earns(self, outline: Outline, theme: ThemeOutline, seen: Collection[LessonId]) -> bool:
        """By passing its assessment; a theme without one by seeing all its lessons (LEARN-5, LEARN-6, TA-11)."""
        if self.validated(outline, theme):
            return False
        if theme.id in self.passes:
            return True
        return not theme.assessed and bool(theme.lessons) and all(lesson in seen for lesson in theme.lessons)

    def keep_open(self, outline: Outline, at: Moment) -> None:
        """Have the workshops that are open now stay so (WORK-8)."""
        for workshop in outline.workshops:
            if workshop.modules and not self.missing_modules(outline, workshop):
                work = self.workshops.setdefault(workshop.id, WorkshopWork())
                work.opened = work.opened or at.instant

    def stay_open(self, before: Outline, outline: Outline, at: Moment) -> None:
        """Have the workshops stay open that were so before a course changed, and would be locked by it (WORK-8)."""
        former = {workshop.id: workshop for workshop in before.workshops}
        for workshop in outline.workshops:
            was_open = workshop.id in former and not self.missing_modules(before, former[workshop.id])
            if was_open and self.missing_modules(outline, workshop):
                self.workshops.setdefault(workshop.id, WorkshopWork()).opened = at.instant

    def hand_in(self, course: CourseId) -> None:
        """Take note that the final case of a course was handed in (LEARN-10)."""
        self.handed_in.add(course)

    def reopen(self, course: CourseId) -> datetime | None:
        """The case is to be handed in again, or anew: the course is finished no more; gives when it was (CASE-9)."""
        self.handed_in.discard(course)
        return self.finished.pop(course, None)

    def finish_again(self, course: CourseId, since: datetime | None, at: Moment) -> None:
        """What had been finished before a rework is so again, whatever the catalogue became meanwhile (LEARN-10)."""
        self.handed_in.add(course)
        if since is not None and course not in self.finished:
            self.finished[course] = since
            self.events.append(CourseFinished(at=at.instant, person=self.person, course=course))

    def as_of(self, instant: datetime) -> Record:
        """What had been done up to an instant, of what is kept with its instant: the steps of workshops are not."""
        return Record(
            self.person,
            {lesson: evolve(viewing, seen=_by(viewing.seen, instant)) for lesson, viewing in self.viewings.items()},
            {badge: at for badge, at in self.badges.items() if at <= instant},
            {course: at for course, at in self.finished.items() if at <= instant},
            {theme: at for theme, at in self.passes.items() if at <= instant},
            {one: evolve(work, completed=_by(work.completed, instant)) for one, work in self.workshops.items()},
        )

    def erase(self) -> None:
        """Forget all that was done (ACC-13)."""
        for kept in (self.viewings, self.badges, self.finished, self.passes, self.workshops, self.handed_in):
            kept.clear()

    def missing_modules(self, outline: Outline, workshop: WorkshopOutline) -> tuple[ModuleOutline, ...]:
        """The modules that lock a workshop: those of the course with a lesson not seen yet (WORK-3, WORK-4, WORK-8).

        None when it is open.
        """
        work = self.workshops.get(workshop.id)
        if not outline.workshops_locked or (work is not None and work.opened is not None):
            return ()
        seen = self.seen
        return tuple(module for module in workshop.modules if module.in_course and not seen.issuperset(module.lessons))

    def _complete_workshops(self, outline: Outline, at: Moment) -> None:
        for workshop in outline.workshops:
            work = self.workshops.get(workshop.id)
            if work is not None and work.completed is None and work.percent(workshop) == 100:
                work.completed = at.instant
                self.events.append(WorkshopCompleted(at=at.instant, person=self.person, workshop=workshop.id))

    def workshops_done(self, outline: Outline) -> int:
        """How many of the course's workshops are complete."""
        done = (self.workshops.get(workshop.id) for workshop in outline.workshops)
        return sum(work is not None and work.completed is not None for work in done)

    def missing(self, outline: Outline) -> tuple[Missing, ...]:
        """What is missing to finish a course; whoever lacks nothing has finished it (LEARN-10)."""
        if outline.course in self.finished:
            return ()
        mandatory = outline.mandatory
        lacking = [
            Missing("LEARN-5" if theme.assessed else "LEARN-6", theme.reference, theme.title)
            for theme in mandatory
            if not self.validated(outline, theme)
        ]
        if not mandatory:
            lacking.append(Missing("LEARN-8", outline.reference, outline.title))
        done, required = self.workshops_done(outline), outline.workshops_required
        if done < required:
            lacking.append(Missing("WORK-2", f"{done}/{required}", f"{done}/{required}"))
        if self._has_to_hand_in(outline):
            lacking.append(Missing("LEARN-10", outline.reference, outline.title))
        return tuple(lacking)

    def left(self, outline: Outline, *, placed: bool) -> tuple[Missing, ...]:
        """The same for the learner, with the placement test that the case waits for unless *placed* (LEARN-12)."""
        lacking = self.missing(outline)
        if placed or not lacking or not self._has_to_hand_in(outline):
            return lacking
        return (*lacking[:-1], Missing("TEST-4", outline.reference, outline.title), lacking[-1])

    def _has_to_hand_in(self, outline: Outline) -> bool:
        return outline.certifying and outline.course not in self.handed_in

    def validated(self, outline: Outline, theme: ThemeOutline) -> bool:
        """Whether the person has the theme's badge in that course."""
        return (outline.course, theme.id) in self.badges

    def reached(self, outline: Outline) -> Reached:
        """What of a course the figures are made of."""
        validated = {theme for course, theme in self.badges if course == outline.course}
        return Reached(self.seen, validated, outline.course in self.finished)

    def theme_percent(self, outline: Outline, theme: ThemeOutline) -> int:
        """How far the person is with a theme of a course, in percent (LEARN-9)."""
        return self.theme_percents(outline)[theme.id]

    def theme_percents(self, outline: Outline) -> dict[ThemeId, int]:
        """The same for each theme of a course."""
        return figures.theme_percents(outline, self.reached(outline))

    def percent(self, outline: Outline) -> int:
        """How far the person is with a course, in percent (LEARN-9)."""
        return figures.course_percent(outline, self.reached(outline))

    def next_lesson(self, outline: Outline) -> LessonId | None:
        """The first unseen lesson after the last seen, in course order, else the first unseen one (LEARN-4)."""
        seen, lessons = self.seen, outline.lessons
        ends = [(self.viewings[lesson].order, place) for place, lesson in enumerate(lessons) if lesson in seen]
        after = max(ends)[1] + 1 if ends else 0
        return next((lesson for lesson in (*lessons[after:], *lessons[:after]) if lesson not in seen), None)

    def lessons_seen(self, outline: Outline) -> int:
        """How many lessons of the course are seen."""
        return figures.lessons_seen(outline, self.reached(outline))

    def watch_seconds(self, outline: Outline) -> int:
        """The time spent on the course, in seconds (LEARN-3)."""
        return figures.watch_seconds(outline, self.reached(outline))


def _by(at: datetime | None, instant: datetime) -> datetime | None:
    return at if at is not None and at <= instant else None
