"""What people read about the operations: all of them, in both languages, and nothing else."""

import ast
import inspect
import textwrap
from pathlib import Path

import pytest

import ledr_core.wording.manual
from ledr_core.application.areas import AREAS, every_operation, operations_in
from ledr_core.application.operating.operation import Operation
from ledr_core.views.nothing import Done, Nothing
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.manual import done, entry
from ledr_core.wording.templates import parsed
from ledr_core.wording.typography import LANGUAGES, NO_BREAK
from tests.words import facts_in

FOLDER = Path(ledr_core.wording.manual.__file__).with_name("operations")


def test_each_area_has_a_file_and_no_other_has() -> None:
    assert sorted(AREAS) == sorted(path.stem for path in FOLDER.iterdir())


@pytest.mark.parametrize("area", AREAS)
def test_a_file_says_something_of_each_operation_of_the_area_and_of_no_other(area: str) -> None:
    assert list(sentences(f"operations/{area}")) == list(operations_in(area))


@pytest.mark.parametrize("area", AREAS)
def test_what_is_said_has_no_other_parts_and_no_other_languages(area: str) -> None:
    for verb, said in sentences(f"operations/{area}").items():
        assert {"summary", "example"} <= said.keys() <= {"summary", "details", "example", "done"}, verb
        assert list(said["summary"]) == list(LANGUAGES), verb
        assert {"fr"} <= set(said.get("details", LANGUAGES)) <= set(LANGUAGES), verb


@pytest.mark.parametrize("area", AREAS)
def test_what_gives_no_result_says_what_was_done_and_nothing_else_does(area: str) -> None:
    for operation in operations_in(area).values():
        said = sentences(f"operations/{area}")[operation.verb].get("done")
        assert (said is not None) is (operation.result is Nothing), operation.name
        for language in LANGUAGES if said else ():
            told = facts_of_what_was_done(operation)
            named = {fact.name for fact in facts_in(parsed(said[language]), optional=True)}
            assert named <= {field.name for field in operation.parameters}.union(*told), operation.name
            required = {fact.name for fact in facts_in(parsed(said[language]), optional=False)}
            given = {field.name for field in operation.parameters if field.required}
            assert required <= given.union(set.intersection(*told) if told else ()), operation.name


def facts_of_what_was_done(operation: Operation) -> list[set[str]]:
    """The facts that each `Done(…)` of an operation brings beside its parameters."""
    source = textwrap.dedent(inspect.getsource(operation.method))
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    done = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == Done.__name__]
    return [{keyword.arg for keyword in call.keywords if keyword.arg} for call in done]


def test_what_was_done_names_whom_and_what_follows() -> None:
    detached = done("catalogue.detach_theme", {"course": "recruter", "theme": "t1"}, "en")
    booked = done("accounts.register_demo", {"email": "lea@x.fr", "day": "2026-11-24"}, "fr")

    assert detached == "The theme “t1” is no longer in the course “recruter”; badges earned stay."
    assert booked.startswith("La demande est notée pour lea@x.fr, le mardi 24 novembre 2026.")
    assert "demande de confirmer" in booked
    assert done("placement.finish", {"attempt": "a"}, "en").endswith("else for that of the account.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", every_operation())
def test_an_operation_is_summed_up_in_a_sentence_with_an_example(name: str, language: str) -> None:
    said = entry(name, language)

    assert said.summary.endswith(".") and said.line and not said.line.endswith(".")
    assert said.examples and all(example.startswith("ledr ") for example in said.examples)
    assert all(paragraph.strip() == paragraph for paragraph in said.paragraphs)


@pytest.mark.parametrize("area", AREAS)
def test_french_has_no_paragraph_in_english(area: str) -> None:
    for operation in operations_in(area).values():
        english, french = (set(entry(operation.name, language).paragraphs) for language in LANGUAGES)
        assert not english & french, operation.name


def test_french_is_set_as_french() -> None:
    said = entry("accounts.explain_access", "fr")

    assert said.line == (f"Pour chaque espace{NO_BREAK}: ouvert ou non, et chaque condition avec son fait (ACC-14)")
    assert said.details[0].endswith(f"(SUP-1{NO_BREAK}; `messages explain` les montre tous).")
