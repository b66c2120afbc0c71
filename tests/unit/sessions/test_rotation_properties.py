"""What holds for every slot session, whatever its members, dates, policy and list: many generated, more in a soak."""

from collections import deque
from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ledr_core import Invalid, NotFound, Refused
from ledr_core.domain.events import EndIsNear, TurnEndsSoon, Unqueued, WelcomeDue
from ledr_core.domain.kernel.calendar import Calendar
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.moments import ONE_DAY, SCHOOL_ZONE, Moment
from ledr_core.domain.people.roles import Role
from ledr_core.domain.sessions.daily import next_change, rotate, tell
from ledr_core.domain.sessions.forecast import expected, forecast
from ledr_core.domain.sessions.queueing import enqueue
from ledr_core.domain.sessions.rotation import Change, Policy, PolicyKind, Why
from ledr_core.domain.sessions.sessions import Session
from ledr_core.domain.sessions.slots import Holding, Opened
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_policy, a_school, a_session, learners, natural, paced
from ledr_core.views import as_json
from tests.generated import examples, generated

pytestmark = pytest.mark.slow

PEOPLE = ("ana", "bob", "cleo", "dan", "eve", "fay", "gil", "hal")
REMINDERS = (30, 7)
HOURS = (time(0, 30), time(5), time(12), time(23, 45))
many = generated(60, 600)


@frozen
class Situation:
    """A session at a moment, with all that its daily run depends on."""

    session: Session
    finished: frozenset[PersonId]
    calendar: Calendar
    now: Moment
    hours: tuple[time, ...]
    """At what time of the day the runs take place, day after day."""

    @property
    def today(self) -> date:
        """The day of the first run."""
        return self.now.day

    def copy(self) -> "Situation":
        """The same, to be played otherwise."""
        return evolve(self, session=deepcopy(self.session))

    def runs(self, days: int) -> Iterator[Moment]:
        """The moments of so many daily runs, from today's on."""
        yield self.now
        for ahead in range(1, days):
            day = self.today + ahead * ONE_DAY
            yield Moment(datetime.combine(day, self.hours[ahead % len(self.hours)], SCHOOL_ZONE))

    def rotate(self, at: Moment, *, again: bool = False) -> list[Change]:
        """The rotation of a run."""
        return rotate(self.session, self.finished, self.calendar, at, again=again)

    def run(self, at: Moment, *, again: bool = False) -> tuple[list[Change], set[tuple[Any, ...]]]:
        """A whole run: what changed, and what people are told or taken off for."""
        self.session.events.clear()
        changes = self.rotate(at, again=again)
        tell(self.session, self.finished, self.calendar, REMINDERS, at)
        return changes, {key for event in self.session.events if (key := _said(event))}

    def next_change(self, today: date, *, handled: bool) -> date | None:
        """The day on which the session is loaded next."""
        return next_change(self.session, self.finished, self.calendar, REMINDERS, today, handled=handled)


def _said(event: object) -> tuple[Any, ...] | None:
    """What makes a message or a removal the same one: what is said twice is written once."""
    match event:
        case TurnEndsSoon(person=person, holding=holding, due=due):
            return "turn ends", person, holding, due
        case WelcomeDue(person=person):
            return "welcome", person
        case EndIsNear(person=person, end=end, days=days):
            return "end is near", person, end, days
        case Unqueued(person=person, reason=reason):
            return "off the list", person, str(reason)
    return None


@st.composite
def situations(
    draw: st.DrawFn,
    kinds: tuple[str, ...] = ("manual", "natural", "paced"),
    *,
    somebody_waits: bool = True,
    longest: int = 60,
    shortest: int = -3,
) -> Situation:
    """A slot session in any state that operations can leave it in."""
    today = draw(st.dates(date(2026, 3, 20), date(2026, 12, 24)))
    end = today + draw(st.integers(shortest, longest)) * ONE_DAY
    start = min(end, today + draw(st.integers(-30, 8)) * ONE_DAY)
    order = draw(st.permutations(PEOPLE))[: draw(st.integers(1, len(PEOPLE)))]
    package = draw(st.sampled_from([1, 2, 2, 3, 4]))
    most = min(package, len(order))
    held = draw(st.just(most) | st.integers(0, most))
    queued = draw(st.integers(0, len(order) - held)) if somebody_waits else 0
    offsets = draw(st.lists(st.integers(-15, 15), min_size=len(order), max_size=len(order)))
    session = a_session(
        package=package,
        members=order,
        waiting=order[held : held + queued],
        policy=draw(_policies(kinds, today)),
        start=start,
        end=end,
        starts=_some(draw, order, lambda place: min(end, max(start, today + offsets[place] * ONE_DAY))),
        welcomed=draw(st.sets(st.sampled_from(order))),
    )
    for place, name in enumerate(order):
        member = session.members[PersonId(name)]
        if offsets[place] % 3 == 1:
            member.end = max(member.start, min(end, today + offsets[-1 - place] * ONE_DAY))
        if place >= held and offsets[place] == 5:
            member.role = Role.MANAGER
    session.holdings = draw(_holdings(order[:held], package, today))
    session.holdings_opened = held
    closed = frozenset() if session.policy.holidays else draw(_closed_days(today))
    return Situation(
        session=session,
        finished=frozenset(map(PersonId, draw(st.sets(st.sampled_from(order), max_size=4)))),
        calendar=Calendar(session.policy.weekends, closed),
        now=Moment(datetime.combine(today, draw(st.sampled_from(HOURS)), SCHOOL_ZONE)),
        hours=tuple(draw(st.lists(st.sampled_from(HOURS), min_size=1, max_size=3))),
    )


