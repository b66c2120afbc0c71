"""The examples that ship with the library run, and say what they are said to say."""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

EXAMPLE = Path(__file__).parents[3] / "examples" / "embed.py"
LEA = "lea@manpower.example"


@pytest.fixture
def example() -> dict[str, Any]:
    return runpy.run_path(str(EXAMPLE), run_name="example")


def test_the_example_of_embedding_says_what_happens(
    example: dict[str, Any], database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)

    example["main"](database_url)

    assert capsys.readouterr().out.replace("\u00a0", " ").splitlines() == [
        f"événement : {LEA} a le slot 1 de Lyon",
        "201 Slot 1 attribué.",
        "409 le slot de « Lyon » est occupé par Léa Martin. → libère un slot, ou mets Max Petit en attente",
        "404 personne n'a l'adresse « personne@manpower.example ». → cherche par nom",
        f"table du service : {LEA}",
    ]


def test_it_runs_as_a_program_on_a_file_of_its_own(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(EXAMPLE)], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )

    assert done.stdout.splitlines()[-1] == f"table du service : {LEA}"
    assert done.stderr == ""
    assert (tmp_path / "service.db").exists()


def test_when_the_host_rolls_back_the_school_does_too_and_nobody_hears(
    example: dict[str, Any], database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    service = example["Service"](database_url)
    example["fill"](service.school)

    class Failing(Exception):
        """Something in the host that goes wrong after the school's part."""

    with pytest.raises(Failing), service.engine.begin() as connection:
        connection.execute(sa.text("insert into seats values ('lea')"))
        with service.school.transaction(connection) as inside:
            inside.slots.assign(by="staff", session="Lyon", person=LEA)
        raise Failing

    assert service.seats() == []
    assert service.school.sessions.show(by="staff", session="Lyon").free == 1
    assert service.school.messages.list(by="staff") == ()
    assert capsys.readouterr().out == ""
    assert service.take_seat("staff", "Lyon", LEA)[0] == 201
    service.school.close()
    service.engine.dispose()


def test_the_example_is_short() -> None:
    """A host's part, from the class on to its methods' end, is what somebody reads first."""
    source = EXAMPLE.read_text("utf-8")

    assert len(source[source.index("class Service") : source.index("def fill")].splitlines()) <= 40
