"""Files of questions as people and Moodle make them: what is read of each, and why something is not."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledr_adapters.question_files import FilesByName, spreadsheets
from ledr_adapters.question_files.plain import plain
from ledr_adapters.question_files.sheets import rows_of
from ledr_core.domain.catalogue.questions import Wording
from ledr_core.domain.catalogue.references import MadeReferences
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.tables import letters_of, neutralised, restored
from ledr_core.ports.question_files import FoundQuestion, QuestionFiles
from ledr_core.testing.contracts.question_files import QuestionFilesContract, a_question, must_say_the_same
from tests.generated import generated

FILES = FilesByName()


class TestFilesByName(QuestionFilesContract):
    @pytest.fixture
    def question_files(self) -> QuestionFiles:
        return FILES


def found(name: str, data: str | bytes) -> list[FoundQuestion]:
    content = Content(name, data if isinstance(data, bytes) else data.encode())
    return list(FILES.read(content, "fr"))


def only(name: str, data: str | bytes) -> FoundQuestion:
    (one,) = found(name, data)
    return one


def fault(one: FoundQuestion) -> tuple[str, str] | None:
    return None if one.fault is None else (one.fault.field, one.fault.ground)


def whole(name: str, data: str | bytes) -> tuple[str, int | None]:
    """The ground and line on which a file is refused as a whole."""
    with pytest.raises(Invalid) as error:
        found(name, data)
    assert (error.value.field, error.value.file) == ("file", name)
    return error.value.ground, error.value.line


REFUSED = [*map(chr, (*range(9), 11, 12, *range(14, 32), 127)), "\ufffe", "\uffff"]
"""What no text has, or XML cannot say."""
ODD = ["=1+1", "'=1", "''-", "@", "_x000D_", "sep=;", "\r\nx", "\n=1", "\n'\n+1", '"', "1.0", " a ", "a\r"]
letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=REFUSED), min_size=1, max_size=12)
texts = letters.filter(lambda one: one.strip() != "") | st.sampled_from(ODD)


@given(
    st.lists(
        st.builds(
            lambda asked, choices, right, explanation: Wording(
                asked, tuple(choices), tuple(sorted(right)), explanation
            ),
            texts,
            st.lists(texts, min_size=3, max_size=5, unique=True),
            st.sets(st.integers(0, 2), min_size=1),
            st.just("") | texts,
        ),
        max_size=3,
    )
)
@generated(10, 400)
@pytest.mark.rule("TRACK-5")
def test_whatever_questions_say_is_read_as_it_was_written(wordings: list[Wording]) -> None:
    questions = [a_question(f"q{place}", wording) for place, wording in enumerate(wordings)]

    for name in ("b.csv", "b.xlsx", "b.xml"):
        must_say_the_same(FILES, name, questions)


@given(texts)
@example("\n=1+1")
def test_a_cell_is_neutral_and_restored(cell: str) -> None:
    assert not neutralised(cell).lstrip("\n").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restored(neutralised(cell)) == cell


# Tables


def test_columns_in_any_order_and_in_french() -> None:
    said = only(
        "b.csv",
        "Niveau;Texte;B;A;Bonnes réponses;Thématique;Référence;Type;Publique;Explication\n"
        "3.0;Qui ?;b;a;A et B;t1;q1;programme;oui;\n",
    ).said

    assert said == {
        "level": 3,
        "text": "Qui ?",
        "choices": ["a", "b"],
        "right": [0, 1],
        "theme": "t1",
        "reference": "q1",
        "kind": "programme",
        "public": True,
        "explanation": "",
    }


@pytest.mark.parametrize(
    ("letters", "right"),
    [("A", [0]), ("a", [0]), ("A,C", [0, 1]), ("C;A", [0, 1]), ("AC", [0, 1]), (" c ", [1]), ("A & C", [0, 1])],
)
def test_right_choices_by_the_letters_of_what_a_row_says(letters: str, right: list[int]) -> None:
    one = only("b.csv", f'text,A,B,C,right\nQui ?,a,,c,"{letters}"\n')

    assert (one.said["choices"], one.said["right"]) == (["a", "c"], right)
    assert one.called["choices[1]"] == "C"


@pytest.mark.parametrize("letters", ["B", "D", "1", "0", "A,B", "vrai", "?", "AA1"])
def test_letters_that_name_no_choice(letters: str) -> None:
    assert fault(only("b.csv", f'text,A,B,C,right\nQui ?,a,,c,"{letters}"\n')) == ("right", "no choice of that letter")


def test_a_row_with_too_much_is_refused_alone() -> None:
    first, second, third = found("b.csv", "reference,text,,A\nq1,Qui ?,x,a\nq2,Qui ?,,a,b\nq3,Qui ?,,a\n")

    assert (fault(first), first.said) == (("C", "cell without a name"), {"reference": "q1"})
    assert (fault(second), second.line) == (("E", "more cells than columns"), 3)
    assert fault(third) is None


@pytest.mark.parametrize(
    ("data", "ground"),
    [
        ("text,A,auteur\n", ("no such column", 1)),
        ("\n\ntext,A,Texte\n", ("column twice", 3)),
        ('text,A\n"Qui\n', ("quote out of place", 2)),
    ],
)
def test_a_table_of_which_nothing_is_sure(data: str, ground: tuple[str, int]) -> None:
    assert whole("b.csv", data) == ground


def test_utf_16_and_a_separator_that_is_told() -> None:
    data = "sep=;\r\ntext;A;right\r\nÉté ?;oui;A\r\n"

    assert only("b.csv", data.encode("utf-16")).said["text"] == "Été ?"
    assert only("b.tsv", "text\tA\tright\nÉté ?\toui\tA\n".encode("cp1252")).said["text"] == "Été ?"


# Spreadsheets


def a_book(*rows: list[Any], **more: Any) -> bytes:
    """A workbook as people make one; `also` fills a second sheet, `hidden` hides it."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    if "also" in more:
        second = book.create_sheet("Aide")
        second.append([more["also"]])
        second.sheet_state = "hidden" if more.get("hidden") else "visible"
    for cell, how in more.get("formats", {}).items():
        book.active[cell].number_format = how
    if "merged" in more:
        book.active.merge_cells(more["merged"])
    for row in more.get("hide", ()):
        book.active.row_dimensions[row].hidden = True
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


