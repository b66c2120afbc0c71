"""A person who was erased is named nowhere any more: in no result, no file, no message, nor in the database itself."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa
from attrs import frozen

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_adapters.sql.tables import metadata
from ledr_core import Content, LedrError, NotFound, School
from ledr_core.application.areas import AREAS
from ledr_core.application.operating.operation import Operation, operations_of
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from tests.documents import metadata_of, text_of
from tests.full_school import ACTORS, AT, LEA
from tests.hostile import PLAUSIBLE
from tests.integration.conftest import Rehearsal, address, refusal
from tests.integration.messages.delivering import over

BOB: Final = address("bob")
PHONE: Final = "+33612345678"
TRACES: Final = (LEA, PHONE, "34.56.78", "34\u00a056\u00a078", "Éléonore", "Quetzal", "Lea Martin", "Martin Lea")
"""Her address, her number, her name, and the one that she had before."""
READING: Final = [one for area in AREAS.values() for one in operations_of(area).values() if one.reads]
TABLES: Final = ("csv", "xlsx", "json", "pdf", "html")
MOST: Final = 40
"""Calls of one operation, of the values that its parameters may have."""


@frozen
class Erased:
    """The full school after Léa was erased, and what the operation gave."""

    school: School
    clock: FixedClock
    file: Path
    result: Any
    identifier: str
    codes: tuple[str, ...]
    sent: tuple[str, ...]
    """The messages to her that had left."""


@pytest.fixture(scope="module")
def erased(full_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Erased]:
    file = tmp_path_factory.mktemp("erased") / "ecole.db"
    shutil.copy(full_file, file)
    clock = FixedClock(AT)
    mail = RecordingMail()
    ledr = over(open_rehearsal(f"sqlite:///{file}", clock=clock, mail=mail), clock, mail)
    with closing(ledr.school) as school:
        _say_her_name(school)
        identifier, codes, sent = _of_hers(file)
        result = school.people.erase(by="staff", person=LEA)
        yield Erased(school, clock, file, result, identifier, codes, sent)


def _say_her_name(school: School) -> None:
    """Where people and the school write it themselves."""
    school.people.update(by="staff", person=LEA, first_name="Éléonore", last_name="Quetzal", phone=PHONE)
    school.support.ask(by=LEA, text="C'est Éléonore Quetzal, je n'entends rien.")
    school.support.ask(by="public", text="Mes codes ?", email=LEA)
    school.placement.start(by="public", email=LEA)
    school.invitations.invite(by="staff", company="Ancienne", addresses=LEA, role="analyst")
    school.organisation.set_team_page(
        by="staff", company="Manpower", team="Paris", message="Demandez à Éléonore\u00a0Quetzal."
    )
    school.organisation.goal(by="staff", person=BOB, text="Aller aussi loin qu'ÉLÉONORE QUETZAL")
    school.organisation.message(
        by="staff",
        company="Manpower",
        title="ÉLÉONORE QUETZAL",
        text=f"06.12.34.56.78, 06\u00a012\u00a034\u00a056\u00a078, {PHONE}, {LEA}",
        people=[BOB],
    )
    school.messages.deliver(by="staff")


def _of_hers(file: Path) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    people, documents, messages = (metadata.tables[name] for name in ("people", "documents", "messages"))
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        her = connection.scalars(sa.select(people.c.id).where(people.c.email == LEA)).one()
        codes = connection.scalars(sa.select(documents.c.code).where(documents.c.person_id == her)).all()
        accepted = sa.select(messages.c.id).where(messages.c.person_id == her, messages.c.state == "accepted")
        sent = connection.scalars(accepted).all()
    engine.dispose()
    assert codes and sent
    return her, tuple(codes), tuple(sent)


@pytest.mark.rule("NOTE-6")
def test_it_is_told_what_is_removed_and_what_is_kept_why_and_until_when(erased: Erased) -> None:
    told = as_json(erased.result)

    ended = {"identity", "access", "membership", "slot", "place", "managers", "notes", "requests"}
    assert set(told["removed"]) >= ended
    assert {one["what"]: (one["why"], one["until"]) for one in told["kept"]} == {
        **dict.fromkeys(("attendance", "work", "copies", "messages"), ("evidence", "2030-12-02")),
        "history": ("ledger", None),
        "certificates": ("verification", None),
        "contacts": ("to_tell", "2026-12-02"),
    }


@pytest.mark.rule("NOTE-6", "PASS-6")
def test_of_who_never_learnt_nothing_is_kept_as_evidence(ledr: Rehearsal) -> None:
    """Be it a visitor, or somebody whose session is to come."""
    ledr.a_person("tim", "tester")
    ledr.a_session("Futur", kind="licence", members="una", start="2026-12-01", end=None)
    for name in ("tim", "una"):
        ledr.school.accounts.forgot_password(by="public", email=address(name))
    ledr.school.messages.deliver(by="staff")

    tim = ledr.school.people.erase(by="staff", person=address("tim"))
    una = ledr.school.people.erase(by="staff", person=address("una"), package=0)

    assert tim.kept == ()
    assert [(one.what, one.why, one.until) for one in una.kept] == [("history", "ledger", None)]
    assert "activity" in tim.removed and ledr.school.messages.list(by="staff") == ()


@pytest.mark.rule("NOTE-6", "PASS-6")
def test_the_evidence_is_let_go_the_day_after_the_last_that_was_told(ledr: Rehearsal) -> None:
    """Whatever was to come when the person was erased."""
    ledr.at("2026-10-01")
    ledr.a_session("Passée", kind="licence", members="lea", start="2026-10-01", end="2026-11-10")
    ledr.watch("lea", "l1")
    ledr.at("2026-11-19")
    ledr.a_session("Future", kind="licence", members="lea", start="2027-01-01", end="2027-12-31")
    erased = ledr.school.people.erase(by="staff", person=LEA, package=0)

    assert {str(one.until) for one in erased.kept if one.why == "evidence"} == {"2030-11-10"}
    for day, gone in (("2030-11-10", 0), ("2030-11-11", 1)):
        ledr.at(day)
        assert ledr.school.jobs.monthly(by="staff").done.get("evidence_let_go", 0) == gone


@pytest.mark.rule("NOTE-6")
def test_no_reading_operation_names_her(erased: Erased) -> None:
    said = {
        f"{operation.name} {given}": named
        for operation in READING
        for given in _values(operation, erased)
        if (named := _names_in(_answer(erased.school, operation, given)))
    }

    assert said == {}


@pytest.mark.rule("NOTE-6", "TRACK-5", "PASS-6")
def test_no_file_names_her(erased: Erased, tmp_path: Path) -> None:
    """Every table, page and document that is written, and all that archives hold."""
    followup, people = erased.school.followup, erased.school.people
    files = {kind: followup.table(by="staff", scope="all", format=kind).file for kind in TABLES}
    files |= {f"evidence of {one}": followup.evidence(by="staff", session=one).file for one in ("Metz", "Lyon")}
    files["her evidence"] = followup.evidence(by="staff", person=erased.identifier).file
    for one in map(address, ("bob", "nora", "tom")):
        files[f"data of {one}"] = people.export_data(by="staff", person=one).file
    erased.school.rotations.timeline(by="staff", session="Lyon", file=str(tmp_path / "t.html"))
    files["timeline"] = Content("t.html", (tmp_path / "t.html").read_bytes())
    said = {name: "\n".join(_texts_in(content)) for name, content in files.items()}

    assert {name: named for name, text in said.items() if (named := _names_in(text))} == {}
    assert {"her evidence", "evidence of Metz"} <= {name for name, text in said.items() if erased.identifier in text}
    assert all(address("tom") in said[kind] for kind in ("csv", "xlsx", "json"))


def _texts_in(content: Content) -> Iterator[str]:
    """The texts of a file, its name among them; of an archive those of all files in it."""
    yield content.name
    if content.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            for name in archive.namelist():
                yield from _texts_in(Content(name, archive.read(name)))
    elif content.data.startswith(b"%PDF"):
        yield from (text_of(content.data), str(metadata_of(content.data)))
    else:
        yield content.data.decode(errors="replace")


@pytest.mark.rule("NOTE-6")
def test_no_message_names_her(erased: Erased) -> None:
    written = erased.school.messages.list(by="staff")
    shown = [erased.school.messages.show(by="staff", message=one.message) for one in written]

    assert len(shown) > 20
    assert [one.message for one in shown if _names_in(json.dumps(as_json(one), ensure_ascii=False))] == []
    assert {one.person for one in written if one.message in erased.sent} == {erased.identifier}


def _values(operation: Operation, erased: Erased) -> list[dict[str, Any]]:
    """What an operation may be asked, once with what it needs alone, and once for each person, message and document."""
    others = [one for one in ACTORS[2:] if one != LEA]
    known = {**PLAUSIBLE, "person": others, "message": erased.sent, "code": erased.codes}
    needed = {field.name: known.get(field.name, ()) for field in operation.parameters if field.required}
    more = {field.name: known[field.name] for field in operation.parameters if field.name in ("person", "session")}
    asked = [dict(zip(names, one, strict=True)) for names in (needed, needed | more) for one in _each(names)]
    return asked[:MOST]


def _each(values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    return product(*values.values())


def _answer(school: School, operation: Operation, given: dict[str, Any]) -> str:
    try:
        found = as_json(school.perform(operation.name, "staff", given, vouched=True))
    except LedrError as error:
        found = str(error)
    return json.dumps(found, ensure_ascii=False, default=str)


def _names_in(text: str) -> list[str]:
    return [trace for trace in TRACES if trace.casefold() in text.casefold()]


@pytest.mark.rule("NOTE-6", "CERT-8")
def test_her_documents_still_verify_without_the_name(erased: Erased) -> None:
    verified = [erased.school.documents.verify(by="public", code=code) for code in erased.codes]

    assert {one.state for one in verified} >= {"valid", "superseded"}
    assert {one.name for one in verified} == {None}
    assert None not in {one.course for one in verified}


@pytest.mark.rule("NOTE-6")
def test_what_the_provider_says_afterwards_names_no_address(erased: Erased) -> None:
    event = {"message": erased.sent[0], "state": "bounced", "at": f"{AT}:00+01:00", "address": LEA}
    event |= {"cause": "unknown_mailbox", "permanent": True, "detail": f"550 {LEA}"}

    erased.school.messages.record_event(by="staff", provider="recording", payload=json.dumps([event]))

    assert LEA not in json.dumps(as_json(erased.school.messages.show(by="staff", message=erased.sent[0])))
    assert erased.school.messages.suppressed(by="staff") == ()


@pytest.mark.rule("NOTE-6")
def test_staff_alone_erase_anybody(erased: Erased) -> None:
    for actor in map(address, ("bob", "pilot", "nora")):
        refused = refusal(lambda by=actor: erased.school.people.erase(by=by, person=address("bob")))
        assert refused.rule == "ROLE-11"


@pytest.mark.rule("NOTE-6")
def test_her_identifier_finds_nobody_and_her_address_is_anybodys(erased: Erased) -> None:
    for given in (erased.identifier, LEA):
        with pytest.raises(NotFound):
            erased.school.people.show(by="staff", person=given)
    assert erased.identifier not in {one.email for one in erased.school.people.list(by="staff")}
    ledger = erased.school.slots.ledger(by="staff", session="Lyon")
    assert {one.person for one in ledger} >= {erased.identifier}


@pytest.mark.rule("NOTE-6", "JOB-1")
def test_nothing_is_left_in_the_file_once_the_contact_bases_were_told(erased: Erased) -> None:
    erased.clock.set("2026-12-03T05:00")
    erased.school.jobs.daily(by="staff")
    kept = b"".join(file.read_bytes() for file in erased.file.parent.glob("ecole.db*"))

    spelt = {form for trace in TRACES for form in (trace, trace.upper())}
    forms = {form.encode() for trace in spelt for form in (trace, json.dumps(trace)[1:-1])}
    assert [form for form in sorted(forms) if form in kept] == []


@pytest.mark.rule("NOTE-6")
def test_the_monthly_run_lets_the_evidence_go_when_its_years_are_over(erased: Erased) -> None:
    erased.clock.set("2030-12-02T06:00")
    assert "evidence_let_go" not in erased.school.jobs.monthly(by="staff").done
    erased.clock.set("2031-01-01T06:00")
    assert erased.school.jobs.monthly(by="staff").done["evidence_let_go"] == 1
    erased.clock.set("2031-02-01T06:00")
    assert "evidence_let_go" not in erased.school.jobs.monthly(by="staff").done

    engine = sa.create_engine(f"sqlite:///{erased.file}")
    with engine.connect() as connection:
        naming = [one for one in metadata.sorted_tables if "person_id" in one.c and one.name != "transferred_contacts"]
        counts = {
            one.name: connection.scalar(
                sa.select(sa.func.count()).select_from(one).where(one.c.person_id == erased.identifier)
            )
            for one in naming
        }
    engine.dispose()
    stays = {"memberships", "holdings", "certifications", "documents"}
    assert {name for name, count in counts.items() if count} == stays


@pytest.mark.rule("NOTE-6", "ACC-12", "INV-2")
def test_an_address_that_somebody_had_goes_with_them(erased: Erased) -> None:
    """One that they changed, and one that they showed to be theirs, where only an invitation had gone."""
    school = erased.school
    for invited, signed_in in (("zed@x.fr", None), ("ugo@pro.fr", "ugo@perso.fr")):
        if signed_in:
            school.people.create(by="staff", email=signed_in, first_name="Ugo", last_name="Ulm", role="tester")
        school.invitations.invite(by="staff", company="Adecco", addresses=invited, role="member")
        token = _secret(school, "invitation", invited)
        school.messages.deliver(by="staff")
        if signed_in:
            assert refusal(lambda by=signed_in, one=token: school.invitations.accept(by=by, token=one)).rule == "INV-2"
            code = _secret(school, "invitation_code", invited)
            school.messages.deliver(by="staff")
            school.invitations.accept(by=signed_in, token=token, confirmation=code)
        else:
            words = {"first_name": "Zed", "last_name": "Zola", "password": "une longue phrase"}
            school.invitations.accept(by="public", token=token, **words)
            school.people.change_email(by=invited, person=invited, email="zed@autre.fr")

        removed = school.people.erase(by="staff", person=signed_in or "zed@autre.fr").removed

        assert {"invitations", "addresses"} <= set(removed)
        assert invited not in {one.address for one in school.invitations.list(by="staff", company="Adecco")}
        assert invited not in json.dumps(as_json(school.messages.list(by="staff")))


def _secret(school: School, kind: str, to: str) -> str:
    message = school.messages.list(by="staff", kind=kind, person=to)[-1]
    (secret,) = school.messages.show(by="staff", message=message.message).tokens.values()
    return secret


@pytest.mark.rule("NOTE-6", "ACC-12", "CAMP-7")
def test_what_an_address_leads_to_stays_where_it_is_somebody_elses_by_now(erased: Erased) -> None:
    school, shared = erased.school, "accueil@x.fr"
    names = {"first_name": "Ana", "last_name": "Arc", "role": "tester"}
    school.people.create(by="staff", email=shared, **names)
    school.messages.deliver(by="staff")
    school.people.change_email(by="staff", person=shared, email="ana.arc@x.fr")
    school.people.create(by="staff", email=shared, **names)
    school.invitations.invite(by="staff", company="Adecco", addresses=shared, role="member")
    school.organisation.goal(by="staff", person=BOB, text=f"Écrire à {shared}")

    assert "invitations" not in school.people.erase(by="staff", person="ana.arc@x.fr").removed

    assert shared in {one.address for one in school.invitations.list(by="staff", company="Adecco")}
    assert f"Écrire à {shared}" in {one.text for one in school.organisation.goals(by="staff", person=BOB)}
