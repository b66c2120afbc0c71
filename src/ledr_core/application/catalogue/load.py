"""Loading catalogue entries: parts made and changed, wholes checked, learners' progress reviewed (CAT-6, CAT-13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs
from attrs import define, field

from ledr_core.application.catalogue.files import SECTIONS, Entries, Place, Progress, gathered
from ledr_core.application.catalogue.parts import Parts
from ledr_core.application.learning.reviewing import review_learners
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import (
    Course,
    Theme,
    must_be_ready_to_certify,
    must_have_distinct_colours,
    must_have_lessons,
    must_offer_its_workshops,
)
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.catalogue.questions import Question
from ledr_core.domain.certification.final_case import must_be_the_only_public_one
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import CourseId, ThemeId

TOLD_EVERY: Final = 250
"""Entries between two words about how far a load is."""


@define
class Load:
    """One load: parts made and changed, wholes checked, learners' progress reviewed (CAT-6)."""

    work: Work
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
    errors: list[Invalid | Refused] | None = None
    """What is wrong, where all of it is gathered (`check_only`); else the first is raised."""
    parts: Parts = field(init=False)

    @parts.default
    def _none_yet(self) -> Parts:
        return Parts(self.work)

    def take(self, entries: Entries) -> None:
        """Apply the entries, parts before wholes, then check the courses concerned."""
        self.errors = None if entries.errors is None else list(entries.errors)
        self.look_up(entries)
        for section in SECTIONS:
            self._each(section, entries)
        if self.errors:
            return
        self.work.flush()
        about = {self.parts.known["courses"][entry.reference].id for entry, _ in entries.found["courses"]}
        self.outlines = {course: outline for course, outline in self.before.items() if course in about}
        self.check(entries)

    def look_up(self, entries: Entries) -> None:
        """Read what entries are about or name, before anything of it is changed."""
        self.parts.look_up(entries)
        new = (course for course in self._concerned(entries) if course not in self.before)
        self.before |= {course: self.work.outline(course) for course in new}

    def make(self, section: str, entry: Any, place: Place) -> None:
        """Make or change the part that an entry is about. Raises Invalid; a question is then as it was."""
        known = self.parts.known[section]
        former = known.get(entry.reference)
        before = None if former is None else attrs.asdict(former, recurse=False)
        self.parts.failed.add((section, entry.reference))
        part = known[entry.reference] = self.parts.makers()[section](entry, place, former)
        self.parts.failed.discard((section, entry.reference))
        self._count(section, part, before)

    def let_go(self) -> None:
        """Write the questions made and changed so far, and have none of them at hand any more: there may be many."""
        self.work.flush()
        self.work.unit.catalogue.let_go(self.parts.known["questions"].values())
        self.changes.clear()
        self.touched["questions"].clear()

    def _each(self, section: str, entries: Entries) -> None:
        """Make or change the parts of one section."""
        found = entries.found[section]
        for number, (entry, place) in enumerate(found, 1):
            with gathered(self.errors):
                self.make(section, entry, place)
            if self.progress and (number == len(found) or number % TOLD_EVERY == 0):
                self.progress(number, len(found), section)

    def _count(self, section: str, part: Any, before: Mapping[str, Any] | None) -> None:
        fields = [] if before is None else _differing(before, attrs.asdict(part, recurse=False))
        if before is None:
            self.work.unit.catalogue.add(part)
            self.created += 1
        elif fields:
            self.updated += 1
            self.changes.append((section, part, tuple(fields)))
        else:
            self.unchanged += 1
            return
        self.touched[section].append(part.id)

    # What a change may break, and what it gives to learners

    def _concerned(self, entries: Entries) -> list[CourseId]:
        """The courses that entries may change."""
        known = self.parts.known
        former = {
            section: [known[section][entry.reference] for entry, _ in found if entry.reference in known[section]]
            for section, found in entries.found.items()
        }
        themes = [*(one.id for one in former["themes"]), *self._themes_of_questions(entries, former["questions"])]
        modules, workshops = ([one.id for one in former[section]] for section in ("modules", "workshops"))
        using = self.work.unit.catalogue.courses_using((), modules, themes, workshops)
        return list(dict.fromkeys([*(one.id for one in former["courses"]), *using]))

    def _themes_of_questions(self, entries: Entries, former: list[Question]) -> set[ThemeId]:
        known = self.parts.known["themes"]
        themes = {known[entry.theme].id for entry, _ in entries.found["questions"] if entry.theme in known}
        return themes | {one.theme for one in former if one.theme}

    def check(self, entries: Entries) -> None:
        """What must hold of the courses concerned, then what their learners keep and have earned by the change."""
        catalogue, touched = self.work.unit.catalogue, self.touched
        using = catalogue.courses_using(
            (), touched["modules"], [*touched["themes"], *self.parts.of_questions], touched["workshops"]
        )
        of_cases = [one.course for one in self.parts.known["cases"].values() if one.id in touched["cases"]]
        concerned = {*touched["courses"], *using, *of_cases}
        if not concerned:
            return
        courses = catalogue.courses(catalogue.references(concerned).values()).values()
        named = catalogue.references({theme for course in courses for theme in course.themes}).values()
        themes = {theme.id: theme for theme in catalogue.themes(named).values()}
        for course in courses:
            before, outline = self.before.get(course.id), self.work.outline(course.id)
            self.outlines[course.id] = outline
            with gathered(self.errors):
                try:
                    self._must_hold(course, outline, before, [themes[theme] for theme in course.themes])
                except Refused as refusal:
                    refusal.facts |= _line(refusal, course, entries)
                    raise
            if outline != before:
                review_learners(self.work, outline, before)

    def _must_hold(self, course: Course, outline: Outline, before: Outline | None, themes: list[Theme]) -> None:
        must_have_distinct_colours(course, themes)
        must_have_lessons(outline, before)
        must_offer_its_workshops(outline)
        cases = self.work.unit.catalogue.cases_of(course.id)
        must_be_the_only_public_one(course.reference, cases)
        if course.id in self.parts.to_certify:
            must_be_ready_to_certify(course, public_case=any(case.public for case in cases))


def _differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The fields that differ, those of a wording by their own names; the number of an edition follows from them."""
    fields = [name for name in now if name not in ("wording", "edition") and now[name] != before[name]]
    if "wording" in now and now["wording"] != before["wording"]:
        fields += _differing(attrs.asdict(before["wording"]), attrs.asdict(now["wording"]))
    return fields


def _line(refusal: Refused, course: Course, entries: Entries) -> dict[str, object]:
    """File and line of the entry that a refusal is about, when the load has one from a file."""
    named = {refusal.facts.get("theme"), refusal.facts.get("workshop"), refusal.facts.get("case"), course.reference}
    for section in ("themes", "workshops", "cases", "courses"):
        for entry, place in entries.found[section]:
            if entry.reference in named and place.line:
                return place.line
    return {}