def _some(draw: st.DrawFn, order: list[str], value: Any) -> dict[str, date]:
    chosen = draw(st.sets(st.integers(0, len(order) - 1), max_size=3))
    return {order[place]: value(place) for place in chosen}


def _policies(kinds: tuple[str, ...], today: date) -> st.SearchStrategy[Policy]:
    pace = st.builds(
        lambda every, weekends, holidays, ago: paced(
            every, weekends=weekends, holidays=holidays, since=today - ago * ONE_DAY
        ),
        st.sampled_from([1, 1, 2, 2, 3, 5, 10]),
        st.booleans(),
        st.booleans(),
        st.integers(0, 30),
    )
    return st.sampled_from(kinds).flatmap(lambda kind: pace if kind == "paced" else st.just(a_policy(kind)))


@st.composite
def _holdings(draw: st.DrawFn, people: list[str], package: int, today: date) -> list[Holding]:
    """Holdings of some days' standing; a slot's number exceeds a package that was lowered."""
    slots = draw(st.permutations(range(1, package + 2)))[: len(people)]
    found = []
    for number, (slot, person) in enumerate(zip(slots, people, strict=True), 1):
        day = today - draw(st.sampled_from([0, 0, 1, 2, 3, 5, 8, 13, 20])) * ONE_DAY
        since = datetime.combine(day, draw(st.sampled_from(HOURS[:2])), SCHOOL_ZONE)
        opened = draw(st.sampled_from([Opened.MANUAL, Opened.ROTATION]))
        found.append(Holding(number, slot, PersonId(person), Moment(since).instant, opened))
    return found


def _closed_days(today: date) -> st.SearchStrategy[frozenset[date]]:
    days = st.integers(-20, 40).map(lambda ahead: today + ahead * ONE_DAY)
    return st.frozensets(days, max_size=6)


def must_be_in_order(session: Session, finished: frozenset[PersonId], today: date) -> None:
    """What holds after every run."""
    holders = session.holders()
    assert len(holders) <= session.package
    assert len(set(holders)) == len(holders)
    assert len({holding.slot for holding in session.holdings}) == len(session.holdings)
    waiting = session.waiting.people()
    assert len(set(waiting)) == len(waiting)
    assert not set(waiting) & set(holders)
    assert not session.expired(today) or not holders
    assert all(session.members[person].learns and not session.members[person].ended(today) for person in holders)
    if not session.expired(today):
        fit = {person for person, member in session.members.items() if member.learns and not member.ended(today)}
        assert set(waiting) <= fit - finished


@pytest.mark.rule("SLOT-1", "SLOT-3", "SLOT-10", "ROT-1", "ROT-11")
@many
@given(situations())
def test_no_run_breaks_what_slots_and_lists_are(situation: Situation) -> None:
    """Never more holders than the package, nobody holds twice, whoever waits holds nothing, whoever cannot is out."""
    for at in situation.runs(40):
        entered = [change.entering for change in situation.rotate(at) if change.entering]

        must_be_in_order(situation.session, situation.finished, at.day)
        assert not set(entered) & situation.finished


@pytest.mark.rule("ROT-5", "ROT-8", "ROT-9")
@many
@given(situations(), st.integers(0, 25))
def test_a_late_run_changes_a_slot_once_and_only_as_the_policy_allows(situation: Situation, late: int) -> None:
    """Whatever was missed, a slot is left once and entered once; paced changes fall on days that count."""
    at = list(situation.runs(late + 1))[-1]

    changes = situation.rotate(at)

    left = [change.slot for change in changes if change.leaving]
    entered = [change.slot for change in changes if change.entering]
    assert (len(set(left)), len(set(entered))) == (len(left), len(entered))
    reasons = {change.why for change in changes}
    assert Why.TURN not in reasons or situation.calendar.counts(at.day)
    if situation.session.policy.kind is PolicyKind.MANUAL:
        assert reasons <= {Why.ENDED}


@pytest.mark.rule("ROT-2", "ROT-4", "ROT-5", "ROT-6", "ROT-7", "ROT-10", "ROT-11", "ROT-15", "SLOT-10")
@generated(200, 2000)
@given(situations(), st.booleans())
def test_a_run_does_what_the_rules_say_word_by_word(situation: Situation, again: bool) -> None:
    """A second, naive reading of the rules gives the same changes in the same order, and the same list."""
    session, today = situation.session, situation.today
    changes = by_the_book(situation, again)
    served = {entering for _, _, entering in changes}
    back = [leaving for _, leaving, entering in changes if leaving and entering and leaving not in situation.finished]
    stays = [person for person in session.waiting.people() if person not in served]
    if not session.expired(today):
        stays = [person for person in stays if _fit(situation, person)]

    made = situation.rotate(situation.now, again=again)

    assert [(change.slot, change.leaving, change.entering) for change in made] == changes
    assert session.waiting.people() == stays + (back if session.policy.kind is PolicyKind.PACED else [])


