"""The sentences, as their files hold them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


@cache
def sentences(name: str) -> Any:
    """What the file of that name, below this folder, holds: `refusals`, `errors`, `operations/slots`…"""
    from ledr_core.wording import yaml12

    path = Path(__file__).parent / f"{name}.yaml"
    return yaml12.read(path, path.name).value
