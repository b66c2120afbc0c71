"""Issued documents as files: made from their facts, the same to the byte, sent with the grade, told from altered."""

import hashlib
import zlib
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa
from pypdf import PdfReader, PdfWriter

from ledr_adapters.sql import tables as t
from ledr_core import Invalid, NotFound
from ledr_core.application.certification.tracing import MOST_CODES, codes_of
from ledr_core.domain.certification.certification import Kind, code_for
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from tests.documents import a_picture
from tests.integration.certification.certifying import certifying, grade, handed_in, marks, on
from tests.integration.conftest import Rehearsal, address, refusal
from tests.kept_schools import kept

LEA = address("lea")


@pytest.fixture
def school(ledr: Rehearsal, tmp_path: Path) -> Rehearsal:
    return kept(ledr, a_copy, tmp_path)


def a_copy(ledr: Rehearsal, folder: Path) -> None:
    """Léa has handed in the one of a certifying course."""
    certifying(ledr, folder)
    ledr.a_session(kind="licence", members="lea")
    handed_in(ledr)


def written(ledr: Rehearsal, kind: str, file: Path, by: str = LEA, **named: Any) -> Any:
    return ledr.school.perform(f"documents.{kind}", by, {"file": str(file), **named}, vouched=True)


def text_of(content: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(content).pages)


def verified(ledr: Rehearsal, file: Path) -> Any:
    return ledr.school.perform("documents.verify_file", "public", {"file": str(file)}, vouched=True)


@pytest.mark.rule("CERT-2")
def test_the_message_takes_the_documents_along(school: Rehearsal, tmp_path: Path) -> None:
    grade(school, 15)
    school.school.messages.deliver(by="staff")

    (letter,) = [one for one in school.mail.accepted if one.attachments]

    names = [one.name for one in letter.attachments]
    assert names == ["certificat.pdf", "correction.pdf", "attestation-de-formation.pdf"]
    for attachment in letter.attachments:
        file = tmp_path / f"sent-{attachment.name}"
        file.write_bytes(attachment.content)
        assert (verified(school, file).state, verified(school, file).name) == ("valid", "Lea Martin")
    assert "Barème 1" in text_of(tmp_path / "sent-correction.pdf")


@pytest.mark.rule("CERT-2")
def test_without_a_certificate_the_message_takes_two_documents_along(school: Rehearsal) -> None:
    grade(school, 11)
    school.school.messages.deliver(by="staff")

    (letter,) = [one for one in school.mail.accepted if one.attachments]
    assert [one.name for one in letter.attachments] == ["correction.pdf", "attestation-de-formation.pdf"]


@pytest.mark.rule("CERT-2")
def test_grading_does_not_depend_on_documents(school: Rehearsal) -> None:
    with on(school) as connection:
        connection.execute(t.files.delete())

    assert grade(school, 15).level == "silver"
    delivered = school.school.messages.deliver(by="staff")

    assert delivered.failed == 1
    assert "cannot be written" in delivered.failures[0].why
    assert school.school.certifications.list(by=LEA)[0].state == "valid"


@pytest.mark.rule("CERT-9", "CERT-5")
@pytest.mark.parametrize(
    ("kind", "later"),
    [
        ("certificate", "2026-12-25T18:00"),
        ("attestation", "2026-12-25T18:00"),
        ("correction", "2026-12-25T18:00"),
        ("connections", "2026-11-19T18:00"),  # it reports up to the day
    ],
)
def test_the_same_document_is_the_same_file_to_the_byte(
    school: Rehearsal, tmp_path: Path, kind: str, later: str
) -> None:
    grade(school, 15)
    first = written(school, kind, tmp_path / "1.pdf")
    school.clock.set(later)

    second = written(school, kind, tmp_path / "2.pdf")

    assert (first.code, first.sha256) == (second.code, second.sha256)
    content = (tmp_path / "1.pdf").read_bytes()
    assert content == (tmp_path / "2.pdf").read_bytes()
    assert first.sha256 == hashlib.sha256(content).hexdigest()
    text = text_of(tmp_path / "1.pdf")
    assert first.code in text and "Lea Martin" in text


