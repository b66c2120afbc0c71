"""The monthly run: the training attestations of those who ended, to their pilots and managers (JOB-3, ROLE-12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from typing import ClassVar, TypeVar

from attrs import define, field

from ledr_core.application.certification.issuing import issue
from ledr_core.application.certification.papers import attestation_facts
from ledr_core.application.jobs.key_figures import mail_key_figures
from ledr_core.application.jobs.letters import ATTESTATIONS, AttestationsFacts, EndedLine
from ledr_core.application.jobs.running import JobRun, Piece
from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.letters import KEY_FIGURES
from ledr_core.domain.certification.certification import Kind
from ledr_core.domain.jobs.endings import Ending, caught_up_from, endings, past_month, trained_before
from ledr_core.domain.jobs.schedule import MONTHLY
from ledr_core.domain.kernel.errors import Invalid, Unavailable
from ledr_core.domain.kernel.identifiers import CompanyId, CourseId, PersonId
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.domain.organisation.key_figures import Rhythm
from ledr_core.domain.organisation.periods import Period
from ledr_core.domain.people.erasure import EVIDENCE_YEARS, evidence_kept_since
from ledr_core.ports.outbox import NewMessage
from ledr_core.ports.people import Card

_One = TypeVar("_One")

PEOPLE_AT_ONCE, DOCUMENTS_AT_ONCE, ATTACHED = 1000, 20, 20
"""How many people are looked at at once, documents issued in one transaction, and files sent with one message."""

Codes = Mapping[tuple[PersonId, CourseId], str]


@define
class MonthlyRun(JobRun):
    """One monthly run, company by company: documents first, a few at once; then the messages, all at once."""

    job: ClassVar[str] = MONTHLY
    writes = (ATTESTATIONS, KEY_FIGURES)

    _handled: int = field(default=0, init=False)

    @property
    def before(self) -> date:
        """The first day of the month of the run: the ends before it are told."""
        return past_month(self.run.date)[1]

    def work_through(self) -> None:
        """Each company whose people have ended, figures that are followed; what is kept no longer of who was erased."""
        self._companies()
        first, after = past_month(self.run.date)
        mail_key_figures(self, Rhythm.MONTH, Period(first, after - ONE_DAY))
        try:
            self.commit(_let_go)
        except Unavailable:
            raise
        except Exception as error:
            self.fail("evidence", error)

    def _companies(self) -> None:
        due = self._due()
        by_company: dict[CompanyId | None, list[Ending]] = {}
        for ending in due:
            by_company.setdefault(ending.company, []).append(ending)
        for company in sorted(by_company, key=str):
            try:
                self._company(company, by_company[company], len(due))
            except Unavailable:
                raise
            except Exception as error:
                self.fail(self._name(company), error)

    def _due(self) -> list[Ending]:
        """The ends that were not told, in the order in which they are said."""
        since, found = caught_up_from(self.before), list[Ending]()
        with self.desk.own_work(reads=True) as work:
            people = work.unit.endings.people(since, self.before)
            for some in _lists(people, PEOPLE_AT_ONCE):
                told = work.unit.endings.told(some)
                ended = endings(work.unit.endings.attended(some), since, self.before)
                found.extend(one for one in ended if (one.person, one.course) not in told)
        return found

    def _company(self, company: CompanyId | None, ended: Sequence[Ending], total: int) -> None:
        reached = self._reached(company, {one.person for one in ended})
        beyond = [one for one in ended if one.person not in reached]
        if beyond:
            self.commit(partial(self._pass_over, ended=beyond))
            self._advance(len(beyond), total)
        codes: dict[tuple[PersonId, CourseId], str] = {}
        for some in _lists(_of(ended, reached), DOCUMENTS_AT_ONCE):
            codes |= self._issued(some)
            self._advance(len(some), total)
        if codes and company is not None:
            documented = [one for one in ended if (one.person, one.course) in codes]
            self.commit(partial(self._tell, company=company, ended=documented, codes=codes))

    def _reached(self, company: CompanyId | None, people: Collection[PersonId]) -> set[PersonId]:
        """Those of whom there is somebody to tell; of a private buyer there is nobody (OFFER-3)."""
        if company is None:
            return set()
        with self.desk.own_work(reads=True) as work:
            return set().union(*work.unit.endings.recipients(company, people).values())

    def _pass_over(self, work: Work, ended: Sequence[Ending]) -> Piece[None]:
        piece: Piece[None] = Piece(None)
        piece.skipped["nobody_to_tell"] += work.unit.endings.tell(ended, work.moment.instant)
        return piece

    def _advance(self, count: int, total: int) -> None:
        self._handled += count
        self.tell(self._handled, total)

    # Documents

    def _issued(self, ended: Sequence[Ending]) -> Codes:
        """The codes of the attestations, of those that could be issued; an attestation is issued once (CERT-9)."""
        try:
            codes = self.commit(partial(self._issue, ended=ended))
            self._tell_undrawn(ended)
            return codes
        except Unavailable:
            raise
        except Exception as error:
            if len(ended) == 1:
                self.fail(self.email(ended[0].person), error)
                return {}
            return {key: code for one in ended for key, code in self._issued([one]).items()}

    def _tell_undrawn(self, ended: Sequence[Ending]) -> None:
        """Have staff know of names that attestations cannot show, before one leaves (CERT-5)."""
        with self.desk.own_work(reads=True) as work:
            cards = work.unit.people.cards({one.person for one in ended})
        for card in sorted(cards.values(), key=_by_name):
            if letters := self.desk.ports.documents.undrawn(card.name):
                signs = " ".join(letters)
                fault = Invalid("name", "letters that attestations lack", {"value": card.name, "letters": signs})
                self.fell_short(card.email, f"attestations cannot show {signs}: correct the name", fault)

    def _issue(self, work: Work, ended: Sequence[Ending]) -> Piece[Codes]:
        people = {person.id: person for person in work.unit.people.many(one.person for one in ended)}
        work.prefetch(people, records=True, seats=True)
        codes: dict[tuple[PersonId, CourseId], str] = {}
        for one in ended:
            person, course = people[one.person], work.unit.catalogue.course(one.course)
            facts = attestation_facts(work, person, course, one.company)
            issued = issue(work, Kind.ATTESTATION, person, course, facts)
            codes[one.person, one.course] = issued.code
        return Piece(codes)

    # Messages

    def _tell(self, work: Work, company: CompanyId, ended: Sequence[Ending], codes: Codes) -> Piece[None]:
        """Write to everybody concerned, and take note that it was told; another run of it waits for the company."""
        work.unit.companies.get(company)
        told = work.unit.endings.told({one.person for one in ended})
        left = [one for one in ended if (one.person, one.course) not in told]
        cards = work.unit.people.cards(one.person for one in left)
        left.sort(key=lambda one: (*_by_name(cards[one.person]), one.on, one.course))
        recipients = work.unit.endings.recipients(company, cards)
        for recipient in sorted(recipients):
            theirs = _of(left, recipients[recipient])
            work.write(self._messages(work, company, recipient, theirs, cards, codes))
        return Piece(None, Counter(ended=work.unit.endings.tell(left, work.moment.instant)))

    def _messages(
        self,
        work: Work,
        company: CompanyId,
        recipient: PersonId,
        ended: Sequence[Ending],
        cards: Mapping[PersonId, Card],
        codes: Codes,
    ) -> Iterator[NewMessage]:
        """The attestations to one recipient, month by month and so many a message; runs that were missed leave several.

        The first end in a message names it: each is told once.
        """
        for some in _by_month(ended):
            facts = AttestationsFacts(
                month=some[0].month,
                people=tuple(_said(work, one, cards[one.person]) for one in some),
                documents=tuple(codes[one.person, one.course] for one in some),
                people_ids=tuple(sorted({one.person for one in some})),
                company_id=company,
            )
            key = f"{recipient}:{some[0].person}:{some[0].course}"
            yield ATTESTATIONS.message(work, recipient, None, key, facts)

    def _name(self, company: CompanyId | None) -> str:
        try:
            with self.desk.own_work(reads=True) as work:
                return work.unit.companies.get(company).name if company else ATTESTATIONS.name
        except Exception:
            return str(company)


def _let_go(work: Work) -> Piece[None]:
    """The evidence of trainings that need not be kept any more, of who was erased (PASS-6)."""
    since, kept = evidence_kept_since(work.today, work.setting(EVIDENCE_YEARS)), work.unit.erasures.with_evidence()
    gone = trained_before(kept, work.unit.endings.attended(kept), since)
    work.unit.erasures.let_go(gone)
    work.wiped |= bool(gone)
    return Piece(None, Counter(evidence_let_go=len(gone)))


def _lists(ones: Sequence[_One], size: int) -> Iterator[Sequence[_One]]:
    return (ones[first : first + size] for first in range(0, len(ones), size))


def _of(ended: Sequence[Ending], people: Collection[PersonId]) -> list[Ending]:
    return [one for one in ended if one.person in people]


def _by_month(ended: Sequence[Ending]) -> Iterator[Sequence[Ending]]:
    """So many ends at most, of one month each, the months in their order."""
    months = sorted({one.month for one in ended})
    return chain.from_iterable(_lists([one for one in ended if one.month == month], ATTACHED) for month in months)


def _by_name(card: Card) -> tuple[str, str, str]:
    return card.last_name.casefold(), card.first_name.casefold(), card.email.casefold()


def _said(work: Work, one: Ending, card: Card) -> EndedLine:
    return EndedLine(
        name=card.name,
        email=card.email,
        course=work.unit.catalogue.course(one.course).title,
        ended_on=one.on,
        finished=one.finished,
    )
