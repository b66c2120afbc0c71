"""How far learners are: tables and sheets for whoever follows them. See the rules TRACK."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated

from attrs import evolve

from ledr_core.application.access.standings import own_seat
from ledr_core.application.certification.printing import genuine
from ledr_core.application.followup.columns import chosen
from ledr_core.application.followup.exporting import (
    DELIMITERS,
    Asked,
    CsvForm,
    Format,
    FormatName,
    exported,
    shown_table,
)
from ledr_core.application.followup.ordering import page_of, sorted_by
from ledr_core.application.followup.packing import Packed, evidence_packed
from ledr_core.application.followup.reading import followed
from ledr_core.application.followup.rows import learner
from ledr_core.application.followup.scoping import Scope, ScopeName, during, may_follow, meant
from ledr_core.application.followup.yearly import Year, yearly_report
from ledr_core.application.operating.files import FileOut, PageOut, target_of
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import MANAGER, PILOT
from ledr_core.application.operating.values import Day, LastSeen, Limit, Typed
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.ports.follow_up import Order
from ledr_core.views.followup import EvidenceWritten, FollowUpTable, LearnerFollowUp, YearlyReport


class FollowUp(Area):
    """How far learners are."""

    name = "followup"
    may = (PILOT, MANAGER)

    @operation(reads=True)
    def table(
        self,
        *,
        by: str,
        scope: Scope | ScopeName,
        company: str | None = None,
        sessions: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        text: str | None = None,
        sort: str | None = None,
        start: Day | None = None,
        end: Day | None = None,
        format: Format | FormatName = Format.TABLE,
        file: PageOut | None = None,
        delimiter: Typed = ";",
        bom: bool = True,
        limit: Limit | None = None,
        after: Annotated[str, LastSeen("email")] | None = None,
    ) -> FollowUpTable:
        """How far learners are, a row for each session that somebody learns in (TRACK-1 to 6).

        Example: ledr followup table all --sort=-percent
        """
        which = during(meant(self.work, Scope(scope), company, sessions), start, end)
        asked = Asked(
            which=evolve(which, text=text),
            by=sorted_by(sort),
            columns=None if columns is None else chosen(columns),
            after=after,
            limit=limit,
        )
        kind = Format(format)
        if kind is Format.TABLE and file is not None:
            raise Invalid("file", "file of a table on screen")
        if kind is Format.TABLE:
            return self._table(asked)
        if delimiter not in DELIMITERS:
            raise Invalid("delimiter", "not a delimiter", {"value": delimiter})
        form = CsvForm(delimiter, bom)
        return exported(self.work, asked, kind, form, target_of(file, f"followup.{kind.value}"))

    def _table(self, asked: Asked) -> FollowUpTable:
        """The rows of a page; one more is read, to know whether there are more."""
        more = None if asked.limit is None else asked.limit + 1
        found = page_of(self.work, asked.which, asked.by, asked.after, more)
        shown = found[: asked.limit]
        last = shown[-1].enrolment if len(shown) < len(found) else None
        table = shown_table(self.work, asked, Format.TABLE, shown)
        return table if last is None else evolve(table, next=f"{last.email} {last.session}")

    @operation(reads=True)
    def person(self, *, by: str, person: str) -> LearnerFollowUp:
        """How far one learner is in the session that counts today: the row, the lessons, what is missing (TRACK-2).

        Of those whose sessions the acting person may follow. Refused ACC-5 for somebody who is in none of them.

        Example: ledr followup person lea@manpower.example
        """
        found = self.work.person(person)
        which = evolve(may_follow(self.work), person=found.id)
        enrolments = self.work.unit.follow_up.enrolments(which, Order.END)
        if not enrolments:
            raise Refused("ACC-5", "not enrolled", {"person": found.id})
        seat = own_seat(self.work, found)
        counts = [one for one in enrolments if one.session == seat.session] or enrolments
        return learner(self.work, next(followed(self.work, counts[-1:])))

    @operation(may=(), reads=True, counts=True)
    def report_bpf(self, *, by: str, year: Year) -> YearlyReport:
        """The trainees and hours of a year, by client and by course, for the yearly pedagogical report (PASS-7).

        A trainee is who learns in a session whose own dates meet the year, as the follow-up counts them; whoever has
        left it counts with what they saw by it. The hours are those of the lessons seen in the year, each once.

        Example: ledr followup report-bpf 2026
        """
        return yearly_report(self.work, year)

    @operation(may=(), first=evidence_packed)
    def evidence(
        self,
        packed: Packed,
        /,
        *,
        by: str,
        file: FileOut | None = None,
        person: str | None = None,
        session: str | None = None,
    ) -> EvidenceWritten:
        """Write the evidence of a learner's trainings, or of a session, to one archive (zip) for an auditor (PASS-6).

        Connection times, work done, assessments, copies, documents issued and messages about the course, with a list of
        all, signed with the school's key. The same facts make the same file.

        Example: ledr followup evidence lea.zip --person lea@manpower.example
        """
        for code, issued in self.work.unit.documents.with_codes(packed.documents).items():
            genuine(issued, packed.documents[code])
        return EvidenceWritten(
            file=target_of(file, packed.name).put(packed.content),
            sha256=hashlib.sha256(packed.content).hexdigest(),
            learners=packed.learners,
            documents=len(packed.documents),
            signed=packed.signed,
        )
