"""The figures of their organisation that people follow, and when these are mailed to them (TEAM-8)."""

from typing import Any, Final

import pytest

from ledr_core.domain.organisation.key_figures import KeyFigure
from tests.integration.conftest import Rehearsal, address, grounds, refusal
from tests.integration.jobs.test_weekly_run import facts, weekly
from tests.integration.organisation.test_analytics import at_work
from tests.integration.organisation.test_roles_and_teams import ADA, ALAN, LEA, PAUL, SAM
from tests.kept_schools import kept

TUESDAY: Final = "2026-11-17"
WEEK: Final = {"figures": ["active", "hours"], "every": "week"}


@pytest.fixture
def org(empty: Rehearsal) -> Rehearsal:
    """Manpower's organisation in November, with what its people did in October and since."""
    return kept(empty, at_work)


def follow(org: Rehearsal, by: str, **chosen: Any) -> None:
    org.school.organisation.set_key_figures(by=by, company="Manpower", **(WEEK | chosen))


def followed(org: Rehearsal, by: str) -> tuple[tuple[str, ...], str | None]:
    shown = org.school.organisation.analytics(by=by, company="Manpower")
    return shown.figures, shown.every


def mailed(org: Rehearsal, name: str) -> list[Any]:
    return facts(org, name, "key_figures")


@pytest.mark.rule("TEAM-8")
def test_administrators_and_analysts_choose_what_they_follow(org: Rehearsal) -> None:
    """The last choice counts, each figure once; none ends it."""
    follow(org, ADA)
    follow(org, ALAN, figures=["percent", "active", "percent"], every=None)

    assert (followed(org, ADA), followed(org, ALAN)) == ((("active", "hours"), "week"), (("percent", "active"), None))
    follow(org, "staff", person=ALAN, every="month")
    assert followed(org, ALAN) == (("active", "hours"), "month")
    follow(org, ADA, figures=[])
    assert followed(org, ADA) == ((), None)


@pytest.mark.rule("TEAM-1", "TEAM-8")
def test_nobody_else_follows_any_nor_chooses_for_another(org: Rehearsal) -> None:
    for by in (SAM, LEA, PAUL, "public"):
        assert grounds(refusal(lambda by=by: follow(org, by))) == ("TEAM-1", "role")
    assert grounds(refusal(lambda: follow(org, ADA, person=ALAN))) == ("TEAM-1", "another person")
    assert grounds(refusal(lambda: follow(org, "staff", person=LEA))) == ("TEAM-8", "follows none")
    for company in ("Adecco", "Personne"):
        asked = {"by": ADA, "company": company, **WEEK}
        assert grounds(refusal(lambda asked=asked: org.school.organisation.set_key_figures(**asked))) == (
            "ROLE-6",
            "another company",
        )


@pytest.mark.rule("TEAM-8", "JOB-4")
def test_those_of_the_week_are_mailed_once_with_the_weekly_run(org: Rehearsal) -> None:
    follow(org, ADA, figures=[figure.value for figure in KeyFigure])
    follow(org, ALAN, every=None)

    run = weekly(org, TUESDAY)
    assert (run.done["key_figures"], run.failures) == (1, ())
    assert mailed(org, "alan") == []
    (said,) = mailed(org, "ada")
    assert (said["start"], said["end"], said["every"]) == ("2026-11-09", "2026-11-15", "week")
    courses = [
        {"course": "chasser", "people": 2, "percent": 25},
        {"course": "recruter", "people": 1, "percent": 0},
    ]
    assert said["now"] == {"people": 7, "active": 3, "courses": courses, "percent": 16, "certified": 0, "hours": 1}
    assert said["before"]["hours"] == 0
    assert weekly(org, "2026-11-18").done == {}
    assert weekly(org, "2026-11-24").done["key_figures"] == 1
    assert [one["start"] for one in mailed(org, "ada")] == ["2026-11-09", "2026-11-16"]


@pytest.mark.rule("TEAM-8")
def test_those_of_the_month_are_mailed_with_the_monthly_run(org: Rehearsal) -> None:
    follow(org, ALAN, every="month")
    org.at("2026-12-01")

    assert [org.school.jobs.monthly(by="staff").done.get("key_figures") for _ in range(2)] == [1, None]
    (said,) = mailed(org, "alan")
    assert (said["start"], said["end"], said["now"]["hours"]) == ("2026-11-01", "2026-11-30", 1)
    assert (said["before"]["hours"], said["before"]["people"]) == (1, 6)


@pytest.mark.rule("TEAM-8", "JOB-8")
def test_what_is_due_is_seen_before(org: Rehearsal) -> None:
    follow(org, ADA)
    org.at("2026-11-23")

    due = {one.kind: one.people for one in org.school.jobs.preview(by="staff").messages}
    assert due["key_figures"] == (ADA,)


@pytest.mark.rule("TEAM-8", "ROLE-12")
@pytest.mark.parametrize("lost", ["role", "company", "erased"])
def test_it_ends_with_the_role(org: Rehearsal, lost: str) -> None:
    """And does not begin again with another."""
    follow(org, ALAN)
    if lost == "role":
        org.school.organisation.set_role(by=ADA, person=ALAN, role="member")
        org.school.organisation.set_role(by=ADA, person=ALAN, role="administrator")
    elif lost == "company":
        org.school.organisation.leave(by=ALAN, person=ALAN)
    else:
        org.school.people.erase(by="staff", person=ALAN)

    assert "key_figures" not in weekly(org, TUESDAY).done


@pytest.mark.rule("TEAM-8", "NOTE-8")
@pytest.mark.parametrize("lost", ["role", "choice", "rhythm", None])
def test_what_waits_is_withdrawn_from_who_follows_no_more(org: Rehearsal, lost: str | None) -> None:
    follow(org, ALAN)
    weekly(org, TUESDAY)
    match lost:
        case "role":
            org.school.organisation.set_role(by=ADA, person=ALAN, role="member")
        case "choice":
            follow(org, ALAN, figures=[])
        case "rhythm":
            follow(org, ALAN, every=None)

    org.school.messages.deliver(by="staff")
    (message,) = org.messages("alan", "key_figures")
    assert message.state == ("withdrawn" if lost else "accepted")


@pytest.mark.rule("TEAM-8")
@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Tes chiffres de la semaine"), ("en", "Your figures of the week")]
)
def test_the_mail_says_what_was_chosen_and_nothing_else(org: Rehearsal, language: str, said: str) -> None:
    org.school.settings.set(by="staff", name="language", value=language)
    follow(org, ADA)
    weekly(org, TUESDAY)
    org.school.messages.deliver(by="staff")

    (message,) = org.messages("ada", "key_figures")
    shown = org.school.messages.show(by="staff", message=message.message)
    assert shown.subject.startswith(said)
    assert ("Actifs" if language == "fr" else "Active") in shown.text
    assert not {"Personnes", "People", "Parcours suivis", "Courses followed"} & set(shown.text.split("\n"))
    assert address("lea") not in shown.text