@pytest.mark.rule("CERT-6")
def test_an_attestation_says_of_the_provider_what_is_set_and_has_no_line_for_the_rest(
    school: Rehearsal, tmp_path: Path
) -> None:
    def lines(name: str) -> list[str]:
        written(school, "attestation", tmp_path / name)
        return [line for line in text_of(tmp_path / name).splitlines() if "SIRET" in line or "Adresse" in line]

    bare = lines("bare.pdf")
    school.school.settings.set(by="staff", name="provider_siret", value="732 829 320 00074")
    known = lines("known.pdf")

    assert bare == []
    assert len(known) == 1
    assert "732 829 320 00074" in text_of(tmp_path / "known.pdf")


def pictures_on(file: Path) -> list[bytes]:
    return [image.data for page in PdfReader(file).pages for image in page.images]


@pytest.mark.rule("CERT-6", "CERT-9")
@pytest.mark.parametrize("kind", ["attestation", "connections"])
def test_a_stamp_is_kept_printed_and_the_same_without_its_file(school: Rehearsal, tmp_path: Path, kind: str) -> None:
    stamp = tmp_path / "cachet.png"
    stamp.write_bytes(a_picture(3000, 1500))
    bare = written(school, kind, tmp_path / "bare.pdf")
    given = school.school.settings.set(by="staff", name="provider_stamp", value=str(stamp))
    stamp.unlink()

    first, again = (written(school, kind, tmp_path / f"{name}.pdf") for name in ("first", "again"))

    assert given.value == "cachet.png"
    assert {one.name: one.value for one in school.school.settings.list(by="staff")}["provider_stamp"] == "cachet.png"
    assert (pictures_on(tmp_path / "bare.pdf"), len(pictures_on(tmp_path / "first.pdf"))) == ([], 1)
    assert (first.code, first.sha256) == (again.code, again.sha256)
    assert verified(school, tmp_path / "bare.pdf").successor == first.code
    school.school.settings.set(by="staff", name="provider_stamp", value="")
    assert written(school, kind, tmp_path / "taken-away.pdf").code == bare.code


@pytest.mark.rule("CERT-6")
def test_another_stamp_leaves_documents_that_were_issued_as_they_are(school: Rehearsal, tmp_path: Path) -> None:
    stamp = tmp_path / "cachet.png"
    for width in (300, 200):
        stamp.write_bytes(a_picture(width, 100))
        school.school.settings.set(by="staff", name="provider_stamp", value=str(stamp))
        if width == 300:
            grade(school, 15)  # which sends the attestation with the stamp of the moment
    school.school.messages.deliver(by="staff")

    (letter,) = [one for one in school.mail.accepted if one.attachments]
    (sent,) = [one.content for one in letter.attachments if one.name == "attestation-de-formation.pdf"]
    (picture,) = PdfReader(BytesIO(sent)).pages[0].images
    assert picture.image is not None and picture.image.width == 300


NO_STAMPS: Final = {
    "none.png": (None, "none.png"),
    "empty.png": (b"", "of another format"),
    "a.pdf": (b"%PDF-1.7", "of another format"),
    "half.png": (a_picture(800, 600)[:-900], "not a whole PNG or JPEG image"),
    "wide.png": (a_picture(20_000, 10), "too many pixels"),
    "heavy.png": (a_picture(60, 30) + bytes(20_000_000), "too large"),
    ".": (None, "Is a directory"),
}


