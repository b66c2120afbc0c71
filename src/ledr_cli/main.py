"""The `ledr` command: its root, which knows the areas by name only, so that it starts at once."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from ledr_cli.areas import AREAS, COMMANDS
from ledr_cli.helping import speaking_help, with_dashes, write_options
from ledr_cli.options import Settings, language_of, shared_options
from ledr_cli.texts import heading, text

INTERRUPTED = 130
PIPE_CLOSED = 141
_ALLOCATIONS = 50_000
"""After how many objects cycles are looked for: modules and classes, which are most of what a command makes, stay."""
_COMPLETE = "_LEDR_COMPLETE"
"""What a shell sets to ask for completion."""


def main() -> None:
    """Run the command that the process was started with, and leave with its exit status."""
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command; gives its exit status. Nothing it meets ends in a traceback, unless LEDR_DEBUG is set."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        print(text("interrupted", language_of(arguments)), file=sys.stderr)
        return INTERRUPTED
    return status


def _run(arguments: Sequence[str]) -> int:
    language = language_of(arguments)
    settings = Settings(language)
    if instruction := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(Root(language), {"obj": settings}, "ledr", _COMPLETE, instruction)
    return execute(arguments, settings)


def execute(arguments: Sequence[str], settings: Settings) -> int:
    """Run one command with these settings, which its options may change, and tell what goes wrong."""
    language = settings.language
    try:
        with Root(language).make_context("ledr", [*arguments], obj=settings) as context:
            return int(context.command.invoke(context) or 0)
    except click.exceptions.Exit as left:
        return left.exit_code
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:
        from ledr_cli.failures import tell

        return tell(error, arguments, language)


class Root(click.Group):
    """All areas and the commands beside them; each is imported when it is asked for."""

    def __init__(self, language: str) -> None:
        self.language = language
        version = click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help=text("option version", language),
        )
        super().__init__(
            "ledr",
            params=[*shared_options(language), version],
            context_settings={"help_option_names": ["--help", "-h"], "token_normalize_func": with_dashes},
            subcommand_metavar=text("metavar root", language),
            options_metavar="[OPTIONS]",
        )

    def list_commands(self, _: click.Context) -> list[str]:
        """The names of the areas, then those of the commands."""
        return [*AREAS, *COMMANDS]

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        """An area or a command, imported now."""
        if name in COMMANDS:
            from ledr_cli.extras import extra

            return extra(name, self.language)
        if name in AREAS:
            from ledr_cli.commands import area_group

            return area_group(name, self.language)
        return None

    def get_help_option(self, context: click.Context) -> click.Option | None:
        """`--help`, in the language of the run."""
        return speaking_help(super().get_help_option(context), self.language)

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Areas and commands from the tables, without importing any of them."""
        formatter.write_usage("ledr", "[OPTIONS] " + self.subcommand_metavar, text("usage", self.language) + " ")
        formatter.write_paragraph()
        formatter.write_text(text("about", self.language))
        with formatter.section(heading("example", self.language)):
            formatter.write_text('ledr slots assign "Manpower - Lyon" lea@manpower.example')
        with formatter.section(heading("areas", self.language)):
            formatter.write_dl([(name, lines[self.language]) for name, lines in AREAS.items()])
        with formatter.section(heading("commands", self.language)):
            formatter.write_dl([(name, lines[self.language]) for name, lines in COMMANDS.items()])
        write_options(formatter, heading("shared", self.language), self.get_params(context), context)
        with formatter.section(heading("completion", self.language)):
            formatter.write_text(text("completion how", self.language))

    def shell_complete(self, context: click.Context, incomplete: str) -> list[Any]:
        """The names that fit, from the tables: completing an area imports nothing."""
        from click.shell_completion import CompletionItem

        names = (AREAS | COMMANDS).items() if incomplete.isalnum() or not incomplete else ()
        fitting = [
            CompletionItem(name, help=lines[self.language]) for name, lines in names if name.startswith(incomplete)
        ]
        return fitting or click.Command.shell_complete(self, context, incomplete)


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"ledr {version('ledr')}")
        context.exit()
