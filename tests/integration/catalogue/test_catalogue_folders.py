"""Folders of catalogue files: what is read of them, what is told, and what a dump leaves alone."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from ledr_core import Content, Invalid, School
from ledr_core.views import as_json
from tests.documents import a_picture
from tests.integration.conftest import Rehearsal

LESSONS = 'lessons:\n  - {reference: l1, title: Bonjour, video: "https://v/1", seconds: 60}\n'
REST = """\
modules:
  - {reference: m1, title: Bases, lessons: [l1], sheet: fiches/m1.pdf}
themes:
  - {reference: t1, title: Culture, colour: "#0b7285", modules: [m1]}
courses:
  - {reference: c1, title: Recruter, themes: [t1], certificate: {gold: or.png}}
"""
FILES = {
    "a.yaml": LESSONS.encode(),
    "parcours/recruter/b.YML": REST.encode(),
    "parcours/recruter/fiches/m1.pdf": b"%PDF-1.7",
    "parcours/recruter/or.png": a_picture(60, 40),
}
"""A course in several folders: what its files name is beside them."""
UNREAD = ("parcours/notes.txt", "q.csv")


@pytest.fixture
def school(empty: Rehearsal) -> School:
    return empty.school


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path / "mien", FILES | dict.fromkeys(UNREAD, b"?") | {".cache/x.yaml": b"?", ".x.yaml": b"?"})
    return tmp_path / "mien"


def written(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def there(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def content(of: School) -> Any:
    return as_json(of.catalogue.dump(by="staff"))


@pytest.mark.rule("CAT-13")
def test_folders_are_read_to_the_bottom_and_what_is_not_read_is_named(school: School, folder: Path) -> None:
    done = school.catalogue.load(by="staff", file=str(folder))

    assert done.created == 4
    assert content(school)["modules"][0]["sheet"] == "parcours/recruter/fiches/m1.pdf"
    assert [(one.ground, one.file) for one in done.warnings] == [("not read", str(folder / name)) for name in UNREAD]
    assert school.catalogue.load(by="staff", file=str(folder)).unchanged == 4


@pytest.mark.rule("CAT-13")
def test_a_folder_that_is_a_link_is_named_as_one(school: School, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    (folder / "lien").symlink_to(tmp_path / "ailleurs")

    warnings = school.catalogue.load(by="staff", file=str(folder)).warnings

    assert ("linked folder", f"{folder / 'lien'}/") in [(one.ground, one.file) for one in warnings]


@pytest.mark.rule("CAT-13")
def test_an_archive_is_read_as_its_folder_is(school: School) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in (FILES | {"q.csv": b"?", "__MACOSX/a.yaml": b"?"}).items():
            archive.writestr(name, data)

    done = school.catalogue.load(by="staff", file=Content("cours.zip", packed.getvalue()))

    assert (done.created, [one.file for one in done.warnings]) == (4, ["q.csv"])


@pytest.mark.rule("CAT-13")
@pytest.mark.parametrize("split", [False, True])
def test_a_dump_writes_over_nothing_that_it_did_not_write(school: School, folder: Path, split: bool) -> None:
    school.catalogue.load(by="staff", file=str(folder))
    before = there(folder)

    with pytest.raises(Invalid) as error:
        school.catalogue.dump(by="staff", folder=str(folder), split=split)

    assert (error.value.field, error.value.facts["names"]) == ("folder", ["a.yaml", "parcours/recruter/b.YML"])
    assert there(folder) == before


@pytest.mark.rule("CAT-13")
@pytest.mark.parametrize("split", [False, True])
def test_a_dump_comes_again_over_itself_but_not_over_what_somebody_changed(
    school: School, folder: Path, tmp_path: Path, split: bool
) -> None:
    school.catalogue.load(by="staff", file=str(folder))
    copy = tmp_path / "copie"
    written(copy, {"parcours/recruter/or.png": b"mine", "lire.txt": b"mine"})
    names = {"lessons.yaml", "modules.yaml", "themes.yaml", "courses.yaml"} if split else {"catalogue.yaml"}

    for title in ("Bonsoir", "Bonne nuit"):
        school.catalogue.put_lesson(by="staff", reference="l1", title=title)
        school.catalogue.dump(by="staff", folder=str(copy), split=split)
    saved = there(copy)
    again = school.catalogue.load(by="staff", file=str(copy), check_only=True)

    assert {name for name in saved if "/" not in name} == names | {"lire.txt"}
    assert saved["parcours/recruter/or.png"] == b"mine"
    assert saved["parcours/recruter/fiches/m1.pdf"] == b"%PDF-1.7"
    assert (again.errors, [one.fields for one in again.changes]) == ((), [("certificate",)])
    changed = copy / sorted(names)[0]
    changed.write_text(changed.read_text("utf-8") + "# mine\n", "utf-8")
    with pytest.raises(Invalid, match=changed.name):
        school.catalogue.dump(by="staff", folder=str(copy), split=split)
    with pytest.raises(Invalid):
        school.catalogue.dump(by="staff", folder=str(copy), split=not split)


@pytest.mark.rule("CAT-13")
@pytest.mark.parametrize(
    ("name", "content"),
    [("themes.yaml", "a note: of mine\n"), ("lessons.yaml", "lessons: []\n"), ("catalogue.yaml", "lessons: []\n")],
)
def test_what_somebody_wrote_as_a_dump_would_is_not_written_over(
    school: School, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(Invalid, match="folder"):
        school.catalogue.dump(by="staff", folder=str(tmp_path), split=name != "catalogue.yaml")

    assert (tmp_path / name).read_text("utf-8") == content


def test_a_dump_that_a_former_release_wrote_is_written_over(school: School, tmp_path: Path) -> None:
    school.catalogue.dump(by="staff", folder=str(tmp_path / "copie"))
    file = tmp_path / "copie" / "catalogue.yaml"
    _, _, unsigned = file.read_bytes().partition(b"\n")
    file.write_bytes(unsigned)

    school.catalogue.dump(by="staff", folder=str(tmp_path / "copie"))

    assert file.read_bytes().endswith(unsigned) and file.read_bytes() != unsigned
    with pytest.raises(Invalid, match="folder"):
        school.catalogue.dump(by="staff", split=True)
