"""Courses and all that they are made of. See the rules CAT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from ledr_core.application.catalogue.ahead import backgrounds_given, entries_given
from ledr_core.application.catalogue.attachments import PDF, attached_file
from ledr_core.application.catalogue.banks import QuestionBanks
from ledr_core.application.catalogue.copying import CopiedKind, CopiedKindName
from ledr_core.application.catalogue.dump import Dump
from ledr_core.application.catalogue.files import (
    AboutEntry,
    BackgroundsEntry,
    CaseEntry,
    CaseQuestionEntry,
    CourseEntry,
    Entries,
    LessonEntry,
    Level,
    ModuleEntry,
    QuestionEntry,
    ThemeEntry,
    WorkshopEntry,
)
from ledr_core.application.catalogue.load import Load
from ledr_core.application.catalogue.putting import elsewhere, put, put_copy, take, take_out
from ledr_core.application.catalogue.sheets import (
    course_sheet,
    load_view,
    module_items,
    question_counts,
    theme_items,
    usage,
)
from ledr_core.application.catalogue.video_check import check_videos
from ledr_core.application.operating.files import (
    FolderIn,
    KeptFile,
    KeptFileOrNone,
    NewFolderOut,
    folder_of,
    named_in_source,
)
from ledr_core.application.operating.operation import operation
from ledr_core.application.operating.sources import NO_FILES, ReadAhead
from ledr_core.application.operating.values import Count, InsteadOf, Line, Positive, Sentence, Text
from ledr_core.domain.catalogue.catalogue import must_be_unused
from ledr_core.domain.catalogue.questions import QuestionKind, QuestionKindName
from ledr_core.domain.kernel.errors import NotFound
from ledr_core.views.catalogue import (
    CatalogueContent,
    CourseSheet,
    LoadView,
    ModuleItem,
    ThemeCounts,
    ThemeItem,
    UsageView,
)
from ledr_core.views.nothing import Nothing
from ledr_core.views.videos import VideoView


class Catalogue(QuestionBanks):
    """Courses, themes, modules and lessons."""

    name = "catalogue"

    @operation(first=entries_given)
    def load(
        self,
        entries: Entries,
        /,
        *,
        by: str,
        file: FolderIn | None = None,
        data: Annotated[Mapping[str, Any] | None, InsteadOf("file")] = None,
        check_only: bool = False,
    ) -> LoadView:
        """Load a catalogue file, or a folder of them, all or nothing; a second load updates by reference (CAT-13).

        From Python and scenarios `data` gives the same content instead. An error names file, line and field. Warnings
        name assessments that somebody who only guesses passes in more than 0.5 % of attempts, certifying courses of
        which the placement test asks nothing (TEST-4), and modules that lock nothing since the course lacks them
        (WORK-8). `changes` says of each part that differs in which fields, where it is used, and how many learners that
        concerns (CAT-7). With `check_only` nothing is kept, and all errors of entries are given; those of whole courses
        once entries have none.

        Example: ledr catalogue load parcours.yaml
        """
        load = Load(self.work, self.desk.progress)
        load.take(entries)
        view = load_view(self.work, load)
        if check_only:
            self.work.give_up()
        return view

    @operation(reads=True)
    def dump(self, *, by: str, folder: NewFolderOut | None = None) -> CatalogueContent:
        """The catalogue in the form in which it is loaded; a folder named gets `catalogue.yaml` and its files (CAT-13).

        The folder is made unless it is there.

        Example: ledr catalogue dump sauvegarde
        """
        if folder is None:
            return Dump(self.work).content()
        return Dump(self.work).write(folder_of(folder))

    @operation(reads=True)
    def course(self, *, by: str, course: str) -> CourseSheet:
        """A course: its themes, workshops and settings, and the sheet of its certification (CAT-10, OFFER-4).

        Example: ledr catalogue course recruter
        """
        return course_sheet(self.work, self.work.course(course))

    @operation(reads=True)
    def themes(self, *, by: str, course: str) -> tuple[ThemeItem, ...]:
        """The themes of a course, in order.

        Example: ledr catalogue themes recruter
        """
        return tuple(theme_items(self.work, self.work.course(course)))

    @operation(reads=True)
    def modules(self, *, by: str, text: str | None = None) -> tuple[ModuleItem, ...]:
        """Modules, and the themes that use each; each word of `text` begins a word of title or reference (CAT-8).

        Example: ledr catalogue modules sourcing
        """
        catalogue = self.work.unit.catalogue
        found = catalogue.modules() if text is None else catalogue.modules_about(text)
        return module_items(self.work, found.values())

    @operation(reads=True, counts=True)
    def usage(self, *, by: str, reference: str) -> UsageView:
        """Where a part is used, since a change shows in all of these, and how many learners that concerns (CAT-7).

        The command line shows it, and asks, before a `put_` changes what is used in several places.

        Example: ledr catalogue usage m1
        """
        return usage(self.work, reference)

    @operation(piecewise=True)
    def check_videos(self, *, by: str, course: str | None = None) -> tuple[VideoView, ...]:
        """Ask the host about the videos of all lessons, or of a course's (CAT-12).

        A state is `ok`, `broken` (the link leads nowhere), `private` (the host does not let the school show it) or
        `host_down` (the host gave no usable answer: nothing is known of the video).

        Example: ledr catalogue check-videos recruter
        """
        return check_videos(self.desk, course)

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
        right: Sequence[Count] | None = None,
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

    @operation
    def copy(
        self,
        *,
        by: str,
        kind: CopiedKind | CopiedKindName,
        reference: str,
        new_reference: str,
        course: str | None = None,
    ) -> UsageView:
        """Copy a module or a theme under a new reference, to change it in one place and not in the others (CAT-15).

        A theme is copied with its questions, whose references then begin with the new one. In the `course` named the
        copy takes the place of what was copied; learners keep their badges, and what they have seen counts in the copy.

        Example: ledr catalogue copy module m1 m1-lyon
        """
        chosen = None if course is None else self.work.course(course)
        return put_copy(self.work, CopiedKind(kind), reference, new_reference, chosen)

    @operation(destructive=True)
    def delete_theme(self, *, by: str, theme: str) -> Nothing:
        """Delete a theme that no learner has used, with its questions. Refused CAT-5 otherwise: detach it instead.

        Its modules stay; they lock no workshop of the courses that it leaves any more (WORK-3, WORK-8).

        Example: ledr catalogue delete-theme t9
        """
        catalogue, found = self.work.unit.catalogue, self.work.theme(theme)
        must_be_unused(found, self.work.unit.readings.learners_who_used(found.id))
        using = catalogue.references(catalogue.courses_using(themes=[found.id])).values()
        take_out(self.work, found, *catalogue.courses(using).values())
        for question in catalogue.questions_of(found.id):
            catalogue.remove(question)
        catalogue.remove(found)
        return Nothing()

    @operation
    def detach_theme(self, *, by: str, course: str, theme: str) -> Nothing:
        """Take a theme out of a course; badges already earned are kept (CAT-5, LEARN-7).

        Its modules lock no workshop of the course any more (WORK-3, WORK-8).

        Example: ledr catalogue detach-theme recruter t9
        """
        found, part = self.work.course(course), self.work.theme(theme)
        if part.id not in found.themes:
            raise NotFound("theme", theme)
        take_out(self.work, part, found)
        return Nothing()

    @operation
    def withdraw_question(self, *, by: str, question: str) -> Nothing:
        """Have a question drawn no more; what was answered stays.

        Example: ledr catalogue withdraw-question a1
        """
        if question not in self.work.unit.catalogue.questions([question]):
            raise NotFound("question", question)
        take(self.work, QuestionEntry(question, withdrawn=True))
        return Nothing()

    @operation(asks=elsewhere("modules", "module"))
    def set_sheet(self, *, by: str, module: str, file: KeptFile) -> ModuleItem:
        """Give a module its summary sheet, a PDF (CAT-9).

        Example: ledr catalogue set-sheet m1 fiches/m1.pdf
        """
        found = self.work.unit.catalogue.modules([module]).get(module)
        if found is None:
            raise NotFound("module", module)
        found.have_sheet(attached_file(self.work, file, "file", found.sheet, PDF))
        return module_items(self.work, [found])[0]

    @operation(reads=True)
    def question_counts(self, *, by: str, course: str) -> tuple[ThemeCounts, ...]:
        """How many public questions each level of each theme has, against the minimum of an assessment (TA-2).

        Example: ledr catalogue question-counts recruter
        """
        return question_counts(self.work, self.work.course(course))
