"""What is wrong with an installation, or soon could be (`ledr doctor`). Nothing is changed and no secret is told."""

from __future__ import annotations

import getpass
import os
import platform
import re
import shutil
import smtplib
import socket
import sqlite3
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import sqlalchemy as sa
from attrs import frozen

from ledr_adapters.clock import SystemClock
from ledr_adapters.contacts import contacts_from
from ledr_adapters.contacts.drip import DripContacts
from ledr_adapters.contacts.files import CsvContacts
from ledr_adapters.doctor_words import in_both, size
from ledr_adapters.mail import mail_from
from ledr_adapters.mail.smtp import SmtpMail
from ledr_adapters.sql import tables as t
from ledr_adapters.sql.journal import SqlRuns, SqlSettings
from ledr_adapters.sql.schema import HEAD
from ledr_adapters.sql.store import engine_for, speaking_our_words
from ledr_adapters.video import videos_from
from ledr_core.domain.errors import Conflict, Invalid, Unavailable
from ledr_core.domain.moments import SCHOOL_ZONE, Moment
from ledr_core.domain.settings import SETTINGS
from ledr_core.ports.clock import Clock

PATIENCE: Final = 3
"""Seconds that a server, or another program that writes, has to answer."""
DAILY, A_DAY_AND_A_BIT = "daily", timedelta(hours=26)
OVERDUE, RECENT = timedelta(hours=1), timedelta(days=30)
LITTLE, TOO_LITTLE = 1_000_000_000, 100_000_000
"""Free bytes under which a disk is watched, and under which it is an error."""


