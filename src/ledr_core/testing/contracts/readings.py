"""What every read model of lists and counts promises. A subclass brings the fixture `store`: empty, and ready."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, get_args

import pytest
from attrs import evolve

from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId, SessionId, ThemeId
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.domain.people.companies import Company
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.sessions import SessionKind
from ledr_core.ports.paging import Page
from ledr_core.ports.readings import CompanyRow, NamedKind, SessionRow
from ledr_core.ports.unit import Store
from ledr_core.testing.builders import a_person, a_session, names
from ledr_core.testing.contracts.ordinary_school import (
    EVERYBODY,
    MANPOWER,
    NOW,
    RECRUTER,
    TODAY,
    by_page,
    furnished,
    keep,
    reading,
)


class ReadingsContract:
    """The contract of `ledr_core.ports.readings`."""

    def test_the_list_of_companies(self, store: Store) -> None:
        """By name, with how many sessions and people each has."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.companies.add(Company(CompanyId("a"), "Écoles"))
            unit.companies.add(Company(CompanyId("b"), "Adecco"))
        keep(store, a_session(), a_session(reference="Nantes"))

        with reading(store) as unit:
            assert unit.readings.companies() == [
                CompanyRow("Adecco", 0, 0),
                CompanyRow("Écoles", 0, 0),
                CompanyRow("Manpower", 2, 5),
            ]
            assert unit.readings.sessions_of_company(MANPOWER) == 2
            ids = {"Adecco": "b", "Écoles": "a", "Manpower": MANPOWER}
            assert by_page(unit.readings.companies, lambda row: ids[row.name]) == unit.readings.companies()

    def test_names_that_begin_alike(self, store: Store) -> None:
        """In whichever case, without accents for companies and sessions; signs that are patterns elsewhere are none."""
        furnished(store)
        with store.begin(reads=False) as unit:
            for name in ("Écoles", "écrire", "%"):
                unit.companies.add(Company(CompanyId(name), name))
        keep(store, a_session(), a_session(reference="Étretat"))

        with reading(store) as unit:
            names_like = unit.readings.names_like
            assert sorted(names_like("company", "ecoute")) == ["Écoles", "écrire"]
            assert names_like("company", "%") == ["%"]
            assert names_like("company", "manpuwer") == ["Manpower"]
            assert names_like("session", "Ettretat") == ["Étretat"]
            assert names_like("course", "RECRUTEUR") == ["recruter"]
            assert len(names_like("company", "")) == 4
            for kind in get_args(NamedKind):
                assert names_like(kind, "zzz") == []

    def test_the_list_of_sessions(self, store: Store) -> None:
        """By start, then reference, with what is held and who waits; of a company, running or expired."""
        furnished(store)
        keep(
            store,
            a_session(package=2, holders="ana", waiting="bob cleo", members="dan"),
            a_session(reference="Brest", company=None, kind=SessionKind.LICENCE, end=TODAY),
            a_session(reference="Arles", start=date(2026, 2, 1), end=TODAY - ONE_DAY),
        )

        with reading(store) as unit:
            rows = unit.readings.sessions()
            assert [row.reference for row in rows] == ["Brest", "Lyon", "Arles"]
            assert rows[1] == SessionRow(
                SessionId("lyon"),
                "Lyon",
                "Manpower",
                "recruter",
                "Recruter",
                "slot",
                date(2026, 1, 1),
                date(2026, 12, 31),
                package=2,
                members=4,
                held=1,
                waiting=2,
            )
            assert [row.reference for row in unit.readings.sessions(MANPOWER)] == ["Lyon", "Arles"]
            assert [row.reference for row in unit.readings.sessions(None, True, TODAY)] == ["Arles"]
            assert [row.reference for row in unit.readings.sessions(None, False, TODAY)] == ["Brest", "Lyon"]
            assert [row.reference for row in unit.readings.sessions(kind="slot")] == ["Lyon", "Arles"]

    def test_the_list_of_sessions_by_page(self, store: Store) -> None:
        """In the same order as at once, those that start or end on one day too; however it is narrowed."""
        furnished(store)
        ends = (TODAY - ONE_DAY, TODAY, TODAY + ONE_DAY)
        keep(store, *(a_session(reference=f"S{number}", end=ends[number % 3], company=None) for number in range(5)))
        keep(store, *(a_session(reference=f"T{number}", end=ends[number % 3]) for number in range(5)))

        with reading(store) as unit:
            sessions = unit.readings.sessions
            for company in (None, MANPOWER):
                for expired in (None, False, True):
                    whole = sessions(company, expired, TODAY)
                    narrowed = partial(sessions, company, expired, TODAY, None)
                    assert by_page(narrowed, lambda row: row.id) == whole
            assert [row.reference for row in sessions(MANPOWER, False, TODAY)] == ["T1", "T4", "T2"]
            with pytest.raises(LookupError):
                sessions(page=Page(SessionId("nowhere"), 2))

    def test_the_list_of_people(self, store: Store) -> None:
        """By last name, then first name; of a company, a session, a role, a manager, or with a text."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.people.add(evolve(a_person("zoe", "pilot"), last_name="Élan", first_name="Zoé"))
            unit.people.add(evolve(a_person("nora", "manager"), last_name="Abel"))
            unit.people.get(PersonId("bob")).managers = {PersonId("nora")}
        keep(store, a_session(members="ana bob"), a_session(reference="Nantes", members="ana", end=date(2027, 1, 31)))

        with reading(store) as unit:
            people = unit.readings.people
            assert [row.id for row in people()] == ["nora", *names(EVERYBODY), "zoe"]
            assert [(row.id, row.company, row.session) for row in people()][:3] == [
                ("nora", None, None),
                ("ana", "Manpower", "Nantes"),
                ("bob", "Manpower", "Lyon"),
            ]
            assert [row.id for row in people(company=MANPOWER)] == names(EVERYBODY)
            assert [row.id for row in people(session=SessionId("lyon"))] == ["ana", "bob"]
            assert [row.id for row in people(role=Role.PILOT)] == ["zoe"]
            assert [row.id for row in people(text="ÉLA")] == ["zoe"]
            assert [row.id for row in people(text="BOB@MAN")] == ["bob"]
            assert [row.id for row in people(managed_by=PersonId("nora"))] == ["bob"]
            assert people(session=SessionId("lyon"), text="zoe") == []

    @pytest.mark.parametrize("limit", [None, 50])
    def test_people_are_searched_by_words(self, store: Store, limit: int | None) -> None:
        """Each begins a word of the names or the address, in any form; a text without words finds nobody."""
        furnished(store)
        with store.begin(reads=False) as unit:
            zoe = evolve(a_person("zoe"), last_name="d'Élan-Cœur", first_name="Zoe\u0308", email="zoé@café.example")
            unit.people.add(zoe)
        with store.begin(reads=False) as unit:
            unit.people.get(PersonId("ana")).rename("Anaïs", None)

        nobody: list[str] = []
        everybody = ["zoe", *names(EVERYBODY)]
        expected = {
            "zoe elan": ["zoe"],
            "É": everybody,  # every address ends with .example
            "e\u0301lan": ["zoe"],
            "COEUR zo": ["zoe"],
            "an": ["ana"],
            "ana": ["ana"],
            "lan": nobody,
            "café.ex": ["zoe"],
            "zoe ana": nobody,
            "n/a": nobody,
            "-": nobody,
            "@": nobody,
            "": nobody,
        }
        with reading(store) as unit:
            page = Page[PersonId](limit=limit)
            found = {text: [row.id for row in unit.readings.people(text=text, page=page)] for text in expected}
        assert found == expected

    def test_the_list_of_people_by_page(self, store: Store) -> None:
        """In the same order as at once, however it is narrowed; people of one name by address."""
        furnished(store)
        with store.begin(reads=False) as unit:
            for number in range(5):
                unit.people.add(evolve(a_person(f"twin{number}", company=MANPOWER), last_name="Abel", first_name="Max"))
            unit.people.add(a_person("nora", "manager"))
            for person in unit.people.many(names("ana bob cleo")):
                person.managers = {PersonId("nora")}
        keep(store, a_session(members="ana bob cleo eve"))

        with reading(store) as unit:
            people = unit.readings.people
            narrowed: list[tuple[Any, ...]] = [
                (None, None, None, None, None),
                (MANPOWER, None, None, None, None),
                (MANPOWER, None, Role.LEARNER, "max", None),
                (None, SessionId("lyon"), None, "manp", None),
                (None, None, Role.LEARNER, None, PersonId("nora")),
                (None, SessionId("lyon"), None, None, PersonId("nora")),
            ]
            for asked in narrowed:
                assert by_page(partial(people, *asked), lambda row: row.id) == people(*asked) != [], asked
            with pytest.raises(LookupError):
                people(page=Page(PersonId("nobody"), 2))

    def test_domains_of_colleagues(self, store: Store) -> None:
        """Those of the others in the company, the most used first, in small letters; somebody without any has none."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.companies.add(Company(CompanyId("adecco"), "Adecco"))
            for name, company, domain in (
                ("fay", MANPOWER, "Agence"),
                ("gus", "adecco", "adecco"),
                ("lone", None, "home"),
            ):
                unit.people.add(evolve(a_person(name, company=company), email=f"{name}@{domain}.example"))

        with reading(store) as unit:
            domains = unit.readings.domains_of_colleagues(PersonId("ana"))
            assert list(domains.items()) == [("manpower.example", 4), ("agence.example", 1)]
            assert unit.readings.domains_of_colleagues(PersonId("fay")) == {"manpower.example": 5}
            assert unit.readings.domains_of_colleagues(PersonId("gus")) == {}
            assert unit.readings.domains_of_colleagues(PersonId("lone")) == {}

    def test_seats(self, store: Store) -> None:
        """The memberships of a person, with the slot held or the place in the list."""
        furnished(store)
        keep(
            store,
            a_session(package=2, holders="bob ana"),
            a_session(reference="Nantes", waiting="cleo ana", start=date(2026, 5, 1)),
            a_session(reference="Brest", kind=SessionKind.LICENCE, members="ana", start=date(2026, 9, 1)),
        )

        with reading(store) as unit:
            seats = unit.readings.seats(PersonId("ana"))
        assert [(one.session, one.shared, one.slot, one.position) for one in seats] == [
            ("Lyon", True, 2, None),
            ("Nantes", True, None, 2),
            ("Brest", False, None, None),
        ]
        assert [one.member.start.month for one in seats] == [1, 5, 9]

    def test_how_long_sessions_run(self, store: Store) -> None:
        """Those of a company, and those of the people whom somebody manages (ACC-7, ACC-8)."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.people.get(PersonId("bob")).managers = {PersonId("eve")}
        keep(store, a_session(members="ana", end=date(2027, 5, 1)), a_session(reference="Nantes", members="bob"))

        with reading(store) as unit:
            assert unit.readings.company_runs_until(MANPOWER) == date(2027, 5, 1)
            assert unit.readings.company_runs_until(CompanyId("x")) is None
            assert unit.readings.managed_run_until(PersonId("eve")) == date(2026, 12, 31)
            assert unit.readings.managed_run_until(PersonId("ana")) is None

    def test_learners_of_a_course(self, store: Store) -> None:
        """Those enrolled now in a learning role, each once."""
        furnished(store)
        keep(
            store,
            a_session(members="ana bob cleo", roles={"bob": "manager"}),
            a_session(reference="Nantes", members="ana dan"),
        )
        with store.begin(reads=False) as unit:
            unit.sessions.get(SessionId("nantes")).leave(PersonId("dan"), NOW)

        with reading(store) as unit:
            assert sorted(unit.readings.learners_of_course(RECRUTER)) == ["ana", "cleo"]

    def test_nothing_is_known_of_what_does_not_exist(self, store: Store) -> None:
        """Lists are empty and numbers 0; of several people, each is there."""
        furnished(store)
        nobody, nothing = PersonId("nobody"), CompanyId("x")
        with reading(store) as unit:
            readings = unit.readings
            assert readings.sessions_of_company(nothing) == readings.learners_who_used(ThemeId("x")) == 0
            assert (readings.sessions(nothing), readings.people(nothing), readings.seats(nobody)) == ([], [], [])
            assert readings.people(session=SessionId("x")) == readings.people(managed_by=nobody) == []
            assert readings.seats_of([nobody, PersonId("ana")]) == {"nobody": [], "ana": []}
            assert readings.domains_of_colleagues(nobody) == {}
            assert readings.company_runs_until(nothing) is readings.managed_run_until(nobody) is None
            assert readings.learners_of_course(CourseId("x")) == []
