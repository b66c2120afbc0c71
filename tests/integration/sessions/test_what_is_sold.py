"""What the school sells beside ordinary sessions: to a private person, and a course made for one team."""

from typing import Any

import pytest

from tests.integration.conftest import Rehearsal, a_member, grounds, refusal

ZED = "zed@maison.example"


def a_private_session(ledr: Rehearsal, **given: Any) -> Any:
    sold = {"reference": "Zed", "course": "recruter", "kind": "licence", "start": "2026-12-05", "package": 1}
    return ledr.school.sessions.create(by="staff", **{**sold, "members": [a_member(ZED)], **given})


@pytest.mark.rule("OFFER-3")
def test_a_private_person_buys_a_licence_without_a_company_and_learns_from_the_day_they_chose(ledr: Rehearsal) -> None:
    sold = a_private_session(ledr)
    assert (sold.company, sold.package, sold.start.isoformat()) == (None, 1, "2026-12-05")

    assert refusal(lambda: ledr.school.learning.watch(by=ZED, lesson="l1")).rule == "ACC-5"
    ledr.clock.set("2026-12-05T10:00")
    assert ledr.school.learning.watch(by=ZED, lesson="l1", ended=True).seen
    assert ledr.school.people.show(by="staff", person=ZED).company is None


@pytest.mark.rule("OFFER-3")
def test_as_many_private_persons_as_like_to_each_for_themselves(ledr: Rehearsal) -> None:
    for number in range(5):
        a_private_session(ledr, reference=f"Privé {number}", members=[a_member(f"p{number}@maison.example")])
    assert sum(one.company is None for one in ledr.school.sessions.list(by="staff")) == 5

    for kind, package in (("slot", 1), ("licence", 2)):
        refused = refusal(
            lambda kind=kind, package=package: a_private_session(ledr, reference="x", kind=kind, package=package)
        )
        assert grounds(refused) == ("OFFER-3", "a licence of one")


@pytest.mark.rule("OFFER-2")
def test_a_course_made_for_a_large_team_is_a_course_like_any_other(ledr: Rehearsal) -> None:
    ledr.school.catalogue.copy(by="staff", kind="theme", reference="t1", new_reference="t1-manpower", course=None)
    ledr.school.catalogue.put_course(
        by="staff", reference="manpower", title="Recruter chez Manpower", themes=["t1-manpower"]
    )
    ledr.a_session("Sur mesure", course="manpower", members="lea", holders="lea")

    ledr.watch("lea", "l1")

    progress = ledr.school.learning.progress(by="staff", person="lea@manpower.example")
    assert (progress.lessons_seen, [theme.reference for theme in progress.themes]) == (1, ["t1-manpower"])
