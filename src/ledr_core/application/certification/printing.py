"""Making the files of issued documents: from their facts alone, so that the same document is the same file (CERT-9).

What a document needs is read within a piece of work; it is printed, which takes long, when no transaction is open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeAlias

from ledr_core.application.operating.work import Work
from ledr_core.domain.certification.certification import Issued, Kind
from ledr_core.domain.kernel.moments import day_of
from ledr_core.ports.documents import (
    AttestationFacts,
    CertificateFacts,
    Connection,
    ConnectionFacts,
    CorrectedAnswer,
    CorrectionFacts,
    Documents,
    Done,
    Provider,
    Seal,
)
from ledr_core.wording.catalogue import sentences

Facts = Mapping[str, Any]
Printer: TypeAlias = Callable[[], bytes]
"""Makes a file, of what is in memory alone."""


def ready(work: Work, issued: Issued) -> Printer:
    """What makes the file of a document: all that it needs is read already."""
    return _READ[issued.kind](work, issued, issued.facts)


def file_name(issued: Issued) -> str:
    """What the file of a document is called that goes with a letter."""
    name: str = sentences("documents")["file names"][issued.kind][issued.facts["language"]]
    return name


def genuine(issued: Issued, content: bytes) -> str:
    """Take note that a file was made of a document; gives its SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    issued.files.add(sha256)
    return sha256


def undrawn(documents: Documents, *names: str | None) -> tuple[str, ...]:
    """The letters of these names that documents cannot show, which staff are told before one leaves (CERT-5)."""
    return tuple(documents.undrawn(" ".join(name for name in names if name)))


def _seal(issued: Issued) -> Seal:
    site = str(issued.facts["site"]).rstrip("/")
    return Seal(code=issued.code, address=f"{site}/verification/{issued.code}")


def _certificate(work: Work, issued: Issued, facts: Facts) -> Printer:
    background = facts["background"]
    return partial(
        work.ports.documents.certificate,
        CertificateFacts(
            language=facts["language"],
            school=facts["school"],
            person=facts["person"],
            course=facts["course"],
            level=facts["level"],
            date=date.fromisoformat(facts["date"]),
            made=issued.issued,
            seal=_seal(issued),
            company=facts["company"],
            register=facts["register"],
            hours=facts["hours"],
            background=work.unit.files.printed(background) if background else None,
        ),
    )


def _provider(work: Work, facts: Facts) -> Provider:
    stamp = facts.get("stamp")
    return Provider(**{**facts, "stamp": work.unit.files.printed(stamp) if stamp else None})


def _attestation(work: Work, issued: Issued, facts: Facts) -> Printer:
    return partial(
        work.ports.documents.attestation,
        AttestationFacts(
            language=facts["language"],
            provider=_provider(work, facts["provider"]),
            person=facts["person"],
            course=facts["course"],
            certifying=facts["certifying"],
            start=date.fromisoformat(facts["start"]),
            end=date.fromisoformat(facts["end"]),
            date=day_of(issued.issued),
            made=issued.issued,
            seal=_seal(issued),
            finished=facts["finished"],
            percent=facts["percent"],
            company=facts["company"],
            hours=facts["hours"],
            watched=timedelta(seconds=facts["watched"]),
            lessons_seen=facts["lessons_seen"],
            lessons=facts["lessons"],
            workshops=facts["workshops"],
            themes=tuple(facts["themes"]),
            aim=facts["aim"],
            skills=tuple(facts["skills"]),
            level=facts["level"],
            register=facts["register"],
            under_way=facts.get("under_way", False),
        ),
    )


def _correction(work: Work, issued: Issued, facts: Facts) -> Printer:
    amended = facts["amended"]
    return partial(
        work.ports.documents.correction,
        CorrectionFacts(
            language=facts["language"],
            school=facts["school"],
            person=facts["person"],
            course=facts["course"],
            handed_in=date.fromisoformat(facts["handed_in"]),
            graded=date.fromisoformat(facts["graded"]),
            made=issued.issued,
            grade=Decimal(facts["grade"]),
            answers=tuple(map(_answer, facts["answers"])),
            seal=_seal(issued),
            company=facts["company"],
            level=facts["level"],
            reworked=facts["reworked"],
            amended=date.fromisoformat(amended) if amended else None,
            reason=facts["reason"],
        ),
    )


def _answer(facts: Facts) -> CorrectedAnswer:
    return CorrectedAnswer(
        question=facts["question"],
        answer=facts["answer"],
        mark=Decimal(facts["mark"]),
        maximum=Decimal(facts["maximum"]),
        comment=facts["comment"],
        rubric=facts["rubric"],
    )


def _connections(work: Work, issued: Issued, facts: Facts) -> Printer:
    return partial(
        work.ports.documents.connections,
        ConnectionFacts(
            language=facts["language"],
            provider=_provider(work, facts["provider"]),
            person=facts["person"],
            course=facts["course"],
            start=date.fromisoformat(facts["start"]),
            end=date.fromisoformat(facts["end"]),
            until=issued.issued,
            seal=_seal(issued),
            company=facts["company"],
            session=facts["session"],
            connections=tuple(
                Connection(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end))
                for start, end in facts["connections"]
            ),
            lessons=_done(facts["lessons"]),
            assessments=_done(facts["assessments"]),
            workshops=_done(facts["workshops"]),
        ),
    )


def _done(things: list[list[str]]) -> tuple[Done, ...]:
    return tuple(Done(what=what, at=datetime.fromisoformat(at)) for what, at in things)


_READ: Final[dict[Kind, Callable[[Work, Issued, Facts], Printer]]] = {
    Kind.CERTIFICATE: _certificate,
    Kind.ATTESTATION: _attestation,
    Kind.CORRECTION: _correction,
    Kind.CONNECTIONS: _connections,
}
