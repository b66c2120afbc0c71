"""What people are told on the platform."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders, renders_list_of
from ledr_cli.render.tables import Columns, listing
from ledr_core.views.notifications import BellView, NotificationItem


@renders(BellView)
def bell(page: Page, bell: BellView) -> None:
    """The latest notifications, and how many are unread."""
    page.heading(page.words.count(bell.unread, "unread notification"))
    notifications(page, bell.latest)


@renders_list_of(NotificationItem)
def notifications(page: Page, items: Sequence[NotificationItem]) -> None:
    """Notifications, latest first; those that are unread have a mark."""
    columns: Columns[NotificationItem] = {
        "read": lambda one: "" if one.read else "●",
        "when": lambda one: one.at,
        "title": lambda one: one.title,
        "session": lambda one: None if page.narrow else one.session,
    }
    listing(page, items, "no notification", columns)
