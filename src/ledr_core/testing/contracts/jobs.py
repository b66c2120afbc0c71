"""What every store promises the jobs: reports, ends of courses, transfers; a subclass brings an empty `store`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from attrs import evolve

from ledr_core.domain.certification.certification import Certification, Issued, Kind
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.jobs.endings import Ending
from ledr_core.domain.kernel.identifiers import CertificationId, CompanyId, CourseId, LessonId, PersonId, SessionId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.learning.progress import Viewing
from ledr_core.domain.people.companies import Company
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.sessions import Session, SessionKind
from ledr_core.ports.contacts import Base
from ledr_core.ports.job_runs import LoggedRun
from ledr_core.ports.transfers import Transferred
from ledr_core.ports.unit import Store
from ledr_core.testing.contracts.ordinary_school import MANPOWER, RECRUTER, a_message, furnished, reading

ANA, BOB, CLEO, DAN, EVE = (PersonId(name) for name in ("ana", "bob", "cleo", "dan", "eve"))
ADECCO: Final = CompanyId("adecco")
AT: Final = datetime(2026, 11, 19, 5, 0, 0, 123456, tzinfo=UTC)
NOVEMBER: Final = (date(2026, 11, 1), date(2026, 12, 1))


def learning(store: Store, *people: PersonId, end: date = date(2026, 11, 30), company: CompanyId = MANPOWER) -> None:
    """A licence session of these people."""
    with store.begin(reads=False) as unit:
        session = Session(
            SessionId(f"s-{company}"), f"Lyon {company}", company, RECRUTER, SessionKind.LICENCE,
            date(2026, 1, 1), end, len(people),
        )  # fmt: skip
        for person in people:
            session.enrol(person, Role.LEARNER, (), Moment(datetime(2026, 1, 1, 9, tzinfo=UTC)))
        unit.sessions.add(session)


def managing(store: Store, manager: PersonId, *people: PersonId, role: Role = Role.MANAGER) -> None:
    """Have somebody manage these people."""
    with store.begin(reads=False) as unit:
        unit.people.get(manager).become(role)
        for person in people:
            unit.people.get(person).managers.add(manager)


def certify(store: Store, number: int, person: PersonId, *issued: datetime) -> None:
    """A certificate whose documents were issued at these instants."""
    certification = Certification(
        CertificationId(f"c{number}"), person, RECRUTER, Decimal("15.25"), Level.SILVER, date(2026, 11, 20), "Manpower"
    )
    with store.begin(reads=False) as unit:
        unit.certifications.add(certification)
        codes = [f"{number}-{place}" for place in range(len(issued))]
        for code, following, at in zip(codes, [*codes[1:], None], issued, strict=True):
            facts = {"person": "Ana", "certification": f"c{number}"}
            document = Issued(code, Kind.CERTIFICATE, person, RECRUTER, facts, at, successor=following)
            unit.documents.add(document)


def ending(person: PersonId, **changes: Any) -> Ending:
    """An end that is told to Manpower."""
    made = Ending(person=person, course=RECRUTER, on=date(2026, 11, 30), finished=False, company=MANPOWER)
    return evolve(made, **changes)


class TeamReportsContract:
    """The contract of `ledr_core.ports.team_reports.TeamReports`, and of the log that says since when."""

    def test_managers_come_page_by_page_each_with_their_team(self, store: Store) -> None:
        """Those who manage nobody too, without a team."""
        furnished(store)
        managing(store, BOB, ANA, CLEO)
        managing(store, DAN, ANA, role=Role.LEARNER_MANAGER)
        managing(store, EVE)

        with reading(store) as unit:
            assert unit.team_reports.count_managers() == 3
            assert unit.team_reports.managers(None, 2) == [BOB, DAN]
            assert unit.team_reports.managers(DAN, 2) == [EVE]
            teams = {manager: sorted(team) for manager, team in unit.team_reports.teams([BOB, DAN, EVE]).items()}
            assert teams == {BOB: [ANA, CLEO], DAN: [ANA]}
            assert unit.team_reports.teams([]) == {}

    def test_the_last_message_of_a_kind_to_each(self, store: Store) -> None:
        """To the microsecond; other kinds and people do not count."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.outbox.put([
                a_message("1", created=AT),
                a_message("2", created=AT + timedelta(days=7)),
                a_message("3", created=AT + timedelta(days=9), kind="slot_given"),
                a_message("4", created=AT, person=BOB),
            ])  # fmt: skip

        with reading(store) as unit:
            assert unit.team_reports.told("welcome", [ANA, CLEO]) == {ANA: AT + timedelta(days=7)}

    def test_a_certificate_counts_from_its_first_document_while_it_is_in_force(self, store: Store) -> None:
        """Made again it is no newer; taken back it is not there."""
        furnished(store)
        certify(store, 1, ANA, AT, AT + timedelta(days=30))
        certify(store, 2, BOB, AT + timedelta(days=2))
        certify(store, 3, CLEO, AT + timedelta(days=2))
        with store.begin(reads=False) as unit:
            found = unit.certifications.of(CLEO, RECRUTER)
            assert found is not None
            found.revoke(AT)

        with reading(store) as unit:
            assert [(one.id, one.awarded) for one in unit.team_reports.certified(None)] == [
                ("c1", AT), ("c2", AT + timedelta(days=2)),
            ]  # fmt: skip
            assert [one.id for one in unit.team_reports.certified(AT)] == ["c2"]
            assert unit.follow_up.certified([ANA, CLEO]).keys() == {(ANA, RECRUTER)}
            assert unit.team_reports.in_force(["c1", "c3", "c9"]) == {"c1": (Level.SILVER, Decimal("15.25"))}
            assert unit.team_reports.in_force([]) == {}

    def test_what_was_listed_to_a_base_or_an_address(self, store: Store) -> None:
        """Lists of another base, to another address, do not count; case of an address does not."""
        furnished(store)
        lists = (("care:1", "care@x.example", "c1"), ("marketing:1", "com@x.example", "c2"))
        with store.begin(reads=False) as unit:
            for key, to, certificate in lists:
                facts = {"certifications": [certificate]}
                message = a_message(f"list:{key}", kind="list", person=None, address=to, facts=facts, created=AT)
                unit.outbox.put([message])

        with reading(store) as unit:
            care = unit.team_reports.listed("list:care:", "elsewhere@x.example")
            both = unit.team_reports.listed("list:care:", "COM@x.example")
            none = unit.team_reports.listed("list_care:", "elsewhere@x.example")
        assert (care.certificates, care.last) == (frozenset({"c1"}), AT)
        assert both.certificates == frozenset({"c1", "c2"})
        assert (none.certificates, none.last) == (frozenset(), None)

    def test_the_last_run_that_is_over_before_a_day(self, store: Store) -> None:
        """One that was stopped, one of another job and one of that day do not count."""
        days = [date(2026, 11, day) for day in (10, 17, 24)]
        with store.begin(reads=False) as unit:
            for day in days:
                unit.job_runs.record(LoggedRun("weekly", day, AT, None if day.day == 17 else AT))
            unit.job_runs.record(LoggedRun("daily", date(2026, 11, 18), AT, AT))

        with reading(store) as unit:
            found = unit.job_runs.last_before("weekly", date(2026, 11, 24))
            assert found is not None
            assert found.date == days[0]
            assert unit.job_runs.last_before("weekly", days[0]) is None


