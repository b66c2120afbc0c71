"""What kinds of message there are, and when each is written (JOB-8)."""

import pytest

from ledr_core.wording.catalogue import sentences
from tests.integration.conftest import Rehearsal, refusal

ASKED_FOR = {
    "reset_password",
    "demo_move",
    "invitation",
    "invitation_code",
    "organisation_message",
    "personal_goal",
    "recommendation",
    "support_request",
}


@pytest.mark.rule("JOB-8")
def test_staff_see_every_kind_when_it_leaves_to_whom_how_and_by_which_rule(ledr: Rehearsal) -> None:
    kinds = {one.kind: one for one in ledr.school.messages.kinds(by="staff")}

    assert set(kinds) == set(ledr.school._desk.bring().kinds) == set(sentences("message_kinds"))
    assert {one.kind for one in kinds.values() if not one.automatic} == ASKED_FOR
    given = kinds["slot_given"]
    assert (given.when, given.to) == ("when a slot is given", "whoever receives it")
    assert (given.channels, given.rule) == (("email", "bell"), "ROT-12")
    assert kinds["campaign"].channels == ("email", "sms")
    assert kinds["end_reminder"].rule == kinds["inactivity"].rule == "JOB-5"
    assert kinds["certified"].when == "as soon as the copy is graded, with the certificate if there is one"  # CERT-2


@pytest.mark.rule("JOB-8")
def test_nobody_else_sees_them(ledr: Rehearsal) -> None:
    ledr.a_session(members="paul:pilot lea")

    for by in ("paul@manpower.example", "lea@manpower.example", "public"):
        assert refusal(lambda by=by: ledr.school.messages.kinds(by=by)).rule == "ROLE-11"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", sorted(sentences("message_kinds")))
def test_when_and_to_whom_stand_in_both_languages(kind: str, language: str) -> None:
    for said in sentences("message_kinds")[kind].values():
        assert said[language].strip()
