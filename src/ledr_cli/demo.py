"""`ledr demo`: a tour of the platform, played with its own commands in a fresh school."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from attrs import frozen

from ledr_cli.main import execute
from ledr_cli.options import Settings
from ledr_cli.texts import text, typeset
from ledr_core.domain.errors import Invalid

DATABASE: Final = "ledr.db"
_LYON: Final = "Manpower - Lyon - Novembre 2026"
_LEA, _KARIM, _MAX = "lea@manpower.example", "karim@manpower.example", "max@manpower.example"

CATALOGUE: Final = """\
lessons:
  - {reference: besoin, title: Cerner le besoin, video: "https://vimeo.com/1", seconds: 300}
  - {reference: annonce, title: Rédiger une annonce, video: "https://vimeo.com/2", seconds: 240}
  - {reference: entretien, title: Mener un entretien, video: "https://vimeo.com/3", seconds: 420}
modules:
  - {reference: bases, title: Les bases, lessons: [besoin, annonce]}
  - {reference: entretiens, title: Les entretiens, lessons: [entretien]}
themes:
  - {reference: methode, title: Méthode, colour: "#0b7285", modules: [bases]}
  - {reference: rencontre, title: Rencontre, colour: "#a61e4d", modules: [entretiens]}
courses:
  - {reference: recruter, title: Recruter, themes: [methode, rencontre]}
"""
PEOPLE: Final = f"""\
email,first_name,last_name,role
nora@manpower.example,Nora,Diallo,pilot
{_LEA},Léa,Martin,learner
{_KARIM},Karim,Benali,learner
{_MAX},Max,Petit,learner
zoe@manpower.example,Zoé,Roux,learner
"""


@frozen
class Step:
    """A command of the tour, when it is given, by whom, and how it must end."""

    at: str
    about: tuple[str, str]
    command: str
    by: str = "staff"
    status: int = 0


_MONDAY, _DAY_OF_THE_RUN, _THURSDAY = "2026-11-16T10:00", "2026-11-18T06:00", "2026-11-19T14:00"

TOUR: Final = (
    Step(
        _MONDAY,
        (
            "Le catalogue : un parcours, ses thématiques, ses leçons.",
            "The catalogue: a course, its themes, its lessons.",
        ),
        "catalogue load parcours.yaml",
    ),
    Step(_MONDAY, ("Une entreprise cliente.", "A client company."), "companies create Manpower"),
    Step(
        _MONDAY,
        (
            "Un contrat de deux slots que quatre apprenants se partagent ; les personnes viennent d'un fichier.",
            "A contract of two slots that four learners share; the people come from a file.",
        ),
        f'sessions create "{_LYON}" recruter slot 2026-11-16 2 --company Manpower --members equipe.csv',
    ),
    Step(
        _MONDAY,
        ("La pilote attribue les slots.", "The pilot assigns the slots."),
        f'slots assign "{_LYON}" {_LEA}',
        "nora@manpower.example",
    ),
    Step(_MONDAY, ("", ""), f'slots assign "{_LYON}" {_KARIM}', "nora@manpower.example"),
    Step(
        _MONDAY,
        ("Un de trop : la règle le refuse, et dit quoi faire.", "One too many: the rule refuses, and says what to do."),
        f'slots assign "{_LYON}" {_MAX}',
        "nora@manpower.example",
        3,
    ),
    Step(
        _MONDAY,
        (
            "Les autres attendent, et les slots tournent tous les deux jours ouvrés.",
            "The others wait, and slots turn every two working days.",
        ),
        f'rotations enqueue "{_LYON}" {_MAX}',
        "nora@manpower.example",
    ),
    Step(_MONDAY, ("", ""), f'rotations enqueue "{_LYON}" zoe@manpower.example', "nora@manpower.example"),
    Step(_MONDAY, ("", ""), f'rotations set-policy "{_LYON}" paced --every 2', "nora@manpower.example"),
    Step(_MONDAY, ("Où en est-on ?", "Where do things stand?"), f'sessions show "{_LYON}"'),
    Step(
        _MONDAY,
        (
            "Ce qui va se passer, par le code même du travail quotidien.",
            "What will happen, by the very code of the daily run.",
        ),
        f'rotations preview "{_LYON}" --days 9',
    ),
    Step(_MONDAY, ("Pourquoi Max n'entre-t-il pas ?", "Why does Max not get in?"), f"accounts explain-access {_MAX}"),
    Step(_MONDAY, ("Léa regarde une leçon.", "Léa watches a lesson."), "learning watch besoin --ended", _LEA),
    Step(_MONDAY, ("", ""), "learning home", _LEA),
    Step(
        _DAY_OF_THE_RUN,
        (
            "Deux jours plus tard, le travail quotidien fait tourner les slots.",
            "Two days later the daily run turns the slots.",
        ),
        "jobs daily",
    ),
    Step(
        _DAY_OF_THE_RUN,
        (
            "Ce qu'il a écrit, puis l'envoi (ici, dans le dossier mail).",
            "What it wrote, then the sending (here, into the folder mail).",
        ),
        "messages list",
    ),
    Step(_DAY_OF_THE_RUN, ("", ""), "messages deliver"),
    Step(
        _THURSDAY,
        ("Qui a tenu quoi, et qui suivra.", "Who held what, and who comes next."),
        f'rotations timeline "{_LYON}" --days 10',
    ),
    Step(_THURSDAY, ("La règle derrière le refus.", "The rule behind the refusal."), "rules SLOT-2"),
)


def play(settings: Settings, folder: str | None) -> int:
    """Play the tour in that folder, which is left as it is then; without one, in a folder that is removed.

    Gives the exit status. Raises Invalid when the folder has a school already.
    """
    with _place(folder, settings.language) as place, chdir(place):
        Path("parcours.yaml").write_text(CATALOGUE, encoding="utf-8")
        Path("equipe.csv").write_text(PEOPLE, encoding="utf-8")
        for step in TOUR:
            status = _do(step, settings.language)
            if status != step.status:
                return status or 1
    if folder is not None:
        print("\n" + text("demo done", settings.language, folder=folder))
        print(f"  cd {shlex.quote(folder)} && ledr --at {_THURSDAY} sessions list")
    return 0


@contextmanager
def _place(folder: str | None, language: str) -> Iterator[Path]:
    if folder is None:
        with TemporaryDirectory() as temporary:
            yield Path(temporary)
        return
    place = Path(folder)
    if (place / DATABASE).exists():
        raise Invalid("folder", text("demo taken", language), "a new folder")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Invalid("folder", f"{folder}: {error.strerror or error}", "a new folder") from None
    yield place


def _do(step: Step, language: str) -> int:
    about = step.about[0 if language == "fr" else 1]
    if about:
        print("\n# " + (typeset(about) if language == "fr" else about))
    acting = "" if step.by == "staff" else f"--as {step.by} "
    print(f"$ ledr --at {step.at} {acting}{step.command}", flush=True)
    settings = Settings(language)
    settings.db, settings.by, settings.at, settings.paged = f"sqlite:///{DATABASE}", step.by, step.at, False
    status = execute(shlex.split(step.command), settings)
    sys.stdout.flush()
    return status
