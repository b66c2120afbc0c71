"""Communication packs: what a printer takes, what fits, and what stays text (INV-5)."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from ledr_adapters.documents import FpdfDocuments
from ledr_adapters.packs import LaunchPacks
from ledr_core.ports.packs import PackCourse
from ledr_core.testing.contracts.packs import RECRUITING, PacksContract, contents, pack_facts

PACKS: Final = LaunchPacks()
POINT: Final = 25.4 / 72
SIZES: Final = {"flyer-fr.pdf": (148, 210), "affiche-fr.pdf": (297, 420)}
BLEED, SAFE = 3.0, 8.0
"""Millimetres around the page as it is cut, and within it, where nothing is written."""
LONG: Final = "Établissements Générale d’Ingénierie & Conseil d’Île-de-France"
MANY: Final = tuple(
    PackCourse(title=f"Un parcours au titre assez long pour deux lignes ({n})", hours=n) for n in range(9)
)
SCRIPT: Final = "<script>alert('=1+1')</script> & \"co\" ]]> {{ 7*7 }}"


class TestLaunchPacks(PacksContract):
    @pytest.fixture
    def packs(self) -> LaunchPacks:
        return PACKS


def logo(width: int = 400, height: int = 150) -> bytes:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((5, 5, width - 5, height - 5), fill=(200, 20, 60))
    written = io.BytesIO()
    image.save(written, "PNG")
    return FpdfDocuments().image(written.getvalue(), "stamp")


@cache
def cases() -> dict[str, dict[str, bytes]]:
    """Packs with little to say and with much."""
    several: dict[str, dict[str, Any]] = {
        "plain": {},
        "long": {"company": LONG, "courses": (RECRUITING, *MANY), "contact": LONG, "logo": logo()},
        "bare": {"courses": (), "contact": "", "contact_address": "", "test": "", "logo": logo(50, 500)},
        "hostile": {
            "company": SCRIPT + "W" * 150,
            "school": SCRIPT,
            "courses": (PackCourse(title=SCRIPT, aim="y" * 900),),
        },
        "from the right": {"company": "شركة التوظيف العربية \u202egnp"},
    }
    return {name: contents(PACKS.pack(pack_facts(**changes), "fr")) for name, changes in several.items()}


CASES: Final = ("plain", "long", "bare", "hostile", "from the right")
printed = pytest.mark.parametrize("name", SIZES)


# What a printer takes


@printed
@pytest.mark.rule("INV-5")
def test_a_leaflet_has_its_size_and_bleed_around_it(name: str) -> None:
    (page,) = pypdf.PdfReader(io.BytesIO(cases()["plain"][name])).pages
    width, height = SIZES[name]

    boxes = [[round(float(edge) * POINT, 1) for edge in box] for box in (page.mediabox, page.bleedbox, page.trimbox)]

    whole = [0, 0, width + 2 * BLEED, height + 2 * BLEED]
    assert boxes == [whole, whole, [BLEED, BLEED, width + BLEED, height + BLEED]]


@printed
@pytest.mark.rule("INV-5")
def test_a_leaflet_is_in_the_four_inks_of_a_press_with_its_faces(name: str) -> None:
    (page,) = pypdf.PdfReader(io.BytesIO(cases()["plain"][name])).pages

    operators = {operator for _, operator in page.get_contents().operations}  # type: ignore[union-attr]
    fonts = [font.get_object()["/DescendantFonts"][0] for font in page["/Resources"]["/Font"].values()]

    assert b"k" in operators and not operators & {b"rg", b"RG", b"sh", b"gs"}
    assert fonts and all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


@printed
@pytest.mark.rule("INV-5")
def test_colour_goes_to_the_edge_of_the_bleed(name: str) -> None:
    image = pypdfium2.PdfDocument(cases()["plain"][name])[0].render(scale=0.5).to_pil()

    across = [image.getpixel((x, 0)) for x in range(0, image.width, 10)]
    assert all(min(colour[:3]) < 200 for colour in across)


@printed
@pytest.mark.parametrize("case", CASES)
@pytest.mark.rule("INV-5")
def test_nothing_is_written_near_the_cut(name: str, case: str) -> None:
    page = pypdfium2.PdfDocument(cases()[case][name])[0]
    text, (width, height) = page.get_textpage(), SIZES[name]
    edge = BLEED + SAFE

    assert len(pypdfium2.PdfDocument(cases()[case][name])) == 1
    for place in range(text.count_chars()):
        if text.get_text_range(place, 1).strip():
            left, bottom, right, top = (one * POINT for one in text.get_charbox(place))
            assert edge <= left and right <= width + 2 * BLEED - edge
            assert edge <= bottom and top <= height + 2 * BLEED - edge


@printed
@pytest.mark.rule("INV-5")
def test_the_address_of_the_site_is_scanned(name: str) -> None:
    image = pypdfium2.PdfDocument(cases()["long"][name])[0].render(scale=1.5).to_pil()

    (code,) = zxingcpp.read_barcodes(image)

    assert code.text == "https://leparcours.co"


@printed
@pytest.mark.rule("INV-5")
def test_a_leaflet_says_who_what_and_how_long(name: str) -> None:
    (page,) = pypdf.PdfReader(io.BytesIO(cases()["long"][name])).pages
    text = " ".join(page.extract_text().split())

    assert LONG in text
    assert "Recruter sans se tromper 30 heures · certification RS3428" in text
    assert "autres parcours" in text
    assert len(page.images) == 1


@pytest.mark.rule("INV-5")
def test_without_courses_a_leaflet_says_what_awaits_everybody() -> None:
    text = pypdf.PdfReader(io.BytesIO(cases()["bare"]["flyer-fr.pdf"])).pages[0].extract_text()

    assert "Ce qui t’attend" in text and "Au programme" not in text
    assert "ausecours@lecoledurecrutement.fr" in text


# The banner and the newsletter


@pytest.mark.parametrize("case", CASES)
@pytest.mark.rule("INV-5")
def test_a_banner_is_complete_in_itself_and_its_text_is_text(case: str) -> None:
    drawn = ElementTree.fromstring(cases()[case]["banniere-fr.svg"])
    tags = {one.tag.rpartition("}")[2] for one in drawn.iter()}
    links = [value for one in drawn.iter() for name, value in one.attrib.items() if name.endswith("href")]

    assert tags <= {"svg", "title", "rect", "circle", "text", "image"}
    assert all(link.startswith("data:image/jpeg;base64,") for link in links)
    assert len(links) == (1 if case in ("long", "bare") else 0)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.rule("INV-5")
def test_a_banner_has_its_size_and_no_text_in_its_picture(case: str) -> None:
    wide = (1000, 0, 1584, 396)
    image, plain = (Image.open(io.BytesIO(cases()[one]["banniere-fr.png"])) for one in (case, "plain"))

    assert (image.format, image.size) == ("PNG", (1584, 396))
    assert image.crop(wide).tobytes() == plain.crop(wide).tobytes()


@pytest.mark.rule("INV-5")
def test_a_banner_names_the_company_as_typed() -> None:
    plain, hostile = (ElementTree.fromstring(cases()[one]["banniere-fr.svg"]) for one in ("plain", "hostile"))

    assert "Manpower" in [one.text for one in plain.iter()]
    assert [one.text for one in hostile.iter() if one.text and one.text.startswith(SCRIPT[:30])]


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_banner_is_legible() -> None:
    drawn = ElementTree.fromstring(cases()["plain"]["banniere-fr.svg"])
    grounds = [one.attrib["fill"] for one in drawn.iter() if one.tag.endswith("rect")]
    colours = {one.attrib["fill"] for one in drawn.iter() if one.tag.endswith("text")}

    assert colours == {"#ffffff", grounds[0]}
    assert contrast("#ffffff", grounds[0]) > 4.5


@pytest.mark.rule("INV-5")
def test_a_newsletter_keeps_what_people_type_as_text() -> None:
    page = cases()["hostile"]["newsletter-fr.html"].decode()

    assert "<script" not in page and "&lt;script&gt;" in page and "{{ 7*7 }}" in page
    assert set(re.findall(r'(?:href|src)="([^"]*)"', page)) == {
        "https://leparcours.co",
        "https://leparcours.co/test",
        "mailto:ada@manpower.example",
        "mailto:ausecours@lecoledurecrutement.fr",
    }


@pytest.mark.rule("INV-5")
def test_a_newsletter_says_the_same_as_page_and_as_text() -> None:
    english = contents(PACKS.pack(pack_facts(), "en"))
    for files, file, days in (
        (cases()["plain"], "newsletter-fr", "bonne 30\u00a0jours"),
        (english, "newsletter-en", "30\u00a0days"),
    ):
        for form in ("html", "txt"):
            text = re.sub(r"[ \n]+", " ", files[f"{file}.{form}"].decode())
            assert "Manpower" in text and "Recruter sans se tromper" in text and days in text


# The storyboard and the guide


def both_forms(case: str, name: str) -> list[str]:
    files = cases()[case]
    pages = pypdf.PdfReader(io.BytesIO(files[f"{name}.pdf"])).pages
    texts = (" ".join(page.extract_text() for page in pages), files[f"{name}.txt"].decode())
    return [" ".join(re.sub(r"(?m)^> ?|^- ", "", text).replace("– ", "").split()) for text in texts]


@pytest.mark.rule("INV-5")
def test_a_storyboard_goes_from_the_first_second_to_the_last() -> None:
    for text in both_forms("plain", "storyboard-fr"):
        times = [(int(start), int(end)) for start, end in re.findall(r"Plan \d, de (\d+) à (\d+) s", text)]

        assert [start for start, _ in times] == [0, *(end for _, end in times[:-1])]
        assert f"Une vidéo de {times[-1][1]} secondes" in text
        assert "Recruter sans se tromper" in text and "https://leparcours.co" in text


@pytest.mark.rule("INV-5")
def test_a_guide_says_what_to_say_when_and_of_which_courses() -> None:
    moments = ("Deux semaines avant", "Une semaine avant", "Le jour du lancement", "Une semaine après", "Un mois après")
    for text in both_forms("plain", "guide-managers-fr"):
        places = [text.index(moment) for moment in moments]

        assert places == sorted(places)
        assert text.count("À dire « ") == 6
        for fact in (
            "Ada Roux (ada@manpower.example)",
            "bonne 30 jours",
            "30 heures · certification RS3428",
            "Qui recrute",
        ):
            assert fact in text
        assert "Manpower t’ouvre une place sur la plateforme de L’École du Recrutement" in text  # INV-4
        assert "À bientôt, Ada Roux" in text


@pytest.mark.rule("INV-5")
def test_a_guide_says_nothing_of_what_is_not_known() -> None:
    for text in both_forms("bare", "guide-managers-fr"):
        assert "autoévaluation" not in text and "Les parcours ouverts" not in text and "None" not in text
        assert "…" not in text and "()" not in text and " :." not in text


@pytest.mark.rule("INV-5")
def test_a_pack_is_the_same_in_another_process() -> None:
    program = """
import hashlib
from ledr_adapters.packs import LaunchPacks
from ledr_core.testing.contracts.packs import contents, pack_facts
print(hashlib.sha256(repr(contents(LaunchPacks().pack(pack_facts(), "fr"))).encode()).hexdigest())
"""
    environment = os.environ | {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, env=environment)

    assert told.stdout.strip() == hashlib.sha256(repr(cases()["plain"]).encode()).hexdigest()


@pytest.mark.rule("INV-5")
def test_what_nobody_in_the_company_is_known_for_is_left_out_of_the_guide_and_its_letter_has_paragraphs() -> None:
    guide = " ".join(cases()["bare"]["guide-managers-fr.txt"].decode().split(" "))

    assert not re.search(r"[\s\u00a0](:|à)[\s\u00a0]*\.", guide)
    assert "\n  Bonjour,\n\n  " in guide
