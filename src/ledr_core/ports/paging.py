"""Lists that grow are read by page: what is wanted of one, and what it costs."""

from __future__ import annotations

from typing import Any, Final, Generic, TypeVar

from attrs import frozen

Named = TypeVar("Named")


@frozen
class Page(Generic[Named]):
    """Of a list, in its order, the rows after one that was seen: at most so many, else all that come.

    A page costs in proportion to what is on it, whatever comes before or after. A list raises LookupError for a row
    seen that there is not (any more).
    """

    after: Named | None = None
    limit: int | None = None


WHOLE: Final[Page[Any]] = Page()
"""All of it."""