class EndingsContract:
    """The contract of `ledr_core.ports.endings.Endings`."""

    def test_who_may_have_ended_and_was_not_told_of(self, store: Store) -> None:
        """By the end date or by finishing, on the days asked for; told once, nobody is asked for again."""
        furnished(store)
        learning(store, ANA, BOB)
        with store.begin(reads=False) as unit:
            unit.records.of(CLEO).finished[RECRUTER] = AT
            unit.records.of(DAN).finished[RECRUTER] = AT + timedelta(days=60)

        with reading(store) as unit:
            assert unit.endings.people(*NOVEMBER) == [ANA, BOB, CLEO]
            assert unit.endings.people(date(2026, 10, 1), date(2026, 11, 1)) == []
        with store.begin(reads=False) as unit:
            assert unit.endings.tell([ending(ANA), ending(CLEO, finished=True)], AT) == 2
            assert unit.endings.tell([ending(ANA)], AT) == 0
        with reading(store) as unit:
            assert unit.endings.people(*NOVEMBER) == [BOB]
            assert unit.endings.told([ANA, BOB]) == {(ANA, RECRUTER)}

    def test_what_people_attend_or_attended(self, store: Store) -> None:
        """A membership that ended by leaving too; a course that was finished without any."""
        furnished(store)
        learning(store, ANA, BOB)
        with store.begin(reads=False) as unit:
            session = unit.sessions.get(SessionId(f"s-{MANPOWER}"))
            session.leave(ANA, Moment(AT))
            unit.records.of(BOB).finished[RECRUTER] = AT
            unit.records.of(CLEO).finished[RECRUTER] = AT

        with reading(store) as unit:
            found = {one.person: one for one in unit.endings.attended([ANA, BOB, CLEO, DAN])}
        assert {person: (one.end, one.left, one.finished) for person, one in found.items()} == {
            ANA: (date(2026, 11, 30), AT, None),
            BOB: (date(2026, 11, 30), None, AT),
            CLEO: (None, None, AT),
        }
        assert {one.company for one in found.values()} == {MANPOWER}

    def test_pilots_are_told_of_all_and_managers_of_their_own(self, store: Store) -> None:
        """Of the company alone."""
        furnished(store)
        managing(store, BOB, ANA)
        managing(store, DAN, role=Role.LEARNER_PILOT)

        with reading(store) as unit:
            found = unit.endings.recipients(MANPOWER, [ANA, CLEO])
            assert {one: sorted(people) for one, people in found.items()} == {BOB: [ANA], DAN: [ANA, CLEO]}
            assert unit.endings.recipients(ADECCO, [ANA, CLEO]) == {}

    def test_of_who_left_the_managers_of_that_day_are_told_while_they_manage_there(self, store: Store) -> None:
        """Not the one who has gone as well; what was kept of an earlier time is replaced; with the company it goes."""
        furnished(store)
        managing(store, BOB, ANA)
        managing(store, EVE, ANA)
        with store.begin(reads=False) as unit:
            unit.companies.add(Company(ADECCO, "Adecco"))
            unit.flush()
            unit.endings.keep_managers(ANA, MANPOWER, [DAN], AT)
            unit.endings.keep_managers(ANA, MANPOWER, [BOB, EVE], AT)
            for person in unit.people.many([ANA, EVE]):
                person.company = ADECCO
                person.managers.clear()

        with reading(store) as unit:
            assert unit.endings.recipients(MANPOWER, [ANA]) == {BOB: {ANA}}
            assert unit.endings.recipients(ADECCO, [ANA]) == {}
        with store.begin(reads=False) as unit:
            unit.endings.keep_managers(ANA, ADECCO, [EVE], AT)
        with store.begin(reads=False) as unit:
            unit.endings.tell([ending(ANA, company=ADECCO)], AT)
            for person in unit.people.of_company(ADECCO):
                person.leave_company()
            unit.flush()
            unit.companies.remove(unit.companies.get(ADECCO))


