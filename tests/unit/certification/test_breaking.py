"""Long names on documents: they shrink, break at a space or after a hyphen, and never inside a word."""

import unicodedata

import pytest

from ledr_adapters.documents import FpdfDocuments
from ledr_adapters.documents.breaking import lines_of, widest
from ledr_adapters.documents.lettering import _FULL, _letters
from ledr_core.testing.contracts.documents import MADE
from tests.documents import pages_of

DOCUMENTS = FpdfDocuments()
HYPHENATED = (
    "Anne-Sophie-Charlotte-Élisabeth Chateaubriand-Montmorency-Rochechouart-Vandenbroucke-Castelnau-Wolkenstein"
)
ONE_WORD = "Papadimitrakopoulouchristodoulidiskonstantinopolitis"
COMPANY = "Versicherungsgesellschaftsmitarbeiterfortbildungszentrum-Niederösterreich"


def letters(text: str) -> float:
    return float(len(text))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Jean-Marie Dupont", 20, ["Jean-Marie Dupont"]),
        ("Jean-Marie Dupont", 12, ["Jean-Marie", "Dupont"]),
        ("Jean-Marie Dupont", 8, ["Jean-", "Marie", "Dupont"]),
        ("Jean-Marie-Pierre", 12, ["Jean-Marie-", "Pierre"]),
        ("a -- b", 3, ["a", "--", "b"]),
        ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
        ("", 3, [""]),
    ],
)
def test_a_line_ends_at_a_space_or_after_a_hyphen(text: str, width: float, lines: list[str]) -> None:
    assert lines_of(text, width, letters) == lines
    assert widest("Jean-Marie Dupont", letters) == 6


@pytest.mark.rule("CERT-5")
@pytest.mark.parametrize("name", [HYPHENATED, ONE_WORD])
@pytest.mark.parametrize("document", MADE)
def test_no_document_breaks_a_name_inside_a_word(document: str, name: str) -> None:
    facts = MADE[document][0](person=name, **({} if document == "notes" else {"company": COMPANY}))

    lines = "\n".join(pages_of(getattr(DOCUMENTS, document)(facts))).splitlines()

    words = {part for line in lines for part in line.replace("-", "- ").split()}
    wanted = name if document == "notes" else f"{name} {COMPANY}"
    assert set(wanted.replace("-", "- ").split()) <= words


EUROPEAN = [*range(0x00C0, 0x0250), *range(0x1E00, 0x1EFA), *range(0x0370, 0x0400), *range(0x0400, 0x0526)]
"""Latin, Greek and Cyrillic letters, of which the civil registers of Europe are written; what follows is of Siberia and
the Middle Ages."""


@pytest.mark.rule("CERT-5")
def test_documents_have_all_letters_of_european_registers() -> None:
    assigned = {chr(code) for code in EUROPEAN if unicodedata.category(chr(code))[0] in "LM"}

    missing = sorted(assigned - _letters(_FULL))

    assert missing == [], " ".join(f"{ord(letter):04X} {unicodedata.name(letter)}" for letter in missing)
