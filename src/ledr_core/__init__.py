"""ledr: a training school whose clients are companies, and whose shared slots turn by themselves.

`from ledr_adapters import open_school` opens one; here are the School and the errors that its operations raise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledr_core.domain.kernel.errors import Conflict, Grounded, Invalid, LedrError, NotFound, Refused, Unavailable

if TYPE_CHECKING:
    from ledr_core.domain.kernel.content import Content
    from ledr_core.school import School

__all__ = ["Conflict", "Content", "Invalid", "LedrError", "NotFound", "Refused", "School", "Unavailable"]


def __getattr__(name: str) -> Any:
    if name == "Content":
        from ledr_core.domain.kernel.content import Content

        return Content
    if name == "School":
        from ledr_core.school import School

        return School
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _in_words(error: Grounded) -> tuple[str, object]:
    from ledr_core.wording.grounds import in_words

    return in_words(error)


Grounded.in_words = _in_words  # the words come in from here: the domain knows none, and they know the domain
