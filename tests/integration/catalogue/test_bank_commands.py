"""What an author types to take a bank of questions, and what the terminal answers."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.cli.test_command_line import Ran, on_terminal, run

NO_BREAK = "\u00a0"
Ledr = Callable[..., Ran]
GUIDE = Path(__file__).parents[3] / "docs" / "catalogue.md"


@pytest.fixture
def ledr(tmp_path: Path) -> Ledr:
    """The command, in a folder with a school that has a theme; it must succeed unless a status is given."""

    def ledr(*arguments: str, status: int = 0, **environment: str) -> Ran:
        done = run(tmp_path, *arguments, **{"LEDR_LANG": "fr"} | environment)
        assert done.status == status, done.err
        return Ran(done.status, done.out.replace(NO_BREAK, " "), done.err.replace(NO_BREAK, " "))

    ledr("init")
    for theme, colour in (("t1", "#0b7285"), ("meet", "#2b8a3e")):
        ledr("catalogue", "put-theme", theme, "--title", "Thématique", "--colour", colour)
    return ledr


def block(name: str) -> str:
    """The example of the guide that is a file of that name."""
    (found,) = re.findall(rf'```\w+ title="{name}"\n(.*?)```', GUIDE.read_text("utf-8"), re.DOTALL)
    return str(found)


def test_the_bank_of_the_guide_is_taken_from_the_terminal_and_written_out_again(ledr: Ledr, tmp_path: Path) -> None:
    (tmp_path / "banque.csv").write_text(block("bank.csv"), encoding="utf-8")
    imported = ("catalogue", "import-questions", "banque.csv", "--theme", "meet", "--level", "2")

    checked = ledr(*imported, "--dry-run").out
    done = ledr(*imported).out
    written = ledr("catalogue", "export-questions", "meet", "banque.xlsx").out
    again = ledr("catalogue", "import-questions", "banque.xlsx", LEDR_LANG="en").out

    assert done == "2 questions créées · aucune modifiée · aucune inchangée\n"
    assert checked == f"Vérifié seulement, rien n'est gardé : {done}"
    assert written == "2 questions dans banque.xlsx\n"
    assert again == "no question created · none updated · 2 unchanged\n"


def test_the_mapping_of_the_guide_is_read(ledr: Ledr, tmp_path: Path) -> None:
    (tmp_path / "sens.yaml").write_text(block("meanings.yaml"), encoding="utf-8")
    (tmp_path / "moodle.gift").write_text(block("moodle.gift"), encoding="utf-8")

    ledr("catalogue", "import-questions", "moodle.gift", "--mapping", "sens.yaml")

    (found,) = json.loads(ledr("--json", "catalogue", "dump").out)["questions"]
    assert (found["theme"], found["level"], found["public"]) == ("meet", 4, True)


def test_what_is_refused_is_named_in_both_languages_and_the_rest_is_taken(ledr: Ledr, tmp_path: Path) -> None:
    table = (
        "référence;thématique;niveau;texte;A;B;bonnes réponses\nq1;t1;1;Qui ?;a;b;A\nq2;t1;1;Où ?;a;b;C\n;;;;a;b;A\n"
    )
    (tmp_path / "banque.csv").write_text(table, encoding="utf-8")
    imported = ("catalogue", "import-questions", "banque.csv")

    french = ledr(*imported, "--dry-run", status=1).out
    english = ledr(*imported, status=1, LEDR_LANG="en").out
    told = json.loads(ledr("--json", *imported, status=1).out)

    assert french.splitlines()[1:] == [
        "! 1 question non publique : aucun quiz ni test ne tire ce qui n'est pas public (colonne « Publique »).",
        "2 questions refusées",
        "✗ ligne 3, q2 : bonnes réponses : « C » ne nomme pas que des choix de la ligne. → valeurs possibles : A, B",
        "✗ ligne 4 : texte : valeur manquante. → attendu : nécessaire à la création",
    ]
    assert "✗ line 3, q2: bonnes réponses: “C” names what is no choice of the row." in english
    assert (told["created"], told["unchanged"]) == (0, 1)
    assert [{key: one[key] for key in ("line", "reference")} for one in told["refused"]] == [
        {"line": 3, "reference": "q2"},
        {"line": 4, "reference": None},
    ]


def test_a_file_that_cannot_be_read_is_named_with_what_can(ledr: Ledr, tmp_path: Path) -> None:
    (tmp_path / "banque.ods").write_bytes(b"PK")
    (tmp_path / "banque.csv").write_text("texte,auteur\n", encoding="utf-8")

    assert ".xlsx" in ledr("catalogue", "import-questions", "banque.ods", status=2).err
    assert "banque.csv, ligne 1" in ledr("catalogue", "import-questions", "banque.csv", status=2).err
    assert "banque.xlsx" in ledr("catalogue", "import-questions", "--help").out


def test_a_reason_that_many_questions_share_is_said_once(ledr: Ledr, tmp_path: Path) -> None:
    (tmp_path / "b.gift").write_text("Qui ? {=a ~b}\n\n" * 12, encoding="utf-8")

    french = ledr("catalogue", "import-questions", "b.gift", status=1).out.splitlines()
    english = ledr("catalogue", "import-questions", "b.gift", "--dry-run", status=1, LEDR_LANG="en").out

    assert len(french) == 3
    assert french[2].startswith("✗ ligne 1 · ligne 3 · ligne 5")
    assert "et 2 autres" in french[2]
    assert french[2].count("une étiquette theme:…") == 1
    assert english.count("a tag theme:…") == 1


# Tables that people made, in their language

FRENCH = "Référence;Thématique;Niveau;Texte;A;B;Bonnes réponses;Publique\n"
ENGLISH = "reference,theme,level,text,A,B,right,public\n"


def without(header: str, column: str, *rows: str) -> str:
    """A table of these rows that lacks a column."""
    between = ";" if ";" in header else ","
    place = header.strip().split(between).index(column)
    lines = (line.split(between) for line in (header.strip(), *rows))
    return "".join(between.join(cells[:place] + cells[place + 1 :]) + "\n" for cells in lines)


def refusals(ledr: Ledr, tmp_path: Path, table: str, language: str) -> list[str]:
    """What the terminal says of the questions of a table that are refused."""
    (tmp_path / "garde.csv").write_text(table, encoding="utf-8")
    told = ledr("catalogue", "import-questions", "garde.csv", status=1, LEDR_LANG=language).out.splitlines()
    return [line.removeprefix("✗ ") for line in told if line.startswith("✗")]


@pytest.mark.parametrize(
    ("language", "header", "column", "said"),
    [
        (
            *("fr", FRENCH, "Bonnes réponses"),
            "2 questions : Bonnes réponses : le fichier n'a pas cette colonne."
            " → ajoute-la (elle peut aussi s'appeler « right »)",
        ),
        ("en", ENGLISH, "right", "2 questions: right has no column in the file. → add it"),
        (
            *("fr", FRENCH, "Thématique"),
            "2 questions : Thématique : le fichier n'a pas cette colonne. → ajoute-la (elle peut aussi s'appeler"
            " « theme »), ou dis la même pour toutes les questions : --theme THÉMATIQUE",
        ),
        (
            *("en", ENGLISH, "level"),
            "2 questions: level has no column in the file. → add it, or say the same for all questions: --level N",
        ),
    ],
)
def test_a_column_that_is_missing_is_told_once_with_what_it_may_be_called(
    ledr: Ledr, tmp_path: Path, language: str, header: str, column: str, said: str
) -> None:
    rows = ("q1;t1;1;Qui ?;a;b;A;oui", "q2;t1;1;Où ?;a;b;B;oui")
    table = without(header, column, *(row if ";" in header else row.replace(";", ",") for row in rows))

    assert refusals(ledr, tmp_path, table, language) == [said]


def test_columns_that_are_missing_together_are_told_together(ledr: Ledr, tmp_path: Path) -> None:
    without_choices = "Référence;Thématique;Niveau;Texte;Bonnes réponses\nq1;t1;1;Qui ?;A\nq2;t1;1;Où ?;B\n"
    without_right = "reference,theme,level,text\nq1,t1,1,Qui ?\n"

    assert refusals(ledr, tmp_path, without_choices, "fr") == [
        "2 questions : A, B… : le fichier n'a pas cette colonne. → ajoute-la"
    ]
    assert refusals(ledr, tmp_path, without_right, "en") == [
        "1 question: A, B… has no column in the file, nor has right. → add it"
    ]


def test_columns_that_are_not_known_are_told_all_at_once_with_those_they_may_be(ledr: Ledr, tmp_path: Path) -> None:
    (tmp_path / "garde.csv").write_text(
        "Thématique;Question;Difficulté;Réponse A;Réponse 2;Bonne réponse;Auteur\n", encoding="utf-8"
    )
    (tmp_path / "bank.csv").write_text("theme,text,Answer A,Rigth,Author\n", encoding="utf-8")

    french = ledr("catalogue", "import-questions", "garde.csv", status=2).err.splitlines()
    english = ledr("catalogue", "import-questions", "bank.csv", status=2, LEDR_LANG="en").err.splitlines()

    assert french[:10] == [
        "Erreur : garde.csv, ligne 1 : la colonne « Question » est inconnue.",
        "→ peut-être Texte ?",
        "Erreur : garde.csv, ligne 1 : la colonne « Difficulté » est inconnue.",
        "→ peut-être Niveau ?",
        "Erreur : garde.csv, ligne 1 : la colonne « Réponse A » est inconnue.",
        "→ peut-être A ?",
        "Erreur : garde.csv, ligne 1 : la colonne « Réponse 2 » est inconnue.",
        "→ peut-être B ?",
        "Erreur : garde.csv, ligne 1 : la colonne « Bonne réponse » est inconnue.",
        "→ peut-être Bonnes réponses ?",
    ]
    assert french[11].startswith("→ valeurs possibles : Référence, Type, Thématique")
    assert english[1::2][:2] == ["→ perhaps A?", "→ perhaps right?"]
    assert english[5].startswith("→ possible values: reference, kind, theme")


@pytest.mark.parametrize(
    ("language", "header", "row", "said"),
    [
        (
            *("fr", FRENCH, "q1;t1;1;Qui ?;a;b;A;peut-être\n"),
            "ligne 2, q1 : Publique : « peut-être » n'est ni oui ni non. → valeurs possibles : oui, non",
        ),
        (
            *("en", ENGLISH, "q1,t1,1,Qui ?,a,b,A,maybe\n"),
            "line 2, q1: public: “maybe” is neither true nor false. → possible values: yes, no",
        ),
        (
            *("fr", FRENCH, "q1;t1;1;Qui ?;a;;A;oui\n"),
            "ligne 2, q1 : Choix : trop peu nombreux. → attendu : deux choix différents ou plus",
        ),
        (
            *("fr", FRENCH, "q1;t1;1;Qui ?;a;a;A;oui\n"),
            "ligne 2, q1 : Choix : « a » est là deux fois. → attendu : chacun une fois",
        ),
        ("en", ENGLISH, "q1,t1,1,Qui ?,a,a,A,yes\n", "line 2, q1: choices: “a” is there twice. → expected: each once"),
        (
            *("fr", FRENCH, ";t1;1;Qui ?;a;b;A;oui\n;t1;1;Qui ?;a;b;A;oui\n"),
            "ligne 3 : Référence : la même question est déjà à la ligne 2."
            " → attendu : chaque question une fois, ou une référence à chacune",
        ),
        (
            *("en", ENGLISH, ",t1,1,Qui ?,a,b,A,yes\n,t1,1,Qui ?,a,b,A,yes\n"),
            "line 3: reference: the same question is on line 2 already."
            " → expected: each question once, or a reference for each",
        ),
        (
            *("fr", FRENCH.strip() + ";\n", "q1;t1;1;Qui ?;a;b;A;oui;à revoir\n"),
            "ligne 2, q1 : I : la colonne I contient « à revoir », et n'a pas de nom. → vide-la, ou donne-lui un des"
            " noms Référence, Type, Thématique, Leçon, Niveau, Texte, A, B, C, …, Bonnes réponses, Explication,"
            " Publique, Autoévaluation, Retirée",
        ),
        (
            *("fr", FRENCH, "q1;;1;Qui ?;a;b;A;oui\n"),
            "ligne 2, q1 : Thématique : n'est dit ni par le fichier ni à côté."
            " → attendu : dans la colonne « Thématique » ; ou la même pour toutes les questions : --theme THÉMATIQUE",
        ),
    ],
)
def test_what_is_wrong_with_a_row_is_said_in_the_words_of_its_table(
    ledr: Ledr, tmp_path: Path, language: str, header: str, row: str, said: str
) -> None:
    assert refusals(ledr, tmp_path, header + row, language) == [said]


@pytest.mark.parametrize("name", ["banque.xls", "banque.ODS", "banque.numbers"])
def test_a_workbook_that_is_not_read_is_told_how_it_would_be(ledr: Ledr, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK")
    imported = ("catalogue", "import-questions", name)

    assert "→ enregistre-le en .xlsx ou .csv" in ledr(*imported, status=2).err
    assert "→ save it as .xlsx or .csv" in ledr(*imported, status=2, LEDR_LANG="en").err


# What is written


def taken(ledr: Ledr, tmp_path: Path) -> None:
    (tmp_path / "garde.csv").write_text(FRENCH + "q1;t1;1;Qui décide ?;=a;b;A;oui\n", encoding="utf-8")
    ledr("catalogue", "import-questions", "garde.csv")


@pytest.mark.parametrize("name", ["banque.csv", "banque.xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_table_is_in_the_language_of_the_command_and_is_read_again(
    ledr: Ledr, tmp_path: Path, name: str, language: str
) -> None:
    taken(ledr, tmp_path)

    ledr("catalogue", "export-questions", "t1", name, LEDR_LANG=language)
    again = ledr("catalogue", "import-questions", name).out

    assert again == "aucune question créée · aucune modifiée · 1 inchangée\n"


def test_a_table_in_french_opens_right_in_a_french_spreadsheet(ledr: Ledr, tmp_path: Path) -> None:
    taken(ledr, tmp_path)

    ledr("catalogue", "export-questions", "t1", "banque.csv")
    ledr("catalogue", "export-questions", "t1", "bank.csv", "--language", "en")

    assert (tmp_path / "banque.csv").read_bytes().decode("utf-8").splitlines() == [
        "\ufeffRéférence;Type;Thématique;Niveau;Texte;A;B;C;D;"
        "Bonnes réponses;Explication;Publique;Autoévaluation;Retirée",
        "q1;programme;t1;1;Qui décide ?;'=a;b;;;A;;oui;non;non",
    ]
    assert (tmp_path / "bank.csv").read_text("utf-8").startswith("reference,kind,theme,level,text,A,B,C,D,right")


@pytest.mark.parametrize(("name", "ours"), [("garde.csv", "banque.csv"), ("garde.xlsx", "banque.xlsx")])
def test_a_table_of_somebody_is_not_written_over_unasked_and_an_export_is(
    ledr: Ledr, tmp_path: Path, name: str, ours: str
) -> None:
    taken(ledr, tmp_path)
    if name.endswith(".xlsx"):
        (tmp_path / name).write_bytes(b"PK, of a trainer")
    before = (tmp_path / name).read_bytes()

    french = ledr("catalogue", "export-questions", "t1", name, status=2).err
    english = ledr("catalogue", "export-questions", "t1", name, status=2, LEDR_LANG="en").err
    assert (tmp_path / name).read_bytes() == before
    assert f"{name} est déjà là" in french
    assert f"{name} is there already" in english
    assert "--yes" in french

    for language in ("fr", "en"):
        ledr("catalogue", "export-questions", "t1", ours, LEDR_LANG=language)
        ledr("catalogue", "export-questions", "t1", ours)
    ledr("catalogue", "export-questions", "t1", name, "--yes")
    assert (tmp_path / name).read_bytes() == (tmp_path / ours).read_bytes()


def test_a_quiz_of_moodle_is_told_from_one_that_was_exported(ledr: Ledr, tmp_path: Path) -> None:
    taken(ledr, tmp_path)
    (tmp_path / "cours.xml").write_text('<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n<!-- question: 0 -->\n</quiz>')
    (tmp_path / "vide.xml").write_text("\n")

    ledr("catalogue", "export-questions", "t1", "cours.xml", status=2)
    ledr("catalogue", "export-questions", "t1", "vide.xml")
    ledr("catalogue", "export-questions", "t1", "vide.xml")


@pytest.mark.parametrize(("answer", "kept"), [("non\n", True), ("oui\n", False)])
def test_on_a_terminal_whoever_types_is_asked_before_a_file_is_written_over(
    ledr: Ledr, tmp_path: Path, answer: str, kept: bool
) -> None:
    (tmp_path / "banque.csv").write_text(ENGLISH, encoding="utf-8")

    asked = on_terminal(tmp_path, "catalogue", "export-questions", "t1", "banque.csv", answer=answer)

    assert "banque.csv est déjà là. L'écraser ?" in asked.screen.replace(NO_BREAK, " ")
    assert (asked.status, (tmp_path / "banque.csv").read_text("utf-8") == ENGLISH) == (
        (1, True) if kept else (0, False)
    )
