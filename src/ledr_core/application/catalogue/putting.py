"""Parts put into the catalogue one at a time: as a file of one entry would, and told where they are used."""

from __future__ import annotations

import attrs

from ledr_core.application.catalogue.copying import CopiedKind, copied_module, copied_theme
from ledr_core.application.catalogue.files import SECTIONS, CourseEntry, Entries, Entry
from ledr_core.application.catalogue.load import Load
from ledr_core.application.catalogue.places import Direct
from ledr_core.application.catalogue.sheets import usage, used_elsewhere
from ledr_core.application.catalogue.warnings import warnings_of
from ledr_core.application.operating.operation import Stake
from ledr_core.application.operating.sources import NO_FILES, ReadAhead
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Course, Theme
from ledr_core.views.catalogue import UsageView


def elsewhere(section: str, named: str = "reference") -> Stake:
    """Where the part that a parameter names is used, when a change of it shows in several places (CAT-7)."""
    return lambda work, values: used_elsewhere(work, values[named], section)


def put(work: Work, entry: Entry, source: ReadAhead | None = None) -> UsageView:
    """Make a part, or change the fields given, of which the files are in *source*; gives where it is used."""
    warnings = warnings_of(work, take(work, entry, source=source))
    return attrs.evolve(usage(work, entry.reference, _section_of(entry)), warnings=warnings)


def put_copy(work: Work, kind: CopiedKind, reference: str, new_reference: str, course: Course | None) -> UsageView:
    """Copy a module or a theme, in a course into the place of what was copied; gives where it is used (CAT-15)."""
    copied = copied_module if kind is CopiedKind.MODULE else copied_theme
    entries = copied(work, reference, new_reference, course)
    warnings = warnings_of(work, take(work, *entries))
    return attrs.evolve(usage(work, new_reference, f"{kind}s"), warnings=warnings)


def take_out(work: Work, theme: Theme, *courses: Course) -> None:
    """Take a theme out of courses; badges already earned are kept (CAT-5)."""
    take(work, *(_without(work, course, theme) for course in courses))


def take(work: Work, *taken: Entry, source: ReadAhead | None = None) -> Load:
    """Load entries, all or nothing. Raises what loading a file of them does, naming fields alone."""
    entries = Entries(source or ReadAhead(NO_FILES))
    for entry in taken:
        section = _section_of(entry)
        entries.found[section].append((entry, Direct(section, 0, entries.source)))
    load = Load(work, entries)
    load.take()
    load.must_be_right()
    return load


def _section_of(entry: Entry) -> str:
    return next(name for name, kind in SECTIONS.items() if kind is type(entry))


def _without(work: Work, course: Course, theme: Theme) -> CourseEntry:
    themes = work.unit.catalogue.references(course.themes)
    return CourseEntry(course.reference, themes=[themes[one] for one in course.themes if one != theme.id])
