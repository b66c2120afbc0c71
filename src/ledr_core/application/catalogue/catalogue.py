"""Courses and all that they are made of. See the rules CAT."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from ledr_core.application.catalogue.ahead import entries_given
from ledr_core.application.catalogue.attachments import PDF, attached_file
from ledr_core.application.catalogue.banks import QuestionBanks
from ledr_core.application.catalogue.copying import CopiedKind, CopiedKindName
from ledr_core.application.catalogue.dump import Dump, There, there_already
from ledr_core.application.catalogue.files import Entries, Level, QuestionEntry
from ledr_core.application.catalogue.load import Load
from ledr_core.application.catalogue.part_by_part import PartByPart
from ledr_core.application.catalogue.putting import elsewhere, put_copy, take, take_out
from ledr_core.application.catalogue.sheets import (
    certification_sheet,
    course_item,
    course_sheet,
    load_view,
    module_items,
    question_counts,
    question_items,
    theme_items,
    usage,
)
from ledr_core.application.catalogue.video_check import check_videos
from ledr_core.application.operating.files import FolderIn, KeptFile, NewFolderOut, folder_of
from ledr_core.application.operating.operation import operation
from ledr_core.application.operating.permissions import ADMINISTRATOR, ANALYST, MANAGER, PILOT, SUPERVISOR
from ledr_core.application.operating.values import InsteadOf, LastSeen, Limit
from ledr_core.domain.catalogue.catalogue import must_be_unused
from ledr_core.domain.catalogue.questions import QuestionKind, QuestionKindName
from ledr_core.domain.kernel.errors import NotFound
from ledr_core.domain.kernel.texts import folded
from ledr_core.ports.paging import Page
from ledr_core.ports.quizzes import Wanted
from ledr_core.views.catalogue import (
    CatalogueContent,
    CertificationSheet,
    CourseItem,
    CourseSheet,
    LoadView,
    ModuleItem,
    QuestionItem,
    ThemeCounts,
    ThemeItem,
    UsageView,
)
from ledr_core.views.nothing import Nothing
from ledr_core.views.videos import VideoView

_RECOMMENDING: Final = (PILOT, MANAGER, ADMINISTRATOR, ANALYST, SUPERVISOR)
"""Who talks about courses and recommends them, or reads how far people are with them (CAT-16)."""


class Catalogue(PartByPart, QuestionBanks):
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

        From Python and scenarios `data` gives the same content instead. All that is wrong is said in one go, each with
        file, line and field: the first error has the others in `also`. Warnings name the files of the folder that
        nothing reads, questions of which every choice is right, assessments that somebody who only guesses passes in
        more than 0.5 % of attempts, certifying courses of which the placement test asks nothing (TEST-4), and modules
        that lock nothing since the course lacks them (WORK-8). `changes` says of each part that differs in which
        fields, where it is used, and how many learners that concerns (CAT-7). With `check_only` nothing is kept, and
        what is wrong is in `errors`.

        Example: ledr catalogue load parcours.yaml
        """
        load = Load(self.work, entries, self.desk.progress)
        load.take()
        if not check_only:
            load.must_be_right()
        view = load_view(self.work, load, check_only=check_only)
        if check_only:
            self.work.give_up()
        return view

    @operation(reads=True, first=there_already)
    def dump(
        self, there: There, /, *, by: str, folder: NewFolderOut | None = None, split: bool = False
    ) -> CatalogueContent:
        """The catalogue in the form in which it is loaded; a folder named gets `catalogue.yaml` and its files (CAT-13).

        With `split` it gets a file a section, `lessons.yaml`, `questions.yaml`…, as authors write them. The folder is
        made unless it is there. What somebody wrote or changed in it is never written over: YAML that no dump wrote is
        Invalid, and another file of the name of one that is kept stays, beside that one under a longer name.

        Example: ledr catalogue dump sauvegarde --split
        """
        if folder is None:
            return Dump(self.work).content()
        return Dump(self.work, there).write(folder_of(folder), split=split)

    @operation(may=_RECOMMENDING, reads=True)
    def courses(self, *, by: str) -> tuple[CourseItem, ...]:
        """All courses by title, with what their certification is about: to talk about them and recommend them (CAT-16).

        Example: ledr catalogue courses
        """
        courses = self.work.unit.catalogue.courses().values()
        return tuple(map(course_item, sorted(courses, key=lambda one: (folded(one.title), one.reference))))

    @operation(may=_RECOMMENDING, reads=True)
    def sheet(self, *, by: str, course: str) -> CertificationSheet:
        """The sheet of a course's certification: for whom, aim, skills, programme, register number, hours (OFFER-4).

        Example: ledr catalogue sheet recruter
        """
        return certification_sheet(self.work.course(course))

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

    @operation(reads=True)
    def questions(
        self,
        *,
        by: str,
        theme: str | None = None,
        kind: QuestionKind | QuestionKindName | None = None,
        level: Level | None = None,
        text: str | None = None,
        limit: Limit | None = None,
        after: Annotated[str, LastSeen("reference")] | None = None,
    ) -> tuple[QuestionItem, ...]:
        """Questions by reference; each word of `text` begins a word of text or reference (CAT-8).

        Withdrawn ones are among them, and say so.

        Example: ledr catalogue questions --theme t1 --level 2 --text annonce
        """
        wanted = Wanted(None if theme is None else self.work.theme(theme).id, kind and QuestionKind(kind), level, text)
        return question_items(self.work, wanted, Page(after, limit))

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
