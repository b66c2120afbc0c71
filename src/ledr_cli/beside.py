"""The verbs of areas that are no operations: they need no school."""

from __future__ import annotations

from ledr_cli.extras import Argument, Extra
from ledr_cli.options import Settings
from ledr_cli.texts import text


def verb_beside(area: str, verb: str, language: str) -> Extra:
    """The verb of that name. Raises LookupError for another one."""
    if (area, verb) != ("catalogue", "new"):
        raise LookupError(f"{area} {verb}")
    folder = Argument("folder", text("metavar FOLDER", language), text("course folder", language))
    return Extra(verb, language, _new_course, "ledr catalogue new parcours", text("course new", language), [folder])


def _new_course(settings: Settings, folder: str) -> int:
    from ledr_cli.new_course import new_course

    return new_course(settings, folder)
