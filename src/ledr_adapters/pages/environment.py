"""How the templates of pages are read; style and script stand in the page itself, the script under its own hash."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from ledr_adapters.pages.words import Words

_FOLDER: Final = Path(__file__).parent / "templates"


def rendered(name: str, words: Words, kind: str = "html", **facts: object) -> str:
    """The page of that name in these words, or its picture (`svg`), with the facts that its template asks for."""
    return _environment().get_template(f"{name}.{kind}.j2").render(words=words, say=words.say, **facts)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    script = _text("_layout.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    environment.globals |= {"style": Markup(_text("_layout.css")), "script": Markup(script), "script_hash": digest}
    own = ("simulation", "follow_up", "personal_data")
    environment.globals |= {name: Markup(_text(f"_{name}.css")) for name in own}
    return environment


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8").strip()
