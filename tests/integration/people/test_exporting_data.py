"""What a person gets of all that is kept of them: every table that names them, and never a secret."""

import io
import itertools
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from ledr_adapters.pages import JinjaPages
from ledr_adapters.sql.people.personal_data import LEFT_OUT, LEFT_OUT_TABLES, SOURCES, why_left_out
from ledr_adapters.sql.tables import metadata
from ledr_core import Content, School
from ledr_core.application.operating.operation import operations_of
from ledr_core.application.people.people import People
from ledr_core.views.people import DataSection, PersonalDataView
from ledr_core.wording.catalogue import sentences
from tests import full_school
from tests.full_school import LEA
from tests.integration.conftest import address, refusal


@pytest.fixture(scope="module")
def opened(full_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[School, Path]]:
    file = tmp_path_factory.mktemp("exported") / "ecole.db"
    shutil.copy(full_file, file)
    with closing(full_school.opened(f"sqlite:///{file}")) as school:
        portrait = io.BytesIO()
        Image.new("RGB", (40, 40), "teal").save(portrait, "PNG")
        school.people.change_settings(by=LEA, picture=Content("moi.png", portrait.getvalue()))
        school.people.update(by="staff", person=LEA, last_name="<script>Martin\u202e\x9b & Cie", phone="06 12 34 56 78")
        school.support.ask(by=LEA, text="La vidéo ne démarre pas.")
        yield school, file


