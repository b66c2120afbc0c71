"""What every keeping of teams promises. A subclass brings the fixture `store`: an empty, ready `Store`."""

from __future__ import annotations

import pytest
from attrs import evolve

from ledr_core.domain.catalogue.catalogue import Course
from ledr_core.domain.kernel.errors import Conflict
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, GoalId, PersonId, TeamId
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.domain.organisation.goals import Goal
from ledr_core.domain.organisation.key_figures import KeyFigure, KeyFigures, Rhythm
from ledr_core.domain.organisation.roles import OverallRole
from ledr_core.domain.organisation.teams import Team
from ledr_core.domain.people.companies import Company
from ledr_core.ports.teams import MemberRow, TeamRow
from ledr_core.ports.unit import Store
from ledr_core.testing.builders import a_person, a_session, names
from ledr_core.testing.contracts.ordinary_school import (
    MANPOWER,
    PRECISE,
    RECRUTER,
    TODAY,
    furnished,
    keep,
    reading,
)

LYON, PARIS = TeamId("lyon"), TeamId("paris")
ADECCO, SOURCING = CompanyId("adecco"), CourseId("sourcing")
ANA, BOB, ZOE = PersonId("ana"), PersonId("bob"), PersonId("zoe")


def teams_of(store: Store) -> None:
    """An ordinary school with two teams, Ana and Bob in one, which Ana supervises; and Zoé, of another company."""
    furnished(store)
    with store.begin(reads=False) as unit:
        unit.companies.add(Company(ADECCO, "Adecco"))
        unit.people.add(a_person("zoe", company=ADECCO))
        for team, name in ((PARIS, "Paris"), (LYON, "Équipe de Lyon")):
            unit.teams.add(Team(team, MANPOWER, name))
        unit.flush()
        for _ in range(2):  # the second time changes nothing
            unit.teams.put_in(LYON, [ANA, BOB])
            unit.teams.give(LYON, ANA)


