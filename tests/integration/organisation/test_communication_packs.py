"""The communication pack of a company: who gets it, what it names, and where its files go (INV-5)."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path
from typing import Final

import pypdf
import pytest
from PIL import Image

from ledr_core import Content, Invalid, NotFound
from ledr_core.views.organisation import PackView
from tests.integration.conftest import Rehearsal, address, refusal
from tests.kept_schools import kept

ADA, ALAN, SAM, LEA, PAUL, ZOE = map(address, ("ada", "alan", "sam", "lea", "paul", "zoe@adecco.example"))
"""Manpower's administrator, an analyst, a supervisor, a member, a pilot; another company's administrator."""


@pytest.fixture
def org(empty: Rehearsal) -> Rehearsal:
    """Manpower, which follows one course now, has followed another, and Adecco, which follows a third."""
    return kept(empty, launched)


def launched(ledr: Rehearsal) -> Rehearsal:
    school = ledr.school
    about = {"for_whom": "Qui recrute", "aim": "Recruter bien", "skills": ["Écouter"]}
    courses = [
        {"reference": "now", "title": "Recruter sans se tromper", "hours": 30, "register": "RS3428", "about": about},
        {"reference": "past", "title": "Parcours d'hier"},
        {"reference": "theirs", "title": "Parcours d'Adecco"},
    ]
    school.catalogue.load(by="staff", data={"courses": courses})
    for company in ("Manpower", "Adecco"):
        school.companies.create(by="staff", name=company)
    sessions = (
        ("now", "Manpower", "2026-11-01"),
        ("past", "Manpower", "2025-01-01"),
        ("theirs", "Adecco", "2026-11-01"),
    )
    for course, company, start in sessions:
        school.sessions.create(
            by="staff",
            reference=f"{company} {course}",
            company=company,
            course=course,
            kind="slot",
            start=start,
            package=1,
        )
    for name in ("ada", "alan", "sam", "lea"):
        ledr.a_person(name)
    ledr.a_person("paul", "pilot")
    ledr.a_person("zoe@adecco.example", company="Adecco")
    does = school.organisation
    does.set_role(by="staff", person=ADA, role="administrator")
    does.set_role(by="staff", person=ZOE, role="administrator")
    does.set_role(by="staff", person=ALAN, role="analyst")
    does.put_team(by="staff", company="Manpower", team="Lyon")
    does.set_supervisor(by="staff", company="Manpower", team="Lyon", person=SAM)
    return ledr


def files(pack: PackView) -> dict[str, bytes]:
    """The files of a pack by name, where none was written."""
    return {file.name: file.data for file in pack.files if isinstance(file, Content)}


def said(data: dict[str, bytes]) -> str:
    """All that the files of a pack say, in their words."""
    parts = []
    for name, content in data.items():
        if name.endswith(".pdf"):
            parts += [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
        elif not name.endswith(".png"):
            parts.append(content.decode())
    return re.sub(r"\s+", " ", " ".join(parts))


def an_image(width: int = 300, height: int = 100, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), (200, 20, 60)).save(written, kind)
    return written.getvalue()


@pytest.mark.rule("INV-5", "TEAM-1")
def test_administrators_and_staff_get_it_nobody_else(org: Rehearsal) -> None:
    for by in (ALAN, SAM, LEA, PAUL):
        assert refusal(lambda by=by: org.school.organisation.pack(by=by, company="Manpower")).rule == "TEAM-1"
    foreign, unknown = (
        refusal(lambda name=name: org.school.organisation.pack(by=ZOE, company=name))
        for name in ("Manpower", "Nulle part")
    )

    assert (foreign.rule, unknown.rule, foreign.reason) == ("ROLE-6", "ROLE-6", unknown.reason)
    with pytest.raises(NotFound):
        org.school.organisation.pack(by="staff", company="Nulle part")


@pytest.mark.rule("INV-5")
def test_it_names_the_courses_that_the_company_follows_and_whoever_asks_the_same_all_day(org: Rehearsal) -> None:
    pack = org.school.organisation.pack(by=ADA, company="Manpower")
    data = files(pack)
    org.clock.set("2026-11-19T23:30")
    text = said(data)

    for fact in ("Recruter sans se tromper", "30 heures · certification RS3428", "30 hours", "Qui recrute", "Écouter"):
        assert fact in text
    assert "Parcours d’hier" not in text and "Adecco" not in text
    assert ADA in text and set(re.findall(r"[\w.]+@manpower\.example", text)) == {ADA}
    assert pack.undrawn == ()
    assert files(org.school.organisation.pack(by=ADA, company="Manpower")) == data


@pytest.mark.rule("INV-5", "OFFER-5")
def test_links_and_days_are_those_of_the_settings(org: Rehearsal) -> None:
    for name, value in (
        ("site", "https://ecole.example"),
        ("test_link", ""),
        ("invitation_days", 12),
        ("language", "en"),
    ):
        org.school.settings.set(by="staff", name=name, value=value)

    pack = org.school.organisation.pack(by="staff", company="Manpower")
    text = said(files(pack))

    assert "https://ecole.example" in text and "leparcours.co" not in text
    assert "autoévaluation" not in text and "self-assessment" not in text
    assert "bonne 12 jours" in text and "good for 12 days" in text
    assert str(pack.flyer) == "flyer-en.pdf"


@pytest.mark.rule("INV-5")
def test_a_logo_stands_on_leaflets_and_banners(org: Rehearsal) -> None:
    data = files(org.school.organisation.pack(by=ADA, company="Manpower", logo=Content("logo.png", an_image())))

    for name in ("flyer-fr.pdf", "poster-en.pdf"):
        assert len(pypdf.PdfReader(io.BytesIO(data[name])).pages[0].images) == 1
    assert b"data:image/jpeg;base64," in data["banner-en.svg"]
    shown = Image.open(io.BytesIO(data["banner-en.png"])).getpixel((150, 86))
    assert all(abs(one - other) < 5 for one, other in zip(shown, (200, 20, 60), strict=True))  # it is a JPEG


HUGE: Final = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 60_000, 60_000, 8, 2, 0, 0, 0) + b"\0" * 60
LOGOS: Final[dict[str, tuple[bytes, str]]] = {
    "logo.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not an image"),
    "page.png": (b"<!DOCTYPE html><script>alert(1)</script>", "not an image"),
    "half.png": (an_image()[:60], "not an image"),
    "moving.gif": (an_image(kind="GIF"), "not an image"),
    "heavy.png": (an_image() + b"\0" * 5_000_000, "file too large"),
    "huge.png": (HUGE, ""),
}


@pytest.mark.parametrize("name", LOGOS)
@pytest.mark.rule("INV-5")
def test_what_is_no_logo_is_refused_clearly(org: Rehearsal, name: str) -> None:
    data, ground = LOGOS[name]

    with pytest.raises(Invalid) as error:
        org.school.organisation.pack(by=ADA, company="Manpower", logo=Content(name, data))

    assert error.value.field == "logo"
    assert error.value.ground == ground or not ground
    assert name in str(error.value)


@pytest.mark.rule("INV-5")
def test_who_may_not_ask_learns_nothing_of_a_logo(org: Rehearsal) -> None:
    logo = Content("logo.svg", b"<svg/>")

    assert refusal(lambda: org.school.organisation.pack(by=LEA, company="Manpower", logo=logo)).rule == "TEAM-1"


@pytest.mark.rule("INV-5")
def test_staff_name_a_folder_and_are_named_nowhere_others_get_an_archive(org: Rehearsal, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "launch"
    pack = org.school.organisation.pack(by="staff", company="Manpower", folder=str(folder))
    archive = io.BytesIO()
    org.school.organisation.pack(by=ADA, company="Manpower", folder=archive)

    text = said({one.name: one.read_bytes() for one in folder.iterdir()})
    assert "@manpower.example" not in text and "ausecours@lecoledurecrutement.fr" in text
    assert sorted(pack.files) == sorted(str(one) for one in folder.iterdir())
    assert Path(str(pack.poster)).read_bytes().startswith(b"%PDF-")
    assert sorted(zipfile.ZipFile(archive).namelist()) == sorted(one.name for one in folder.iterdir())
    with pytest.raises(Invalid) as error:
        org.school.organisation.pack(by=ADA, company="Manpower", folder=str(tmp_path / "b"))
    assert error.value.field == "folder" and not (tmp_path / "b").exists()


@pytest.mark.rule("INV-5")
def test_a_folder_gets_all_of_it_or_nothing(org: Rehearsal, tmp_path: Path) -> None:
    (tmp_path / "flyer-fr.pdf").write_bytes(b"mine")
    (tmp_path / "poster-en.pdf").mkdir()

    with pytest.raises(Invalid) as error:
        org.school.organisation.pack(by="staff", company="Manpower", folder=str(tmp_path))

    assert error.value.field == "folder"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["flyer-fr.pdf", "poster-en.pdf"]
    assert (tmp_path / "flyer-fr.pdf").read_bytes() == b"mine"


@pytest.mark.rule("INV-5")
def test_a_name_stays_text_and_letters_that_print_cannot_show_are_told(org: Rehearsal) -> None:
    org.school.companies.create(by="staff", name="王小 =1+1 <script>")

    pack = org.school.organisation.pack(by="staff", company="王小 =1+1 <script>")

    assert pack.undrawn == ("王", "小")
    assert not [name for name, data in files(pack).items() if name.endswith(("html", "svg")) and b"<script" in data]
