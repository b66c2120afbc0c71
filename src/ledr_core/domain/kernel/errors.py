"""What can go wrong, as values: every error of the library is one of these (see docs/embedding.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar, Final

if TYPE_CHECKING:
    from ledr_core.domain.kernel.hearing import Hearer

LONGEST: Final = 200
"""Letters that an error keeps of a text: whoever sends a million is told what was wrong with the first ones."""
LONGEST_FIELD: Final = 1_000
"""Letters of the name of a field, with those of the fields around it."""
MOST: Final = 20
"""Items that an error keeps of a list that was refused."""
DEEPEST: Final = 4
"""Lists within lists of which an error keeps something."""


class LedrError(Exception):
    """Whatever the library says no to. `code` is its name in JSON."""

    code = "error"
    hearer: Hearer | None = None
    """Whom it is told to, when it comes from an operation: who asked for it (SUP-4)."""
    also: Sequence[LedrError] = ()
    """What else is wrong, where all of it was looked for: a file is mended in one go (CAT-13)."""


class Refused(LedrError):
    """A business rule says no.

    `rule` is its identifier ("SLOT-2"), `reason` one of the rule's grounds ("none free"), `facts` the numbers and
    names behind it. The sentence people read is made from the three by `ledr_core.wording`.
    """

    code = "refused"

    def __init__(self, rule: str, reason: str, facts: Mapping[str, Any] | None = None) -> None:
        self.rule = rule
        self.reason = reason
        self.facts: dict[str, Any] = {name: cut(value, None) for name, value in (facts or {}).items()}
        super().__init__(rule, reason, self.facts)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}: {_plain(value)}" for name, value in self.facts.items())
        return f"{self.rule}, {self.reason}" + (f" ({facts})" if facts else "")


class NotFound(LedrError):
    """Nothing of that `kind` (person, company, session, course…) has that `reference`."""

    code = "not_found"

    def __init__(self, kind: str, reference: str) -> None:
        self.kind = kind
        self.reference = cut_text(reference)
        super().__init__(kind, self.reference)

    @property
    def what(self) -> str:
        """The kind, by its name in the JSON form of errors."""
        return self.kind

    def __str__(self) -> str:
        return f"no {self.kind} {self.reference!r}"


class Grounded(LedrError):
    """What is invalid or unavailable, made as a refusal is: one of its grounds, and the facts behind it.

    `value` among the facts is what was refused, `choices` what would do.
    """

    in_words: ClassVar[Callable[[Any], tuple[str, object]]]
    """The reason in English, and what is allowed: `ledr_core` hands it in, since the words are none of the domain's."""

    def __init__(self, name: str, ground: str, facts: Mapping[str, Any] | None = None) -> None:
        self.ground = ground
        self.facts: dict[str, Any] = {
            fact: cut(value, MOST if fact == "value" else None) for fact, value in (facts or {}).items()
        }
        super().__init__(name, ground, self.facts)

    @property
    def reason(self) -> str:
        """What is the matter, in English."""
        return type(self).in_words(self)[0]


class Invalid(Grounded):
    """A value of the wrong shape or type: `field` names it, `ground` says why ("not a date"), `reason` in English.

    `file` and `line` say where it stands when it was read from a file.
    """

    code = "invalid"

    def __init__(
        self,
        field: str,
        ground: str,
        facts: Mapping[str, Any] | None = None,
        *,
        file: str | None = None,
        line: int | None = None,
    ) -> None:
        self.field = cut_text(field, LONGEST_FIELD)
        self.file = file
        self.line = line
        super().__init__(self.field, ground, facts)

    @property
    def allowed(self) -> object:
        """What would do instead, in English or as a list; None when there is nothing to say."""
        return type(self).in_words(self)[1]

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}" + (f":{self.line}" if self.line else "") + ": "
        reason, would_do = type(self).in_words(self)
        allowed = "" if would_do is None else f" (allowed: {_plain(would_do)})"
        return f"{place}{self.field}: {reason}{allowed}"


class Unavailable(Grounded):
    """A part (database, mail, sms…) is out of service or cannot be used; `ground` says why ("locked"), `reason` in
    English."""

    code = "unavailable"

    def __init__(self, part: str, ground: str, facts: Mapping[str, Any] | None = None) -> None:
        self.part = part
        super().__init__(part, ground, facts)

    def __str__(self) -> str:
        return f"{self.part}: {self.reason}"


class Conflict(LedrError):
    """Somebody else changed the same thing meanwhile: try again. The library has already tried a few times."""

    code = "conflict"

    def __init__(self, what: str = "") -> None:
        self.what = cut_text(what)
        super().__init__(self.what)

    def __str__(self) -> str:
        return f"changed meanwhile by somebody else: {self.what}" if self.what else "changed meanwhile by somebody else"


def cut_text(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning."""
    return text if len(text) <= longest else str.__str__(text)[:longest] + "…"


def cut(value: Any, most: int | None, deepest: int = DEEPEST) -> Any:
    """What an error keeps of a value: the beginnings of its texts, and of its lists that many items, or all.

    It may be anything that somebody sent, however long and deep.
    """
    if isinstance(value, str):
        return value if isinstance(value, Enum) else cut_text(value)
    if isinstance(value, bytes):
        return value[:LONGEST]
    from ledr_core.domain.kernel.content import Content  # an error is imported by all, and attrs costs much

    if isinstance(value, Content):
        return cut_text(str(value.name))
    if isinstance(value, datetime):
        return value if 1 < value.year < 9999 else value.isoformat()  # whose neighbours have no date
    if isinstance(value, int | float | Decimal):
        return _cut_number(value)
    if not isinstance(value, list | tuple | set | frozenset | dict):
        return value
    if not deepest:
        return "…"
    return _cut_list(value, most, deepest - 1)


def _cut_number(number: float | Decimal) -> object:
    if isinstance(number, int):
        return number if number.bit_length() <= LONGEST else cut_text(hex(number))  # digits of huge ones take long
    if isinstance(number, float):
        return number if isfinite(number) else str(number)
    plain = number.is_finite() and abs(number.adjusted()) <= LONGEST and len(str(number)) <= 2 * LONGEST
    return number if plain else cut_text(str(number))


def _cut_list(value: Any, most: int | None, deepest: int) -> object:
    if isinstance(value, dict):
        return {cut(name, most, deepest): cut(item, most, deepest) for name, item in islice(value.items(), most)}
    items = [cut(item, most, deepest) for item in islice(value, most)]
    if most is not None and isinstance(value, set | frozenset):
        return items  # of any kinds, which have no order
    return next(kind(items) for kind in (list, tuple, set, frozenset) if isinstance(value, kind))


def _plain(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(item) for item in value)
    return str(value)
