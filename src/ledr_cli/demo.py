"""`ledr demo`: a tour of the platform, played with its own commands in a fresh school."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from attrs import asdict, frozen

from ledr_cli.main import execute
from ledr_cli.options import Settings, language_of
from ledr_cli.texts import text, typeset
from ledr_core.domain.errors import Invalid

if TYPE_CHECKING:
    from ledr_adapters import DemoResult
    from ledr_cli.progress import Bar

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


def demo(settings: Settings, folder: str | None) -> int:
    """Play three months of a school in a folder (`ledr-demo` here, unless named) and show what became of its slots.

    Gives the exit status. Raises Invalid for a folder that holds something that no demo made.
    """
    from ledr_adapters import play_demo
    from ledr_cli.running import write_json
    from ledr_core.views import as_json

    place = Path(folder or _USUAL_FOLDER)
    with _watched() as progress:
        played = play_demo(place, settings.language, progress)
    if settings.json:
        write_json({name: as_json(_plain(value)) for name, value in asdict(played, recurse=False).items()})
    else:
        _show(settings, played)
    return 0


def commands_to_try(played: DemoResult, language: str) -> list[tuple[str, str]]:
    """What each next command shows, and the command as it can be pasted into the shell where the demo was run."""
    database, at = ["--db", played.database], ["--at", played.at]
    chosen = [] if language_of([]) == language else ["--lang", language]
    found = []
    for about, arguments in _TO_TRY:
        own = [] if "--at" in arguments else at
        found.append((_said(about, language), shlex.join([_program(), *database, *own, *chosen, *arguments])))
    return found


_USUAL_FOLDER: Final = "ledr-demo"
_PACED: Final = "Manpower - Lyon - Septembre 2021"
_BY_HAND: Final = "Hôtels du Lac - Annecy - Septembre 2021"
_TO_TRY: Final[Sequence[tuple[tuple[str, str], Sequence[str]]]] = (
    (
        ("Où en est chaque slot, et ce qui le fera bouger", "Where each slot stands, and what would move it"),
        ("rotations", "explain", _PACED),
    ),
    (
        ("Les changements des 60 jours qui viennent", "The changes of the coming 60 days"),
        ("rotations", "preview", _PACED, "--days", "60"),
    ),
    (("Pourquoi Max n'entre pas aujourd'hui", "Why Max does not get in today"), ("accounts", "explain-access", _MAX)),
    (("Ce qu'Inès a suivi", "What Inès has followed"), ("learning", "progress", "ines@atelier-nova.example")),
    (("Ce qui a été écrit à Léa", "What was written to Léa"), ("messages", "list", _LEA)),
    (
        ("La pilote donne le slot libre d'Annecy à Louis", "The pilot gives Louis the free slot in Annecy"),
        ("--as", "sophie@hotels-du-lac.example", "slots", "assign", _BY_HAND, "louis@hotels-du-lac.example"),
    ),
    (
        ("Le travail quotidien du lendemain", "The daily run of the next day"),
        ("--at", "2021-12-01T05:00", "jobs", "daily"),
    ),
)


@contextmanager
def _watched() -> Iterator[Bar | None]:
    """A progress bar, where somebody is watching."""
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        yield None
        return
    from ledr_cli.progress import Bar as Watched

    with Watched() as bar:
        yield bar


def _show(settings: Settings, played: DemoResult) -> None:
    from ledr_cli.render import draw
    from ledr_cli.render.page import Page
    from ledr_core.domain.moments import SCHOOL_ZONE, Moment
    from ledr_core.views import as_json

    language = settings.language
    page = Page(language, Moment.at(played.at).instant.astimezone(SCHOOL_ZONE))
    page.heading(_said(_TITLE, language))
    page.line(_said(_PLAYED, language).format(**asdict(played, recurse=False)))
    page.line()
    draw(page, "rotations.timeline", as_json(played.timeline) | {"file": None})
    page.line()
    page.pairs(
        [
            (_said(("La page", "The page"), language), str(played.page)),
            (_said(("Les e-mails", "The e-mails"), language), f"{played.mail_folder} ({played.messages} .eml)"),
            (_said(("La base", "The database"), language), played.database),
        ]
    )
    page.line()
    page.heading(_said(("À essayer ensuite", "Try next"), language))
    page.show(paged=False)
    for about, command in commands_to_try(played, language):
        print(f"# {about}\n{command}")  # whole, however narrow the screen is: it is to be pasted


_TITLE: Final = ("Trois mois dans une école de démonstration", "Three months in a demo school")
_PLAYED: Final = (
    "{days} jours joués : {lessons} leçons vues, {changes} slots donnés par le travail quotidien, {messages} e-mails.",
    "{days} days played: {lessons} lessons seen, {changes} slots given by the daily run, {messages} e-mails.",
)


def _said(pair: tuple[str, str], language: str) -> str:
    return typeset(pair[0]) if language == "fr" else pair[1]


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


def _program() -> str:
    """The command as it was called, when it is not on the PATH."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "ledr" and shutil.which("ledr") is None else "ledr"
