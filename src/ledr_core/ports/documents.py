"""Making documents as PDF. Contract: `ledr_core.testing.contracts.documents`.

A document is made from its facts alone: plain values, in words that are ready to be printed but for dates and numbers,
which the language sets. The same facts give the same bytes, in whatever process, time zone or hash seed (CERT-9).
Any text is taken: what cannot be drawn is replaced visibly, control characters are left out.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol

from attrs import field, frozen

ImageUse = Literal["page", "stamp"]
"""What an image is printed as: over a whole page, or as a stamp of a few centimetres."""


@frozen(kw_only=True)
class Seal:
    """What makes a document verifiable: a code, and the address at which it is verified (CERT-8)."""

    code: str
    address: str


@frozen(kw_only=True)
class Provider:
    """The school as documents name it. Facts that are not known are None, and leave no empty line."""

    name: str
    address: str | None = None
    activity_number: str | None = None
    """The number under which its activity as a training provider is declared."""
    siret: str | None = None
    place: str | None = None
    """Where documents are signed."""
    signatory: str | None = None
    signatory_role: str | None = None
    stamp: bytes | None = field(default=None, repr=False)
    """An image, as `Documents.image` gives it."""


@frozen(kw_only=True)
class ModuleNotes:
    """What somebody noted on a module."""

    module: str
    text: str
    saved: datetime


@frozen(kw_only=True)
class NotesFacts:
    """A learner's notes, of one module or more (CERT-11). They attest nothing, and carry no code of verification."""

    language: str
    school: str
    person: str
    notes: tuple[ModuleNotes, ...]
    """At least one, in the order in which they are printed."""


@frozen(kw_only=True)
class CertificateFacts:
    """A certificate, on the background of its level, landscape or upright as that image is; without one, plain."""

    language: str
    school: str
    person: str
    course: str
    level: str
    """`gold`, `silver` or `bronze`."""
    date: date
    made: datetime
    """The instant of the issue: the creation date of the file."""
    seal: Seal
    company: str | None = None
    register: str | None = None
    hours: int | None = None
    background: bytes | None = field(default=None, repr=False)
    """An image, as `Documents.image` gives it."""


@frozen(kw_only=True)
class AttestationFacts:
    """A training attestation: who followed what, when, how long and with what result."""

    language: str
    provider: Provider
    person: str
    course: str
    certifying: bool
    start: date
    end: date
    """The last day of training: the day it was finished, else the end date."""
    date: date
    made: datetime
    seal: Seal
    finished: bool
    percent: int
    company: str | None = None
    hours: int | None = None
    """The duration that the course announces."""
    watched: timedelta | None = None
    """The time of the lessons seen."""
    lessons_seen: int | None = None
    lessons: int | None = None
    workshops: int | None = None
    """Workshops completed."""
    themes: tuple[str, ...] = ()
    """Titles of the themes validated."""
    aim: str | None = None
    skills: tuple[str, ...] = ()
    level: str | None = None
    """`gold`, `silver` or `bronze`, where certified."""
    register: str | None = None
    under_way: bool = False
    """Whether the end was still to come when it was issued: nothing is attested of days that have not been."""


@frozen(kw_only=True)
class CorrectedAnswer:
    """One question of a corrected copy."""

    question: str
    answer: str
    mark: Decimal
    maximum: Decimal
    comment: str | None = None
    rubric: str | None = None


@frozen(kw_only=True)
class CorrectionFacts:
    """The correction of a copy: each question with mark, comment and rubric, and the grade."""

    language: str
    school: str
    person: str
    course: str
    handed_in: date
    graded: date
    made: datetime
    grade: Decimal
    answers: tuple[CorrectedAnswer, ...]
    seal: Seal
    company: str | None = None
    level: str | None = None
    reworked: bool = False
    """Whether this is the grade of the reworked copy (CASE-9)."""
    amended: date | None = None
    """The day of a correction made afterwards, and its reason (CASE-11)."""
    reason: str | None = None
    comment: str | None = None
    """On the copy as a whole."""


@frozen(kw_only=True)
class Connection:
    """One connection of a person, to the last activity."""

    start: datetime
    end: datetime


@frozen(kw_only=True)
class Done:
    """Something done at an instant: a lesson seen, an assessment passed."""

    what: str
    at: datetime


@frozen(kw_only=True)
class ConnectionFacts:
    """The connection-time report of a person: proof of attendance (CERT-10)."""

    language: str
    provider: Provider
    person: str
    course: str
    start: date
    end: date
    until: datetime
    """The instant up to which it reports: the creation date of the file."""
    seal: Seal
    company: str | None = None
    session: str | None = None
    connections: tuple[Connection, ...] = ()
    lessons: tuple[Done, ...] = ()
    assessments: tuple[Done, ...] = ()
    workshops: tuple[Done, ...] = ()


class Documents(Protocol):
    """Makes documents as PDF: selectable text, with title, language and author. May be shared by threads."""

    @property
    def deterministic(self) -> bool:
        """Whether the same facts give the same bytes."""

    def notes(self, facts: NotesFacts) -> bytes:
        """A learner's notes: of one module, or a section a module."""

    def certificate(self, facts: CertificateFacts) -> bytes:
        """A certificate, on one page."""

    def attestation(self, facts: AttestationFacts) -> bytes:
        """A training attestation."""

    def correction(self, facts: CorrectionFacts) -> bytes:
        """The correction of a copy."""

    def connections(self, facts: ConnectionFacts) -> bytes:
        """A connection-time report."""

    def undrawn(self, text: str) -> str:
        """The letters of a text that documents cannot show, each once, in the order in which they come."""

    def image(self, content: bytes, use: ImageUse = "page") -> bytes:
        """An image in the form in which documents print it for that use: given once, kept, and printed many times.

        An image in that form already is given back as it is. Raises Invalid (`image`) for what is not a whole PNG or
        JPEG image, or has a side of more than 9,000 pixels.
        """

    def portrait(self, content: bytes) -> bytes:
        """An image as a person is shown by it: a small JPEG, upright, without what a camera adds, such as the place.

        Raises Invalid (`image`) for what is not a whole PNG or JPEG image, or has a side of more than 6,000 pixels.
        """