HEADER = ["reference", "level", "text", "A", "B", None, "right", "public"]


def test_cells_of_a_spreadsheet_are_read_as_they_show() -> None:
    book = a_book(
        [],
        HEADER,
        ["q1", 3.0, "Combien ?", 12, 12.5, None, "B", True],
        [],
        [7, "2.0", "Combien ?", 0.5, 2, None, "A", False],
        formats={"D5": "0%", "E5": "0.00"},
        hide=[5],
    )

    first, second = found("b.xlsx", book)

    assert (first.line, first.said["level"], first.said["choices"], first.said["public"]) == (
        3,
        3,
        ["12", "12,5"],
        True,
    )
    assert (second.line, second.said["reference"], second.said["level"]) == (5, "7", 2)
    assert (second.said["choices"], second.said["public"]) == (["50%", "2,00"], False)


def test_cells_that_show_something_else_refuse_their_row() -> None:
    from datetime import date

    book = a_book(
        HEADER,
        ["q1", 1, "Quand ?", date(2026, 2, 1), "b", None, "A"],
        ["q2", 1, "Quoi ?", '=CONCATENATE("a","b")', "b", None, "A"],
        ["q3", 1, "Combien ?", 1234.5, "b", None, "A"],
        ["q4", 1, "Quoi ?", "#N/A", "b", None, "A"],
        ["q5", 1, "Quoi ?", "a", "b", None, "A"],
        formats={"D4": '#,##0.00 "€"'},
    )

    assert {one.said["reference"]: fault(one) for one in found("b.xlsx", book)} == {
        "q1": ("D2", "cell shown otherwise"),
        "q2": ("D3", "formula not worked out"),
        "q3": ("D4", "cell shown otherwise"),
        "q4": ("D5", "cell shown otherwise"),
        "q5": None,
    }


