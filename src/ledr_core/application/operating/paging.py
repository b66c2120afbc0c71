"""Lists that are read page by page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ledr_core.domain.kernel.errors import Invalid


@contextmanager
def going_on(after: object) -> Iterator[None]:
    """Reading a list after the row so named. Raises Invalid (after) when there is none."""
    try:
        yield
    except LookupError:
        raise Invalid("after", "no row of the list", {"value": after}) from None
