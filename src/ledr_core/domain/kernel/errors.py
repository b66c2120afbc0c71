"""What can go wrong, as values: every error of the library is one of these (see docs/embedding.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from itertools import islice
from math import isfinite, log10
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


RIGHTS: Final = frozenset(
    {"ROLE-2", "ROLE-3", "ROLE-4", "ROLE-6", "ROLE-10", "ROLE-11", "ROLE-13", "ACC-5", "ACC-6"}
    | {"SLOT-4", "ROT-16", "SES-7", "COM-6", "COM-10", "TEAM-1"}
)
"""The rules that say what somebody has a right to; all others say what may be done at all, whoever asks."""
_OF_GROUNDS: Final = {"credentials": 401, "too many tries": 429, "role": 403, "staff only": 403}
"""The status of refusals that have one ground under several rules."""
_STATUS: Final = {"not_found": 404, "invalid": 422, "conflict": 409, "unavailable": 503}
"""The status of other errors by code."""


class LedrError(Exception):
    """Whatever the library says no to. `code` is its name in JSON.

    It can be copied and pickled, with all its facts.
    """

    code = "error"
    hearer: Hearer | None = None
    """Whom it is told to, when it comes from an operation: who asked for it (SUP-4)."""
    also: Sequence[LedrError] = ()
    """What else is wrong, where all of it was looked for: a file is mended in one go (CAT-13)."""

    @property
    def status(self) -> int:
        """The HTTP status with which a web service answers it."""
        return _STATUS.get(self.code, 500)


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

    @property
    def status(self) -> int:
        """401: whoever asks is not known to be who they say; 429: they have to wait, `wait_seconds` of the facts; 403:
        they have no right to it; 409: a rule forbids it as things are."""
        if self.reason in _OF_GROUNDS:
            return _OF_GROUNDS[self.reason]
        return 403 if self.rule in RIGHTS else 409

    def __str__(self) -> str:
        facts = ", ".join(f"{name}: {_plain(value)}" for name, value in self.facts.items())
        return f"{self.rule}, {self.reason}" + (f" ({facts})" if facts else "")


class NotFound(LedrError):
    """Nothing of that `kind` (person, company, session, course…) has that `reference`."""

    code = "not_found"
    close: Sequence[str] = ()
    """What may have been meant, where whoever asked may know of it."""

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

    in_words: ClassVar[Callable[[Any], tuple[str, Any]]]
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

    `file`, `line` and `column` say where it stands when it was read from a file; of a table whose row is wrong as a
    whole the column is empty.
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
        column: str | None = None,
    ) -> None:
        self.field = cut_text(field, LONGEST_FIELD)
        self.file = file
        self.line = line
        self.column = column
        super().__init__(self.field, ground, facts)

    @property
    def place(self) -> str:
        """What people are told it stands in: the column of a table as it is called there, else the field."""
        return self.field if self.column is None else cut_text(self.column)

    @property
    def allowed(self) -> Any:
        """What would do instead, in English or as a list; None when there is nothing to say."""
        return type(self).in_words(self)[1]

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}" + (f":{self.line}" if self.line else "") + ": "
        reason, would_do = type(self).in_words(self)
        allowed = "" if would_do is None else f" (allowed: {_plain(would_do)})"
        return f"{place}{self.place or self.field}: {reason}{allowed}"


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


class Foreign:
    """What an error keeps of a value that is none of the usual kinds: how it reads, and how Python writes it.

    Somebody's open file or lock is not held by an error, nor does it keep the error from being pickled.
    """

    def __init__(self, reads: str, written: str) -> None:
        self._reads, self._written = reads, written

    def __str__(self) -> str:
        return self._reads

    def __repr__(self) -> str:
        return self._written


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
        return value if value is None or isinstance(value, date | time | timedelta | Enum) else _foreign(value)
    if not deepest:
        return "…"
    return _cut_list(value, most, deepest - 1)


def _foreign(value: object) -> object:
    if hasattr(value, "__fspath__"):
        return cut_text(str(value))
    try:
        return Foreign(cut_text(str(value)), cut_text(repr(value)))
    except Exception:  # whatever somebody's class does when it is asked
        return Foreign(*[object.__repr__(value)] * 2)


def _cut_number(number: float | Decimal) -> object:
    if isinstance(number, int):
        return number if number.bit_length() <= LONGEST else _rounded(number)  # digits of huge ones take long
    if isinstance(number, float):
        return number if isfinite(number) else str(number)
    plain = number.is_finite() and abs(number.adjusted()) <= LONGEST and len(str(number)) <= 2 * LONGEST
    return number if plain else cut_text(str(number))


def _rounded(number: int) -> str:
    """A whole number of any size as a power of ten: 1e400."""
    beyond = number.bit_length() - _EXACT
    places = log10(abs(number) >> beyond) + beyond * log10(2)
    digits = f"{10 ** (places % 1):.3g}"
    return f"{'-' if number < 0 else ''}{digits}e{int(places)}" if digits != "10" else f"1e{int(places) + 1}"


_EXACT: Final = 64
"""Bits of a number that its first digits come from."""


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
