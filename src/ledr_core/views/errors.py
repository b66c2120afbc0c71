"""Errors as results have them, where what is wrong is told of one thing among several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid, LedrError, NotFound, Refused


@frozen
class ErrorView:
    """What keeps something from being done: `refused` by a rule, `invalid` in a field, or `not_found`.

    `ground` is that of the rule or of what is invalid, of what is not found its kind; `reason` says it in English.
    """

    kind: str
    rule: str | None
    field: str | None
    ground: str
    facts: Mapping[str, Any]
    reason: str

    def error(self) -> LedrError:
        """The error itself, to be told in words."""
        if self.rule is not None:
            return Refused(self.rule, self.ground, self.facts)
        if self.field is not None:
            return Invalid(self.field, self.ground, self.facts)
        return NotFound(self.ground, str(self.facts.get("reference")))


def error_view(error: LedrError) -> ErrorView:
    """An error as results have it."""
    if isinstance(error, Refused):
        return ErrorView(error.code, error.rule, None, error.reason, error.facts, str(error))
    if isinstance(error, Invalid):
        return ErrorView(error.code, None, error.field, error.ground, error.facts, error.reason)
    reference = {"reference": error.reference} if isinstance(error, NotFound) else {}
    return ErrorView(error.code, None, None, getattr(error, "kind", ""), reference, str(error))
