"""What a person's sheet shows to staff alone: where they were, who gave and took their slots, how they get in."""

import pytest

from ledr_core.views import as_json
from tests.integration.conftest import Rehearsal, address, refusal

LEA, PAUL, NORA = address("lea"), address("paul"), address("nora")
pytestmark = pytest.mark.rule("TRACK-9")


@pytest.fixture
def known(ledr: Rehearsal) -> Rehearsal:
    """Léa was Adecco's, came to Manpower, and holds a slot again that a pilot gave, took and gave."""
    ledr.a_course("autre")
    ledr.a_session("Metz", company="Adecco", course="autre", members="lea", holders="lea", start="2026-09-01")
    ledr.a_session(members="paul:pilot nora:manager tom", package=1)
    ledr.school.sessions.move_member(by="staff", person=LEA, session="Lyon")
    slots = ledr.school.slots
    slots.assign(by=PAUL, session="Lyon", person=LEA)
    ledr.clock.set("2026-11-20T09:00")
    slots.release(by=PAUL, session="Lyon", person=LEA)
    slots.assign(by="staff", session="Lyon", person=LEA)
    return ledr


def test_staff_see_former_sessions_and_who_gave_and_took_each_slot(known: Rehearsal) -> None:
    shown = as_json(known.school.people.show(by="staff", person=LEA))

    metz, lyon = shown["history"]
    assert (metz["session"], metz["company"], metz["course"], metz["left"]) == (
        "Metz",
        "Adecco",
        "autre",
        "2026-11-19T08:00:00Z",
    )
    assert (lyon["session"], lyon["company"], lyon["left"]) == ("Lyon", "Manpower", None)
    told = [(one["opened_by"], one["opener"], one["closed_by"], one["closer"]) for one in lyon["holdings"]]
    assert told == [("manual", PAUL, "released", PAUL), ("manual", "staff", None, None)]
    (former,) = metz["holdings"]
    assert (former["opener"], former["closed_by"], former["closer"]) == ("staff", "left", "staff")


def test_nobody_decides_what_a_rotation_does(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea tom paul:pilot", package=1, holders="lea", waiting="tom")
    ledr.school.rotations.set_policy(by=PAUL, session="Lyon", policy="natural")

    ledr.school.slots.release(by=PAUL, session="Lyon", person=LEA)
    ledr.clock.set("2026-11-20T05:00")
    ledr.school.jobs.daily(by="staff")

    (stay,) = as_json(ledr.school.people.show(by="staff", person=address("tom")))["history"]
    assert [(one["opened_by"], one["opener"]) for one in stay["holdings"]] == [("rotation", None)]


def test_a_slot_of_each_stay_in_a_session_is_told_with_it(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea", holders="lea")
    ledr.school.sessions.remove_member(by="staff", session="Lyon", person=LEA)
    ledr.clock.set("2026-11-25T09:00")
    ledr.school.sessions.add_members(
        by="staff", session="Lyon", members=[{"email": LEA, "first_name": "Léa", "last_name": "M"}]
    )
    ledr.school.slots.assign(by="staff", session="Lyon", person=LEA)

    stays = as_json(ledr.school.people.show(by="staff", person=LEA))["history"]

    assert [len(one["holdings"]) for one in stays] == [1, 1]
    assert [one["left"] is None for one in stays] == [False, True]


def test_staff_see_progress_connections_codes_and_the_slow_down(known: Rehearsal) -> None:
    before = as_json(known.school.people.show(by="staff", person=LEA))
    assert (before["last_connection"], before["pause"], before["percent"]) == (None, None, 0)

    known.school.jobs.daily(by="staff")
    known.watch("lea", "l1")
    known.school.messages.deliver(by="staff")
    known.sign_in("lea")
    for _ in range(6):
        refusal(lambda: known.school.accounts.sign_in(by="public", login=LEA, password="faux"))
    after = as_json(known.school.people.show(by="staff", person=LEA))

    assert after["last_connection"] == "2026-11-20T08:00:00Z"
    assert after["percent"] == known.school.learning.progress(by="staff", person=LEA).percent > 0
    assert after["codes"] == {"state": "accepted", "sent_at": "2026-11-20T08:00:00Z"}
    assert after["pause"]["failures"] >= 5


def test_pilots_managers_and_oneself_do_not(known: Rehearsal) -> None:
    known.school.people.set_managers(by="staff", person=LEA, managers=[NORA])
    for by in (PAUL, NORA, LEA):
        shown = as_json(known.school.people.show(by=by, person=LEA))
        assert shown["session"] == "Lyon"
        kept_back = ("history", "last_connection", "percent", "codes", "pause")
        assert [shown[name] for name in kept_back] == [None] * len(kept_back)
