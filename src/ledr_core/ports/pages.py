"""Pages that people open in a browser: self-contained HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Pages(Protocol):
    """Turns the JSON form of a result into a page."""

    def page(self, name: str, data: Mapping[str, Any], language: str) -> str:
        """The HTML of the page of that name (`timeline`), complete in itself: no request leaves it."""
