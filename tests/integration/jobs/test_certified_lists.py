"""The list of the week's certified, to Care and to marketing (JOB-2)."""

from pathlib import Path

import pytest

from ledr_core import Invalid
from tests.integration.certification.certifying import certifying, grade, handed_in, marks
from tests.integration.conftest import Rehearsal, address
from tests.integration.jobs.test_weekly_run import NEXT, TUESDAY, facts, weekly
from tests.kept_schools import kept

CARE, MARKETING = "care@ecole.example", "com@ecole.example"


@pytest.fixture
def school(stored: Rehearsal, tmp_path: Path) -> Rehearsal:
    return kept(stored, three_learners, tmp_path)


def three_learners(ledr: Rehearsal, folder: Path) -> None:
    """Lea, Max and Zoe follow a certifying course; both addresses are set."""
    certifying(ledr, folder)
    ledr.a_session(kind="licence", members="lea max zoe")
    for name, value in (("care_address", CARE), ("marketing_address", MARKETING)):
        ledr.school.settings.set(by="staff", name=name, value=value)


def certify(ledr: Rehearsal, name: str, points: str | float = 16) -> None:
    handed_in(ledr, name)
    grade(ledr, points, name)


def listed(ledr: Rehearsal, to: str = CARE) -> list[list[str]]:
    """Who is in each list to an address."""
    return [[one["email"] for one in said["certified"]] for said in facts(ledr, to, "certified_list")]


@pytest.mark.rule("JOB-2", "JOB-4")
def test_the_certified_since_the_last_list_go_to_care_and_marketing_each_once(school: Rehearsal) -> None:
    certify(school, "lea", "18.25")

    first, again, following = weekly(school), weekly(school), weekly(school, NEXT)

    assert dict(first.done)["certified_list"] == 2
    for run in (again, following):
        assert "certified_list" not in run.done
        assert run.skipped["nobody_certified_for_care"] == run.skipped["nobody_certified_for_marketing"] == 1
    assert listed(school) == listed(school, MARKETING) == [[address("lea")]]
    (said,) = facts(school, CARE, "certified_list")
    assert said["certified"] == [
        {
            "name": "Lea Martin", "email": address("lea"), "company": "Manpower", "course": "Recruter",
            "level": "gold", "grade": "18.25", "date": "2026-11-19",
        }
    ]  # fmt: skip
    assert (said["since"], said["until"]) == ("2026-11-17", TUESDAY)


@pytest.mark.rule("JOB-2")
def test_a_missed_week_is_in_the_next_list(school: Rehearsal) -> None:
    certify(school, "lea")
    weekly(school)
    school.at("2026-11-25")
    certify(school, "max")
    school.at("2026-12-03")
    certify(school, "zoe")

    weekly(school, "2026-12-08")

    assert listed(school) == [[address("lea")], [address("max"), address("zoe")]]
    assert facts(school, CARE, "certified_list")[1]["since"] == TUESDAY


@pytest.mark.rule("JOB-2")
def test_who_is_certified_after_the_list_of_the_day_is_in_the_next_one(school: Rehearsal) -> None:
    """Even at the same instant, and whatever day staff give the certificate."""
    certify(school, "lea")
    weekly(school)
    certify(school, "max")
    school.school.certifications.edit(by="staff", person=address("max"), course="recruter", date="2026-01-05")
    weekly(school)

    weekly(school, NEXT)

    assert listed(school) == [[address("lea")], [address("max")]]


@pytest.mark.rule("JOB-2", "CERT-5", "CASE-11")
def test_a_certificate_made_again_or_raised_is_not_listed_again(school: Rehearsal) -> None:
    certify(school, "lea")
    weekly(school)
    school.at("2026-11-25")
    school.school.certifications.edit(by="staff", person=address("lea"), course="recruter", date="2026-11-20")

    run = weekly(school, NEXT)

    assert run.skipped["nobody_certified_for_care"] == 1


@pytest.mark.rule("JOB-2", "CERT-7")
def test_a_certificate_taken_back_before_the_list_is_not_in_it(school: Rehearsal) -> None:
    certify(school, "lea")
    school.school.certifications.delete(by="staff", person=address("lea"), course="recruter")

    weekly(school)

    assert listed(school) == []


@pytest.mark.rule("JOB-2", "NOTE-8")
def test_a_certificate_taken_back_or_amended_before_the_list_leaves_is_told_so(school: Rehearsal) -> None:
    for name in ("lea", "max"):
        certify(school, name)
    weekly(school)
    school.school.certifications.delete(by="staff", person=address("lea"), course="recruter")
    school.school.cases.amend(by="staff", person=address("max"), marks=marks(18), reason="Erreur")

    school.school.messages.deliver(by="staff")

    (said,) = [letter for letter in school.mail.letters if letter.address == CARE]
    assert address("lea") not in said.text
    assert address("max") in said.text
    assert "18" in said.text
    assert listed(school) == [[address("max")]]
    assert "certified_list" not in weekly(school, NEXT).done


@pytest.mark.rule("JOB-2", "NOTE-8")
def test_a_list_of_which_nobody_is_left_is_withdrawn(school: Rehearsal) -> None:
    certify(school, "lea")
    weekly(school)
    school.school.certifications.delete(by="staff", person=address("lea"), course="recruter")

    school.school.messages.deliver(by="staff")

    states = {one.person: one.state for one in school.messages(kind="certified_list")}
    assert states == {CARE: "withdrawn", MARKETING: "withdrawn"}


@pytest.mark.rule("JOB-2")
def test_without_an_address_nothing_is_sent_and_the_log_says_so(school: Rehearsal) -> None:
    for name in ("care_address", "marketing_address"):
        school.school.settings.set(by="staff", name=name, value="")
    certify(school, "lea")

    weekly(school)

    (logged,) = school.school.jobs.log(by="staff")
    assert dict(logged.skipped) == {"no_care_address": 1, "no_marketing_address": 1}
    assert school.messages(kind="certified_list") == []
    school.school.settings.set(by="staff", name="care_address", value=CARE)
    weekly(school, TUESDAY, "15:00")
    assert listed(school) == [[address("lea")]]


@pytest.mark.rule("JOB-2")
def test_one_address_for_both_has_one_list(school: Rehearsal) -> None:
    school.school.settings.set(by="staff", name="marketing_address", value="CARE@ecole.example")
    certify(school, "lea")

    weekly(school)

    assert len(school.messages(kind="certified_list")) == 1


def test_a_list_goes_to_the_account_of_that_address_and_reads_well(school: Rehearsal) -> None:
    school.a_person(CARE, "admin", None)
    certify(school, "lea")
    weekly(school)

    (message,) = [one for one in school.messages(kind="certified_list") if one.person == CARE]

    text = school.school.messages.show(by="staff", message=message.message).text
    assert address("lea") in text
    assert "16/20" in text


@pytest.mark.parametrize("value", ["nobody", "a b@c.example", "a@b.example, c@d.example"])
def test_an_address_that_is_none_is_refused(ledr: Rehearsal, value: str) -> None:
    with pytest.raises(Invalid) as invalid:
        ledr.school.settings.set(by="staff", name="care_address", value=value)

    assert invalid.value.field == "value"
