"""A person as results show them: the sheet, and what they have set."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_core.application.certification.items import certification_item
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Seat, Standing, seat_of
from ledr_core.domain.organisation.roles import shown_role
from ledr_core.domain.people.person import Person
from ledr_core.views.people import PersonSettings, PersonSheet


def person_sheet(work: Work, person: Person) -> PersonSheet:
    """A person as `people.show` gives them."""
    standing = Standing(person.role, _seats_shown(work, person))
    seat = seat_of(standing, work.today) or next(iter(reversed(standing.seats)), None)
    managers = work.unit.people.cards(person.managers).values()
    managed = work.unit.people.managed_by(person.id) if person.role.manages else []
    belongs = person.company is not None
    supervises = belongs and bool(work.unit.teams.supervised_by(person.id))
    teams = work.unit.teams.of_person(person.id, person.company) if person.company else {}
    return PersonSheet(
        email=person.email,
        first_name=person.first_name,
        last_name=person.last_name,
        role=person.role.value,
        company=work.unit.companies.get(person.company).name if person.company else None,
        session=seat.session if seat else None,
        start=seat.member.start if seat else None,
        end=seat.member.end if seat else None,
        managers=tuple(sorted(card.email for card in managers)),
        managed=tuple(sorted(other.email for other in managed)),
        slot=seat.slot if seat else None,
        phone=person.phone,
        organisation_role=shown_role(person.organisation_role, supervises=supervises).value if belongs else None,
        teams=tuple(teams.values()),
        premium=belongs,
        certifications=tuple(map(certification_item, work.unit.certifications.rows(person.id))),
        picture=person.picture,
        initials=person.initials,
    )


def _seats_shown(work: Work, person: Person) -> Sequence[Seat]:
    """The memberships: all to staff and to themselves, to others those in their own company's sessions (ROLE-6)."""
    me, seats = work.actor.person, work.seats(person.id)
    if work.actor.is_staff or (me is not None and me.id == person.id):
        return seats
    return [seat for seat in seats if seat.company == work.actor.company]


def person_settings(work: Work, person: Person) -> PersonSettings:
    """What a person has set, as `people.settings` gives it."""
    seat = seat_of(Standing(person.role, work.seats(person.id)), work.today)
    return PersonSettings(
        person=person.email,
        anonymous=person.anonymous,
        community_emails=person.community_emails,
        sms=person.sms,
        phone=person.phone,
        picture=person.picture,
        initials=person.initials,
        end=seat.member.end if seat else person.demo_day,
    )
