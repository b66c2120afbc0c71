"""Pages that people open in a browser: self-contained HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ledr_core.views.followup import FollowUpTable
    from ledr_core.views.people import PersonalDataView
    from ledr_core.views.simulations import SimulationView
    from ledr_core.views.timelines import TimelineView


class Pages(Protocol):
    """Turns a result into a page or a picture."""

    def page(self, shown: TimelineView | SimulationView | FollowUpTable | PersonalDataView, language: str) -> str:
        """The HTML of the page that shows it, complete in itself: no request leaves it."""

    def picture(self, shown: SimulationView, language: str) -> str:
        """The SVG of the chart that shows it, complete in itself."""
