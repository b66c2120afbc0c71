"""How names and options are spelled and shown in the help of every command."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ledr_cli.texts import text


def with_dashes(name: str) -> str:
    """A verb or option as it is spelled here: `add_members` is `add-members`."""
    return name.replace("_", "-")


def speaking_help(option: click.Option | None, language: str) -> click.Option | None:
    """The help option with its line in that language."""
    if option is not None:
        option.help = text("option help", language)
    return option


def write_options(
    formatter: click.HelpFormatter, title: str, options: Sequence[click.Parameter], context: click.Context
) -> None:
    """A section of help with a line an option."""
    lines = [line for line in (option.get_help_record(context) for option in options) if line is not None]
    if lines:
        with formatter.section(title):
            formatter.write_dl(lines)
