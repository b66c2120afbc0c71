"""`ledr scenario`: what run, check, new and coverage say, and how they end."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ledr_adapters import open_rehearsal
from ledr_cli import scenarios as commands
from ledr_core import rules
from ledr_core.testing.scenarios import examine, played
from ledr_core.testing.scenarios.beginning import skeleton
from ledr_core.testing.scenarios.reading import is_scenario
from ledr_core.testing.scenarios.watching import rounds
from ledr_core.wording import yaml12
from tests.integration.cli.test_command_line import Ran, run

GOOD = """\
scenario: {title}
rules: [{rules}]
at: 2026-11-19T09:00
steps:
  - do: companies.create
    with: {{name: Manpower}}
    returns: {{name: {name}}}
"""
BROKEN = """\
scenario: Two slips
rules: [CO-11]
at: 2026-11-19T09:00
steps:
  - {do: companies.create, with: {nam: Manpower}}
"""

Typed = Callable[..., Ran]


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    """Types `ledr scenario …` in a folder with a good scenario, one that fails, and one that cannot be read."""
    for name, title, rule, company in (
        ("good.yaml", "A company", "CO-1, CO-2", "Manpower"),
        ("wrong.yaml", "Another", "CO-1", "Adecco"),
    ):
        text = GOOD.format(title=title, rules=rule, name=company)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    return lambda *words, language="en": run(tmp_path, "scenario", *words, LEDR_LANG=language)


def test_one_unreadable_file_stops_neither_the_others_nor_the_report(typed: Typed, tmp_path: Path) -> None:
    done = typed("run", "broken.yaml", "good.yaml", "wrong.yaml", "--report", "report.xml")

    assert done.status == 1
    assert done.out.startswith("UNREADABLE  broken.yaml\npassed  A company (good.yaml)\nFAILED  Another (wrong.yaml)\n")
    assert done.out.endswith("3 scenarios: 1 passed, 1 failed, 1 unreadable\n")
    assert done.err.splitlines()[::2] == [
        "Error: broken.yaml, line 2: rules[0]: no rule “CO-11”.",
        "Error: broken.yaml, line 5: steps[0].with.nam: companies.create has no parameter “nam”.",
    ]
    (suite,) = ElementTree.parse(tmp_path / "report.xml").getroot()
    assert [suite.get(name) for name in ("tests", "failures", "errors")] == ["3", "1", "1"]
    assert "companies.create has no parameter" in str(suite[0].findtext("error"))


def test_in_french_all_of_it_is_french(typed: Typed) -> None:
    done = typed("run", "broken.yaml", "good.yaml", "wrong.yaml", language="fr")

    assert done.out.replace("\u00a0", " ").splitlines() == [
        "ILLISIBLE broken.yaml",
        "réussi    A company (good.yaml)",
        "ÉCHEC     Another (wrong.yaml)",
        "  wrong.yaml:5: companies.create par staff avec {name: Manpower}",
        "    attendu : name: Adecco",
        "    reçu :    name: Manpower",
        "3 scénarios : 1 réussi, 1 échec, 1 illisible",
    ]
    assert "ligne 2" in done.err and "la règle « CO-11 » n'existe pas" in done.err.replace("\u00a0", " ")


def test_a_folder_with_a_file_that_is_no_yaml_is_played_all_the_same(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("scenario: b: c\n", encoding="utf-8")
    (tmp_path / "other.yml").write_text("a: b: c\n", encoding="utf-8")

    done = typed("run", ".")

    assert done.status == 1
    assert done.out.endswith("4 scenarios: 1 passed, 1 failed, 2 unreadable\n")


def test_a_check_says_all_that_is_wrong_and_plays_nothing(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledr_adapters.open_rehearsal", None)

    done = typed("check", "broken.yaml", "wrong.yaml")

    assert (done.status, done.out) == (
        1,
        "UNREADABLE  broken.yaml\nsound  Another (wrong.yaml)\n2 files: 1 sound, 1 unreadable\n",
    )
    assert done.err.count("Error: ") == 2
    assert typed("check", "good.yaml", "wrong.yaml").status == 0
    assert typed("check", "broken.yaml").status == 2


def test_a_check_is_told_to_programs(typed: Typed) -> None:
    (found, sound) = typed("check", "broken.yaml", "good.yaml", "--json").json

    assert sound == {"file": "good.yaml", "scenario": "A company", "rules": ["CO-1", "CO-2"], "problems": []}
    assert [(one["line"], one["field"]) for one in found["problems"]] == [(2, "rules[0]"), (5, "steps[0].with.nam")]


def test_a_pipe_and_an_empty_folder_stop_no_other_file(typed: Typed, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "empty").mkdir()

    done = typed("check", "pipe.yaml", "empty", "good.yaml")

    assert done.status == 1
    assert "good.yaml" in done.out
    assert "pipe.yaml: cannot be read: Not a regular file" in done.err
    assert "empty: holds no scenario" in done.err


def test_what_each_step_returned_is_shown_in_school_time(typed: Typed, tmp_path: Path) -> None:
    step = (
        "  - {do: companies.create, with: {name: Manpower}, refused: CO-1}\n  - {do: jobs.daily}\n  - {do: jobs.log}\n"
    )
    (tmp_path / "good.yaml").write_text(GOOD.format(title="A", rules="CO-1", name="Manpower") + step, encoding="utf-8")

    shown = typed("run", "good.yaml", "--show").out.splitlines()
    told = typed("run", "good.yaml", "--show", "--json").json

    assert shown[:3] == [
        "passed  A (good.yaml)",
        "  good.yaml:5: companies.create by staff with {name: Manpower}",
        "    name: Manpower",
    ]
    assert "    refused: CO-1 (" in shown[4]
    assert any(line.strip() == "started: 2026-11-19T09:00" for line in shown)
    assert told[0]["steps"][3]["result"][0]["started"] == "2026-11-19T08:00:00Z"


def test_the_steps_of_a_school_that_comes_with_ledr_are_not_shown(typed: Typed, tmp_path: Path) -> None:
    text = GOOD.format(title="A", rules="CO-1", name="Manpower").replace("Manpower", "Bosch")
    text = text.replace("steps:", "given: [ledr:small]\nsteps:")
    (tmp_path / "good.yaml").write_text(text, encoding="utf-8")

    shown = typed("run", "good.yaml", "--show").out.splitlines()

    assert [line for line in shown if "companies.create" in line] == [
        "  good.yaml:6: companies.create by staff with {name: Bosch}"
    ]
    assert not any("ledr:small" in line for line in shown)


def test_the_scenarios_of_a_rule_are_chosen(typed: Typed) -> None:
    assert typed("run", "good.yaml", "wrong.yaml", "--rule", "co-2").out == (
        "passed  A company (good.yaml)\n1 scenario: 1 passed\n"
    )
    none = typed("run", "wrong.yaml", "--rule", "CO-2")
    assert (none.status, none.err.splitlines()[0]) == (2, "Error: no scenario of CO-2")
    unknown = typed("run", "wrong.yaml", "--rule", "CO-22")
    assert unknown.status == 2
    assert "perhaps CO-2?" in unknown.err
    assert "--rule: no rule “CO-22”" in unknown.err


def test_it_plays_again_when_a_file_changes(typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: Iterator[str] = iter(["", "given", "scenario", "end"])
    (tmp_path / "given.yaml").write_text("steps: [{do: companies.list}]\n", encoding="utf-8")
    text = GOOD.format(title="A company", rules="CO-1", name="Manpower") + "given: [given.yaml]\n"
    (tmp_path / "good.yaml").write_text(text, encoding="utf-8")

    def wait(seconds: float) -> None:
        """What somebody does meanwhile."""
        match next(waits):
            case "given":
                (tmp_path / "given.yaml").write_text("steps: [{do: people.list}, {at: 2026-11-20}]\n")
            case "scenario":
                (tmp_path / "good.yaml").write_text(text.replace("returns: {name: M", "returns: {name: W"))
            case "end":
                raise KeyboardInterrupt

    monkeypatch.setattr(commands.time, "sleep", wait)
    done = typed("run", "good.yaml", "--watch")

    assert [line for line in done.out.splitlines() if line.startswith(("passed", "FAILED"))] == [
        "passed  A company (good.yaml)",
        "passed  A company (good.yaml)",
        "FAILED  A company (good.yaml)",
    ]
    assert done.status == 130


def test_a_file_that_comes_and_goes_is_a_change(tmp_path: Path) -> None:
    def wait() -> None:
        steps.pop(0)()

    new = tmp_path / "new.yaml"
    steps: list[Callable[[], object]] = [lambda: new.write_text("scenario: 1\n"), new.unlink, lambda: 1 / 0]
    seen: list[list[str]] = []

    with pytest.raises(ZeroDivisionError):
        for readings in rounds([tmp_path], wait):
            seen.append([f"{one.file}: {one.errors[0].ground}" for one in readings])
    empty = f"{tmp_path}: no scenario in it"
    assert seen == [[empty], [f"{new}: missing"], [empty]]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_scenario_is_begun_from_the_example_of_a_rule(typed: Typed, tmp_path: Path, language: str) -> None:
    begun = typed("new", "reprise.yaml", "--rule", "case-9", language=language)
    text = (tmp_path / "reprise.yaml").read_text("utf-8")

    assert begun.status == 0
    assert "ledr scenario run reprise.yaml" in begun.out
    assert text.startswith("# CASE-9: ")
    assert "\nrules: [CASE-9]\n" in text.replace("\nrules:\n  - CASE-9\n", "\nrules: [CASE-9]\n")
    assert "cases.request_rework" in text
    assert typed("run", "reprise.yaml").status == 0


def test_a_scenario_is_never_written_over_another(typed: Typed, tmp_path: Path) -> None:
    before = (tmp_path / "good.yaml").read_text("utf-8")

    assert "good.yaml is there already" in typed("new", "good.yaml", "--rule", "CO-1").err
    assert "CO-1" in typed("new", "new.yaml", "--rule", "CO-99").err
    unchosen = typed("new", "new.yaml").err
    assert "--rule is missing" in unchosen and "ledr rules" in unchosen and "ledr scenario new --help" in unchosen
    assert "cannot be written" in typed("new", "none/new.yaml", "--rule", "CO-1").err
    assert (tmp_path / "good.yaml").read_text("utf-8") == before
    assert not (tmp_path / "new.yaml").exists()


def test_every_rule_has_a_beginning() -> None:
    """Its steps are an example, which is a test of its own, or the school to begin in."""
    for rule in rules.rules("fr"):
        text = skeleton(rule.identifier, "a.yaml", "fr")
        content = yaml12.load(text, "a.yaml").value

        assert text.startswith(f"# {rule.identifier}: ")
        assert (content["rules"], is_scenario(content)) == ([rule.identifier], True)
        assert content["scenario"].startswith(f"{rule.identifier}, ")
        assert not re.search(r"\s# ", text.partition("\nscenario:")[2])  # what the examples say is in English
        assert yaml12.load(skeleton(rule.identifier, "a.yaml", "en"), "a.yaml").value["steps"] == content["steps"]


def test_a_rule_without_an_example_begins_in_a_school(tmp_path: Path) -> None:
    bare = next(rule.identifier for rule in rules.rules("fr") if rules.example(rule.identifier) is None)
    file = tmp_path / "a.yaml"
    file.write_text(skeleton(bare, "a.yaml", "fr"), encoding="utf-8")

    outcome = played(examine(file), open_rehearsal)

    assert outcome.passed, outcome.message


def test_rules_with_and_without_a_scenario_are_told(typed: Typed) -> None:
    shown = typed("coverage", "good.yaml", "wrong.yaml")
    told = typed("coverage", "good.yaml", "wrong.yaml", "--json").json

    assert shown.status == 0
    assert "Companies\n CO-1  good.yaml\n       wrong.yaml\n CO-2  good.yaml\n without: CO-3\n" in shown.out
    assert shown.out.splitlines()[-1] == f"2 of {len(told)} rules have a scenario."
    assert {one["rule"]: one["scenarios"] for one in told if one["scenarios"]} == {
        "CO-1": ["good.yaml", "wrong.yaml"],
        "CO-2": ["good.yaml"],
    }


def test_what_cannot_be_read_is_told_where_rules_are_counted(typed: Typed) -> None:
    done = typed("coverage", ".")

    assert done.status == 1
    assert "broken.yaml, line 2" in done.err


def test_a_file_that_is_not_there_is_listed(typed: Typed) -> None:
    done = typed("run", "none.yaml", "good.yaml")

    assert done.out.startswith("UNREADABLE  none.yaml\npassed  A company (good.yaml)\n")
    assert "none.yaml: cannot be read" in done.err


FILES = """\
scenario: A bank comes and goes
rules: [CAT-13]
at: 2026-11-19T09:00
given: [ledr:certifying]
steps:
  - do: catalogue.dump
    with: {folder: made}
  - do: catalogue.load
    with: {file: made/catalogue.yaml}
  - do: catalogue.load
    by: lea@manpower.example
    with: {file: nowhere.yaml}
    refused: ROLE-11
  - do: catalogue.load
    with: {file: catalog.yaml}
"""


@pytest.mark.parametrize(
    ("language", "said"), [("en", "there is no catalog.yaml"), ("fr", "catalog.yaml n'existe pas")]
)
def test_a_file_that_a_step_needs_is_looked_for(typed: Typed, tmp_path: Path, language: str, said: str) -> None:
    """One that a step before it makes is not missed, nor one that a refused step names."""
    (tmp_path / "files.yaml").write_text(FILES, encoding="utf-8")
    missing = typed("check", "files.yaml", language=language)
    (tmp_path / "catalog.yaml").write_text("{}", encoding="utf-8")

    assert (missing.status, missing.err.count("files.yaml")) == (2, 1)
    assert said in missing.err
    assert typed("check", "files.yaml", language=language).status == 0
