"""What an author types to take a bank of questions, and what the terminal answers."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.cli.test_command_line import Ran, run

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

    assert checked == done == "2 questions créées · aucune modifiée · aucune inchangée\n"
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
        "! 1 question non publique : aucun quiz ni test ne tire ce qui n'est pas public (colonne « public »).",
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
    assert french[2].startswith("✗ ligne 1, q-")
    assert "et 2 autres" in french[2]
    assert french[2].count("une étiquette theme:…") == 1
    assert english.count("a tag theme:…") == 1
