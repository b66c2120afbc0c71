"""The settings of the school, with what they mean in the language of who reads."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render import tables
from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_core.domain.settings import setting_named
from ledr_core.views.settings import SettingView


@renders_list_of(SettingView)
def listing(page: Page, items: Sequence[SettingView]) -> None:
    """All settings, a row a value."""
    columns: tables.Columns[SettingView] = {
        "name": lambda one: one.name,
        "value": lambda one: one.value,
        "since": lambda one: one.since,
        "course": lambda one: one.course,
        "meaning": lambda one: _meaning(page, one),
    }
    tables.listing(page, items, "no setting", columns)


@renders(SettingView)
def setting(page: Page, one: SettingView) -> None:
    """A setting that was given a value."""
    facts = {"value": one.value, "since": one.since, "meaning": _meaning(page, one), "course": one.course}
    tables.sheet(page, {"name": one.name, **facts})


def _meaning(page: Page, one: SettingView) -> str:
    return setting_named(one.name).french if page.words.language == "fr" else one.meaning
