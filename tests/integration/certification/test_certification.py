"""Certificates and issued documents: one for each grade, whatever is asked at once; editing, revoking, verifying."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_core import Invalid, LedrError
from ledr_core.domain.certification.certification import Kind, code_for, codes_in, read_code
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from tests.integration.certification.certifying import certifying, grade, handed_in, marks, on
from tests.integration.conftest import Rehearsal, address, grounds, refusal
from tests.kept_schools import kept

LEA = address("lea")


@pytest.fixture
def school(stored: Rehearsal, tmp_path: Path) -> Rehearsal:
    return kept(stored, a_copy, tmp_path)


def a_copy(ledr: Rehearsal, folder: Path) -> None:
    """Léa, whose manager is Nora, has handed in the copy of a certifying course."""
    certifying(ledr, folder)
    ledr.a_session(kind="licence", members="lea")
    ledr.a_person("nora", "manager")
    ledr.school.people.set_managed(by="staff", manager=address("nora"), people=[LEA])
    handed_in(ledr)


def documents(ledr: Rehearsal, kind: str = "certificate") -> list[Any]:
    """The documents of a kind that were issued, oldest first."""
    with on(ledr) as connection:
        d = t.documents.c
        return list(connection.execute(sa.select(t.documents).where(d.kind == kind).order_by(d.issued, d.code)))


def code_of(ledr: Rehearsal) -> str:
    """The code of Léa's certificate."""
    (certificate,) = ledr.school.certifications.list(by=LEA)
    assert certificate.code is not None
    return str(certificate.code)


def verified(ledr: Rehearsal, code: str) -> Any:
    return ledr.school.documents.verify(by="public", code=code)


# CERT-2, CERT-3: what a grade leads to


@pytest.mark.rule("CERT-2", "CERT-3")
def test_a_grade_sends_one_message_to_the_learner_and_one_to_each_manager(school: Rehearsal) -> None:
    grade(school, 15)

    (message,) = school.messages("lea", "certified")
    text = school.school.messages.show(by="staff", message=message.message).text
    assert "15/20" in text and "argent" in text
    (told,) = school.messages("nora", "manager_certified")
    assert "Lea Martin" in school.school.messages.show(by="staff", message=told.message).text
    assert [len(documents(school, kind)) for kind in ("certificate", "correction", "attestation")] == [1, 1, 1]


@pytest.mark.rule("CERT-2", "CERT-3")
def test_without_a_certificate_managers_are_not_told_and_correction_and_attestation_go(school: Rehearsal) -> None:
    grade(school, 11)

    (message,) = school.messages("lea", "certified")
    text = school.school.messages.show(by="staff", message=message.message).text
    assert "11/20" in text and "reprendre" in text
    assert school.messages("nora", "manager_certified") == []
    assert [len(documents(school, kind)) for kind in ("certificate", "correction", "attestation")] == [0, 1, 1]


@pytest.mark.rule("CERT-2")
def test_a_hundred_calls_at_once_give_one_certificate_and_one_message(school: Rehearsal) -> None:
    start = threading.Barrier(20)

    def give(number: int) -> str:
        if number < 20:
            start.wait(timeout=30)
        try:
            grade(school, 15 + number % 4)
        except LedrError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(give, range(100)))

    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "Refused", "Conflict"}
    assert len(school.school.certifications.list(by="staff")) == 1
    assert len(documents(school)) == 1
    assert len(school.messages("lea", "certified")) == 1
    assert len(school.messages("nora", "manager_certified")) == 1


@pytest.mark.rule("CERT-5", "CERT-9")
def test_a_hundred_edits_at_once_leave_one_current_certificate(school: Rehearsal) -> None:
    grade(school, 15)

    def edit(number: int) -> str:
        day = f"2026-11-{1 + number % 3:02}"
        try:
            school.school.certifications.edit(by="staff", person=LEA, course="recruter", date=day)
        except LedrError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(edit, range(100)))

    assert set(outcomes) <= {"done", "Conflict"} and "done" in outcomes
    current = [one for one in documents(school) if one.successor is None and one.revoked is None]
    assert [one.code for one in current] == [code_of(school)]
    assert len(documents(school)) <= 4


