"""What a former release told apart and is one now: the upgrade stops at none of it, the doctor names it."""

from contextlib import closing
from unicodedata import normalize

import pytest
import sqlalchemy as sa
from alembic import command

from ledr_adapters import Outside, diagnose, open_rehearsal, upgrade
from ledr_core import Refused
from ledr_core.testing import FixedClock
from tests.integration.sql.restored import configuration, restore

NFC, NFD, PUNYCODE = "zoé@café.example", normalize("NFD", "zoé@café.example"), "ZOÉ@xn--caf-dma.example"
EVRY, ALSO_EVRY = "Évry", normalize("NFD", "évry")
TURNED = (normalize("NFD", "chloé@cafe.example"), "chloé@cafe.example")
"""The first has the key of all, and is not in composed form."""
FORLI = (normalize("NFD", "Forlì"), "Forlì", "Forlì\u200b")
SPELT = {
    "people": ("email", "email_key", (NFC, NFD, PUNYCODE, *TURNED)),
    "sessions": ("reference", None, (EVRY, ALSO_EVRY, *FORLI)),
    "companies": ("name", "name_key", ("Cœur", "Coeur")),
    "modules": ("reference", None, ("é1", normalize("NFD", "é1"))),
}


@pytest.fixture
def url(new_database_url: str) -> str:
    """A database of schema 0004 in which things are there twice, in other spellings, brought up to date."""
    engine = sa.create_engine(new_database_url)
    restore(engine, "0004")
    with engine.begin() as connection:
        for table, (column, key, texts) in SPELT.items():
            ids = connection.scalars(sa.text(f"select id from {table} order by id")).all()
            for identifier, text in zip(ids, texts, strict=False):
                also = f", {key} = :key" if key else ""
                connection.execute(
                    sa.text(f"update {table} set {column} = :text{also} where id = :id"),
                    {"id": identifier, "text": text} | ({"key": text.casefold()} if key else {}),
                )
        since = {"cause": "unknown_mailbox", "detail": "", "since": "2026-11-02 08:00:00.000000"}
        for address in (NFC, NFD):
            connection.execute(
                sa.text(
                    "insert into suppressions (channel, address_key, address, cause, detail, since)"
                    " values ('email', :key, :address, :cause, :detail, :since)"
                ),
                since | {"key": address.casefold(), "address": address},
            )
    engine.dispose()
    upgrade(new_database_url)
    return new_database_url


@pytest.mark.rule("ACC-18")
@pytest.mark.rule("SES-2")
@pytest.mark.rule("CO-1")
def test_what_was_made_twice_stays_reachable_exactly_and_is_named(url: str) -> None:
    with closing(open_rehearsal(url, clock=FixedClock("2026-12-02T09:00"))) as school:
        for email in (NFC, NFD, PUNYCODE, *TURNED):
            assert school.people.show(by="staff", person=email).email == email
        assert school.people.show(by="staff", person="Zoe\u0301@CAFÉ.example").email == NFC
        for reference in (EVRY, ALSO_EVRY, *FORLI):
            assert school.sessions.show(by="staff", session=reference).reference == reference
        assert school.sessions.show(by="staff", session="EVRY").reference == EVRY
        assert school.sessions.show(by="staff", session="forli").reference == FORLI[0]
        assert {one.name for one in school.companies.list(by="staff")} >= {"Cœur", "Coeur"}
        assert {one.reference for one in school.catalogue.modules(by="staff")} >= {"é1", "é1 (2)"}
        suppressed = [normalize("NFC", one.email) for one in school.messages.suppressed(by="staff")]
        assert suppressed.count(NFC) == 1
        with pytest.raises(Refused, match="SES-2"):
            school.sessions.rename(by="staff", session=ALSO_EVRY, reference="evry")

    found = {one.name: one for one in diagnose(Outside(url))}
    assert [found[name].state.value for name in ("accounts", "sessions", "companies")] == ["warning"] * 3
    named = f"3 accounts have the address of another, spelt otherwise ({PUNYCODE}, {TURNED[1]}, {NFD})"
    assert named in found["accounts"].text_en
    assert ALSO_EVRY in found["sessions"].text_fr and "Coeur" in found["companies"].text_fr
    assert found["catalogue"].state.value == "warning" and "(é1 (2))" in found["catalogue"].text_en

    with closing(open_rehearsal(url, clock=FixedClock("2026-12-02T09:00"))) as school:
        school.sessions.rename(by="staff", session=ALSO_EVRY, reference="Évry 2")
        for number, reference in enumerate(FORLI[1:]):
            school.sessions.rename(by="staff", session=reference, reference=f"Forlì {number}")
        for number, email in enumerate((NFD, PUNYCODE, TURNED[1])):
            school.people.change_email(by="staff", person=email, email=f"zoe{number}@café.example")
        school.companies.rename(by="staff", company="Coeur", name="Courage")
        assert school.sessions.show(by="staff", session="évry 2").reference == "Évry 2"
    assert not {one.name for one in diagnose(Outside(url))} & {"accounts", "sessions", "companies"}


