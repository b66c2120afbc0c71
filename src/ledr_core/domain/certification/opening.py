"""Whether a final case can be begun, and what stands in the way: one engine for both questions (CASE-3, CASE-4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import field, frozen

from ledr_core.domain.catalogue.outline import ModuleOutline, Outline, ThemeOutline, WorkshopOutline
from ledr_core.domain.certification.certification import Certification
from ledr_core.domain.certification.copies import Copy
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.learning.progress import Record


@frozen
class Obstacle:
    """One thing that keeps a case closed: its rule, the ground that names it, what it is, and the facts behind it."""

    rule: str
    ground: str
    what: str
    """By reference or number, so that somebody can find it."""
    facts: dict[str, object] = field(factory=dict)


@frozen
class Opening:
    """All on which it depends whether a person can begin the case of a course."""

    record: Record
    outline: Outline
    unprepared: Sequence[str]
    """What the certification lacks: backgrounds by level, `case` for a public case (CERT-4)."""
    placed: bool
    """Whether the placement test was taken, where the course requires it (TEST-4)."""
    copy: Copy | None = None
    certification: Certification | None = None

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """What stands in the way, in the order in which a refusal would name it; the case is open when nothing does."""
        course: dict[str, object] = {"course": self.outline.reference}
        if not self.outline.certifying:
            return (Obstacle("CASE-1", "not certifying", self.outline.reference, course),)
        return (*self._served(course), *self._themes(), *self._workshops(), *self._placement(course))

    def must_be_open(self) -> None:
        """Raises Refused with the first obstacle."""
        for obstacle in self.obstacles:
            raise Refused(obstacle.rule, obstacle.ground, {"person": self.record.person} | obstacle.facts)

    def _served(self, course: dict[str, object]) -> Iterator[Obstacle]:
        if self.copy is not None:
            facts: dict[str, object] = {"state": self.copy.state.value, "grade": self.copy.grade}
            yield Obstacle("CASE-9", "copy exists", self.outline.reference, course | facts)
        if self.certification is not None:
            facts = {"level": self.certification.level.value, "date": self.certification.awarded_on}
            yield Obstacle("ACC-13", "certificate remains", self.outline.reference, course | facts)
        if self.unprepared:
            facts = {"missing": list(self.unprepared)}
            yield Obstacle("CERT-4", "not prepared any more", ", ".join(self.unprepared), course | facts)

    def _themes(self) -> Iterator[Obstacle]:
        seen = self.record.seen
        for theme in self.outline.mandatory:
            if self.record.validated(self.outline, theme):
                continue
            facts: dict[str, object] = {"theme": theme.reference, "title": theme.title}
            unseen = sum(lesson not in seen for lesson in theme.lessons)
            if not theme.assessed:
                yield Obstacle("LEARN-6", "lessons to see", theme.reference, facts | {"lessons": unseen})
            elif unseen:
                yield Obstacle("LEARN-5", "assessment to pass", theme.reference, facts | {"lessons": unseen})
            else:
                yield Obstacle("LEARN-5", "assessment forgotten", theme.reference, facts)

    def _workshops(self) -> Iterator[Obstacle]:
        done, required = self.record.workshops_done(self.outline), self.outline.workshops_required
        if done >= required:
            return
        facts: dict[str, object] = {"done": done, "required": required, "left": required - done}
        yield Obstacle("WORK-2", "too few workshops", f"{done}/{required}", facts)
        for workshop in self.outline.workshops:
            lacking = self.record.missing_modules(self.outline, workshop)
            work = self.record.workshops.get(workshop.id)
            if lacking and (work is None or work.completed is None):
                yield self._locked(workshop, lacking)

    def _locked(self, workshop: WorkshopOutline, lacking: Sequence[ModuleOutline]) -> Obstacle:
        """A workshop that is locked, and the optional themes to which the missing modules belong (CASE-4)."""
        modules = [module.reference for module in lacking]
        optional = [theme.reference for theme in self.outline.themes if self._must_be_followed(theme, lacking)]
        facts: dict[str, object] = {"workshop": workshop.reference, "title": workshop.title, "modules": modules}
        what = f"{workshop.reference}: {', '.join(modules)}"
        if optional:
            return Obstacle("WORK-3", "locked by an optional theme", what, facts | {"themes": optional})
        return Obstacle("WORK-3", "workshop locked", what, facts)

    def _must_be_followed(self, theme: ThemeOutline, lacking: Sequence[ModuleOutline]) -> bool:
        """Whether an optional theme has a missing module that no mandatory theme has."""
        mandatory = {lesson for one in self.outline.mandatory for lesson in one.lessons}
        return theme.optional and any(
            mandatory.isdisjoint(module.lessons) and not set(theme.lessons).isdisjoint(module.lessons)
            for module in lacking
        )

    def _placement(self, course: dict[str, object]) -> Iterator[Obstacle]:
        if not self.placed:
            yield Obstacle("TEST-4", "placement test to take", self.outline.reference, course)
