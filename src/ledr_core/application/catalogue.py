"""Courses, themes, modules and lessons. See the rules CAT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from ledr_core.application.catalogue_files import (
    SECTIONS,
    CourseEntry,
    Entries,
    Entry,
    LessonEntry,
    ModuleEntry,
    Place,
    ThemeEntry,
    read_data,
    read_files,
)
from ledr_core.application.catalogue_load import Load
from ledr_core.application.files import write_text
from ledr_core.application.operations import Area, operation, piecewise, reading
from ledr_core.application.reading import Positive
from ledr_core.application.video_check import check_videos
from ledr_core.application.work import Work
from ledr_core.application.yaml12 import dump
from ledr_core.domain.catalogue import (
    Course,
    Lesson,
    Module,
    Theme,
)
from ledr_core.domain.errors import Invalid, NotFound
from ledr_core.views import CourseSheet, LoadView, ModuleItem, ThemeItem, UsageView, VideoView

P = TypeVar("P", Lesson, Module, Theme, Course)
Part = Lesson | Module | Theme | Course


class Catalogue(Area):
    """Courses, themes, modules and lessons."""

    name = "catalogue"

    @operation
    def load(self, *, by: str, file: str | None = None, data: Mapping[str, object] | None = None) -> LoadView:
        """Load a catalogue file, or a folder of them, all or nothing; a second load updates by reference (CAT-13).

        From Python and scenarios `data` gives the same content instead. An error names file, line and field.

        Example: ledr catalogue load parcours.yaml
        """
        if (file is None) == (data is None):
            raise Invalid("file", "is missing" if file is None else "goes without data", "a file, or data")
        entries = read_data(data) if file is None else read_files(file)
        load = Load(self.work)
        load.take(entries)
        return LoadView(load.created, load.updated, load.unchanged)

    @reading
    def dump(self, *, by: str, folder: str | None = None) -> Mapping[str, Any]:
        """The catalogue in the form in which it is loaded; written to `catalogue.yaml` when a folder is named (CAT-13).

        Example: ledr catalogue dump sauvegarde
        """
        content = _dumped(self.work)
        if folder is not None:
            path = Path(folder)
            if not path.is_dir():
                raise Invalid("folder", f"{folder} is not a folder", "a folder that exists")
            write_text(path / "catalogue.yaml", dump(content))
        return content

    @reading
    def course(self, *, by: str, course: str) -> CourseSheet:
        """A course and its themes.

        Example: ledr catalogue course recruter
        """
        found = self.work.course(course)
        outline = self.work.unit.catalogue.outline(found.id)
        themes = tuple(_theme_items(self.work, found))
        return CourseSheet(found.reference, found.title, themes, len(outline.lessons), sum(outline.seconds.values()))

    @reading
    def themes(self, *, by: str, course: str) -> tuple[ThemeItem, ...]:
        """The themes of a course, in order.

        Example: ledr catalogue themes recruter
        """
        return tuple(_theme_items(self.work, self.work.course(course)))

    @reading
    def modules(self, *, by: str, text: str | None = None) -> tuple[ModuleItem, ...]:
        """Modules whose title or reference holds a text, and the themes that use each (CAT-8).

        Example: ledr catalogue modules sourcing
        """
        names = {lesson.id: lesson.reference for lesson in self.work.unit.catalogue.lessons().values()}
        themes = self.work.unit.catalogue.themes().values()
        found = [
            module
            for module in self.work.unit.catalogue.modules().values()
            if text is None or text.casefold() in f"{module.reference} {module.title}".casefold()
        ]
        return tuple(
            ModuleItem(
                module.reference,
                module.title,
                tuple(names[lesson] for lesson in module.lessons),
                tuple(theme.reference for theme in themes if module.id in theme.modules),
            )
            for module in found
        )

    @reading
    def usage(self, *, by: str, reference: str) -> UsageView:
        """Where a lesson, module or theme is used: a change shows in all of these (CAT-7).

        Example: ledr catalogue usage m1
        """
        return _usage(self.work, reference)

    @piecewise
    def check_videos(self, *, by: str, course: str | None = None) -> tuple[VideoView, ...]:
        """Ask the host about the videos of all lessons, or of a course's (CAT-12).

        A state is `ok`, `broken` (the link leads nowhere), `private` (the host does not let the school show it) or
        `host_down` (the host gave no usable answer: nothing is known of the video).

        Example: ledr catalogue check-videos recruter
        """
        return check_videos(self.desk, course)

    @operation
    def put_lesson(
        self,
        *,
        by: str,
        reference: str,
        title: str | None = None,
        video: str | None = None,
        seconds: Positive | None = None,
        demo: bool | None = None,
    ) -> UsageView:
        """Make a lesson, or change the fields given; gives where it is used.

        Example: ledr catalogue put-lesson l1 --title Bonjour --video https://vimeo.com/1 --seconds 300
        """
        return self._put(LessonEntry(reference, title, video, seconds, demo))

    @operation
    def put_module(
        self,
        *,
        by: str,
        reference: str,
        title: str | None = None,
        lessons: Sequence[str] | None = None,
        sheet: str | None = None,
    ) -> UsageView:
        """Make a module, or change the fields given; gives where it is used (CAT-7).

        Example: ledr catalogue put-module m1 --title Bases --lessons l1 --lessons l2
        """
        return self._put(ModuleEntry(reference, title, lessons, sheet))

    @operation
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
        return self._put(ThemeEntry(reference, title, colour, optional, modules))

    @operation
    def put_course(
        self, *, by: str, reference: str, title: str | None = None, themes: Sequence[str] | None = None
    ) -> UsageView:
        """Make a course, or change the fields given. Refused LEARN-9 when one of its themes has no lesson.

        Example: ledr catalogue put-course recruter --title Recruter --themes t1 --themes t2
        """
        return self._put(CourseEntry(reference, title, themes))

    def _put(self, entry: Entry) -> UsageView:
        entries = Entries()
        section = next(name for name, kind in SECTIONS.items() if kind is type(entry))
        entries.found[section].append((entry, _Direct(section, 0)))
        Load(self.work).take(entries)
        return _usage(self.work, entry.reference, section)


class _Direct(Place):
    """The place of an entry given by an operation's own parameters."""

    def invalid(self, name: str, reason: str, allowed: object = None) -> Invalid:
        """An error about a parameter."""
        return Invalid(name, reason, allowed)


