"""Who is asked about videos (`ledr doctor`); nobody is asked now."""

from __future__ import annotations

from collections.abc import Iterator

from ledr_adapters.doctor.findings import Finding, State, found
from ledr_adapters.outside import Outside
from ledr_adapters.video import videos_from
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import Moment


def findings(outside: Outside, now: Moment) -> Iterator[Finding]:
    """Who is asked about videos."""
    chosen = outside.videos or ("offline" if outside.url == "memory:" else "vimeo")
    try:
        host = videos_from(chosen) if isinstance(chosen, str) else chosen
    except Invalid as error:
        yield found("videos", State.ERROR, "no host of videos", reason=error.reason)
        return
    yield found("videos", State.OK, "videos offline" if host.name == "offline" else "videos", host=host.host.name)
