"""The page of their team goes with a manager's weekly report (JOB-2)."""

from typing import Any

import pytest

from ledr_core import Content
from ledr_core.application.followup import enclosing
from ledr_core.ports.mail import Attachment
from tests.integration.conftest import Rehearsal, address
from tests.integration.jobs.test_weekly_run import a_team, facts, weekly

pytestmark = pytest.mark.rule("JOB-2")


def enclosed(ledr: Rehearsal) -> dict[str, tuple[Attachment, ...]]:
    """What went with the letters that left, by address."""
    weekly(ledr)
    ledr.school.messages.deliver(by="staff")
    return {letter.address: letter.attachments for letter in ledr.mail.accepted if "cette semaine" in letter.subject}


@pytest.fixture
def teams(ledr: Rehearsal) -> Rehearsal:
    """Nora manages Léa and Max, Paul manages Bob, of the same company."""
    a_team(ledr, "lea max")
    a_team(ledr, "bob", "paul", "Brest")
    ledr.watch("lea", "l1")
    return ledr


def test_each_manager_gets_the_page_of_their_own_team_alone(teams: Rehearsal) -> None:
    sent = enclosed(teams)

    (of_nora,), (of_paul,) = (sent[address(name)] for name in ("nora", "paul"))
    assert (of_nora.name, of_nora.kind) == ("suivi-equipe-2026-11-24.html", "text/html")
    assert [b"Martin Lea" in of_nora.content, b"Martin Max" in of_nora.content] == [True, True]
    assert b"Bob" not in of_nora.content and b"Brest" not in of_nora.content
    assert b"Martin Bob" in of_paul.content and b"Lea" not in of_paul.content


def test_it_is_the_page_that_the_manager_gets_of_the_follow_up(teams: Rehearsal) -> None:
    sent = enclosed(teams)
    shown: Any = teams.school.followup.table(by=address("nora"), scope="mine", format="html").file

    assert isinstance(shown, Content)
    assert sent[address("nora")][0].content == shown.data


def test_whoever_left_the_team_meanwhile_is_not_in_it_and_nothing_of_it_is_kept(teams: Rehearsal) -> None:
    """It is made when the letter leaves."""
    weekly(teams)
    teams.school.people.set_managed(by="staff", manager=address("nora"), people=[address("lea")])
    sent = enclosed(teams)

    assert b"Max" not in sent[address("nora")][0].content
    assert "<html" not in str(facts(teams, "nora"))


def test_a_team_that_is_too_large_has_no_page(teams: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosing, "MOST", 1)
    sent = enclosed(teams)

    assert [len(sent[address(name)]) for name in ("nora", "paul")] == [0, 1]
    said = {letter.address: "suivi complet de ton équipe est joint" in letter.text for letter in teams.mail.accepted}
    assert said == {address("nora"): False, address("paul"): True}
