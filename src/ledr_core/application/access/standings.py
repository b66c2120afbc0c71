"""What access depends on for a person, gathered for the one engine that judges it."""

from __future__ import annotations

from attrs import evolve

from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.forecasts import foreseen_entries
from ledr_core.domain.access.standing import Belonging, Seat, Standing, must_enter, seat_of
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.forecast import expected
from ledr_core.domain.sessions.rotation import PolicyKind


def standing_of(work: Work, person: Person) -> Standing:
    """Role, memberships, and how long the sessions of the company and of the team run."""
    readings = work.unit.readings
    return Standing(
        person.role,
        tuple(_expecting(work, person, seat) for seat in work.seats(person.id)),
        readings.company_runs_until(person.company) if person.role.steers and person.company else None,
        readings.managed_run_until(person.id) if person.role.manages else None,
        person.demo_day,
    )


def whole_standing(work: Work, person: Person) -> Standing:
    """The same with what the organisation's space depends on, which gates nothing else (ACC-16)."""
    standing = standing_of(work, person)
    if person.company is None:
        return standing
    supervises = bool(work.unit.teams.supervised_by(person.id))
    return evolve(standing, organisation=Belonging(person.organisation_role, supervises, person.invited))


def standing_to_welcome(work: Work, person: Person) -> Standing:
    """The same without the day on which somebody who waits is expected to start: no space depends on it."""
    readings = work.unit.readings
    return Standing(
        person.role,
        tuple(work.seats(person.id)),
        readings.company_runs_until(person.company) if person.role.steers and person.company else None,
        readings.managed_run_until(person.id) if person.role.manages else None,
    )


def _expecting(work: Work, person: Person, seat: Seat) -> Seat:
    """With the day on which somebody who waits is expected to start."""
    if seat.position is None:
        return seat
    session = work.unit.sessions.named(seat.session)
    assert session is not None
    coming = expected(session, foreseen_entries(work, session))
    day = next((one.day for one in coming if one.person == person.id), None)
    return evolve(seat, expected=day, by_hand=session.policy.kind is PolicyKind.MANUAL)


def must_learn(work: Work, person: Person) -> Standing:
    """What access depends on. Raises Refused ACC-5 or ACC-6 unless the actor may learn now, as staff may (ACC-16)."""
    standing = standing_of(work, person)
    if not work.actor.is_staff:
        must_enter(standing, work.today)
    return standing


def learning_seat(work: Work, person: Person) -> Seat:
    """The membership that somebody learns by now. Raises Refused as `must_learn`, and ACC-5 when there is none."""
    return enrolled(work, person, must_learn(work, person))


def enrolled(work: Work, person: Person, standing: Standing) -> Seat:
    """The membership that counts, open or not. Raises Refused ACC-5 when there is none."""
    seat = seat_of(standing, work.today)
    if seat is None:
        raise Refused("ACC-5", "not enrolled", {"person": person.id})
    return seat


def own_seat(work: Work, person: Person) -> Seat:
    """The membership that counts, read alone. Raises Refused ACC-5 when there is none."""
    return enrolled(work, person, Standing(person.role, work.seats(person.id)))


def own_outline(work: Work, person: Person) -> Outline:
    """The course that a person follows. Raises Refused ACC-5 when there is none."""
    return work.outline(own_seat(work, person).course_id)