@pytest.mark.rule("CERT-2", "JOB-4")
def test_a_nightly_run_issues_and_sends_nothing_again(school: Rehearsal) -> None:
    grade(school, 15)
    school.school.messages.deliver(by="staff")
    before = [one.code for kind in Kind for one in documents(school, kind.value)]
    letters = len(school.mail.letters)

    for day in ("2026-11-20", "2026-11-21", "2026-12-20"):
        school.run(day)
        school.run(day)

    school.school.messages.deliver(by="staff")
    assert [one.code for kind in Kind for one in documents(school, kind.value)] == before
    assert not [letter for letter in school.mail.letters[letters:] if "certif" in letter.subject.lower()]
    assert len(school.messages("lea", "certified")) == 1


# CERT-5 to CERT-9: editing, deleting, verifying


@pytest.mark.rule("CERT-5", "CERT-8", "CERT-9")
def test_saving_a_certification_unchanged_keeps_its_code_and_changed_data_supersedes_it(school: Rehearsal) -> None:
    grade(school, 15)
    first = code_of(school)

    same = school.school.certifications.edit(by="staff", person=LEA, course="recruter")
    assert (same.code, len(documents(school))) == (first, 1)
    changed = school.school.certifications.edit(by="staff", person=LEA, course="recruter", date="2026-11-27")
    assert changed.code not in (first, None)
    assert (verified(school, first).state, verified(school, first).successor) == ("superseded", changed.code)
    back = school.school.certifications.edit(by="staff", person=LEA, course="recruter", date="2026-11-19")
    assert back.code == first
    assert (verified(school, first).state, verified(school, changed.code).state) == ("valid", "superseded")


@pytest.mark.rule("CERT-5")
def test_a_certificate_prints_todays_names_and_the_company_of_the_issue_unless_another_is_given(
    school: Rehearsal,
) -> None:
    grade(school, 15)
    school.school.people.update(by="staff", person=LEA, last_name="Martin-Roux")
    school.school.sessions.create(
        by="staff",
        reference="Ailleurs",
        company="Adecco",
        course="recruter",
        kind="slot",
        start="2026-11-01",
        package=1,
    )

    edited = school.school.certifications.edit(by="staff", person=LEA, course="recruter")
    assert (verified(school, edited.code).name, edited.company) == ("Lea Martin-Roux", "Manpower")
    edited = school.school.certifications.edit(by="staff", person=LEA, course="recruter", company="adecco")
    assert edited.company == "Adecco"


@pytest.mark.rule("CERT-1", "CERT-5")
def test_a_level_other_than_the_grades_is_refused(school: Rehearsal) -> None:
    grade(school, 15)

    edit = school.school.certifications.edit
    refused = refusal(lambda: edit(by="staff", person=LEA, course="recruter", level="gold"))
    assert grounds(refused) == ("CERT-1", "another level")
    assert edit(by="staff", person=LEA, course="recruter", level="silver").level == "silver"
    with pytest.raises(Invalid):
        edit(by="staff", person=LEA, course="recruter", level="platinum")


@pytest.mark.rule("CERT-7", "CERT-8")
def test_a_deleted_certification_is_revoked_and_deleted_once(school: Rehearsal) -> None:
    grade(school, 15)
    code = code_of(school)

    school.school.certifications.delete(by="staff", person=LEA, course="recruter")

    assert (verified(school, code).state, verified(school, code).successor) == ("revoked", None)
    delete = school.school.certifications.delete
    assert refusal(lambda: delete(by="staff", person=LEA, course="recruter")).rule == "CERT-7"


@pytest.mark.rule("CERT-7", "CERT-8", "CASE-10")
def test_no_document_in_force_tells_a_level_or_a_correction_that_was_taken_back(school: Rehearsal) -> None:
    grade(school, 18)
    (attestation,), (correction,) = documents(school, "attestation"), documents(school, "correction")

    school.school.certifications.delete(by="staff", person=LEA, course="recruter")
    school.school.cases.delete_copy(by="staff", person=LEA, course="recruter")

    former = verified(school, attestation.code)
    assert (former.state, verified(school, former.successor).level) == ("superseded", None)
    assert verified(school, correction.code).state == "revoked"


@pytest.mark.rule("ACC-13", "CERT-7")
def test_resetting_an_account_revokes_the_correction_and_leaves_the_certificate(school: Rehearsal) -> None:
    grade(school, 15)
    (correction,) = documents(school, "correction")

    school.school.people.reset_account(by="staff", person=LEA)

    assert verified(school, correction.code).state == "revoked"
    assert verified(school, code_of(school)).state == "valid"


