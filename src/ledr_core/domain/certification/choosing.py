"""Which of somebody's copies is meant, when no course is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from ledr_core.domain.certification.copies import Copy, State
from ledr_core.domain.kernel.identifiers import CourseId

_OPEN: Final = (State.BEGUN, State.REWORKING)


def copy_to_see(copies: Iterable[Copy], followed: CourseId | None) -> Copy | None:
    """That of the course that is *followed*, an open one, or the last."""
    return max(copies, key=lambda copy: (copy.course == followed, copy.state in _OPEN, copy.begun), default=None)


def copy_open_to(copies: Iterable[Copy], followed: CourseId | None) -> Copy | None:
    """An open one, that of the present course before a rework in another; one begun elsewhere is not open (CASE-9)."""
    own = [copy for copy in copies if copy.state is not State.BEGUN or followed in (None, copy.course)]
    return max(own, key=lambda copy: (copy.state in _OPEN, copy.course == followed, copy.begun), default=None)


def is_left_behind(copy: Copy, followed: CourseId | None) -> bool:
    """Whether a copy is closed since another course is followed now; one under rework stays open."""
    return followed is not None and copy.course != followed and copy.state is not State.REWORKING


def copy_to_ask_for(
    copies: Iterable[Copy], followed: CourseId | None, ends: Mapping[CourseId, date | None], today: date
) -> Copy | None:
    """One whose rework may be asked for, by the end dates of the courses, that of the present course first (CASE-9)."""
    allowed = [copy for copy in copies if copy.rework_allowed(ends[copy.course], today)]
    return max(allowed, key=lambda copy: (copy.course == followed, copy.begun), default=None)
