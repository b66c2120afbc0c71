"""The settings of the school, with what they mean in the language of who reads."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render import tables
from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_core.views.settings import SettingView
from ledr_core.wording.settings import meaning


@renders_list_of(SettingView)
def listing(page: Page, items: Sequence[SettingView]) -> None:
    """All settings, a row a value."""
    columns: tables.Columns[SettingView] = {
        "name": lambda one: one.name,
        "value": lambda one: one.value,
        "since": lambda one: one.since,
        "course": lambda one: one.course,
        "meaning": lambda one: meaning(one.name, page.words.language),
    }
    tables.listing(page, items, "no setting", columns)


@renders(SettingView)
def setting(page: Page, one: SettingView) -> None:
    """A setting that was given a value."""
    means = meaning(one.name, page.words.language)
    tables.sheet(
        page, {"name": one.name, "value": one.value, "since": one.since, "meaning": means, "course": one.course}
    )
