"""What the host says of the videos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledr_cli.render.page import Page
from ledr_cli.render.registry import renders_list_of
from ledr_core.views.videos import VideoView

_STATES: Final = ("broken", "private", "host_down", "ok")
"""In the order in which people read about them: what they can mend comes first."""


@renders_list_of(VideoView)
def checks(page: Page, items: Sequence[VideoView]) -> None:
    """How many videos are in which state; then those that are not well, and what to do about them."""
    words = page.words
    if not items:
        page.line(words.say("no lesson"))
        return
    by_state = {state: [one for one in items if one.state == state] for state in _STATES}
    page.line(" · ".join(words.count(len(found), f"{state} videos") for state, found in by_state.items() if found))
    unwell = [one for state in _STATES if state != "ok" for one in by_state[state]]
    if not unwell:
        return
    page.line()
    _table(page, unwell)
    page.line()
    for state in _STATES:
        if state != "ok" and by_state[state]:
            page.line("→ " + words.say(f"mend {state}", lesson=by_state[state][0].lesson))


def _table(page: Page, items: Sequence[VideoView]) -> None:
    words = page.words
    titles = [words.label(key) for key in ("state", "lesson", "title", "reason", "video")]
    rows = [
        [
            words.value("video state", one.state),
            one.lesson,
            one.title,
            words.value("video fault", one.reason),
            one.video,
        ]
        for one in items
    ]
    if page.narrow:
        titles = [*titles[:2], words.label("reason")]
        rows = [[state, lesson, f"{title}\n  {reason}\n  {video}"] for state, lesson, title, reason, video in rows]
    page.table(titles, rows)
