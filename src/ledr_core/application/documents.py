"""Documents as PDF files. See the rules CERT and LEARN-11."""

from __future__ import annotations

import hashlib
from datetime import date

from attrs import evolve

from ledr_core.application.files import read_bytes, write_bytes
from ledr_core.application.issuing import newest
from ledr_core.application.operations import Area, reading
from ledr_core.application.reading import Text
from ledr_core.application.work import Work
from ledr_core.domain.certification import Issued, Validity, codes_in, read_code
from ledr_core.domain.errors import NotFound
from ledr_core.domain.moments import day_of
from ledr_core.ports.documents import NotesFacts
from ledr_core.views import DocumentView, VerificationView


class Documents(Area):
    """Documents as PDF files."""

    name = "documents"

    @reading
    def notes(self, *, by: str, module: str, file: str, person: str | None = None) -> DocumentView:
        """Write a learner's notes of a module to a PDF file (CERT-11, LEARN-11).

        Notes attest nothing, so they carry no code of verification: `code` is null. They stay open to their author
        whatever becomes of the access (ACC-16). Without notes of that module there is no document (NotFound).

        Example: ledr documents notes m1 notes.pdf --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        if module not in self.work.unit.catalogue.modules([module]):
            raise NotFound("module", module)
        note = next((one for one in self.work.unit.notes.of(found.id, None) if one.module == module), None)
        if note is None:
            raise NotFound("document", module)
        facts = NotesFacts(
            language=str(self.work.setting("language")),
            school=str(self.work.setting("school_name")),
            person=f"{found.first_name} {found.last_name}".strip(),
            module=note.title,
            text=note.text,
            saved=note.saved,
        )
        return _written(file, self.work.ports.documents.notes(facts), None)

    @reading
    def verify(self, *, by: str, code: Text) -> VerificationView:
        """What a code of verification stands for: valid, superseded (with the new code), revoked or unknown (CERT-8).

        Anybody may ask, and sees only name, course, level and date. Case and dashes of the code do not count.

        Example: ledr --as public documents verify K7QF-2M9X-4TRP-8WZD
        """
        return _verified(self.work, self.work.unit.documents.with_code(read_code(code)))

    @reading
    def verify_file(self, *, by: str, file: str) -> VerificationView:
        """Whether a file is the one that was issued, to the byte; else it was altered, or is another school's (CERT-8).

        A file that carries a code of this school and is not what was issued is `altered`.

        Example: ledr --as public documents verify-file certificat.pdf
        """
        content = read_bytes(file)
        issued = self.work.unit.documents.with_file(hashlib.sha256(content).hexdigest())
        if issued is not None:
            return _verified(self.work, issued)
        for code in codes_in(content):
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
        level=None if level is None else str(level),
        date=date.fromisoformat(str(day)),
        successor=newest(work, issued).code if validity is Validity.SUPERSEDED else None,
    )


def _written(file: str, content: bytes, code: str | None) -> DocumentView:
    """Write a document whole or not at all."""
    write_bytes(file, content)
    return DocumentView(file, code, hashlib.sha256(content).hexdigest())
