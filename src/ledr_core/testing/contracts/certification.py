"""What every place to keep copies, certificates and issued documents promises; a subclass brings an empty `store`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

import pytest
from attrs import evolve

from ledr_core.domain.certification.certification import Certification, Issued, Kind, Validity
from ledr_core.domain.certification.copies import Amendment, Copy, Rework, State
from ledr_core.domain.certification.final_case import Case, CaseQuestion
from ledr_core.domain.certification.grading import Grading, Level
from ledr_core.domain.kernel.errors import Conflict
from ledr_core.domain.kernel.identifiers import CaseId, CertificationId, CopyId, CourseId, PersonId
from ledr_core.ports.certification import CertificationRow
from ledr_core.ports.paging import Page
from ledr_core.ports.unit import Store
from ledr_core.testing.builders import names
from ledr_core.testing.contracts.ordinary_school import EVERYBODY, MANPOWER, RECRUTER, by_page, furnished

ANA: Final = PersonId("ana")
BOB: Final = PersonId("bob")
CASE: Final = CaseId("k1")
PRECISE: Final = datetime(2026, 11, 19, 5, 0, 0, 123456, tzinfo=UTC)
GRADING: Final = Grading((Decimal("1.25"), Decimal("0.50")), ("Bien 🎓", ""), PRECISE)


def a_copy(person: PersonId = ANA, **changes: Any) -> Copy:
    """A copy that was handed in."""
    ordinary: dict[str, Any] = {
        "answers": {1: "Un\n « deux »", 2: "\u202eعربى 🎓"},
        "handed_in": PRECISE,
        "batch": date(2026, 11, 20),
    }
    return Copy(CopyId(f"copy-{person}"), person, RECRUTER, CASE, PRECISE, **(ordinary | changes))


REWORK: Final = Rework(PRECISE, date(2026, 12, 3), finished=PRECISE)
COPIES: Final = {
    "begun": a_copy(handed_in=None, batch=None),
    "handed in": a_copy(),
    "graded": a_copy(grading=GRADING, amendments=[Amendment(PRECISE, "staff", "Erreur", GRADING)]),
    "reworking": a_copy(grading=GRADING, rework=REWORK, first_answers={1: "Avant"}),
    "reworked": a_copy(
        grading=GRADING,
        rework=evolve(REWORK, handed_in=PRECISE, batch=date(2026, 11, 27), grading=GRADING),
        first_answers={1: "Avant"},
        amendments=[Amendment(PRECISE, "staff", "Erreur", GRADING, 2)],
    ),
    "lapsed": a_copy(
        grading=GRADING, rework=evolve(REWORK, lapsed=True), answers={1: "Avant"}, first_answers={1: "Avant"}
    ),
}


def a_certification(number: int = 1, **changes: Any) -> Certification:
    """A silver certificate of Ana's."""
    made = Certification(
        CertificationId(f"c{number}"), ANA, RECRUTER, Decimal("15.25"), Level.SILVER, date(2026, 11, 20), "Manpower"
    )
    return evolve(made, **changes)


def a_document(code: str = "A", **changes: Any) -> Issued:
    """The certificate of Ana's."""
    facts = {"person": "Ana É. 🎓", "company": "Manpower", "hours": 30, "register": None, "certification": "c1"}
    return evolve(Issued(code, Kind.CERTIFICATE, ANA, RECRUTER, facts, PRECISE), **changes)


def prepared(store: Store) -> None:
    """People, a course, and a case of it."""
    furnished(store)
    with store.begin(reads=False) as unit:
        unit.catalogue.add(Case(CASE, "k1", RECRUTER, True, (CaseQuestion("?", Decimal("2.50")),) * 2, 3))


def _page_of(rows: Callable[..., list[CertificationRow]], asked: dict[str, Any], page: Page[Any]) -> list[Any]:
    return rows(**asked, page=page)


