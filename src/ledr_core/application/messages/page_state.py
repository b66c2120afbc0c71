"""What a page of the platform holds for a person: for whoever answers a request for help sent from it (SUP-3).

A page is named as `lesson:l1`, or by a path or address that ends in it: `/lesson/l1`, `…/lessons/l1?from=home`. Kinds:
lesson, module, theme, workshop, course, and case, which stands alone for the case of one's own course.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from attrs import field, frozen

from ledr_core.application.certification.copies import opening_of
from ledr_core.application.learning.video_help import help_on_video
from ledr_core.application.learning.workshops import workshop_items
from ledr_core.application.messages.requests import PageLine
from ledr_core.application.operating.naming import Named
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Seat
from ledr_core.domain.catalogue.catalogue import Course, Lesson
from ledr_core.domain.kernel.errors import NotFound, Refused
from ledr_core.domain.kernel.identifiers import CourseId
from ledr_core.domain.kernel.school import LANGUAGE, SUPPORT_ADDRESS
from ledr_core.domain.learning.progress import Viewing
from ledr_core.domain.people.person import Person
from ledr_core.views import as_json
from ledr_core.wording import page_fact, told


@frozen
class PageState:
    """What a page holds for a person, a line each, and whom a firewall must allow where it shows videos."""

    lines: tuple[PageLine, ...] = ()
    video_hosts: tuple[str, ...] | None = None


def page_state(work: Work, person: Person, seat: Seat | None, page: str) -> PageState:
    """What that page holds for the person; nothing when it names none of the kinds, or a part that is not there."""
    found = _NAMED.search(_path(page))
    if found is None:
        return PageState()
    reader = _Reader(work, person, seat)
    lines = tuple(_READ[found["kind"].lower()](reader, unquote(found["reference"] or "")))
    return PageState(lines, reader.hosts or None)


def must_be_there(work: Work, page: str) -> None:
    """Raises NotFound for a part that is named by its reference, as `lesson:l1`, and is not there.

    A path or an address may be that of a part that is gone by now.
    """
    found = _NAMED.fullmatch(_path(page)) if ":" in page and "/" not in page else None
    if found is None or not found["reference"]:
        return
    kind, reference, catalogue = found["kind"].lower(), unquote(found["reference"]), work.unit.catalogue
    sections = (catalogue.cases, catalogue.courses) if kind == "case" else (getattr(catalogue, f"{kind}s"),)
    if not any(section([reference]) for section in sections):
        raise NotFound(kind, reference)


def _path(page: str) -> str:
    return page.partition("?")[0].partition("#")[0]


_NAMED: Final = re.compile(
    r"(?:^|/)(?P<kind>lesson|module|theme|workshop|course|case)s?(?:[:/](?P<reference>[^/:?#]+))?/?$", re.IGNORECASE
)


@frozen
class _Reader:
    """Reads the state of one person."""

    work: Work
    person: Person
    seat: Seat | None
    _hosts: list[str] = field(factory=list, init=False)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Whom a firewall must allow for the videos read about so far."""
        return tuple(dict.fromkeys(self._hosts))

    def lesson(self, reference: str) -> Iterator[PageLine]:
        catalogue = self.work.unit.catalogue
        lesson = catalogue.lesson_named(reference)
        if lesson is None:
            return
        course = self._course_id
        module = catalogue.module_of(lesson.id, course)
        viewing = self.work.record(self.person.id).viewings.get(lesson.id, Viewing())
        facts: dict[str, object] = {"title": lesson.title, "module": module.title if module else None}
        if viewing.seen is not None:
            yield self._line("lesson seen", facts | {"seen": viewing.seen})
        else:
            yield self._line(
                "lesson not seen", facts | {"position": viewing.position or None, "seconds": lesson.seconds}
            )
        if course is not None and not catalogue.has_lesson(course, lesson.id):
            yield self._line("another course", {"course": self.seat.course if self.seat else None})
        if module is not None and module.sheet is None:
            yield self._line("sheet being written", {"module": module.title})
        self._show_video(lesson)

    def module(self, reference: str) -> Iterator[PageLine]:
        catalogue = self.work.unit.catalogue
        module = catalogue.modules([reference]).get(reference)
        if module is None:
            return
        seen = self.work.record(self.person.id).seen
        facts: dict[str, object] = {"title": module.title, "lessons": len(module.lessons)}
        yield self._line("module", facts | {"seen": sum(lesson in seen for lesson in module.lessons)})
        if module.sheet is None:
            yield self._line("sheet being written", {"module": module.title})
        for lesson in module.lessons:
            self._show_video(catalogue.lesson(lesson))

    def theme(self, reference: str) -> Iterator[PageLine]:
        outline, record = self._outline, self.work.record(self.person.id)
        for theme in outline.themes if outline else ():
            if outline is not None and theme.reference == reference:
                facts: dict[str, object] = {"title": theme.title, "percent": record.theme_percent(outline, theme)}
                if record.validated(outline, theme):
                    yield self._line("theme validated", facts)
                else:
                    yield self._line("assessment to pass" if theme.assessed else "lessons to see", facts)

    def workshop(self, reference: str) -> Iterator[PageLine]:
        outline, record = self._outline, self.work.record(self.person.id)
        for one in workshop_items(record, outline) if outline else ():
            if one.reference == reference:
                facts: dict[str, object] = {"title": one.title, "percent": one.percent}
                if one.locked:
                    yield self._line("workshop locked", facts | {"modules": list(one.missing_modules)})
                else:
                    yield self._line("workshop", facts)

    def course(self, reference: str) -> Iterator[PageLine]:
        course = self.work.unit.catalogue.courses([reference]).get(reference)
        if course is not None:
            outline = self.work.outline(course.id)
            percent = self.work.record(self.person.id).percent(outline)
            yield self._line("course", {"title": course.title, "percent": percent})

    def case(self, reference: str) -> Iterator[PageLine]:
        """The case of that reference or course, else of one's own; and all that keeps it closed (CASE-4)."""
        course = self._course_of_case(reference)
        if course is None:
            return
        obstacles = opening_of(self.work, self.person, course).obstacles
        if not obstacles:
            yield self._line("case open", {"course": course.title})
        for one in obstacles:
            facts = {**one.facts, "person": Named(self.person.email, self.person.name)}
            said = told(Refused(one.rule, one.ground, facts), self._language).message
            yield PageLine(rule=one.rule, ground=one.ground, facts=as_json(one.facts), said=said)

    def _course_of_case(self, reference: str) -> Course | None:
        catalogue = self.work.unit.catalogue
        if not reference:
            return None if self._course_id is None else catalogue.course(self._course_id)
        case = catalogue.cases([reference]).get(reference)
        return catalogue.courses([reference]).get(reference) if case is None else catalogue.course(case.course)

    def _show_video(self, lesson: Lesson) -> None:
        contact = self.work.setting(SUPPORT_ADDRESS)
        self._hosts.extend(help_on_video(lesson.video, self.work.ports.videos, contact).domains)

    @property
    def _course_id(self) -> CourseId | None:
        return self.seat.course_id if self.seat else None

    @property
    def _outline(self) -> Any:
        return None if self.seat is None else self.work.outline(self.seat.course_id)

    @property
    def _language(self) -> str:
        return self.work.setting(LANGUAGE)

    def _line(self, ground: str, facts: Mapping[str, object]) -> PageLine:
        return PageLine(ground=ground, facts=as_json(facts), said=page_fact(ground, facts, self._language))


_READ: Final[Mapping[str, Callable[[_Reader, str], Iterator[PageLine]]]] = {
    "lesson": _Reader.lesson,
    "module": _Reader.module,
    "theme": _Reader.theme,
    "workshop": _Reader.workshop,
    "course": _Reader.course,
    "case": _Reader.case,
}
