"""Pages that people open in a browser, from Jinja2 templates: self-contained HTML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen


@frozen
class JinjaPages:
    """Pages from the templates beside this module."""

    def page(self, name: str, data: Mapping[str, Any], language: str) -> str:
        """The HTML of a page."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        folder = Path(__file__).parent / "templates"
        environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
        return environment.get_template(f"{name}.html.j2").render(data=data, language=language)
