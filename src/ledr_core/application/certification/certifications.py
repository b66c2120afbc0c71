"""Certificates awarded. See the rules CERT."""

from __future__ import annotations

from typing import Annotated

from attrs import evolve

from ledr_core.application.certification.issuing import issue, remake_attestations
from ledr_core.application.certification.items import certification_item
from ledr_core.application.certification.papers import certificate_facts
from ledr_core.application.certification.printing import undrawn
from ledr_core.application.certification.reactions import take_back
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import MANAGER, PILOT, SELF
from ledr_core.application.operating.settling import settle
from ledr_core.application.operating.values import Day, LastSeen, Limit
from ledr_core.domain.certification.certification import Certification, Kind
from ledr_core.domain.certification.grading import Level
from ledr_core.domain.certification.names import LevelName
from ledr_core.domain.kernel.errors import NotFound, Refused
from ledr_core.domain.kernel.identifiers import CertificationId
from ledr_core.domain.kernel.moments import read_day
from ledr_core.domain.people.person import Person
from ledr_core.ports.paging import Page
from ledr_core.views.certifications import CertificationItem
from ledr_core.views.nothing import Nothing


class Certifications(Area):
    """Certificates awarded."""

    name = "certifications"

    @operation(may=(PILOT, MANAGER, SELF), reads=True)
    def list(
        self,
        *,
        by: str,
        person: str | None = None,
        company: str | None = None,
        since: Day | None = None,
        limit: Limit | None = None,
        after: Annotated[str, LastSeen("code")] | None = None,
    ) -> tuple[CertificationItem, ...]:
        """Certificates by day: all to staff, to a pilot the company's, else one's own, to a manager the team's too.

        Example: ledr certifications list --company Manpower --since 2026-09-01
        """
        actor, me = self.work.actor, self.work.actor.person
        found = None if person is None else self.work.person(person).id
        owner = None if company is None else self.work.company(company).id
        managed_by = None
        if not actor.is_staff and me is not None and found is None:
            if actor.steers:
                owner = me.company
            elif actor.manages:
                managed_by = me.id
            else:
                found = me.id
        day = None if since is None else read_day(since, "since")
        page = Page(None if after is None else self._printed(after), limit)
        rows = self.work.unit.certifications.rows(found, owner, managed_by, day, page)
        return tuple(map(certification_item, rows))

    def _printed(self, code: str) -> CertificationId:
        """The certification that a certificate was made of. Raises NotFound."""
        issued = self.work.unit.documents.with_code(code)
        if issued is None or issued.kind is not Kind.CERTIFICATE:
            raise NotFound("document", code)
        return CertificationId(str(issued.facts["certification"]))

    @operation
    def edit(
        self,
        *,
        by: str,
        person: str,
        course: str,
        date: Day | None = None,
        level: Level | LevelName | None = None,
        company: str | None = None,
    ) -> CertificationItem:
        """Change what a certificate prints, and make it again, changed or not, with today's names (CERT-5).

        The same data keeps its code; changed data has a new one, and the former is superseded. Refused CERT-1 for a
        level other than the grade's.

        Example: ledr certifications edit lea@manpower.example recruter --date 2026-11-27
        """
        found, certification = self._certification(person, course)
        name = None if company is None else self.work.company(company).name
        certification.edit(
            on=None if date is None else read_day(date, "date"), level=level and Level(level), company=name
        )
        chosen = self.work.unit.catalogue.course(certification.course)
        facts = certificate_facts(self.work, found, chosen, certification)
        issue(self.work, Kind.CERTIFICATE, found, chosen, facts)
        settle(self.work)
        rows = self.work.unit.certifications.rows(found.id)
        item = next(certification_item(row) for row in rows if row.certification.id == certification.id)
        return evolve(item, undrawn=undrawn(self.work.ports.documents, found.name, item.company))

    @operation(destructive=True)
    def delete(self, *, by: str, person: str, course: str) -> Nothing:
        """Take a certificate back: verification says that it is revoked, and no attestation tells its level (CERT-7).

        To let somebody start again, delete the copy too: `ledr cases delete-copy` (CASE-10).

        Example: ledr --yes certifications delete lea@manpower.example recruter
        """
        found, certification = self._certification(person, course)
        take_back(self.work, certification)
        remake_attestations(self.work, found, certification.course)
        return Nothing()

    def _certification(self, person: str, course: str) -> tuple[Person, Certification]:
        found, chosen = self.work.person(person), self.work.course(course)
        certification = self.work.unit.certifications.of(found.id, chosen.id)
        if certification is None:
            raise Refused("CERT-7", "no certificate", {"person": found.id, "course": chosen.id})
        return found, certification
