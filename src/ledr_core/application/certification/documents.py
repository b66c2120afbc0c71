"""Documents as PDF files, and certificates as badges. See the rules CERT and LEARN-11."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from ledr_core.application.certification.issuing import newest
from ledr_core.application.certification.making import (
    Made,
    attestation,
    badge_signed,
    certificate,
    connections,
    correction,
    notes_printed,
    printed,
)
from ledr_core.application.certification.printing import genuine
from ledr_core.application.certification.tracing import codes_of
from ledr_core.application.operating.files import FileIn, FileOut, content_of, target_of, written
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import MANAGER, PILOT, PUBLIC, SELF
from ledr_core.application.operating.values import Typed
from ledr_core.application.operating.work import Work
from ledr_core.domain.certification.certification import Issued, Validity, read_code
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.errors import NotFound
from ledr_core.domain.kernel.moments import day_of
from ledr_core.views.documents import DocumentView, PrintedDocument, VerificationView


class Documents(Area):
    """Documents as PDF files, and certificates as badges."""

    name = "documents"

    @operation(may=SELF, reads=True, first=notes_printed)
    def notes(
        self,
        content: bytes,
        /,
        *,
        by: str,
        file: FileOut | None = None,
        module: str | None = None,
        person: str | None = None,
    ) -> DocumentView:
        """Write a learner's notes to a PDF file: all of them, or those of a module (CERT-11, LEARN-11).

        Notes attest nothing, so they carry no code of verification: `code` is null. They stay open to their author
        whatever becomes of the access (ACC-16). Those of their course come first, in its order. Without notes there is
        no document (NotFound).

        Example: ledr documents notes notes.pdf --module m1 --person lea@manpower.example
        """
        return written(target_of(file, "notes.pdf"), content, None)

    @operation(may=(PILOT, MANAGER, SELF), first=printed(certificate))
    def certificate(
        self,
        made: Made,
        /,
        *,
        by: str,
        file: FileOut | None = None,
        person: str | None = None,
        course: str | None = None,
    ) -> PrintedDocument:
        """Write a certificate to a PDF file, by default that of the present course; the same one is the same file.

        Without a certificate in force there is no document (NotFound). It stays open whatever the access (ACC-16).

        Example: ledr documents certificate certificat.pdf --person lea@manpower.example
        """
        return self._printed(made, file)

    @operation(may=(PILOT, MANAGER, SELF), first=badge_signed)
    def badge(
        self,
        made: Made,
        /,
        *,
        by: str,
        file: FileOut | None = None,
        person: str | None = None,
        course: str | None = None,
    ) -> DocumentView:
        """Write a certificate as an Open Badges 3.0 credential signed with the school's key; the same is the same file.

        JSON, an enveloped credential; a file whose name ends in `.jwt` gets the signed credential alone, as wallets of
        badges take it. Code and verification are the certificate's. Without a certificate in force there is none
        (NotFound); Unavailable without a key.

        Example: ledr documents badge badge.json --person lea@manpower.example
        """
        return self._noted(made, file)

    @operation(may=SELF, first=printed(correction))
    def correction(
        self,
        made: Made,
        /,
        *,
        by: str,
        file: FileOut | None = None,
        person: str | None = None,
        course: str | None = None,
    ) -> PrintedDocument:
        """Write the correction of a copy to a PDF file: marks, comments and rubric; the final one after a rework.

        Example: ledr documents correction correction.pdf --person lea@manpower.example
        """
        return self._printed(made, file)

    @operation(may=(PILOT, MANAGER, SELF), first=printed(attestation))
    def attestation(
        self,
        made: Made,
        /,
        *,
        by: str,
        file: FileOut | None = None,
        person: str | None = None,
        course: str | None = None,
    ) -> PrintedDocument:
        """Write a training attestation as of today to a PDF file; unchanged facts keep code and bytes (CERT-6, CERT-9).

        Example: ledr documents attestation attestation.pdf --person lea@manpower.example
        """
        return self._printed(made, file)

    @operation(may=(PILOT, SELF), first=printed(connections))
    def connections(
        self,
        made: Made,
        /,
        *,
        by: str,
        file: FileOut | None = None,
        person: str | None = None,
        course: str | None = None,
    ) -> PrintedDocument:
        """Write the connection-time report of a person to a PDF file, as proof of attendance (CERT-10).

        Oneself, of a pilot anybody of their company too.

        Example: ledr documents connections connexions.pdf --person lea@manpower.example
        """
        return self._printed(made, file)

    def _printed(self, made: Made, file: object) -> PrintedDocument:
        view = self._noted(made, file)
        return PrintedDocument(view.file, view.code, view.sha256, made.undrawn)

    def _noted(self, made: Made, file: object) -> DocumentView:
        """The document in its file, which is known as genuine from now on (CERT-8)."""
        issued = self.work.unit.documents.with_code(made.code)
        if issued is None:
            raise NotFound("document", made.code)
        put = target_of(file, made.name).put(made.content)
        return DocumentView(put, made.code, genuine(issued, made.content))

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
        name=str(facts["person"]) or None,  # none of somebody who was erased (NOTE-6)
        course=str(facts["course"]),
        level=None if level is None else Level(str(level)).value,
        date=date.fromisoformat(str(day)),
        successor=newest(work, issued).code if validity is Validity.SUPERSEDED else None,
    )
