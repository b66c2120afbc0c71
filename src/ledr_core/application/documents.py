"""Documents as PDF files. See the rules CERT and LEARN-11."""

from __future__ import annotations

from ledr_core.application.files import written
from ledr_core.application.operations import Area, reading
from ledr_core.domain.errors import NotFound
from ledr_core.ports.documents import NotesFacts
from ledr_core.views import DocumentView


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
        return written(file, self.work.ports.documents.notes(facts), None)
