"""The recipe of docs/contributing.md, followed as it stands: the operation it makes works wherever operations are."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

from ledr_adapters import open_rehearsal
from ledr_cli.main import Root
from ledr_cli.main import execute as run_command
from ledr_cli.options import Settings
from ledr_core import School
from ledr_core.application.areas import operation_named
from ledr_core.application.operating import operation as operations
from ledr_core.application.operating.permissions import PILOT, Who
from ledr_core.application.people.companies import Companies
from ledr_core.testing.scenarios import reading, run_files
from ledr_core.wording import yaml12
from ledr_core.wording.catalogue import sentences
from tests.integration.conftest import Rehearsal, refusal
from tools.operations_reference import pages

RECIPE = Path(__file__).parents[3] / "docs" / "contributing.md"
VIEW, METHOD, WORDS, SCENARIO = re.findall(r"^```(?:python|yaml)\n(.*?)^```", RECIPE.read_text("utf-8"), re.M | re.S)[
    :4
]


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The operation of the recipe, for the time of a test."""
    made: dict[str, Any] = {"operation": operations.operation, "PILOT": PILOT, "frozen": attrs.frozen}
    exec(VIEW, made)
    exec(f"class Added:\n{METHOD}", made)
    monkeypatch.setattr(Companies, "initials", vars(made["Added"])["initials"], raising=False)
    monkeypatch.delitem(operations._OPERATIONS, Companies, raising=False)
    words = yaml12.load(WORDS, "companies.yaml").value
    monkeypatch.setitem(sentences("operations/companies"), "initials", words["initials"])
    for made_of_operations in (reading.school_operations, pages):
        made_of_operations.cache_clear()
    yield
    operations._OPERATIONS.pop(Companies, None)
    for made_of_operations in (reading.school_operations, pages):
        made_of_operations.cache_clear()


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Types a command in a school with one company; gives what it shows."""
    settings = Settings("en")
    settings.db = f"sqlite:///{tmp_path / 'ledr.db'}"
    with_one = open_rehearsal(settings.db)
    with_one.companies.create(by="staff", name="Manpower France")
    with_one.close()

    def typed(*arguments: str) -> str:
        assert run_command(arguments, settings) == 0
        return capsys.readouterr().out

    return typed


def initials(school: School) -> Callable[..., Any]:
    """The operation, of which the type checker does not know."""
    found: Callable[..., Any] = school.companies.initials  # type: ignore[attr-defined]
    return found


def test_it_is_called_from_python(ledr: Rehearsal) -> None:
    ledr.school.companies.create(by="staff", name="Tour Eiffel Services")

    assert initials(ledr.school)(by="staff", company="Tour Eiffel Services").initials == "TES"
    assert ledr.school.perform("companies.initials", "staff", {"company": "Manpower", "points": True}).initials == "M."


def test_it_says_who_may_ask_and_what_it_gives(ledr: Rehearsal) -> None:
    pilot, learner = ledr.a_person("paul", "pilot"), ledr.a_person("lea", "learner")

    assert initials(ledr.school)(by=pilot, company="Manpower").initials == "M"
    for by, company, rule in ((learner, "Manpower", "ROLE-11"), (pilot, "Adecco", "ROLE-6")):
        assert refusal(lambda by=by, company=company: initials(ledr.school)(by=by, company=company)).rule == rule
    made = operation_named("companies.initials")
    assert made.permission.who == {Who.PILOT} and made.reads and not made.destructive
    assert [field.name for field in attrs.fields(made.result)] == ["company", "initials"]


@pytest.mark.parametrize(
    ("language", "summary"), [("fr", "Le nom d'une entreprise en abrégé"), ("en", "How a company is called in short")]
)
def test_help_shows_its_words(language: str, summary: str) -> None:
    for command in (["companies", "--help"], ["companies", "initials", "--help"]):
        shown = CliRunner().invoke(Root(language), command, prog_name="ledr", catch_exceptions=False).output
        assert summary in shown
        assert 'ledr companies initials "Manpower France"' in shown
    assert re.search(r"\n  company   te?xte?\n  initials  te?xte?\n", shown)
    assert "--points / --no-points" in shown


def test_it_is_typed_and_its_result_is_shown_to_people_and_to_programs(typed: Callable[..., str]) -> None:
    assert json.loads(typed("companies", "initials", "Manpower France", "--points", "--json")) == {
        "company": "Manpower France",
        "initials": "M.F.",
    }


def test_people_see_a_sheet_of_its_fields(typed: Callable[..., str]) -> None:
    assert [line.split() for line in typed("companies", "initials", "Manpower France").splitlines()] == [
        ["Company", "Manpower", "France"],
        ["Initials", "MF"],
    ]


def test_it_is_played_in_a_scenario(tmp_path: Path) -> None:
    (tmp_path / "initials.yaml").write_text(SCENARIO, encoding="utf-8")

    (outcome,) = run_files([tmp_path / "initials.yaml"], open_rehearsal)

    assert outcome.passed, outcome.message


def test_it_is_in_the_reference() -> None:
    page = pages()["companies.md"]

    assert "## companies.initials" in page and "with points if wanted" in page.lower()
    assert "- gives\n  - `company`: text\n  - `initials`: text\n" in page
