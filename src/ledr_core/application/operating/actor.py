"""The acting person: who asks, and whether they may (ROLE-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from ledr_core.application.operating.permissions import Permission, Who
from ledr_core.domain.kernel.errors import Invalid, NotFound, Refused
from ledr_core.domain.kernel.texts import trimmed
from ledr_core.domain.organisation.roles import OverallRole

if TYPE_CHECKING:
    from ledr_core.domain.kernel.identifiers import CompanyId
    from ledr_core.domain.people.person import Person
    from ledr_core.ports.unit import UnitOfWork

STAFF, PUBLIC = "staff", "public"


@frozen
class Actor:
    """Staff, the public, or a person."""

    name: str
    person: Person | None = None

    @property
    def is_staff(self) -> bool:
        """The operator whom the service vouches for, or an admin (ROLE-8)."""
        return self.name == STAFF or (self.person is not None and self.person.role.is_staff)

    @property
    def company(self) -> CompanyId | None:
        """The company of this person."""
        return self.person.company if self.person else None

    @property
    def is_visitor(self) -> bool:
        """Whether nobody has signed in."""
        return self.name == PUBLIC

    @property
    def steers(self) -> bool:
        """Whether this is a pilot."""
        return self.person is not None and self.person.role.steers

    @property
    def manages(self) -> bool:
        """Whether this is a manager."""
        return self.person is not None and self.person.role.manages

    def must_be_allowed(self, permission: Permission) -> None:
        """Raises Refused with the permission's rule when the role does not allow the operation."""
        if self.is_staff or permission.is_open_to(self.kinds):
            return
        facts: dict[str, object] = {"role": self.person.role if self.person else self.name}
        raise Refused(permission.rule, "role", facts | {"allowed": ["staff", *sorted(permission.who)]})

    @property
    def kinds(self) -> frozenset[Who]:
        """The kinds of people that this is one of; staff apart, and supervisors, whom their teams tell (`Work`)."""
        if self.person is None:
            return frozenset()
        role, own = self.person.role, _OF_ORGANISATIONS.get(self.person.organisation_role)
        kinds = [Who.SELF] + [Who.PILOT] * role.steers + [Who.MANAGER] * role.manages
        return frozenset(kinds if own is None else [*kinds, own])


_OF_ORGANISATIONS: Final = {OverallRole.ADMINISTRATOR: Who.ADMINISTRATOR, OverallRole.ANALYST: Who.ANALYST}


def name_of_actor(by: object) -> str:
    """How whoever acts is named. Raises Invalid when that is missing or cannot be a name."""
    if not isinstance(by, str) or not trimmed(by):
        raise Invalid("by", "nobody acting")
    from ledr_core.application.operating.values import read

    name: str = read(str, by, "by")
    return name


def actor_named(by: object, unit: UnitOfWork) -> Actor:
    """The actor of that name. Raises Invalid when it is missing or cannot be one, NotFound when nobody has that
    address."""
    name = name_of_actor(by)
    if name in (STAFF, PUBLIC):
        return Actor(name)
    person = unit.people.with_email(name)
    if person is None:
        raise NotFound("person", name)
    return Actor(name, person)