def by_the_book(situation: Situation, again: bool) -> list[tuple[int, PersonId | None, PersonId | None]]:
    """ROT-10 in its words: releases, free slots by number, then held ones, longest overdue, then longest held."""
    session, today = situation.session, situation.today
    over = today > session.end
    ended = [one for one in session.holdings if over or session.members[one.person].end < today]
    changes: list[tuple[int, PersonId | None, PersonId | None]] = []
    changes += [(one.slot, one.person, None) for one in sorted(ended, key=lambda one: one.slot)]
    if over or session.policy.kind is PolicyKind.MANUAL:
        return changes
    list_ = deque(waiter.person for waiter in session.waiting if _fit(situation, waiter.person))
    held = [one for one in session.holdings if one not in ended]
    slot = 1
    for _ in range(session.package - len(held)):
        while slot in {one.slot for one in held}:
            slot += 1
        if list_:
            changes.append((slot, None, list_.popleft()))
        slot += 1
    untouched = [one for one in held if one.day == today and (again or one.opened_by is Opened.ROTATION)]
    for one in _in_turn(situation, [one for one in held if one not in untouched]):
        if list_:
            changes.append((one.slot, one.person, list_.popleft()))
    return changes


def _fit(situation: Situation, person: PersonId) -> bool:
    member = situation.session.members[person]
    return member.learns and member.end >= situation.today and person not in situation.finished


def _in_turn(situation: Situation, held: list[Holding]) -> list[Holding]:
    """Who has to give the slot on: the finished, or those whose N counted days are over, on a day that counts."""
    session, today = situation.session, situation.today
    if session.policy.kind is PolicyKind.NATURAL:
        return sorted((one for one in held if one.person in situation.finished), key=lambda one: (one.since, one.slot))
    if not situation.calendar.counts(today):
        return []
    due = {one.number: _due_day(situation, one) for one in held}
    late = [one for one in held if due[one.number] <= today]
    return sorted(late, key=lambda one: (due[one.number], one.since, one.slot))


def _due_day(situation: Situation, holding: Holding) -> date:
    policy = situation.session.policy
    assert policy.every and policy.paced_from
    day = max(holding.day, situation.session.members[holding.person].start, policy.paced_from)
    counted = 0
    while counted < policy.every:
        day += ONE_DAY
        counted += situation.calendar.counts(day)
    return day


@pytest.mark.rule("ROT-10")
@generated(50, 200)
@given(situations(), st.randoms(use_true_random=False))
def test_the_same_state_gives_the_same_changes_in_whatever_order_it_was_loaded(
    situation: Situation, chance: Any
) -> None:
    """Neither the order of the holdings nor that of the members decides anything."""
    other = situation.copy()
    members = list(other.session.members.items())
    chance.shuffle(members)
    chance.shuffle(other.session.holdings)
    other.session.members = dict(members)

    assert situation.rotate(situation.now) == other.rotate(other.now)


@pytest.mark.rule("ROT-14")
@many
@given(situations(), st.booleans())
def test_the_preview_says_what_the_runs_then_do(situation: Situation, run_over: bool) -> None:
    """Changes, days and expected starts agree, though the runs take place at other hours; nothing changes."""
    session, days = situation.session, 40
    before = deepcopy(session)

    planned = forecast(session, situation.finished, situation.calendar, situation.now, days, run_over=run_over)
    foreseen = {one.person: one.day for one in expected(session, planned)}

    assert session == before
    waiting = session.waiting.people()
    made = [(at.day, change) for at in list(situation.runs(days + 1))[run_over:] for change in situation.rotate(at)]
    assert [(plan.day, plan.change) for plan in planned] == made
    starts = {change.entering: day for day, change in reversed(made)}
    assert foreseen == {person: starts.get(person) for person in waiting}


@pytest.mark.rule("ROT-14")
@generated(30, 300)
@given(situations())
def test_what_is_rehearsed_leaves_the_session_as_it_is(situation: Situation) -> None:
    session, before = situation.session, deepcopy(situation.session)
    rehearsal = session.rehearsed()
    assert rehearsal == session

    played = evolve(situation, session=rehearsal)
    for at in situation.runs(30):
        played.run(at)

    assert (session, session.events) == (before, before.events)


@pytest.mark.rule("ROT-14", "JOB-1")
@generated(100, 1500)
@given(situations())
def test_no_day_with_something_to_do_is_left_out_by_runs_that_load_only_what_is_due(situation: Situation) -> None:
    """`next_change` is never too late: changes, removals, notices, welcomes and reminders come on the same days."""
    assert lived(situation.copy(), 45, only_when_due=True) == lived(situation, 45, only_when_due=False)


