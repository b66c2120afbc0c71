"""What every store promises of evidence; a subclass brings the fixture `store`: empty, and ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ledr_core.domain.certification.certification import Certification
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CertificationId, CourseId, LessonId, PersonId, SessionId, ThemeId
from ledr_core.domain.learning.progress import Viewing
from ledr_core.domain.people.roles import Role
from ledr_core.ports.evidence import Of
from ledr_core.ports.unit import Store
from ledr_core.testing.builders import a_session
from ledr_core.testing.contracts.ordinary_school import NOW, RECRUTER, furnished, keep, reading

ANA, BOB, CLEO, DAN, EVE = (PersonId(name) for name in ("ana", "bob", "cleo", "dan", "eve"))
AT = datetime(2026, 11, 3, 8, tzinfo=UTC)


def trained_school(store: Store) -> Of:
    """Ana holds the slot of Lyon, Eve has left it, Dan is its pilot; Ana learnt in Brest too. Gives what Lyon is."""
    furnished(store)
    lyon = a_session(package=1, holders="ana", members="bob eve dan")
    lyon.members[DAN].role = Role.PILOT
    lyon.leave(EVE, NOW)
    keep(store, lyon, a_session(reference="Brest", members="ana", start=date(2025, 1, 1), end=date(2025, 12, 31)))
    with store.begin(reads=False) as unit:
        ana = unit.records.of(ANA)
        ana.viewings = {LessonId("l1"): Viewing(seen=AT + timedelta(days=1)), LessonId("l2"): Viewing(seen=AT)}
        ana.badges[RECRUTER, ThemeId("t1")] = AT
        unit.accounts.connect(ANA, AT)
        unit.accounts.connect(BOB, AT)
        certification = Certification(
            CertificationId("c1"), ANA, RECRUTER, Decimal("15.25"), Level.SILVER, date(2026, 11, 20), "Manpower"
        )
        unit.certifications.add(certification)
    return Of(session=lyon.id, course=RECRUTER, lessons=[LessonId("l2")], workshops=[])


def column(rows: Sequence[Any], name: str) -> list[object]:
    """What stands in a column of rows."""
    return [row[name] for row in rows]


class EvidenceContract:
    """The contract of `ledr_core.ports.evidence`."""

    def test_who_learns_or_learnt_in_a_session(self, store: Store) -> None:
        """Whoever left too; nobody who does not learn by their membership."""
        lyon = trained_school(store)

        with reading(store) as unit:
            assert unit.evidence.learners(lyon.session) == [ANA, BOB, EVE]
            assert unit.evidence.learners(SessionId("nowhere")) == []

    def test_what_people_did_oldest_first(self, store: Store) -> None:
        """In the words people know; whoever has nothing of a kind is left out."""
        trained_school(store)

        with reading(store) as unit:
            found = unit.evidence.of([ANA, EVE, CLEO])
        assert column(found["enrolments"][ANA], "session") == ["Brest", "Lyon"]
        assert column(found["enrolments"][ANA], "course") == ["Recruter", "Recruter"]
        assert column(found["enrolments"][EVE], "left") == [NOW.instant]
        assert column(found["slots"][ANA], "slot") == [1]
        assert found["connections"][ANA] == [{"started": AT, "ended": AT}]
        assert column(found["lessons"][ANA], "lesson") == ["l2", "l1"]
        assert column(found["lessons"][ANA], "seconds") == [100, 100]
        assert found["themes"][ANA] == [{"course": "Recruter", "theme": "Culture", "validated": AT}]
        assert column(found["certifications"][ANA], "grade") == [Decimal("15.25")]
        assert {kind for kind, rows in found.items() if CLEO in rows or BOB in rows} == set()

    def test_what_is_of_one_session_alone(self, store: Store) -> None:
        """But for connections, which are of none."""
        lyon = trained_school(store)
        elsewhere = Of(session=SessionId("nowhere"), course=CourseId("other"), lessons=[], workshops=[])

        with reading(store) as unit:
            found, nothing = (unit.evidence.of([ANA], only) for only in (lyon, elsewhere))
        assert column(found["enrolments"][ANA], "session") == ["Lyon"]
        assert column(found["lessons"][ANA], "lesson") == ["l2"]
        assert len(found["themes"][ANA]) == len(found["certifications"][ANA]) == 1
        assert {kind for kind, rows in nothing.items() if rows} == {"connections"}
