"""Documents as files: what is read on them, where it stands, and that it never changes."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from ledr_adapters.documents import FpdfDocuments
from ledr_adapters.documents.lettering import MISSING
from ledr_core.ports.documents import Documents
from ledr_core.testing.contracts.documents import HOSTILE, NOON, DocumentsContract, module_notes, some_notes
from tests.documents import letters_of, metadata_of, pages_of, pictures_of, text_of

pytestmark = pytest.mark.slow

DOCUMENTS = FpdfDocuments()
WIDTH, HEIGHT, MARGIN = 210, 297, 20
LONG_NAME = "Marie-Hélène de La Rochefoucauld-Montmorency d’Estienne de Saint-Exupéry " * 4


class TestFpdfDocuments(DocumentsContract):
    @pytest.fixture
    def documents(self) -> Documents:
        return DOCUMENTS


def test_notes_read_as_they_were_typed() -> None:
    typed = "Œuvrer à l’écoute : ça coûte 1 000 € ? « Oui » – même à Łódź…"

    assert typed.replace("\u00a0", " ") in text_of(DOCUMENTS.notes(some_notes(text=typed)))


def test_notes_say_whose_they_are_and_of_what() -> None:
    text = text_of(DOCUMENTS.notes(some_notes()))

    assert "L’École du Recrutement Notes" in text
    assert "Module Bien définir le besoin" in text
    assert "Apprenant Léa Martin" in text
    assert "Enregistrées le 19 novembre 2026" in text


def test_notes_of_several_modules_have_a_section_each() -> None:
    first = module_notes(saved=datetime(2026, 11, 2, 9, tzinfo=UTC))
    second = module_notes(module="Écrire l’annonce", text="Court et cherché.\nÉté 王 مرحبا")

    content = DOCUMENTS.notes(some_notes(notes=(first, second)))

    text = text_of(content)
    assert text.count("Apprenant Léa Martin") == 1
    assert "Bien définir le besoin Enregistrées le 2 novembre 2026 Trois questions" in text
    assert "Écrire l’annonce Enregistrées le 19 novembre 2026 Court et cherché." in text
    assert metadata_of(content)["Title"] == "Notes de Léa Martin"
    assert str(metadata_of(content)["CreationDate"]).startswith("D:20261119110000")


def test_notes_are_dated_on_the_schools_clock() -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)

    assert "Enregistrées le 1er décembre 2026" in text_of(DOCUMENTS.notes(some_notes(saved=late)))


def test_a_file_has_title_author_language_and_date() -> None:
    found = metadata_of(DOCUMENTS.notes(some_notes()))

    assert found["Title"] == "Notes de Léa Martin\u00a0: Bien définir le besoin"
    assert (found["Author"], found["Lang"]) == ("Léa Martin", "fr-FR")
    assert str(found["CreationDate"]).startswith("D:20261119110000")
    assert metadata_of(DOCUMENTS.notes(some_notes(language="en")))["Lang"] == "en-GB"


def test_pages_are_numbered_from_two_pages_on() -> None:
    (alone,) = pages_of(DOCUMENTS.notes(some_notes()))
    first, second = pages_of(DOCUMENTS.notes(some_notes(text="Encore une ligne.\n" * 60)))

    assert "page" not in alone
    assert ("page 1 / 2" in first, "page 2 / 2" in second) == (True, True)


PROGRAM = """
import hashlib
from ledr_adapters.documents import FpdfDocuments
from ledr_core.testing.contracts.documents import some_notes
print(hashlib.sha256(FpdfDocuments().notes(some_notes(text="Été 王 مرحبا"))).hexdigest())
"""


@pytest.mark.rule("CERT-9")
@pytest.mark.parametrize(("zone", "seed"), [("Pacific/Kiritimati", "1"), ("America/Anchorage", "2")])
def test_another_process_zone_and_hash_seed_give_the_same_bytes(zone: str, seed: str) -> None:
    here = hashlib.sha256(DOCUMENTS.notes(some_notes(text="Été 王 مرحبا"))).hexdigest()
    environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed}

    there = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)

    assert there.stdout.strip() == here


@pytest.mark.rule("CERT-9")
def test_the_zone_of_an_instant_does_not_count() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=-9)))

    assert DOCUMENTS.notes(some_notes(saved=elsewhere)) == DOCUMENTS.notes(some_notes())


@pytest.mark.rule("CERT-9")
def test_documents_written_at_once_are_those_written_one_after_the_other() -> None:
    """The faces are read once, for all that a process writes."""
    names = ["Léa", "Нина", "Zoë", "שרה"] * 3
    alone = [DOCUMENTS.notes(some_notes(person=name, text=name)) for name in names]

    with ThreadPoolExecutor(4) as several:
        at_once = list(several.map(lambda name: DOCUMENTS.notes(some_notes(person=name, text=name)), names))

    assert at_once == alone


def test_a_file_holds_the_letters_that_it_uses_alone() -> None:
    """And those that they are made of: an é is an e with an accent."""
    reader = PdfReader(BytesIO(DOCUMENTS.notes(some_notes(text="Été"))))
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        descendant = font["/DescendantFonts"][0].get_object()
        used = font["/ToUnicode"].get_object().get_data().count(b"> <") - 1
        face = TTFont(BytesIO(descendant["/FontDescriptor"]["/FontFile2"].get_object().get_data()))
        assert used <= len(face.getGlyphOrder()) <= 2 * used


def test_nothing_is_imported_before_the_first_document() -> None:
    program = "import sys, ledr_adapters.documents; print([x for x in ('fpdf', 'segno', 'PIL') if x in sys.modules])"

    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "[]"


# Whatever people type


@pytest.mark.parametrize("text", [*HOSTILE, LONG_NAME])
def test_nothing_stands_outside_the_margins(text: str) -> None:
    for page in letters_of(DOCUMENTS.notes(some_notes(text=text, module=text, person=text))):
        assert all(letter.left >= MARGIN - 0.5 and letter.right <= WIDTH - MARGIN + 0.5 for letter in page)
        assert all(letter.top >= MARGIN - 1 and letter.bottom <= HEIGHT - 10 for letter in page)


def test_a_letter_in_no_face_is_replaced_visibly() -> None:
    assert f"Bonjour {MISSING}{MISSING}{MISSING}, ça va" in text_of(
        DOCUMENTS.notes(some_notes(text="Bonjour 王小明, ça va"))
    )


def test_an_emoji_of_several_parts_is_one_mark_at_most_a_part_that_shows() -> None:
    assert f"ok {MISSING} fini" in text_of(DOCUMENTS.notes(some_notes(text="ok 👍🏽\ufe0f fini")))


def test_control_characters_leave_no_trace() -> None:
    assert "Bonjour Léa." in text_of(DOCUMENTS.notes(some_notes(text="Bon\x00jour\x1b L\x7fe\u0301a\u202e.")))


@pytest.mark.parametrize("text", ["Грета", "Ελένη", "Nguyễn", "שלום"])
def test_letters_of_other_alphabets_are_drawn(text: str) -> None:
    assert text in text_of(DOCUMENTS.notes(some_notes(text=text)))


def test_right_to_left_text_starts_at_the_right_margin() -> None:
    (page,) = letters_of(DOCUMENTS.notes(some_notes(text="שלום עולם")))
    hebrew = [letter for letter in page if "\u0590" <= letter.text <= "\u05ff"]

    first = next(letter for letter in hebrew if letter.text == "ש")
    assert first.right == max(letter.right for letter in hebrew)
    assert first.right > WIDTH - MARGIN - 2


def test_arabic_letters_join_their_neighbours() -> None:
    (joined,) = pictures_of(DOCUMENTS.notes(some_notes(text="مرحبا")))
    (apart,) = pictures_of(DOCUMENTS.notes(some_notes(text=" ".join("مرحبا"))))

    assert joined.tobytes() != apart.tobytes()
    assert "مرحبا" in text_of(DOCUMENTS.notes(some_notes(text="مرحبا")))


def test_a_text_of_100_000_characters_is_written_whole() -> None:
    pages = pages_of(DOCUMENTS.notes(some_notes(text="compte " * 14_000 + "fin.")))

    assert sum(page.count("compte") for page in pages) == 14_000
    assert "fin." in pages[-1]


@settings(max_examples=30)
@given(text=st.text(max_size=200))
def test_any_text_gives_a_file_that_opens(text: str) -> None:
    assert pictures_of(DOCUMENTS.notes(some_notes(text=text, person=text)), dpi=10)
