"""What an author types, and what the terminal answers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ledr_core.wording import yaml12
from tests.documents import a_picture
from tests.integration.cli.test_command_line import Ran, run

NO_BREAK = "\u00a0"
Ledr = Callable[..., Ran]


@pytest.fixture
def ledr(tmp_path: Path) -> Ledr:
    """The command, in a folder with an empty school, images and a sheet; it must succeed unless a status is given."""
    for name in ("or", "argent", "bronze"):
        (tmp_path / f"{name}.png").write_bytes(a_picture(60, 40))
    (tmp_path / "fiche.pdf").write_bytes(b"%PDF-1.7")

    def ledr(*arguments: str, status: int = 0, **environment: str) -> Ran:
        done = run(tmp_path, *arguments, **{"LEDR_LANG": "fr"} | environment)
        assert done.status == status, done.err
        return Ran(done.status, done.out.replace(NO_BREAK, " "), done.err.replace(NO_BREAK, " "))

    ledr("init")
    return ledr


@pytest.fixture
def taught(ledr: Ledr) -> Ledr:
    """The same with a course made part by part, by typed commands alone."""
    put = ("catalogue", "put-lesson", "l1", "--title", "Bonjour", "--video", "https://vimeo.com/1", "--seconds", "300")
    ledr(*put)
    ledr("catalogue", "put-module", "m1", "--title", "Bases", "--lessons", "l1", "--sheet", "fiche.pdf")
    ledr("catalogue", "put-theme", "t1", "--title", "Culture générale", "--colour", "#0b7285", "--modules", "m1")
    ledr("catalogue", "put-workshop", "w1", "--title", "Annonce", "--modules", "m1", "--questions", "Écris l'accroche.")
    about = json.dumps({"for_whom": "Tous", "skills": ["Écouter", "Choisir"]})
    images = "gold=or.png,silver=argent.png,bronze=bronze.png"
    course = (
        "--title",
        "Recruter",
        "--themes",
        "t1",
        "--workshops",
        "w1",
        "--workshops-required",
        "1",
        "--hours",
        "30",
    )
    ledr("catalogue", "put-course", "c1", *course, "--assessments", "--certificate", images, "--about", about)
    asked = [f"text=Question {number},maximum=2,rubric=Tout" for number in range(9)]
    asked.append('{"text": "La dernière, enfin", "maximum": 2}')
    ledr(
        "catalogue",
        "put-case",
        "k1",
        "--course",
        "c1",
        "--public",
        *(part for one in asked for part in ("--questions", one)),
    )
    ledr("catalogue", "put-course", "c1", "--certifying")
    return ledr


@pytest.mark.rule("CAT-10")
def test_a_course_made_by_commands_is_shown_with_all_that_it_has(taught: Ledr) -> None:
    shown = taught("catalogue", "course", "c1")

    assert [line.split() for line in shown.out.splitlines() if line] == [
        line.split()
        for line in """
        Recruter               1 leçon · 5 min
        référence c1 · certifiant · quiz de programme · 1 atelier à faire
         Référence  Titre             Couleur    Modules
         t1         Culture générale  ■ #0b7285  m1
         Ateliers  w1
         Heures        30
         Cas pratique  k1
         Pour qui      Tous
         Compétences   Écouter, Choisir
        """.splitlines()
        if line.strip()
    ]
    sheet = taught("catalogue", "course", "c1", "--json").json
    assert (sheet["certifying"], sheet["case"], sheet["about"]["skills"]) == (True, "k1", ["Écouter", "Choisir"])


@pytest.mark.rule("CAT-7", "CAT-9")
def test_modules_and_where_they_serve_are_shown(taught: Ledr) -> None:
    taught("catalogue", "put-module", "m2", "--title", "Suite")

    modules, usage = taught("catalogue", "modules"), taught("catalogue", "usage", "m1")

    assert [line.split() for line in modules.out.splitlines()[1:]] == [
        ["m1", "Bases", "1", "t1", "fiche.pdf"],
        ["m2", "Suite", "0", "nulle", "part", "en", "cours", "de", "rédaction"],
    ]
    assert [line.split() for line in usage.out.splitlines()] == [
        ["module", "m1"],
        ["Un", "changement", "se", "voit", "dans", ":"],
        ["Thématiques", "t1"],
        ["Ateliers", "w1"],
        ["Parcours", "c1"],
        ["aucun", "apprenant", "concerné"],
    ]
    assert taught("catalogue", "set-sheet", "m2", "fiche.pdf").out.splitlines()[1].split()[-1] == "fiche.pdf"
    assert "autre format" in taught("catalogue", "set-sheet", "m2", "or.png", status=2).err


@pytest.mark.rule("TA-2")
def test_levels_without_enough_questions_are_marked_and_guessing_is_told(taught: Ledr, tmp_path: Path) -> None:
    lines = [
        f"  - {{reference: a{number}, kind: programme, theme: t1, level: {max(1, number - 9)}, public: true,"
        f" placement: true, text: Quoi ?, choices: [a, b], right: [0]}}\n"
        for number in range(15)
    ]
    (tmp_path / "q.yaml").write_text("questions:\n" + "".join(lines), encoding="utf-8")
    assert taught("catalogue", "load", "q.yaml").out == "15 créés · aucun modifié · aucun inchangé\n"

    few = taught("catalogue", "question-counts", "c1").out.splitlines()
    doubled = "".join(
        line.replace(f"reference: a{number}", f"reference: {name}{number}")
        for name in "bc"
        for number, line in enumerate(lines)
    )
    (tmp_path / "r.yaml").write_text("questions:\n" + doubled, encoding="utf-8")
    warned = taught("catalogue", "load", "r.yaml").out.splitlines()
    enough = taught("catalogue", "question-counts", "c1").out.splitlines()

    assert few[1].split() == [
        "t1",
        "✓",
        "11",
        "✗",
        "1",
        "✗",
        "1",
        "✗",
        "1",
        "✗",
        "1",
        "non,",
        "il",
        "manque",
        "des",
        "questions",
    ]
    assert enough[1].split() == ["t1", "✓", "33", "3", "3", "3", "3", "oui"]
    assert few[-1].startswith("✗ moins que le minimum, 3")
    assert warned[1].startswith("! « t1 », dans « c1 » : répondre au hasard suffit dans 8,2 % des cas.")


@pytest.mark.rule("CAT-13")
def test_a_dump_is_a_file_on_the_screen_and_a_count_when_it_is_written(taught: Ledr, tmp_path: Path) -> None:
    (tmp_path / "copie").mkdir()

    typed, written = taught("catalogue", "dump"), taught("catalogue", "dump", "copie")

    assert yaml12.load(typed.out, "écran").value == yaml12.read(tmp_path / "copie" / "catalogue.yaml").value
    assert written.out == (
        "Écrit dans catalogue.yaml : 1 leçon · 1 module · 1 thématique · 1 atelier · 1 parcours · 1 cas pratique\n"
    )
    assert {file.name for file in (tmp_path / "copie").iterdir()} == {
        "catalogue.yaml",
        "or.png",
        "argent.png",
        "bronze.png",
        "fiche.pdf",
    }


@pytest.mark.rule("CERT-4", "WORK-8", "CASE-6")
@pytest.mark.parametrize(
    ("typed", "french", "english"),
    [
        (
            ("put-course", "c2", "--title", "Deux", "--themes", "t1", "--certifying"),
            "il manque le fond or, le fond argent, le fond bronze et un cas public",
            "it lacks the gold background, the silver background, the bronze background and a public case",
        ),
        (
            ("put-course", "c1", "--workshops-required", "2"),
            "« c1 » demande plus d'ateliers qu'il n'en a : 2 demandés pour 1 rattaché",
            "“c1” requires more workshops than it has: 2 required, 1 attached",
        ),
        (
            ("put-case", "k2", "--course", "c1", "--public", "--questions", "cas.csv"),
            "dans « c1 », un seul cas pratique est public",
            "in “c1”, one final case only is public",
        ),
    ],
)
def test_refusals_to_authors_are_told_in_both_languages(
    taught: Ledr, tmp_path: Path, typed: tuple[str, ...], french: str, english: str
) -> None:
    (tmp_path / "cas.csv").write_text("text;maximum\n" + "Quoi ?;2\n" * 10, encoding="utf-8")

    assert french in taught("catalogue", *typed, status=3).err
    assert english in taught("catalogue", *typed, status=3, LEDR_LANG="en").err


@pytest.mark.rule("CAT-7")
def test_what_is_used_in_several_places_is_changed_only_by_who_confirms(taught: Ledr) -> None:
    taught("catalogue", "put-theme", "t2", "--title", "Suite", "--colour", "#123456", "--modules", "m1")

    refused = taught("catalogue", "put-module", "m1", "--title", "Autrement", status=2)

    assert "t1, t2" in refused.err and "aucun apprenant concerné" in refused.err
    assert "--yes" in refused.err
    assert refused.out == ""
    assert "Bases" in taught("catalogue", "modules").out
    taught("--yes", "catalogue", "put-module", "m1", "--title", "Autrement")
    assert "Autrement" in taught("catalogue", "modules").out
    taught("catalogue", "put-theme", "t1", "--title", "Autre titre")


@pytest.mark.rule("CAT-7", "CAT-13")
def test_a_dry_run_says_what_would_change_and_what_is_wrong(taught: Ledr, tmp_path: Path) -> None:
    taught("catalogue", "put-theme", "t2", "--title", "Suite", "--colour", "#123456", "--modules", "m1")
    (tmp_path / "p.yaml").write_text("modules:\n  - {reference: m1, title: Autrement}\n", encoding="utf-8")
    (tmp_path / "faux.yaml").write_text(
        "lessons:\n  - {reference: l7}\nthemes:\n  - {reference: t1, colour: rouge}\n", encoding="utf-8"
    )

    told = taught("catalogue", "load", "p.yaml", "--dry-run").out
    wrong = taught("catalogue", "load", "faux.yaml", "--dry-run", status=1).out.splitlines()
    (tmp_path / "ouvert.yaml").write_text("modules: [\n", encoding="utf-8")
    unread = taught("catalogue", "load", "ouvert.yaml", "--dry-run", status=1).out.splitlines()
    loaded = taught("catalogue", "load", "faux.yaml", status=2)
    as_json = taught("catalogue", "load", "faux.yaml", "--json", status=2)

    assert told.splitlines()[:2] == [
        "Vérifié seulement, rien n'est gardé : aucun créé · 1 modifié · aucun inchangé",
        "module m1 (title) : se voit dans t1, t2, w1, c1 (aucun apprenant concerné)",
    ]
    assert [line[: line.index(" : ")] for line in wrong if line.startswith("✗")] == [
        *["✗ faux.yaml, ligne 2"] * 3,
        "✗ faux.yaml, ligne 4",
    ]
    assert unread[1].startswith("! Des renvois ne sont pas vérifiés tant que tout ne se lit pas")
    assert wrong[0] == "À corriger, rien n'est chargé : 4 erreurs"
    assert wrong[-1] == "  → attendu : #rrggbb, par exemple #0b7285"
    errors = [line.removeprefix("Erreur : ") for line in loaded.err.splitlines() if line.startswith("Erreur")]
    assert errors == [line.removeprefix("✗ ") for line in wrong if line.startswith("✗")]
    assert [one["field"] for one in (as_json.error, *as_json.error["also"])] == [
        *(f"lessons[0].{name}" for name in ("title", "video", "seconds")),
        "themes[0].colour",
    ]
    assert "Bases" in taught("catalogue", "modules").out


@pytest.mark.rule("CAT-3", "WORK-8")
def test_what_a_rule_refuses_of_a_file_is_told_with_its_line_and_mended_in_its_field(
    taught: Ledr, tmp_path: Path
) -> None:
    (tmp_path / "p.yaml").write_text(
        'themes:\n  - {reference: t2, title: Suite, colour: "#0b7285", modules: [m1]}\n'
        "courses:\n  - {reference: c1, themes: [t1, t2], workshops_required: 2}\n",
        encoding="utf-8",
    )

    assert taught("catalogue", "load", "p.yaml", status=3).err.splitlines() == [
        "Refusé (CAT-3) : p.yaml, ligne 2 : themes[0].colour : dans « c1 », « t2 » et « t1 » ont la même couleur,"
        " #0b7285.",
        "→ donne une autre couleur à l'une des deux, dans son champ `colour`",
        "Refusé (WORK-8) : p.yaml, ligne 4 : courses[0].workshops_required : « c1 » demande plus d'ateliers qu'il n'en"
        " a : 2 demandés pour 1 rattaché.",
        "→ ajoute des ateliers à `workshops`, ou baisse `workshops_required` à 1",
    ]


@pytest.mark.rule("CAT-13")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_new_course_loads_as_it_is_and_is_written_nowhere_twice(ledr: Ledr, tmp_path: Path, language: str) -> None:
    begun = ledr("catalogue", "new", "parcours", LEDR_LANG=language)
    loaded = ledr("catalogue", "load", "parcours", LEDR_LANG=language)
    again = ledr("catalogue", "new", "parcours", status=2)

    assert begun.out.endswith(
        "lessons.yaml, modules.yaml, themes.yaml, workshops.yaml, questions.yaml, courses.yaml, cases.yaml\n"
    )
    assert "ledr catalogue load parcours --dry-run" in begun.err
    assert loaded.out.splitlines()[1:] == [], "no warning"
    assert "parcours contient déjà cases.yaml" in again.err
    assert all("#" in one.read_text("utf-8") for one in (tmp_path / "parcours").iterdir())
    shown = ledr("catalogue", "questions", "--kind", "practice", LEDR_LANG=language).out.splitlines()
    assert len(shown) == 2 and shown[1].split()[0].startswith("p-")
    help = ledr("catalogue", "--help", LEDR_LANG=language).out
    assert "new " in help and "ledr catalogue new parcours" in help


@pytest.mark.rule("SES-15")
def test_a_preview_of_members_is_told_row_by_row(taught: Ledr, tmp_path: Path) -> None:
    taught("companies", "create", "Manpower")
    taught(
        "sessions",
        "create",
        "Lyon",
        "--company",
        "Manpower",
        "--course",
        "c1",
        "--kind",
        "slot",
        "--start",
        "2026-11-01",
        "--package",
        "1",
        "--members",
        "email=lea@m.example,first_name=Léa,last_name=Martin",
    )
    rows = "email;prénom;nom\nlea@m.example;Léa;Martin\nmax@m.example;Max;Petit\n"
    (tmp_path / "m.csv").write_text(rows, encoding="utf-8")

    told = taught("sessions", "add-members", "Lyon", "m.csv", "--preview", status=1).out.splitlines()
    (tmp_path / "m.csv").write_text(rows.replace("max@", "max").replace("lea@", "lea"), encoding="utf-8")
    wrong = taught("sessions", "add-members", "Lyon", "m.csv", "--preview", status=2).err

    assert told[0] == (
        "Essai, rien n'est fait : 1 nouveau compte · aucune inscription de compte connu · "
        "aucun changement d'entreprise · 1 refus"
    )
    assert [line.split()[0] for line in told[3:5]] == ["lea@m.example", "max@m.example"]
    assert told[5].startswith("✗ lea@m.example · Léa Martin ") and told[5].endswith("(SES-15)")
    assert [line.split(" : ")[1] for line in wrong.splitlines() if line.startswith("Erreur")] == [
        "m.csv, ligne 2",
        "m.csv, ligne 3",
    ]
    assert "max@m.example" not in taught("people", "list").out
