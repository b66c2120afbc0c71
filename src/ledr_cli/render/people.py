"""What people set for themselves, and what they are told on the platform."""

from __future__ import annotations

from typing import Any

from ledr_cli.render.page import Page
from ledr_cli.render.tables import listing


def settings(page: Page, data: dict[str, Any]) -> None:
    """What a person has set, a line each."""
    words = page.words
    page.heading(str(data["person"]))
    picture = words.say("picture kept") if data.get("picture") else words.say("initials", initials=data["initials"])
    page.pairs(
        [
            (words.label("phone"), data.get("phone") or words.say("no phone")),
            (words.label("sms"), words.say("sms wanted" if data["sms"] else "sms not wanted")),
            (words.label("community_emails"), words.value("community_emails", data["community_emails"])),
            (words.label("anonymous"), words.say("shown without name" if data["anonymous"] else "shown with name")),
            (words.label("picture"), picture),
            (words.label("access until"), words.long_day(data["end"]) if data.get("end") else words.say("no end")),
        ]
    )


def bell(page: Page, data: dict[str, Any]) -> None:
    """The latest notifications, and how many are unread."""
    page.heading(page.words.count(int(data["unread"]), "unread notification"))
    notifications(page, data["latest"])


def notifications(page: Page, items: list[dict[str, Any]]) -> None:
    """Notifications, latest first; those that are unread have a mark."""
    shown = [{**one, "when": one["at"], "read": "" if one["read"] else "●"} for one in items]
    keys = ("read", "when", "title") if page.narrow else ("read", "when", "title", "session")
    listing(page, shown, "no notification", keys)


def sent(page: Page, data: dict[str, Any]) -> None:
    """What somebody who asks for a link is told, with an account or without."""
    page.line(page.words.say("link sent if account"))
