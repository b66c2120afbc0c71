"""Running an operation on the school that the options name, and showing what it gives back."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from datetime import datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias, runtime_checkable

from attrs import evolve

from ledr_cli.options import Settings
from ledr_cli.values import Given, placed
from ledr_core.application.operating.operation import Operation
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid, NotFound, Unavailable
from ledr_core.domain.kernel.hearing import OPERATOR, Hearer
from ledr_core.domain.kernel.moments import SCHOOL_ZONE, Moment
from ledr_core.views import as_json
from ledr_core.views.nothing import Done, Nothing

if TYPE_CHECKING:
    from ledr_adapters import Outside
    from ledr_core.school import School

SOME_FAILED = 1
ROWS_AT_ONCE = 1_000
"""How many rows of a long list are read in one go."""


@runtime_checkable
class WithFailures(Protocol):
    """What goes on after a failure gives back, and says so: a run piece by piece, a check of all that is wrong."""

    @property
    def all_well(self) -> bool:
        """Whether nothing failed."""


def perform(settings: Settings, operation: Operation, values: Mapping[str, Given]) -> int:
    """Run an operation and show its result; gives the exit status."""
    given = {name: one.value for name, one in values.items()}
    with opened(settings, missing=_where_there_is_none(operation, given)) as school:
        hearer = _hearer(school, settings)  # before: what is done may be taking an account away
        ask = partial(school.perform, operation.name, settings.by, vouched=True)
        try:
            if operation.rows_named_by and "limit" not in values:
                show_pages(settings, pages(ask, given, operation.rows_named_by), operation.result, hearer)
                return 0
            result = ask(given)
        except Invalid as error:
            raise placed(error, values) from None
    show(settings, result, operation.result, hearer, _done(settings, operation, values, result))
    return SOME_FAILED if some_failed(result) else 0


Missing: TypeAlias = Literal["made", "stood in for"]
"""What becomes of a school that is not there: it is made, or an empty one in memory stands in, which is said."""


def _where_there_is_none(operation: Operation, given: Mapping[str, Any]) -> Missing:
    """What writes makes the school; what reads, or keeps nothing, leaves no file where none was."""
    return "stood in for" if operation.reads or any(given.get(name) for name in _TRIALS) else "made"


_TRIALS: Final = ("check_only", "preview")
"""Parameters with which nothing is kept."""


def show_stake(settings: Settings, operation: Operation, values: Mapping[str, Given]) -> bool:
    """Show on standard error what a change is about to concern; gives whether somebody has to be asked."""
    if not operation.asks:
        return False
    with opened(settings, missing=_where_there_is_none(operation, {})) as school:
        try:
            stake = school.at_stake(operation.name, settings.by, {name: one.value for name, one in values.items()})
        except Invalid as error:
            raise placed(error, values) from None
    if stake is None:
        return False
    from ledr_cli.render import write

    with redirect_stdout(sys.stderr):
        write(stake, settings.language, now(settings), paged=False)
    return True


def _done(settings: Settings, operation: Operation, values: Mapping[str, Given], result: object) -> str:
    """What was done, for an operation without a result."""
    if not isinstance(result, Nothing):
        return ""
    from ledr_core.wording.manual import done

    said = result.facts if isinstance(result, Done) else {}
    return done(operation.name, {name: one.value for name, one in values.items()} | said, settings.language)


def _hearer(school: School, settings: Settings) -> Hearer:
    """Whom the result is shown to."""
    if settings.by == "staff" or settings.json:
        return OPERATOR
    with suppress(NotFound):
        return school.hearer(settings.by)
    return OPERATOR


def pages(ask: Callable[[dict[str, Any]], Any], given: dict[str, Any], name: str) -> Iterator[tuple[Any, ...]]:
    """A list, page by page: however long it is, no more than a page is held; *name* is what names a row of it."""
    seen = 0
    while True:
        rows = ask(given | {"limit": ROWS_AT_ONCE})
        if len(rows) < ROWS_AT_ONCE:
            if rows or not seen:
                yield rows
            return
        last = next((place for place in reversed(range(len(rows))) if getattr(rows[place], name) is not None), None)
        if last is None:  # nothing of it has a name yet to go on after
            yield ask(given)
            return
        seen += last + 1
        yield rows[: last + 1]
        given = given | {"after": getattr(rows[last], name)}


def show_pages(
    settings: Settings, found: Iterator[tuple[Any, ...]], declared: object, hearer: Hearer = OPERATOR
) -> None:
    """A list on standard output as it is read: as at once, but that a long table has its titles on each page."""
    first = next(found)
    second = next(found, None)
    if second is None:
        show(settings, first, declared, hearer)
        return
    rest = chain((first, second), found)
    if settings.json:
        write_json_list(item for rows in rest for item in rows)
        return
    from ledr_cli.render import write

    for rows in rest:
        write(rows, settings.language, now(settings), declared=declared, paged=False, hearer=hearer)


@contextmanager
def opened(settings: Settings, *, missing: Missing = "made") -> Iterator[School]:
    """The school that the options name, which tells how far long work is when somebody watches, and logs."""
    from ledr_cli.logs import logged

    with logged(os.environ.get("LEDR_LOG") or None), _watched(settings, missing) as school:
        yield school


@contextmanager
def _watched(settings: Settings, missing: Missing) -> Iterator[School]:
    school = _school(settings, missing)
    try:
        if sys.stderr.isatty() and sys.stdout.isatty():
            from ledr_cli.progress import Bar

            with Bar(settings.language) as bar:
                school.progress = bar
                yield school
        else:
            yield school
    finally:
        school.close()


def _school(settings: Settings, missing: Missing) -> School:
    from ledr_adapters import school_over

    chosen = outside(settings)
    try:
        return school_over(chosen, create=missing == "made")
    except Unavailable as error:
        if missing != "stood in for" or error.ground not in _NONE_THERE:
            raise
        _tell_of_none(settings, error)
        return school_over(evolve(chosen, url="memory:"))


_NONE_THERE: Final = ("not made yet", "nothing in it")
"""The grounds on which a database holds no school yet."""


def _tell_of_none(settings: Settings, error: Unavailable) -> None:
    """Say on standard error, to people, that what follows is of an empty school."""
    if settings.json:
        return
    from ledr_cli.texts import text
    from ledr_core.wording import Place, told

    help = told(error, settings.language, Place.COMMAND_LINE).help
    sys.stderr.write(text("tried on nothing", settings.language, path=error.facts["path"], help=help) + "\n")


def outside(settings: Settings) -> Outside:
    """What the options and the environment choose: the database, the clock, and whom things are handed to."""
    from ledr_adapters import Outside, clock_at

    clock = None if settings.at is None else clock_at(settings.at)
    chosen = Outside.from_environment(settings.database, os.environ, clock)
    return chosen if settings.lock_wait is None else evolve(chosen, lock_wait=_seconds(settings.lock_wait))


def _seconds(typed: str) -> float:
    """A wait as it was typed. Raises Invalid; whether it is too long is seen by who waits."""
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        raise Invalid("lock_wait", "not a number", {"value": typed}) from None


def show(settings: Settings, result: object, declared: object, hearer: Hearer = OPERATOR, done: str = "") -> None:
    """A result on standard output: its JSON form alone, or a page for *hearer*; without one, what was *done*."""
    if settings.json:
        write_json(as_json(result))
        return
    file = getattr(result, "file", None)
    if isinstance(file, Content) and _can_be_read(file):
        sys.stdout.flush()
        sys.stdout.buffer.write(file.data)
        return
    from ledr_cli.render import write

    write(result, settings.language, now(settings), declared=declared, paged=settings.paged, hearer=hearer, done=done)


def _can_be_read(file: Content) -> bool:
    """Whether a file that nobody named may go out as it is: text anywhere, anything else to who is no terminal."""
    return file.name.endswith((".csv", ".json", ".html")) or not sys.stdout.isatty()


def write_json(data: Any) -> None:
    """JSON on standard output: indented for somebody who reads it, on one line for a program."""
    stream = sys.stdout
    plain = (stream.encoding or "").lower().replace("-", "") != "utf8"
    stream.write(json.dumps(data, ensure_ascii=plain, indent=2 if stream.isatty() else None) + "\n")


def write_json_list(items: Iterable[Any]) -> None:
    """A list as `write_json` writes it, an item at a time."""
    stream = sys.stdout
    indent = 2 if stream.isatty() else None
    opening, between, closing = ("[\n", ",\n", "\n]") if indent else ("[", ", ", "]")
    plain = (stream.encoding or "").lower().replace("-", "") != "utf8"
    for place, item in enumerate(items):
        text = json.dumps([as_json(item)], ensure_ascii=plain, indent=indent)
        stream.write((between if place else opening) + text[len(opening) : -len(closing)])
    stream.write(closing + "\n")


def now(settings: Settings) -> datetime:
    """The instant at which the command runs, on the school's clock."""
    instant = datetime.now(SCHOOL_ZONE) if settings.at is None else Moment.at(settings.at).instant
    return instant.astimezone(SCHOOL_ZONE)


def some_failed(result: object) -> bool:
    """Whether a run that goes on after a failure had one, or things looked at one by one are not all well."""
    found = result if isinstance(result, tuple) else (result,)
    return any(isinstance(one, WithFailures) and not one.all_well for one in found)