def test_the_result_of_a_formula_is_read() -> None:
    from xlsxwriter import Workbook

    made = io.BytesIO()
    with Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["text", "A", "B", "right"])
        sheet.write_row(1, 0, ["Qui ?", "a"])
        sheet.write_formula(1, 2, '="b"&"c"', None, "bc")
        sheet.write(1, 3, "A")

    assert only("b.xlsx", made.getvalue()).said["choices"] == ["a", "bc"]


def test_which_sheet_is_read() -> None:
    rows = (["text", "A", "B", "right"], ["Qui ?", "a", "b", "A"])

    assert whole("b.xlsx", a_book(*rows, also="Mode d'emploi")) == ("several sheets", None)
    assert len(found("b.xlsx", a_book(*rows, also="Mode d'emploi", hidden=True))) == 1
    assert len(found("b.xlsx", a_book(*rows, also=None))) == 1
    assert whole("b.xlsx", a_book(["Banque de questions"], *rows, merged="A1:D1")) == ("no such column", 1)
    assert found("b.xlsx", a_book()) == []


def bomb(size: int, **more: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(size))
    return made.getvalue()


def lying(data: bytes) -> bytes:
    """The same archive, which says that its part is small."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (part,) = archive.infolist()
    return data.replace(part.file_size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def test_archives_that_would_fill_the_memory_are_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_UNPACKED", 1_000_000)
    large = bomb(1_000_001)

    assert whole("b.xlsx", large) == ("too large unpacked", None)
    assert whole("b.xlsx", lying(large)) == ("not a spreadsheet", None)
    assert whole("b.xlsx", bomb(10)) == ("not a spreadsheet", None)
    assert whole("b.xlsx", bomb(10)[:-9]) == ("not a spreadsheet", None)


ASKED = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c><c r="B1" t="str"><v>A</v></c></row>'
    '<row r="2"><c r="A2" t="str"><v>Qui ?</v></c><c r="B2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r>'
    "<rPh><t>lu</t></rPh></is></c></row>"
)


def made_book(rows: str, before: str = "", after: str = "") -> bytes:
    """A workbook as nobody makes one: whatever stands in its sheet."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    made = io.BytesIO()
    written = io.BytesIO(FILES.write("b.xlsx", "t1", "Titre", ()))
    with zipfile.ZipFile(written) as former, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in former.infolist():
            sheet = f"<worksheet {space}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
            is_sheet = part.filename.endswith("sheet1.xml")
            archive.writestr(part.filename, sheet if is_sheet else former.read(part))
    return made.getvalue()


def wide(row: int, columns: int) -> str:
    """A row of cells in which nothing stands, as a row is that somebody coloured."""
    return (
        f'<row r="{row}">' + "".join(f'<c r="{letters_of(place)}{row}" s="1"/>' for place in range(columns)) + "</row>"
    )


@pytest.mark.parametrize(
    "data",
    [
        made_book(ASKED, before='<dimension ref="A1:XFD1048576"/>'),
        made_book(ASKED, before='<dimension ref="A1:XFD99999999999999999999"/>'),
        made_book(ASKED + wide(3, 16_384) + '<row r="1048576"/><row r="99999999999"/>'),
        made_book(ASKED, after='<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'),
        made_book(ASKED, after="<mergeCells>" + '<mergeCell ref="A3:XFD3"/>' * 1000 + "</mergeCells>"),
        made_book(ASKED, before="<cols>" + '<col min="1" max="16384" width="9"/>' * 1000 + "</cols>"),
    ],
    ids=["far", "without end", "coloured", "merged", "merged often", "columns"],
)
def test_what_a_sheet_says_it_is_costs_nothing(data: bytes) -> None:
    """Its size, empty cells and merged ones are passed over as they come; texts are read without how they sound."""
    assert [(one.line, one.said["choices"]) for one in found("b.xlsx", data)] == [(2, ["ab"])]


