"""Pages that people open in a browser, from Jinja2 templates: each is one file from which no request leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid

if TYPE_CHECKING:
    from ledr_core.ports.pages import Shown
    from ledr_core.views.evidence import LearnerPage, SessionPage
    from ledr_core.views.followup import FollowUpTable
    from ledr_core.views.people import PersonalDataView
    from ledr_core.views.simulations import SimulationView
    from ledr_core.views.timelines import TimelineView

_LANGUAGES: Final = ("fr", "en")


@frozen
class JinjaPages:
    """The `Pages` that are shipped with the library. What they need is imported when the first page is made."""

    def page(self, shown: Shown, language: str) -> str:
        """The HTML of the page that shows a result. Raises Invalid for another result or language."""
        from ledr_core.views.evidence import LearnerPage, SessionPage
        from ledr_core.views.followup import FollowUpTable
        from ledr_core.views.people import PersonalDataView
        from ledr_core.views.simulations import SimulationView
        from ledr_core.views.timelines import TimelineView

        _must_be_spoken(language)
        match shown:
            case TimelineView():
                return _timeline(shown, language)
            case SimulationView():
                return _simulation(shown, language)
            case FollowUpTable():
                return _follow_up(shown, language)
            case PersonalDataView():
                return _personal_data(shown, language)
            case LearnerPage() | SessionPage():
                return _evidence(shown, language)
        known = (TimelineView, SimulationView, FollowUpTable, PersonalDataView, LearnerPage, SessionPage)
        raise _unknown("page", shown, *known)

    def picture(self, shown: SimulationView, language: str) -> str:
        """The SVG of the chart that shows a result. Raises Invalid for another result or language."""
        from ledr_core.views.simulations import SimulationView

        _must_be_spoken(language)
        if isinstance(shown, SimulationView):
            return _simulation_picture(shown, language)
        raise _unknown("picture", shown, SimulationView)


def _unknown(kind: str, shown: object, *known: type) -> Invalid:
    choices = [one.__name__ for one in known]
    return Invalid(kind, "no such page", {"kind": kind, "value": type(shown).__name__, "choices": choices})


def _must_be_spoken(language: str) -> None:
    if language not in _LANGUAGES:
        raise Invalid("language", "no pages in that language", {"value": language, "choices": _LANGUAGES})


def _timeline(shown: TimelineView, language: str) -> str:
    from ledr_adapters.pages.drawing import drawn
    from ledr_adapters.pages.environment import rendered
    from ledr_adapters.pages.words import Words

    words = Words(language, shown.as_of)
    return rendered("timeline", words, page=drawn(shown, words))


def _simulation(shown: SimulationView, language: str) -> str:
    from ledr_adapters.pages.environment import rendered
    from ledr_adapters.pages.simulation import drawn
    from ledr_adapters.pages.words import Words

    words = Words(language, shown.as_of)
    return rendered("simulation", words, page=drawn(shown, words))


def _follow_up(shown: FollowUpTable, language: str) -> str:
    from ledr_adapters.pages.environment import rendered
    from ledr_adapters.pages.follow_up import drawn
    from ledr_adapters.pages.words import Words

    return rendered("follow_up", Words(language, shown.as_of), page=drawn(shown, language))


def _personal_data(shown: PersonalDataView, language: str) -> str:
    from ledr_adapters.pages.environment import rendered
    from ledr_adapters.pages.personal_data import drawn
    from ledr_adapters.pages.words import Words

    words = Words(language, shown.as_of)
    return rendered("personal_data", words, page=drawn(shown, words))


def _evidence(shown: LearnerPage | SessionPage, language: str) -> str:
    from ledr_adapters.pages.environment import rendered
    from ledr_adapters.pages.evidence import day_of_page, drawn
    from ledr_adapters.pages.words import Words

    words = Words(language, day_of_page(shown.evidence))
    return rendered("evidence", words, page=drawn(shown, words))


def _simulation_picture(shown: SimulationView, language: str) -> str:
    from ledr_adapters.pages.environment import rendered
    from ledr_adapters.pages.simulation import chart
    from ledr_adapters.pages.words import Words

    words = Words(language, shown.as_of)
    return rendered("simulation", words, kind="svg", page=chart(shown, words)).strip() + "\n"
