"""`ledr catalogue new`: a small course with comments, which loads as it is, to begin one's own with."""

from __future__ import annotations

import shlex
from importlib.resources import files
from typing import Final

import click

from ledr_adapters import local_disk
from ledr_cli.options import Settings
from ledr_cli.running import write_json
from ledr_cli.texts import text
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.disk import Making

FILES: Final = ("lessons", "modules", "themes", "workshops", "questions", "courses", "cases")
"""The files of a course, in the order in which they are read best; `catalogue dump --split` has the same."""


def new_course(settings: Settings, folder: str) -> int:
    """Write the files, in the language of the run. Raises Invalid unless the folder is new or empty."""
    target = local_disk().folder(folder, Making.ITSELF)
    if target.names():
        raise Invalid("folder", "folder in use", {"path": folder, "names": target.names()})
    for name in FILES:
        target.put(f"{name}.yaml", (files(__name__) / settings.language / f"{name}.yaml").read_bytes())
    target.deliver()
    written = [f"{name}.yaml" for name in FILES]
    if settings.json:
        write_json({"folder": folder, "files": written})
    else:
        click.echo(text("course begun", settings.language, folder=folder, files=", ".join(written)))
        click.echo(text("course next", settings.language, folder=shlex.quote(folder)), err=True)
    return 0