@pytest.mark.parametrize(
    ("rows", "facts"),
    [
        ('<row r="3"><c r="XFD3"><v>1</v></c></row>', {"count": 16_384, "most": 500}),
        ('<row r="3">' + "<c/>" * 16_383 + "<c><f>A1</f></c></row>", {"count": 16_384, "most": 500}),
        ('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>', {"count": 99_999_999_999, "most": 1_048_576}),
        ('<row r="3"><c t="str"><v>' + "a" * 100_001 + "</v></c></row>", {"count": 100_001, "most": 100_000}),
    ],
    ids=["far to the right", "a formula", "below the last row", "a long text"],
)
def test_cells_where_no_bank_has_any(rows: str, facts: dict[str, int]) -> None:
    with pytest.raises(Invalid) as error:
        found("b.xlsx", made_book(ASKED + rows))

    assert (error.value.field, error.value.ground, error.value.facts) == ("file", "too many items", facts)
    assert f"{facts['most']} at most" in str(error.value)


def test_a_sheet_of_more_elements_than_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_MARKS", 10_000)

    with pytest.raises(Invalid) as error:
        found("b.xlsx", made_book(ASKED + '<row r="2"/>' * 10_000))

    assert (error.value.ground, error.value.facts["most"]) == ("too much markup", 10_000)
    assert whole("b.xlsx", made_book(ASKED).replace(b"xl/worksheets", b"xl/worksheeds")) == ("not a spreadsheet", None)
    assert whole("b.xlsx", a_book(["text"], *[["x"]] * 600, formats={f"A{n}": f"0;{n}" for n in range(1, 600)})) == (
        "too much markup",
        None,
    )


