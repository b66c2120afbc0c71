"""Documents as PDF files, and certificates as badges. See the rules CERT and LEARN-11."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from ledr_core.application.certification.badges import badge_of
from ledr_core.application.certification.copies import course_of
from ledr_core.application.certification.issuing import issue, newest
from ledr_core.application.certification.papers import attestation_facts, connections_facts
from ledr_core.application.certification.printing import genuine, printed
from ledr_core.application.certification.tracing import codes_of
from ledr_core.application.operating.files import FileIn, FileOut, content_of, target_of, written
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import MANAGER, PILOT, PUBLIC, SELF
from ledr_core.application.operating.values import Typed
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Standing, seat_of
from ledr_core.domain.certification.certification import Issued, Kind, Validity, read_code
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.errors import NotFound
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.kernel.school import LANGUAGE, SCHOOL_NAME
from ledr_core.domain.people.person import Person
from ledr_core.ports.documents import ModuleNotes, NotesFacts
from ledr_core.views.documents import DocumentView, VerificationView


class Documents(Area):
    """Documents as PDF files, and certificates as badges."""

    name = "documents"

    @operation(may=SELF, reads=True)
    def notes(
        self, *, by: str, file: FileOut | None = None, module: str | None = None, person: str | None = None
    ) -> DocumentView:
        """Write a learner's notes to a PDF file: all of them, or those of a module (CERT-11, LEARN-11).

        Notes attest nothing, so they carry no code of verification: `code` is null. They stay open to their author
        whatever becomes of the access (ACC-16). Those of their course come first, in its order. Without notes there is
        no document (NotFound).

        Example: ledr documents notes notes.pdf --module m1 --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        if module is not None and module not in self.work.unit.catalogue.modules([module]):
            raise NotFound("module", module)
        seat = seat_of(Standing(found.role, self.work.seats(found.id)), self.work.today)
        in_order = self.work.unit.notes.of(found.id, seat.course_id if seat else None)
        notes = [one for one in in_order if module in (None, one.module)]
        if not notes:
            raise NotFound("document", "notes")
        facts = NotesFacts(
            language=self.work.setting(LANGUAGE),
            school=self.work.setting(SCHOOL_NAME),
            person=f"{found.first_name} {found.last_name}".strip(),
            notes=tuple(ModuleNotes(module=one.title, text=one.text, saved=one.saved) for one in notes),
        )
        return written(target_of(file, "notes.pdf"), self.work.ports.documents.notes(facts), None)

    @operation(may=(PILOT, MANAGER, SELF))
    def certificate(
        self, *, by: str, file: FileOut | None = None, person: str | None = None, course: str | None = None
    ) -> DocumentView:
        """Write a certificate to a PDF file, by default that of the present course; the same one is the same file.

        Without a certificate in force there is no document (NotFound). It stays open whatever the access (ACC-16).

        Example: ledr documents certificate certificat.pdf --person lea@manpower.example
        """
        return self._current(self.work.subject(person), course, Kind.CERTIFICATE, file)

    @operation(may=(PILOT, MANAGER, SELF))
    def badge(
        self, *, by: str, file: FileOut | None = None, person: str | None = None, course: str | None = None
    ) -> DocumentView:
        """Write a certificate as an Open Badges 3.0 credential signed with the school's key; the same is the same file.

        JSON, an enveloped credential; a file whose name ends in `.jwt` gets the signed credential alone, as wallets of
        badges take it. Code and verification are the certificate's. Without a certificate in force there is none
        (NotFound); Unavailable without a key.

        Example: ledr documents badge badge.json --person lea@manpower.example
        """
        issued = self._in_force(self.work.subject(person), course, Kind.CERTIFICATE)
        target = target_of(file, "badge.json")
        content = badge_of(self.work, issued, alone=target.name.lower().endswith(".jwt"))
        return DocumentView(target.put(content), issued.code, genuine(issued, content))

    @operation(may=SELF)
    def correction(
        self, *, by: str, file: FileOut | None = None, person: str | None = None, course: str | None = None
    ) -> DocumentView:
        """Write the correction of a copy to a PDF file: marks, comments and rubric; the final one after a rework.

        Example: ledr documents correction correction.pdf --person lea@manpower.example
        """
        return self._current(self.work.own_subject(person), course, Kind.CORRECTION, file)

    @operation(may=(PILOT, MANAGER, SELF))
    def attestation(
        self, *, by: str, file: FileOut | None = None, person: str | None = None, course: str | None = None
    ) -> DocumentView:
        """Write a training attestation as of today to a PDF file; unchanged facts keep code and bytes (CERT-6, CERT-9).

        Example: ledr documents attestation attestation.pdf --person lea@manpower.example
        """
        found = self.work.subject(person)
        chosen = course_of(self.work, found, course)
        facts = attestation_facts(self.work, found, chosen)
        return self._made(issue(self.work, Kind.ATTESTATION, found, chosen, facts), file)

    @operation(may=SELF)
    def connections(
        self, *, by: str, file: FileOut | None = None, person: str | None = None, course: str | None = None
    ) -> DocumentView:
        """Write the connection-time report of a person to a PDF file, as proof of attendance (CERT-10).

        Example: ledr documents connections connexions.pdf --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        chosen = course_of(self.work, found, course)
        facts = connections_facts(self.work, found, chosen)
        return self._made(issue(self.work, Kind.CONNECTIONS, found, chosen, facts), file)

    def _current(self, person: Person, course: str | None, kind: Kind, file: object) -> DocumentView:
        return self._made(self._in_force(person, course, kind), file)

    def _in_force(self, person: Person, course: str | None, kind: Kind) -> Issued:
        """The document of that kind in force: of the course named, else of the present one, else the last."""
        chosen = None if course is None else self.work.course(course).id
        valid = [one for one in self.work.unit.documents.of(person.id, chosen, kind) if one.validity is Validity.VALID]
        if not valid:
            raise NotFound("document", kind.value)
        seat = seat_of(Standing(person.role, self.work.seats(person.id)), self.work.today)
        present = None if seat is None else self.work.course(seat.course).id
        return max(valid, key=lambda one: (one.course == present, one.issued))

    def _made(self, issued: Issued, file: object) -> DocumentView:
        content = printed(self.work, issued)
        put = target_of(file, f"{issued.kind.value}.pdf").put(content)
        return DocumentView(put, issued.code, genuine(issued, content))

    @operation(may=PUBLIC, reads=True)
    def verify(self, *, by: str, code: Typed) -> VerificationView:
        """What a code of verification stands for: valid, superseded (with the new code), revoked or unknown (CERT-8).

        Anybody may ask, and sees only name, course, level and date. Case and dashes of the code do not count; it may be
        the whole address that the document prints.

        Example: ledr --as public documents verify K7QF-2M9X-4TRP-8WZD
        """
        return _verified(self.work, self.work.unit.documents.with_code(read_code(code)))

    @operation(may=PUBLIC, reads=True)
    def verify_file(self, *, by: str, file: FileIn) -> VerificationView:
        """Whether a file is the one that was issued, to the byte; else it was altered, or is another school's (CERT-8).

        A file that carries a code of this school and is not what was issued is `altered`.

        Example: ledr --as public documents verify-file certificat.pdf
        """
        given = content_of(file)
        issued = self.work.unit.documents.with_file(given.sha256)
        if issued is not None:
            return _verified(self.work, issued)
        for code in codes_of(given.data):
            issued = self.work.unit.documents.with_code(code)
            if issued is not None:
                return evolve(_verified(self.work, issued), state="altered")
        return VerificationView("unknown")


def _verified(work: Work, issued: Issued | None) -> VerificationView:
    if issued is None:
        return VerificationView("unknown")
    facts, validity = issued.facts, issued.validity
    day = facts.get("date") or facts.get("graded") or day_of(issued.issued).isoformat()
    level = facts.get("level")
    return VerificationView(
        state=validity.value,
        name=str(facts["person"]),
        course=str(facts["course"]),
        level=None if level is None else Level(str(level)).value,
        date=date.fromisoformat(str(day)),
        successor=newest(work, issued).code if validity is Validity.SUPERSEDED else None,
    )