class TransfersContract:
    """The contract of `ledr_core.ports.transfers.Transfers`."""

    def test_accounts_come_page_by_page(self, store: Store) -> None:
        """In the order of their identifiers, each once."""
        furnished(store)

        with reading(store) as unit:
            assert unit.transfers.people(None, 3) == [ANA, BOB, CLEO]
            assert unit.transfers.people(CLEO, 3) == [DAN, EVE]
            assert unit.transfers.people(EVE, 3) == []
            assert [one.id for one in unit.transfers.known([CLEO, ANA])] == [ANA, CLEO]

    def test_what_is_known_of_somebody(self, store: Store) -> None:
        """Company, last activity, courses finished, certificates; what was done differs once more is done."""
        furnished(store)
        learning(store, ANA, BOB)
        certify(store, 1, ANA, AT)
        with store.begin(reads=False) as unit:
            unit.accounts.connect(ANA, AT)
            record = unit.records.of(ANA)
            record.viewings[LessonId("l1")] = Viewing(100, AT, 1)
            record.finished[RECRUTER] = AT
            unit.sessions.get(SessionId(f"s-{MANPOWER}")).leave(BOB, Moment(AT))
        with reading(store) as unit:
            ana, bob, cleo = unit.transfers.known([ANA, BOB, CLEO])
        with store.begin(reads=False) as unit:
            unit.records.of(ANA).viewings[LessonId("l2")] = Viewing(100, AT, 2)
        with reading(store) as unit:
            later = unit.transfers.known([ANA])[0]

        assert (ana.company, ana.last_active, ana.finished) == ("Manpower", AT, frozenset({RECRUTER}))
        assert ana.certified == {CourseId(RECRUTER): (Level.SILVER, Decimal("15.25"), date(2026, 11, 20))}
        assert (ana.left, bob.left, cleo.left) == (False, True, False)
        assert (cleo.done, bob.done) == ("", "")
        assert ana.done not in ("", later.done)

    def test_what_a_base_was_told_is_kept_for_each_base(self, store: Store) -> None:
        """Told again the same, it does not count; forgotten, it is gone."""
        furnished(store)
        ana, bob = (Transferred(person, f"{person}@x.example", "f1") for person in (ANA, BOB))
        with store.begin(reads=False) as unit:
            assert unit.transfers.keep(Base.CARE, [ana, bob], AT) == 2
            assert unit.transfers.keep(Base.CARE, [ana, evolve(bob, fingerprint="f2")], AT) == 1
            assert unit.transfers.keep(Base.CARE, [], AT) == 0

        with reading(store) as unit:
            assert unit.transfers.transferred(Base.CARE, [ANA, BOB, CLEO]) == {
                ANA: ana, BOB: evolve(bob, fingerprint="f2"),
            }  # fmt: skip
            assert unit.transfers.transferred(Base.MARKETING, [ANA]) == {}
        with store.begin(reads=False) as unit:
            assert unit.transfers.forget(Base.CARE, [ANA, CLEO]) == 1
            assert unit.transfers.transferred(Base.CARE, [ANA]) == {}

    def test_who_is_gone(self, store: Store) -> None:
        """The accounts that a base was told of and that are no more."""
        furnished(store)
        nobody = Transferred(PersonId("zoe"), "zoe@x.example", "f")
        with store.begin(reads=False) as unit:
            unit.transfers.keep(Base.CARE, [nobody, Transferred(ANA, "ana@x.example", "f")], AT)

        with reading(store) as unit:
            assert unit.transfers.gone(Base.CARE) == [nobody]
            assert unit.transfers.gone(Base.MARKETING) == []
