"""Pages that people open in a browser: self-contained HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Pages(Protocol):
    """Turns the JSON form of a result into a page or a picture."""

    def page(self, name: str, data: Mapping[str, Any], language: str) -> str:
        """The HTML of the page of that name (`timeline`, `simulation`), complete in itself: no request leaves it."""

    def picture(self, name: str, data: Mapping[str, Any], language: str) -> str:
        """The SVG of the chart of that name (`simulation`), complete in itself."""
