"""Who may ask for what, staff being always allowed (ROLE-8, ROLE-11).

Each operation says it where it is written. What depends on the object, another company's session for example, is
checked when it is loaded.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeAlias

from attrs import frozen


class Who(StrEnum):
    """A kind of acting person, staff apart."""

    PILOT = "pilot"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    """Of the organisation of their company (TEAM-1)."""
    ANALYST = "analyst"
    """Of that organisation too."""
    SUPERVISOR = "supervisor"
    """Of a team of it."""
    SELF = "self"
    """Anybody with an account, for themselves."""
    PUBLIC = "public"
    """Anybody, with or without an account."""


Those: TypeAlias = Who | tuple[Who, ...]
"""One kind of people, or several; `()` is nobody but staff."""

PILOT, MANAGER, SELF, PUBLIC = Who.PILOT, Who.MANAGER, Who.SELF, Who.PUBLIC
ADMINISTRATOR, ANALYST, SUPERVISOR = Who.ADMINISTRATOR, Who.ANALYST, Who.SUPERVISOR
NOBODY_ELSE: Final[tuple[Who, ...]] = ()
"""Staff alone."""


@frozen
class Permission:
    """Who may ask beside staff, and the rule that says so: the one that a refusal names (API: order of refusals)."""

    rule: str
    who: frozenset[Who]

    def is_open_to(self, kinds: frozenset[Who]) -> bool:
        """Whether people of these kinds may ask, staff apart."""
        return Who.PUBLIC in self.who or bool(kinds & self.who)


def permission(rule: str, may: Those) -> Permission:
    """The permission for those people, by that rule."""
    return Permission(rule, frozenset([may] if isinstance(may, Who) else may))
