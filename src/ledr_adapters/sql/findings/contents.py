"""What the school keeps: its settings, its daily runs, its messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import sqlalchemy as sa

from ledr_adapters.doctor.findings import Finding, State, found
from ledr_adapters.sql import tables as t
from ledr_adapters.sql.doubles import is_double
from ledr_adapters.sql.jobs.job_runs import SqlJobRuns
from ledr_adapters.sql.school.settings import SqlSettings
from ledr_adapters.sql.statements import chunks
from ledr_core.domain.certification.settings import PROVIDER, PROVIDER_STAMP
from ledr_core.domain.jobs.schedule import DAILY, JOBS
from ledr_core.domain.kernel.moments import SCHOOL_ZONE, Moment, day_of
from ledr_core.domain.kernel.school import SITE, SUPPORT_ADDRESS
from ledr_core.domain.settings import SETTINGS

A_DAY_AND_A_BIT: Final = timedelta(hours=26)
OVERDUE, RECENT = timedelta(hours=1), timedelta(days=30)


def contents(connection: sa.Connection, now: Moment, engine: sa.Engine) -> Iterator[Finding]:
    """Settings, identity as a training provider, the last daily run, messages."""
    kept = _values(connection, now)
    yield _settings(kept)
    yield _provider(kept)
    to_come = list(_runs_to_come(connection, now))
    if not any(one.name == "daily run" for one in to_come):
        yield _daily_run(connection, now, engine)
    yield from to_come
    yield from _messages(connection, now)
    yield from _doubles(connection)
    yield from _renamed(connection)


def _values(connection: sa.Connection, now: Moment) -> dict[str, object]:
    """The settings of the whole school as they are today."""
    values: dict[str, object] = {name: one.default for name, one in SETTINGS.items()}
    for one in SqlSettings(connection).values():
        if one.name in values and one.course is None and (one.since is None or one.since <= now.day):
            values[one.name] = one.value
    return values


def _settings(values: Mapping[str, object]) -> Finding:
    address, site = str(values[SUPPORT_ADDRESS.name]), str(values[SITE.name])
    if not _is_address(address):
        return found("settings", State.WARNING, "no support address", address=address)
    if not _is_site(site):
        return found("settings", State.WARNING, "no site", site=site)
    return found("settings", State.OK, "settings", address=address, site=site)


def _provider(values: Mapping[str, object]) -> Finding:
    """Whether attestations can say all that they should of the school (CERT-6)."""
    missing = [one.name for one in (*PROVIDER, PROVIDER_STAMP) if not str(values[one.name]).strip()]
    if missing:
        return found("provider", State.WARNING, "no provider", missing=", ".join(missing), count=len(missing))
    return found("provider", State.OK, "provider")


def _is_address(text: str) -> bool:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True


def _is_site(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _daily_run(connection: sa.Connection, now: Moment, engine: sa.Engine) -> Finding:
    last = SqlJobRuns(connection).last(DAILY, finished=True)
    running = connection.scalar(sa.select(sa.func.count()).where(t.sessions.c.end >= now.day))
    if last is None or last.finished is None:
        words, state = ("never daily", State.WARNING) if running else ("no session", State.OK)
        return found("daily run", state, words, cron=_cron(engine))
    facts = {"local": last.finished.astimezone(SCHOOL_ZONE), "count": len(last.failures)}
    if running and now.instant - last.finished > A_DAY_AND_A_BIT:
        return found("daily run", State.WARNING, "daily late", cron=_cron(engine), **facts)
    if last.failures:
        return found("daily run", State.WARNING, "daily failures", **facts)
    return found("daily run", State.OK, "daily", **facts)


def _runs_to_come(connection: sa.Connection, now: Moment) -> Iterator[Finding]:
    """The jobs whose last run is dated after now, by another clock or in a rehearsal: they do nothing until then."""
    for job in JOBS:
        last = SqlJobRuns(connection).last(job)
        if last is not None and (last.date > now.day or last.started > now.instant):
            day = max(last.date, day_of(last.started))
            yield found(f"{job} run", State.WARNING, "run to come", date=day.isoformat(), today=now.day.isoformat())


def _cron(engine: sa.Engine) -> str:
    """The line that schedules the daily run; the address of a server has a password, so it stays in the environment."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    chosen = f"LEDR_DB=sqlite:///{Path(file).absolute()} " if file else ""
    return f"*/5 * * * * {chosen}ledr jobs due; {chosen}ledr messages deliver"


def _messages(connection: sa.Connection, now: Moment) -> Iterator[Finding]:
    m = t.messages.c
    late = sa.and_(m.state == "pending", m.due < now.instant - OVERDUE)
    stuck = sa.and_(m.state == "sending", m.lease < now.instant)
    conditions = {
        "overdue": sa.or_(late, stuck),
        "failed": sa.and_(m.state == "failed", m.due > now.instant - RECENT),
        "unknown": m.state == "unknown",
    }
    counts = {name: connection.scalar(sa.select(sa.func.count()).where(one)) for name, one in conditions.items()}
    for name, count in counts.items():
        if count:
            yield found("messages", State.WARNING, name, count=count)
    if not any(counts.values()):
        yield found("messages", State.OK, "messages")


_TWICE: Final = {
    "accounts": (t.people.c.email_key, t.people.c.email),
    "sessions": (t.sessions.c.reference_key, t.sessions.c.reference),
    "companies": (t.companies.c.name_key, t.companies.c.name),
}
_PARTS: Final = (t.lessons, t.modules, t.themes, t.courses, t.workshops, t.questions, t.cases)
_NUMBERED: Final = re.compile(r"(?P<first>.+) \([0-9]+\)")
"""How an upgrade called what had the reference of another in another Unicode form: `é1 (2)`."""
_NAMED: Final = 20
"""How many doubles are named at most."""


def _doubles(connection: sa.Connection) -> Iterator[Finding]:
    """What was made twice in different spellings, before they counted as one (ACC-18, SES-2, CO-1)."""
    for name, (key, text) in _TWICE.items():
        names = list(connection.scalars(sa.select(text).where(is_double(key)).order_by(text)))
        if names:
            yield _warning(f"{name} twice", name, names)


def _renamed(connection: sa.Connection) -> Iterator[Finding]:
    """Parts of the catalogue that an upgrade has renamed, since another has their reference (ACC-18, CAT-2).

    Forms differ beyond ASCII alone, so that `module (2)` is as its author called it.
    """
    renamed: list[str] = []
    for table in _PARTS:
        reference = table.c.reference
        numbered = connection.scalars(sa.select(reference).where(reference.like("% (%)"))).all()
        firsts = {one: match["first"] for one in numbered if (match := _NUMBERED.fullmatch(one))}
        wanted = [first for first in firsts.values() if not first.isascii()]
        for some in chunks(wanted):
            there = set(connection.scalars(sa.select(reference).where(reference.in_(some))))
            renamed += [one for one, first in firsts.items() if first in there]
    if renamed:
        yield _warning("catalogue renamed", "catalogue", sorted(dict.fromkeys(renamed)))


def _warning(words: str, name: str, names: Sequence[str]) -> Finding:
    shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    return found(name, State.WARNING, words, count=len(names), names=shown)
