"""Results about jobs, messages and settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from attrs import frozen


@frozen
class FailureView:
    """Something that a run could not do, and why (JOB-6)."""

    what: str
    why: str


@frozen
class RunView:
    """What a run of a job did."""

    job: str
    date: date
    done: Mapping[str, int]
    skipped: Mapping[str, int]
    failures: tuple[FailureView, ...]


@frozen
class DueView:
    """What was due and was run, all that failed in it, and when the next job falls due."""

    runs: tuple[RunView, ...]
    next: datetime
    failures: tuple[FailureView, ...]


@frozen
class RunItem:
    """A run in the log."""

    job: str
    date: date
    started: datetime
    finished: datetime | None
    done: Mapping[str, int]
    skipped: Mapping[str, int]
    failures: tuple[FailureView, ...]


@frozen
class MessageItem:
    """A message in a list."""

    message: str
    person: str
    kind: str
    channel: str
    subject: str
    state: str
    due: datetime
    sent_at: datetime | None
    events: tuple[Any, ...]


@frozen
class MessageSheet:
    """A message as it reads; `tokens` are its secrets until it is sent."""

    message: str
    person: str
    kind: str
    state: str
    reason: str
    subject: str
    text: str
    html: str
    links: tuple[str, ...]
    tokens: Mapping[str, str]


@frozen
class DeliveryView:
    """What became of the messages that were due: sent, failed for good, to be tried later."""

    sent: int
    failed: int
    later: int
    unknown: int
    failures: tuple[FailureView, ...]


@frozen
class SettingView:
    """A setting: its value today, the day from which it holds, and what it means."""

    name: str
    value: object
    since: date | None
    meaning: str
    course: str | None
    default: bool
