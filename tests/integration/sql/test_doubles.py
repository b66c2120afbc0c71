"""What a former release told apart and is one now: the upgrade stops at none of it, the doctor names it."""

from contextlib import closing
from unicodedata import normalize

import pytest
import sqlalchemy as sa

from ledr_adapters import Outside, diagnose, open_rehearsal, upgrade
from ledr_core import Refused
from ledr_core.testing import FixedClock
from tests.integration.sql.restored import restore

NFC, NFD, PUNYCODE = "zoé@café.example", normalize("NFD", "zoé@café.example"), "ZOÉ@xn--caf-dma.example"
EVRY, ALSO_EVRY = "Évry", normalize("NFD", "évry")
SPELT = {
    "people": ("email", "email_key", (NFC, NFD, PUNYCODE)),
    "sessions": ("reference", None, (EVRY, ALSO_EVRY)),
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
        for email in (NFC, NFD, PUNYCODE):
            assert school.people.show(by="staff", person=email).email == email
        assert school.people.show(by="staff", person="Zoe\u0301@CAFÉ.example").email == NFC
        for reference in (EVRY, ALSO_EVRY):
            assert school.sessions.show(by="staff", session=reference).reference == reference
        assert school.sessions.show(by="staff", session="EVRY").reference == EVRY
        assert {one.name for one in school.companies.list(by="staff")} >= {"Cœur", "Coeur"}
        assert {one.reference for one in school.catalogue.modules(by="staff")} >= {"é1", "é1 (2)"}
        suppressed = [normalize("NFC", one.email) for one in school.messages.suppressed(by="staff")]
        assert suppressed.count(NFC) == 1
        with pytest.raises(Refused, match="SES-2"):
            school.sessions.rename(by="staff", session=ALSO_EVRY, reference="evry")

    found = {one.name: one for one in diagnose(Outside(url))}
    assert [found[name].state.value for name in ("accounts", "sessions", "companies")] == ["warning"] * 3
    assert f"2 accounts have the address of another, spelt otherwise ({PUNYCODE}, {NFD})" in found["accounts"].text_en
    assert ALSO_EVRY in found["sessions"].text_fr and "Coeur" in found["companies"].text_fr

    with closing(open_rehearsal(url, clock=FixedClock("2026-12-02T09:00"))) as school:
        school.sessions.rename(by="staff", session=ALSO_EVRY, reference="Évry 2")
        for number, email in enumerate((NFD, PUNYCODE)):
            school.people.change_email(by="staff", person=email, email=f"zoe{number}@café.example")
        school.companies.rename(by="staff", company="Coeur", name="Courage")
        assert school.sessions.show(by="staff", session="évry 2").reference == "Évry 2"
    assert not {one.name for one in diagnose(Outside(url))} & {"accounts", "sessions", "companies"}


@pytest.mark.rule("CAT-8")
def test_what_was_there_before_is_searched_and_listed_in_order(url: str) -> None:
    with closing(open_rehearsal(url, clock=FixedClock("2026-12-02T09:00"))) as school:
        everybody = school.people.list(by="staff")
        names = [(one.last_name.casefold(), one.first_name.casefold(), one.email) for one in everybody]
        assert names == sorted(names)
        for one in everybody:
            found = school.people.list(by="staff", text=f"{one.last_name} {one.email}")
            assert one.email in {person.email for person in found}
