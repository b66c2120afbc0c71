"""What is kept of an official document when it is issued: plain JSON values, of which it is printed again (CERT-9).

A text that is a day, an instant, a decimal number or a level says how it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Final, NotRequired, TypeAlias, TypedDict

from ledr_core.domain.certification.certification import Kind
from ledr_core.domain.certification.grading import Level

IsoDay: TypeAlias = Annotated[str, date.fromisoformat]
IsoInstant: TypeAlias = Annotated[str, datetime.fromisoformat]
DecimalText: TypeAlias = Annotated[str, Decimal]
LevelText: TypeAlias = Annotated[str, Level]


class ProviderPrinted(TypedDict):
    """The school as a training provider; a stamp is there only where there is one."""

    name: str
    address: NotRequired[str | None]
    activity_number: NotRequired[str | None]
    siret: NotRequired[str | None]
    place: NotRequired[str | None]
    signatory: NotRequired[str | None]
    signatory_role: NotRequired[str | None]
    stamp: NotRequired[str]


class _Printed(TypedDict):
    language: str
    site: str
    person: str
    course: str
    company: str | None


class CertificatePrinted(_Printed):
    """What a certificate says."""

    certification: str
    school: str
    level: LevelText
    date: IsoDay
    register: str | None
    hours: int | None
    background: str | None


class AttestationPrinted(_Printed):
    """What a training attestation says; that the training is under way, only while it is."""

    provider: ProviderPrinted
    certifying: bool
    start: IsoDay
    end: IsoDay
    finished: bool
    percent: int
    hours: int | None
    watched: int
    lessons_seen: int
    lessons: int
    workshops: int
    themes: list[str]
    aim: str | None
    skills: list[str]
    level: LevelText | None
    register: str | None
    under_way: NotRequired[bool]


class AnswerPrinted(TypedDict):
    """One question of a correction."""

    question: str
    answer: str
    mark: DecimalText
    maximum: DecimalText
    comment: str | None
    rubric: str | None


class CorrectionPrinted(_Printed):
    """What the correction of a copy says."""

    copy: str
    school: str
    handed_in: IsoDay
    graded: IsoDay
    grade: DecimalText
    level: LevelText | None
    reworked: bool
    amended: IsoDay | None
    reason: str | None
    answers: list[AnswerPrinted]


class ConnectionsPrinted(_Printed):
    """What a report of connections says."""

    provider: ProviderPrinted
    session: str | None
    start: IsoDay
    end: IsoDay
    connections: list[tuple[IsoInstant, IsoInstant]]
    lessons: list[tuple[str, IsoInstant]]
    assessments: list[tuple[str, IsoInstant]]
    workshops: list[tuple[str, IsoInstant]]


PRINTED: Final[Mapping[str, type]] = {
    Kind.CERTIFICATE: CertificatePrinted,
    Kind.ATTESTATION: AttestationPrinted,
    Kind.CORRECTION: CorrectionPrinted,
    Kind.CONNECTIONS: ConnectionsPrinted,
}
"""What each kind of document is printed of."""