@pytest.mark.rule("ACC-18")
@pytest.mark.rule("SES-2")
def test_a_list_with_doubles_is_read_to_its_end_row_by_row(url: str) -> None:
    with closing(open_rehearsal(url, clock=FixedClock("2026-12-02T09:00"))) as school:
        lists = {"people": "email", "sessions": "reference", "companies": "name"}
        for area, name in lists.items():
            read = getattr(school, area).list
            whole = [getattr(one, name) for one in read(by="staff")]
            found: list[str] = []
            while page := read(by="staff", limit=1, after=found[-1] if found else None):
                found += [getattr(one, name) for one in page]
                assert len(found) <= len(whole)
            assert found == whole


@pytest.mark.rule("ACC-18")
def test_two_accounts_of_one_mailbox_are_told_apart_in_one_unit_of_work(url: str) -> None:
    """Whoever is loaded already is not taken for the other: the one who acts and the one who is meant, either way."""
    with closing(open_rehearsal(url, clock=FixedClock("2026-12-02T09:00"))) as school:
        for one, other in ((NFC, NFD), (NFD, NFC), TURNED, TURNED[::-1]):
            with school.transaction() as together:
                assert together.people.show(by="staff", person=one).email == one
                assert together.people.show(by="staff", person=other).email == other
                assert together.people.show(by=one, person=one).email == one


@pytest.mark.rule("ACC-18")
@pytest.mark.rule("SES-2")
@pytest.mark.rule("CO-1")
def test_a_double_that_takes_the_name_of_the_first_is_found_by_it_and_nobody_else_may_have_it(url: str) -> None:
    with closing(open_rehearsal(url, clock=FixedClock("2026-12-02T09:00"))) as school:
        school.people.change_email(by="staff", person=NFC, email="first@cafe.example")
        school.people.change_email(by="staff", person=NFD, email=NFC)
        school.sessions.rename(by="staff", session=EVRY, reference="Lognes")
        school.sessions.rename(by="staff", session=ALSO_EVRY, reference=EVRY)
        school.companies.rename(by="staff", company="Cœur", name="Courage")
        school.companies.rename(by="staff", company="Coeur", name="Cœur")

        assert school.people.show(by="staff", person=NFC.upper()).email == NFC
        assert school.sessions.show(by="staff", session="EVRY").reference == EVRY
        assert {one.name for one in school.companies.list(by="staff")} >= {"Cœur", "Courage"}
        with pytest.raises(Refused, match="CO-1"):
            school.companies.create(by="staff", name="coeur")
        with pytest.raises(Refused, match="ACC-12"):
            school.people.create(by="staff", email=NFC, first_name="Zoé", last_name="Autre", role="tester")


STRASSE, STRAßE = "strasse@cafe.example", "straße@cafe.example"
WIDER = {STRAßE: STRASSE, STRASSE: f"{STRASSE}\n{STRASSE}", "éﬁ@cafe.example": "éfi@cafe.example"}
"""Addresses with their keys by the rule of schema 0010, which took the first two for one."""


@pytest.mark.rule("ACC-18")
def test_two_mailboxes_that_had_one_key_are_two_after_the_upgrade(new_database_url: str) -> None:
    engine = sa.create_engine(new_database_url)
    restore(engine, "0004")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0010")
        ids = connection.scalars(sa.text("select id from people order by id")).all()
        for identifier, (email, key) in zip(ids, WIDER.items(), strict=False):
            values = {"id": identifier, "email": email, "key": key}
            connection.execute(sa.text("update people set email = :email, email_key = :key where id = :id"), values)
        suppressed = {"address": STRAßE, "key": STRASSE}
        connection.execute(sa.text("update suppressions set address = :address, address_key = :key"), suppressed)
    engine.dispose()

    upgrade(new_database_url)

    with closing(open_rehearsal(new_database_url, clock=FixedClock("2026-12-02T09:00"))) as school:
        for email in WIDER:
            assert school.people.show(by="staff", person=email).email == email
        assert school.people.show(by="staff", person="STRASSE@cafe.example").email == STRASSE
        assert school.people.show(by="staff", person="STRAẞE@cafe.example").email == STRAßE
        assert school.messages.unsuppress(by="staff", email=STRAßE)
    assert "accounts" not in {one.name for one in diagnose(Outside(new_database_url))}


@pytest.mark.rule("CAT-8")
def test_what_was_there_before_is_searched_and_listed_in_order(url: str) -> None:
    with closing(open_rehearsal(url, clock=FixedClock("2026-12-02T09:00"))) as school:
        everybody = school.people.list(by="staff")
        names = [(one.last_name.casefold(), one.first_name.casefold(), one.email) for one in everybody]
        assert names == sorted(names)
        for one in everybody:
            found = school.people.list(by="staff", text=f"{one.last_name} {one.email}")
            assert one.email in {person.email for person in found}
