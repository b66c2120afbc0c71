"""Files that callers give and get (API: Files): content for everybody, paths of the server for staff alone."""

import io
import os
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest

from ledr_adapters import open_rehearsal
from ledr_core import Content, Invalid, LedrError, Refused, School, Unavailable
from ledr_core.application.areas import AREAS
from ledr_core.application.operating.files import FileMark
from ledr_core.application.operating.operation import Operation, operations_of
from ledr_core.application.operating.values import shape
from ledr_core.views import as_json

LEA = "lea@manpower.example"
CATALOGUE = {
    "lessons": [{"reference": "l1", "title": "Bonjour", "video": "https://vimeo.com/1", "seconds": 300}],
    "modules": [{"reference": "m1", "title": "Bases", "lessons": ["l1"]}],
    "themes": [{"reference": "t1", "title": "Culture", "colour": "#0b7285", "modules": ["m1"]}],
    "courses": [{"reference": "c1", "title": "Recruter", "themes": ["t1"]}],
}
PDF = b"%PDF-1.7\n%%EOF\n"
PICTURE = Path(__file__).parents[2] / "unit" / "certification" / "approved" / "certificate.png"


@pytest.fixture
def school() -> Iterator[School]:
    """A school with a course and a learner."""
    opened = open_rehearsal("memory:", clock=None)
    opened.catalogue.load(by="staff", data=CATALOGUE)
    opened.companies.create(by="staff", name="Manpower")
    member = {"email": LEA, "first_name": "Léa", "last_name": "Martin"}
    opened.sessions.create(
        by="staff",
        reference="Lyon",
        company="Manpower",
        course="c1",
        kind="licence",
        start="2026-11-01",
        package=1,
        members=[member],
    )
    yield opened
    opened.close()


def with_files() -> list[tuple[Operation, str, FileMark]]:
    """Every parameter of every operation that takes a file or a folder."""
    return [
        (operation, field.name, mark)
        for area in AREAS.values()
        for operation in operations_of(area).values()
        for field in operation.parameters
        if (mark := mark_of(field.annotation)) is not None
    ]


def mark_of(annotation: Any) -> FileMark | None:
    bare, _ = shape(annotation)
    mark = get_args(bare)[1] if get_origin(bare) is Annotated else None
    return mark if isinstance(mark, FileMark) else None


def test_parameters_that_are_called_after_files_are_files() -> None:
    """No operation takes a path as mere text."""
    named = {"file", "folder", "picture", "sheet"}
    texts = [
        f"{operation.name} {field.name}"
        for area in AREAS.values()
        for operation in operations_of(area).values()
        for field in operation.parameters
        if field.name in named and mark_of(field.annotation) is None
    ]

    assert texts == []


@pytest.mark.parametrize("by", [LEA, "public", "admin@ecole.example"])
@pytest.mark.parametrize(
    ("operation", "name"), [(one, name) for one, name, _ in with_files()], ids=lambda one: getattr(one, "name", one)
)
def test_nobody_but_staff_names_a_path_of_the_server(
    school: School, tmp_path: Path, operation: Operation, name: str, by: str
) -> None:
    if by.startswith("admin"):
        school.people.create(by="staff", email=by, first_name="Ada", last_name="Min", role="admin")
    secret = tmp_path / "secret.html"
    given = {field.name: _something(field.annotation) for field in operation.parameters if field.required}

    with pytest.raises(Invalid) as error:  # before the role: the value is none that they could give
        school.perform(operation.name, by, given | {name: str(secret)})

    assert not secret.exists()
    assert (error.value.field, error.value.ground) == (name, "a path of the server")


def _something(annotation: Any) -> object:
    if mark_of(annotation) is not None:
        return Content("m1", b"x")
    bare = shape(annotation)[0]
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return next(iter(bare))
    return "x" if bare is str else 1 if bare is int else "m1"


def test_a_learner_gets_the_content_of_a_document(school: School) -> None:
    result = school.documents.attestation(by="staff", person=LEA)

    assert isinstance(result.file, Content)
    assert result.file.data.startswith(b"%PDF") and result.file.sha256 == result.sha256
    assert as_json(result)["file"] == {
        "name": "attestation.pdf",
        "size": result.file.size,
        "sha256": result.sha256,
    }


