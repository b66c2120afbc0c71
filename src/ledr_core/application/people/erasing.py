"""Erasing a person: what ends at once, then all that names them, but for what the law has kept (NOTE-6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledr_core.application.certification.copies import forget_copy
from ledr_core.application.messages.requests import SUPPORT_REQUEST
from ledr_core.application.operating.settling import settle
from ledr_core.application.operating.work import Work
from ledr_core.application.people.pictures import remove_picture
from ledr_core.application.sessions.enrolment import match_packages
from ledr_core.domain.access.throttling import account_key
from ledr_core.domain.jobs.endings import trained_until
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.domain.people.erasure import EVIDENCE_YEARS, Kept, Removed, Traces, kept
from ledr_core.domain.people.person import Person


def erase(work: Work, person: Person, package: int | None) -> tuple[tuple[Removed, ...], tuple[Kept, ...]]:
    """Erase a person; gives what is removed, and what is kept (NOTE-6). Raises Refused SES-3, and Invalid (`package`).

    What ends causes what it always does, such as a free slot; only then is looked for what names the person, the
    messages that were just written to them among it.
    """
    removed = {Removed.IDENTITY, *_ended(work, person, package)}
    settle(work)
    trained = trained_until(work.unit.endings.attended([person.id]))
    traces = work.unit.erasures.traces(person)
    removed |= _forgotten(work, traces)
    removed |= work.unit.erasures.forget(
        traces,
        trained=trained is not None,
        requests=SUPPORT_REQUEST.name,
        to_school=work.contexts.kinds_to_the_school,
    )
    if person.picture is not None:
        remove_picture(work, person)
        removed.add(Removed.PICTURE)
    person.erase()
    work.flush()
    work.wiped = True
    return tuple(one for one in Removed if one in removed), _kept(work, traces, trained)


def _ended(work: Work, person: Person, package: int | None) -> Iterator[Removed]:
    """What ends at once: memberships with slot and place, links to managers, copies without a grade."""
    sessions = work.unit.sessions.of_person(person.id)
    for session in sessions:
        yield Removed.MEMBERSHIP
        if session.holding_of(person.id):
            yield Removed.SLOT
        if session.waiting.position(person.id) is not None:
            yield Removed.PLACE
        session.leave(person.id, work.moment)
    match_packages((one for one in sessions if not one.expired(work.today)), package)
    managed = work.unit.people.managed_by(person.id)
    for other in managed:
        other.part_from_manager(person.id)
    if managed or person.managers:
        yield Removed.MANAGERS
    person.leave_company()
    for copy in work.unit.copies.of_person(person.id):
        if copy.grading is None:
            forget_copy(work, copy)
            yield Removed.COPY
        elif copy.give_up_rework(work.moment):
            yield Removed.COPY


def _kept(work: Work, traces: Traces, trained: date | None) -> tuple[Kept, ...]:
    """What is kept of somebody whose training ended that day, if it ever began."""
    ran = work.unit.job_runs.last("daily")
    next_run = work.today if ran is None or ran.date < work.today else work.today + ONE_DAY
    return kept(work.unit.erasures.left(traces), trained, work.setting(EVIDENCE_YEARS), next_run)


def _forgotten(work: Work, traces: Traces) -> set[Removed]:
    """Failed tries, and addresses to which nothing was sent any more."""
    for address in traces.addresses:
        work.unit.tries.forget_account(account_key(address))
    lifted = [work.unit.suppressions.lift(one) for one in traces.addresses | traces.phones]
    return {Removed.ADDRESSES} if any(lifted) else set()
