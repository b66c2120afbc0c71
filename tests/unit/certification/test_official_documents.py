"""The official documents: what is read on them, where it stands, and how they look."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from attrs import evolve
from PIL import Image, ImageChops, ImageStat

from ledr_adapters.documents import FpdfDocuments
from ledr_adapters.documents.images import LARGEST_SIDE, PRINTED_SIDE
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.documents import Connection, Provider, Seal
from ledr_core.testing.contracts.documents import (
    HOSTILE,
    MADE,
    NOON,
    PROVIDER,
    SEAL,
    a_certificate,
    a_correction,
    an_answer,
    an_attestation,
    some_connections,
)
from tests.documents import Letter, a_picture, letters_of, metadata_of, pages_of, pictures_of, text_of

pytestmark = pytest.mark.slow

DOCUMENTS = FpdfDocuments()
APPROVED = Path(__file__).with_name("approved")
OFFICIAL = [name for name in MADE if name != "notes"]
LONG_NAME = "Marie-Hélène de La Rochefoucauld-Montmorency d’Estienne de Saint-Exupéry"
LONG_COMPANY = "Société Anonyme des Établissements Généraux de Travaux et de Maintenance Industrielle de Lyon " * 2
LONG_COURSE = "Recruter, intégrer et fidéliser dans une organisation internationale en mutation permanente " * 2


@cache
def image(width: int, height: int) -> bytes:
    """A picture of that shape as documents keep it."""
    return DOCUMENTS.image(a_picture(width, height))


BACKGROUND = image(1754, 1240)


def made(document: str, **changes: object) -> bytes:
    """A document of ordinary facts, with these changes."""
    content: bytes = getattr(DOCUMENTS, document)(MADE[document][0](**changes))
    return content


# What is read


@pytest.mark.rule("CERT-5")
def test_a_certificate_says_who_obtained_what_and_when() -> None:
    text = text_of(DOCUMENTS.certificate(a_certificate(background=BACKGROUND)))

    for said in ("Certificat Léa Martin a obtenu la certification Recruter", "Niveau or", "Manpower"):
        assert said in text
    assert "Délivré le 20 novembre 2026 · Répertoire spécifique : RS3428 · Formation de 30 heures" in text


def test_a_certificate_leaves_out_what_is_not_known() -> None:
    text = text_of(DOCUMENTS.certificate(a_certificate(company=None, register=None, hours=None)))

    assert "Niveau or Délivré le 20 novembre 2026 Code" in text


def test_an_attestation_has_what_the_law_asks_for() -> None:
    text = text_of(DOCUMENTS.attestation(an_attestation()))

    for said in (
        "L’École du Recrutement atteste que Léa Martin a suivi la formation",
        "Entreprise Manpower Formation Recruter Nature de l’action action de formation certifiante",
        "Modalité formation à distance Dates du 1er septembre 2026 au 20 novembre 2026",
        "Durée prévue 30 heures Durée des leçons vues 11 h 05",
        "Compétences visées – Définir le besoin – Mener un entretien structuré",
        "Leçons vues 120 sur 131 Ateliers réalisés 4 Thématiques validées Culture générale, Sourcing",
        "Certification argent",
        "Déclaration d’activité 11 75 12345 75 SIRET 123 456 789 00012",
        "Fait à Paris, le 20 novembre 2026. Camille Durand Directrice pédagogique",
    ):
        assert said in text


@pytest.mark.rule("CERT-6")
def test_an_attestation_of_a_training_under_way_says_nothing_of_days_to_come() -> None:
    under_way = an_attestation(finished=False, percent=83, end=date(2027, 8, 31), under_way=True)

    text = text_of(DOCUMENTS.attestation(under_way))

    assert "L’École du Recrutement atteste que Léa Martin suit la formation" in text
    assert "Dates depuis le 1er septembre 2026, fin prévue le 31 août 2027" in text
    assert "a suivi" not in text


def test_an_attestation_leaves_no_line_for_what_is_not_known() -> None:
    bare = an_attestation(
        provider=Provider(name="L’École"),
        **dict.fromkeys(("company", "hours", "watched", "lessons", "workshops", "aim", "level", "register")),
        themes=(),
        skills=(),
        finished=False,
        percent=42,
    )

    lines = pages_of(DOCUMENTS.attestation(bare))[0].splitlines()

    assert [
        line for line in lines if line.strip() in ("Entreprise", "Adresse", "SIRET", "Objectif", "Certification")
    ] == []
    assert any("42 % du parcours" in line.replace("\u00a0", " ") for line in lines)
    assert any("Fait le 20 novembre 2026." in line for line in lines)


def test_a_correction_shows_each_mark_comment_and_rubric() -> None:
    answers = (an_answer(), an_answer(answer=" \u200b", mark=Decimal(0), comment=None, rubric=None))

    text = text_of(DOCUMENTS.correction(a_correction(answers=answers)))

    assert "Note 12,5 / 20 Certification bronze" in text
    assert (
        "Question 1 : 1,25 / 2 Comment définir le besoin ? J’écoute le manager. Commentaire Il manque la grille."
        in text
    )
    assert "Grille de correction 1 point pour l’écoute, 1 point pour la méthode. Question 2 : 0 / 2" in text
    assert "Comment définir le besoin ? Pas de réponse." in text


@pytest.mark.rule("CASE-11")
def test_an_amended_correction_says_when_and_why() -> None:
    amended = a_correction(level=None, amended=date(2026, 12, 1), reason="Question 3 recomptée.", reworked=True)

    text = text_of(DOCUMENTS.correction(amended))

    assert "Certification non obtenue" in text
    assert "Reprise note de la copie reprise, définitive" in text
    assert "Correction modifiée le 1er décembre 2026 Motif Question 3 recomptée." in text


@pytest.mark.rule("CERT-10")
def test_a_connection_report_adds_up_and_lists_what_was_done() -> None:
    text = text_of(DOCUMENTS.connections(some_connections()))

    assert "Connexions 2 Temps de connexion 1 h 45 Leçons vues 1 Évaluations réussies 1" in text
    assert "16/11/2026 12:00 13:05 1 h 05 19/11/2026 11:20 12:00 40 min" in text
    assert "16/11/2026 12:00 Définir le besoin" in text
    assert "19/11/2026 12:00 Culture générale" in text


def test_the_heads_of_a_table_stand_on_each_page_and_no_row_is_lost() -> None:
    many = [Connection(start=NOON + timedelta(days=day), end=NOON + timedelta(days=day, hours=1)) for day in range(150)]

    pages = pages_of(DOCUMENTS.connections(some_connections(connections=tuple(many))))

    assert sum(page.count("13:00") for page in pages) == 150
    assert [page.count("Dernière activité") for page in pages[:3]] == [1, 1, 1]


@pytest.mark.parametrize("document", OFFICIAL)
def test_a_document_has_title_author_and_language(document: str) -> None:
    found = metadata_of(made(document))

    assert "Léa Martin" in str(found["Title"])
    assert (found["Author"], found["Lang"]) == ("L’École du Recrutement", "fr-FR")


@pytest.mark.parametrize("document", OFFICIAL)
def test_a_document_is_in_english_too(document: str) -> None:
    text = text_of(made(document, language="en"))

    assert "Verification code: K7QM-2XRD-9TWA" in text
    assert not set(text.split()) & {"Code", "Fait", "Certificat", "Attestation", "Note", "Connexions"}


# The seal


@pytest.mark.rule("CERT-8")
@pytest.mark.parametrize("dpi", [100, 150])
@pytest.mark.parametrize("document", OFFICIAL)
def test_the_seal_is_read_from_every_page(document: str, dpi: int) -> None:
    content = made(document, **({"background": BACKGROUND} if document == "certificate" else {}))

    for page, picture in zip(pages_of(content), pictures_of(content, dpi), strict=True):
        (code,) = zxingcpp.read_barcodes(picture)
        assert code.text == SEAL.address
        assert SEAL.code in page
        assert SEAL.address in page


# Where it stands


def overlapping(page: list[Letter]) -> list[tuple[Letter, Letter]]:
    """Letters of neighbouring lines that are drawn over each other."""
    seen = sorted((letter for letter in page if letter.text.strip()), key=lambda one: (round(one.left), one.top))
    return [
        (one, other)
        for one, other in pairwise(seen)
        if min(one.right, other.right) - max(one.left, other.left) > 0.3
        and min(one.bottom, other.bottom) - max(one.top, other.top) > 0.3
    ]


LONG: Mapping[str, str] = {"person": LONG_NAME * 2, "company": LONG_COMPANY, "course": LONG_COURSE}


@pytest.mark.parametrize("document", OFFICIAL)
def test_long_names_overlap_nothing_and_stay_within_the_page(document: str) -> None:
    for page in letters_of(made(document, **LONG)):
        assert overlapping(page) == []
        assert all(letter.left >= 19 and letter.top >= 19 for letter in page)


@pytest.mark.parametrize("name", ["Léa Martin", LONG_NAME, LONG_NAME * 3, "Wolfeschlegelsteinhausenbergerdorff" * 4])
@pytest.mark.parametrize("shape", [(1754, 1240), (1240, 1754), (1200, 1200), None])
def test_the_name_is_the_largest_thing_and_nothing_comes_near_the_frame(
    name: str, shape: tuple[int, int] | None
) -> None:
    background = None if shape is None else image(*shape)
    content = DOCUMENTS.certificate(a_certificate(person=name, background=background))
    ((width, height),) = ((p.width / 72 * 25.4, p.height / 72 * 25.4) for p in pictures_of(content))
    (page,) = letters_of(content)

    tallest = max(page, key=lambda letter: letter.bottom - letter.top)
    assert tallest.text in name
    across, down = (width, height) if shape != (1200, 1200) else (210, 210)
    left, top = (width - across) / 2, (height - down) / 2
    assert all(left + 22 <= letter.left and letter.right <= left + across - 22 for letter in page)
    assert all(top + 22 <= letter.top and letter.bottom <= top + down - 20 for letter in page)


@pytest.mark.parametrize("stamp", [(600, 300), (100, 900), (3000, 20)])
def test_the_signature_stays_together_beside_the_stamp(stamp: tuple[int, int]) -> None:
    provider = evolve(PROVIDER, stamp=image(*stamp))
    for skills in range(0, 30, 3):
        pages = pages_of(DOCUMENTS.attestation(an_attestation(provider=provider, skills=("Écouter",) * skills)))
        assert any("Fait à Paris" in page and "Directrice pédagogique" in page for page in pages)


@pytest.mark.parametrize("skills", range(0, 30, 3))
@pytest.mark.parametrize("role", ["Directrice", LONG_COMPANY, LONG_COMPANY * 3])
def test_a_signature_is_on_the_page_of_the_identity_however_long(skills: int, role: str) -> None:
    stamped = evolve(PROVIDER, stamp=image(600, 300), signatory_role=role, address=LONG_COMPANY)

    pages = pages_of(DOCUMENTS.attestation(an_attestation(provider=stamped, skills=("Écouter",) * skills)))

    (signed,) = [" ".join(page.split()) for page in pages if "Fait à Paris" in page]
    assert "Organisme de formation" in signed and "Camille Durand" in signed and " ".join(role.split()) in signed


def test_a_connection_report_is_signed_where_somebody_signs() -> None:
    nobody = evolve(PROVIDER, signatory=None)

    assert "Fait à Paris, le 19 novembre 2026. Camille Durand" in text_of(made("connections"))
    assert "Fait" not in text_of(made("connections", provider=nobody))
    assert "Fait à Paris" in text_of(
        made("connections", provider=evolve(nobody, stamp=DOCUMENTS.image(a_picture(60, 30), "stamp")))
    )


FAR_SITE = Seal(
    code="K7QM-2XRD-9TWA-8WZD",
    address="https://formation." + "ecole-du-recrutement-" * 5 + "lyon.example.com/verification/K7QM-2XRD-9TWA-8WZD",
)


@pytest.mark.parametrize("document", OFFICIAL)
@pytest.mark.parametrize("shape", [(1754, 1240), (1240, 1754)])
def test_a_long_address_of_verification_breaks_beside_the_page_number(document: str, shape: tuple[int, int]) -> None:
    changes: dict[str, object] = {"seal": FAR_SITE}
    if document == "certificate":
        changes["background"] = image(*shape)
    else:
        changes |= {"company": LONG_COMPANY * 20}
    content = made(document, **changes)
    edge = 22 if document == "certificate" else 19

    for page, letters, picture in zip(pages_of(content), letters_of(content), pictures_of(content, 150), strict=True):
        assert FAR_SITE.address in "".join(page.split())
        assert overlapping(letters) == []
        assert all(letter.right <= picture.width / 150 * 25.4 - edge for letter in letters)
        (code,) = zxingcpp.read_barcodes(picture)
        assert code.text == FAR_SITE.address


@pytest.mark.parametrize("lines", range(1, 30))
def test_no_comment_is_parted_from_its_name(lines: int) -> None:
    answers = (an_answer(answer="mot\n" * lines), an_answer())

    for page in pages_of(DOCUMENTS.correction(a_correction(answers=answers))):
        assert page.split("Code de vérification")[0].rstrip().splitlines()[-1] not in (
            "Commentaire",
            "Grille de correction",
        )


@pytest.mark.parametrize(
    ("language", "hours", "said"),
    [("fr", 1, "1 heure"), ("fr", 2, "2 heures"), ("en", 1, "1 hour"), ("en", 2, "2 hours")],
)
def test_one_hour_is_in_the_singular(language: str, hours: int, said: str) -> None:
    for document in ("attestation", "certificate"):
        words = text_of(made(document, language=language, hours=hours)).split()
        assert said in {" ".join(pair) for pair in pairwise(words)}


@pytest.mark.parametrize("document", OFFICIAL)
def test_the_school_s_own_words_have_true_apostrophes_and_names_stay_as_typed(document: str) -> None:
    school = {"provider": evolve(PROVIDER, name="L'École")} if document in ("attestation", "connections") else {}
    content = made(document, **(school or {"school": "L'École"}), course="L'art d'écouter", company="L'Oréal d'ici")

    text = text_of(content)
    assert "L’École" in text and "L’art d’écouter" in text and "L'Oréal d'ici" in text
    assert "L'École" not in text and "d'écouter" not in text
    assert str(metadata_of(content)["Title"]).endswith("L’art d’écouter")


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_a_correction_opens(text: str) -> None:
    answers = (an_answer(question=text, answer=text, comment=text, rubric=text),) * 3

    assert pictures_of(DOCUMENTS.correction(a_correction(answers=answers, comment=text)), dpi=20)


def test_a_comment_of_100_000_characters_is_written_whole() -> None:
    answers = (an_answer(comment="mesure " * 14_000 + "fin."),)

    pages = pages_of(DOCUMENTS.correction(a_correction(answers=answers)))

    assert sum(page.count("mesure") for page in pages) == 14_000
    assert f"page {len(pages)} / {len(pages)}" in pages[-1]


# How they look


TILE = 16
"""Pixels of the squares in which pictures are compared: a word that moved fills some."""


@pytest.mark.parametrize("document", OFFICIAL)
def test_a_document_looks_as_approved(document: str, tmp_path: Path) -> None:
    """Where this fails and the new look is wanted, the picture that is named takes the place of the approved one."""
    picture = pictures_of(made(document, **({"background": BACKGROUND} if document == "certificate" else {})))[0]
    seen = tmp_path / f"{document}.png"
    picture.convert("L").save(seen)
    with Image.open(APPROVED / seen.name) as approved, Image.open(seen) as found:
        difference = ImageChops.difference(found, approved)
    tiles = difference.resize((difference.width // TILE, difference.height // TILE), Image.Resampling.BOX)

    assert max(tiles.tobytes()) < 12, f"differs from the approved picture: {seen}"


# The same bytes


PROGRAM = """
import hashlib
from ledr_adapters.documents import FpdfDocuments
from ledr_core.testing.contracts.documents import MADE
for name, (facts, _) in MADE.items():
    print(hashlib.sha256(getattr(FpdfDocuments(), name)(facts())).hexdigest())
