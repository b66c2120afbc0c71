"""Errors as results have them, where what is wrong is told of one thing among several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid, NotFound, Refused

Told: TypeAlias = Refused | Invalid | NotFound
"""The errors that are told of one thing among several."""


@frozen
class ErrorView:
    """What keeps something from being done: `refused` by a rule, `invalid` in a field, or `not_found`.

    `ground` is that of the rule or of what is invalid, of what is not found its kind; `reason` says it in English.
    """

    kind: Literal["refused", "invalid", "not_found"]
    rule: str | None
    field: str | None
    ground: str
    facts: Mapping[str, Any]
    reason: str

    def error(self) -> Told:
        """The error itself, to be told in words."""
        if self.rule is not None:
            return Refused(self.rule, self.ground, self.facts)
        if self.field is not None:
            return Invalid(self.field, self.ground, self.facts)
        return NotFound(self.ground, str(self.facts.get("reference")))


def error_view(error: Told) -> ErrorView:
    """An error as results have it."""
    if isinstance(error, Refused):
        return ErrorView("refused", error.rule, None, error.reason, error.facts, str(error))
    if isinstance(error, Invalid):
        return ErrorView("invalid", None, error.field, error.ground, error.facts, error.reason)
    return ErrorView("not_found", None, None, error.kind, {"reference": error.reference}, str(error))
