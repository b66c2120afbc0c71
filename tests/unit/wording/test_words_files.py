"""The files that hold the words: complete in both languages, read once, and kept for the next start."""

from __future__ import annotations

import marshal
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import ledr_adapters
from ledr_cli import texts
from ledr_core.domain.people.roles import Role
from ledr_core.wording import LANGUAGES, catalogue
from ledr_core.wording.catalogue import gathered, sentences
from ledr_core.wording.results import result_words
from ledr_core.wording.typography import typeset

FOLDER = Path(catalogue.__file__).parent
FILES = [
    "announcement", "badges", "command_line", "correction_files", "demo", "doctor", "documents", "evidence", "made_up",
    "pack", "personal_data", "settings", "standalone_pages",
]  # fmt: skip
DIFFERING = {"no way of mail", "no way of sms", "no contacts", "no secret of reports", "slots taken"}
"""Sentences that say a fact in one language only: a reason in English, an inflected word in French."""


def wordings(words: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    if not isinstance(words, dict):
        assert isinstance(words, str), path
    elif "fr" in words:
        yield path, words
    else:
        for name, parts in words.items():
            yield from wordings(parts, (*path, name))


def every_wording() -> dict[tuple[str, ...], Mapping[str, Any]]:
    read = {name: sentences(name) for name in FILES} | {"results": gathered("results")}
    return {(name, *path): both for name, words in read.items() for path, both in wordings(words)}


def facts(sentence: str) -> set[str]:
    return set(re.findall(r"\{+\w+\}+", sentence))


def test_every_wording_is_in_both_languages() -> None:
    every = every_wording()

    assert len(every) > 800
    for path, both in every.items():
        assert set(both) == set(LANGUAGES) and all(both.values()), path


def every_file() -> dict[str, Any]:
    """All the words that are not of operations, whose English details stand in their code."""
    return {path.stem: sentences(path.stem) for path in sorted(FOLDER.glob("*.yaml"))} | {
        "results": gathered("results")
    }


def in_languages(words: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Whatever is said in a language at all."""
    if isinstance(words, dict) and not set(words).isdisjoint(LANGUAGES):
        yield path, words
    elif isinstance(words, dict):
        for name, parts in words.items():
            yield from in_languages(parts, (*path, name))


def names_in(words: Any) -> Any:
    """What is said, without how; English has more forms of a rank, and what the system says is English already."""
    if not isinstance(words, dict):
        return bool(words)
    return {name: names_in(part) for name, part in words.items() if name not in ("ranks", "system")}


def test_every_text_of_the_school_is_there_in_both_languages_with_all_its_parts() -> None:
    """Also one of a file that is new: nothing is said to French readers alone, or to English ones."""
    said = [one for name, words in every_file().items() for one in in_languages(words, (name,))]

    assert len(said) > 1_500
    for path, both in said:
        assert set(LANGUAGES) <= set(both) <= {"plain", *LANGUAGES}, path
        assert names_in(both["fr"]) == names_in(both["en"]), path


def test_whatever_the_doctor_finds_has_a_name_in_both_languages() -> None:
    adapters = Path(ledr_adapters.__file__).parent
    found = {name for file in adapters.rglob("*.py") for name in re.findall(r'\bfound\("([a-z ]+)"', file.read_text())}

    assert {"daily run", "rows"} <= found
    for name in {*found, "weekly run", "monthly run", "catalogue"}:
        assert all(result_words(language).value("finding", name) for language in LANGUAGES), name


def test_a_sentence_has_the_same_facts_in_both_languages() -> None:
    differing = {
        path[-1]
        for path, both in every_wording().items()
        if path[1] == "sentences" and facts(both["fr"]) != facts(both["en"])
    }

    assert differing == DIFFERING


def test_every_noun_has_its_three_forms() -> None:
    nouns = {path: both for path, both in every_wording().items() if path[1] == "nouns"}

    assert nouns
    for path, both in nouns.items():
        assert all(list(both[language]) == ["none", "one", "other"] for language in LANGUAGES), path


def test_a_list_that_is_said_as_another_is_there() -> None:
    assert {result_words("fr").value("role", role) for role in Role} >= {"apprenant-manager", "testeur"}
    assert result_words("en").value("level", "gold") == "gold"
    assert result_words("fr").value("cause", "temporary") == result_words("fr").value("message reason", "temporary")
    assert result_words("fr").value("role", "king") is None


# How they are read


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Another folder of words."""
    monkeypatch.setattr(catalogue, "_FOLDER", tmp_path)
    for read in (sentences, gathered):
        read.cache_clear()
    yield tmp_path
    for read in (sentences, gathered):
        read.cache_clear()


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / f"{name}.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def read_again(name: str = "greetings") -> Any:
    sentences.cache_clear()
    return sentences(name)


GREETINGS = 'sentences:\n  hello: {fr: "Salut !", en: "Hello!"}\nlabels:\n  a: {fr: "b : c", en: "b: c"}\n'


def test_sentences_are_set_as_their_language_sets_them(folder: Path) -> None:
    write(folder, "greetings", GREETINGS)

    for _ in range(2):  # read, then as it was kept
        assert read_again() == {
            "sentences": {"hello": {"fr": "Salut\u00a0!", "en": "Hello!"}},
            "labels": {"a": {"fr": "b : c", "en": "b: c"}},
        }


def test_yaml_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "greetings", GREETINGS)
    first = read_again()
    monkeypatch.setattr(catalogue, "_read", None)

    assert read_again() == first
    assert [file.name for file in (folder / "__pycache__").iterdir()] == [
        f"greetings.{sys.implementation.cache_tag}.words"
    ]


def test_a_file_that_says_something_else_is_read_again(folder: Path) -> None:
    write(folder, "greetings", GREETINGS)
    read_again()
    write(folder, "greetings", GREETINGS.replace("Hello", "Howdy"))  # as long, within the same second

    assert read_again()["sentences"]["hello"]["en"] == "Howdy!"


def test_a_file_is_read_again_when_sentences_are_set_otherwise(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "greetings", GREETINGS)
    read_again()
    rules = folder / "typography.py"
    rules.write_text("# as of the next release")
    monkeypatch.setattr(catalogue, "_RULES", rules)
    monkeypatch.setattr(catalogue, "typeset", lambda sentence, language: sentence.upper())

    assert read_again()["sentences"]["hello"]["en"] == "HELLO!"


@pytest.mark.parametrize("spoiled", [b"", b"\x00", b"nonsense", marshal.dumps(3), marshal.dumps(("x", "y", "z"))])
def test_a_kept_file_that_is_spoiled_is_made_anew(folder: Path, spoiled: bytes) -> None:
    write(folder, "greetings", GREETINGS)
    first = read_again()
    (kept,) = (folder / "__pycache__").iterdir()
    good = kept.read_bytes()
    kept.write_bytes(spoiled)

    assert read_again() == first
    assert kept.read_bytes() == good


def test_a_kept_file_for_which_there_is_no_memory_is_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(kept: bytes) -> Any:
        raise MemoryError

    write(folder, "greetings", GREETINGS)
    first = read_again()
    monkeypatch.setattr(marshal, "loads", no_memory)  # as for the claim of a huge list

    assert read_again() == first


def test_a_full_disk_leaves_nothing_half_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, data: bytes) -> int:
        file.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    (folder / "greetings.yaml").write_text(GREETINGS, encoding="utf-8")

    assert read_again()["sentences"]["hello"]["en"] == "Hello!"
    assert list((folder / "__pycache__").iterdir()) == []