@pytest.mark.rule("CERT-5")
def test_a_learner_who_changes_company_keeps_the_one_of_the_issue_on_the_certificate(school: Rehearsal) -> None:
    grade(school, 15)
    school.a_session("Ailleurs", company="Adecco", members="ana", start="2026-11-19")
    school.school.sessions.move_member(by="staff", person=LEA, session="Ailleurs", former_package=0)
    assert school.school.people.show(by="staff", person=LEA).company == "Adecco"

    edited = school.school.certifications.edit(by="staff", person=LEA, course="recruter", date="2026-11-20")

    assert edited.company == "Manpower"
    assert documents(school)[-1].facts["company"] == "Manpower"


@pytest.mark.rule("CERT-5", "CERT-6")
def test_a_change_of_name_says_what_still_prints_the_former_one(school: Rehearsal) -> None:
    grade(school, 15)
    certificate, correction = code_of(school), documents(school, "correction")[0].code
    update = school.school.people.update

    updated = update(by="staff", person=LEA, last_name="Martin-Roux")

    assert {(one.code, one.kind) for one in updated.still_printed} == {
        (certificate, "certificate"),
        (correction, "correction"),
    }
    assert (updated.last_name, updated.attestations_made) == ("Martin-Roux", 1)
    school.school.certifications.edit(by="staff", person=LEA, course="recruter")
    again = update(by=LEA, phone="")
    assert ([one.kind for one in again.still_printed], again.attestations_made) == (["correction"], 1)


