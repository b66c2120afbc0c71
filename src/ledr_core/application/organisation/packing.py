"""The communication pack of a launch: its facts read in one step, its files made when that is over (INV-5)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from attrs import evolve

from ledr_core.application.operating.files import content_of, folder_of
from ledr_core.application.operating.operation import Before
from ledr_core.application.operating.work import Work
from ledr_core.domain.catalogue.catalogue import Course
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import SessionId
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME, SITE, SUPPORT_ADDRESS, SUPPORT_CHAT, Language
from ledr_core.domain.organisation.settings import INVITATION_DAYS
from ledr_core.domain.people.companies import Company
from ledr_core.domain.sessions.offer import TEST_LINK
from ledr_core.ports.disk import TargetFolder
from ledr_core.ports.documents import Documents
from ledr_core.ports.packs import PackCourse, PackFacts, Piece
from ledr_core.ports.paging import Page
from ledr_core.views.organisation import PackView

LARGEST: Final = 5_000_000
"""Bytes that a logo may have."""
MOST_SESSIONS: Final = 1_000
"""Sessions in which the courses of a company are looked for, those that end first before others."""


def packed(before: Before, *, company: str, folder: object = None, logo: object = None, **_: object) -> PackView:
    """The pack of a company in both languages, put into the folder. Raises Invalid (`logo`)."""
    facts, language = before.read(partial(_read, name=company))
    documents = before.ports.documents
    if logo is not None:
        facts = evolve(facts, logo=_printable(documents, content_of(logo)))
    made = {one: before.ports.packs.pack(facts, one) for one in Language}
    target = folder_of(folder)
    put = {one: {piece: _put(target, files) for piece, files in pieces.items()} for one, pieces in made.items()}
    return PackView(
        **{piece.value: put[language][piece][0] for piece in Piece},
        files=tuple(file for pieces in put.values() for files in pieces.values() for file in files),
        undrawn=tuple(documents.undrawn(facts.company)),
    )


def _put(target: TargetFolder, files: Sequence[Content]) -> list[str | Content]:
    return [target.put(file.name, file.data) for file in files]


def _printable(documents: Documents, given: Content) -> bytes:
    """A logo as documents print it. Raises Invalid (`logo`)."""
    if given.size > LARGEST:
        raise Invalid("logo", "file too large", {"path": given.name, "most": LARGEST})
    try:
        return documents.image(given.data, "stamp")
    except Invalid as error:
        raise Invalid("logo", error.ground, {"path": given.name, **error.facts}) from None


def _read(work: Work, name: str) -> tuple[PackFacts, Language]:
    """What a pack says, and the language of the school."""
    company, asks = work.company(name), None if work.actor.is_staff else work.actor.person
    facts = PackFacts(
        company=company.name,
        school=work.setting(SCHOOL_NAME),
        site=work.setting(SITE),
        address=work.setting(SUPPORT_ADDRESS),
        chat=work.setting(SUPPORT_CHAT),
        test=work.setting(TEST_LINK),
        days=work.setting(INVITATION_DAYS),
        contact="" if asks is None else asks.name,
        contact_address="" if asks is None else asks.email,
        courses=tuple(_said(course) for course in _courses(work, company)),
        made=work.today,
    )
    return facts, Language(work.setting(LANGUAGE))


def _courses(work: Work, company: Company) -> Sequence[Course]:
    """The courses of the company's sessions that have not expired, by title."""
    page: Page[SessionId] = Page(None, MOST_SESSIONS)
    rows = work.unit.readings.sessions(company.id, expired=False, today=work.today, page=page)
    courses = work.unit.catalogue.courses({row.course for row in rows})
    return sorted(courses.values(), key=lambda course: (course.title.casefold(), course.reference))


def _said(course: Course) -> PackCourse:
    return PackCourse(
        title=course.title,
        hours=course.hours,
        certifying=course.certifying,
        register=course.register,
        for_whom=course.about.for_whom,
        aim=course.about.aim,
        skills=course.about.skills,
    )
