"""The evidence of trainings as one archive: pages, tables and data, documents, and the signed list of all (PASS-6).

What is read is read in one step; files are made of it when that is over. The same facts make the same bytes: nothing in
it says when it was made, nor is as of a day, but the latest fact.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from attrs import frozen

from ledr_core.application.followup.evidence import PARTS, Gathered, gathered
from ledr_core.application.operating.files import archived
from ledr_core.application.operating.operation import Before
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import SCHOOL_ZONE
from ledr_core.ports.outside import Ports
from ledr_core.ports.table_files import Cell, CellKind, TableColumn, TableFile
from ledr_core.views import as_json
from ledr_core.views.evidence import EvidenceView, LearnerEvidence, LearnerPage, SessionPage
from ledr_core.wording.evidence import EvidenceWords, evidence_words

_LONGEST: Final = 100
"""Letters of an address in the name of a file."""


@frozen
class Packed:
    """The archive, what it is called where nobody says, and the files of documents that are in it, by code."""

    name: str
    content: bytes
    learners: int
    documents: Mapping[str, bytes]
    signed: bool


def evidence_packed(before: Before, *, person: str | None = None, session: str | None = None, **_: object) -> Packed:
    """The evidence of whom staff name, or of a session. Raises Invalid unless it is one of them."""
    before.must_be_allowed()
    if (person is None) is (session is None):
        raise (
            Invalid("person", "neither person nor session")
            if person is None
            else Invalid("session", "person and session given")
        )
    found = before.read(lambda work: gathered(work, person, session))
    words, ports = evidence_words(found.language), before.ports
    documents = {code: make() for code, make in found.documents.items()}
    files = {
        **_pages(ports, found.evidence, words),
        **_tables(ports, found.evidence, words),
        words.file("data"): _in_json(found.evidence),
        words.file("readme"): words.readme().encode(),
        **{f"{words.file('documents')}/{found.kinds[code]}-{code}.pdf": data for code, data in documents.items()},
    }
    contents = _contents(found, files)
    signature = ports.badges.signature(contents)
    files[words.file("contents")] = contents
    if signature is not None:
        files[words.file("signature")] = signature.encode()
    learners = len(found.evidence.learners)
    return Packed(words.file("archive"), archived(files), learners, documents, signature is not None)


def _contents(found: Gathered, files: Mapping[str, bytes]) -> bytes:
    """The list of the files with their sizes and SHA-256: what is signed."""
    evidence = found.evidence
    listed = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]
    said = {
        "school": evidence.school,
        "session": evidence.session,
        "people": [learner.person for learner in evidence.learners],
        "until": evidence.until,
        "files": listed,
    }
    return _json(said)


def _in_json(evidence: EvidenceView) -> bytes:
    learners = [
        {
            "person": learner.person,
            "name": learner.name,
            **{part.name: [dict(zip(part.columns, row, strict=True)) for row in part.rows] for part in learner.parts},
        }
        for learner in evidence.learners
    ]
    about = {"school": evidence.school, "session": evidence.session, "until": evidence.until}
    return _json({**about, "learners": learners})


def _json(said: Mapping[str, object]) -> bytes:
    return (json.dumps(as_json(said), ensure_ascii=False, indent=2) + "\n").encode()


# Pages


def _pages(ports: Ports, evidence: EvidenceView, words: EvidenceWords) -> dict[str, bytes]:
    """The page of a learner; of a session one that leads to those of all."""
    if evidence.session is None:
        return {words.file("page"): _page(ports, LearnerPage(evidence, evidence.learners[0]), words)}
    names = [f"{words.file('learners')}/{_file_of(n, one)}" for n, one in enumerate(evidence.learners, 1)]
    pages = {
        name: _page(ports, LearnerPage(evidence, one), words)
        for name, one in zip(names, evidence.learners, strict=True)
    }
    return {words.file("page"): _page(ports, SessionPage(evidence, tuple(names)), words), **pages}


def _page(ports: Ports, shown: LearnerPage | SessionPage, words: EvidenceWords) -> bytes:
    return ports.pages.page(shown, words.language).encode()


def _file_of(number: int, learner: LearnerEvidence) -> str:
    """What the page of a learner is called: a name that any computer takes."""
    plain = re.sub(r"[^A-Za-z0-9@._+-]+", "-", learner.person)[:_LONGEST]
    return f"{number:03}-{plain}.html"


# Tables


def _tables(ports: Ports, evidence: EvidenceView, words: EvidenceWords) -> dict[str, bytes]:
    """Each part as CSV that opens right in a French spreadsheet, everybody's rows below each other."""
    return {
        f"{words.file('tables')}/{words.table(name)}.csv": _table(ports, evidence, name, columns, words)
        for name, columns in PARTS.items()
    }


def _table(ports: Ports, evidence: EvidenceView, name: str, columns: Sequence[str], words: EvidenceWords) -> bytes:
    rows = [(learner.person, learner.name, *row) for learner in evidence.learners for row in learner.part(name).rows]
    titles = ("person", "name", *columns)
    kinds = [_kind([row[place] for row in rows]) for place in range(len(titles))]
    table = TableFile(
        title=words.part(name),
        columns=[TableColumn(words.column(title), kind, 20) for title, kind in zip(titles, kinds, strict=True)],
        rows=[[_cell(name, title, value, words) for title, value in zip(titles, row, strict=True)] for row in rows],
        language=words.language,
        school=evidence.school,
        made=evidence.until or datetime.min,
        notes_title="",
        notes=(),
    )
    french = words.language == "fr"
    return ports.table_files.csv(table, delimiter=";" if french else ",", bom=True)


def _kind(values: Sequence[object]) -> CellKind:
    known = {type(value) for value in values if value is not None}
    if known == {date}:
        return CellKind.DAY
    if known == {int}:
        return CellKind.WHOLE
    return CellKind.GRADE if known == {Decimal} else CellKind.TEXT


def _cell(part: str, column: str, value: object, words: EvidenceWords) -> Cell:
    if isinstance(value, datetime):
        return value.astimezone(SCHOOL_ZONE).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, str):
        return words.value(part, column, value)
    assert value is None or isinstance(value, int | Decimal | date)
    return value
