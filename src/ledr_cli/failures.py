"""What went wrong, told once: the line of fact, the line of help, the JSON form and the exit status."""

from __future__ import annotations

import difflib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any, Final

import click
from click.exceptions import NoArgsIsHelpError

from ledr_cli.options import wants_json
from ledr_cli.texts import text

UNEXPECTED: Final = 70
_STATUS: Final = {"usage": 2, "invalid": 2, "refused": 3, "not_found": 4, "conflict": 5, "unavailable": 5}


def tell(error: Exception, arguments: Sequence[str], language: str) -> int:
    """Say on standard error what happened; gives the exit status."""
    as_json = wants_json(arguments)
    if isinstance(error, click.ClickException):
        return _tell_usage(error, as_json, language)
    try:
        from ledr_core.domain.kernel.errors import LedrError

        if isinstance(error, LedrError):
            return _tell_no(error, as_json, language)
    except Exception as unexpected:  # a broken installation, or facts that the wording does not know
        error = unexpected
    return _tell_unexpected(error, as_json, language)


def _tell_no(error: Any, as_json: bool, language: str) -> int:
    if as_json:
        also = {"also": [_in_json(one, language) for one in error.also]} if error.also else {}
        _write_json(_in_json(error, language) | also)
    else:
        for one in sorted((error, *error.also), key=_line):
            _tell_one(one, language)
    return _STATUS.get(error.code, UNEXPECTED)


def _line(error: Any) -> tuple[str, int]:
    """Where what is wrong stands: a file is mended from top to bottom."""
    found = error.facts if error.code == "refused" else vars(error)
    return found.get("file") or "", found.get("line") or 0


def _in_json(error: Any, language: str) -> dict[str, Any]:
    from ledr_core.wording import Place, told

    return {"kind": error.code, **_particulars(error), "message": told(error, language, Place.COMMAND_LINE).message}


def _tell_one(error: Any, language: str) -> None:
    from ledr_core.wording import Place, told

    words = told(error, language, Place.COMMAND_LINE)
    refused = error.code == "refused"
    name = "refused" if refused else "wrong"
    rule = {"rule": error.rule} if refused else {}
    _write(text(name, language, message=words.message, **rule), f"→ {words.help}" if words.help else "")


def _particulars(error: Any) -> dict[str, Any]:
    from ledr_core.views import as_json

    names = {
        "refused": ("rule", "reason", "facts"),
        "not_found": ("what", "reference"),
        "invalid": ("field", "reason", "allowed"),
        "unavailable": ("part", "reason"),
        "conflict": ("what",),
    }
    found = {name: as_json(getattr(error, name)) for name in names.get(error.code, ())}
    place = {name: value for name in ("file", "line", "column") if (value := getattr(error, name, None)) is not None}
    return found | place


def _tell_usage(error: click.ClickException, as_json: bool, language: str) -> int:
    if isinstance(error, NoArgsIsHelpError) and not as_json:
        click.echo(error.format_message(), err=True)
        return _STATUS["usage"]
    message = _usage(error, language)
    context = getattr(error, "ctx", None)
    if as_json:
        _write_json({"kind": "usage", "message": message})
    else:
        command = context.command_path if context is not None else "ledr"
        _write(text("wrong", language, message=message), text("try", language, command=command))
    return _STATUS["usage"]


def _usage(error: click.ClickException, language: str) -> str:
    """Click's own errors in the words of the school; what has been said in them already stays as it is."""
    exceptions = click.exceptions
    if isinstance(error, NoArgsIsHelpError):
        return text("missing command", language)
    if isinstance(error, exceptions.NoSuchOption):
        return text("no such option", language, name=error.option_name) + _perhaps(_near(error), language)
    if isinstance(error, getattr(exceptions, "NoSuchCommand", ())):
        said: Any = error
        return text("no such command", language, name=said.command_name) + _perhaps(_close(said), language)
    if isinstance(error, exceptions.BadOptionUsage):
        name = "no value" if "not take" in error.message else "needs value"
        return text(name, language, option=error.option_name)
    if isinstance(error, exceptions.MissingParameter):
        shown = error.param.metavar if isinstance(error.param, click.Argument) else None
        return text("missing", language, name=(shown or _parameter(error).upper()).rstrip("…"))
    if isinstance(error, exceptions.BadParameter):
        return text("bad value", language, option=_parameter(error), message=_limits(error, language))
    if error.message == "Missing command.":
        return text("missing command", language)
    return error.format_message()


def _limits(error: click.BadParameter, language: str) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return text("allowed", language, allowed=", ".join(kind.choices))
    return error.message


def _parameter(error: click.BadParameter) -> str:
    return error.param.opts[0] if error.param is not None else str(error.param_hint or "")


def _near(error: click.NoSuchOption) -> list[str]:
    """The options that the one typed is spelled nearly like, the dashes that all have apart."""
    from ledr_core.wording.choices import close_to

    typed = error.option_name.lstrip("-")
    return [one for one in error.possibilities or () if close_to(typed, [one.lstrip("-")])]


def _close(error: Any) -> list[str]:
    names = error.ctx.command.list_commands(error.ctx)
    return difflib.get_close_matches(error.command_name, names)


def _perhaps(names: Sequence[str] | None, language: str) -> str:
    return text("did you mean", language, names=", ".join(names)) if names else ""


def _tell_unexpected(error: Exception, as_json: bool, language: str) -> int:
    if os.environ.get("LEDR_DEBUG"):
        traceback.print_exception(error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    fact = text("unexpected", language, what=what)
    if as_json:
        _write_json({"kind": "unexpected", "message": fact})
    else:
        _write(fact, text("unexpected help", language))
    return UNEXPECTED


def _write(fact: str, help: str) -> None:
    coloured = None if "NO_COLOR" not in os.environ else False
    click.echo(click.style(fact, fg="red"), err=True, color=coloured)
    if help:
        click.echo(help, err=True)


def _write_json(error: dict[str, Any]) -> None:
    plain = (sys.stderr.encoding or "").lower().replace("-", "") != "utf8"
    sys.stderr.write(json.dumps({"error": error}, ensure_ascii=plain) + "\n")
