"""What must hold of whole courses at the end of a load, and which line of it says otherwise (CAT-13)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any, TypeAlias

from attrs import define

from ledr_core.application.catalogue.files import Entries
from ledr_core.application.catalogue.places import Place
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import (
    Course,
    empty_themes,
    lacking_workshops,
    not_ready_to_certify,
    same_colours,
)
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.certification.final_case import several_public
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CourseId

Field: TypeAlias = tuple[str, object, str]
"""A section, the reference of a part, and a field of it."""


@define(slots=False)
class Wholes:
    """Judges courses after a load; by what is wrong with its entries already, nothing is judged."""

    work: Work
    entries: Entries
    to_certify: Collection[CourseId]
    """The courses that become certifying (CERT-4)."""

    def wrong_with(self, course: Course, outline: Outline, before: Outline | None) -> list[Refused]:
        """What rules refuse of a course as a whole, each with the file, line and field of the load that says it."""
        refusals = list(self._refusals(course, outline, before))
        for refusal in refusals:
            refusal.facts |= self._place(refusal)
        return refusals

    def _refusals(self, course: Course, outline: Outline, before: Outline | None) -> Iterator[Refused]:
        catalogue = self.work.unit.catalogue
        known = {one.id: one for one in catalogue.themes(catalogue.references(course.themes).values()).values()}
        themes = [known[theme] for theme in course.themes]
        cases = catalogue.cases_of(course.id)
        yield from same_colours(course, [one for one in themes if self._is_sure("themes", "colour", one.reference)])
        if all(self._is_sure(*one) for one in (("modules", "lessons"), ("themes", "modules"), ("questions",))):
            yield from empty_themes(outline, before)
        if self._is_sure("workshops") and self._is_sure("courses", "workshops", course.reference):
            yield from lacking_workshops(outline)
        yield from several_public(course.reference, cases)
        sure = self._is_sure("cases") and self._is_sure("courses", "certificate", course.reference)
        if course.id in self.to_certify and sure:
            yield from not_ready_to_certify(course, public_case=any(case.public for case in cases))

    def _is_sure(self, section: str, field: str | None = None, reference: str | None = None) -> bool:
        """Whether nothing is wrong with a field, or any, of a part, or any, of a section."""
        if not self.entries.errors:
            return True
        doubtful = (
            place
            for entry, place in self.entries.found[section]
            if reference in (None, entry.reference) and place.doubts and field in (None, *place.doubts)
        )
        return section not in self.entries.unread and next(doubtful, None) is None

    @cached_property
    def _said(self) -> dict[tuple[str, object], tuple[Any, Place]]:
        """The entries of the load, by section and reference."""
        found = self.entries.found.items()
        return {(section, one[0].reference): one for section, entries in found for one in entries}

    def _place(self, refusal: Refused) -> dict[str, object]:
        """Where the load says what a rule refuses, as facts: the first of the fields concerned that it gives.

        Of an empty theme it is the field that it should give.
        """
        said = [(*self._said[field[:2]], field[2]) for field in self._fields(refusal) if field[:2] in self._said]
        given = [one for one in said if refusal.rule == "LEARN-9" or getattr(one[0], one[2]) is not None]
        return next((place.at(name) for _, place, name in (*given, *said)), {})

    def _fields(self, refusal: Refused) -> Iterator[Field]:
        """The fields that a refusal is about, those first with which it is mended."""
        facts = refusal.facts
        if refusal.rule == "CAT-3":
            yield from (("themes", facts[one], "colour") for one in ("theme", "other"))
        if refusal.rule == "LEARN-9":
            yield ("themes", facts["theme"], "modules")
            catalogue = self.work.unit.catalogue
            modules = catalogue.themes([facts["theme"]])[facts["theme"]].modules
            yield from (("modules", one, "lessons") for one in catalogue.references(modules).values())
        if refusal.rule in ("CAT-3", "LEARN-9"):
            yield ("courses", facts["course"], "themes")
        if refusal.rule == "WORK-8":
            yield from (("courses", facts["course"], one) for one in ("workshops_required", "workshops"))
        if refusal.rule == "CASE-6":
            yield from (("cases", facts[one], "public") for one in ("case", "other"))
        if refusal.rule == "CERT-4":
            yield ("courses", facts["course"], "certifying")
