"""The eight platform roles (ROLE-1) and what each can do."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

from ledr_core.domain.kernel.errors import Refused

SpaceName: TypeAlias = Literal["learner", "manager", "pilot", "student", "staff", "demo", "organisation"]
"""A `Space` by its value."""


class Space(StrEnum):
    """A part of the platform that is open or closed to a person by itself (ACC-7)."""

    _value_: SpaceName

    LEARNER = "learner"
    MANAGER = "manager"
    PILOT = "pilot"
    STUDENT = "student"
    STAFF = "staff"
    DEMO = "demo"
    ORGANISATION = "organisation"
    """That of the company's organisation, whatever the role on the platform (ACC-16)."""


_LEARNING = frozenset({"learner", "learner_manager", "learner_pilot", "student", "admin"})


RoleName: TypeAlias = Literal[
    "tester", "learner", "manager", "learner_manager", "pilot", "learner_pilot", "student", "admin"
]
"""A `Role` by its value."""


class Role(StrEnum):
    """What somebody is on the platform (ROLE-1)."""

    _value_: RoleName

    TESTER = "tester"
    LEARNER = "learner"
    MANAGER = "manager"
    LEARNER_MANAGER = "learner_manager"
    PILOT = "pilot"
    LEARNER_PILOT = "learner_pilot"
    STUDENT = "student"
    ADMIN = "admin"

    def __init__(self, name: str) -> None:
        self.learns = name in _LEARNING
        """Counted in a licence package, and able to hold a slot (ROLE-9)."""

    def must_learn(self) -> None:
        """Raises Refused ROLE-11 for a role that does not learn; a tester has the demo lessons (ROLE-2)."""
        if not self.learns:
            raise Refused("ROLE-11", "demo lessons alone" if self is Role.TESTER else "does not learn", {"role": self})

    @property
    def manages(self) -> bool:
        """Sees the follow-up of the people they manage (ROLE-4, ROLE-5)."""
        return self in (Role.MANAGER, Role.LEARNER_MANAGER)

    @property
    def steers(self) -> bool:
        """Steers the sessions of their own company (ROLE-5, ROLE-6)."""
        return self in (Role.PILOT, Role.LEARNER_PILOT)

    @property
    def alone(self) -> Role:
        """What is left of it in a company that has put nobody in its charge (ROLE-6, ROLE-12)."""
        if not (self.steers or self.manages):
            return self
        return Role.LEARNER if self.learns else Role.TESTER

    @property
    def is_staff(self) -> bool:
        """Belongs to the school's team and may do everything (ROLE-8)."""
        return self is Role.ADMIN

    @property
    def spaces(self) -> tuple[Space, ...]:
        """The spaces that this role can have, the learner's first."""
        return _SPACES[self]


_SPACES: dict[Role, tuple[Space, ...]] = {
    Role.TESTER: (Space.DEMO,),
    Role.LEARNER: (Space.LEARNER,),
    Role.MANAGER: (Space.MANAGER,),
    Role.LEARNER_MANAGER: (Space.LEARNER, Space.MANAGER),
    Role.PILOT: (Space.PILOT,),
    Role.LEARNER_PILOT: (Space.LEARNER, Space.PILOT),
    Role.STUDENT: (Space.LEARNER, Space.STUDENT),
    Role.ADMIN: (Space.LEARNER, Space.STAFF),
}
