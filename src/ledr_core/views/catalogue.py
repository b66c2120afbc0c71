"""Results about the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ledr_core.domain.catalogue.questions import QuestionKindName
from ledr_core.domain.kernel.content import Content


@frozen
class CatalogueWarning:
    """What an author should know: its ground, and what it is about as far as that is known.

    Grounds: `guess` (an assessment that guessing passes in so many percent of attempts), `no placement` (TEST-4),
    `locks nothing` (WORK-8); `all right` (a question of which every choice is right, with its file and line);
    `not read` (a file of the folder that is no YAML, and that nothing names); `linked folder` (one that is a link, and
    is not entered); `no question in it` (nothing stands in a file that was imported); `not looked up` (something cannot
    be read, so that nobody knows whether what others name is in it).
    """

    ground: str
    course: str | None = None
    theme: str | None = None
    percent: float | None = None
    workshop: str | None = None
    module: str | None = None
    question: str | None = None
    file: str | None = None
    line: int | None = None


@frozen
class ChangeView:
    """A part that a load changes: the fields that differ, where it is used, how many learners that concerns (CAT-7)."""

    kind: str
    reference: str
    fields: tuple[str, ...]
    used_in: tuple[str, ...]
    learners: int


@frozen
class LoadError:
    """What is wrong with a catalogue: the rule that refuses it, if one does, and where it stands; ground and facts.

    `allowed` is what would do instead, as far as that is known.
    """

    rule: str | None
    field: str | None
    file: str | None
    line: int | None
    ground: str
    reason: str
    fact: Mapping[str, Any]
    allowed: Any = None


@frozen
class LoadView:
    """What a load of the catalogue did, or, of a check alone (`check_only`), would do, and what its author should know.

    The errors are those of a check alone: else they are raised, the first of them with the others.
    """

    created: int
    updated: int
    unchanged: int
    changes: tuple[ChangeView, ...] = ()
    warnings: tuple[CatalogueWarning, ...] = ()
    errors: tuple[LoadError, ...] = ()
    check_only: bool = field(default=False, eq=False)

    @property
    def all_well(self) -> bool:
        """Whether it can be loaded."""
        return not self.errors


@frozen
class RefusedQuestion:
    """A question of a file that was not taken: where it stands, its reference as far as it has one, and why."""

    line: int
    reference: str | None
    reason: str
    field: str
    ground: str
    fact: Mapping[str, Any]


@frozen
class ImportView:
    """What became of the questions of a file, or would become; each is taken whole, or refused.

    What changes shows in the courses named, and concerns that many learners (CAT-7); of the questions of the programme
    that are taken, those that are not public are drawn nowhere.
    """

    created: int
    updated: int
    unchanged: int
    refused: tuple[RefusedQuestion, ...] = ()
    used_in: tuple[str, ...] = ()
    learners: int = 0
    not_public: int = 0
    warnings: tuple[CatalogueWarning, ...] = ()
    changes: tuple[ChangeView, ...] = ()
    """Of a check alone."""

    @property
    def all_well(self) -> bool:
        """Whether all of them are taken."""
        return not self.refused


@frozen
class ExportView:
    """Where the questions of a theme went, and how many they are."""

    file: Content | str
    questions: int


@frozen
class ThemeItem:
    """A theme of a course."""

    reference: str
    title: str
    colour: str
    optional: bool
    modules: tuple[str, ...]


@frozen
class AboutView:
    """The sheet of a certification (OFFER-4)."""

    for_whom: str
    aim: str
    skills: tuple[str, ...]
    programme: str


@frozen
class CourseItem:
    """A course to talk about: its title, and what its certification is about (CAT-16)."""

    reference: str
    title: str
    about: AboutView


@frozen
class CertificationSheet:
    """The sheet of a certification (OFFER-4): its number in the national register, and its average length in hours."""

    title: str
    about: AboutView
    register: str | None
    hours: int | None


@frozen
class CourseSheet:
    """A course: its themes, workshops and settings, its public case, and the sheet of its certification."""

    reference: str
    title: str
    themes: tuple[ThemeItem, ...]
    lessons: int
    seconds: int
    certifying: bool
    assessments: bool
    workshops: tuple[str, ...]
    workshops_required: int
    workshops_locked: bool
    community: bool
    case: str | None
    register: str | None
    hours: int | None
    about: AboutView


@frozen
class ModuleItem:
    """A module, the themes in which it is used, and its summary sheet when there is one."""

    reference: str
    title: str
    lessons: tuple[str, ...]
    used_in: tuple[str, ...]
    sheet: str | None


@frozen
class QuestionItem:
    """A question in a list: of a lesson (practice), or of a theme and level (programme)."""

    reference: str
    kind: QuestionKindName
    theme: str | None
    level: int | None
    public: bool
    placement: bool
    text: str
    lesson: str | None
    withdrawn: bool


@frozen
class UsageView:
    """Where a part of the catalogue is used; a change shows in all of these.

    The workshops are those that a module locks; `learners` are enrolled on one of the courses, or on the course itself,
    and have not reached their end; the warnings come with a change.
    """

    reference: str
    kind: str
    used_in: tuple[str, ...]
    learners: int
    modules: tuple[str, ...]
    themes: tuple[str, ...]
    workshops: tuple[str, ...]
    courses: tuple[str, ...]
    warnings: tuple[CatalogueWarning, ...] = ()

    @property
    def elsewhere(self) -> bool:
        """Whether a change for one use of it is a change for another (CAT-7)."""
        return max(map(len, (self.modules, self.themes, self.workshops, self.courses))) > 1


@frozen
class LevelCount:
    """The public questions of a level against the minimum that an assessment needs (TA-2)."""

    level: int
    count: int
    minimum: int
    enough: bool


@frozen
class ThemeCounts:
    """The questions of a theme by level; one level without enough means no assessment (TA-2)."""

    theme: str
    levels: tuple[LevelCount, ...]
    assessment: bool


class CatalogueContent(dict[str, list[dict[str, Any]]]):
    """The catalogue as a file says it: the entries of each section, free maps since they are a file's (CAT-13)."""


class WrittenCatalogue(CatalogueContent):
    """The same, where it was written into a folder, in files of these names."""

    def __init__(self, content: CatalogueContent, files: Sequence[str]) -> None:
        super().__init__(content)
        self.files = tuple(files)