"""


@pytest.mark.rule("CERT-9")
@pytest.mark.parametrize(("zone", "seed"), [("Pacific/Kiritimati", "1"), ("America/Anchorage", "2")])
def test_another_process_zone_and_hash_seed_give_the_same_documents(zone: str, seed: str) -> None:
    environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed}

    there = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)

    assert there.stdout.split() == [hashlib.sha256(made(name)).hexdigest() for name in MADE]


# Images


def test_an_image_that_is_fit_stays_as_it_is() -> None:
    given = a_picture(1754, 1240, file="JPEG")

    assert DOCUMENTS.image(given) == given
    assert given[100:2000] in DOCUMENTS.certificate(a_certificate(background=given))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1", "I;16"])
def test_an_image_of_any_colours_becomes_a_jpeg(mode: str) -> None:
    picture = Image.new("L", (300, 200), 200) if mode == "I;16" else Image.new("RGB", (300, 200), (200, 200, 200))
    converted = Image.new("I;16", (300, 200), 200 * 256) if mode == "I;16" else picture.convert(mode)
    written = BytesIO()
    converted.save(written, "PNG")

    with Image.open(BytesIO(DOCUMENTS.image(written.getvalue()))) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (300, 200))
        if mode != "1":
            assert all(abs(value - 200) < 12 for value in ImageStat.Stat(image).mean)


def test_what_is_transparent_is_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(written, "PNG")

    with Image.open(BytesIO(DOCUMENTS.image(written.getvalue()))) as image:
        assert image.getpixel((10, 10)) == (255, 255, 255)


def test_a_photograph_on_its_side_is_set_upright() -> None:
    picture, exif, written = Image.new("RGB", (300, 200)), Image.Exif(), BytesIO()
    exif[0x0112] = 6
    picture.save(written, "JPEG", exif=exif)

    with Image.open(BytesIO(DOCUMENTS.image(written.getvalue()))) as image:
        assert image.size == (200, 300)


def test_an_image_is_made_no_larger_than_print_needs() -> None:
    once = DOCUMENTS.image(a_picture(5000, 3535))

    with Image.open(BytesIO(once)) as image:
        assert max(image.size) == PRINTED_SIDE["page"]
    assert DOCUMENTS.image(once) == once


def test_a_stamp_is_kept_as_small_as_it_is_printed() -> None:
    once = DOCUMENTS.image(a_picture(5000, 2500, mode="RGBA"), "stamp")

    with Image.open(BytesIO(once)) as image:
        assert (image.format, image.size) == ("JPEG", (PRINTED_SIDE["stamp"], PRINTED_SIDE["stamp"] // 2))
    assert DOCUMENTS.image(once, "stamp") == once
    assert once[100:2000] in made("attestation", provider=evolve(PROVIDER, stamp=once))


@pytest.mark.parametrize("size", [(20_000, 10), (LARGEST_SIDE + 1, LARGEST_SIDE + 1)])
def test_an_image_with_too_many_pixels_is_invalid(size: tuple[int, int]) -> None:
    written = BytesIO()
    Image.new("1", size).save(written, "PNG")

    with pytest.raises(Invalid) as error:
        DOCUMENTS.image(written.getvalue())

    assert (error.value.field, error.value.reason) == ("image", "has too many pixels")


@pytest.mark.parametrize("read", [DOCUMENTS.image, DOCUMENTS.portrait])
def test_a_small_file_of_many_pixels_is_refused_by_its_header(read: Callable[[bytes], bytes]) -> None:
    """That there is nothing to decode after it is not even seen."""
    written = BytesIO()
    Image.new("RGBA", (5_900, 5_900)).save(written, "PNG")
    header = written.getvalue()[:60]

    with pytest.raises(Invalid, match="too many pixels") as error:
        read(header)

    assert error.value.allowed == "18 million pixels at most"


def test_of_a_large_photograph_no_more_is_decoded_than_is_needed() -> None:
    """A telephone's picture may have more pixels than are ever decoded of one."""
    written = BytesIO()
    Image.new("RGB", (6_000, 4_500), "navy").save(written, "JPEG")

    with Image.open(BytesIO(DOCUMENTS.portrait(written.getvalue()))) as image:
        assert image.size == (512, 384)


def test_an_animation_is_invalid() -> None:
    """A file of few pixels may hold them any number of times."""
    written = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("navy", "white", "red")]
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:])

    with pytest.raises(Invalid, match="animation"):
        DOCUMENTS.image(written.getvalue())


@pytest.mark.parametrize("file", ["PNG", "JPEG"])
def test_half_an_image_is_invalid(file: str) -> None:
    whole = a_picture(800, 600, file=file)

    with pytest.raises(Invalid) as error:
        DOCUMENTS.image(whole[: len(whole) // 2])

    assert error.value.field == "image"