def lived(situation: Situation, days: int, *, only_when_due: bool) -> dict[date, tuple[list[Change], set[Any]]]:
    """What happens day by day, each thing told once."""
    heard: set[Any] = set()
    happened: dict[date, tuple[list[Change], set[Any]]] = {}
    due = situation.next_change(situation.today, handled=False)
    for at in situation.runs(days):
        if only_when_due and (due is None or due > at.day):
            continue
        changes, said = situation.run(at)
        if changes or said - heard:
            happened[at.day] = changes, said - heard
        heard |= said
        due = situation.next_change(at.day, handled=True)
    return happened


@pytest.mark.rule("JOB-1")
def test_a_session_is_loaded_only_when_it_is_due() -> None:
    """A turn of 10 days that starts on the 16th: the notice on the 25th, the change on the 26th."""
    day = date(2026, 11, 16)
    session = a_session(
        holders="ana", waiting="bob", policy=paced(10, weekends=True, since=day), since=day, end=date(2027, 12, 31)
    )
    situation = Situation(session, frozenset(), Calendar(weekends=True), Moment.on(day), (time(5),))
    loaded = []
    due = situation.next_change(day, handled=False)
    for at in situation.runs(18):
        if due is not None and due <= at.day:
            situation.run(at)
            loaded.append(at.day)
            due = situation.next_change(at.day, handled=True)

    assert loaded == [date(2026, 11, 25), date(2026, 11, 26)]


@pytest.mark.rule("JOB-1")
def test_a_session_in_which_nothing_can_happen_is_never_loaded() -> None:
    """Manual, nobody holds, nobody waits, everybody welcomed and no reminder left."""
    session = a_session(members="ana bob")

    assert next_change(session, frozenset(), Calendar(), (), date(2026, 11, 16), handled=True) is None


