"""What learners do and where they stand. See the rules LEARN."""

from __future__ import annotations

from ledr_core.application.access.standings import enrolled, learning_seat, must_learn, own_seat, standing_of
from ledr_core.application.learning.outlines import course_outline, demo_outline, left, missing_views
from ledr_core.application.learning.quizzes import is_quiz_due
from ledr_core.application.learning.reviewing import review_everywhere
from ledr_core.application.learning.video_help import help_on_video
from ledr_core.application.learning.workshops import workshop_items
from ledr_core.application.operating.files import FileOut, target_of, written
from ledr_core.application.operating.naming import by_title, titled
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import MANAGER, PILOT, SELF
from ledr_core.application.operating.values import Number, Text
from ledr_core.domain.access.standing import Standing, must_visit, seat_of
from ledr_core.domain.catalogue.catalogue import Lesson, Module
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.kernel.errors import Invalid, NotFound
from ledr_core.domain.kernel.school import SUPPORT_ADDRESS
from ledr_core.domain.learning.progress import Record, Viewing
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role
from ledr_core.views.documents import DocumentView
from ledr_core.views.learning import (
    HomeView,
    LessonView,
    NoteView,
    OutlineView,
    ProgressView,
    ThemeProgress,
    WatchView,
)
from ledr_core.views.nothing import Nothing