@pytest.fixture(scope="module")
def archive(opened: tuple[School, Path]) -> dict[str, bytes]:
    exported = opened[0].people.export_data(by=LEA)
    assert isinstance(exported.file, Content)
    with zipfile.ZipFile(io.BytesIO(exported.file.data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.rule("NOTE-6")
def test_every_table_that_names_a_person_is_in_it_or_left_out_with_a_reason() -> None:
    """A new table has to be put where it belongs."""
    people = metadata.tables["people"]
    naming = {one.name for one in metadata.sorted_tables for link in one.foreign_keys if link.column.table is people}
    shown = {source.table.name for source in SOURCES}

    assert naming - shown == set(LEFT_OUT_TABLES)
    assert shown - naming == {"people", "attempt_answers", "copy_answers", "message_events", "transferred_contacts"}


@pytest.mark.rule("NOTE-6")
def test_every_column_is_in_it_or_left_out_with_a_reason(archive: dict[str, bytes]) -> None:
    data = json.loads(archive["donnees-personnelles.json"])

    for source in SOURCES:
        columns = {one.name for one in source.table.c if one.name != source.person and not why_left_out(one)}
        for row in data.get(source.section, ()):
            assert set(row) == {name.removesuffix("_id") for name in columns}, source.section
    known = {one for table in metadata.sorted_tables for column in table.c for one in (column.name, str(column))}
    assert [one for one in LEFT_OUT if one not in known] == []


@pytest.mark.rule("NOTE-6")
def test_it_is_one_archive_of_files_that_say_what_they_hold(archive: dict[str, bytes]) -> None:
    data = json.loads(archive["donnees-personnelles.json"])

    assert set(archive) == {"donnees-personnelles.json", "donnees-personnelles.html", "photo.jpg"}
    assert (data["person"], data["account"][0]["phone"]) == (LEA, "+33612345678")
    assert {one["session"] for one in data["memberships"]} == {"Metz", "Lyon", "Nice"}
    assert {"À retenir"} == {one["text"] for one in data["notes"]}
    assert {one["text"] for one in data["requests"]} == {"La vidéo ne démarre pas."}
    assert all(one["subject"] and one["text"] for one in data["messages"])


@pytest.mark.rule("NOTE-6")
def test_the_page_says_all_of_it_in_words_and_escapes_what_people_typed(archive: dict[str, bytes]) -> None:
    page = archive["donnees-personnelles.html"].decode()

    assert "&lt;script&gt;Martin &amp; Cie" in page and "<script>Martin" not in page
    assert [letter for letter in "\u202e\x9b" if letter in page] == []
    assert page.count("<section") == 1 + len(json.loads(archive["donnees-personnelles.json"])) - 2 + 1
    assert "La vidéo ne démarre pas." in page and "À retenir" in page
    assert "vidéo d" in page and "introduction_video" not in page and ">passed<" not in page
    assert "+00:00" not in page and "T08:00" not in page  # hours are the school's
    assert "http" not in page.replace("http-equiv", "").partition("<main")[0]


@pytest.mark.rule("NOTE-6")
def test_no_secret_is_in_it(opened: tuple[School, Path], archive: dict[str, bytes]) -> None:
    secret = {"passwords": "hashed", **dict.fromkeys(("reset_links", "demo_moves", "placements"), "token_hash")}
    engine = sa.create_engine(f"sqlite:///{opened[1]}")
    with engine.connect() as connection:
        kept = {
            value
            for table, column in secret.items()
            for value in connection.scalars(sa.select(metadata.tables[table].c[column]))
            if value
        }
    engine.dispose()

    everything = b"".join(archive.values()).decode("utf-8", "replace")
    assert kept
    assert [value for value in kept if value in everything] == []


@pytest.mark.rule("NOTE-6")
def test_the_same_data_makes_the_same_archive(opened: tuple[School, Path]) -> None:
    school, _ = opened

    once, again = (school.people.export_data(by=by, person=LEA).sha256 for by in ("staff", LEA))

    assert once == again


@pytest.mark.rule("NOTE-6")
def test_it_is_ones_own_and_staffs(opened: tuple[School, Path]) -> None:
    school, _ = opened

    for actor in map(address, ("bob", "nora", "pilot")):
        refused = refusal(lambda by=actor: school.people.export_data(by=by, person=LEA))
        assert refused.rule == "ROLE-11"
    assert operations_of(People)["export_data"].reads


def _exported(school: School, person: str) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(school.people.export_data(by=person).file.data)) as packed:
        return dict(json.loads(packed.read("donnees-personnelles.json")))


@pytest.mark.rule("NOTE-6", "ACC-12")
def test_what_an_address_has_is_whose_account_began_with_it(opened: tuple[School, Path]) -> None:
    """Somebody who takes another's as their login reads none of it; whoever had it first keeps it."""
    school, _ = opened
    for email in ("prospect@x.fr", "client@x.fr"):
        school.placement.start(by="public", email=email)
        school.invitations.invite(by="staff", company="Adecco", addresses=email, role="member")
    school.messages.deliver(by="staff")
    for email in ("client@x.fr", "curieux@x.fr"):
        school.people.create(by="staff", email=email, first_name="Zoé", last_name="Petit", role="tester")
        school.accounts.forgot_password(by="public", email=email)
    school.messages.deliver(by="staff")
    own = ("placements", "invitations")
    assert [len(_exported(school, "client@x.fr")[one]) for one in own] == [1, 1]

    for former, email in itertools.pairwise(("curieux@x.fr", "prospect@x.fr", "curieux.de@x.fr")):
        school.people.change_email(by=former, person=former, email=email)
        school.messages.deliver(by="staff")
        taken = _exported(school, email)
        assert [one for one in own if one in taken] == []
        assert {one["kind"] for one in taken["messages"]} == {"reset_password"}
    school.people.change_email(by="client@x.fr", person="client@x.fr", email="cliente@x.fr")
    school.invitations.invite(by="staff", company="Manpower", addresses="cliente@x.fr", role="member")
    assert [len(_exported(school, "cliente@x.fr")[one]) for one in own] == [1, 2]
    assert "invitations" not in school.people.erase(by="staff", person="curieux.de@x.fr").removed


@pytest.mark.rule("NOTE-6", "SUP-3")
def test_what_goes_to_the_school_is_not_theirs_who_have_its_address(opened: tuple[School, Path]) -> None:
    """Neither in what they get, nor gone with them."""
    school, _ = opened
    care = {one.name: one.value for one in school.settings.list(by="staff")}["support_address"]
    school.people.create(by="staff", email=care, first_name="Ava", last_name="Care", role="tester")
    asked = school.support.ask(by=LEA, text="Je ne vois rien.").message
    school.messages.deliver(by="staff")

    assert "messages" not in _exported(school, care)
    school.people.change_email(by=care, person=care, email="ava@x.fr")
    assert "messages" not in _exported(school, "ava@x.fr")
    school.people.change_email(by="ava@x.fr", person="ava@x.fr", email=care)
    school.people.erase(by="staff", person=care)
    assert "Je ne vois rien." in school.messages.show(by="staff", message=asked).text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_section_and_column_has_words(archive: dict[str, bytes], language: str) -> None:
    data = json.loads(archive["donnees-personnelles.json"])
    names = sentences("personal_data")["sections"]
    sections = tuple(DataSection(name, tuple(data[name])) for name in names if name in data)
    shown = PersonalDataView(LEA, "Léa Martin", date(2026, 12, 2), sections)

    page = JinjaPages().page(shown, language)

    assert all(f">{names[one.name][language]}" in page for one in sections)
