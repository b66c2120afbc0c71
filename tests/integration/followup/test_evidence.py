"""The evidence of trainings: one archive, complete, readable, the same for the same facts (PASS-6)."""

import csv
import hashlib
import io
import json
import zipfile
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ledr_core import Content, Invalid
from tests.documents import pages_of
from tests.integration.certification.certifying import grade, handed_in
from tests.integration.certification.test_badges import a_school, pem
from tests.integration.conftest import Rehearsal, address
from tests.statements import statements_of

pytestmark = pytest.mark.rule("PASS-6")

LEA, MAX = address("lea"), address("max")


@pytest.fixture
def ledr(tmp_path: Path) -> Iterator[Rehearsal]:
    """Léa is certified, and was told; Max learns with her, and has left; the school has a key."""
    key = tmp_path / "key.pem"
    key.write_bytes(pem())
    ledr = a_school(tmp_path, str(key))
    grade(ledr, "15.25")
    ledr.sign_in("lea")
    ledr.sign_in("max")
    ledr.watch("max", "l1")
    ledr.school.messages.deliver(by="staff")
    ledr.at("2026-11-23")
    ledr.school.sessions.remove_member(by="staff", session="Lyon", person=MAX, package=1)
    yield ledr
    ledr.school.close()


def archive(ledr: Rehearsal, **asked: Any) -> dict[str, bytes]:
    """The files of an archive."""
    made = ledr.school.followup.evidence(by="staff", **asked)
    assert isinstance(made.file, Content)
    with zipfile.ZipFile(io.BytesIO(made.file.data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def of_lea(ledr: Rehearsal, **asked: Any) -> Any:
    (learner,) = json.loads(archive(ledr, person=LEA, **asked)["dossier.json"])["learners"]
    return learner


def rows(files: dict[str, bytes], table: str) -> list[list[str]]:
    text = files[f"tableaux/{table}.csv"].decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_it_has_all_that_a_training_left(ledr: Rehearsal) -> None:
    learner = of_lea(ledr)

    assert (learner["person"], learner["name"]) == (LEA, "Lea Martin")
    assert [(one["session"], one["company"], one["left"]) for one in learner["enrolments"]] == [
        ("Lyon", "Manpower", None)
    ]
    assert len(learner["connections"]) == len(ledr.school.accounts.connections(by="staff", person=LEA))
    followed = ledr.school.followup.person(by="staff", person=LEA)
    assert sum(one["seconds"] for one in learner["lessons"]) == followed.watch_seconds
    assert [one["theme"] for one in learner["themes"]] == ["t1"]
    (copy,) = learner["copies"]
    assert (copy["case"], copy["grade"], copy["level"]) == ("k1", 15.25, "silver")
    assert sum(one["mark"] for one in learner["copy_answers"]) == 15.25
    assert [(one["level"], one["grade"]) for one in learner["certifications"]] == [("silver", 15.25)]
    assert {one["kind"] for one in learner["documents"]} == {"certificate", "attestation", "correction"}
    assert [one["kind"] for one in learner["messages"]] == ["certified"]
    assert all(one["subject"] and one["text"] for one in learner["messages"])


def test_it_is_readable_as_a_page_as_tables_and_as_documents(ledr: Rehearsal) -> None:
    """What is a formula elsewhere is text; the documents are known as genuine."""
    ledr.school.people.update(by="staff", person=LEA, last_name="<b>=1+1")
    files = archive(ledr, person=LEA)

    titles, lesson, *_ = rows(files, "lecons")
    assert titles == ["Personne", "Nom", "Référence", "Leçon", "Vue le", "Durée en secondes"]
    assert lesson[:3] == [LEA, "Lea <b>=1+1", "l1"]
    assert rows(files, "certifications")[1][3:6] == ["argent", "15,25", "2026-11-19"]
    page = files["dossier.html"].decode()
    assert "Preuves de formation de Lea &lt;b&gt;=1+1" in page and "19 nov. 2026 09:00" in page
    assert "Durée" in page and "Durée en secondes" not in page and "min" in page
    printed = [name for name in files if name.endswith(".pdf")]
    assert len(printed) == 3
    for name in printed:
        verified = ledr.school.documents.verify_file(by="public", file=Content(name, files[name]))
        assert verified.state == "valid"


def test_the_list_of_contents_is_signed_and_names_every_file(ledr: Rehearsal) -> None:
    files = archive(ledr, person=LEA)
    header, payload, signature = files["contenu.jws"].decode().split(".")

    known = Ed25519PublicKey.from_public_bytes(decoded(json.loads(decoded(header))["jwk"]["x"]))
    known.verify(decoded(signature), f"{header}.{payload}".encode())
    assert decoded(payload) == files["contenu.json"]
    listed = {one["name"]: (one["size"], one["sha256"]) for one in json.loads(files["contenu.json"])["files"]}
    assert listed == {
        name: (len(data), hashlib.sha256(data).hexdigest())
        for name, data in files.items()
        if name not in ("contenu.json", "contenu.jws")
    }


def decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_the_same_facts_make_the_same_bytes_on_any_day(ledr: Rehearsal) -> None:
    first = ledr.school.followup.evidence(by="staff", person=LEA)
    ledr.at("2027-03-28", "23:30")
    again = ledr.school.followup.evidence(by="staff", person=LEA)
    ledr.school.people.update(by="staff", person=LEA, first_name="Léa")
    other = ledr.school.followup.evidence(by="staff", person=LEA)

    assert first == again
    assert first.sha256 == hashlib.sha256(first.file.data).hexdigest() != other.sha256
    assert (first.learners, first.documents, first.signed) == (1, 3, True)


def test_without_a_key_it_is_not_signed_and_says_so(tmp_path: Path) -> None:
    ledr = a_school(tmp_path, None)
    made = ledr.school.followup.evidence(by="staff", person=LEA)

    assert made.signed is False
    assert "contenu.json" in archive(ledr, person=LEA) and "contenu.jws" not in archive(ledr, person=LEA)
    ledr.school.close()


def test_that_of_a_session_is_of_all_who_learnt_in_it_and_of_it_alone(ledr: Rehearsal) -> None:
    """Max has left, and is there; what Léa does in another session is not."""
    ledr.a_course("sourcing", {"t2": "l8"})
    ledr.a_session("Après", kind="licence", members="lea", course="sourcing", start="2027-11-01", end="2028-10-31")
    ledr.at("2027-11-02")
    ledr.sign_in("lea")
    ledr.watch("lea", "l8")

    files = archive(ledr, session="Lyon")
    said = json.loads(files["dossier.json"])
    lea, max_ = said["learners"]
    assert (said["session"], lea["person"], max_["person"]) == ("Lyon", LEA, MAX)
    assert [one["left"] is None for one in lea["enrolments"] + max_["enrolments"]] == [True, False]
    assert [one["lesson"] for one in lea["lessons"]] == ["l1", "l2"]
    assert [one["lesson"] for one in max_["lessons"]] == ["l1"]
    assert {one["started"][:10] for one in lea["connections"] + max_["connections"]} == {"2026-11-19"}
    assert [one["kind"] for one in lea["messages"]] == ["certified"]
    assert {f"apprenants/00{n}-{one}.html" for n, one in enumerate((LEA, MAX), 1)} <= set(files)
    assert "apprenants/001-lea%40manpower.example.html" in files["dossier.html"].decode()
    whole = of_lea(ledr)
    assert {one["lesson"] for one in whole["lessons"]} == {"l1", "l2", "l8"}
    assert whole["connections"][-1]["started"] == "2027-11-02T08:00:00Z"


def test_a_session_of_many_is_read_with_as_many_statements_as_one_of_few(ledr: Rehearsal) -> None:
    """Copies, documents, and messages of the learners too."""
    learners = {"Petite": "ana", "Grande": "bob carl dora eve finn"}
    for session, names in learners.items():
        ledr.a_session(session, kind="licence", members=names)
        for name in names.split():
            handed_in(ledr, name)
            grade(ledr, "16", name)
    ledr.school.messages.deliver(by="staff")
    asked: list[int] = []
    for session in learners:
        with statements_of(ledr.school) as statements:
            archive(ledr, session=session)
        asked.append(len(statements))

    assert asked[0] == asked[1]


def test_it_holds_no_secret_and_names_nobody_else(ledr: Rehearsal) -> None:
    """A password is in no message; a link to choose one is no evidence."""
    ledr.school.accounts.forgot_password(by="public", email=LEA)
    password = ledr.password("lea")
    ledr.school.messages.deliver(by="staff")
    files = archive(ledr, person=LEA)

    whole = b"".join(data for name, data in files.items() if not name.endswith(".pdf"))
    assert password.encode() not in whole
    assert MAX.encode() not in whole and b"Max" not in whole
    assert {one["kind"] for one in json.loads(files["dossier.json"])["learners"][0]["messages"]} == {"certified"}


@pytest.mark.parametrize(("asked", "field"), [({}, "person"), ({"person": LEA, "session": "Lyon"}, "session")])
def test_it_is_of_a_person_or_of_a_session(ledr: Rehearsal, asked: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid, match=field):
        ledr.school.followup.evidence(by="staff", **asked)


def test_in_english(ledr: Rehearsal) -> None:
    ledr.school.settings.set(by="staff", name="language", value="en")
    files = archive(ledr, session="Lyon")

    assert "Evidence of the trainings of session Lyon" in files["evidence.html"].decode()
    assert files["tables/lessons.csv"].decode("utf-8-sig").startswith("Person,Name,Reference,Lesson,Seen,")


@pytest.mark.rule("NOTE-6")
def test_after_an_erasure_it_names_the_person_by_identifier_alone(ledr: Rehearsal) -> None:
    """Staff ask for it by that identifier; what the training left is there still."""
    ledr.school.people.update(by="staff", person=LEA, phone="0612345678")
    before = of_lea(ledr)
    ledr.school.people.erase(by="staff", person=LEA, package=0)

    files = archive(ledr, session="Lyon")
    (lea,) = (one for one in json.loads(files["dossier.json"])["learners"] if one["person"] != MAX)
    assert lea["person"] == lea["name"] and "@" not in lea["person"]
    for name, data in {**files, **archive(ledr, person=lea["person"])}.items():
        said = name + ("".join(pages_of(data)) if name.endswith(".pdf") else data.decode())
        assert not {word for word in ("Lea", LEA, "612345678") if word in said}, name
    kept = ("connections", "lessons", "themes", "copies", "copy_answers", "certifications")
    assert {part: lea[part] for part in kept} == {part: before[part] for part in kept}
    assert [one["kind"] for one in lea["messages"]] == ["certified"]
