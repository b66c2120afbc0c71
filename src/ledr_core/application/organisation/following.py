"""The figures that people follow, as they are mailed to them (TEAM-8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledr_core.application.operating.work import Work
from ledr_core.application.organisation.analytics import Counted, compared
from ledr_core.application.organisation.letters import KEY_FIGURES, CourseLine, FigureFacts, KeyFiguresFacts
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.organisation.key_figures import Rhythm
from ledr_core.domain.organisation.periods import Period
from ledr_core.ports.outbox import NewMessage


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