class CertificationContract:
    """The contract of `ledr_core.ports.certification`."""

    @pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
    def test_a_copy_is_loaded_as_it_was_saved(self, store: Store, copy: Copy) -> None:
        """In every state, with the answers of each round; the record knows whether it is handed in."""
        prepared(store)
        with store.begin(reads=False) as unit:
            unit.copies.add(copy)

        with store.begin(reads=True) as unit:
            assert unit.copies.of(ANA, RECRUTER) == unit.copies.get(copy.id) == copy
            assert unit.copies.of_person(ANA) == [copy]
            assert unit.copies.of_people([ANA, BOB]) == {ANA: [copy]}
            assert unit.copies.of_people([BOB]) == {}
            assert unit.copies.count_of(CASE) == 1
            assert unit.catalogue.case(CASE).edition == 3
            assert (RECRUTER in unit.records.of(ANA).handed_in) == copy.is_handed_in
            assert unit.copies.to_correct(date(2030, 1, 1)) == [copy] * (copy.state is State.HANDED_IN)
            assert unit.copies.over(date(2026, 12, 4), [], 10) == [copy] * (copy.state is State.REWORKING)
            assert unit.copies.over(date(2026, 12, 3), [], 10) == []
            assert unit.copies.over(date(2026, 12, 4), [copy.id], 10) == []

    def test_a_copy_goes_from_state_to_state_and_is_forgotten_whole(self, store: Store) -> None:
        """Answers taken away are gone, those of the first round are kept."""
        prepared(store)
        with store.begin(reads=False) as unit:
            unit.copies.add(a_copy())
        for copy in COPIES.values():
            with store.begin(reads=False) as unit:
                found = unit.copies.of(ANA, RECRUTER)
                assert found is not None
                for name in ("answers", "handed_in", "batch", "grading", "rework", "first_answers", "amendments"):
                    setattr(found, name, getattr(copy, name))
            with store.begin(reads=True) as unit:
                assert unit.copies.of(ANA, RECRUTER) == copy
        with store.begin(reads=False) as unit:
            found = unit.copies.of(ANA, RECRUTER)
            assert found is not None
            unit.copies.remove(found)
        with store.begin(reads=True) as unit:
            assert (unit.copies.of(ANA, RECRUTER), unit.copies.count_of(CASE)) == (None, 0)

    def test_a_person_has_one_copy_a_course(self, store: Store) -> None:
        """A second one is a Conflict."""
        prepared(store)
        with store.begin(reads=False) as unit:
            unit.copies.add(a_copy())

        with pytest.raises(Conflict), store.begin(reads=False) as unit:
            unit.copies.add(evolve(a_copy(), id=CopyId("other")))

    def test_copies_to_correct_come_in_the_order_of_being_handed_in(self, store: Store) -> None:
        """Those planned for a later Friday apart."""
        prepared(store)
        first = a_copy(BOB, handed_in=PRECISE.replace(hour=4))
        late = a_copy(PersonId("cleo"), batch=date(2026, 11, 27))
        with store.begin(reads=False) as unit:
            for copy in (a_copy(), first, late):
                unit.copies.add(copy)

        with store.begin(reads=True) as unit:
            assert unit.copies.to_correct(date(2026, 11, 20)) == [first, a_copy()]
            assert unit.copies.to_correct(date(2026, 11, 27)) == [first, a_copy(), late]

    def test_one_certification_a_person_and_course_that_is_not_revoked(self, store: Store) -> None:
        """Grade and level as they were; a revoked one is in the list only."""
        prepared(store)
        with store.begin(reads=False) as unit:
            unit.certifications.add(a_certification())
            unit.documents.add(a_document())
        with pytest.raises(Conflict), store.begin(reads=False) as unit:
            unit.certifications.add(a_certification(2))
        with store.begin(reads=False) as unit:
            found = unit.certifications.of(ANA, RECRUTER)
            assert found == a_certification()
            assert unit.certifications.of(BOB, RECRUTER) is None
            found.revoke(PRECISE)
            unit.flush()
            unit.certifications.add(a_certification(2, awarded_on=date(2026, 12, 4)))

        with store.begin(reads=True) as unit:
            assert unit.certifications.of(ANA, RECRUTER) == a_certification(2, awarded_on=date(2026, 12, 4))
            rows = unit.certifications.rows()
            assert [(row.certification.id, row.certification.revoked, row.code) for row in rows] == [
                ("c1", PRECISE, "A"),
                ("c2", None, None),
            ]
            assert [len(unit.certifications.rows(since=day)) for day in (date(2026, 11, 20), date(2026, 11, 21))] == [
                2,
                1,
            ]
            assert len(unit.certifications.rows(company=MANPOWER)) == len(unit.certifications.rows(ANA)) == 2
            assert unit.certifications.rows(BOB) == unit.certifications.rows(managed_by=BOB) == []

    def test_the_list_of_certifications_by_page(self, store: Store) -> None:
        """In the same order as at once: by day, then address; however it is narrowed."""
        prepared(store)
        with store.begin(reads=False) as unit:
            for number, name in enumerate(names(EVERYBODY)):
                day = date(2026, 11, 20 - number % 2)
                unit.certifications.add(a_certification(number, person=PersonId(name), awarded_on=day))
            for person in unit.people.many(names("ana cleo dan")):
                person.managers = {BOB}

        with store.begin(reads=True) as unit:
            rows = unit.certifications.rows
            assert [row.certification.person for row in rows()] == names("bob dan ana cleo eve")
            assert [row.certification.person for row in rows(managed_by=BOB)] == names("bob dan ana cleo")
            narrowed: list[dict[str, Any]] = [{}, {"company": MANPOWER}, {"managed_by": BOB}]
            for asked in (*narrowed, {"since": date(2026, 11, 20)}, {"person": ANA}):
                pages = by_page(partial(_page_of, rows, asked), lambda row: row.certification.id)
                assert pages == rows(**asked) != [], asked

    def test_one_document_of_a_kind_is_current(self, store: Store) -> None:
        """Former ones are found by code and by file; the company that one prints is known."""
        prepared(store)
        with store.begin(reads=False) as unit:
            unit.documents.add(a_document(files={"0" * 64, "1" * 64}))
            unit.documents.add(a_document("T", kind=Kind.ATTESTATION))
        with pytest.raises(Conflict), store.begin(reads=False) as unit:
            unit.documents.add(a_document("B"))
        with store.begin(reads=False) as unit:
            former = unit.documents.with_code("A")
            assert former == a_document(files={"0" * 64, "1" * 64})
            former.supersede("B")
            unit.documents.add(a_document("B", issued=PRECISE.replace(hour=6)))

        with store.begin(reads=True) as unit:
            assert [one.code for one in unit.documents.of(ANA, RECRUTER, Kind.CERTIFICATE)] == ["A", "B"]
            assert {one.code for one in unit.documents.of(ANA)} == {"A", "B", "T"}
            assert unit.documents.of_people([BOB, ANA]) == {ANA: unit.documents.of(ANA)}
            assert unit.documents.of(ANA, CourseId("other")) == unit.documents.of(BOB) == []
            found = unit.documents.with_file("1" * 64)
            assert found is not None and (found.code, found.validity) == ("A", Validity.SUPERSEDED)
            assert unit.documents.with_codes(["T", "C", "A"]).keys() == {"A", "T"}
            assert (unit.documents.with_code("C"), unit.documents.with_file("2" * 64)) == (None, None)
            assert (unit.documents.prints("Manpower"), unit.documents.prints("Adecco")) == (True, False)