def test_a_document_goes_into_a_binary_file_of_the_caller(school: School, tmp_path: Path) -> None:
    with (tmp_path / "mine.pdf").open("wb") as mine:
        result = school.documents.attestation(by="staff", person=LEA, file=mine)

    assert isinstance(result.file, Content) and (tmp_path / "mine.pdf").read_bytes() == result.file.data


def test_staff_name_a_path(school: School, tmp_path: Path) -> None:
    result = school.documents.attestation(by="staff", person=LEA, file=tmp_path / "a.pdf")

    assert result.file == str(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_file_that_cannot_be_written_is_named(school: School, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="nowhere"):
        school.documents.attestation(by="staff", person=LEA, file=str(tmp_path / "nowhere" / "a.pdf"))


def test_content_is_verified_whoever_asks(school: School) -> None:
    made = school.documents.attestation(by="staff", person=LEA).file
    assert isinstance(made, Content)

    assert school.documents.verify_file(by="public", file=made).state == "valid"
    assert school.documents.verify_file(by="public", file=io.BytesIO(made.data)).state == "valid"
    assert school.documents.verify_file(by="public", file=Content("x", b"other")).state == "unknown"


def test_a_picture_is_given_as_content(school: School) -> None:
    picture = Content("moi.png", PICTURE.read_bytes())

    assert school.people.change_settings(by=LEA, picture=picture).picture is not None
    kept = school.people.picture(by=LEA).file
    assert isinstance(kept, Content) and kept.name == "picture.jpg" and kept.data.startswith(b"\xff\xd8\xff")


def test_a_sheet_is_given_as_content_and_taken_away_by_an_empty_text(school: School) -> None:
    school.catalogue.set_sheet(by="staff", module="m1", file=Content("fiches/m1.pdf", PDF))
    kept = school.learning.sheet(by="staff", module="m1").file
    assert isinstance(kept, Content) and (kept.name, kept.data) == ("m1.pdf", PDF)

    school.catalogue.put_module(by="staff", reference="m1", sheet="")
    with pytest.raises(LedrError):
        school.learning.sheet(by="staff", module="m1")

    school.catalogue.put_module(by="staff", reference="m1", sheet=Content("m1.pdf", PDF))
    again = school.learning.sheet(by="staff", module="m1").file
    assert isinstance(again, Content) and again.data == PDF


def test_a_catalogue_goes_out_as_one_archive_and_comes_in_as_one(school: School) -> None:
    school.catalogue.set_sheet(by="staff", module="m1", file=Content("fiches/m1.pdf", PDF))
    archive, again = io.BytesIO(), io.BytesIO()
    school.catalogue.dump(by="staff", folder=archive)
    school.catalogue.dump(by="staff", folder=again)

    assert archive.getvalue() == again.getvalue()
    assert zipfile.ZipFile(archive).namelist() == ["catalogue.yaml", "fiches/m1.pdf"]
    fresh = open_rehearsal("memory:")
    loaded = fresh.catalogue.load(by="staff", file=Content("catalogue.zip", archive.getvalue()))
    sheet = fresh.learning.sheet(by="staff", module="m1").file
    fresh.close()

    assert loaded.created == 4 and isinstance(sheet, Content) and sheet.data == PDF


def test_a_message_is_previewed_as_content(school: School) -> None:
    shown = school.messages.preview(by="staff", kind="welcome", person=LEA).file

    assert isinstance(shown, Content) and shown.name.endswith(".eml") and b"Subject:" in shown.data


def test_a_timeline_is_a_page_when_its_name_says_so(school: School, tmp_path: Path) -> None:
    page = school.rotations.timeline(by="staff", file=Content("rotation.html", b"")).file

    assert isinstance(page, Content) and page.data.lstrip().startswith(b"<!")
    with pytest.raises(Invalid) as error:
        school.rotations.timeline(by="staff", file=Content("rotation.txt", b""))
    assert error.value.field == "file"


@pytest.mark.parametrize("value", [3, True, [], {"name": "x"}, b"bytes", io.StringIO("text")])
def test_what_is_no_file_is_refused(school: School, value: object) -> None:
    with pytest.raises(Invalid) as error:
        school.perform("documents.verify_file", "public", {"file": value})
    assert error.value.field == "file"


# What no disk would have brought


@pytest.mark.parametrize(
    ("given", "ground"),
    [
        (Content("a.pdf", "text"), "not a file"),  # type: ignore[arg-type]
        (Content("a.pdf", None), "not a file"),  # type: ignore[arg-type]
        (Content(5, PDF), "not a file"),  # type: ignore[arg-type]
        (Content("a\0b.pdf", PDF), "control character"),
        (Content("\udc80.pdf", PDF), "control character"),
        (Content("a\nb.pdf", PDF), "line break"),
        (Content("", PDF), "file refused"),
        (Content("..", PDF), "file refused"),
        (Content("x" * 300 + ".pdf", PDF), "file refused"),
        (Content("x/" * 2000 + "a.pdf", PDF), "file refused"),
    ],
    ids=lambda one: repr(one)[:30],
)
def test_a_content_is_refused_that_no_file_could_hold(
    school: School, tmp_path: Path, given: Content, ground: str
) -> None:
    with pytest.raises(Invalid) as error:
        school.catalogue.set_sheet(by="staff", module="m1", file=given)

    assert (error.value.field, error.value.ground) == ("file", ground)
    school.catalogue.dump(by="staff", folder=tmp_path / "dumped")


def test_a_stream_is_refused_whose_name_no_file_could_have(school: School) -> None:
    stream = io.BytesIO(PDF)
    stream.name = "a\0b.pdf"

    with pytest.raises(Invalid, match="control character"):
        school.catalogue.set_sheet(by="staff", module="m1", file=stream)


def test_a_file_and_a_folder_of_one_name_are_told_when_the_catalogue_is_dumped(school: School, tmp_path: Path) -> None:
    school.catalogue.load(by="staff", data={"modules": [{"reference": "m2", "title": "Suite"}]})
    school.catalogue.set_sheet(by="staff", module="m1", file=Content("a.pdf", PDF))
    school.catalogue.set_sheet(by="staff", module="m2", file=Content("a.pdf/b.pdf", PDF + b"%"))

    with pytest.raises(Unavailable, match=r"a\.pdf"):
        school.catalogue.dump(by="staff", folder=tmp_path / "dumped")


def spoiled_archives() -> dict[str, bytes]:
    """Zips that cannot be read: cut, altered, with a password, packed in an unknown way."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("parcours.yaml", "lessons: []\n" * 9)
    data = whole.getvalue()
    directory = data.index(b"PK\x01\x02")

    def changed(local: int, central: int, value: int) -> bytes:
        altered = bytearray(data)
        altered[local] = altered[directory + central] = value
        return bytes(altered)

    return {
        "cut": data[:-30],
        "altered": data[:45] + bytes(12) + data[57:],
        "locked": changed(6, 8, 1),
        "unknown": changed(8, 10, 99),
    }


@pytest.mark.parametrize("how", ["cut", "altered", "locked", "unknown"])
def test_an_archive_that_cannot_be_read_is_named(school: School, how: str) -> None:
    with pytest.raises(Invalid) as error:
        school.catalogue.load(by="staff", file=Content("parcours.zip", spoiled_archives()[how]))

    assert (error.value.file, error.value.field, error.value.ground) == ("parcours.zip", "file", "not an archive")


def test_a_small_archive_that_holds_a_huge_file_is_refused(school: School) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("parcours.yaml", b"#" * 20_000_001)

    with pytest.raises(Invalid) as error:
        school.catalogue.load(by="staff", file=Content("parcours.zip", bomb.getvalue()))

    assert (error.value.file, error.value.ground) == ("parcours.zip", "file too large")


def test_a_name_that_leaves_the_archive_is_looked_for_in_it_alone(school: School) -> None:
    brought = io.BytesIO()
    with zipfile.ZipFile(brought, "w") as archive:
        archive.writestr("parcours.yaml", "modules: [{reference: m1, sheet: /etc/passwd}]")

    with pytest.raises(Invalid) as error:
        school.catalogue.load(by="staff", file=Content("parcours.zip", brought.getvalue()))

    assert (error.value.field, error.value.ground) == ("modules[0].sheet", "file refused")
    assert error.value.facts["cause"] == "No such file or directory"


# What keeps somebody waiting


WAITING: list[tuple[str, dict[str, Any], str]] = [
    ("documents.verify_file", {}, "file"),
    ("people.change_settings", {"person": LEA}, "picture"),
    ("catalogue.set_sheet", {"module": "m1"}, "file"),
    ("catalogue.put_module", {"reference": "m1"}, "sheet"),
    ("catalogue.load", {}, "file"),
]


@pytest.mark.parametrize("name", ["pipe", "/dev/zero", ".", "x" * 300, "x" * 5_000, "sparse"])
@pytest.mark.parametrize(("operation", "given", "field"), WAITING, ids=[one for one, *_ in WAITING])
def test_what_is_no_file_ends_at_once(
    school: School,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    given: dict[str, Any],
    field: str,
    name: str,
) -> None:
    """Also in the hands of who sits at the keyboard: nothing waits for somebody else to write, or fills the memory."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with Path("sparse").open("wb") as stream:
        stream.truncate(30_000_000_000)

    with pytest.raises(Invalid) as error:
        school.perform(operation, "staff", given | {field: name})

    assert error.value.field == field


@pytest.mark.parametrize(
    ("operation", "given", "field"),
    [
        ("catalogue.load", {"data": {"modules": [{"reference": "m1", "sheet": "pipe"}]}}, "modules[0].sheet"),
        ("catalogue.put_course", {"reference": "c1", "certificate": {"gold": "pipe"}}, "certificate.gold"),
        ("settings.set", {"name": "provider_stamp", "value": "pipe"}, "value"),
    ],
)
def test_what_values_name_is_a_file(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str, given: dict[str, Any], field: str
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")

    with pytest.raises(Invalid, match="regular") as error:
        school.perform(operation, "staff", given)

    assert error.value.field == field


class Endless(io.RawIOBase):
    """A stream that gives as much as is asked for."""

    asked: int = 0

    def read(self, size: int | None = -1) -> bytes:
        self.asked += 1
        assert size is not None
        assert size >= 0
        return bytes(size)


def test_a_stream_is_read_as_far_as_a_file_may_be_long(school: School) -> None:
    with pytest.raises(Invalid) as error:
        school.documents.verify_file(by="public", file=Endless())  # type: ignore[arg-type]

    assert (error.value.field, error.value.ground) == ("file", "file too large")


def test_a_stream_of_somebody_who_may_not_ask_is_not_read(school: School) -> None:
    stream = Endless()

    with pytest.raises(Refused):
        school.perform("catalogue.set_sheet", LEA, {"module": "m1", "file": stream})

    assert stream.asked == 0


def test_a_closed_stream_is_no_file(school: School) -> None:
    stream = io.BytesIO(PDF)
    stream.close()

    with pytest.raises(Invalid) as error:
        school.documents.verify_file(by="public", file=stream)

    assert (error.value.field, error.value.ground) == ("file", "not a file")


def test_what_cannot_be_written_is_told_before_anything_is_done(school: School, tmp_path: Path) -> None:
    """A document is not issued that goes nowhere."""
    with pytest.raises(Unavailable, match="nowhere"):
        school.documents.attestation(by="staff", person=LEA, file=str(tmp_path / "nowhere" / "a.pdf"))

    store: Any = school._desk.ports.store
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from documents").scalar() == 0


# Names of files within values


ADMIN = "ada@ecole.example"


@pytest.mark.parametrize(
    ("operation", "given", "field"),
    [
        ("catalogue.put_course", {"reference": "c1", "certificate": {"gold": "/etc/passwd"}}, "certificate.gold"),
        ("catalogue.load", {"data": {"modules": [{"reference": "m1", "sheet": "/etc/passwd"}]}}, "modules[0].sheet"),
        ("settings.set", {"name": "provider_stamp", "value": "/etc/passwd"}, "value"),
    ],
)
def test_a_path_within_values_is_refused_where_it_stands(
    school: School, operation: str, given: dict[str, Any], field: str
) -> None:
    school.people.create(by="staff", email=ADMIN, first_name="Ada", last_name="Min", role="admin")

    with pytest.raises(Invalid) as error:
        school.perform(operation, ADMIN, given)

    assert (error.value.field, error.value.ground) == (field, "a path of the server")


def test_nothing_is_made_for_who_may_not_ask(school: School, tmp_path: Path) -> None:
    """A path that the command line vouches for is opened once the person may ask for the operation."""
    with pytest.raises(Refused):
        school.perform("catalogue.dump", LEA, {"folder": str(tmp_path / "new")}, vouched=True)

    assert not (tmp_path / "new").exists()
