"""What the machine offers: Python, libraries, the school's time zone."""

from __future__ import annotations

import platform
import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import metadata
from typing import Final

from ledr_adapters.doctor.findings import Finding, State, found
from ledr_adapters.outside import Outside
from ledr_core.domain.kernel.moments import SCHOOL_ZONE, Moment


def findings(outside: Outside, now: Moment) -> Iterator[Finding]:
    """Python, the libraries, the time zone."""
    yield _python()
    yield _libraries()
    yield _time_zone(now)


def _python() -> Finding:
    return found("python", State.OK, "python", python=platform.python_version(), sqlite=sqlite3.sqlite_version)


def _libraries() -> Finding:
    try:
        needed = [one for one in metadata.requires("ledr") or () if "extra ==" not in one]
        version = metadata.version("ledr")
    except metadata.PackageNotFoundError:
        return found("libraries", State.WARNING, "not installed")
    unfit = [text for one in needed if (text := _unfit(one)) is not None]
    if unfit:
        return found("libraries", State.ERROR, "unfit", unfit=", ".join(unfit))
    return found("libraries", State.OK, "libraries", version=version, count=len(needed))


_REQUIREMENT: Final = re.compile(r"([\w.-]+)(?:\[.*?\])?\s*(?:>=\s*([\d.]+))?")


def _unfit(requirement: str) -> str | None:
    """What is required, when it is missing or too old."""
    found = _REQUIREMENT.match(requirement)
    name, least = found.groups(default="0") if found else (requirement, "0")
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} {least}"
    return f"{name} {least} ({version})" if _numbers(version) < _numbers(least) else None


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)[:3]]


def _time_zone(now: Moment) -> Finding:
    winter, summer = (datetime(2026, month, 1, tzinfo=SCHOOL_ZONE).utcoffset() for month in (1, 7))
    if (winter, summer) != (timedelta(hours=1), timedelta(hours=2)):
        return found("time zone", State.ERROR, "no time zone", zone=SCHOOL_ZONE.key)
    return found("time zone", State.OK, "time zone", zone=SCHOOL_ZONE.key, local=now.instant.astimezone(SCHOOL_ZONE))
