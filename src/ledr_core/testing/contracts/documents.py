"""What every maker of documents promises. A subclass brings the fixture `documents`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, get_args

import attrs
import pytest

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.documents import (
    AttestationFacts,
    CertificateFacts,
    Connection,
    ConnectionFacts,
    CorrectedAnswer,
    CorrectionFacts,
    Documents,
    Done,
    ImageUse,
    ModuleNotes,
    NotesFacts,
    Provider,
    Seal,
)

NOON: Final = datetime(2026, 11, 19, 11, tzinfo=UTC)
HOSTILE: Final = (
    "",
    " \n\n\t ",
    "\x00\x07\x1b[2J\x7f\x85\u2028\u2029",
    "\ud800 half a letter",
    "👩🏽‍💻 👍🏽 🇫🇷 ☕️",
    "王小明 さくら 김민준",
    "مرحبا بالعالم, 123 abc שלום",
    "\u202eevil\u202c \u2066x\u2069",
    "e\u0301" + "\u0301" * 50,
    "x" * 5000,
    "a\n" * 500,
    "(\\) <</Type>> endobj %PDF {nb} **gras** __x__",
)
"""Texts that people may type, by chance or on purpose."""


def module_notes(**changes: Any) -> ModuleNotes:
    """What a learner noted on a module, with these changes."""
    notes = ModuleNotes(
        module="Bien définir le besoin",
        text="Trois questions à poser…\nPourquoi maintenant ? Pour qui ? À quel prix ?",
        saved=NOON,
    )
    return attrs.evolve(notes, **changes)


def some_notes(**changes: Any) -> NotesFacts:
    """A learner's notes of one module, with these changes, of the module and of what is around it."""
    of_module = {name: changes.pop(name) for name in ("module", "text", "saved") if name in changes}
    notes = NotesFacts(
        language="fr", school="L’École du Recrutement", person="Léa Martin", notes=(module_notes(**of_module),)
    )
    return attrs.evolve(notes, **changes)


SEAL: Final = Seal(code="K7QM-2XRD-9TWA", address="https://leparcours.co/verify/K7QM-2XRD-9TWA")
SCHOOL: Final = "L’École du Recrutement"
FRIDAY: Final = date(2026, 11, 20)
PROVIDER: Final = Provider(
    name=SCHOOL,
    address="12 rue de la Paix, 75002 Paris",
    activity_number="11 75 12345 75",
    siret="123 456 789 00012",
    place="Paris",
    signatory="Camille Durand",
    signatory_role="Directrice pédagogique",
)


def a_certificate(**changes: Any) -> CertificateFacts:
    """A gold certificate without background, with these changes."""
    certificate = CertificateFacts(
        language="fr",
        school=SCHOOL,
        person="Léa Martin",
        course="Recruter",
        level="gold",
        date=FRIDAY,
        made=NOON,
        seal=SEAL,
        company="Manpower",
        register="RS3428",
        hours=30,
    )
    return attrs.evolve(certificate, **changes)


def an_attestation(**changes: Any) -> AttestationFacts:
    """A training attestation with all its facts but the stamp, with these changes."""
    attestation = AttestationFacts(
        language="fr",
        provider=PROVIDER,
        person="Léa Martin",
        course="Recruter",
        certifying=True,
        start=date(2026, 9, 1),
        end=FRIDAY,
        date=FRIDAY,
        made=NOON,
        seal=SEAL,
        finished=True,
        percent=100,
        company="Manpower",
        hours=30,
        watched=timedelta(hours=11, minutes=5),
        lessons_seen=120,
        lessons=131,
        workshops=4,
        themes=("Culture générale", "Sourcing"),
        aim="Conduire un recrutement de bout en bout.",
        skills=("Définir le besoin", "Mener un entretien structuré"),
        level="silver",
        register="RS3428",
    )
    return attrs.evolve(attestation, **changes)


def an_answer(**changes: Any) -> CorrectedAnswer:
    """A corrected answer, with these changes."""
    answer = CorrectedAnswer(
        question="Comment définir le besoin ?",
        answer="J’écoute le manager.",
        mark=Decimal("1.25"),
        maximum=Decimal(2),
        comment="Il manque la grille.",
        rubric="1 point pour l’écoute, 1 point pour la méthode.",
    )
    return attrs.evolve(answer, **changes)


