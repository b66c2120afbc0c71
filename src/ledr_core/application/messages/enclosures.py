"""The documents that go with a letter (CERT-2): made when it is handed to the provider, from what was issued."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ledr_core.application.certification.issuing import newest
from ledr_core.application.certification.printing import file_name, genuine, ready
from ledr_core.application.operating.message_kinds import Enclosure
from ledr_core.application.operating.work import Work
from ledr_core.domain.certification.certification import Issued, Validity
from ledr_core.ports.mail import Attachment


def enclosed_documents(work: Work, codes: Sequence[object]) -> dict[str, Enclosure]:
    """The documents by code: of a superseded one its successor, of a revoked one none.

    Where several are of a kind, each is called after its person.
    """
    current = (_current(work, str(code)) for code in codes)
    found = {issued.code: issued for issued in current if issued is not None}
    kinds, taken = Counter(issued.kind for issued in found.values()), Counter[str]()
    enclosed: dict[str, Enclosure] = {}
    for issued in found.values():
        name = file_name(issued)
        if kinds[issued.kind] > 1:
            name = name.replace(".pdf", f" - {_plain(issued.facts['person'])}.pdf")
        taken[name] += 1
        if taken[name] > 1:
            name = name.replace(".pdf", f" ({taken[name]}).pdf")
        enclosed[issued.code] = Enclosure(name, ready(work, issued))
    return enclosed


def _current(work: Work, code: str) -> Issued | None:
    issued = work.unit.documents.with_code(code)
    issued = None if issued is None else newest(work, issued)
    return issued if issued is not None and issued.validity is Validity.VALID else None


def _plain(name: object) -> str:
    """A name as it may stand in that of a file."""
    return re.sub(r'[\\/:*?"<>|]+', "-", str(name))


def take_note_of_files(work: Work, made: Mapping[str, Attachment]) -> None:
    """Keep the SHA-256 of the files that were sent, so that each is known as genuine (CERT-8)."""
    for code, attachment in made.items():
        issued = work.unit.documents.with_code(code)
        if issued is not None:
            genuine(issued, attachment.content)
