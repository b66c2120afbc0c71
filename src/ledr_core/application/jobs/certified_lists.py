"""The list of the week's certified, to Care and to Marketing: each certificate once (JOB-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from ledr_core.application.jobs.letters import CERTIFIED_LIST, CertifiedLine, CertifiedListFacts
from ledr_core.application.operating.work import Work
from ledr_core.domain.jobs.settings import CARE_ADDRESS, MARKETING_ADDRESS
from ledr_core.domain.kernel.moments import ONE_DAY, day_of
from ledr_core.ports.contacts import Base
from ledr_core.ports.outbox import NewMessage
from ledr_core.ports.team_reports import CertifiedRow

OVERLAP = 30 * ONE_DAY
"""How far before the last list a certificate is looked for that was being written while that list was made."""

_ADDRESSES: Final = {Base.CARE: CARE_ADDRESS, Base.MARKETING: MARKETING_ADDRESS}


def certified_list(work: Work, base: Base, week: date, last_run: datetime | None) -> tuple[NewMessage | None, str]:
    """The list of that week to a base, or none and why: no address, or nobody certified since the last one.

    Without a list yet, those certified since the last run of a week before are in it; without one, all of them.
    """
    address = work.setting(_ADDRESSES[base])
    if not address:
        return None, f"no_{base.value}_address"
    before = work.unit.team_reports.listed(f"{CERTIFIED_LIST.name}:{base.value}:", address)
    since = before.last - OVERLAP if before.last else last_run
    certified = [one for one in work.unit.team_reports.certified(since) if one.id not in before.certificates]
    if not certified:
        return None, f"nobody_certified_for_{base.value}"
    facts = CertifiedListFacts(
        since=_since(work, certified, before.last or last_run),
        until=work.today,
        certified=tuple(map(_entry, certified)),
        certifications=tuple(one.id for one in certified),
    )
    known = work.unit.people.with_email(address)
    person, other = (known.id, None) if known else (None, address)
    return CERTIFIED_LIST.message(work, person, None, f"{base.value}:{week}", facts, other), ""


def _since(work: Work, certified: Sequence[CertifiedRow], last: datetime | None) -> date:
    """The day of the last list; where there is none, a week ago, or the day of the first certificate in it."""
    if last is not None:
        return day_of(last)
    return min(work.today - 7 * ONE_DAY, *(day_of(one.awarded) for one in certified))


def _entry(one: CertifiedRow) -> CertifiedLine:
    return CertifiedLine(
        name=one.name,
        email=one.email,
        company=one.company,
        course=one.course,
        level=one.level,
        grade=one.grade,
        date=one.awarded_on,
    )