def _theme_items(work: Work, course: Course) -> list[ThemeItem]:
    themes = {theme.id: theme for theme in work.unit.catalogue.themes().values()}
    modules = {module.id: module.reference for module in work.unit.catalogue.modules().values()}
    return [
        ThemeItem(
            theme.reference,
            theme.title,
            theme.colour,
            theme.optional,
            tuple(modules[module] for module in theme.modules),
        )
        for theme in (themes[identifier] for identifier in course.themes)
    ]


def _usage(work: Work, reference: str, section: str | None = None) -> UsageView:
    catalogue = work.unit.catalogue
    parts: dict[str, Mapping[str, Part]] = {
        "lessons": catalogue.lessons([reference]),
        "modules": catalogue.modules([reference]),
        "themes": catalogue.themes([reference]),
        "courses": catalogue.courses([reference]),
    }
    found = [name for name, some in parts.items() if reference in some and section in (None, name)]
    if not found:
        raise NotFound("module", reference)
    part = parts[found[0]][reference]
    modules = [one for one in catalogue.modules().values() if part.id in one.lessons]
    inner = {part.id, *(one.id for one in modules)}
    themes = [one for one in catalogue.themes().values() if inner.intersection(one.modules)]
    inner.update(one.id for one in themes)
    courses = [one for one in catalogue.courses().values() if inner.intersection(one.themes)]
    return UsageView(
        reference,
        found[0].rstrip("s"),
        tuple(one.reference for one in modules),
        tuple(one.reference for one in themes),
        tuple(one.reference for one in courses),
    )


def _dumped(work: Work) -> dict[str, Any]:
    catalogue = work.unit.catalogue
    lessons, modules, themes = catalogue.lessons(), catalogue.modules(), catalogue.themes()
    names: dict[str, str] = {
        str(part.id): part.reference for parts in (lessons, modules, themes) for part in parts.values()
    }
    return {
        "lessons": [
            {
                "reference": one.reference,
                "title": one.title,
                "video": one.video,
                "seconds": one.seconds,
                "demo": one.demo,
            }
            for one in lessons.values()
        ],
        "modules": [
            {"reference": one.reference, "title": one.title, "lessons": [names[part] for part in one.lessons]}
            | ({"sheet": one.sheet} if one.sheet else {})
            for one in modules.values()
        ],
        "themes": [
            {
                "reference": one.reference,
                "title": one.title,
                "colour": one.colour,
                "optional": one.optional,
                "modules": [names[part] for part in one.modules],
            }
            for one in themes.values()
        ],
        "courses": [
            {"reference": one.reference, "title": one.title, "themes": [names[part] for part in one.themes]}
            for one in catalogue.courses().values()
        ],
    }