class TeamsContract:
    """The contract of `ledr_core.ports.teams`."""

    def test_a_team_is_found_by_its_name(self, store: Store) -> None:
        """In its company, neither case nor accents counting; unknown ones are none."""
        teams_of(store)

        with reading(store) as unit:
            assert unit.teams.named(MANPOWER, "EQUIPE de lyon") == Team(LYON, MANPOWER, "Équipe de Lyon")
            assert unit.teams.named(ADECCO, "Paris") is unit.teams.named(MANPOWER, "Nice") is None

    def test_a_team_is_called_otherwise(self, store: Store) -> None:
        """Found by its new name at once, and by it alone once that is kept."""
        teams_of(store)
        with store.begin(reads=False) as unit:
            team = unit.teams.named(MANPOWER, "Paris")
            assert team is not None
            team.rename("Nice")
            assert unit.teams.named(MANPOWER, "nice") is team

        with reading(store) as unit:
            assert unit.teams.named(MANPOWER, "Paris") is None
            assert unit.teams.named(MANPOWER, "Nice") == Team(PARIS, MANPOWER, "Nice")

    def test_what_the_page_of_a_team_says(self, store: Store) -> None:
        """Message and courses in order, and again after they have changed; they go with the team."""
        teams_of(store)
        with store.begin(reads=False) as unit:
            unit.catalogue.add(Course(SOURCING, "sourcing", "Sourcing"))
            unit.flush()
            team = unit.teams.get(LYON)
            team.present("Bonjour\nà tous", [SOURCING, RECRUTER])
        with store.begin(reads=False) as unit:
            team = unit.teams.get(LYON)
            assert (team.message, team.courses) == ("Bonjour\nà tous", (SOURCING, RECRUTER))
            team.present(None, [RECRUTER])

        with store.begin(reads=False) as unit:
            team = unit.teams.get(LYON)
            assert (team.message, team.courses) == ("Bonjour\nà tous", (RECRUTER,))
            unit.teams.remove(team)
        with reading(store) as unit, pytest.raises(LookupError):
            unit.teams.get(LYON)

    def test_two_teams_of_one_name(self, store: Store) -> None:
        """Whoever comes second has lost a race."""
        teams_of(store)

        with pytest.raises(Conflict), store.begin(reads=False) as unit:
            unit.teams.add(Team(TeamId("other"), MANPOWER, "PARIS"))
        with store.begin(reads=False) as unit:
            unit.teams.add(Team(TeamId("other"), ADECCO, "Paris"))

    def test_who_is_in_a_team(self, store: Store) -> None:
        """And who supervises it; whoever is out again is in no list."""
        teams_of(store)
        with store.begin(reads=False) as unit:
            unit.teams.put_in(PARIS, [ANA])

        with reading(store) as unit:
            assert list(unit.teams.of_person(ANA, MANPOWER).items()) == [(LYON, "Équipe de Lyon"), (PARIS, "Paris")]
            assert unit.teams.of_person(ANA, ADECCO) == {}
            assert [unit.teams.supervised_by(one) for one in (ANA, BOB)] == [{LYON}, set()]
        with store.begin(reads=False) as unit:
            for _ in range(2):
                unit.teams.take_out(LYON, ANA)
                unit.teams.take_from(LYON, ANA)
        with reading(store) as unit:
            assert (unit.teams.of_person(ANA, MANPOWER), unit.teams.supervised_by(ANA)) == (
                {PARIS: "Paris"},
                frozenset(),
            )
            inside = [unit.teams.inside(teams) for teams in ([LYON], [LYON, PARIS], [])]
            assert inside == [{BOB}, {ANA, BOB}, set()]
            assert unit.teams.of_person(BOB, MANPOWER) == {LYON: "Équipe de Lyon"}

    def test_leaving_a_company_ends_what_was_in_its_teams(self, store: Store) -> None:
        """And nothing in those of another."""
        teams_of(store)
        with store.begin(reads=False) as unit:
            unit.teams.part_with(ANA, ADECCO)
            assert unit.teams.of_person(ANA, MANPOWER) == {LYON: "Équipe de Lyon"}
            unit.teams.part_with(ANA, MANPOWER)

        with reading(store) as unit:
            assert (unit.teams.of_person(ANA, MANPOWER), unit.teams.supervised_by(ANA)) == ({}, frozenset())
            assert unit.teams.of_person(BOB, MANPOWER) == {LYON: "Équipe de Lyon"}

    def test_a_team_goes_with_who_is_in_it(self, store: Store) -> None:
        """Alone, or with its company."""
        teams_of(store)
        with store.begin(reads=False) as unit:
            team = unit.teams.named(MANPOWER, "Équipe de Lyon")
            assert team is not None
            unit.teams.remove(team)
            assert unit.teams.named(MANPOWER, "Équipe de Lyon") is None

        with reading(store) as unit:
            assert (unit.teams.of_person(BOB, MANPOWER), unit.teams.supervised_by(ANA)) == ({}, frozenset())
        with store.begin(reads=False) as unit:
            for person in unit.people.many(names("ana bob cleo dan eve")):
                person.leave_company()
            unit.flush()
            unit.companies.remove(unit.companies.get(MANPOWER))
        with reading(store) as unit:
            assert unit.teams.rows(MANPOWER, TODAY) == []

    def test_members_are_the_people_of_the_company_and_of_its_sessions(self, store: Store) -> None:
        """As long as the membership lasts: its last day is one of it."""
        teams_of(store)
        last = TODAY + 9 * ONE_DAY
        keep(store, a_session(members="zoe", company=MANPOWER, start=TODAY, end=last))

        with reading(store) as unit:
            asked = [ANA, ZOE, PersonId("nobody")]
            assert unit.teams.members_among(MANPOWER, asked, last) == {ANA, ZOE}
            assert unit.teams.members_among(MANPOWER, asked, last + ONE_DAY) == {ANA}
            assert unit.teams.members_among(ADECCO, asked, last) == {ZOE}

    def test_the_members_and_teams_as_rows(self, store: Store) -> None:
        """Members in the order of lists of people, a role where it is held; teams by name, with members alone."""
        teams_of(store)
        keep(store, a_session(members="zoe", company=MANPOWER, start=TODAY, end=TODAY))
        with store.begin(reads=False) as unit:
            unit.people.get(BOB).be_in_organisation(OverallRole.ANALYST, supervises=False)
            unit.people.get(ZOE).be_in_organisation(OverallRole.ADMINISTRATOR, supervises=False)
            unit.teams.put_in(LYON, [ZOE])

        with reading(store) as unit:
            rows = {row.person: row for row in unit.teams.members(MANPOWER, TODAY)}
            assert list(rows) == sorted(rows, key=lambda one: unit.people.get(one).place_in_lists)
            ana = unit.people.get(ANA)
            assert rows[ANA] == MemberRow(ANA, ana.email, ana.name, OverallRole.MEMBER, True, (LYON,))
            assert (rows[BOB].role, rows[BOB].supervises) == (OverallRole.ANALYST, False)
            assert rows[ZOE].role is OverallRole.MEMBER
            assert unit.teams.rows(MANPOWER, TODAY) == [
                TeamRow(LYON, "Équipe de Lyon", 3, (ana.email,)),
                TeamRow(PARIS, "Paris", 0, ()),
            ]
            assert unit.teams.rows(MANPOWER, TODAY + ONE_DAY)[0].people == 2
            assert ZOE not in {row.person for row in unit.teams.members(MANPOWER, TODAY + ONE_DAY)}

    def test_personal_goals(self, store: Store) -> None:
        """By the day that they are due; what one organisation set ends without what another did."""
        teams_of(store)
        first, last = (Goal(GoalId(name), MANPOWER, ANA, name, None, BOB, PRECISE) for name in ("first", "last"))
        last = evolve(last, created=PRECISE + ONE_DAY, author=None)
        near, far = (evolve(first, id=GoalId(str(days)), due=TODAY + days * ONE_DAY) for days in (1, 2))
        other = evolve(first, id=GoalId("other"), company=ADECCO, created=PRECISE + 2 * ONE_DAY)
        with store.begin(reads=False) as unit:
            for goal in (other, last, far, first, near, evolve(first, id=GoalId("bob"), person=BOB)):
                unit.goals.add(goal)

        with store.begin(reads=False) as unit:
            assert unit.goals.of(ANA) == [near, far, first, last, other]
            unit.goals.end(ANA, MANPOWER)
        with reading(store) as unit:
            assert unit.goals.of(ANA) == [other]
            assert [goal.id for goal in unit.goals.of(BOB)] == ["bob"]


