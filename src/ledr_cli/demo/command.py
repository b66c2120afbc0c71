"""The command: three months of a made-up school, and what became of its slots."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import asdict

from ledr_cli.options import Settings, language_of
from ledr_cli.texts import typeset

if TYPE_CHECKING:
    from ledr_cli.demo.playing import DemoResult
    from ledr_cli.progress import Bar

_LEA, _MAX = "lea@manpower.example", "max@manpower.example"


def demo(settings: Settings, folder: str | None) -> int:
    """Play three months of a school in a folder (`ledr-demo` here, unless named) and show what became of its slots.

    Gives the exit status. Raises Invalid for a folder that holds something that no demo made.
    """
    from ledr_adapters import open_rehearsal
    from ledr_cli.demo.playing import play
    from ledr_cli.running import write_json
    from ledr_core.views import as_json

    place = Path(folder or _USUAL_FOLDER)
    with _watched(settings.language) as progress:
        played = play(open_rehearsal, place, settings.language, progress)
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
    (
        ("Qui réussirait le quiz de « culture », et en combien de questions", "Who would pass the quiz of “culture”"),
        ("assessments", "simulate", "culture"),
    ),
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
def _watched(language: str) -> Iterator[Bar | None]:
    """A progress bar, where somebody is watching."""
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        yield None
        return
    from ledr_cli.progress import Bar as Watched

    with Watched(language) as bar:
        yield bar


def _show(settings: Settings, played: DemoResult) -> None:
    from ledr_cli.render import draw
    from ledr_cli.render.page import Page
    from ledr_core.domain.kernel.moments import SCHOOL_ZONE, Moment
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
    "{days} jours joués : {lessons} leçons vues, {quizzes} quiz d'apprentissage, {workshops} ateliers, "
    "{passes} quiz de programme réussis, {changes} slots donnés par le travail quotidien, {messages} e-mails.",
    "{days} days played: {lessons} lessons seen, {quizzes} practice quizzes, {workshops} workshops, "
    "{passes} assessments passed, {changes} slots given by the daily run, {messages} e-mails.",
)


def _said(pair: tuple[str, str], language: str) -> str:
    return typeset(pair[0]) if language == "fr" else pair[1]


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


def _program() -> str:
    """The command as it was called, when it is not on the PATH."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "ledr" and shutil.which("ledr") is None else "ledr"