def a_correction(**changes: Any) -> CorrectionFacts:
    """A correction of ten answers, with these changes."""
    correction = CorrectionFacts(
        language="fr",
        school=SCHOOL,
        person="Léa Martin",
        course="Recruter",
        handed_in=date(2026, 11, 17),
        graded=FRIDAY,
        made=NOON,
        grade=Decimal("12.5"),
        answers=tuple(an_answer() for _ in range(10)),
        seal=SEAL,
        company="Manpower",
        level="bronze",
    )
    return attrs.evolve(correction, **changes)


def some_connections(**changes: Any) -> ConnectionFacts:
    """A report of two connections, with these changes."""
    report = ConnectionFacts(
        language="fr",
        provider=PROVIDER,
        person="Léa Martin",
        course="Recruter",
        start=date(2026, 9, 1),
        end=date(2027, 8, 31),
        until=NOON,
        seal=SEAL,
        company="Manpower",
        session="Manpower - Lyon - Septembre 2026",
        connections=(
            Connection(start=NOON - timedelta(days=3), end=NOON - timedelta(days=3) + timedelta(minutes=65)),
            Connection(start=NOON - timedelta(minutes=40), end=NOON),
        ),
        lessons=(Done(what="Définir le besoin", at=NOON - timedelta(days=3)),),
        assessments=(Done(what="Culture générale", at=NOON),),
        workshops=(Done(what="Rédiger une annonce", at=NOON),),
    )
    return attrs.evolve(report, **changes)


MADE: Final[Mapping[str, tuple[Callable[..., Any], tuple[str, ...]]]] = {
    "notes": (some_notes, ("person", "module", "text")),
    "certificate": (a_certificate, ("school", "person", "course", "company", "register")),
    "attestation": (an_attestation, ("person", "course", "company", "aim", "register")),
    "correction": (a_correction, ("school", "person", "course", "company", "reason", "comment")),
    "connections": (some_connections, ("person", "course", "company", "session")),
}
"""Each document: what makes its facts, and those that are text somebody typed."""


class DocumentsContract:
    """The contract of `ledr_core.ports.documents.Documents`."""

    @pytest.mark.parametrize("document", MADE)
    def test_the_same_facts_give_the_same_bytes(self, documents: Documents, document: str) -> None:
        """A maker that says so keeps to it, and other facts give other bytes (CERT-9)."""
        make, (facts, _) = getattr(documents, document), MADE[document]
        if documents.deterministic:
            assert make(facts()) == make(facts())
        assert make(facts(person="Max Petit")) != make(facts())

    @pytest.mark.parametrize("document", MADE)
    @pytest.mark.parametrize("text", HOSTILE)
    def test_any_text_gives_a_document(self, documents: Documents, document: str, text: str) -> None:
        """Whatever people type or are called."""
        facts, typed = MADE[document]
        assert getattr(documents, document)(facts(**dict.fromkeys(typed, text))).startswith(b"%PDF-")

    def test_it_tells_which_letters_it_cannot_show(self, documents: Documents) -> None:
        """Those of the registers of Europe it can (CERT-5)."""
        assert documents.undrawn("Léa Martin-Œuvré, Σωκράτης, Đặng, Юлія\n") == ""
        assert documents.undrawn("Anne 漢 Lee 字漢") == "漢字"

    @pytest.mark.parametrize("document", MADE)
    def test_another_language_is_invalid(self, documents: Documents, document: str) -> None:
        """There are documents in French and in English."""
        make, (facts, _) = getattr(documents, document), MADE[document]
        assert make(facts(language="en")) != make(facts())
        with pytest.raises(Invalid) as error:
            make(facts(language="de"))
        assert error.value.field == "language"

    @pytest.mark.parametrize(
        "content", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + bytes(100), b"\xff\xd8\xff" + bytes(100)]
    )
    @pytest.mark.parametrize("use", get_args(ImageUse))
    def test_what_is_no_image_is_invalid(self, documents: Documents, content: bytes, use: ImageUse) -> None:
        """Whatever its beginning says, and whatever it is for."""
        with pytest.raises(Invalid) as error:
            documents.image(content, use)
        assert error.value.field == "image"

    @pytest.mark.parametrize(
        "content", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + bytes(100), b"\xff\xd8\xff" + bytes(100)]
    )
    def test_what_is_no_image_makes_no_portrait(self, documents: Documents, content: bytes) -> None:
        """Nor does it bring anything down."""
        with pytest.raises(Invalid) as error:
            documents.portrait(content)
        assert error.value.field == "image"
