"""The school's messages in words, from Jinja2 templates; `templates/README.md` says how to write one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen

from ledr_adapters.mail.facts import FIRST_STRONG, POP, fit
from ledr_core.domain.kernel.errors import Invalid

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.runtime import Context

    from ledr_adapters.mail.environment import Form
    from ledr_core.ports.templates import Rendered

_FOLDER: Final = Path(__file__).parent / "templates"

_LANGUAGES: Final = ("fr", "en")
_LONGEST_SUBJECT: Final = 59

_SPACES: Final = re.compile(r"[ \t\r\n]+")  # not the no-break ones
_EMPTY_LINES: Final = re.compile(r"\n(?:[ \t]*\n)+")
_LINK: Final = re.compile(r'href="(http[^"]*)"')


@frozen
class JinjaTemplates:
    """The `Templates` that are shipped with the library. Jinja2 and Babel are imported at the first rendering."""

    folders: tuple[Path, ...] = ()
    """Folders that are looked into before those of the library, each with `fr` and `en`."""

    def render(self, kind: str, facts: Mapping[str, object], language: str) -> Rendered:
        """The message of that kind with these facts in that language. See `Templates.render`."""
        with _naming(kind):
            return _rendered(self._read("html", language, kind), self._read("text", language, kind), fit(facts))

    def subject(self, kind: str, facts: Mapping[str, object], language: str) -> str:
        """The subject of that message alone. See `Templates.subject`."""
        with _naming(kind):
            as_text = self._read("text", language, kind)
            return _subject(as_text, as_text.new_context(fit(facts)))

    def _read(self, form: Form, language: str, kind: str) -> Template:
        from ledr_adapters.mail.environment import template

        folders = (*self.folders, _FOLDER)
        if language not in _LANGUAGES:
            raise Invalid("language", "no messages in that language", {"value": language, "choices": _LANGUAGES})
        if kind not in _worded(folders):
            raise Invalid("kind", "no such kind of message", {"value": kind, "choices": _worded(folders)})
        return template(folders, form, language, kind)


@contextmanager
def _naming(kind: str) -> Iterator[None]:
    """What a template of that kind does not find or cannot use among its facts, as Invalid."""
    from jinja2 import UndefinedError

    try:
        yield
    except UndefinedError as fault:
        raise Invalid("facts", "template fails", {"kind": kind, "cause": fault.message}) from None
    except (TypeError, ValueError, AttributeError) as fault:
        raise Invalid("facts", "template fails", {"kind": kind, "cause": str(fault)}) from None


@cache
def _worded(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """The kinds that there are words for."""
    return tuple(sorted(path.stem for folder in folders for path in (folder / "fr").glob("[!_]*.j2")))


def _rendered(as_html: Template, as_text: Template, facts: dict[str, object]) -> Rendered:
    from ledr_core.ports.templates import Rendered

    page, context = as_html.render(facts), as_text.new_context(facts)
    return Rendered(
        subject=_subject(as_text, context),
        text=_EMPTY_LINES.sub("\n\n", "".join(as_text.root_render_func(context))).strip("\n") + "\n",
        html=_EMPTY_LINES.sub("\n", page).strip() + "\n",
        links=tuple(dict.fromkeys(html.unescape(link) for link in _LINK.findall(page))),
    )


def _subject(as_text: Template, context: Context) -> str:
    subject = "".join(as_text.blocks["subject"](context))
    return _cut(_SPACES.sub(" ", subject).strip())


def _cut(subject: str) -> str:
    if len(subject) <= _LONGEST_SUBJECT:
        return subject
    start = subject[: _LONGEST_SUBJECT - 1]
    start = (start.rpartition(" ")[0] or start[:-1]).rstrip(f",:;\u00a0 {FIRST_STRONG}") + "…"
    return start + POP if start.count(FIRST_STRONG) > start.count(POP) else start
