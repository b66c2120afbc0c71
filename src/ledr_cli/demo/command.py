"""The command: three months of a made-up school, and what became of its slots."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import asdict, evolve

from ledr_cli.options import Settings, language_of
from ledr_core.wording.catalogue import sentences

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
    for name, arguments in _TO_TRY.items():
        own = [] if "--at" in arguments else at
        command = shlex.join([_program(), *database, *own, *chosen, *arguments])
        found.append((_say(f"try {name}", language), command))
    return found


_USUAL_FOLDER: Final = "ledr-demo"
_PACED: Final = "Manpower - Lyon - Septembre 2021"
_BY_HAND: Final = "Hôtels du Lac - Annecy - Septembre 2021"
_TO_TRY: Final[Mapping[str, Sequence[str]]] = {
    "explain": ("rotations", "explain", _PACED),
    "preview": ("rotations", "preview", _PACED, "--days", "60"),
    "explain access": ("accounts", "explain-access", _MAX),
    "progress": ("learning", "progress", "ines@atelier-nova.example"),
    "simulate": ("assessments", "simulate", "culture"),
    "messages": ("messages", "list", _LEA),
    "assign": ("--as", "sophie@hotels-du-lac.example", "slots", "assign", _BY_HAND, "louis@hotels-du-lac.example"),
    "daily": ("--at", "2021-12-01T05:00", "jobs", "daily"),
}


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

    language = settings.language
    page = Page(language, Moment.at(played.at).instant.astimezone(SCHOOL_ZONE))
    page.heading(_say("title", language))
    page.line(_say("played", language, **asdict(played, recurse=False)))
    page.line()
    draw(page, evolve(played.timeline, file=None))
    page.line()
    page.pairs(
        [
            (_say("page", language), str(played.page)),
            (_say("mails", language), f"{played.mail_folder} ({played.messages} .eml)"),
            (_say("database", language), played.database),
        ]
    )
    page.line()
    page.heading(_say("next", language))
    page.show(paged=False)
    for about, command in commands_to_try(played, language):
        print(f"# {about}\n{command}")  # whole, however narrow the screen is: it is to be pasted


def _say(name: str, language: str, /, **facts: object) -> str:
    return str(sentences("demo")["sentences"][name][language]).format(**facts)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


def _program() -> str:
    """The command as it was called, when it is not on the PATH."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "ledr" and shutil.which("ledr") is None else "ledr"
