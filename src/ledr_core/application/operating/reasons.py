"""Why pieces of one run failed, as its log says it (JOB-6)."""

from __future__ import annotations

from attrs import define, field

from ledr_core.application.operating.desk import Desk
from ledr_core.domain.kernel.errors import LedrError, Unavailable


@define
class Reasons:
    """The words for what went wrong in the pieces of a run.

    A damaged row is told as operations tell it. It is searched for once a run, at the first error that may come of one:
    that takes long, and what is repaired first is found first.
    """

    desk: Desk
    _searched: bool = field(default=False, init=False)
    _damaged: Unavailable | None = field(default=None, init=False)

    def why(self, error: Exception) -> str:
        """An error in words."""
        told = self.behind(error)
        return f"{type(told).__name__}: {told}"

    def behind(self, error: Exception) -> Exception:
        """The error to tell: the damaged row that one of Python may come of, or itself."""
        return error if isinstance(error, LedrError | OSError) else self._behind(error) or error

    def _behind(self, error: Exception) -> Unavailable | None:
        if not self._searched:
            self._damaged, self._searched = self.desk.damage_behind(error), True
        return self._damaged