@pytest.mark.rule("CERT-6")
def test_an_attestation_is_of_a_training_under_way_until_its_end(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea", end="2026-11-30")
    ledr.watch("lea", "l1")
    codes = []
    for day in ("2026-11-20", "2026-11-29", "2026-11-30", "2026-12-15"):
        ledr.at(day)
        codes.append(ledr.school.documents.attestation(by="staff", person=LEA).code)

    under_way = [one.facts.get("under_way", False) for one in documents(ledr, "attestation")]
    assert (codes[0] == codes[1], codes[1] == codes[2], codes[2] == codes[3]) == (True, False, True)
    assert under_way == [True, False]


@pytest.mark.rule("CASE-8")
def test_a_correction_says_when_the_copy_was_handed_in(school: Rehearsal) -> None:
    school.at("2026-11-20")
    grade(school, 11)
    school.school.cases.request_rework(by=LEA)
    school.at("2026-11-23")
    school.school.cases.hand_in(by=LEA)
    school.at("2026-11-27")
    grade(school, 15)

    facts = [one.facts for one in documents(school, "correction")]
    assert [(one["handed_in"], one["graded"], one["reworked"]) for one in facts] == [
        ("2026-11-19", "2026-11-20", False),
        ("2026-11-23", "2026-11-27", True),
    ]


@pytest.mark.rule("CERT-8")
def test_verifying_shows_only_name_course_level_and_date_to_anybody(school: Rehearsal) -> None:
    grade(school, 15)
    code = code_of(school)

    for typed in (code, code.lower(), code.replace("-", " "), f"  {code} "):
        shown = verified(school, typed)
        assert (shown.state, shown.name, shown.course, shown.level, shown.date.isoformat(), shown.successor) == (
            "valid",
            "Lea Martin",
            "Recruter",
            "silver",
            "2026-11-19",
            None,
        )
    for unknown in ("ABCD-EFGH-JKMN-PQRS", "x", "🎓", "-" * 500):
        assert (verified(school, unknown).state, verified(school, unknown).name) == ("unknown", None)


@pytest.mark.rule("CERT-6")
def test_saving_a_persons_record_makes_the_attestation_again(school: Rehearsal) -> None:
    grade(school, 15)
    (first,) = documents(school, "attestation")

    school.school.people.update(by="staff", person=LEA, phone="")
    assert [one.code for one in documents(school, "attestation")] == [first.code]
    school.school.people.update(by="staff", person=LEA, last_name="Roux")

    former, current = documents(school, "attestation")
    assert {former.code, current.code} > {first.code}
    assert verified(school, first.code).state == "superseded"
    assert verified(school, verified(school, first.code).successor).name == "Lea Roux"


@pytest.mark.rule("CERT-8", "CASE-11")
def test_an_amended_grade_supersedes_or_revokes_the_certificate(school: Rehearsal) -> None:
    grade(school, 15)
    code = code_of(school)
    amend = school.school.cases.amend

    amend(by="staff", person=LEA, marks=marks(17.75), reason="Même niveau")
    assert code_of(school) == code
    amend(by="staff", person=LEA, marks=marks(18), reason="Autre niveau")
    assert verified(school, code).state == "superseded"
    gold = code_of(school)
    amend(by="staff", person=LEA, marks=marks(10), reason="Erreur")
    assert verified(school, gold).state == "revoked"


@pytest.mark.rule("CO-3")
def test_a_companys_name_is_frozen_once_it_is_printed(school: Rehearsal) -> None:
    school.school.companies.rename(by="staff", company="Adecco", name="Adecco France")
    school.school.companies.rename(by="staff", company="Manpower", name="Man Power")
    grade(school, 11)

    refused = refusal(lambda: school.school.companies.rename(by="staff", company="Man Power", name="Manpower"))

    assert grounds(refused) == ("CO-3", "name printed")
    assert school.school.companies.rename(by="staff", company="Man Power", name="Man Power").name == "Man Power"


@pytest.mark.rule("ROLE-5", "ROLE-6")
def test_certificates_are_listed_to_those_whom_they_concern(school: Rehearsal) -> None:
    grade(school, 15)
    school.a_person("paul", "pilot")
    school.a_person("pia@adecco.example", "pilot", "Adecco")
    school.a_person("max", "learner")

    def listed(by: str, **named: Any) -> list[str]:
        return [one.person for one in school.school.certifications.list(by=by, **named)]

    for by in ("staff", LEA, address("paul"), address("nora")):
        assert listed(by) == [LEA]
    for by in (address("max"), "pia@adecco.example"):
        assert listed(by) == []
    school.school.people.change_role(by="staff", person=LEA, role="learner_manager")
    assert listed(LEA) == [LEA]
    assert listed("staff", company="Manpower", since="2026-11-19", person=LEA) == [LEA]
    assert listed("staff", since="2026-11-20") == listed("staff", company="Adecco") == []


# TRACK-7


@pytest.mark.rule("TRACK-7")
def test_a_connection_goes_from_signing_in_to_the_last_activity(school: Rehearsal) -> None:
    school.at("2026-11-23", "09:00")
    school.sign_in("lea")
    school.at("2026-11-23", "09:20")
    school.school.accounts.active(by=LEA)
    school.at("2026-11-24", "10:00")
    school.school.accounts.active(by=LEA)

    connections = school.school.accounts.connections(by=LEA)[-2:]

    assert [one.seconds for one in connections] == [1200, 0]
    assert refusal(lambda: school.school.accounts.connections(by=address("nora"), person=LEA)).rule == "ROLE-11"


# Codes


@pytest.mark.rule("CERT-9")
def test_the_same_facts_have_the_same_code_and_any_other_another() -> None:
    ana, course, facts = PersonId("ana"), CourseId("c"), {"person": "Léa", "hours": 30}
    code = code_for(Kind.CERTIFICATE, ana, course, facts)

    assert code == code_for(Kind.CERTIFICATE, ana, course, {"hours": 30, "person": "Léa"})
    others = {
        code_for(Kind.ATTESTATION, ana, course, facts),
        code_for(Kind.CERTIFICATE, PersonId("bob"), course, facts),
        code_for(Kind.CERTIFICATE, ana, CourseId("d"), facts),
        code_for(Kind.CERTIFICATE, ana, course, facts | {"hours": 31}),
    }
    assert len(others - {code}) == 4
    plain, address = code.lower().replace("-", ""), "https://leparcours.co/verification/"
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    broken = f"https://leparcours.co/verifica tion/{code[:7]}\n{code[7:]}"
    for typed in (plain, f" {code} ", f"Code : {code}", address + code, f"{address}{plain}/?from=qr#top", broken, wide):
        assert read_code(typed) == code, typed
    assert codes_in(f"/Keywords ({code}) {code}".encode("utf-16-be")) == (code,)
    assert codes_in(b"no code: ABCD-EFGH-JKMN") == ()
