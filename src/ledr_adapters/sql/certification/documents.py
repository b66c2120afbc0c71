"""The official documents that were issued, as rows and back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.prepared import Prepared, one_of
from ledr_adapters.sql.rows import Mapper, PartRows
from ledr_adapters.sql.unit import Tracker, by_person
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
_d, _f = t.documents.c, t.document_files.c
_ordered = sa.select(t.documents).order_by(_d.code)
BY_CODE = Prepared(_ordered.where(one_of(_d.code, "codes")))
OF_FILE = Prepared(_ordered.where(_d.code.in_(sa.select(_f.code).where(_f.sha256 == sa.bindparam("sha256")))))
OF_PEOPLE = Prepared(_ordered.where(one_of(_d.person_id, "people")))
MADE = Prepared(sa.select(t.document_files).where(one_of(_f.code, "codes")))


class SqlIssuedDocuments:
    """The official documents that were issued."""

    def __init__(self, connection: sa.Connection, *, reads: bool) -> None:
        self._connection, self._reads = connection, reads
        self.tracker = Tracker(ISSUED)

    def with_code(self, code: str) -> Issued | None:
        """The document of that code."""
        return self.with_codes([code]).get(code)

    def with_codes(self, codes: Collection[str]) -> dict[str, Issued]:
        """The documents of these codes."""
        unread = [code for code in codes if self.tracker.known(code) is None]
        if unread:
            self._load(BY_CODE, codes=unread)
        known = ((code, self.tracker.known(code)) for code in codes)
        return {code: issued for code, issued in known if issued is not None}

    def with_file(self, sha256: str) -> Issued | None:
        """The document of which that very file was made."""
        return next(iter(self._load(OF_FILE, sha256=sha256)), None)

    def of(self, person: PersonId, course: CourseId | None = None, kind: Kind | None = None) -> list[Issued]:
        """The documents of a person, oldest first."""
        own = self.of_people([person]).get(person, [])
        return [one for one in own if course in (None, one.course) and kind in (None, one.kind)]

    def of_people(self, people: Collection[PersonId]) -> dict[PersonId, list[Issued]]:
        """The documents of each of several, oldest first."""
        self._load(OF_PEOPLE, people=list(people))
        return by_person(sorted(self.tracker.all(), key=lambda one: (one.issued, one.code)), people)

    def prints(self, company: str) -> bool:
        """Whether the name of a company was printed on one (CO-3)."""
        found = sa.select(t.documents.c.code).where(t.documents.c.company == company).limit(1)
        return self._connection.scalar(found) is not None

    def _load(self, statement: Prepared, **values: Any) -> list[Issued]:
        rows = statement.rows(self._connection, locked=not self._reads, **values)
        files: dict[str, set[str]] = {}
        if rows:
            for file in MADE.rows(self._connection, codes=[row.code for row in rows]):
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
