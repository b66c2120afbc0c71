"""The operations of the catalogue that make or change one part, as a file of one entry would."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_core.application.catalogue.ahead import backgrounds_given
from ledr_core.application.catalogue.files import (
    AboutEntry,
    BackgroundsEntry,
    CaseEntry,
    CaseQuestionEntry,
    CourseEntry,
    LessonEntry,
    Level,
    ModuleEntry,
    QuestionEntry,
    ThemeEntry,
    WorkshopEntry,
)
from ledr_core.application.catalogue.putting import elsewhere, put
from ledr_core.application.operating.files import KeptFileOrNone, named_in_source
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.sources import NO_FILES, ReadAhead
from ledr_core.application.operating.values import Choice, Count, Line, Positive, Sentence, Text
from ledr_core.domain.catalogue.questions import QuestionKind, QuestionKindName
from ledr_core.views.catalogue import UsageView


class PartByPart(Area):
    """Lessons, modules, themes, workshops, questions, courses and cases, one at a time."""

    @operation(asks=elsewhere("lessons"))
    def put_lesson(
        self,
        *,
        by: str,
        reference: str,
        title: str | None = None,
        video: Sentence | None = None,
        seconds: Positive | None = None,
        demo: bool | None = None,
    ) -> UsageView:
        """Make a lesson, or change the fields given; gives where it is used.

        Example: ledr catalogue put-lesson l1 --title Bonjour --video https://vimeo.com/1 --seconds 300
        """
        return put(self.work, LessonEntry(reference, title, video, seconds, demo))

    @operation(asks=elsewhere("modules"))
    def put_module(
        self,
        *,
        by: str,
        reference: str,
        title: str | None = None,
        lessons: Sequence[str] | None = None,
        sheet: KeptFileOrNone | None = None,
    ) -> UsageView:
        """Make a module, or change the fields given; gives where it is used (CAT-7). An empty sheet takes it away.

        Example: ledr catalogue put-module m1 --title Bases --lessons l1 --lessons l2
        """
        source, name = (NO_FILES, None) if sheet is None else named_in_source(sheet)
        return put(self.work, ModuleEntry(reference, title, lessons, name), ReadAhead(source))

    @operation(asks=elsewhere("themes"))
    def put_theme(
        self,
        *,
        by: str,
        reference: str,
        title: str | None = None,
        colour: str | None = None,
        optional: bool | None = None,
        modules: Sequence[str] | None = None,
    ) -> UsageView:
        """Make a theme, or change the fields given. Refused CAT-3 when a course would have one colour twice.

        Example: ledr catalogue put-theme t1 --title "Culture générale" --colour "#0b7285" --modules m1
        """
        return put(self.work, ThemeEntry(reference, title, colour, optional, modules))

    @operation(asks=elsewhere("workshops"))
    def put_workshop(
        self,
        *,
        by: str,
        reference: str,
        title: str | None = None,
        modules: Sequence[str] | None = None,
        introduction_question: Text | None = None,
        questions: Sequence[Text] | None = None,
    ) -> UsageView:
        """Make a workshop, or change the fields given; the modules lock it where the course locks workshops (WORK-3).

        Example: ledr catalogue put-workshop w1 --title "Rédiger une annonce" --questions "Rédige l'accroche."
        """
        return put(self.work, WorkshopEntry(reference, title, modules, introduction_question, questions))

    @operation(asks=elsewhere("questions"))
    def put_question(
        self,
        *,
        by: str,
        reference: str,
        kind: QuestionKind | QuestionKindName | None = None,
        lesson: str | None = None,
        theme: str | None = None,
        level: Level | None = None,
        public: bool | None = None,
        placement: bool | None = None,
        text: Text | None = None,
        choices: Sequence[Text] | None = None,
        right: Sequence[Choice] | None = None,
        explanation: Text | None = None,
        withdrawn: bool | None = None,
    ) -> UsageView:
        """Make a question, or change the fields given. Attempts under way keep the wording that they began with.

        A practice question is on a lesson, one of the programme on a theme, at a level; choices are numbered from 0.
        One `withdrawn` is drawn no more, until that is false again.

        Example: ledr catalogue put-question p1 --kind practice --lesson l1 --text Qui --choices a --choices b --right 0
        """
        entry = QuestionEntry(
            reference,
            kind and QuestionKind(kind),
            lesson,
            theme,
            level,
            public,
            placement,
            text,
            choices,
            right,
            explanation,
            withdrawn,
        )
        return put(self.work, entry)

    @operation(first=backgrounds_given)
    def put_course(
        self,
        images: ReadAhead,
        /,
        *,
        by: str,
        reference: str,
        title: str | None = None,
        themes: Sequence[str] | None = None,
        certifying: bool | None = None,
        assessments: bool | None = None,
        workshops: Sequence[str] | None = None,
        workshops_required: Count | None = None,
        workshops_locked: bool | None = None,
        community: bool | None = None,
        certificate: BackgroundsEntry | None = None,
        register: Line | None = None,
        hours: Count | None = None,
        about: AboutEntry | None = None,
    ) -> UsageView:
        """Make a course, or change the fields given (CAT-10).

        An empty file name or register takes away what there was. Refused: LEARN-9 (a theme without lesson and
        assessment), CAT-3 (a colour twice), WORK-8 (too few workshops), CERT-4 (made certifying, yet not prepared).

        Example: ledr catalogue put-course recruter --title Recruter --themes t1 --themes t2 --workshops-required 0
        """
        entry = CourseEntry(
            reference,
            title,
            themes,
            certifying,
            assessments,
            workshops,
            workshops_required,
            workshops_locked,
            community,
            certificate,
            register,
            hours,
            about,
        )
        return put(self.work, entry, images)

    @operation
    def put_case(
        self,
        *,
        by: str,
        reference: str,
        course: str | None = None,
        public: bool | None = None,
        questions: Sequence[CaseQuestionEntry] | None = None,
    ) -> UsageView:
        """Make a final case, or change the fields given: 10 to 20 questions, maxima adding up to 20 (CASE-2, CASE-8).

        Refused CASE-6 when another case of the course is public. A case made private closes new copies (CERT-4).

        Example: ledr catalogue put-case k1 --public
        """
        return put(self.work, CaseEntry(reference, course, public, questions))