class KeyFiguresContract:
    """The contract of `ledr_core.ports.key_figures`."""

    def test_one_choice_each(self, store: Store) -> None:
        """The last one, until it is ended; nobody else's."""
        teams_of(store)
        first = KeyFigures(ANA, MANPOWER, (KeyFigure.HOURS, KeyFigure.ACTIVE), None)
        last, other = evolve(first, every=Rhythm.WEEK), KeyFigures(BOB, MANPOWER, (KeyFigure.PEOPLE,), Rhythm.MONTH)
        with store.begin(reads=False) as unit:
            for one in (first, other, last):
                unit.key_figures.keep(one)

        with store.begin(reads=False) as unit:
            assert unit.key_figures.of([ANA, BOB, ZOE]) == {ANA: last, BOB: other}
            unit.key_figures.end(ANA)
        with reading(store) as unit:
            assert unit.key_figures.of([ANA, BOB]) == {BOB: other}

    def test_who_is_mailed(self, store: Store) -> None:
        """So often, and as long as their role in that company follows its figures."""
        teams_of(store)
        roles = {ANA: OverallRole.ADMINISTRATOR, BOB: OverallRole.ANALYST, PersonId("cleo"): OverallRole.MEMBER}
        with store.begin(reads=False) as unit:
            for person, role in (roles | {ZOE: OverallRole.ANALYST}).items():
                unit.people.get(person).be_in_organisation(role, supervises=False)
                unit.flush()
                unit.key_figures.keep(KeyFigures(person, MANPOWER, (KeyFigure.HOURS,), Rhythm.WEEK))
            dan, eve = PersonId("dan"), PersonId("eve")
            unit.key_figures.keep(KeyFigures(dan, MANPOWER, (KeyFigure.HOURS,), Rhythm.MONTH))
            unit.key_figures.keep(KeyFigures(eve, MANPOWER, (KeyFigure.HOURS,), None))

        with reading(store) as unit:
            assert unit.key_figures.mailed(Rhythm.WEEK) == {MANPOWER: [ANA, BOB]}
            assert unit.key_figures.mailed(Rhythm.MONTH) == {}
