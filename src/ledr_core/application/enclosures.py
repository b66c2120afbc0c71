"""The documents that go with a letter (CERT-2): made when it is handed to the provider, from what was issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledr_core.application.issuing import newest
from ledr_core.application.printing import NAMES, genuine, printed
from ledr_core.application.work import Work
from ledr_core.domain.certification import Validity
from ledr_core.ports.mail import Attachment


def attached_documents(work: Work, codes: Sequence[object]) -> dict[str, Attachment]:
    """The files of documents by code: of a superseded one its successor's, of a revoked one none."""
    made: dict[str, Attachment] = {}
    for code in codes:
        issued = work.unit.documents.with_code(str(code))
        issued = None if issued is None else newest(work, issued)
        if issued is not None and issued.validity is Validity.VALID:
            name = NAMES[str(issued.facts["language"])][issued.kind]
            made[issued.code] = Attachment(name, "application/pdf", printed(work, issued))
    return made


def take_note_of_files(work: Work, made: Mapping[str, Attachment]) -> None:
    """Keep the SHA-256 of the files that were sent, so that each is known as genuine (CERT-8)."""
    for code, attachment in made.items():
        issued = work.unit.documents.with_code(code)
        if issued is not None:
            genuine(issued, attachment.content)