class Learning(Area):
    """What learners do and where they stand."""

    name = "learning"
    may = SELF

    @operation
    def watch(
        self,
        *,
        by: str,
        lesson: str,
        person: str | None = None,
        ended: bool = False,
        position: Number | None = None,
    ) -> WatchView:
        """Take note of how far a video played: its end, or its last 5 seconds, makes the lesson seen (LEARN-1).

        `position` is in seconds from the start, 0 or more, rounded down; past the end is the end. What is seen counts
        in every course with that lesson (LEARN-2).

        Example: ledr learning watch l1 --person lea@manpower.example --ended
        """
        if position is not None and position < 0:
            raise Invalid("position", "out of range", {"value": position, "lowest": 0})
        found = self.work.own_subject(person)
        standing = self._may_learn(found)
        watched = self._lesson(found, standing, lesson)
        played = None if position is None else int(min(position, watched.seconds))
        record = self.work.record(found.id)
        reached = record.watch(watched.id, watched.seconds, played, ended, self.work.moment)
        if found is self.work.actor.person:
            self.work.unit.accounts.active(found.id, self.work.moment.instant)
        themes = review_everywhere(self.work, standing, record) if reached else []
        return WatchView(by_title(watched), watched.id in record.seen, tuple(themes))

    @operation(reads=True)
    def lesson(self, *, by: str, lesson: str, person: str | None = None) -> LessonView:
        """A lesson's page: its video, how far it was played, and the summary sheet of its module (CAT-9).

        Without a sheet there is no link, and it is announced as being written. `help` says whom a firewall must allow
        and what to try when the video does not play (SUP-3).

        Example: ledr learning lesson l1 --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        standing = self._may_learn(found)
        shown = self._lesson(found, standing, lesson)
        seat = seat_of(standing, self.work.today)
        module = self.work.unit.catalogue.module_of(shown.id, seat.course_id if seat else None)
        viewing = self.work.record(found.id).viewings.get(shown.id, Viewing())
        return LessonView(
            lesson=shown.reference,
            title=shown.title,
            video=shown.video,
            seconds=shown.seconds,
            module=module.reference if module else None,
            module_title=module.title if module else None,
            sheet=module.sheet.name if module and module.sheet else None,
            sheet_being_written=module is not None and module.sheet is None,
            seen=viewing.seen is not None,
            position=viewing.position,
            help=help_on_video(shown.video, self.work.ports.videos, self.work.setting(SUPPORT_ADDRESS)),
        )

    @operation(reads=True)
    def sheet(self, *, by: str, module: str, file: FileOut | None = None, person: str | None = None) -> DocumentView:
        """Write the summary sheet of a module to a PDF file, as staff uploaded it (CAT-9); its `code` is null.

        Gated as learning is, for a module of one's own course; staff have any. Refused CAT-9 while it is being written.

        Example: ledr learning sheet m1 m1.pdf --person lea@manpower.example
        """
        if person is None and self.work.actor.person is None:
            described = self._module(None, module)
        else:
            found = self.work.own_subject(person)
            must_learn(self.work, found)
            described = self._module(found, module)
        sheet = described.ready_sheet()
        return written(target_of(file, f"{module}.pdf"), self.work.unit.files.get(sheet.sha256), None)

    def _may_learn(self, person: Person) -> Standing:
        """Testers reach lessons without being enrolled, visitors on their day, staff any (ROLE-2, ACC-9, ACC-16)."""
        if person.role is not Role.TESTER:
            return must_learn(self.work, person)
        standing = standing_of(self.work, person)
        if not self.work.actor.is_staff:
            must_visit(standing, self.work.today)
        return standing

    def _lesson(self, person: Person, standing: Standing, reference: str) -> Lesson:
        """The lesson, when the person may watch it: a tester the demo lessons, others their course (ROLE-2, ROLE-3)."""
        lesson = self.work.unit.catalogue.lesson_named(reference)
        if lesson is None:
            raise NotFound("lesson", reference)
        if self.work.actor.is_staff or person.role.is_staff:
            return lesson
        if person.role is Role.TESTER:
            lesson.must_be_demo(person.id)
            return lesson
        seat = seat_of(standing, self.work.today)
        has_it = seat is not None and self.work.unit.catalogue.has_lesson(seat.course_id, lesson.id)
        lesson.must_be_in_course(seat.course if seat else None, has_it=has_it)
        return lesson

    @operation(reads=True)
    def home(self, *, by: str, person: str | None = None) -> HomeView:
        """What a learner finds first: days left, the next lesson, how far each theme is, and what is left (LEARN-4).

        `left` names what stands between them and the end of the course, as `learning outline` does (LEARN-12).

        Example: ledr learning home --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        seat = learning_seat(self.work, found)
        outline = self.work.outline(seat.course_id)
        record = self.work.record(found.id)
        following = record.next_lesson(outline)
        return HomeView(
            course=by_title(outline),
            title=outline.title,
            remaining_days=max(0, (seat.member.end - self.work.today).days),
            end=seat.member.end,
            next_lesson=titled(self.work.unit, [following])[following] if following else None,
            percent=record.percent(outline),
            finished=outline.course in record.finished,
            quiz_due=is_quiz_due(self.work, record, outline),
            left=left(self.work, found, record, outline),
            themes=_themes(record, outline),
        )

    @operation(reads=True)
    def outline(self, *, by: str, person: str | None = None) -> OutlineView:
        """The themes, modules and lessons of one's course, what is seen, and what is left before its end (LEARN-12).

        What is left names its rule: LEARN-5 an assessment to pass, LEARN-6 lessons to see, WORK-2 workshops
        (done/required), TEST-4 the placement test, LEARN-10 the copy to hand in. A tester finds the demo lessons.

        Example: ledr learning outline --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        if found.role is Role.TESTER:
            self._may_learn(found)
            return demo_outline(self.work, self.work.record(found.id))
        seat = learning_seat(self.work, found)
        return course_outline(self.work, found, self.work.record(found.id), self.work.outline(seat.course_id))

    @operation(may=(PILOT, MANAGER, SELF), reads=True)
    def progress(self, *, by: str, person: str | None = None, course: str | None = None) -> ProgressView:
        """How far a person is with a course, by default their own, and what is missing to finish it (LEARN-9).

        Each thing missing names its rule: LEARN-5 an assessment to pass, LEARN-6 a theme with lessons to see, WORK-2
        workshops (done/required), LEARN-10 the copy to hand in. It stays open when access ends: nothing is lost by
        that, and only learning itself is gated (SLOT-5, ACC-16).

        Example: ledr learning progress --person lea@manpower.example
        """
        found = self.work.subject(person)
        if found is self.work.actor.person:
            found.role.must_learn()
        standing = standing_of(self.work, found)
        named = None if course is None else self.work.course(course).id
        followed = named or enrolled(self.work, found, standing).course_id
        outline = self.work.outline(followed)
        record = self.work.record(found.id)
        return ProgressView(
            course=by_title(outline),
            percent=record.percent(outline),
            finished=outline.course in record.finished,
            lessons_seen=record.lessons_seen(outline),
            lessons=len(outline.lessons),
            watch_seconds=record.watch_seconds(outline),
            themes=_themes(record, outline),
            workshops=workshop_items(record, outline),
            missing=missing_views(record.missing(outline)),
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

    def _module(self, person: Person | None, reference: str) -> Module:
        """The module, of the person's own course unless staff ask. Raises NotFound, or Refused ROLE-3."""
        module = self.work.unit.catalogue.modules([reference]).get(reference)
        if module is None:
            raise NotFound("module", reference)
        if person is not None and not self.work.actor.is_staff:
            course = self.work.course(own_seat(self.work, person).course)
            has_it = course.id in self.work.unit.catalogue.courses_using(modules=[module.id])
            module.must_be_in_course(course.reference, has_it=has_it)
        return module

    @operation(reads=True)
    def notes(self, *, by: str, person: str | None = None) -> tuple[NoteView, ...]:
        """All the notes of a person: those of their course in its order, then those of former courses (LEARN-11).

        Example: ledr learning notes --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        seat = seat_of(must_learn(self.work, found), self.work.today)
        notes = self.work.unit.notes.of(found.id, seat.course_id if seat else None)
        return tuple(NoteView(note.module, note.title, note.text) for note in notes)


def _themes(record: Record, outline: Outline) -> tuple[ThemeProgress, ...]:
    percents = record.theme_percents(outline)
    return tuple(
        ThemeProgress(
            theme.reference,
            theme.title,
            percents[theme.id],
            record.validated(outline, theme),
            record.validated(outline, theme),
            theme.optional,
        )
        for theme in outline.themes
    )