def test_where_nothing_can_be_written_the_words_are_there_all_the_same(folder: Path) -> None:
    write(folder, "greetings", GREETINGS)
    (folder / "__pycache__").write_text("in the way")

    assert read_again()["sentences"]["hello"]["en"] == "Hello!"


def test_the_files_of_a_folder_are_one(folder: Path) -> None:
    write(folder, "of/one", "values: {kind: {a: {fr: x, en: y}}}\n")
    write(folder, "of/two", "values: {kind: {b: {fr: x, en: y}}, role: roles}\nnouns: {}\n")

    assert gathered("of") == {
        "values": {"kind": {"a": {"fr": "x", "en": "y"}, "b": {"fr": "x", "en": "y"}}, "role": "roles"},
        "nouns": {},
    }


@pytest.mark.parametrize("again", ["labels: {name: {fr: x, en: y}}", "labels: {name: other}"])
def test_words_stand_in_one_place(folder: Path, again: str) -> None:
    write(folder, "of/one", "labels: {name: {fr: a, en: b}}\n")
    write(folder, "of/two", again)

    with pytest.raises(ValueError, match="the words of 'name' stand twice"):
        gathered("of")


# The start of the command line


def test_the_command_line_takes_its_words_from_where_the_catalogue_keeps_them() -> None:
    assert texts._words() == sentences("command_line")  # kept now, at the latest
    code = "import sys, ledr_cli.texts; sys.exit(bool({'ledr_core', 'yaml'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_command_line_asks_the_core_for_words_that_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(path: str) -> bytes:
        raise FileNotFoundError(path)

    monkeypatch.setattr(texts, "_content", nothing)

    assert texts._words() == sentences("command_line")


@pytest.mark.parametrize("kept", [marshal.dumps(3), marshal.dumps(()), marshal.dumps((b"former", {}))])
def test_the_command_line_takes_no_words_that_are_spoiled_or_of_another_file(
    monkeypatch: pytest.MonkeyPatch, kept: bytes
) -> None:
    monkeypatch.setattr(texts, "_content", lambda path: kept if path.endswith(".words") else b"now")

    assert texts._words() == sentences("command_line")


# Typography


@pytest.mark.parametrize(
    ("plain", "set_right"),
    [
        ("Quoi ? « Cela » : 12 % !", "Quoi\u00a0? «\u00a0Cela\u00a0»\u00a0: 12\u00a0%\u00a0!"),
        ("« » ; fin", "«\u00a0»\u00a0; fin"),
        ("12:30, a ?", "12:30, a\u00a0?"),
    ],
)
def test_french_keeps_its_signs_on_the_line(plain: str, set_right: str) -> None:
    assert typeset(plain, "fr") == set_right
    assert typeset(set_right, "fr") == set_right
    assert typeset(plain, "en") == plain
