"""Names with letters that no font of documents has: staff are told before a document leaves (CERT-5)."""

import pytest

from tests.integration.conftest import Rehearsal, a_member, address

SHAN = {**a_member("shan"), "last_name": "李 Wei"}


@pytest.mark.rule("CERT-5")
def test_staff_are_told_at_enrolment_and_others_are_not(ledr: Rehearsal) -> None:
    ledr.a_session("Lyon", members="lea", package=2)
    ledr.a_person("paul", "pilot")

    added = ledr.school.sessions.add_members(by="staff", session="Lyon", members=[SHAN])

    assert [(one.person, one.letters) for one in added.undrawn] == [(address("shan"), ("李",))]
    assert ledr.school.sessions.show(by=address("paul"), session="Lyon").undrawn == ()
    ledr.school.people.update(by="staff", person=address("shan"), last_name="Li Wei")
    assert ledr.school.sessions.show(by="staff", session="Lyon").undrawn == ()


@pytest.mark.rule("CERT-5")
def test_they_are_told_of_an_attestation_without_a_copy_and_by_the_monthly_run(ledr: Rehearsal) -> None:
    """The run says so when it writes to the pilots; what it wrote leaves later."""
    ledr.a_session("Lyon", members="lea", end="2026-11-30")
    ledr.a_person("paul", "pilot")
    ledr.school.sessions.add_members(by="staff", session="Lyon", members=[SHAN])
    ledr.clock.set("2026-12-01T09:00")

    assert ledr.school.documents.attestation(by="staff", person=address("shan")).undrawn == ("李",)
    assert ledr.school.documents.attestation(by="staff", person=address("lea")).undrawn == ()
    run = ledr.school.jobs.monthly(by="staff")

    assert [(one.what, "李" in one.why) for one in run.failures] == [(address("shan"), True)]
    assert ledr.days("paul", "attestations") == ["2026-12-01"]