@pytest.mark.rule("CERT-6")
@pytest.mark.parametrize("name", NO_STAMPS)
def test_a_stamp_is_a_whole_image(school: Rehearsal, tmp_path: Path, name: str) -> None:
    content, reason = NO_STAMPS[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(Invalid) as error:
        school.school.settings.set(by="staff", name="provider_stamp", value=str(tmp_path / name))

    assert error.value.field == "value" and reason in error.value.reason
    assert {one.name: one.value for one in school.school.settings.list(by="staff")}["provider_stamp"] == ""


@pytest.mark.rule("CERT-5", "CERT-6")
def test_without_a_stamp_the_facts_of_an_attestation_are_those_of_releases_that_had_none(
    school: Rehearsal, tmp_path: Path
) -> None:
    """Whatever is added to them gives all attestations another code, and supersedes those that are in force."""
    written(school, "attestation", tmp_path / "a.pdf")

    with on(school) as connection:
        (facts,) = connection.scalars(sa.select(t.documents.c.facts))
    assert set(facts["provider"]) == {
        "name", "address", "activity_number", "siret", "place", "signatory", "signatory_role",
    }  # fmt: skip


@pytest.mark.rule("CERT-8")
def test_altered_foreign_superseded_and_revoked_files_are_told_apart(school: Rehearsal, tmp_path: Path) -> None:
    grade(school, 15)
    genuine, altered, foreign = (tmp_path / f"{name}.pdf" for name in ("genuine", "altered", "foreign"))
    code = written(school, "certificate", genuine).code
    altered.write_bytes(genuine.read_bytes() + b"\n% changed")
    foreign.write_bytes(genuine.read_bytes().replace(code.encode(), b"2222-3333-4444-5555"))

    assert verified(school, genuine).state == "valid"
    assert (verified(school, altered).state, verified(school, altered).name) == ("altered", "Lea Martin")
    assert (verified(school, foreign).state, verified(school, foreign).name) == ("unknown", None)
    assert verified(school, Path(__file__)).state == "unknown"
    edited = school.school.certifications.edit(by="staff", person=LEA, course="recruter", date="2026-11-27")
    assert (verified(school, genuine).state, verified(school, genuine).successor) == ("superseded", edited.code)
    written(school, "certificate", tmp_path / "new.pdf")
    school.school.certifications.delete(by="staff", person=LEA, course="recruter")
    assert verified(school, tmp_path / "new.pdf").state == "revoked"
    with pytest.raises(NotFound) as error:
        written(school, "certificate", tmp_path / "none.pdf")
    assert error.value.what == "document"
    assert not (tmp_path / "none.pdf").exists()


@pytest.mark.rule("CASE-11", "CERT-8")
def test_an_amended_correction_is_a_new_document_with_its_reason(school: Rehearsal, tmp_path: Path) -> None:
    grade(school, 15)
    former = written(school, "correction", tmp_path / "1.pdf")
    school.school.cases.amend(by="staff", person=LEA, marks=marks(16), reason="Question 8 mal lue")
    school.school.messages.deliver(by="staff")

    current = written(school, "correction", tmp_path / "2.pdf")

    assert current.code != former.code
    assert "Question 8 mal lue" in text_of(tmp_path / "2.pdf")
    assert verified(school, tmp_path / "1.pdf").successor == current.code
    assert len([one for one in school.mail.accepted if one.attachments]) == 1  # the first grade was never told


@pytest.mark.rule("CERT-10")
def test_the_connection_report_lists_connections_and_what_was_done(school: Rehearsal, tmp_path: Path) -> None:
    school.at("2026-11-23", "09:00")
    school.sign_in("lea")
    school.at("2026-11-23", "09:20")
    school.school.accounts.active(by=LEA)

    written(school, "connections", tmp_path / "c.pdf")

    text = text_of(tmp_path / "c.pdf")
    assert "09:20" in text or "9:20" in text or "09 h 20" in text
    assert "l1" in text and "l2" in text


@pytest.mark.rule("CERT-10")
def test_a_pilot_has_the_connection_report_of_the_company_s_people_and_nobody_else(
    school: Rehearsal, tmp_path: Path
) -> None:
    paul, nora = school.a_person("paul", "pilot"), school.a_person("nora", "manager")
    other = school.a_person("otto@adecco.example", "pilot", company="Adecco")
    school.school.people.set_managers(by="staff", person=LEA, managers=[nora])

    assert written(school, "connections", tmp_path / "c.pdf", paul, person=LEA).code
    for by, rule in ((nora, "ROLE-11"), (other, "ROLE-6")):
        found = refusal(lambda by=by: written(school, "connections", tmp_path / "x.pdf", by, person=LEA))
        assert found.rule == rule


def test_a_comment_of_any_kind_makes_a_sound_page(school: Rehearsal, tmp_path: Path) -> None:
    comments = ["é" * 25_000 + " fin", "مرحبا بالعالم", "🎓" * 100, "deux\nlignes\tet une tabulation", "<b>&amp;</b>"]
    school.school.cases.grade(by="staff", person=LEA, marks=marks("12.25"), comments=comments)

    written(school, "correction", tmp_path / "c.pdf")

    assert len(PdfReader(tmp_path / "c.pdf").pages) > 5
    assert "<b>&amp;</b>" in text_of(tmp_path / "c.pdf")
    assert school.school.cases.show(by=LEA).grade == Decimal("12.25")


def test_documents_are_for_those_whom_they_concern(school: Rehearsal, tmp_path: Path) -> None:
    grade(school, 15)
    paul, max_ = school.a_person("paul", "pilot"), school.a_person("max")

    for kind in ("certificate", "attestation"):
        assert written(school, kind, tmp_path / f"{kind}.pdf", paul, person=LEA).code
    for by, kind in ((paul, "correction"), (max_, "connections"), (max_, "certificate")):
        assert refusal(lambda by=by, kind=kind: written(school, kind, tmp_path / "x.pdf", by, person=LEA))
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.rule("CERT-8")
@pytest.mark.parametrize("kind", ["certificate", "attestation", "correction", "connections"])
def test_a_file_that_another_program_wrote_again_is_altered(school: Rehearsal, tmp_path: Path, kind: str) -> None:
    grade(school, 15)
    written(school, kind, tmp_path / "genuine.pdf")
    PdfWriter(clone_from=tmp_path / "genuine.pdf").write(tmp_path / "again.pdf")

    found = verified(school, tmp_path / "again.pdf")

    assert (found.state, found.name) == ("altered", "Lea Martin")


@pytest.mark.rule("CERT-8")
def test_a_part_of_a_file_is_altered_and_what_cannot_be_read_is_unknown(school: Rehearsal, tmp_path: Path) -> None:
    written(school, "attestation", tmp_path / "genuine.pdf")
    content, locked = (tmp_path / "genuine.pdf").read_bytes(), PdfWriter(clone_from=tmp_path / "genuine.pdf")
    locked.encrypt("secret", algorithm="AES-256")
    locked.write(tmp_path / "locked.pdf")
    for name, part in (("half", content[: len(content) // 2]), ("empty", b""), ("plain", b"hello")):
        (tmp_path / f"{name}.pdf").write_bytes(part)

    states = {name: verified(school, tmp_path / f"{name}.pdf").state for name in ("half", "empty", "plain", "locked")}

    assert states == {"half": "altered", "empty": "unknown", "plain": "unknown", "locked": "unknown"}
    with pytest.raises(Invalid) as error:
        verified(school, tmp_path)
    assert error.value.field == "file"


CODE: Final = "7KQF-2M9X-4TRP-8WZD"
ESCAPED: Final = CODE.replace("-", r"\055")
COMPRESSED: Final = zlib.compress(f"<</Keywords ({CODE})>>".encode())


@pytest.mark.rule("CERT-8")
@pytest.mark.parametrize(
    "content",
    [
        rf"/URI (https\072\057\057x\057{ESCAPED})".encode(),
        b"/Keywords <" + CODE.encode().hex().encode() + b">",
        b"/Keywords <FEFF" + CODE.encode("utf-16-be").hex(" ").upper().encode() + b">",
        b"<</Type /ObjStm>>\nstream\r\n" + COMPRESSED + b"\r\nendstream",
        b"stream\nno zlib\nendstream stream\n" + COMPRESSED,
        b"stream\n" + zlib.compress(rf"/URI ({ESCAPED})".encode()) + b"\nendstream",
    ],
)
def test_a_code_is_found_however_a_program_writes_it(content: bytes) -> None:
    assert CODE in codes_of(content)


@pytest.mark.rule("CERT-8")
@pytest.mark.parametrize(
    "part", [b"stream\n", b"stream\n" + zlib.compress(bytes(9_000_000)), b"<" + b"0" * 500, b"\\05"]
)
def test_a_file_that_is_made_to_take_long_is_looked_into_no_further_than_need_be(part: bytes) -> None:
    assert codes_of(part * 3_000) == ()


@pytest.mark.rule("CERT-8")
def test_a_file_full_of_codes_is_asked_about_a_hundred_of_them() -> None:
    many = " ".join(code_for(Kind.CERTIFICATE, PersonId(str(one)), CourseId("c"), {}) for one in range(300)).encode()

    assert len(codes_of(many + b" " + many)) == MOST_CODES


@pytest.mark.rule("CERT-5")
def test_letters_that_no_document_can_show_are_told_to_staff_before_anything_is_sent(school: Rehearsal) -> None:
    school.school.people.update(by="staff", person=LEA, last_name="Müller-漢字")
    (waiting,) = school.school.cases.batch(by="staff")
    given = grade(school, 15)
    made = school.school.certifications.edit(by="staff", person=LEA, course="recruter")
    school.school.people.update(by="staff", person=LEA, last_name="Müller-Παπαδάκης")
    mended = school.school.certifications.edit(by="staff", person=LEA, course="recruter")

    assert [one.undrawn for one in (waiting, given, made, mended)] == [("漢", "字"), ("漢", "字"), ("漢", "字"), ()]
    assert school.mail.accepted == []
