"""Adding people to a session that exists, or saying what would become of each, from the code that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import attrs

from ledr_core.application.operating.naming import in_words
from ledr_core.application.operating.work import Work
from ledr_core.application.sessions.enrolment import (
    Enrolled,
    Enrolling,
    NewMember,
    enrol,
    match_packages,
    must_be_the_first,
    must_give_roles,
)
from ledr_core.application.sessions.sheets import members_added
from ledr_core.domain.kernel.errors import Invalid, NotFound, Refused
from ledr_core.domain.people.roles import Role
from ledr_core.views.errors import ErrorView, Told, error_view
from ledr_core.views.sessions import MemberOutcome, MembersAdded


def added(work: Work, session: str, members: Sequence[NewMember], package: int | None) -> MembersAdded:
    """Enrol people in a session, all or nobody. Raises what keeps one of them from it."""
    must_give_roles(work, members)
    contract = work.session(session)
    free = len(contract.free_slots())
    enrolled = enrol(work, contract, members, "members", later=True)
    match_packages([contract], package)
    people = [one.person.id for one in enrolled]
    return members_added(work, contract, people, free, [_outcome(work, one) for one in enrolled])


def previewed(work: Work, session: str, members: Sequence[NewMember], package: int | None) -> MembersAdded:
    """The same without doing it: what would become of each, and what keeps the package from being taken (SES-3)."""
    contract = work.session(session)
    free = len(contract.free_slots())
    enrolling, seen = Enrolling.of(work, contract, members, later=True), dict[str, int]()
    tried = [_tried(enrolling, seen, member, index) for index, member in enumerate(members)]
    for index, (one, member) in enumerate(zip(tried, members, strict=True)):
        if isinstance(one, Enrolled):
            tried[index] = _fault(partial(enrolling.give_managers, one, member)) or one
    enrolled = [one for one in tried if isinstance(one, Enrolled)]
    wrong = _fault(partial(match_packages, [contract], package))
    work.give_up()
    outcomes = [
        _outcome(work, one) if isinstance(one, Enrolled) else _refused(work, member, one)
        for one, member in zip(tried, members, strict=True)
    ]
    sheet = members_added(work, contract, [one.person.id for one in enrolled], free, outcomes)
    return attrs.evolve(sheet, preview=True, package_error=None if wrong is None else _view(work, wrong))


def _tried(enrolling: Enrolling, seen: dict[str, int], member: NewMember, index: int) -> Enrolled | Told:
    """Somebody enrolled, or what keeps them from it."""
    try:
        must_be_the_first(seen, member, index, "members")
        must_give_roles(enrolling.work, [member])
        return enrolling.enrol(member, f"members[{index}]")
    except (Refused, Invalid, NotFound) as error:
        return error


def _fault(do: Callable[[], None]) -> Told | None:
    """What keeps it from being done."""
    try:
        do()
    except (Refused, Invalid, NotFound) as error:
        return error
    return None


def _outcome(work: Work, one: Enrolled) -> MemberOutcome:
    person, former = one.person, one.former_company
    return MemberOutcome(
        email=person.email,
        name=person.name,
        outcome="created" if one.new else "enrolled" if former is None else "moved",
        role=person.role.value,
        former_company=None if former is None else work.unit.companies.get(former).name,
        error=None,
    )


def _refused(work: Work, member: NewMember, error: Told) -> MemberOutcome:
    name = f"{member.first_name or ''} {member.last_name or ''}".strip()
    role = None if member.role is None else Role(member.role).value
    return MemberOutcome(member.email, name, "refused", role, None, _view(work, error))


def _view(work: Work, error: Told) -> ErrorView:
    titles = not work.actor.is_staff
    return error_view(in_words(error, work.unit, titles=titles) if isinstance(error, Refused) else error)