@pytest.mark.rule("ROT-14")
@many
@given(situations(("paced",), longest=400, shortest=150))
def test_nobody_waits_longer_than_their_place_over_the_package_in_turns(situation: Situation) -> None:
    """ROT-14's bound, from every day on which somebody stands in the list after a run.

    A turn is N counted days. It begins for a holder on day 0, never before the holder's start (ROT-5); so the bound
    counts from the day itself once everybody has started, else from the last start. Whoever is p-th of a list over P
    slots after the run of that day holds one at the latest at the run of the (N × ceil(p / P))-th counted day after it,
    unless they are taken off the list because they cannot be served (ROT-11). Before, all slots were held as they
    were, allocated on any day until then; there is no manual move and no missed run.
    """
    session = situation.session
    assert session.policy.every
    last_start = max(member.start for member in session.members.values())
    promises: dict[PersonId, date] = {}
    for at in situation.runs(120):
        situation.rotate(at)
        for place, person in enumerate(session.waiting.people(), 1):
            turns = -(-place // session.package)
            promise = situation.calendar.nth(session.policy.every * turns, max(at.day, last_start))
            promises[person] = min(promise, promises.get(person, promise))
            assert at.day < promises[person], f"{person} still waits after the run of {at.day}"
        for person in promises.keys() - set(session.waiting.people()):
            del promises[person]


@pytest.mark.rule("ROT-14")
def test_the_bound_on_waiting_is_reached() -> None:
    """Two slots given the same Monday, turns of 2 days: places 1 and 2 wait one turn, 3 and 4 two, 5 three."""
    monday = date(2026, 11, 16)
    session = a_session(
        package=2, holders="ana bob", waiting="cleo dan eve fay gil", policy=paced(2, since=monday), since=monday
    )

    planned = forecast(session, (), Calendar(), Moment.on(monday), 10, run_over=True)

    days = [one.day.day if one.day else None for one in expected(session, planned)]
    assert days == [18, 18, 20, 20, 24]


@pytest.mark.rule("ROT-9", "ROT-15", "JOB-4")
@many
@given(situations(), st.booleans(), st.integers(0, 5))
def test_a_run_repeated_the_same_day_changes_nothing(situation: Situation, again: bool, ahead: int) -> None:
    """Neither a second run (again) nor one that goes on after a crash (not again) moves or says anything more."""
    for at in situation.runs(ahead):
        situation.run(at)
    at = list(situation.runs(ahead + 1))[-1]
    _, said = situation.run(at)
    after = deepcopy(situation.session)

    changes, more = situation.run(Moment(at.instant + timedelta(minutes=5)), again=again)

    assert (changes, more - said) == ([], set())
    assert situation.session == after


@pytest.mark.rule("ROT-9")
@many
@given(situations(("natural", "paced")))
def test_a_second_run_moves_no_slot_whose_holding_began_that_day(situation: Situation) -> None:
    """Not even one assigned by hand since the first run, to somebody who has finished already."""
    today = {one.slot for one in situation.session.holdings if one.day == situation.today}

    changes = situation.rotate(situation.now, again=True)

    assert not today & {change.slot for change in changes if change.leaving and change.why is not Why.ENDED}


@pytest.mark.rule("ROT-3")
@many
@given(situations(("natural", "paced"), somebody_waits=False))
def test_holders_stay_when_nobody_waits(situation: Situation) -> None:
    """Finished or not, turn over or not: only an end date takes the slot back."""
    before = [(one.slot, one.person) for one in situation.session.holdings]

    for at in situation.runs(30):
        situation.rotate(at)

    member = situation.session.members
    last = situation.today + 29 * ONE_DAY
    stay = [] if situation.session.expired(last) else [one for one in before if not member[one[1]].ended(last)]
    assert [(one.slot, one.person) for one in situation.session.holdings] == stay


@pytest.mark.rule("ROT-3")
def test_a_natural_session_keeps_the_finished_until_somebody_waits() -> None:
    """The very next run after somebody joins the list takes the slot back."""
    monday = date(2026, 11, 16)
    session = a_session(members="bob", holders="ana", policy=natural(), since=monday)
    rotate(session, {"ana"}, Calendar(), Moment.on(monday))
    assert session.holders() == ["ana"]

    enqueue(session, PersonId("bob"), None, False, Moment.on(monday, 9))
    rotate(session, {"ana"}, Calendar(), Moment.on(monday + ONE_DAY))

    assert session.holders() == ["bob"]


@pytest.mark.rule("ROT-10", "ROT-15")
def test_of_two_turns_overdue_since_the_same_day_the_longest_held_slot_goes_first() -> None:
    """Ana since Friday, starting on Sunday, and Bob since Saturday are both due on Monday: Ana has held longer."""
    friday, saturday, sunday, monday = (date(2026, 11, day) for day in (13, 14, 15, 16))
    session = a_session(
        package=2,
        holders="ana bob",
        waiting="cleo",
        policy=paced(1),
        since={"ana": friday, "bob": saturday},
        starts={"ana": sunday},
    )

    rotate(session, (), Calendar(), Moment.on(monday))

    assert session.holders() == ["cleo", "bob"]


def a_natural_school(clock: FixedClock) -> Any:
    """Ana has finished the course of a natural session in which nobody holds a slot or waits yet."""
    school = a_school(clock=clock)
    school.sessions.create(
        by="staff",
        reference="Lyon",
        company="Manpower",
        course="recruter",
        kind="slot",
        start="2026-11-01",
        package=1,
        members=learners("ana bob"),
    )
    for lesson in ("l1", "l2"):
        school.learning.watch(by="staff", person="ana@manpower.example", lesson=lesson, ended=True)
    school.rotations.set_policy(by="staff", session="Lyon", policy="natural")
    return school


def holders(school: Any) -> list[str]:
    """Who holds a slot of the session, by first name."""
    return [one.person.partition("@")[0] for one in school.sessions.show(by="staff", session="Lyon").holders]


@pytest.mark.rule("ROT-9")
@pytest.mark.parametrize("later", ["09:00", "09:01"], ids=["at the same instant", "a minute later"])
def test_a_second_run_is_one_even_when_the_clock_stands_still(later: str) -> None:
    """Assigned by hand after the first run, a finished holder keeps the slot through the second."""
    clock = FixedClock("2026-11-19T09:00")
    with closing(a_natural_school(clock)) as school:
        school.jobs.daily(by="staff")
        school.slots.assign(by="staff", session="Lyon", person="ana@manpower.example")
        school.rotations.enqueue(by="staff", session="Lyon", person="bob@manpower.example")
        clock.set(f"2026-11-19T{later}")
        school.jobs.daily(by="staff")
        assert holders(school) == ["ana"]

        clock.set("2026-11-20T05:00")
        school.jobs.daily(by="staff")
        assert holders(school) == ["bob"]


@pytest.mark.rule("ROT-2", "SES-9")
def test_a_change_of_course_makes_those_who_have_finished_it_due() -> None:
    """Ana, who has finished `recruter`, holds a slot of another course; back on `recruter`, the next run takes it."""
    clock = FixedClock("2026-11-19T09:00")
    with closing(a_natural_school(clock)) as school:
        school.catalogue.load(by="staff", data=OTHER_COURSE)
        school.sessions.change_course(by="staff", session="Lyon", course="sourcing")
        school.slots.assign(by="staff", session="Lyon", person="ana@manpower.example")
        school.rotations.enqueue(by="staff", session="Lyon", person="bob@manpower.example")
        school.jobs.daily(by="staff")
        school.sessions.change_course(by="staff", session="Lyon", course="recruter")

        clock.set("2026-11-20T05:00")
        school.jobs.daily(by="staff")

        assert holders(school) == ["bob"]


OTHER_COURSE = {
    "lessons": [{"reference": "l3", "title": "Chercher", "video": "https://vimeo.com/3", "seconds": 300}],
    "modules": [{"reference": "m2", "title": "Suite", "lessons": ["l2", "l3"]}],
    "themes": [{"reference": "t2", "title": "Sourcing", "colour": "#c92a2a", "modules": ["m2"]}],
    "courses": [{"reference": "sourcing", "title": "Sourcing", "themes": ["t2"]}],
}

SESSIONS = (("Lyon", "slot", "ana bob cleo dan"), ("Nantes", "slot", "eve"), ("Brest", "licence", "fay"))
REFERENCES = tuple(reference for reference, _, _ in SESSIONS)
FIRST_DAY = date(2026, 11, 19)

a_reference = st.sampled_from(("Lyon", "Lyon", "Nantes", "Brest"))
a_pick = st.integers(0, 9)
"""Chooses somebody: up to 7 among those whom the operation is meant for, else anybody."""
a_position = st.none() | st.integers(1, 4)
a_package = st.integers(1, 4)
an_end = st.integers(-4, 60)
a_reply = st.sampled_from(["right", "right", "right", "none", "wrong"])
everybody = [f"{name}@manpower.example" for name in PEOPLE]


class School(RuleBasedStateMachine):
    """Two slot sessions, a licence session and six people, on which staff do whatever operations allow.

    Each operation either does what it says or raises an error of the library and changes nothing.
    """

    @initialize(policy=st.sampled_from(["natural", "paced", "manual"]))
    def open(self, policy: str) -> None:
        self.clock = FixedClock(f"{FIRST_DAY}T09:00")
        self.school = a_school(clock=self.clock)
        self.school.catalogue.load(by="staff", data=OTHER_COURSE)
        for reference, kind, people in SESSIONS:
            self.school.sessions.create(
                by="staff",
                reference=reference,
                company="Manpower",
                course="recruter",
                kind=kind,
                start=FIRST_DAY - 10 * ONE_DAY,
                end=FIRST_DAY + 60 * ONE_DAY,
                package=1,
                members=learners(people),
            )
        self.school.slots.assign(by="staff", session="Lyon", person=everybody[0])
        for waiting in everybody[1:3]:
            self.school.rotations.enqueue(by="staff", session="Lyon", person=waiting)
        self.school.rotations.set_policy(
            by="staff", session="Lyon", policy=policy, every=2 if policy == "paced" else None
        )
        self.run_today = False
        self.seen = self.look()

    def teardown(self) -> None:
        if hasattr(self, "school"):
            self.school.close()

    # What is there

    @property
    def today(self) -> date:
        return Moment(self.clock.now()).day

    def look(self) -> dict[str, Any]:
        """Every session and its ledger, as anybody may see them."""
        return {
            reference: (
                as_json(self.school.sessions.show(by="staff", session=reference)),
                as_json(self.school.slots.ledger(by="staff", session=reference)),
            )
            for reference in REFERENCES
        }

    def sheet(self, reference: str) -> dict[str, Any]:
        """A session as last seen."""
        found: dict[str, Any] = self.seen[reference][0]
        return found

    def learners_in(self, reference: str) -> set[str]:
        """The addresses of those who learn in a session."""
        return {one["email"] for one in self.sheet(reference)["members"] if Role(one["role"]).learns}

    def package(self, reference: str, taught: set[str], reply: str) -> int | None:
        """The package that goes with a change of a licence session's learners: right, wrong or none."""
        if reply == "none" or self.sheet(reference)["kind"] == "slot":
            return None
        return len(taught) + (reply == "wrong")

    def attempt(self, operation: Any, **given: Any) -> bool:
        """Do it; a refusal leaves everything as it was."""
        try:
            operation(by="staff", **given)
        except (Refused, Invalid, NotFound):
            assert self.look() == self.seen
            return False
        self.seen = self.look()
        return True

    # Whom an operation may be meant for

    def chosen(self, pick: int, those: list[str]) -> str:
        """One of those, or anybody."""
        return those[pick % len(those)] if pick < 8 and those else everybody[pick % len(everybody)]

    def idle(self, session: str) -> list[str]:
        """Who learns in a session and holds no slot, those who wait first."""
        waiting, holders = self.sheet(session)["waiting"], self.holders(session)
        return waiting + [one for one in sorted(self.learners_in(session)) if one not in waiting + holders]

    def holders(self, session: str) -> list[str]:
        """Who holds a slot."""
        return [one["person"] for one in self.sheet(session)["holders"]]

    def members(self, session: str) -> list[str]:
        """Who is in a session."""
        return [one["email"] for one in self.sheet(session)["members"]]

    def outside(self, session: str) -> list[str]:
        """Who is in another session."""
        return [one for other in REFERENCES if other != session for one in self.members(other)]

    # What staff do

    @rule(session=a_reference, pick=a_pick)
    def assign(self, session: str, pick: int) -> None:
        self.attempt(self.school.slots.assign, session=session, person=self.chosen(pick, self.idle(session)))

    @rule(session=a_reference, pick=a_pick)
    def release(self, session: str, pick: int) -> None:
        self.attempt(self.school.slots.release, session=session, person=self.chosen(pick, self.holders(session)))

    @rule(session=a_reference, pick=a_pick, position=a_position)
    def enqueue(self, session: str, pick: int, position: int | None) -> None:
        waiting = self.sheet(session)["waiting"]
        person = self.chosen(pick, [one for one in self.idle(session) if one not in waiting])
        if self.attempt(self.school.rotations.enqueue, session=session, person=person, position=position):
            assert self.sheet(session)["waiting"][-1 if position is None else position - 1] == person

    @rule(session=a_reference, pick=a_pick)
    def dequeue(self, session: str, pick: int) -> None:
        self.attempt(
            self.school.rotations.dequeue, session=session, person=self.chosen(pick, self.sheet(session)["waiting"])
        )

    @rule(session=a_reference, pick=a_pick, position=st.integers(1, 3))
    def reorder(self, session: str, pick: int, position: int) -> None:
        person = self.chosen(pick, self.sheet(session)["waiting"])
        if self.attempt(self.school.rotations.reorder, session=session, person=person, position=position):
            assert self.sheet(session)["waiting"][position - 1] == person

    @rule(
        session=a_reference,
        policy=st.sampled_from(["natural", "paced", "paced", "manual"]),
        every=st.integers(1, 6),
        weekends=st.booleans(),
        holidays=st.booleans(),
    )
    def set_policy(self, session: str, policy: str, every: int, weekends: bool, holidays: bool) -> None:
        self.attempt(
            self.school.rotations.set_policy,
            session=session,
            policy=policy,
            every=every if policy == "paced" else None,
            weekends=weekends,
            holidays=holidays,
        )

    @rule(session=a_reference, package=a_package)
    def change_package(self, session: str, package: int) -> None:
        self.attempt(self.school.sessions.change_package, session=session, package=package)

    @rule(session=a_reference, picks=st.sets(a_pick, min_size=1, max_size=2), reply=a_reply)
    def add_members(self, session: str, picks: set[int], reply: str) -> None:
        free = [one for one in everybody if not any(one in self.members(other) for other in REFERENCES)]
        people = {self.chosen(pick, free) for pick in picks}
        self.attempt(
            self.school.sessions.add_members,
            session=session,
            members=learners(sorted(one.partition("@")[0] for one in people)),
            package=self.package(session, people | self.learners_in(session), reply),
        )

    @rule(session=a_reference, pick=a_pick, reply=a_reply)
    def move_member(self, session: str, pick: int, reply: str) -> None:
        person = self.chosen(pick, self.outside(session))
        former = next((other for other in REFERENCES if person in self.members(other)), session)
        self.attempt(
            self.school.sessions.move_member,
            person=person,
            session=session,
            package=self.package(session, self.learners_in(session) | {person}, reply),
            former_package=self.package(former, self.learners_in(former) - {person}, reply),
        )

    @rule(session=a_reference, pick=a_pick, reply=a_reply)
    def remove_member(self, session: str, pick: int, reply: str) -> None:
        person = self.chosen(pick, self.members(session))
        package = self.package(session, self.learners_in(session) - {person}, reply)
        self.attempt(self.school.sessions.remove_member, session=session, person=person, package=package)

    @rule(session=a_reference, lag=an_end)
    def change_end(self, session: str, lag: int) -> None:
        self.attempt(self.school.sessions.change_dates, session=session, end=self.today + lag * ONE_DAY)

    @rule(session=a_reference, lag=st.integers(-40, 10), extend=st.booleans())
    def change_start(self, session: str, lag: int, extend: bool) -> None:
        start = self.today + lag * ONE_DAY
        self.attempt(self.school.sessions.change_dates, session=session, start=start, extend_to_members=extend)

    @rule(session=a_reference, pick=a_pick, lag=an_end)
    def change_member_end(self, session: str, pick: int, lag: int) -> None:
        person, end = self.chosen(pick, self.members(session)), self.today + lag * ONE_DAY
        self.attempt(self.school.sessions.change_member_end, session=session, person=person, end=end)

    @rule(session=a_reference, package=a_package, picks=st.none() | st.sets(a_pick, max_size=2), right=st.booleans())
    def change_kind(self, session: str, package: int, picks: set[int] | None, right: bool) -> None:
        to_slot = self.sheet(session)["kind"] == "licence"
        holders = None if picks is None else sorted({self.chosen(pick, self.members(session)) for pick in picks})
        self.attempt(
            self.school.sessions.change_kind,
            session=session,
            kind="slot" if to_slot else "licence",
            package=package if to_slot or not right else max(1, len(self.learners_in(session))),
            holders=holders if to_slot else None,
        )

    @rule(pick=a_pick, role=st.sampled_from(["learner", "learner", "student", "manager", "pilot"]), reply=a_reply)
    def change_role(self, pick: int, role: str, reply: str) -> None:
        person = everybody[pick % len(everybody)]
        package = None
        for session in REFERENCES:
            if person in self.members(session):
                others = self.learners_in(session) - {person}
                package = self.package(session, others | ({person} if Role(role).learns else set()), reply)
        self.attempt(self.school.people.change_role, person=person, role=role, package=package)

    @rule(session=a_reference, course=st.sampled_from(["recruter", "sourcing"]))
    def change_course(self, session: str, course: str) -> None:
        self.attempt(self.school.sessions.change_course, session=session, course=course)

    @rule(session=a_reference, pick=a_pick, lessons=st.sampled_from(["l1", "l2 l3", "l1 l2", "l1 l2 l3"]))
    def watch(self, session: str, pick: int, lessons: str) -> None:
        person = self.chosen(pick, self.holders(session))
        for lesson in lessons.split():
            self.attempt(self.school.learning.watch, person=person, lesson=lesson, ended=True)

    # What time does

    @rule()
    def run(self) -> None:
        """The daily run, perhaps for the second time today."""
        assert self.school.jobs.daily(by="staff").failures == ()
        self.run_today = True
        self.seen = self.look()
        for reference in REFERENCES:
            ends = {one["email"]: one["end"] for one in self.sheet(reference)["members"]}
            for one in self.sheet(reference)["holders"]:
                assert ends[one["person"]] >= self.today.isoformat(), "SLOT-10"

    @rule(days=st.integers(1, 9), hour=st.sampled_from(["00:30", "05:00", "09:00", "23:45"]))
    def days_pass(self, days: int, hour: str) -> None:
        """Days without a run."""
        self.clock.set(f"{self.today + days * ONE_DAY}T{hour}")
        self.run_today = False
        self.seen = self.look()

    @rule(days=st.integers(1, 4), hour=st.sampled_from(["00:30", "05:00", "23:45"]))
    def days_come_as_foreseen(self, days: int, hour: str) -> None:
        """What the preview says of tomorrow is what tomorrow's run does, which loads only what is due."""
        if not self.run_today:
            self.run()
        for _ in range(days):
            tomorrow = self.today + ONE_DAY
            foreseen = {reference: self.foreseen(reference, tomorrow) for reference in REFERENCES}
            self.clock.set(f"{tomorrow}T{hour}")
            assert self.school.jobs.daily(by="staff").failures == ()
            self.seen = self.look()
            for reference in REFERENCES:
                assert self.made(reference) == foreseen[reference]

    def foreseen(self, reference: str, day: date) -> set[tuple[int, str, str]]:
        """Who leaves and enters which slot that day, according to the preview."""
        if self.sheet(reference)["kind"] == "licence":
            return set()
        found: set[tuple[int, str, str]] = set()
        for change in self.school.rotations.preview(by="staff", session=reference, days=1).changes:
            assert change.date == day
            found |= {(change.slot, way, who) for way, who in (("out", change.leaving), ("in", change.entering)) if who}
        return found

    def made(self, reference: str) -> set[tuple[int, str, str]]:
        """The same, as the ledger has it of this very instant."""
        now = as_json(self.clock.now())
        found: set[tuple[int, str, str]] = set()
        for one in self.seen[reference][1]:
            found |= {(one["slot"], "in", one["person"])} if one["since"] == now else set()
            found |= {(one["slot"], "out", one["person"])} if one["until"] == now else set()
        return found

    # What always holds

    @invariant()
    def sessions_are_in_order(self) -> None:
        """SLOT-1, SLOT-3, ROT-1, SES-3."""
        for reference in REFERENCES if hasattr(self, "seen") else ():
            sheet = self.sheet(reference)
            holders = [one["person"] for one in sheet["holders"]]
            slots = [one["slot"] for one in sheet["holders"]]
            taught = self.learners_in(reference)
            assert len(set(holders)) == len(holders) and len(set(slots)) == len(slots)
            assert set(holders) | set(sheet["waiting"]) <= taught
            assert not set(holders) & set(sheet["waiting"])
            assert len(set(sheet["waiting"])) == len(sheet["waiting"])
            if sheet["kind"] == "slot":
                assert len(holders) <= sheet["package"]
                assert len(holders) + sheet["free"] == sheet["package"]
            else:
                assert not holders and not sheet["waiting"]
                assert sheet["expired"] or sheet["package"] == len(taught)

    @invariant()
    def the_ledger_tells_the_same(self) -> None:
        """SLOT-7: the open periods are the holders; those of one slot, or of one person, follow one another."""
        for sheet, ledger in self.seen.values() if hasattr(self, "seen") else ():
            still = {(one["slot"], one["person"], one["since"]) for one in ledger if one["until"] is None}
            assert still == {(one["slot"], one["person"], one["since"]) for one in sheet["holders"]}
            assert still == {
                (m["slot"], m["email"], s) for m in sheet["members"] for _, p, s in still if p == m["email"]
            }
            assert all((one["until"] is None) == (one["closed_by"] is None) for one in ledger)
            for whose in ("slot", "person"):
                for one in {entry[whose] for entry in ledger}:
                    periods = [(entry["since"], entry["until"]) for entry in ledger if entry[whose] == one]
                    ends = ["", *(until or "never" for _, until in periods)]
                    assert all(end <= since for end, (since, _) in zip(ends, periods, strict=False))
                    assert all(until is None or since <= until for since, until in periods)

    @invariant()
    def nobody_learns_twice_today(self) -> None:
        """SES-15, as of today."""
        if hasattr(self, "seen"):
            today = self.today.isoformat()
            learning = [
                one["email"]
                for reference in REFERENCES
                for one in self.sheet(reference)["members"]
                if Role(one["role"]).learns and one["start"] <= today <= one["end"]
            ]
            assert len(set(learning)) == len(learning)


@pytest.mark.generated
@pytest.mark.rule("SLOT-1", "SLOT-3", "SLOT-7", "SLOT-10", "SES-3", "SES-15", "ROT-1", "ROT-14", "JOB-4")
def test_whatever_staff_do_in_whatever_order_the_rules_hold() -> None:
    """Many sequences of operations, runs and days on a real school in memory."""
    run_state_machine_as_test(School, settings=settings(examples(6, 60), stateful_step_count=30))
