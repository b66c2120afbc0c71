"""The options that every command takes, before the area or after the verb, and where they are kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

import click

from ledr_cli.texts import text

LANGUAGES: Final = ("fr", "en")


class Settings:
    """What the options and the environment say: one object a run, shared by all levels of the command."""

    def __init__(self, language: str) -> None:
        self.db: str | None = None
        """The database named by `--db`."""
        self.by = os.environ.get("LEDR_AS") or "staff"
        self.at = os.environ.get("LEDR_AT") or None
        self.lock_wait = os.environ.get("LEDR_LOCK_WAIT") or None
        """How many seconds a writer waits for another one, as it was typed."""
        self.language = language
        self.json = False
        self.yes = False
        self.paged = True
        """Whether a page that is longer than the screen is shown screen by screen."""

    @property
    def database(self) -> str:
        """The URL of the database to work on."""
        return self.db or os.environ.get("LEDR_DB") or "sqlite:///ledr.db"


def language_of(arguments: Sequence[str]) -> str:
    """The language to speak: `--lang`, else LEDR_LANG, else the locale's; French unless one of them says English.

    It reads the raw arguments, because help and usage errors need it before the options are understood.
    """
    for index, argument in enumerate(_options(arguments)):
        name, _, value = argument.partition("=")
        if name == "--lang":
            chosen = value or "".join(arguments[index + 1 : index + 2])
            return chosen if chosen in LANGUAGES else "fr"
    environment = (os.environ.get(name) for name in ("LEDR_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    said = next((value for value in environment if value), "")
    return "en" if said.lower().startswith("en") else "fr"


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether `--json` is among the raw arguments: usage errors need it before the options are understood."""
    return "--json" in _options(arguments)


def _options(arguments: Sequence[str]) -> Sequence[str]:
    return arguments[: arguments.index("--")] if "--" in arguments else arguments


def shared_options(language: str, taken: Collection[str] = ()) -> list[click.Option]:
    """The options of every level, but those whose name a verb has *taken* for a parameter of its own."""
    made = (
        _option("db", "URL", text("option db", language)),
        _option("as", text("metavar EMAIL", language), text("option as", language), keep="by"),
        _option("at", "INSTANT", text("option at", language)),
        _option("lock-wait", text("metavar SECONDS", language), text("option lock wait", language), keep="lock_wait"),
        _option("lang", "fr|en", text("option lang", language), keep="language", type=click.Choice(LANGUAGES)),
        _option("json", None, text("option json", language), is_flag=True, default=None),
        _option("yes", None, text("option yes", language), is_flag=True, default=None),
    )
    return [option for option in made if option.opts[0].removeprefix("--") not in taken]


def _option(name: str, metavar: str | None, help: str, keep: str | None = None, **more: Any) -> click.Option:
    return click.Option(
        [f"--{name}", f"shared_{name.replace('-', '_')}"],
        metavar=metavar,
        help=help,
        expose_value=False,
        callback=_keep(keep or name),
        **more,
    )


def _keep(attribute: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(context: click.Context, _: click.Parameter, value: Any) -> None:
        settings = context.find_object(Settings)
        if value is not None and settings is not None:
            setattr(settings, attribute, value)

    return keep
