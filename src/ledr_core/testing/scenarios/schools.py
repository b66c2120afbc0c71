"""The schools that come with the library, from which a scenario may start: `given: [ledr:small]`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PREFIX: Final = "ledr:"
FIRST: Final = "ledr:small"
"""The one to begin with."""
_FOLDER: Final = Path(__file__).parents[1] / "schools"


def shipped() -> tuple[str, ...]:
    """What a scenario calls them."""
    return tuple(PREFIX + file.stem for file in sorted(_FOLDER.glob("*.yaml")))


def file_of(name: str) -> Path:
    """The file of the school of that name, which may not exist."""
    return _FOLDER / f"{name.removeprefix(PREFIX)}.yaml"
