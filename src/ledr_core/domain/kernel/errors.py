"""What can go wrong, as values: every error of the library is one of these (see docs/embedding.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class LedrError(Exception):
    """Whatever the library says no to. `code` is its name in JSON."""

    code = "error"


class Refused(LedrError):
    """A business rule says no.

    `rule` is its identifier ("SLOT-2"), `reason` one of the rule's grounds ("none free"), `facts` the numbers and
    names behind it. The sentence people read is made from the three by `ledr_core.wording`.
    """

    code = "refused"

    def __init__(self, rule: str, reason: str, facts: Mapping[str, Any] | None = None) -> None:
        self.rule = rule
        self.reason = reason
        self.facts: dict[str, Any] = dict(facts or {})
        super().__init__(rule, reason, self.facts)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}: {_plain(value)}" for name, value in self.facts.items())
        return f"{self.rule}, {self.reason}" + (f" ({facts})" if facts else "")


class NotFound(LedrError):
    """Nothing of that `kind` (person, company, session, course…) has that `reference`."""

    code = "not_found"

    def __init__(self, kind: str, reference: str) -> None:
        self.kind = kind
        self.reference = reference
        super().__init__(kind, reference)

    @property
    def what(self) -> str:
        """The kind, by its name in the JSON form of errors."""
        return self.kind

    def __str__(self) -> str:
        return f"no {self.kind} {self.reference!r}"


class Invalid(LedrError):
    """A value of the wrong shape or type: `field` names it, `reason` says why, `allowed` what would do.

    `file` and `line` say where it stands when it was read from a file.
    """

    code = "invalid"

    def __init__(
        self, field: str, reason: str, allowed: object = None, *, file: str | None = None, line: int | None = None
    ) -> None:
        self.field = field
        self.reason = reason
        self.allowed = allowed
        self.file = file
        self.line = line
        super().__init__(field, reason, allowed)

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}" + (f":{self.line}" if self.line else "") + ": "
        allowed = "" if self.allowed is None else f" (allowed: {_plain(self.allowed)})"
        return f"{place}{self.field}: {self.reason}{allowed}"


class Unavailable(LedrError):
    """A part (database, mail, sms…) is out of service or cannot be used; `reason` says why."""

    code = "unavailable"

    def __init__(self, part: str, reason: str) -> None:
        self.part = part
        self.reason = reason
        super().__init__(part, reason)

    def __str__(self) -> str:
        return f"{self.part}: {self.reason}"


class Conflict(LedrError):
    """Somebody else changed the same thing meanwhile: try again. The library has already tried a few times."""

    code = "conflict"

    def __init__(self, what: str = "") -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return f"changed meanwhile by somebody else: {self.what}" if self.what else "changed meanwhile by somebody else"


def _plain(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(item) for item in value)
    return str(value)
