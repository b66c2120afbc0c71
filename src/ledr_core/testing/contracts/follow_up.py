"""What every store promises of the follow-up; a subclass brings the fixture `store`: empty, and ready."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from attrs import evolve

from ledr_core.domain.catalogue.catalogue import Course, Lesson, Module, Theme
from ledr_core.domain.certification.certification import Certification
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import (
    CertificationId,
    CompanyId,
    CourseId,
    LessonId,
    ModuleId,
    PersonId,
    TeamId,
    ThemeId,
)
from ledr_core.domain.learning.progress import Viewing
from ledr_core.domain.organisation.analytics import AsFar, Tally
from ledr_core.domain.organisation.periods import BEGINNING, Period
from ledr_core.domain.organisation.teams import Team
from ledr_core.domain.people.companies import Company
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.sessions import SessionKind
from ledr_core.ports.follow_up import EVERYBODY, Awarded, EnrolmentId, Groups, Learnt, Order, Which
from ledr_core.ports.paging import Page
from ledr_core.ports.unit import Store
from ledr_core.testing.builders import a_person, a_session
from ledr_core.testing.contracts.ordinary_school import MANPOWER, NOW, RECRUTER, by_page, furnished, keep, reading

ANA, BOB, CLEO, DAN, EVE, ZOE = (PersonId(name) for name in ("ana", "bob", "cleo", "dan", "eve", "zoe"))
ADECCO = CompanyId("adecco")
AT = datetime(2026, 11, 3, 8, tzinfo=UTC)
LESSONS = (LessonId("l1"), LessonId("l2"))
LICENCE = SessionKind.LICENCE
ORDERS = {
    Order.NAME: "ana/Brest ana/Lyon bob/Lyon cleo/Brest dan/Arles zoe/Privé",
    Order.EMAIL: "ana/Brest ana/Lyon bob/Lyon cleo/Brest dan/Arles zoe/Privé",
    Order.SESSION: "dan/Arles ana/Brest cleo/Brest ana/Lyon bob/Lyon zoe/Privé",
    Order.START: "ana/Brest cleo/Brest bob/Lyon ana/Lyon dan/Arles zoe/Privé",
    Order.END: "ana/Brest cleo/Brest bob/Lyon ana/Lyon dan/Arles zoe/Privé",
}


def followed_school(store: Store) -> None:
    """Three sessions of two companies and a private one; Ana learns in two, Eve has left, a pilot is a member."""
    furnished(store)
    with store.begin(reads=False) as unit:
        unit.companies.add(Company(ADECCO, "Adecco"))
        unit.people.add(a_person("zoe", company=None))
    a_year = partial(a_session, kind=LICENCE)
    lyon = a_session(package=1, holders="ana", members="bob eve")
    lyon.leave(EVE, NOW)
    keep(
        store,
        lyon,
        a_year(reference="Brest", members="ana cleo", start=date(2025, 1, 1), end=date(2025, 12, 31)),
        a_year(reference="Arles", members="dan", company=ADECCO, start=date(2026, 3, 1), end=date(2027, 2, 28)),
        a_year(reference="Privé", members="zoe", company=None, start=date(2026, 4, 1), end=date(2027, 3, 31)),
    )


def found(store: Store, which: Which = EVERYBODY, order: Order = Order.NAME, **asked: Any) -> str:
    """Who is meant, and where."""
    with reading(store) as unit:
        return " ".join(f"{one.person}/{one.session}" for one in unit.follow_up.enrolments(which, order, **asked))


LYON, ARLES = TeamId("lyon"), TeamId("arles")
CHASSER = CourseId("chasser")
SO_FAR = Period(BEGINNING, date(2026, 11, 30))
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def counted_school(store: Store) -> None:
    """That school with a second course, which shares a lesson with the first and has an optional one, and which Ana
    follows too; Zoé is of Adecco, and in a team all the same."""
    followed_school(store)
    with store.begin(reads=False) as unit:
        unit.people.get(ZOE).company = ADECCO
        unit.catalogue.add(Lesson(LessonId("l3"), "l3", "Leçon", "https://v/3", 50))
        for name, lesson, optional in (("m2", "l1", False), ("m3", "l3", True)):
            theme = ThemeId(name.replace("m", "t"))
            unit.catalogue.add(Module(ModuleId(name), name, "Module", (LessonId(lesson),)))
            unit.catalogue.add(Theme(theme, theme, "Thème", "#0b7285", optional, (ModuleId(name),)))
        unit.catalogue.add(Course(CHASSER, "chasser", "Chasser", (ThemeId("t2"), ThemeId("t3"))))
        for team, members in ((LYON, [ANA, BOB]), (ARLES, [DAN, ZOE])):
            unit.teams.add(Team(team, MANPOWER, team.title()))
            unit.flush()
            unit.teams.put_in(team, members)
    keep(store, a_session(reference="Nice", kind=LICENCE, members="ana", course="chasser"))


def counted(store: Store, period: Period, *, whole: bool = True, **changes: Any) -> dict[TeamId | None, Tally]:
    """What is counted of Manpower and its teams; 21 days of silence make inactive."""
    heard_from = period.last - timedelta(days=20)
    asked: dict[str, Any] = {
        "company": MANPOWER,
        "whole": whole,
        "teams": [LYON, ARLES],
        "period": period,
        "heard_from": heard_from,
    }
    with reading(store) as unit:
        found = unit.follow_up.tallies(Groups(**asked | changes))
    return {
        group: evolve(tally, progress=sorted(tally.progress, key=lambda one: (one.course, one.covered, one.finished)))
        for group, tally in found.items()
    }


class FollowUpContract:
    """The contract of `ledr_core.ports.follow_up`."""

    @pytest.mark.parametrize("order", list(Order))
    def test_the_enrolments_in_each_order_forwards_and_backwards_whole_and_by_page(
        self, store: Store, order: Order
    ) -> None:
        """Whoever left is not there; one of two sessions is there twice."""
        followed_school(store)

        assert found(store, order=order) == ORDERS[order]
        assert found(store, order=order, descending=True).split() == ORDERS[order].split()[::-1]
        with reading(store) as unit:
            for descending in (False, True):
                read = partial(unit.follow_up.enrolments, EVERYBODY, order, descending=descending)
                assert by_page(read, lambda one: one.id) == read()
            with pytest.raises(LookupError):
                unit.follow_up.enrolments(EVERYBODY, order, Page(EnrolmentId(read()[0].id.session, 99)))

    @pytest.mark.parametrize(
        ("which", "expected"),
        [
            (Which(company=MANPOWER), "ana/Brest ana/Lyon bob/Lyon cleo/Brest"),
            (Which(company=ADECCO), "dan/Arles"),
            (Which(company=CompanyId("nobody")), ""),
            (Which(person=ANA), "ana/Brest ana/Lyon"),
            (Which(person=ANA, company=ADECCO), ""),
            (Which(managed_by=EVE), "bob/Lyon dan/Arles"),
            (Which(managed_by=EVE, company=MANPOWER), "bob/Lyon"),
            (Which(managed_by=ANA), ""),
            (Which(text="AN"), "ana/Brest ana/Lyon"),
            (Which(text="example"), "ana/Brest ana/Lyon bob/Lyon cleo/Brest dan/Arles zoe/Privé"),
            (Which(text="nobody"), ""),
            (Which(text="?"), ""),
            (Which(end=date(2025, 12, 31)), "ana/Brest cleo/Brest"),
            (Which(start=date(2025, 12, 31), end=date(2026, 1, 1)), "ana/Brest ana/Lyon bob/Lyon cleo/Brest"),
            (Which(start=date(2027, 3, 31)), "zoe/Privé"),
        ],
    )
    @pytest.mark.parametrize("limit", [None, 50])
    def test_conditions_narrow(self, store: Store, which: Which, expected: str, limit: int | None) -> None:
        """Each that is given, days of a period inclusive."""
        followed_school(store)
        with store.begin(reads=False) as unit:
            for one in (BOB, DAN):
                unit.people.get(one).managers.add(EVE)

        assert found(store, which, page=Page(None, limit)) == expected
        with reading(store) as unit:
            assert unit.follow_up.courses(which) == ([RECRUTER] if expected else [])

    def test_sessions_are_meant_by_their_identifiers(self, store: Store) -> None:
        """None of them means nobody."""
        followed_school(store)
        with reading(store) as unit:
            chosen = [one.id for name in ("Brest", "Arles") if (one := unit.sessions.named(name))]

        assert found(store, Which(sessions=chosen)) == "ana/Brest cleo/Brest dan/Arles"
        assert found(store, Which(sessions=())) == ""

    def test_an_enrolment_knows_its_session_and_slot(self, store: Store) -> None:
        """The company is that of the session, which may be another than the person's."""
        followed_school(store)

        with reading(store) as unit:
            rows = {f"{one.person}/{one.session}": one for one in unit.follow_up.enrolments()}
        ana, dan, zoe = rows["ana/Lyon"], rows["dan/Arles"], rows["zoe/Privé"]
        assert (ana.company, ana.employed, ana.course, ana.shared, ana.slot) == ("Manpower", True, RECRUTER, True, 1)
        assert (ana.email, ana.start, ana.end) == ("ana@manpower.example", date(2026, 1, 1), date(2026, 12, 31))
        assert ana.allocated == date(2026, 1, 1)
        assert (dan.company, dan.employed, dan.shared, dan.slot, dan.allocated) == ("Adecco", False, False, None, None)
        assert (zoe.company, zoe.employed) == (None, False)

    def test_who_does_not_learn_by_their_membership_is_not_followed(self, store: Store) -> None:
        """A pilot may be a member."""
        furnished(store)
        session = a_session(members="ana bob")
        session.members[BOB].role = Role.PILOT
        keep(store, session)

        assert found(store) == "ana/Lyon"

    def test_what_people_did_of_a_course(self, store: Store) -> None:
        """Lessons of others do not count; who has done nothing is left out."""
        furnished(store)
        with store.begin(reads=False) as unit:
            ana, bob, cleo, dan = (unit.records.of(one) for one in (ANA, BOB, CLEO, DAN))
            ana.viewings = {LESSONS[0]: Viewing(seen=AT), LESSONS[1]: Viewing(seen=AT + timedelta(days=2))}
            bob.viewings = {LESSONS[1]: Viewing(seen=AT)}
            bob.badges[RECRUTER, ThemeId("t1")] = AT
            cleo.viewings = {LESSONS[0]: Viewing(position=10)}
            dan.finished[RECRUTER] = AT

        with reading(store) as unit:
            learnt = unit.follow_up.learnt(RECRUTER, LESSONS, [ANA, BOB, CLEO, DAN, EVE])
            first = unit.follow_up.learnt(RECRUTER, LESSONS[:1], [ANA, BOB])
            other = unit.follow_up.learnt(CourseId("other"), (), [ANA, BOB, DAN])
        assert learnt == {
            ANA: Learnt(frozenset(LESSONS), AT + timedelta(days=2)),
            BOB: Learnt(frozenset(LESSONS[1:]), AT, frozenset({ThemeId("t1")})),
            DAN: Learnt(finished=AT),
        }
        assert first == {
            ANA: Learnt(frozenset(LESSONS[:1]), AT),
            BOB: Learnt(validated=frozenset({ThemeId("t1")})),
        }
        assert other == {}

    def test_what_there_is_around_people(self, store: Store) -> None:
        """Managers by address, the last connection on the school's clock, certificates in force."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.people.get(ANA).managers |= {EVE, CLEO}
            unit.accounts.connect(ANA, AT)
            unit.accounts.connect(ANA, datetime(2026, 11, 5, 23, 30, tzinfo=UTC))
            for number, person in enumerate((ANA, BOB)):
                certification = Certification(
                    CertificationId(f"c{number}"), person, RECRUTER, Decimal("15.25"), Level.SILVER,
                    date(2026, 11, 20), "Manpower",
                )  # fmt: skip
                unit.certifications.add(certification)
        with store.begin(reads=False) as unit:
            taken_back = unit.certifications.of(BOB, RECRUTER)
            assert taken_back is not None
            taken_back.revoke(AT)

        with reading(store) as unit:
            around = unit.follow_up.around([ANA, BOB, CLEO])
        assert around.managers == {ANA: ("cleo@manpower.example", "eve@manpower.example")}
        assert around.connected == {ANA: date(2026, 11, 6)}
        silver = Awarded(Level.SILVER, Decimal("15.25"), date(2026, 11, 20))
        assert around.certified == {(ANA, RECRUTER): silver}

    def test_nothing_is_counted_of_whom_nobody_asks(self, store: Store) -> None:
        """Neither of all together nor of another company, and of a team without members there is nothing."""
        counted_school(store)

        assert counted(store, SO_FAR, whole=False, teams=[]) == {}
        assert counted(store, SO_FAR, company=CompanyId("nobody")) == {}
        assert counted(store, SO_FAR, whole=False)[ARLES].people == 1  # Zoé belongs to another organisation
        assert counted(store, SO_FAR, company=ADECCO, teams=[]).keys() == {None}

    def test_who_belongs_and_who_is_active(self, store: Store) -> None:
        """Members of the company and of its sessions that last; active ones are counted once each."""
        counted_school(store)
        with store.begin(reads=False) as unit:
            unit.people.get(CLEO).company = None
            unit.people.get(BOB).company = ADECCO
            unit.accounts.connect(ANA, datetime(2026, 11, 10, 8, tzinfo=UTC))
            unit.accounts.connect(BOB, datetime(2026, 10, 1, 8, tzinfo=UTC))

        def people(day: date) -> dict[TeamId | None, tuple[int, int]]:
            found = counted(store, Period(BEGINNING, day))
            return {group: (tally.people, tally.active) for group, tally in found.items()}

        # Ana, Dan and Eve, and Bob for as long as his session lasts; Cléo's is over
        assert people(date(2026, 11, 30)) == {None: (4, 1), LYON: (2, 1), ARLES: (1, 0)}
        assert people(date(2026, 12, 1))[None] == (4, 0)  # 21 days after
        assert people(date(2026, 10, 21))[None] == (4, 1)  # that of Bob, 20 days after
        assert people(date(2026, 1, 21))[None] == (4, 2)  # both, since the start
        assert people(date(2027, 1, 1))[None] == (3, 0)
        assert people(date(2024, 12, 31)) == {}  # nobody was there

    def test_a_slot_makes_active_while_it_is_held(self, store: Store) -> None:
        """From the day of its allocation; not any more on a day when another had it."""
        furnished(store)
        keep(store, a_session(package=1, members="ana bob", holders="ana", since=date(2026, 11, 2)))
        with store.begin(reads=False) as unit:
            session = unit.sessions.named("Lyon")
            assert session is not None
            session.release(ANA, NOW)

        active = {
            day: counted(store, Period(BEGINNING, date(2026, 11, day)))[None].active for day in (1, 2, 18, 19, 22)
        }
        assert active == {1: 0, 2: 1, 18: 1, 19: 0, 22: 0}

    def test_how_far_people_are_and_the_time_they_spent(self, store: Store) -> None:
        """Each lesson once a course, a validated theme whole, optional ones not; a shared one lasts once a person."""
        counted_school(store)
        later = AT + timedelta(days=27)
        with store.begin(reads=False) as unit:
            ana, bob, cleo, dan, zoe = (unit.records.of(one) for one in (ANA, BOB, CLEO, DAN, ZOE))
            ana.viewings = {LESSONS[0]: Viewing(seen=AT), LessonId("l3"): Viewing(seen=later)}
            bob.viewings = {LESSONS[1]: Viewing(seen=AT - timedelta(days=9)), LESSONS[0]: Viewing(position=9)}
            bob.badges[RECRUTER, ThemeId("t1")] = later
            cleo.finished[RECRUTER] = AT - timedelta(days=9)
            for one in (dan, zoe):
                one.viewings = {LESSONS[0]: Viewing(seen=AT)}

        chasser = AsFar(CHASSER, 1, False, 1, 150)
        assert counted(store, SO_FAR)[LYON].progress == [
            chasser,
            AsFar(RECRUTER, 1, False, 1, 0),
            AsFar(RECRUTER, 2, False, 1, 100),
        ]
        cleo_too = AsFar(RECRUTER, 0, True, 1, 0)
        assert cleo_too in counted(store, SO_FAR)[None].progress
        assert counted(store, NOVEMBER)[None].progress == counted(store, NOVEMBER)[LYON].progress == [
            chasser, AsFar(RECRUTER, 1, False, 1, 0), AsFar(RECRUTER, 2, False, 1, 0),
        ]  # fmt: skip
        october = Period(date(2026, 10, 1), date(2026, 10, 31))
        assert counted(store, october)[LYON].progress == [
            AsFar(CHASSER, 0, False, 1, 0), AsFar(RECRUTER, 0, False, 1, 0), AsFar(RECRUTER, 1, False, 1, 100),
        ]  # fmt: skip
        assert counted(store, SO_FAR)[ARLES].progress == []

    def test_certificates_in_force_by_level(self, store: Store) -> None:
        """Those awarded in the period, of courses that people follow in sessions of the company."""
        counted_school(store)
        gold, silver, bronze = Level
        awards = [
            *((ANA, CHASSER, gold, 30), (BOB, RECRUTER, silver, 1), (CLEO, RECRUTER, silver, 2)),
            *((DAN, RECRUTER, bronze, 3), (EVE, RECRUTER, gold, 3), (BOB, CHASSER, gold, 3)),
        ]
        with store.begin(reads=False) as unit:
            for number, (person, course, level, day) in enumerate(awards):
                unit.certifications.add(
                    Certification(
                        CertificationId(f"c{number}"), person, course, Decimal(19), level, date(2026, 11, day), "M"
                    )
                )
        with store.begin(reads=False) as unit:
            taken_back = unit.certifications.of(CLEO, RECRUTER)
            assert taken_back is not None
            taken_back.revoke(AT)

        november = {group: tally.certified for group, tally in counted(store, NOVEMBER).items()}
        assert november == {None: {Level.GOLD: 1, Level.SILVER: 1}, LYON: {Level.GOLD: 1, Level.SILVER: 1}, ARLES: {}}
        assert counted(store, Period(date(2026, 11, 2), date(2026, 11, 29)))[None].certified == {}

    def test_who_stayed_in_a_year_and_whoever_left_too(self, store: Store) -> None:
        """By person, then by start; those who do not learn by their membership are not there."""
        followed_school(store)

        with reading(store) as unit:
            found = unit.follow_up.stays(date(2026, 1, 1), date(2026, 3, 1))
            former = unit.follow_up.stays(date(2025, 12, 31), date(2025, 12, 31))
        assert [(one.person, one.company, one.course) for one in found] == [
            (ANA, "Manpower", RECRUTER),
            (BOB, "Manpower", RECRUTER),
            (DAN, "Adecco", RECRUTER),
            (EVE, "Manpower", RECRUTER),
        ]
        assert [one.left for one in found] == [None, None, None, NOW.instant]
        assert (found[2].start, found[2].end) == (date(2026, 3, 1), date(2027, 2, 28))
        assert [one.person for one in former] == [ANA, CLEO]

    def test_which_lessons_were_seen_on_some_days(self, store: Store) -> None:
        """Days are the school's: the last hour of a year belongs to it."""
        furnished(store)
        last, first = datetime(2026, 12, 31, 22, 59, tzinfo=UTC), datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
        with store.begin(reads=False) as unit:
            ana, bob = (unit.records.of(one) for one in (ANA, BOB))
            ana.viewings = {LESSONS[0]: Viewing(seen=last), LESSONS[1]: Viewing(seen=first)}
            bob.viewings = {LESSONS[0]: Viewing(position=10), LESSONS[1]: Viewing(seen=AT)}

        with reading(store) as unit:
            year = dict(unit.follow_up.seen_between(date(2026, 1, 1), date(2026, 12, 31)))
            following = dict(unit.follow_up.seen_between(date(2027, 1, 1), date(2027, 1, 1)))
        assert year == {ANA: {LESSONS[0]: last}, BOB: {LESSONS[1]: AT}}
        assert following == {ANA: {LESSONS[1]: first}}
