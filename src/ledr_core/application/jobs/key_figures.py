"""The figures of organisations, to whoever follows these: with the weekly run and the monthly one (TEAM-8)."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_core.application.jobs.running import JobRun, Piece
from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.following import figures_to_mail
from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.organisation.key_figures import Rhythm
from ledr_core.domain.organisation.periods import Period
from ledr_core.ports.outbox import NewMessage


def mail_key_figures(run: JobRun, every: Rhythm, period: Period) -> None:
    """Mail the figures of a period, organisation by organisation; one that fails stops no other (JOB-6)."""
    with run.desk.own_work(reads=True) as work:
        followers = work.unit.key_figures.mailed(every)
    for company, people in followers.items():
        try:
            _mail(run, company, people, every, period)
        except Unavailable:
            raise
        except Exception as error:
            run.fail(_name(run, company), error)


def _mail(run: JobRun, company: CompanyId, people: Sequence[PersonId], every: Rhythm, period: Period) -> None:
    """Count without keeping anybody from writing, then write."""
    with run.desk.own_work(reads=True) as work:
        messages = figures_to_mail(work, company, people, every, period)
    run.commit(lambda work: _written(work, messages))


def _written(work: Work, messages: Sequence[NewMessage]) -> Piece[None]:
    work.write(messages)
    return Piece(None)


def _name(run: JobRun, company: CompanyId) -> str:
    """What a company is called; one that is gone or damaged has its identifier alone."""
    try:
        with run.desk.own_work(reads=True) as work:
            return work.unit.companies.get(company).name
    except Exception:
        return company
