"""Pages that people open in a browser, from Jinja2 templates: each is one file from which no request leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen

from ledr_core.domain.kernel.errors import Invalid

_LANGUAGES: Final = ("fr", "en")


@frozen
class JinjaPages:
    """The `Pages` that are shipped with the library. Jinja2 and Babel are imported when the first page is made."""

    def page(self, name: str, data: Mapping[str, Any], language: str) -> str:
        """The HTML of the page of that name (`timeline`, `simulation`). Raises Invalid for another name or language."""
        _must_be_known("page", name, _PAGES, language)
        return _PAGES[name](data, language)

    def picture(self, name: str, data: Mapping[str, Any], language: str) -> str:
        """The SVG of the chart of that name (`simulation`). Raises Invalid for another name or language."""
        _must_be_known("picture", name, _PICTURES, language)
        return _PICTURES[name](data, language)


def _must_be_known(kind: str, name: str, known: Mapping[str, object], language: str) -> None:
    if language not in _LANGUAGES:
        raise Invalid("language", f"no pages in {language!r}", _LANGUAGES)
    if name not in known:
        raise Invalid(kind, f"no {kind} {name!r}", sorted(known))


def _timeline(data: Mapping[str, Any], language: str) -> str:
    from ledr_adapters.pages.drawing import drawn
    from ledr_adapters.pages.environment import rendered
    from ledr_adapters.pages.words import Words

    words = Words(language, str(data["as_of"]))
    return rendered("timeline", words, page=drawn(data, words))


def _simulation(data: Mapping[str, Any], language: str) -> str:
    from ledr_adapters.pages.environment import rendered
    from ledr_adapters.pages.simulation import drawn
    from ledr_adapters.pages.words import Words

    words = Words(language, str(data["as_of"]))
    return rendered("simulation", words, page=drawn(data, words))


def _simulation_picture(data: Mapping[str, Any], language: str) -> str:
    from ledr_adapters.pages.environment import rendered
    from ledr_adapters.pages.simulation import chart
    from ledr_adapters.pages.words import Words

    words = Words(language, str(data["as_of"]))
    return rendered("simulation", words, kind="svg", page=chart(data, words)).strip() + "\n"


_PAGES: Final[Mapping[str, Callable[[Mapping[str, Any], str], str]]] = {
    "timeline": _timeline,
    "simulation": _simulation,
}
_PICTURES: Final[Mapping[str, Callable[[Mapping[str, Any], str], str]]] = {"simulation": _simulation_picture}
