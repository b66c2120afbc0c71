"""Errors as results have them, where what is wrong is told of one thing among several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from attrs import frozen

from ledr_core.domain.kernel.errors import Conflict, Invalid, NotFound, Refused, Unavailable

Told: TypeAlias = Refused | Invalid | NotFound | Unavailable | Conflict
"""The errors that are told of one thing among several."""


@frozen
class ErrorView:
    """What keeps something from being done: `refused` by a rule, `invalid` in a field, `not_found`; in runs also
    `unavailable`, a part out of service, and `conflict`.

    `ground` is that of the rule or of what is invalid or out of service, of what is not found its kind; `reason` says
    it in English.
    """

    kind: Literal["refused", "invalid", "not_found", "unavailable", "conflict"]
    rule: str | None
    field: str | None
    ground: str
    facts: Mapping[str, Any]
    reason: str
    part: str | None = None

    def error(self) -> Told:
        """The error itself, to be told in words."""
        if self.rule is not None:
            return Refused(self.rule, self.ground, self.facts)
        if self.field is not None:
            return Invalid(self.field, self.ground, self.facts)
        if self.part is not None:
            return Unavailable(self.part, self.ground, self.facts)
        if self.kind == "conflict":
            return Conflict(self.ground)
        return NotFound(self.ground, str(self.facts.get("reference")))


def error_view(error: Told) -> ErrorView:
    """An error as results have it."""
    if isinstance(error, Refused):
        return ErrorView("refused", error.rule, None, error.reason, error.facts, str(error))
    if isinstance(error, Invalid):
        return ErrorView("invalid", None, error.field, error.ground, error.facts, error.reason)
    if isinstance(error, Unavailable):
        return ErrorView("unavailable", None, None, error.ground, error.facts, error.reason, error.part)
    if isinstance(error, Conflict):
        return ErrorView("conflict", None, None, error.what, {}, str(error))
    return ErrorView("not_found", None, None, error.kind, {"reference": error.reference}, str(error))
