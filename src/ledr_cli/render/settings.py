"""The settings of the school, with what they mean in the language of who reads."""

from __future__ import annotations

from typing import Any

from ledr_cli.render import tables
from ledr_cli.render.page import Page
from ledr_core.domain.settings import setting_named


def listing(page: Page, data: list[dict[str, Any]]) -> None:
    """All settings, a row a value."""
    tables.anything(page, "settings.list", [_told(page, one) for one in data])


def setting(page: Page, data: dict[str, Any]) -> None:
    """A setting that was given a value."""
    tables.anything(page, "settings.set", _told(page, data))


def _told(page: Page, data: dict[str, Any]) -> dict[str, Any]:
    meaning = setting_named(data["name"]).french if page.words.language == "fr" else data["meaning"]
    return {name: value for name, value in (data | {"meaning": meaning}).items() if name != "default"}
