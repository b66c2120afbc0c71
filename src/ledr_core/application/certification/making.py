"""Making documents for whoever asks for them: read and issued in one step, printed or signed when that is over.

While a document is printed no transaction is open, so that nobody waits for it. What was issued stays issued, whatever
becomes of its file: the same facts are the same document (CERT-9).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from attrs import frozen

from ledr_core.application.certification.badges import badge_facts, badge_of
from ledr_core.application.certification.copies import course_of
from ledr_core.application.certification.issuing import issue
from ledr_core.application.certification.papers import attestation_facts, connections_facts
from ledr_core.application.certification.printing import Printer, ready, undrawn
from ledr_core.application.operating.files import target_of
from ledr_core.application.operating.operation import Before, First
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Standing, seat_of
from ledr_core.domain.certification.certification import Issued, Kind, Validity
from ledr_core.domain.kernel.errors import NotFound
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME
from ledr_core.domain.people.person import Person
from ledr_core.ports.badges import BadgeFacts
from ledr_core.ports.documents import ModuleNotes, NotesFacts


@frozen
class Made:
    """A document that was issued, in the file that was made of it."""

    code: str
    content: bytes
    name: str
    """What the file is called where nobody says."""
    undrawn: tuple[str, ...] = ()
    """The letters of names that it cannot show (CERT-5)."""


_Finding: TypeAlias = Callable[[Work, str | None, str | None], Issued]
"""The document of a person for a course, issued where it is one of today."""


def printed(find: _Finding) -> First[Made]:
    """Issue the document in a step of its own, and print it when that is over."""

    def first(before: Before, *, person: str | None = None, course: str | None = None, **_: object) -> Made:
        def step(work: Work) -> tuple[Issued, Printer]:
            issued = find(work, person, course)
            return issued, ready(work, issued)

        issued, make = before.keep(step)
        names = str(issued.facts["person"]), issued.company
        return Made(issued.code, make(), f"{issued.kind.value}.pdf", undrawn(before.ports.documents, *names))

    return first


def certificate(work: Work, person: str | None, course: str | None) -> Issued:
    """The certificate in force. Raises NotFound."""
    return _in_force(work, work.subject(person), course, Kind.CERTIFICATE)


def correction(work: Work, person: str | None, course: str | None) -> Issued:
    """The last correction of one's own copy. Raises NotFound."""
    return _in_force(work, work.own_subject(person), course, Kind.CORRECTION)


def attestation(work: Work, person: str | None, course: str | None) -> Issued:
    """The training attestation as of today, issued where it says something new (CERT-6)."""
    found = work.subject(person)
    chosen = course_of(work, found, course)
    return issue(work, Kind.ATTESTATION, found, chosen, attestation_facts(work, found, chosen))


def connections(work: Work, person: str | None, course: str | None) -> Issued:
    """The report of one's own connections, or to a pilot of those of their company's people, as of now (CERT-10)."""
    found = work.subject(person) if work.actor.steers else work.own_subject(person)
    chosen = course_of(work, found, course)
    return issue(work, Kind.CONNECTIONS, found, chosen, connections_facts(work, found, chosen))


def _in_force(work: Work, person: Person, course: str | None, kind: Kind) -> Issued:
    """The document of that kind in force: of the course named, else of the present one, else the last."""
    chosen = None if course is None else work.course(course).id
    valid = [one for one in work.unit.documents.of(person.id, chosen, kind) if one.validity is Validity.VALID]
    if not valid:
        raise NotFound("document", kind.value)
    seat = seat_of(Standing(person.role, work.seats(person.id)), work.today)
    present = None if seat is None else work.course(seat.course).id
    return max(valid, key=lambda one: (one.course == present, one.issued))


def badge_signed(
    before: Before, *, file: object = None, person: str | None = None, course: str | None = None, **_: object
) -> Made:
    """The badge of a certificate; the key may stand in a file."""

    def step(work: Work) -> tuple[str, BadgeFacts]:
        issued = certificate(work, person, course)
        return issued.code, badge_facts(issued)

    code, facts = before.read(step)
    name = target_of(file, "badge.json").name
    content = badge_of(before.ports.badges, facts, alone=name.lower().endswith(".jwt"))
    return Made(code, content, name)


def notes_printed(before: Before, *, module: str | None = None, person: str | None = None, **_: object) -> bytes:
    """The notes of somebody, all of them or those of a module."""
    return before.ports.documents.notes(before.read(lambda work: _notes(work, module, person)))


def _notes(work: Work, module: str | None, person: str | None) -> NotesFacts:
    found = work.own_subject(person)
    if module is not None and module not in work.unit.catalogue.modules([module]):
        raise NotFound("module", module)
    seat = seat_of(Standing(found.role, work.seats(found.id)), work.today)
    in_order = work.unit.notes.of(found.id, seat.course_id if seat else None)
    notes = [one for one in in_order if module in (None, one.module)]
    if not notes:
        raise NotFound("document", "notes")
    return NotesFacts(
        language=work.setting(LANGUAGE),
        school=work.setting(SCHOOL_NAME),
        person=f"{found.first_name} {found.last_name}".strip(),
        notes=tuple(ModuleNotes(module=one.title, text=one.text, saved=one.saved) for one in notes),
    )
