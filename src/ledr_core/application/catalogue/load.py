"""Loading catalogue entries: parts made and changed, wholes checked, learners' progress reviewed (CAT-6, CAT-13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs
from attrs import define, field

from ledr_core.application.catalogue.files import SECTIONS, Entries, Progress
from ledr_core.application.catalogue.parts import Parts
from ledr_core.application.catalogue.places import Place
from ledr_core.application.catalogue.wholes import Wholes
from ledr_core.application.learning.reviewing import review_learners
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CourseId, ThemeId

TOLD_EVERY: Final = 250
"""Entries between two words about how far a load is."""


@define
class Load:
    """One load: parts made and changed, wholes checked, learners' progress reviewed (CAT-6)."""

    work: Work
    entries: Entries
    progress: Progress | None = None
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    touched: dict[str, list[Any]] = field(factory=lambda: {section: [] for section in SECTIONS})
    before: dict[CourseId, Outline] = field(factory=dict)
    """The courses that the load may change, as they were."""
    outlines: dict[CourseId, Outline] = field(factory=dict)
    """The courses that the load is about or has changed, as they are after it."""
    changes: list[tuple[str, Any, tuple[str, ...]]] = field(factory=list)
    """The parts that are changed: section, part, and the fields that differ."""
    parts: Parts = field(init=False)

    @parts.default
    def _none_yet(self) -> Parts:
        return Parts(self.work, self.entries)

    @property
    def errors(self) -> list[Invalid | Refused]:
        """All that is wrong, file by file and line by line."""
        return sorted(self.entries.errors, key=_line)

    def take(self) -> None:
        """Apply the entries, parts before wholes, then check the courses concerned. What is wrong is kept."""
        self.look_up()
        for section in SECTIONS:
            self._each(section)
        self.work.flush()
        about = {self.parts.known["courses"][entry.reference].id for entry, _ in self.entries.found["courses"]}
        self.outlines = {course: outline for course, outline in self.before.items() if course in about}
        self.check()

    def must_be_right(self) -> None:
        """Raises the first of all that is wrong that was met, which knows the others (`also`); from then on all is well
        again."""
        errors = self.errors
        if errors:
            first = self.entries.errors[0]
            first.also = [one for one in errors if one is not first]
            self.entries.errors.clear()
            raise first

    def look_up(self) -> None:
        """Read what entries are about or name, before anything of it is changed."""
        self.parts.look_up()
        new = (course for course in self._concerned() if course not in self.before)
        self.before |= {course: self.work.outline(course) for course in new}

    def make(self, section: str, entry: Any, place: Place) -> None:
        """Make or change the part that an entry is about; what is wrong is kept."""
        known = self.parts.known[section]
        former = known.get(entry.reference)
        before = None if former is None else attrs.asdict(former, recurse=False)
        part = self.parts.makers()[section](entry, place, former)
        if part is not None:
            known[entry.reference] = part
            self._keep(section, part, place, before)

    def let_go(self) -> None:
        """Write the questions made and changed so far, and have none of them at hand any more: there may be many."""
        self.work.flush()
        self.work.unit.catalogue.let_go(self.parts.known["questions"].values())
        self.changes.clear()
        self.touched["questions"].clear()

    def _each(self, section: str) -> None:
        """Make or change the parts of one section."""
        found = self.entries.found[section]
        for number, (entry, place) in enumerate(found, 1):
            self.make(section, entry, place)
            if self.progress and (number == len(found) or number % TOLD_EVERY == 0):
                self.progress(number, len(found), section)

    def _keep(self, section: str, part: Any, place: Place, before: Mapping[str, Any] | None) -> None:
        """Keep a part; it counts unless something is wrong with its entry."""
        fields = [] if before is None else _differing(before, attrs.asdict(part, recurse=False))
        if before is None:
            self.work.unit.catalogue.add(part)
        if before is None or fields:
            self.touched[section].append(part.id)
        if place.doubts:
            return
        self.created += before is None
        self.updated += bool(fields)
        self.unchanged += before is not None and not fields
        if fields:
            self.changes.append((section, part, tuple(fields)))

    # What a change may break, and what it gives to learners

    def _concerned(self) -> list[CourseId]:
        """The courses that entries may change."""
        known = self.parts.known
        former = {
            section: [known[section][entry.reference] for entry, _ in found if entry.reference in known[section]]
            for section, found in self.entries.found.items()
        }
        themes = [*(one.id for one in former["themes"]), *self._themes_of_questions(former["questions"])]
        modules, workshops = ([one.id for one in former[section]] for section in ("modules", "workshops"))
        using = self.work.unit.catalogue.courses_using((), modules, themes, workshops)
        return list(dict.fromkeys([*(one.id for one in former["courses"]), *using]))

    def _themes_of_questions(self, former: list[Question]) -> set[ThemeId]:
        known = self.parts.known["themes"]
        themes = {known[entry.theme].id for entry, _ in self.entries.found["questions"] if entry.theme in known}
        return themes | {one.theme for one in former if one.theme}

    def check(self) -> None:
        """What must hold of the courses concerned, then what their learners keep and have earned by the change."""
        catalogue, touched = self.work.unit.catalogue, self.touched
        using = catalogue.courses_using(
            (), touched["modules"], [*touched["themes"], *self.parts.of_questions], touched["workshops"]
        )
        of_cases = [one.course for one in self.parts.known["cases"].values() if one.id in touched["cases"]]
        concerned = {*touched["courses"], *using, *of_cases}
        if not concerned:
            return
        wholes = Wholes(self.work, self.entries, self.parts.to_certify)
        for course in catalogue.courses(catalogue.references(concerned).values()).values():
            before, outline = self.before.get(course.id), self.work.outline(course.id)
            self.outlines[course.id] = outline
            self.entries.errors += wholes.wrong_with(course, outline, before)
            if not self.entries.errors and outline != before:
                review_learners(self.work, outline, before)


def _line(error: Invalid | Refused) -> tuple[str, int]:
    file, line = (error.file, error.line) if isinstance(error, Invalid) else map(error.facts.get, ("file", "line"))
    return file or "", line or 0


def _differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The fields that differ, those of a wording by their own names; the number of an edition follows from them."""
    fields = [name for name in now if name not in ("wording", "edition") and now[name] != before[name]]
    if "wording" in now and now["wording"] != before["wording"]:
        fields += _differing(attrs.asdict(before["wording"]), attrs.asdict(now["wording"]))
    return fields