class State(StrEnum):
    """How something stands."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@frozen
class Finding:
    """One thing looked at, how it stands, and what to do when it does not."""

    name: str
    state: State
    text_fr: str
    text_en: str


def diagnose(
    url: str,
    mail: str | None = None,
    clock: Clock | None = None,
    mail_secret_file: str | None = None,
    videos: str | None = None,
    contacts: str | None = None,
    contacts_secret_file: str | None = None,
) -> tuple[Finding, ...]:
    """All there is to know of an installation: the machine, database, settings, jobs, messages, mail, videos, contacts.

    *url*, *mail*, *videos* and *contacts* are what `open_school` takes. Servers have 3 seconds to answer. Whatever is
    wrong is a finding.
    """
    now = Moment((SystemClock() if clock is None else clock).now())
    machine = (_python(), _libraries(), _time_zone(now))
    outside = (_mail(url, mail, mail_secret_file, now), _videos(url, videos))
    return (*machine, *_database(url, now), *outside, _contacts(url, contacts, contacts_secret_file))


def _found(name: str, state: State, words: str, **facts: object) -> Finding:
    return Finding(name, state, *in_both(words, **facts))


# The machine


def _python() -> Finding:
    return _found("python", State.OK, "python", python=platform.python_version(), sqlite=sqlite3.sqlite_version)


def _libraries() -> Finding:
    try:
        needed = [one for one in metadata.requires("ledr") or () if "extra ==" not in one]
        version = metadata.version("ledr")
    except metadata.PackageNotFoundError:
        return _found("libraries", State.WARNING, "not installed")
    unfit = [text for one in needed if (text := _unfit(one)) is not None]
    if unfit:
        return _found("libraries", State.ERROR, "unfit", unfit=", ".join(unfit))
    return _found("libraries", State.OK, "libraries", version=version, count=len(needed))


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
        return _found("time zone", State.ERROR, "no time zone", zone=SCHOOL_ZONE.key)
    return _found("time zone", State.OK, "time zone", zone=SCHOOL_ZONE.key, local=now.instant.astimezone(SCHOOL_ZONE))


# The database


def _database(url: str, now: Moment) -> Iterator[Finding]:
    try:
        engine = engine_for(_patient(url))
    except Invalid:
        yield _found("database", State.ERROR, "no address")
        return
    except Unavailable:
        yield _found("database", State.ERROR, "no driver")
        return
    if engine.dialect.name != "sqlite":
        yield from _inside(engine, now, None)
    elif not engine.url.database:
        yield _found("database", State.WARNING, "memory")
    else:
        yield from _file(engine, now, Path(engine.url.database).absolute())
    engine.dispose()


def _patient(url: str) -> str:
    """The address with a limit to how long a server may take to answer."""
    if not url.startswith("postgresql") or "connect_timeout" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}connect_timeout={PATIENCE}"


def _shown(engine: sa.Engine) -> str:
    """The address without password, nor options, which may hold one."""
    return engine.url.set(query={}).render_as_string(hide_password=True)


def _file(engine: sa.Engine, now: Moment, path: Path) -> Iterator[Finding]:
    if not path.parent.is_dir():
        yield _found("database", State.ERROR, "no folder", folder=path.parent)
        return
    if not path.exists():
        yield _found("database", State.ERROR, "missing", place=path, url=_shown(engine))
    elif not (_may_write(path) and _may_write(path.parent)):
        yield _read_only(path)
    else:
        yield from _inside(engine, now, path)
    yield _disk(path.parent)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _read_only(path: Path) -> Finding:
    return _found("writing", State.ERROR, "read only", user=_user(), place=path.parent)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    state = State.ERROR if free < TOO_LITTLE else State.WARNING if free < LITTLE else State.OK
    return _found("disk", state, "disk" if state is State.OK else "little disk", free=size(free))


def _inside(engine: sa.Engine, now: Moment, path: Path | None) -> Iterator[Finding]:
    """What is in a database that should be ours."""
    try:
        with speaking_our_words(engine), engine.connect() as connection:
            reading = connection.execution_options(ledr_reads=True)
            with reading.begin():
                schema = _schema(engine, reading)
                yield schema
                if schema.state is State.OK:
                    kept = _values(reading, now)
                    yield _settings(kept)
                    yield _provider(kept)
                    yield _daily_run(reading, now, engine)
                    yield from _messages(reading, now)
                    if path is None:
                        yield _server_writable(engine, reading)
    except (Unavailable, Conflict) as error:
        reason = error.reason if isinstance(error, Unavailable) else error.what
        yield _found("database", State.ERROR, "unreachable", url=_shown(engine), reason=" ".join(reason.split()))
        return
    if path is not None and schema.state is State.OK:
        yield from (_safely(name, check, path) for name, check in _FILE_CHECKS.items())


def _schema(engine: sa.Engine, connection: sa.Connection) -> Finding:
    tables, url = set(sa.inspect(connection).get_table_names()), _shown(engine)
    if not tables:
        return _found("database", State.ERROR, "empty", url=url)
    if not {"alembic_version", t.sessions.name, t.messages.name, t.runs.name} <= tables:
        return _found("database", State.ERROR, "foreign", url=url)
    version = str(connection.scalar(sa.text("select version_num from alembic_version")))
    if version == HEAD:
        return _found("database", State.OK, "database", url=url, version=version)
    return _found("database", State.ERROR, "older" if version < HEAD else "newer", url=url, version=version)


def _server_writable(engine: sa.Engine, connection: sa.Connection) -> Finding:
    question = (
        "select not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off' "
        "and has_table_privilege('messages', 'insert')"
    )
    if connection.scalar(sa.text(question)):
        return _found("writing", State.OK, "writable")
    return _found("writing", State.ERROR, "read only", user=engine.url.username or "", place=engine.url.database)


# An SQLite file


def _safely(name: str, check: Callable[[sqlite3.Connection, Path], Finding], path: Path) -> Finding:
    try:
        address = f"{path.as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)) as connection:
            return check(connection, path)
    except sqlite3.Error as error:
        return _found(name, State.ERROR, "unreadable", reason=error)


def _file_writable(connection: sqlite3.Connection, path: Path) -> Finding:
    try:
        connection.execute("begin immediate")
        connection.execute("rollback")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return _found("writing", State.WARNING, "held", patience=PATIENCE)
        return _read_only(path)
    return _found("writing", State.OK, "writable")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user has no name
        return str(os.getuid())


def _journal(connection: sqlite3.Connection, path: Path) -> Finding:
    (mode,) = connection.execute("pragma journal_mode").fetchone()
    if mode == "wal":
        return _found("journal", State.OK, "journal")
    return _found("journal", State.WARNING, "other journal", mode=mode, place=path)


def _integrity(connection: sqlite3.Connection, path: Path) -> Finding:
    try:
        (said,) = connection.execute("pragma quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said == "ok":
        return _found("integrity", State.OK, "sound")
    return _found("integrity", State.ERROR, "damaged", reason=" ".join(str(said).split()))


_FILE_CHECKS: Final = {"writing": _file_writable, "journal": _journal, "integrity": _integrity}


# What the school keeps there


def _values(connection: sa.Connection, now: Moment) -> dict[str, object]:
    """The settings of the whole school as they are today."""
    values: dict[str, object] = {name: one.default for name, one in SETTINGS.items()}
    for one in SqlSettings(connection).values():
        if one.name in values and one.course is None and (one.since is None or one.since <= now.day):
            values[one.name] = one.value
    return values


def _settings(values: Mapping[str, object]) -> Finding:
    address, site = str(values["support_address"]), str(values["site"])
    if not _is_address(address):
        return _found("settings", State.WARNING, "no support address", address=address)
    if not _is_site(site):
        return _found("settings", State.WARNING, "no site", site=site)
    return _found("settings", State.OK, "settings", address=address, site=site)


def _provider(values: Mapping[str, object]) -> Finding:
    """Whether attestations can say all that they should of the school (CERT-6)."""
    missing = [name for name in values if name.startswith("provider_") and not str(values[name]).strip()]
    if missing:
        return _found("provider", State.WARNING, "no provider", missing=", ".join(missing), count=len(missing))
    return _found("provider", State.OK, "provider")


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
    last = SqlRuns(connection).last(DAILY, finished=True)
    running = connection.scalar(sa.select(sa.func.count()).where(t.sessions.c.end >= now.day))
    if last is None or last.finished is None:
        words, state = ("never daily", State.WARNING) if running else ("no session", State.OK)
        return _found("daily run", state, words, cron=_cron(engine))
    facts = {"local": last.finished.astimezone(SCHOOL_ZONE), "count": len(last.failures)}
    if running and now.instant - last.finished > A_DAY_AND_A_BIT:
        return _found("daily run", State.WARNING, "daily late", cron=_cron(engine), **facts)
    if last.failures:
        return _found("daily run", State.WARNING, "daily failures", **facts)
    return _found("daily run", State.OK, "daily", **facts)


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
            yield _found("messages", State.WARNING, name, count=count)
    if not any(counts.values()):
        yield _found("messages", State.OK, "messages")


# Mail


def _mail(url: str, mail: str | None, secret_file: str | None, now: Moment) -> Finding:
    scheme, _, rest = (mail or "").strip().partition(":")
    if mail is None:
        return _mail_beside(url)
    if scheme.lower() == "folder" and rest:
        return _mail_folder(Path(rest))
    try:
        way = mail_from(mail, now=lambda: now.instant, secret_file=secret_file)
    except Invalid as error:
        return _found("mail", State.ERROR, "no way of mail", reason=error.reason)
    return _mail_server(way) if isinstance(way, SmtpMail) else _found("mail", State.OK, "mail kept")


def _mail_beside(url: str) -> Finding:
    """The folder that `open_school` takes when it is told nothing."""
    folder = _beside(url)
    return _found("mail", State.OK, "mail kept") if folder is None else _mail_folder(folder / "mail")


def _beside(url: str) -> Path | None:
    """The folder of the database: the current one for a server's, none in memory."""
    try:
        database = engine_for(url).url.database
    except (Invalid, Unavailable):
        return Path.cwd()
    if database is None:
        return None
    return Path(database).resolve().parent if Path(database).suffix else Path.cwd()


