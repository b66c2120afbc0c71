"""A scenario to begin with: the example of a rule, as a file of its own that runs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ledr_core import rules
from ledr_core.rules import Rule
from ledr_core.wording import yaml12
from ledr_core.wording.catalogue import sentences
from ledr_core.wording.words import Words

_WIDTH: Final = 100


def skeleton(identifier: str, file: str, language: str) -> str:
    """The text of a scenario about a rule: what the rule says, and steps that show it. Raises Invalid: no such rule.

    It says how the *file* is played into which it goes.
    """
    rule = rules.find(identifier, language)
    words = Words(language, sentences("scenarios"))
    example = rules.example(rule.identifier)
    how = words.say("begin" if example else "begin without example", file=file)
    introduction = [f"{rule.identifier}: {rule.text}", how]
    comment = "\n#\n".join(_commented(paragraph) for paragraph in introduction)
    return f"{comment}\n{_head(rule)}{_body(example, language) if example else _ANYTHING}"


def _commented(paragraph: str) -> str:
    return "\n".join(f"# {line}" for line in textwrap.wrap(paragraph.replace("\u00a0", " "), _WIDTH))


def _head(rule: Rule) -> str:
    title = re.split(r"(?<=[.:;])\s", rule.text.replace("\u00a0", " "), maxsplit=1)[0].rstrip(" .:;")
    return yaml12.dump({"scenario": f"{rule.identifier}, {title}", "rules": [rule.identifier]})


def _body(example: Path, language: str) -> str:
    """What an example says after its title and its rules; its comments are English, and left out elsewhere."""
    lines = _after_head(example.read_text("utf-8"))
    return "".join(lines if language == "en" else filter(None, map(_without_comment, lines)))


def _without_comment(line: str) -> str:
    """A line without what is said beside it, in the examples always after two spaces; none for what is said above."""
    if line.lstrip().startswith("# "):
        return ""
    kept, comment, _ = line.partition("  # ")
    return kept.rstrip() + "\n" if comment else line


def _after_head(text: str) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        if not re.match(r"(scenario|rules)\s*:", line):
            yield line


_ANYTHING: Final = """\
at: 2026-11-19T09:00
given: [ledr:small]
steps:
  - do: sessions.show
    with: {session: Lyon}
    returns: {reference: Lyon, package: 1, free: 1}
"""
