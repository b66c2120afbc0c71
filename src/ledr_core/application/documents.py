"""Documents as PDF files. See the rules CERT and LEARN-11."""

from __future__ import annotations

import hashlib

from ledr_core.application.files import write_bytes
from ledr_core.application.operations import Area, reading
from ledr_core.domain.access import Standing, seat_of
from ledr_core.domain.errors import NotFound
from ledr_core.ports.documents import ModuleNotes, NotesFacts
from ledr_core.views import DocumentView


class Documents(Area):
    """Documents as PDF files."""

    name = "documents"

    @reading
    def notes(self, *, by: str, file: str, module: str | None = None, person: str | None = None) -> DocumentView:
        """Write a learner's notes to a PDF file: all of them, or those of a module (CERT-11, LEARN-11).

        Notes attest nothing, so they carry no code of verification: `code` is null. They stay open to their author
        whatever becomes of the access (ACC-16). Those of their course come first, in its order. Without notes there is
        no document (NotFound).

        Example: ledr documents notes notes.pdf --module m1 --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        if module is not None and module not in self.work.unit.catalogue.modules([module]):
            raise NotFound("module", module)
        seat = seat_of(Standing(found.role, self.work.unit.readings.seats(found.id)), self.work.today)
        in_order = self.work.unit.notes.of(found.id, seat.course_id if seat else None)
        notes = [one for one in in_order if module in (None, one.module)]
        if not notes:
            raise NotFound("document", module or "notes")
        facts = NotesFacts(
            language=str(self.work.setting("language")),
            school=str(self.work.setting("school_name")),
            person=f"{found.first_name} {found.last_name}".strip(),
            notes=tuple(ModuleNotes(module=one.title, text=one.text, saved=one.saved) for one in notes),
        )
        return _written(file, self.work.ports.documents.notes(facts), None)


def _written(file: str, content: bytes, code: str | None) -> DocumentView:
    """Write a document whole or not at all."""
    write_bytes(file, content)
    return DocumentView(file, code, hashlib.sha256(content).hexdigest())
