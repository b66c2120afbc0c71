"""The areas as commands: each operation is a verb, made from its signature and what the manual says of it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import click
from attrs import evolve
from click.formatting import wrap_text

from ledr_cli.helping import speaking_help, with_dashes, write_options
from ledr_cli.options import Settings, shared_options
from ledr_cli.texts import heading, text, text_or
from ledr_cli.values import (
    Given,
    choices_of,
    described,
    given,
    is_flag,
    is_list,
    is_map,
    is_needed,
    is_structure,
    item_of,
    metavar,
)
from ledr_core.application.areas import operations_in
from ledr_core.application.operating.operation import Operation
from ledr_core.application.operating.values import Field, file_mark
from ledr_core.wording.choices import called
from ledr_core.wording.results import result_words

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_POSITIONAL: Final = "by_position"
_BESIDE: Final = {"catalogue": ("new",)}
"""Verbs that are no operations, by area."""


def area_group(name: str, language: str) -> click.Group:
    """The group of an area's verbs."""
    return Area(name, list(operations_in(name).values()), language)


class Area(click.Group):
    """An area: its verbs with one line and one example each."""

    def __init__(self, name: str, operations: Sequence[Operation], language: str) -> None:
        self.language = language
        self.operations = {with_dashes(operation.verb): operation for operation in operations}
        super().__init__(
            name,
            params=list(shared_options(language)),
            subcommand_metavar=text("metavar area", language),
        )

    def list_commands(self, _: click.Context) -> list[str]:
        """The verbs, in the order in which they are written, those that are no operations last."""
        return [*self.operations, *self._beside]

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        """The command of a verb."""
        operation = self.operations.get(name)
        if operation is None and name in self._beside:
            from ledr_cli.beside import verb_beside

            return verb_beside(self.name or "", name, self.language)
        return Verb(operation, self.language) if operation else None

    @property
    def _beside(self) -> Sequence[str]:
        """Its verbs that are no operations."""
        return _BESIDE.get(self.name or "", ())

    def get_help_option(self, context: click.Context) -> click.Option | None:
        """`--help`, in the language of the run."""
        return speaking_help(super().get_help_option(context), self.language)

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Each verb with its line and its example."""
        from ledr_cli.areas import AREAS
        from ledr_core.wording.manual import entry

        formatter.write_usage(
            context.command_path, "[OPTIONS] " + self.subcommand_metavar, text("usage", self.language) + " "
        )
        if self.name in AREAS:
            formatter.write_paragraph()
            formatter.write_text(AREAS[self.name][self.language] + ".")
        with formatter.section(heading("verbs", self.language)):
            column = max(len(verb) for verb in self.operations) + 2
            for verb, operation in self.operations.items():
                said = entry(operation.name, self.language)
                _write_beside(formatter, verb, said.line, column)
                _write_example(formatter, said.examples[0], formatter.current_indent + 2)
            for verb in self._beside:
                from ledr_cli.beside import verb_beside

                other = verb_beside(self.name or "", verb, self.language)
                _write_beside(formatter, verb, other.help or "", column)
                _write_example(formatter, other.example, formatter.current_indent + 2)
        write_options(formatter, heading("shared", self.language), self.get_params(context), context)


class Verb(click.Command):
    """An operation as a command: its parameters are options, the required ones also given by position."""

    def __init__(self, operation: Operation, language: str) -> None:
        self.operation = operation
        self.language = language
        self.fields = _fields(operation)
        positions = click.Argument([_POSITIONAL], nargs=-1, type=click.UNPROCESSED)
        shared = shared_options(language, taken=[with_dashes(field.name) for field in self.fields])
        super().__init__(
            with_dashes(operation.verb),
            params=[positions, *(_option(field, language) for field in self.fields), *shared],
        )

    @property
    def required(self) -> list[Field]:
        """The parameters that must be given, in the order in which they may be given by position."""
        return [field for field in self.fields if field.required]

    @property
    def by_position(self) -> list[Field]:
        """The parameters that may be given without their name: the required ones; where there is none, the first."""
        return [field for field in self.required or self.fields[:1] if not is_flag(field.annotation)]

    def collect_usage_pieces(self, _: click.Context) -> list[str]:
        """The parameters that may be given by position, then the options."""
        pieces = [field.name.upper() + ("…" if is_list(field.annotation) else "") for field in self.by_position]
        return [*(pieces if self.required else [f"[{piece}]" for piece in pieces]), "[OPTIONS]"]

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Take the options apart; an error knows which command it is about."""
        try:
            return super().parse_args(context, arguments)
        except click.UsageError as error:
            error.ctx = error.ctx or context
            raise

    def get_help_option(self, context: click.Context) -> click.Option | None:
        """`--help`, in the language of the run."""
        return speaking_help(super().get_help_option(context), self.language)

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does, an example, its parameters, and the options of all commands."""
        from ledr_core.wording.manual import entry

        said = entry(self.operation.name, self.language)
        formatter.write_usage(
            context.command_path, " ".join(self.collect_usage_pieces(context)), text("usage", self.language) + " "
        )
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text("\n\n".join(said.paragraphs))
        with formatter.section(heading("example", self.language)):
            for example in said.examples:
                _write_example(formatter, example, formatter.current_indent)
        own = [option for option in self.get_params(context) if option.name in {field.name for field in self.fields}]
        write_options(formatter, heading("parameters", self.language), own, context)
        if self.required:
            with formatter.indentation():
                formatter.write_text(text("by position", self.language))
        with formatter.section(heading("result", self.language)):
            _write_result(formatter, self.operation, self.language)
        others = [one for one in self.get_params(context) if isinstance(one, click.Option) and one not in own]
        write_options(formatter, heading("shared", self.language), others, context)

    def invoke(self, context: click.Context) -> int:
        """Read what was typed, ask when it cannot be undone or concerns more, run the operation and show its result."""
        from ledr_cli.running import perform

        settings = context.find_object(Settings)
        assert settings is not None
        values = self._unsaid(settings) | self.values(context)
        if not settings.yes:
            self._ask(context, settings, values)
        return perform(settings, self.operation, values)

    def _ask(self, context: click.Context, settings: Settings, values: Mapping[str, Given]) -> None:
        """Ask before what cannot be undone, concerns more than is named, or writes over a file."""
        from ledr_cli.overwriting import is_ours, written_over
        from ledr_cli.running import show_stake

        if self.operation.destructive:
            self._confirm(context, "needs yes", "confirm", values=_named(values, self.language))
        elif show_stake(settings, self.operation, values):
            self._confirm(context, "stake needs yes", "confirm stake", values=_named(values, self.language))
        for path in written_over(self.fields, values):
            if _somebody_is_there() or not is_ours(self.operation.name, path):
                self._confirm(context, "file needs yes", "confirm file", file=path)

    def _unsaid(self, settings: Settings) -> dict[str, Given]:
        """What holds where nobody says it: a file is in the language of the command."""
        return {field.name: Given(settings.language) for field in self.fields if field.name == "language"}

    def values(self, context: click.Context) -> dict[str, Given]:
        """The values of the parameters that were given, as options or by position."""
        typed: dict[str, list[str]] = {}
        flags: dict[str, Given] = {}
        for field in self.fields:
            value = context.params.get(field.name)
            if isinstance(value, bool):
                flags[field.name] = Given(value)
            elif value is not None and value != ():
                typed[field.name] = [value] if isinstance(value, str) else list(value)
        self._place(context, list(context.params[_POSITIONAL]), typed)
        for field in self.required:
            if field.name not in typed and field.name not in flags:
                raise click.UsageError(text("missing", self.language, name=field.name.upper()), context)
        read = {field.name: given(field, typed[field.name]) for field in self.fields if field.name in typed}
        return read | flags

    def _place(self, context: click.Context, positions: list[str], typed: dict[str, list[str]]) -> None:
        """Give the values without a name to the required parameters that have none yet, a last list taking the rest."""
        open_ones = [field for field in self.by_position if field.name not in typed]
        for field in open_ones:
            if not positions:
                return
            takes_rest = field is open_ones[-1] and (is_list(field.annotation) or is_map(field.annotation))
            typed[field.name] = positions[:] if takes_rest else positions[:1]
            del positions[: len(typed[field.name])]
        if positions:
            raise click.UsageError(self._too_many(positions[0], typed), context)

    def _too_many(self, value: str, typed: Mapping[str, object]) -> str:
        free = [field for field in self.fields if field.name not in typed and not is_flag(field.annotation)]
        hint = text("too many hint", self.language, option=option_name(free[0]), value=value) if free else ""
        return text("too many", self.language, value=value) + hint

    def _confirm(self, context: click.Context, without: str, question: str, **facts: str) -> None:
        """Ask a question, or say that nobody can be asked *without* `--yes`."""
        facts["command"] = context.command_path
        if not _somebody_is_there():
            raise click.UsageError(text(without, self.language, **facts), context)
        sys.stderr.write(text(question, self.language, **facts))
        sys.stderr.flush()
        if sys.stdin.readline().strip().casefold() not in ("o", "oui", "y", "yes"):
            click.echo(text("kept", self.language), err=True)
            context.exit(1)


def _somebody_is_there() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _named(values: Mapping[str, Given], language: str) -> str:
    """What was typed, as a question repeats it."""
    from ledr_core.wording.typography import quoted

    return " ".join(quoted(one.value, language) for one in values.values() if isinstance(one.value, str))


def option_name(field: Field) -> str:
    """The option of a parameter: `first_name` is `--first-name`."""
    return "--" + with_dashes(field.name)


def _write_beside(formatter: click.HelpFormatter, verb: str, summary: str, column: int) -> None:
    indent = " " * formatter.current_indent
    lines = wrap_text(summary, formatter.width - column - len(indent)).splitlines()
    for title, line in zip_longest([verb], lines, fillvalue=""):
        formatter.write(f"{indent}{title:<{column}}{line}\n")


def _write_example(formatter: click.HelpFormatter, example: str, indent: int) -> None:
    """A command as it is typed: on one line, or continued on the next with a backslash."""
    lines = [""]
    for word in re.findall(r'--\S+(?: (?!--)(?:"[^"]*"|[^\s"])+)?|(?:"[^"]*"|[^\s"])+', example):
        if lines[-1] and indent + len(lines[-1]) + len(word) + 3 > formatter.width:
            lines[-1] += " \\"
            lines.append("  ")
        lines[-1] += word if not lines[-1].strip() else " " + word
    for line in lines:
        formatter.write(f"{'':>{indent}}{line}\n")


def _write_result(formatter: click.HelpFormatter, operation: Operation, language: str) -> None:
    """What the JSON form of the result is; its keys, each below the one that holds it."""
    from ledr_core.views.described import described
    from ledr_core.views.shapes import Kind

    whole, *keys = described(operation.result, language)
    if whole.kind is not Kind.KEYS:
        formatter.write_text(whole.words)
    if keys:
        formatter.write_dl([("  " * key.depth + key.key, key.words) for key in keys])


def _fields(operation: Operation) -> list[Field]:
    """What can be typed; what has something in its place that cannot be is required here."""
    replaced = {field.instead_of for field in operation.parameters}
    typed = [field for field in operation.parameters if field.instead_of is None]
    return [
        evolve(field, required=field.required or field.name in replaced or is_needed(field.annotation))
        for field in typed
    ]


def _option(field: Field, language: str) -> click.Option:
    name, kind = option_name(field), field.annotation
    if is_flag(kind):
        names = [f"{name}/--no-{name[2:]}", *_OTHER_NAMES.get(field.name, ())]
        return click.Option([*names, field.name], default=None, help=_help(field, language))
    repeated = is_list(kind) or is_map(kind)
    shown = text_or(f"metavar {metavar(kind)}", language, metavar(kind))
    return click.Option(
        [name, field.name],
        multiple=repeated,
        shell_complete=_complete(field),
        metavar=shown if field.required else f"[{shown}]",
        help=_help(field, language),
    )


_OTHER_NAMES: Final = {"check_only": ("--dry-run",)}
"""What people type for a parameter in other programs."""


def _help(field: Field, language: str) -> str:
    """What a parameter is, then how it is given."""
    kind = field.annotation
    parts = [result_words(language).label(field.name) or ""]
    if is_map(kind):
        parts.append(text("map", language))
    elif is_list(kind) and is_structure(item_of(kind)):
        parts.append(text("structure", language, fields=described(item_of(kind))))
    elif is_structure(kind):
        parts.append(described(kind))
    elif is_list(kind):
        parts.append(text("list", language))
    elif (choices := choices_of(kind)) and (words := called(choices, language)) != choices:
        parts.append(", ".join(words))
    return text("colon", language).join(part for part in parts if part)


def _complete(field: Field) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]:
    """The values that fit what has been typed so far: choices, files and folders."""
    kind = item_of(field.annotation) if is_list(field.annotation) else field.annotation
    mark = file_mark(kind)

    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        if mark or is_structure(kind):
            to_fill = mark is not None and mark.folder and mark.written
            return [CompletionItem(incomplete, type="dir" if to_fill else "file")]
        return [CompletionItem(choice) for choice in choices_of(kind) if choice.startswith(incomplete)]

    return complete
