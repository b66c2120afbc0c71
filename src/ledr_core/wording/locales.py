"""The conventions of a language, from Babel, which is slow to import: only once something is said."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


@cache
def locale(name: str) -> Locale:
    """The locale of that name: `fr_FR`."""
    from babel import Locale

    return Locale.parse(name)
