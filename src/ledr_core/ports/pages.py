"""Pages that people open in a browser: self-contained HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from ledr_core.views.evidence import LearnerPage, SessionPage
    from ledr_core.views.followup import FollowUpTable
    from ledr_core.views.people import PersonalDataView
    from ledr_core.views.simulations import SimulationView
    from ledr_core.views.timelines import TimelineView

Shown: TypeAlias = "TimelineView | SimulationView | FollowUpTable | PersonalDataView | LearnerPage | SessionPage"
"""The results that have a page."""


class Pages(Protocol):
    """Turns a result into a page or a picture."""

    def page(self, shown: Shown, language: str) -> str:
        """The HTML of the page that shows it, complete in itself: no request leaves it."""

    def picture(self, shown: SimulationView, language: str) -> str:
        """The SVG of the chart that shows it, complete in itself."""
