"""What learners do and where they stand. See the rules LEARN."""

from __future__ import annotations

from ledr_core.application.operations import Area, operation, reading
from ledr_core.application.quizzes import is_quiz_due
from ledr_core.application.reading import Count, Text
from ledr_core.application.standings import must_learn, own_seat, standing_of
from ledr_core.domain.access import seat_of
from ledr_core.domain.catalogue import Lesson, Module
from ledr_core.domain.errors import Invalid, NotFound, Refused
from ledr_core.domain.outline import Outline
from ledr_core.domain.people import Person
from ledr_core.domain.progress import MAY_BE_MISSING, Record
from ledr_core.domain.roles import Role
from ledr_core.views import HomeView, MissingView, NoteView, Nothing, ProgressView, ThemeProgress, WatchView


class Learning(Area):
    """What learners do and where they stand."""

    name = "learning"

    @operation
    def watch(
        self,
        *,
        by: str,
        lesson: str,
        person: str | None = None,
        ended: bool = False,
        position: Count | None = None,
    ) -> WatchView:
        """Take note of how far a video played: its end, or its last 5 seconds, makes the lesson seen (LEARN-1).

        `position` is in seconds from the start. What is seen counts in every course with that lesson (LEARN-2).

        Example: ledr learning watch l1 --person lea@manpower.example --ended
        """
        found = self.work.own_subject(person)
        watched = self._lesson(found, lesson)
        if position is not None and position > watched.seconds + MAY_BE_MISSING:
            raise Invalid("position", f"{position} is after the end of the video", f"0 to {watched.seconds}")
        record = self.work.unit.records.of(found.id)
        record.watch(watched.id, watched.seconds, position, ended, self.work.moment)
        if found is self.work.actor.person:
            self.work.unit.accounts.active(found.id, self.work.moment.instant)
        themes = self._review(found, record) if watched.id in record.seen else []
        return WatchView(lesson, watched.id in record.seen, tuple(themes))

    def _lesson(self, person: Person, reference: str) -> Lesson:
        """The lesson, when the person may watch it: testers reach demo lessons only (ROLE-2)."""
        if person.role is not Role.TESTER or self.work.actor.is_staff:
            must_learn(self.work, person)
        lesson = self.work.unit.catalogue.lessons([reference]).get(reference)
        if lesson is None:
            raise NotFound("lesson", reference)
        if person.role is Role.TESTER and not lesson.demo and not self.work.actor.is_staff:
            raise Refused("ROLE-2", "not demo content", {"lesson": reference, "person": person.id})
        if person.role is not Role.TESTER and not self.work.actor.is_staff:
            self._must_be_in_course(person, lesson)
        return lesson

    def _must_be_in_course(self, person: Person, lesson: Lesson) -> None:
        if person.role.is_staff:
            return
        outline = self._outline(person)
        if outline is None or lesson.id not in outline.seconds:
            facts = {"lesson": lesson.reference, "course": outline.reference if outline else None}
            raise Refused("ROLE-3", "another course", facts)

    def _review(self, person: Person, record: Record) -> list[str]:
        """Award what is due in every course that the person is enrolled on."""
        courses = {session.course for session in self.work.unit.sessions.of_person(person.id)}
        outlines = [self.work.outline(course) for course in sorted(courses)]
        return [theme.reference for outline in outlines for theme in record.review(outline, self.work.moment)]

    def _outline(self, person: Person) -> Outline | None:
        seat = seat_of(standing_of(self.work, person), self.work.today)
        return None if seat is None else self.work.outline(self.work.course(seat.course).id)

    @reading
    def home(self, *, by: str, person: str | None = None) -> HomeView:
        """What a learner finds first: days left, the next lesson, and how far each theme is (LEARN-4).

        Example: ledr learning home --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        must_learn(self.work, found)
        seat = own_seat(self.work, found)
        outline = self.work.outline(self.work.course(seat.course).id)
        record = self.work.unit.records.of(found.id)
        following = record.next_lesson(outline)
        references = self.work.unit.catalogue.references([following] if following else [])
        return HomeView(
            course=outline.reference,
            title=outline.title,
            remaining_days=max(0, (seat.member.end - self.work.today).days),
            end=seat.member.end,
            next_lesson=references.get(following) if following else None,
            percent=record.percent(outline),
            finished=outline.course in record.finished,
            quiz_due=is_quiz_due(self.work, record, outline),
            themes=_themes(record, outline),
        )

    @reading
    def progress(self, *, by: str, person: str | None = None, course: str | None = None) -> ProgressView:
        """How far a person is with a course, by default their own, and what is missing to finish it (LEARN-9).

        Example: ledr learning progress --person lea@manpower.example
        """
        found = self.work.subject(person)
        reference = course if course is not None else own_seat(self.work, found).course
        outline = self.work.outline(self.work.course(reference).id)
        record = self.work.unit.records.of(found.id)
        finished = outline.course in record.finished
        missing = (
            ()
            if finished
            else tuple(
                MissingView("LEARN-6", theme.reference)
                for theme in outline.mandatory
                if not record.validated(outline, theme)
            )
        )
        return ProgressView(
            course=outline.reference,
            percent=record.percent(outline),
            finished=finished,
            lessons_seen=record.lessons_seen(outline),
            lessons=len(outline.lessons),
            watch_seconds=record.watch_seconds(outline),
            themes=_themes(record, outline),
            workshops=(),
            missing=missing,
        )

    @operation
    def note(self, *, by: str, module: str, text: Text, person: str | None = None) -> Nothing:
        """Keep a note on a module, exactly as typed, in the place of the former one; an empty text removes it.

        Up to 100,000 characters.

        Example: ledr learning note m1 "Poser la question du salaire." --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        must_learn(self.work, found)
        noted = self._module(found, module)
        self.work.unit.notes.put(found.id, noted.id, text, self.work.moment.instant)
        return Nothing()

    def _module(self, person: Person, reference: str) -> Module:
        """The module, of the person's own course unless staff ask. Raises NotFound, or Refused ROLE-3."""
        module = self.work.unit.catalogue.modules([reference]).get(reference)
        if module is None:
            raise NotFound("module", reference)
        if not self.work.actor.is_staff:
            course = self.work.course(own_seat(self.work, person).course)
            if course.id not in self.work.unit.catalogue.courses_using(modules=[module.id]):
                raise Refused("ROLE-3", "another course", {"module": reference, "course": course.reference})
        return module

    @reading
    def notes(self, *, by: str, person: str | None = None) -> tuple[NoteView, ...]:
        """All the notes of a person: those of their course in its order, then those of former courses (LEARN-11).

        Example: ledr learning notes --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        must_learn(self.work, found)
        outline = self._outline(found)
        notes = self.work.unit.notes.of(found.id, outline.course if outline else None)
        return tuple(NoteView(note.module, note.title, note.text) for note in notes)


def _themes(record: Record, outline: Outline) -> tuple[ThemeProgress, ...]:
    return tuple(
        ThemeProgress(
            theme.reference,
            theme.title,
            record.theme_percent(outline, theme),
            record.validated(outline, theme),
            record.validated(outline, theme),
            theme.optional,
        )
        for theme in outline.themes
    )
