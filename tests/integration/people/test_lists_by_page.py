"""Lists that grow, read by page, and searched by words; texts in whatever form they are written."""

from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from pwdlib import PasswordHash

from ledr_core import Invalid, NotFound
from tests.integration.conftest import THURSDAY, Rehearsal, address, grounds, refusal

LEA = address("lea")


@pytest.mark.rule("CAT-8")
@pytest.mark.rule("ACC-18")
def test_people_are_listed_by_page_and_searched_by_words(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea max ana", holders="lea")
    ledr.school.people.update(by="staff", person=LEA, first_name="Le\u0301a", last_name="d'Élan")
    people = ledr.school.people.list

    first = people(by="staff", limit=2)
    rest = people(by="staff", limit=2, after=first[-1].email)

    assert first + rest == people(by="staff")
    assert [one.email for one in people(by="staff", text="ELAN le\u0301", limit=1)] == [LEA]
    assert people(by="staff", text="lan") == ()
    assert people(by="staff", text="@") == people(by="staff", text="???", limit=5) == ()
    assert ledr.school.people.show(by="staff", person=LEA).first_name == "Léa"
    for limit in (0, 1001):
        with pytest.raises(Invalid, match="limit"):
            people(by="staff", limit=limit)
    with pytest.raises(NotFound):
        people(by="staff", after="nobody@manpower.example")


def test_after_a_stranger_a_pilot_sees_nothing(ledr: Rehearsal) -> None:
    ledr.a_session(members="lea")
    ledr.a_person("pilot", "pilot")
    stranger = ledr.a_person("eve@adecco.example", "manager", "Adecco")

    refused = refusal(lambda: ledr.school.people.list(by=address("pilot"), after=stranger))

    assert refused.rule == "ROLE-6"


@pytest.mark.rule("SES-2")
def test_a_reference_is_one_however_it_is_spelt(ledr: Rehearsal) -> None:
    ledr.a_session("Évry - Été", members="lea", kind="licence")

    for spelt in ("Évry - Été", "evry - ete", normalize("NFD", "ÉVRY - ÉTÉ"), "\ufeffÉvry - Été"):
        assert ledr.school.sessions.show(by="staff", session=spelt).reference == "Évry - Été"
        taken = refusal(partial(ledr.a_session, spelt, members="max", kind="licence"))
        assert grounds(taken) == ("SES-2", "reference taken")
    ledr.school.sessions.rename(by="staff", session="evry - ete", reference="ÉVRY - ÉTÉ")
    assert [one.reference for one in ledr.school.sessions.list(by="staff")] == ["ÉVRY - ÉTÉ"]


@pytest.mark.rule("ACC-18")
@pytest.mark.parametrize(
    "login", ["lea@xn--caf-dma.example", "ｌｅａ@ｃａｆé。example", "lea@cafe\u0301.example\ufeff"]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_login_and_password_are_one_however_they_are_spelt(ledr: Rehearsal, login: str, form: str) -> None:
    ledr.a_session(members="lea@café.example", kind="licence")
    accounts = ledr.school.accounts
    accounts.forgot_password(by="public", email=login)
    token = ledr.school.messages.list(by="staff", person=login, kind="reset_password")[-1].message
    secret = ledr.school.messages.show(by="staff", message=token).tokens["token"]
    accounts.choose_password(by="public", token=secret, password=normalize("NFD", "été de café"))

    signed_in = accounts.sign_in(by="public", login=login, password=normalize(form, "été de café"))  # type: ignore[arg-type]

    assert signed_in.person == "lea@café.example"
    assert accounts.sign_in(by="public", login=login, password="\ufeffété de café\u200e").person == signed_in.person
    with pytest.raises(Invalid):
        ledr.a_session("Nantes", members=f"{login} lea@café.example", kind="licence")


@pytest.mark.rule("ACC-18")
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_password_of_before_still_works(ledr: Rehearsal, form: str) -> None:
    """It was kept as it was typed then, in whatever form."""
    ledr.a_session(members="lea", kind="licence")
    store = ledr.school._desk.ports.store
    with store.begin(reads=False) as unit:
        person = unit.people.with_email(LEA)
        assert person is not None
        unit.accounts.set_password(person.id, PasswordHash.recommended().hash(normalize("NFD", "été de café")))

    password = normalize(form, "été de café")  # type: ignore[arg-type]

    assert ledr.school.accounts.sign_in(by="public", login=LEA, password=password).person == LEA


@pytest.mark.rule("SLOT-7")
def test_the_other_lists_that_grow_go_on_after_a_row(ledr: Rehearsal) -> None:
    """Named as the rows name themselves: reference, name, number, message, run."""
    ledr.a_session("Lyon", members="lea max ana", holders="lea max")
    ledr.a_session("Nantes", start="2026-11-02", members="eve", kind="licence")
    ledr.school.slots.release(by="staff", session="Lyon", person=LEA)
    ledr.school.slots.assign(by="staff", session="Lyon", person=address("ana"))
    ledr.run(THURSDAY)
    school = ledr.school

    for read, name in (
        (lambda **page: school.sessions.list(by="staff", **page), "reference"),
        (lambda **page: school.sessions.list(by="staff", expired=False, **page), "reference"),
        (lambda **page: school.companies.list(by="staff", **page), "name"),
        (lambda **page: school.slots.ledger(by="staff", session="Lyon", **page), "number"),
        (lambda **page: school.messages.list(by="staff", **page), "message"),
        (lambda **page: school.jobs.log(by="staff", **page), "run"),
    ):
        whole = read()
        found: list[Any] = []
        last = None
        while rows := read(limit=1, after=last):
            found += rows
            last = getattr(rows[-1], name)
        assert tuple(found) == whole != (), name
    (run,) = school.jobs.log(by="staff")
    assert school.jobs.log(by="staff", after=run.started.isoformat()) == ()


@pytest.mark.rule("ROT-14")
def test_timelines_of_many_sessions_come_by_page(ledr: Rehearsal, tmp_path: Path) -> None:
    for place in range(5):
        ledr.a_session(
            f"S{place}", start=f"2026-11-0{5 - place}", members=f"lea{place} max{place}", holders=f"lea{place}"
        )
    ledr.a_session("Licence", members="eve", kind="licence")
    timeline = ledr.school.rotations.timeline

    first = timeline(by="staff", limit=2)
    rest = timeline(by="staff", company="Manpower", limit=3, after=first.next)

    assert ([one.session for one in first.sessions], first.next) == (["S4", "S3"], "S3")
    assert ([one.session for one in rest.sessions], rest.next) == (["S2", "S1", "S0"], None)
    assert first.sessions + rest.sessions == timeline(by="staff").sessions
    page = tmp_path / "frise.html"
    timeline(by="staff", limit=2, file=str(page))
    assert "la session S3" in page.read_text("utf-8")


def test_a_search_among_modules_finds_words(ledr: Rehearsal) -> None:
    ledr.a_course("autre", {"t2": "l3"})
    ledr.school.catalogue.put_module(by="staff", reference="m-t2", title="Rédiger l'annonce", lessons=["l3"])
    modules = ledr.school.catalogue.modules

    assert [one.reference for one in modules(by="staff", text="ANNONCE redig")] == ["m-t2"]
    assert [(one.reference, one.lessons, one.used_in) for one in modules(by="staff", text="t1")] == [
        ("m-t1", ("l1", "l2"), ("t1",))
    ]
    assert modules(by="staff", text="nonce") == ()
    assert [one.reference for one in modules(by="staff", text="m")] == ["m-t1", "m-t2"]
