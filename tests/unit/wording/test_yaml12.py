"""YAML 1.2 as people write it: values, lines, and errors that say where."""

import math
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ledr_core.domain.kernel.errors import Invalid
from ledr_core.wording import yaml12
from ledr_core.wording.yaml12 import reading, writing
from tests.words import UNHEARD_OF


def value_of(text: str) -> Any:
    return yaml12.load(text, "file.yaml").value


def error_of(text: str) -> Invalid:
    with pytest.raises(Invalid) as caught:
        yaml12.load(text, "file.yaml")
    return caught.value


@pytest.fixture(params=["C", "Python"], autouse=True)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with libyaml and with PyYAML's own parser, which stands in for it."""
    if request.param == "Python":
        monkeypatch.setattr(reading, "_LOADER", yaml.SafeLoader)
        monkeypatch.setattr(writing, "_DUMPER", yaml.SafeDumper)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("y", "y"),
        ("2026-11-19", "2026-11-19"),
        ("2026-11-19T09:00", "2026-11-19T09:00"),
        ("2026-11-19 09:00:00", "2026-11-19 09:00:00"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("0o8", "0o8"),
        ("-0x1", "-0x1"),
        ("1.2.3", "1.2.3"),
        ("+33612345678", 33612345678),
        ("010", 10),
        ("-7", -7),
        ("+5", 5),
        ("0o10", 8),
        ("0x1F", 31),
        ("12.5", 12.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("true", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("null", None),
        ("Null", None),
        ("~", None),
        ("", None),
        ("nULL", "nULL"),
        ("'true'", "true"),
        ('"12"', "12"),
        ("'~'", "~"),
        ("٣", "٣"),
        ("a #b", "a"),
        ("a#b", "a#b"),
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("!!int '12'", 12),
        ("!!float 3", 3.0),
        ("!!seq [1]", [1]),
        ("'/\U0001f600'", "/\U0001f600"),
        (r'"\/\x01\u2028"', "/\x01\u2028"),
    ],
)
def test_a_value_is_what_the_core_schema_says(written: str, meant: object) -> None:
    found = value_of(f"a: {written}\n")["a"]

    assert (found, type(found)) == (meant, type(meant))


def test_not_a_number_is_a_number() -> None:
    assert math.isnan(value_of("a: .nan")["a"])


def test_a_document_may_be_empty_or_no_map() -> None:
    assert value_of("") is None
    assert value_of("# nothing\n") is None
    assert value_of("---\n") is None
    assert value_of("- 1\n- a\n") == [1, "a"]
    assert value_of("%YAML 1.2\n---\na: 1\n...\n") == {"a": 1}
    assert value_of("\ufeffa: 1") == {"a": 1}


def test_json_is_yaml() -> None:
    assert value_of('{"a":[1,{"b":null}],"c":"d: e"}') == {"a": [1, {"b": None}], "c": "d: e"}


def test_line_breaks_of_yaml_1_1_are_letters() -> None:
    text = "a: un\u2028deux\nb: 'x\x85y'\nc: d"
    document = yaml12.load(text, "file.yaml")

    assert document.value == {"a": "un\u2028deux", "b": "x\x85y", "c": "d"}
    assert document.line(("c",)) == 3


def test_an_alias_stands_for_its_value() -> None:
    assert value_of("a: &x {b: 1}\nc: *x\nd: &y z\ne: [*y, *y]") == {
        "a": {"b": 1},
        "c": {"b": 1},
        "d": "z",
        "e": ["z", "z"],
    }


def test_a_merge_key_is_a_key() -> None:
    assert value_of("a: &x {b: 1}\nc: {<<: *x}")["c"] == {"<<": {"b": 1}}


LINES = """\
# a comment
lessons:
  - reference: l1
    title:
      Le besoin

  - {reference: l2,
     title: Bonjour}
themes: &t
  a: [1,
      2]
again: *t
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 2),
        (("lessons",), 2),
        (("lessons", 0), 3),
        (("lessons", 0, "reference"), 3),
        (("lessons", 0, "title"), 4),
        (("lessons", 1), 7),
        (("lessons", 1, "title"), 8),
        (("themes", "a"), 10),
        (("themes", "a", 1), 11),
        (("again",), 12),
        (("again", "a", 1), 11),
        (("lessons", 1, "seconds"), 7),
        (("lessons", 9, "title"), 2),
        (("lessons", -1), 2),
        (("lessons", 0, "title", "more"), 4),
        (("nowhere", 1), 2),
    ],
)
def test_each_value_has_a_line(place: yaml12.Place, line: int) -> None:
    assert yaml12.load(LINES, "file.yaml").line(place) == line


def test_an_error_about_a_value_names_file_line_and_field() -> None:
    error = yaml12.load(LINES, "file.yaml").invalid(("lessons", 1, "title"), UNHEARD_OF, {"choices": "3 letters"})

    assert (error.file, error.line, error.field) == ("file.yaml", 8, "lessons[1].title")
    assert str(error) == "file.yaml:8: lessons[1].title: unheard of (allowed: 3 letters)"


@pytest.mark.parametrize(
    ("text", "line", "field", "part"),
    [
        ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", 5, "b.c", "is there twice, first on line 3"),
        ("a:\n  - {b: 1,\n     b: 2}\n", 3, "a[0].b", "first on line 2"),
        ("a: 1\n'a': 2\n", 2, "a", "twice"),
        ("a:\n  1: x\n", 2, "a", "key 1, which is not text"),
        ("? [a]\n: x\n", 1, "file", "not text"),
        ("a: 1\ntrue: x\n", 2, "file", "key True"),
        ("? ~\n: x\n", 1, "file", "key None"),
        ("a: 1\n---\nb: 2\n", 2, "file", "second document"),
        ("a: 1\nb: *c\n", 2, "b", "names *c"),
        ("a: &a\n  b: [*a]\n", 2, "a.b[0]", "names *a"),
        ("a: 1\nb: !!binary eA==\n", 2, "b", "!!binary"),
        ("a: !thing {b: 1}\n", 1, "a", "!thing"),
        ("a: !!map [b]\n", 1, "a", "!!map"),
        ("a: !!int x\n", 1, "a", "not what !!int says"),
        ("a: !!bool 1\n", 1, "a", "not what !!bool says"),
        (f"a: 1\nb: {'9' * 401}\n", 2, "b", "401 characters"),
        ("a: 1\nb: \x01\n", 2, "file", "U+0001"),
        ("a: \ud800\n", 1, "file", "U+D800"),
        ("a: 1\n b: 2\n", 2, "file", "mapping values"),
        ("a: 1\nb: c: d\n", 2, "file", "column 5"),
        ("z:\n  a: [1, 2\nb: 3\n", 3, "file", "for the bracket of line 2"),
        ("c: 1\na: 'x\nb: 3\n", 2, "file", "scanning a quoted scalar"),
        ("a: 1\nb\nc: 1\n", 2, "file", "could not find expected ':'"),
        ("a: 1\n\tb: 2\n", 2, "file", ""),
        ("a: @b\n", 1, "file", "cannot start any token"),
        ("a: %b\n", 1, "file", "cannot start any token"),
        ("a: 'b' c\n", 1, "file", ""),
        ("%YAML 2.0\n---\na: 1\n", 1, "file", "incompatible"),
        ("a: " + "[" * 101 + "]" * 101, 1, "a" + "[0]" * 99, "nested too deeply"),
        ("[\n" * 100_000, 101, "[0]" * 100, "nested too deeply"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, line: int, field: str, part: str) -> None:
    error = error_of(text)

    assert (error.file, error.line, error.field) == ("file.yaml", line, field)
    assert part in error.reason


def test_a_line_of_nothing_but_brackets_is_nested_too_deeply() -> None:
    """A parser that reads ahead may come to its own limit first, and knows no place then."""
    error = error_of("[" * 100_000)

    assert (error.file, error.line) == ("file.yaml", 1)
    assert "nested too deeply" in error.reason


def test_common_slips_come_with_a_remedy() -> None:
    assert "quotes around text that holds ': '" in str(error_of("title: Rappel: le besoin\n"))
    assert str(error_of("a: 1\n\tb: 2\n")).endswith("(allowed: spaces for indentation)")
    assert "the quote closed" in str(error_of("a: 'b\n"))


def test_few_lines_cannot_stand_for_millions_of_values() -> None:
    text = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
    text += "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 30))

    error = error_of(text)

    assert (error.line, error.field) == (6, "l5[7]")
    assert "repeats too much" in error.reason


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "école.yaml"
    path.write_bytes("\ufefftitre: Où ?\r\n".encode())
    assert yaml12.read(path).value == {"titre": "Où ?"}

    path.write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(Invalid, match=r"short\.yaml:2: file: is not UTF-8"):
        yaml12.read(path, "short.yaml")
    with pytest.raises(Invalid, match="cannot be read: No such file"):
        yaml12.read(tmp_path / "none.yaml")
    with pytest.raises(Invalid, match="cannot be read: Is a directory"):
        yaml12.read(tmp_path)


TRICKY = [
    *["no", "", "010", "1e3", "~", "2026-11-19", "1:2", "<<", "=", ".inf", "0o7", "---", "..."],
    *["a: b", "a:", ": a", "- a", "? ", "|", "*a", "%a", "# a", "a #b", "{a", "'", '"', " a", "a ", "\t"],
    *[
        "\n",
        "a\n",
        "a\n\n",
        "a\n\n\n",
        "\na",
        "a\n\nb",
        "a\nb\n\n c",
        "a\n b",
        "a \nb",
        "a\tb\n",
        "- a\n- b",
        "# a\n#b",
    ],
    *[
        "a\r\nb",
        "a\r",
        "a\u2028b",
        "a\n\u2028",
        "\x85",
        "\ufeff",
        "l'été\n« deux »",
        "a\xa0?\nb",
        "é" * 200,
        "x" * 2000,
    ],
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(TRICKY)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)


@given(DATA)
def test_what_is_written_is_read_back_equal(data: object) -> None:
    read = value_of(yaml12.dump(data))

    assert repr(read) == repr(data)  # equal, of the same types and in the same order


@given(TEXTS)
def test_what_is_written_without_quotes_is_text_for_yaml_1_1_too(text: str) -> None:
    written = yaml12.dump({"a": text})

    assert yaml.safe_load(written) == {"a": text}


def test_what_is_written_reads_well() -> None:
    data = {
        "lessons": [{"reference": "l1", "title": "Où chercher ?", "demo": True, "seconds": 300}],
        "modules": [{"reference": "m1", "lessons": ["l1", "l2"], "sheet": None}],
        "text": "Bonjour,\n\nvoilà\xa0! 😀\n",
        "about": "Un texte assez long pour être coupé si la largeur d'une ligne était celle d'une page.",
        "answer": "no",
        "code": "010",
        "empty": [],
    }

    assert yaml12.dump(data) == (
        "lessons:\n- reference: l1\n  title: Où chercher ?\n  demo: true\n  seconds: 300\n"
        "modules:\n- reference: m1\n  lessons: [l1, l2]\n  sheet: null\n"
        "text: |\n  Bonjour,\n\n  voilà\xa0! 😀\n"
        f"about: {data['about']}\n"
        "answer: 'no'\ncode: '010'\nempty: []\n"
    )


@pytest.mark.parametrize("odd", [{1: "a"}, {"a": {1, 2}}, [object()], {"a": b"x"}])
def test_only_plain_data_is_written(odd: object) -> None:
    with pytest.raises(TypeError):
        yaml12.dump(odd)


def test_twenty_thousand_questions_are_read_within_seconds() -> None:
    if reading._LOADER is yaml.SafeLoader:
        pytest.skip("the parser in Python takes its time")
    one = "  - {reference: q%d, kind: x, lesson: l1, text: 'Que dire ?', choices: [a, b], right: [0], a: no, b: 3.5}\n"
    text = "questions:\n" + "".join(one % number for number in range(20_000))

    started = time.process_time()
    document = yaml12.load(text, "file.yaml")
    taken = time.process_time() - started

    assert document.line(("questions", 19_999, "right", 0)) == 20_001
    assert taken < 4
