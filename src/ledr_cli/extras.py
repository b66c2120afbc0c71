"""The commands beside the areas: init, demo, doctor, rules, scenario, upgrade."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import click

from ledr_cli.areas import COMMANDS
from ledr_cli.helping import speaking_help, write_options
from ledr_cli.options import Settings, shared_options
from ledr_cli.running import SOME_FAILED, now, opened, outside, write_json
from ledr_cli.texts import heading, text
from ledr_core.views import as_json


def extra(name: str, language: str) -> click.Command:
    """The command of that name."""
    if name == "scenario":
        from ledr_cli.scenarios import verbs

        return ExtraGroup(name, language, *verbs(language))
    command, example, parameters = _EXTRAS[name]
    return Extra(name, language, command, example, _line(name, language), parameters(language))


class Extra(click.Command):
    """A command that is no operation."""

    def __init__(
        self,
        name: str,
        language: str,
        command: Callable[..., int],
        example: str,
        about: str,
        parameters: Sequence[click.Parameter],
    ) -> None:
        self.language = language
        self.command = command
        self.example = example
        self.own = list(parameters)
        super().__init__(name, params=[*parameters, *shared_options(language)], help=about)

    def get_help_option(self, context: click.Context) -> click.Option | None:
        """`--help`, in the language of the run."""
        return speaking_help(super().get_help_option(context), self.language)

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does, an example, and its options."""
        pieces = " ".join(self.collect_usage_pieces(context))
        formatter.write_usage(context.command_path, pieces, text("usage", self.language) + " ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.help or "")
        with formatter.section(heading("example", self.language)):
            formatter.write_text(self.example)
        write_options(formatter, heading("parameters", self.language), self.own, context)
        others = [option for option in self.get_params(context) if option not in self.own]
        write_options(formatter, heading("shared", self.language), others, context)

    def invoke(self, context: click.Context) -> int:
        """Run it; gives the exit status."""
        settings = context.find_object(Settings)
        assert settings is not None
        return self.command(settings, **context.params)


class ExtraGroup(click.Group):
    """`ledr scenario`, which has verbs of its own."""

    def __init__(self, name: str, language: str, *commands: Extra) -> None:
        self.language = language
        super().__init__(
            name,
            commands=commands,
            params=list(shared_options(language)),
            subcommand_metavar=text("metavar area", language),
            help=_line(name, language),
        )

    def get_help_option(self, context: click.Context) -> click.Option | None:
        """`--help`, in the language of the run."""
        return speaking_help(super().get_help_option(context), self.language)

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Each verb with its line and its example."""
        usage = text("usage", self.language) + " "
        formatter.write_usage(context.command_path, "[OPTIONS] " + self.subcommand_metavar, usage)
        formatter.write_paragraph()
        formatter.write_text(self.help or "")
        with formatter.section(heading("verbs", self.language)):
            for name, command in self.commands.items():
                formatter.write_dl([(name, command.help or "")])
                formatter.write(f"{'':>{formatter.current_indent + 4}}{getattr(command, 'example', '')}\n")
        write_options(formatter, heading("shared", self.language), self.get_params(context), context)


def _line(name: str, language: str) -> str:
    return COMMANDS[name][language] + "."


def _none(_: str) -> list[click.Parameter]:
    return []


def _init(settings: Settings) -> int:
    with opened(settings):
        pass
    return _ready(settings, "database ready")


def _upgrade(settings: Settings) -> int:
    from ledr_adapters import upgrade

    before, after = upgrade(settings.database)
    return _ready(settings, "database current" if before == after else "database upgraded")


def _ready(settings: Settings, name: str) -> int:
    if settings.json:
        write_json({})
    click.echo(text(name, settings.language, url=without_password(settings.database)), err=True)
    return 0


def without_password(url: str) -> str:
    """A database's URL as it may be shown."""
    scheme, separator, rest = url.partition("://")
    credentials, at, place = rest.rpartition("@")
    return f"{scheme}{separator}{credentials.partition(':')[0]}{at}{place}" if at else url


def _demo(settings: Settings, folder: str | None) -> int:
    from ledr_cli.demo.command import demo

    return demo(settings, folder)


def _demo_folder(language: str) -> list[click.Parameter]:
    return [
        Argument("folder", "[" + text("metavar FOLDER", language) + "]", text("demo folder", language), required=False)
    ]


_SIGNS: Final = {"ok": "✓", "warning": "!", "error": "✗"}


def _doctor(settings: Settings) -> int:
    from ledr_adapters import diagnose

    found = diagnose(outside(settings))
    findings = [
        {"name": one.name, "state": str(one.state), "text": one.text_en if settings.language == "en" else one.text_fr}
        for one in found
    ]
    if settings.json:
        write_json(findings)
    else:
        from ledr_cli.render.page import Page

        page = Page(settings.language, now(settings))
        page.pairs(
            [
                (f"{_SIGNS[one['state']]} {page.words.value('finding', one['name'])}", _judged(one, settings.language))
                for one in findings
            ]
        )
        page.show()
    return SOME_FAILED if any(one["state"] == "error" for one in findings) else 0


def _judged(finding: dict[str, str], language: str) -> str:
    """What was found, after the word for it where something is to be done."""
    if finding["state"] == "ok":
        return finding["text"]
    return text(finding["state"], language) + text("colon", language) + finding["text"]


def _rules(settings: Settings, rule: str | None) -> int:
    from ledr_core.rules import chosen

    found = chosen(rule or "", settings.language)
    if settings.json:
        write_json([as_json(one) for one in found])
        return 0
    from ledr_cli.render.page import Page
    from ledr_cli.render.rules import listing

    page = Page(settings.language, now(settings))
    listing(page, found)
    page.show()
    return 0


def _rule(language: str) -> list[click.Parameter]:
    return [Argument("rule", "[" + text("metavar RULE", language) + "]", text("rule hint", language), required=False)]


class Argument(click.Argument):
    """A positional parameter with a line of help."""

    def __init__(self, name: str, metavar: str, help: str, **more: Any) -> None:
        super().__init__([name], metavar=metavar, **more)
        self.line = help

    def get_help_record(self, context: click.Context) -> tuple[str, str]:
        """What stands for it in help, and its line."""
        return self.make_metavar(context), self.line


_EXTRAS: Final[dict[str, tuple[Callable[..., int], str, Callable[[str], list[click.Parameter]]]]] = {
    "init": (_init, "ledr --db sqlite:///ecole.db init", _none),
    "demo": (_demo, "ledr demo visite", _demo_folder),
    "doctor": (_doctor, "ledr doctor", _none),
    "rules": (_rules, "ledr rules SLOT-2", _rule),
    "upgrade": (_upgrade, "ledr --db sqlite:///ecole.db upgrade", _none),
}
