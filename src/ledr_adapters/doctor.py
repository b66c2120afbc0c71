"""What is wrong with an installation, or soon could be: what `ledr doctor` tells. It changes nothing and tells no secret."""

from __future__ import annotations

import os
import platform
import re
import shutil
import smtplib
import sqlite3
import ssl
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy import exc

from ledr_adapters.clock import SystemClock
from ledr_adapters.mail import mail_from
from ledr_adapters.mail.smtp import SmtpMail
from ledr_adapters.sql import tables as t
from ledr_adapters.sql.journal import SqlRuns, SqlSettings
from ledr_adapters.sql.schema import HEAD, version_of
from ledr_adapters.sql.store import engine_for, speaking_our_words
from ledr_core.domain.errors import Conflict, Invalid, LedrError, Unavailable
from ledr_core.domain.moments import SCHOOL_ZONE, Moment
from ledr_core.domain.settings import SETTINGS
from ledr_core.ports.clock import Clock

PATIENCE: Final = 3
"""Seconds that a server, or another writer, has to answer."""
A_DAY_AND_A_BIT: Final = timedelta(hours=26)
OVERDUE: Final = timedelta(hours=1)
RECENT: Final = timedelta(days=30)
LITTLE, TOO_LITTLE = 1_000_000_000, 100_000_000
"""Free bytes under which a disk is watched, and under which it is an error."""


class State(StrEnum):
    """How things stand."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@frozen
class Finding:
    """One thing looked at: how it stands, in French and in English, with what to do when it does not."""

    name: str
    state: State
    text_fr: str
    text_en: str


def diagnose(
    url: str, mail: str | None = None, clock: Clock | None = None, mail_secret_file: str | None = None
) -> tuple[Finding, ...]:
    """All there is to know of an installation: Python, libraries, database, mail, settings, daily run, messages.

    *url* and *mail* are what `open_school` takes. A server has 3 seconds to answer. Raises nothing.
    """
    now = Moment((SystemClock() if clock is None else clock).now())
    return (_python(), _libraries(), _time_zone(now), *_database(url, now), _mail(url, mail, mail_secret_file, now))


def _found(name: str, state: State, french: str, english: str, **facts: object) -> Finding:
    return Finding(name, state, _NARROW.sub("\u00a0", french).format(**facts), english.format(**facts))


_NARROW: Final = re.compile(" (?=[:;!?%»])|(?<=«) ")


# The machine


def _python() -> Finding:
    facts = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    if sys.version_info < (3, 11):
        return _found("python", State.ERROR, "Python {python} est trop ancien : installe la version 3.11 ou une plus récente",
                      "Python {python} is too old: install 3.11 or newer", **facts)  # fmt: skip
    return _found("python", State.OK, "Python {python}, SQLite {sqlite}", "Python {python}, SQLite {sqlite}", **facts)


def _libraries() -> Finding:
    try:
        needed = [_REQUIREMENT.match(one) for one in metadata.requires("ledr") or () if "extra ==" not in one]
    except metadata.PackageNotFoundError:
        return _found("libraries", State.WARNING, "ledr n'est pas installé : ses bibliothèques ne peuvent pas être vérifiées",
                      "ledr is not installed: its libraries cannot be checked")  # fmt: skip
    unfit = [text for one in needed if one and (text := _unfit(one["name"], one["least"] or "0"))]
    if unfit:
        return _found("libraries", State.ERROR, "à installer : {unfit} (pip install --upgrade ledr)",
                      "to be installed: {unfit} (pip install --upgrade ledr)", unfit=", ".join(unfit))  # fmt: skip
    return _found("libraries", State.OK, "ledr {version}, {count} bibliothèques en place",
                  "ledr {version}, {count} libraries in place", version=metadata.version("ledr"), count=len(needed))  # fmt: skip


_REQUIREMENT: Final = re.compile(r"(?P<name>[\w.-]+)(?:\[.*?\])?\s*(?:>=\s*(?P<least>[\d.]+))?")


def _unfit(name: str, least: str) -> str | None:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name}>={least}"
    return f"{name}>={least} ({version})" if _numbers(version) < _numbers(least) else None


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)[:3]]


def _time_zone(now: Moment) -> Finding:
    offsets = [datetime(2026, month, 1, tzinfo=SCHOOL_ZONE).utcoffset() for month in (1, 7)]
    if offsets != [timedelta(hours=1), timedelta(hours=2)]:
        return _found("time zone", State.ERROR, "les données de {zone} manquent ou sont fausses : pip install --upgrade tzdata",
                      "the data of {zone} are missing or wrong: pip install --upgrade tzdata", zone=SCHOOL_ZONE.key)  # fmt: skip
    local = f"{now.instant.astimezone(SCHOOL_ZONE):%Y-%m-%d %H:%M}"
    return _found("time zone", State.OK, "{zone}, où il est {local}", "{zone}, where it is {local}",
                  zone=SCHOOL_ZONE.key, local=local)  # fmt: skip
