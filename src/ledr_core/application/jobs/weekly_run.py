"""The weekly run: the report to managers, and the week's certified to Care and Marketing (JOB-2, F118)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import ClassVar

from attrs import define, evolve

from ledr_core.application.jobs.certified_lists import certified_list
from ledr_core.application.jobs.key_figures import mail_key_figures
from ledr_core.application.jobs.letters import CERTIFIED_LIST, TEAM_REPORT
from ledr_core.application.jobs.running import JobRun, Piece
from ledr_core.application.jobs.team_reports import TeamReport, team_reports
from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.letters import KEY_FIGURES
from ledr_core.domain.jobs.schedule import WEEKLY
from ledr_core.domain.jobs.team_report import A_WEEK, report_day
from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.organisation.key_figures import Rhythm
from ledr_core.domain.organisation.periods import past_week
from ledr_core.ports.contacts import Base

MANAGERS_AT_ONCE = 50


@define
class WeeklyRun(JobRun):
    """One weekly run: managers chunk by chunk, then the lists."""

    job: ClassVar[str] = WEEKLY
    writes = (TEAM_REPORT, CERTIFIED_LIST, KEY_FIGURES)

    @property
    def week(self) -> date:
        """The Tuesday of the report."""
        return report_day(self.run.date)

    @property
    def managers_at_once(self) -> int:
        """To how many reports are written in one transaction."""
        return MANAGERS_AT_ONCE

    def work_through(self) -> None:
        """The reports, then the lists, then the figures that are followed every week."""
        with self.desk.own_work(reads=True) as work:
            before = work.unit.job_runs.last_before(WEEKLY, self.week)
        last = before.started if before else None
        self._reports(last or self.run.started - A_WEEK)
        for base in (Base.CARE, Base.MARKETING):
            try:
                self.commit(partial(self._list, base=base, last=last))
            except Unavailable:
                raise
            except Exception as error:
                self.fail(f"certified_list {base.value}", error)
        mail_key_figures(self, Rhythm.WEEK, past_week(self.week))

    def _reports(self, since: datetime) -> None:
        """The reports; *since* is from when things are new to whoever was told of none yet."""
        with self.desk.own_work(reads=True) as work:
            total = work.unit.team_reports.count_managers()
        handled, last = 0, None
        while managers := self._managers(last):
            last = managers[-1]
            self._report(managers, since)
            handled += len(managers)
            self.tell(handled, total)

    def _managers(self, after: PersonId | None) -> list[PersonId]:
        with self.desk.own_work(reads=True) as work:
            return work.unit.team_reports.managers(after, self.managers_at_once)

    def _report(self, managers: Sequence[PersonId], since: datetime) -> None:
        """Write the reports to these managers; where something fails, to each alone (JOB-6)."""
        try:
            self._write(managers, since)
        except Unavailable:
            raise
        except Exception as error:
            if len(managers) == 1:
                self.fail(self.email(managers[0]), error)
                return
            for manager in managers:
                self._report([manager], since)

    def _write(self, managers: Sequence[PersonId], since: datetime) -> None:
        """Gather the reports without keeping anybody from writing, then write them."""
        gathered, at = self._gathered(managers, since)
        self.commit(lambda work: self._written(work, gathered, at))

    def _gathered(self, managers: Sequence[PersonId], since: datetime) -> tuple[list[TeamReport], datetime]:
        with self.desk.own_work(reads=True) as work:
            return team_reports(work, managers, self.week, since), work.moment.instant

    def _written(self, work: Work, reports: Sequence[TeamReport], at: datetime) -> Piece[None]:
        piece: Piece[None] = Piece(None)
        for report in reports:
            if report.facts is None:
                piece.skipped[report.reason] += 1
                continue
            key = f"{report.manager}:{self.week}"
            message = TEAM_REPORT.message(work, report.manager, None, key, report.facts)
            work.write([evolve(message, created=at)])  # what comes after it was gathered is for the next report
        return piece

    def _list(self, work: Work, base: Base, last: datetime | None) -> Piece[None]:
        piece: Piece[None] = Piece(None)
        message, reason = certified_list(work, base, self.week, last)
        if message is None:
            piece.skipped[reason] += 1
        else:
            work.write([message])
        return piece