def test_a_sheet_that_defines_what_fills_the_memory() -> None:
    laughs = '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'

    with zipfile.ZipFile(io.BytesIO(made_book(ASKED))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    with pytest.raises(ValueError, match="document type"):
        list(rows_of(io.BytesIO((laughs + sheet).encode()), "b.xlsx"))


def test_a_text_that_no_cell_takes() -> None:
    question = a_question("q1", Wording("x" * 32_767, ("a", "b"), (0,)))

    with pytest.raises(Invalid) as error:
        FILES.write("b.xlsx", "t1", "Titre", [question])

    assert (error.value.ground, error.value.facts["question"]) == ("too long for a cell", "q1")
    must_say_the_same(FILES, "b.csv", [question])


# Moodle XML

QUIZ = "<?xml version='1.0' encoding='UTF-8'?>\n<quiz>\n{}\n</quiz>\n"
MULTI = """<question type="multichoice">
  <name><text>Question 1</text></name>
  <questiontext format="html">
    <text><![CDATA[<p>Qui <b>décide</b>&nbsp;?</p><p>Une r&eacute;ponse.</p>]]></text>
  </questiontext>
  <generalfeedback format="html"><text>{feedback}</text></generalfeedback>
  <single>{single}</single>
  <answer fraction="{first}" format="html">
    <text>&lt;p&gt;Le manager&lt;/p&gt;</text><feedback format="html"><text>Oui</text></feedback>
  </answer>
  <answer fraction="{second}" format="html">
    <text>Le hasard</text><feedback format="html"><text>Non</text></feedback>
  </answer>
  <idnumber>{number}</idnumber>
  <tags><tag><text>facile</text></tag><tag><text>level:2</text></tag><tag><text>public</text></tag></tags>
</question>"""
CATEGORY = "<question type='category'><category><text>$course$/top/Annonces/Faciles</text></category></question>\n"


def multi(**more: str) -> str:
    values = {"feedback": "", "single": "true", "first": "100", "second": "0", "number": "", **more}
    return QUIZ.format(CATEGORY + MULTI.format(**values))


def test_a_question_of_moodle() -> None:
    one = only("m.xml", multi(number="q1"))

    assert fault(one) is None
    assert (one.line, one.category) == (4, "$course$/top/Annonces/Faciles")
    assert one.tags == ("facile", "level:2", "public")
    assert one.said == {
        "reference": "q1",
        "level": 2,
        "public": True,
        "text": "Qui décide ?\nUne réponse.",
        "choices": ["Le manager", "Le hasard"],
        "right": [0],
        "explanation": "Oui",
    }
    assert only("m.xml", multi(feedback="C'est lui.")).said["explanation"] == "C'est lui."


@pytest.mark.parametrize(
    ("values", "right"),
    [
        ({"single": "false", "first": "50", "second": "50"}, [0, 1]),
        ({"single": "false", "first": "33.33333", "second": "-100"}, [0]),
        ({"first": "0", "second": "100"}, [1]),
    ],
)
def test_right_answers_of_moodle(values: dict[str, str], right: list[int]) -> None:
    assert only("m.xml", multi(**values)).said["right"] == right


@pytest.mark.parametrize(
    ("values", "ground"),
    [
        ({"first": "100", "second": "50"}, ("right", "half right")),
        ({"first": "0", "second": "0"}, ("right", "nothing right")),
        ({"first": "beaucoup"}, ("right", "not a number")),
        ({"first": "nan"}, ("right", "not a number")),
        ({"first": "inf"}, ("right", "not a number")),
        ({"feedback": "&lt;img src='@@PLUGINFILE@@/a.png'&gt;"}, ("explanation", "picture in a question")),
    ],
)
def test_answers_of_moodle_that_ledr_does_not_know(values: dict[str, str], ground: tuple[str, str]) -> None:
    assert fault(only("m.xml", multi(**values))) == ground


def test_true_or_false_of_moodle() -> None:
    question = """<question type="truefalse"><questiontext format="plain_text"><text>a &lt; b</text></questiontext>
    <answer fraction="0"><text>true</text><feedback><text>Non</text></feedback></answer>
    <answer fraction="100"><text>false</text><feedback><text>Eh oui</text></feedback></answer></question>"""

    said = only("m.xml", QUIZ.format(question)).said

    assert said == {"text": "a < b", "choices": ["Vrai", "Faux"], "right": [1], "explanation": "Eh oui"}


@pytest.mark.parametrize("kind", ["matching", "numerical", "essay", "shortanswer", "cloze", "description", ""])
def test_other_kinds_of_moodle(kind: str) -> None:
    one = only("m.xml", QUIZ.format(f"<question type='{kind}'><idnumber>q7</idnumber></question>"))

    assert (fault(one), one.said) == (("kind", "no kind of question here"), {"reference": "q7"})


def test_a_question_with_a_file_of_its_own() -> None:
    picture = "<file name='a.png' encoding='base64'>iVBORw0</file></questiontext>"
    one = only("m.xml", multi().replace("</questiontext>", picture))

    assert fault(one) == ("text", "picture in a question")


LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>"""
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz><question>&a;</question></quiz>'


@pytest.mark.parametrize(
    ("data", "ground"),
    [
        (LAUGHS, "XML with entities"),
        (OUTSIDE, "XML with entities"),
        ("<quiz><question></quiz>", "not XML"),
        (multi()[:-10], "not XML"),
        ("", "not XML"),
        ("<?xml version='1.0' encoding='klingon'?><quiz/>", "not XML"),
        ("<html><question type='essay'/></html>", "no Moodle quiz"),
    ],
)
def test_xml_that_is_no_quiz(data: str, ground: str) -> None:
    assert whole("m.xml", data)[0] == ground


# GIFT

GIFT = """// une banque
$CATEGORY: Annonces/Faciles

// question: 12  name: Question 1
// [id:q1] [tag:facile] [tag:public]
::Titre\\: un::[html]<p>Qui d\\{écide\\}&nbsp;?</p> {
  =<b>Le manager</b>#Oui
  ~Le hasard#Non
  ~a \\= b
}

Plusieurs ? {~%50%un ~%50%deux
~%-100%trois####Un et deux.}

Le ciel est bleu.{TRUE#Non#Regarde-le}

La terre est plate.{F}
Le poste est {=d'abord ~rien} dans une annonce.

$CATEGORY: Autres

Sept ? {#7:1}

Qui va avec qui ? {=a -> b =c -> d}

Raconte. {}

Un mot ? {=oui =si}

Une note sans réponse.

Jamais fermée {=a ~b

Deux fois {=a ~b} et {=c ~d}

Sans signe {a ~b}

À moitié {=a ~%50%b}
"""


def test_a_question_of_more_answers_than_a_question_may_have() -> None:
    assert fault(only("b.gift", "Qui ?{" + "~a" * 10_001 + "}")) == ("choices", "too many items")
    assert fault(only("m.xml", multi().replace("<answer", '<answer fraction="0"/>' * 10_001 + "<answer", 1))) == (
        "choices",
        "too many items",
    )


def test_questions_in_gift() -> None:
    one, several, true, false, *others = found("b.gift", GIFT)

    assert (one.line, one.category, one.tags) == (6, "Annonces/Faciles", ("facile", "public"))
    assert one.said == {
        "reference": "q1",
        "public": True,
        "text": "Qui d{écide} ?",
        "choices": ["Le manager", "Le hasard", "a = b"],
        "right": [0],
        "explanation": "Oui",
    }
    assert (several.said["right"], several.said["explanation"]) == ([0, 1], "Un et deux.")
    assert true.said == {
        "text": "Le ciel est bleu.",
        "choices": ["Vrai", "Faux"],
        "right": [0],
        "explanation": "Regarde-le",
    }
    assert (fault(false), false.line) == (("text", "braces astray"), 17)
    assert [(one.category, fault(one)) for one in others] == [
        ("Autres", ("kind", "no kind of question here")),
        ("Autres", ("kind", "no kind of question here")),
        ("Autres", ("kind", "no kind of question here")),
        ("Autres", ("kind", "no kind of question here")),
        ("Autres", ("kind", "no kind of question here")),
        ("Autres", ("text", "braces astray")),
        ("Autres", ("text", "braces astray")),
        ("Autres", ("choices", "answers without a sign")),
        ("Autres", ("right", "half right")),
    ]
    kinds = [one.fault.facts["value"] for one in others[:5] if one.fault]
    assert kinds == ["numerical", "matching", "essay", "shortanswer", "description"]


@pytest.mark.parametrize(
    ("written", "said", "right"),
    [
        ("La terre est plate.{F}", "La terre est plate.", [1]),
        ("Le poste est {=d'abord ~rien} dans une annonce.", "Le poste est _____ dans une annonce.", [0]),
        ("A \\~ b \\# c \\\\ d\\ne {=x ~y}", "A ~ b # c \\ d\ne", [0]),
        ("[plain]<b> {~x =[html]<i>y</i>}", "<b>", [1]),
        ("::T::\r\nQui ?\r\nEt {\r\n~a\r\n=b\r\n}", "Qui ?\nEt", [1]),
    ],
)
def test_how_gift_is_written(written: str, said: str, right: list[int]) -> None:
    one = only("b.txt", written)

    assert (fault(one), one.said["text"], one.said["right"]) == (None, said, right)


@pytest.mark.parametrize("unit", ["{=", "~%", "\\{", "::", "<", "<!--", "&#", "[html]", "=a#", "####", "<a '", "%9%"])
def test_reading_takes_time_in_proportion_to_the_text(unit: str) -> None:
    """A pattern that takes the square would take minutes."""
    long = unit * (100_000 // len(unit))

    assert len(found("b.gift", f"Qui ? {{=a ~{long}}}")) == 1
    assert len(found("b.gift", long)) == 1
    plain(long, "text")


# Plain text


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>a</p>\n<p>b<br/>c</p>", "a\nb\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("a < b", "a < b"),
        ("<script>alert('x')</script>a<style>p {}</style>", "a"),
        ("a<!-- <b>b</b> -->c<!-- d", "ac"),
        ("<o:p>a</o:p>\xa0b", "a b"),
        ("&lt;script&gt;", "<script>"),
    ],
)
def test_html_as_plain_text(html: str, said: str) -> None:
    assert plain(html, "text") == said


def test_references_that_are_made_are_the_same_each_time() -> None:
    def made() -> list[str]:
        references = MadeReferences()
        return [
            references.of("t1", "Qui décide ?", ["a", "b"]),
            references.of("t1", "  QUI  decide ?", ["b", "A"]),
            references.of("t1", "Qui décide ?", ["a", "c"]),
            references.of("t2", "Qui décide ?", ["a", "b"]),
        ]

    first, same, other, elsewhere = made()

    assert first == same
    assert len({first, other, elsewhere}) == 3
    assert made() == [first, same, other, elsewhere]
    assert MadeReferences().of("t1", "Qui décide ?", ["un choix corrigé"]) == first
