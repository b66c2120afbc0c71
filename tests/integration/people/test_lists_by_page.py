"""Lists that grow, read by page, and searched by words; texts in whatever form they are written."""

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import sqlalchemy as sa
from pwdlib import PasswordHash
from sqlalchemy import event

from ledr_adapters import open_rehearsal
from ledr_adapters.sql import search
from ledr_adapters.sql.people import listing
from ledr_core import Invalid, NotFound, School
from ledr_core.testing import FixedClock
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
    for time in ("09:00", "10:00", "10:00", "11:00"):
        ledr.clock.set(f"2026-11-20T{time}")
        ledr.school.accounts.active(by=LEA)
    school.slots.release(by="staff", session="Lyon", person=address("ana"))
    for verb in (school.slots.assign, school.slots.release, school.slots.assign):
        verb(by="staff", session="Lyon", person=LEA)

    for read, name in (
        (lambda **page: school.sessions.list(by="staff", **page), "reference"),
        (lambda **page: school.sessions.list(by="staff", expired=False, **page), "reference"),
        (lambda **page: school.companies.list(by="staff", **page), "name"),
        (lambda **page: school.slots.ledger(by="staff", session="Lyon", **page), "number"),
        (lambda **page: school.messages.list(by="staff", **page), "message"),
        (lambda **page: school.jobs.log(by="staff", **page), "run"),
        (lambda **page: school.accounts.connections(by="staff", person=LEA, **page), "connection"),
        (lambda **page: school.notifications.history(by="staff", person=LEA, **page), "notification"),
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


def a_school_with_two_common_words(url: str, people: int) -> School:
    """6,000 people called Ana, 6,000 called Bob, nobody both, and others; Ana and Bob stand first in the list."""
    school = open_rehearsal(url, clock=FixedClock("2026-11-19T09:00"))
    words = "case when n < 6000 then 'ana' when n < 12000 then 'bob' else 'zoe' end"
    counted = f"with recursive c (n) as (select 0 union all select n + 1 from c where n < {people - 1})"
    columns = "id, email, email_key, first_name, last_name, role, created, welcomed, list_key, version"
    values = f"'p' || n, 'p' || n || '@x.example', 'p' || n || '@x.example', {words}, 'X', 'tester'"
    values += f", '2026-11-19 08:00:00.000000', true, {words} || n, 1"
    with school._desk.ports.store.engine.begin() as connection:  # type: ignore[attr-defined]
        connection.execute(sa.text(f"{counted} insert into people ({columns}) select {values} from c"))
        rows = f"select 'person', 'p' || n, {words} from c"
        connection.execute(sa.text(f"{counted} insert into search_words (kind, owner_id, word) {rows}"))
    return school


def work_for(school: School, text: str) -> int:
    """Steps of SQLite, by the thousand, for a page of people whom a text finds."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    def watch(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(count, 1_000)

    engine = school._desk.ports.store.engine  # type: ignore[attr-defined]
    event.listen(engine, "checkout", watch)
    try:
        assert school.people.list(by="staff", text=text, limit=20) == ()
    finally:
        event.remove(engine, "checkout", watch)
    return steps


@pytest.mark.rule("CAT-8")
def test_two_common_words_that_nobody_shares_cost_what_they_find_and_not_the_whole_list(tmp_path: Path) -> None:
    """On either database a page is looked for near in the list, then by the words; here SQLite counts its steps."""
    steps = []
    for people in (18_000, 54_000):
        with closing(a_school_with_two_common_words(f"sqlite:///{tmp_path / str(people)}.db", people)) as school:
            steps.append(work_for(school, "ana bob"))
            assert len(school.people.list(by="staff", text="bob", limit=20)) == 20

    assert 0 < steps[1] <= 1.5 * steps[0]


@pytest.mark.rule("CAT-8")
def test_common_words_find_page_by_page_all_who_have_them(stored: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Near in the list, or where only the words tell, whatever a company and a role leave over."""
    monkeypatch.setattr(listing, "NEAR", 3)
    monkeypatch.setattr(search, "FEW", (1,))
    stored.a_session("Lyon", members="ana1 ana2 ana3 ana4 ana5 ana6 bob1 bob2", kind="licence")
    stored.a_session("Paris", company="Adecco", members="ana7 ana8", kind="licence")
    people = stored.school.people.list

    for narrowed in ({"text": "ana"}, {"text": "martin a", "company": "Manpower"}, {"text": "ana", "role": "learner"}):
        whole = people(by="staff", **narrowed)
        found: list[Any] = []
        while page := people(by="staff", limit=2, after=found[-1].email if found else None, **narrowed):
            found += page
        assert tuple(found) == whole != (), narrowed


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
