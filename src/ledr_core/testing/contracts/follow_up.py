"""What every store promises of the follow-up; a subclass brings the fixture `store`: empty, and ready."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from ledr_core.domain.certification.certification import Certification
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.kernel.identifiers import CertificationId, CompanyId, CourseId, LessonId, PersonId, ThemeId
from ledr_core.domain.learning.progress import Viewing
from ledr_core.domain.people.companies import Company
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.sessions import SessionKind
from ledr_core.ports.follow_up import EVERYBODY, Awarded, EnrolmentId, Learnt, Order, Which
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
