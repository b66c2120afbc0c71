"""The official documents that were issued, as rows and back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.rows import Mapper, PartRows
from ledr_adapters.sql.statements import chunks, locked
from ledr_adapters.sql.unit import Tracker
from ledr_core.domain.certification.certification import Issued, Kind
from ledr_core.domain.kernel.identifiers import CourseId, PersonId

FILES = PartRows[Issued, str](
    t.document_files, ("code", "sha256"), lambda one: {(one.code, file): file for file in one.files}, {}
)
ISSUED = Mapper[Issued](
    t.documents,
    {"code": "code"},
    {
        "kind": "kind.value",
        "person_id": "person",
        "course_id": "course",
        "company": "company",
        "facts": lambda one: dict(one.facts),
        "issued": "issued",
        "successor": "successor",
        "revoked": "revoked",
    },
    (FILES,),
)


class SqlIssuedDocuments:
    """The official documents that were issued."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(ISSUED)

    def with_code(self, code: str) -> Issued | None:
        """The document of that code."""
        known = self.tracker.known(code)
        return known or next(iter(self._load(t.documents.c.code == code)), None)

    def with_file(self, sha256: str) -> Issued | None:
        """The document of which that very file was made."""
        made = sa.select(t.document_files.c.code).where(t.document_files.c.sha256 == sha256)
        return next(iter(self._load(t.documents.c.code.in_(made))), None)

    def of(self, person: PersonId, course: CourseId | None = None, kind: Kind | None = None) -> list[Issued]:
        """The documents of a person, oldest first."""
        self._load(t.documents.c.person_id == person)
        found = (
            one
            for one in self.tracker.all()
            if one.person == person and course in (None, one.course) and kind in (None, one.kind)
        )
        return sorted(found, key=lambda one: (one.issued, one.code))

    def prints(self, company: str) -> bool:
        """Whether the name of a company was printed on one (CO-3)."""
        found = sa.select(t.documents.c.code).where(t.documents.c.company == company).limit(1)
        return self._connection.scalar(found) is not None

    def _load(self, where: sa.ColumnElement[bool]) -> list[Issued]:
        statement = sa.select(t.documents).where(where).order_by(t.documents.c.code)
        rows = self._connection.execute(locked(self._connection, statement, reads=self._reads)).all()
        files: dict[str, set[str]] = {}
        for some in chunks(row.code for row in rows):
            made = sa.select(t.document_files).where(t.document_files.c.code.in_(some))
            for file in self._connection.execute(made):
                files.setdefault(file.code, set()).add(file.sha256)
        return [self.tracker.loaded(_issued(row, files.get(row.code, set())), row.version) for row in rows]

    def add(self, issued: Issued) -> None:
        """Keep a new document."""
        self.tracker.add(issued)


def _issued(row: Any, files: set[str]) -> Issued:
    return Issued(
        code=row.code,
        kind=Kind(row.kind),
        person=PersonId(row.person_id),
        course=CourseId(row.course_id),
        facts=row.facts,
        issued=row.issued,
        files=files,
        successor=row.successor,
        revoked=row.revoked,
    )