def _mail_folder(folder: Path) -> Finding:
    if _could_be_written(folder):
        return _found("mail", State.OK, "mail folder", folder=folder)
    return _found("mail", State.ERROR, "mail folder closed", folder=folder, user=_user())


def _could_be_written(folder: Path) -> bool:
    """Whether a folder can be written to, or made."""
    nearest = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    return nearest.is_dir() and _may_write(nearest)


def _mail_server(way: SmtpMail) -> Finding:
    """Whether the server answers; no login is tried and nothing is sent."""
    server = f"{way.host}:{way.port}"
    try:
        secure = ssl.create_default_context()
        if way.tls == "implicit":
            with smtplib.SMTP_SSL(way.host, way.port, timeout=PATIENCE, context=secure):
                return _found("mail", State.OK, "mail server", server=server)
        with smtplib.SMTP(way.host, way.port, timeout=PATIENCE) as connection:
            if way.tls == "starttls":
                connection.starttls(context=secure)
            return _found("mail", State.OK, "mail server", server=server)
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return _found("mail", State.ERROR, "no mail server", server=server, reason=reason)


# Videos


def _videos(url: str, videos: str | None) -> Finding:
    """Who is asked about videos; nobody is asked now."""
    try:
        host = videos_from(videos or ("offline" if url == "memory:" else "vimeo"))
    except Invalid as error:
        return _found("videos", State.ERROR, "no host of videos", reason=error.reason)
    return _found("videos", State.OK, "videos offline" if host.name == "offline" else "videos", host=host.host.name)


# Contacts


def _contacts(url: str, contacts: str | None, secret_file: str | None) -> Finding:
    """Where the contact bases are; nothing is asked and nothing transferred."""
    if contacts is None:
        folder = _beside(url)
        return (
            _found("contacts", State.OK, "contacts kept") if folder is None else _contacts_folder(folder / "contacts")
        )
    try:
        way = contacts_from(contacts, secret_file=secret_file)
    except Invalid as error:
        return _found("contacts", State.ERROR, "no contacts", reason=error.reason)
    if isinstance(way, CsvContacts):
        return _contacts_folder(way.path)
    if isinstance(way, DripContacts):
        return _contacts_at_drip(way)
    return _found("contacts", State.OK, "contacts off")


def _contacts_folder(folder: Path) -> Finding:
    if _could_be_written(folder):
        return _found("contacts", State.OK, "contacts folder", folder=folder)
    return _found("contacts", State.ERROR, "contacts folder closed", folder=folder, user=_user())


def _contacts_at_drip(way: DripContacts) -> Finding:
    """Whether something answers there; the token is not tried."""
    url = urlsplit(way.server)
    port = url.port or (443 if url.scheme == "https" else 80)
    server = f"{url.hostname}:{port}"
    try:
        with socket.create_connection((url.hostname or "", port), timeout=PATIENCE):
            return _found("contacts", State.OK, "contacts server", server=server)
    except OSError as error:
        return _found("contacts", State.ERROR, "no contacts server", server=server, reason=error.strerror or error)
