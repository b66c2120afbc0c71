"""The figures that people follow, and how these are mailed to them (TEAM-8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.analytics import Counted, compared
from ledr_core.application.organisation.letters import KEY_FIGURES, CourseLine, FigureFacts, KeyFiguresFacts
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.organisation.key_figures import KeyFigure, KeyFigures, Rhythm
from ledr_core.domain.organisation.periods import Period
from ledr_core.domain.people.companies import Company
from ledr_core.domain.people.person import Person
from ledr_core.ports.outbox import NewMessage


def follow_figures(
    work: Work, person: Person, company: Company, figures: Sequence[KeyFigure], every: Rhythm | None
) -> None:
    """Have somebody follow these figures, each once, in the place of others; none of them ends it.

    Raises Refused TEAM-8 for who has no role that follows any.
    """
    if not person.follows_figures_of(company.id):
        raise Refused("TEAM-8", "follows none", {"person": person.id, "company": company.name})
    if figures:
        work.unit.key_figures.keep(KeyFigures(person.id, company.id, tuple(dict.fromkeys(figures)), every))
    else:
        work.unit.key_figures.end(person.id)


def figures_to_mail(
    work: Work, company: CompanyId, people: Sequence[PersonId], every: Rhythm, period: Period
) -> list[NewMessage]:
    """What these people are mailed of their organisation's figures over a period, one message each."""
    return list(_messages(work, company, people, every, period))


def _messages(
    work: Work, company: CompanyId, people: Sequence[PersonId], every: Rhythm, period: Period
) -> Iterator[NewMessage]:
    now, before = map(_facts, compared(work, company, (), period, whole=True))
    name = work.unit.companies.get(company).name
    for person, chosen in work.unit.key_figures.of(people).items():
        facts = KeyFiguresFacts(
            company=name,
            company_id=company,
            every=every,
            start=period.first,
            end=period.last,
            figures=chosen.figures,
            now=now,
            before=before,
        )
        yield KEY_FIGURES.message(work, person, None, f"{person}:{company}:{every.value}:{period.first}", facts)


def _facts(counted: Counted) -> FigureFacts:
    own = counted.figures(None)
    return FigureFacts(
        people=own.people,
        active=own.active,
        courses=tuple(
            CourseLine(course=counted.outlines[one.course].title, people=one.people, percent=one.percent)
            for one in own.courses
        ),
        percent=own.percent,
        certified=sum(own.certified.values()),
        hours=round(own.seconds / 3600),
    )
