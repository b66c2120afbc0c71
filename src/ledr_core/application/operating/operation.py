"""Operations: the one surface of the school. An area's methods marked `@operation` are its operations.

Called from outside, an operation reads its values, opens a piece of work, checks that the acting person may ask for
it, runs the method on that work, and commits; a Conflict is tried again. Inside, the method finds all it needs in
`self.work`.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from functools import cached_property, partial, wraps
from typing import Any, ClassVar, TypeVar

from attrs import define, frozen

from ledr_core.application.operating.actor import STAFF
from ledr_core.application.operating.desk import Desk
from ledr_core.application.operating.files import NamesOfFiles, deliver, must_name_no_path, names_a_path, opened
from ledr_core.application.operating.permissions import PERMISSIONS, Permission
from ledr_core.application.operating.values import Field, read_fields
from ledr_core.application.operating.work import Work

_Method = TypeVar("_Method", bound=Callable[..., Any])
Look = Callable[[Work, Mapping[str, Any]], object]
"""What an operation does first, given its values: reading what is there, or a part that stays when it is refused."""


class Area:
    """A group of operations over one piece of work. `name` is its name in the API."""

    name: ClassVar[str]

    def __init__(
        self, desk: Desk, work: Work | None = None, found: object = None, paths: NamesOfFiles | None = None
    ) -> None:
        self.desk = desk
        self._work = work
        self._paths = paths
        self.found = found
        """What `operation_that_looks_first` found when it was asked for, or `operation_that_keeps` did first."""

    @property
    def paths(self) -> NamesOfFiles:
        """What names of files inside the values of the running operation stand for."""
        if self._paths is None:
            raise RuntimeError("no operation is running")
        return self._paths

    @property
    def work(self) -> Work:
        """The piece of work of the running operation."""
        if self._work is None:
            raise RuntimeError("no operation is running")
        return self._work


@define(slots=False)
class Operation:
    """One operation: what it is called, takes and promises."""

    area: type[Area]
    verb: str
    method: Callable[..., Any]
    reads: bool
    piecewise: bool
    look: Look | None = None
    keeps: bool = False

    @property
    def name(self) -> str:
        """The name in the API, such as `slots.assign`."""
        return f"{self.area.name}.{self.verb}"

    @property
    def permission(self) -> Permission:
        """Who may ask for it."""
        return PERMISSIONS[self.name]

    @property
    def documentation(self) -> str:
        """What it does, with an example, as its docstring says."""
        return inspect.getdoc(self.method) or ""

    @cached_property
    def parameters(self) -> tuple[Field, ...]:
        """What it takes beside `by`, in the order in which it is listed."""
        hints = typing.get_type_hints(self.method, include_extras=True)
        signature = inspect.signature(self.method).parameters.values()
        return tuple(
            Field(
                one.name, hints[one.name], one.default is one.empty, None if one.default is one.empty else one.default
            )
            for one in signature
            if one.name not in ("self", "by")
        )

    @cached_property
    def result(self) -> object:
        """The type of what it gives back, as its annotation says: a view, or `tuple[View, ...]`."""
        return typing.get_type_hints(self.method)["return"]

    def run(self, desk: Desk, by: object, given: Mapping[str, object], *, vouched: bool = False) -> Any:
        """Do it: read, open the files named, authorise, work, commit, write the files asked for.

        Paths of the server are named by staff alone, unless the caller vouches for them (API: Files).
        """
        paths = NamesOfFiles(desk.ports.disk, may_name_paths=vouched or by == STAFF)
        read = read_fields(self.parameters, given)
        if by != STAFF and names_a_path(read):
            with desk.work(by, self.permission, reads=True):  # nothing is opened or made for who may not ask
                if not paths.may_name_paths:
                    must_name_no_path(read)
        values = opened(read, paths.disk)
        result = self._run(desk, by, values, paths)
        deliver(values)
        return result

    def _run(self, desk: Desk, by: object, values: Mapping[str, Any], paths: NamesOfFiles) -> Any:
        if self.piecewise:
            with desk.standing_alone(self.name), desk.work(by, self.permission, reads=True):
                pass
            return self.method(self.area(desk, paths=paths), by=by, **values)
        found = self._looked(desk, by, values)
        return desk.repeat(lambda: self._once(desk, by, values, found, paths))

    def _looked(self, desk: Desk, by: object, values: Mapping[str, Any]) -> object:
        if self.look is None:
            return None
        if self.keeps:
            return desk.repeat(partial(self._first, desk, by, values))
        return self._first(desk, by, values)

    def _first(self, desk: Desk, by: object, values: Mapping[str, Any]) -> object:
        assert self.look is not None
        with desk.work(by, self.permission, reads=not self.keeps) as work:
            return self.look(work, values)

    def _once(self, desk: Desk, by: object, values: Mapping[str, Any], found: object, paths: NamesOfFiles) -> Any:
        with desk.work(by, self.permission, reads=self.reads) as work:
            return self.method(self.area(desk, work, found, paths), by=by, **values)


@frozen
class _Marked:
    reads: bool
    piecewise: bool
    look: Look | None = None
    keeps: bool = False


def operation(method: _Method) -> _Method:
    """An operation that changes something, in a transaction of its own."""
    return _marked(method, _Marked(reads=False, piecewise=False))


def operation_that_looks_first(look: Look) -> Callable[[_Method], _Method]:
    """An operation about what is there when it is asked for, such as the question that waits for an answer.

    *look* reads it once, in a transaction of its own before the first try; the method finds it in `self.found`, and
    refuses when somebody else's turn came in between, in whichever try.
    """
    return lambda method: _marked(method, _Marked(reads=False, piecewise=False, look=look))


def operation_that_keeps(first: Look) -> Callable[[_Method], _Method]:
    """An operation with a part that stays even when it is refused, such as counting a failed try.

    *first* does that part, committed by itself before the rest begins; the method finds what it gives in `self.found`.
    Within a transaction of several operations it is a step of its own, which stays when the host commits.
    """
    return lambda method: _marked(method, _Marked(reads=False, piecewise=False, look=first, keeps=True))


def reading(method: _Method) -> _Method:
    """An operation that only reads: a writer never blocks it."""
    return _marked(method, _Marked(reads=True, piecewise=False))


def piecewise(method: _Method) -> _Method:
    """An operation that works piece by piece and goes on after a stop, or waits for a network between its pieces.

    It opens its pieces of work itself.
    """
    return _marked(method, _Marked(reads=False, piecewise=True))


def _marked(method: _Method, mark: _Marked) -> _Method:
    @wraps(method)
    def run(self: Area, **given: Any) -> Any:
        by = given.pop("by", None)
        return operations_of(type(self))[method.__name__].run(self.desk, by, given)

    run.__ledr_mark__ = mark  # type: ignore[attr-defined]
    return typing.cast(_Method, run)


_OPERATIONS: dict[type[Area], dict[str, Operation]] = {}


def operations_of(area: type[Area]) -> dict[str, Operation]:
    """The operations of an area by verb, in the order in which they are written."""
    if area not in _OPERATIONS:
        marked = [
            (verb, member, member.__ledr_mark__)
            for verb, member in vars(area).items()
            if hasattr(member, "__ledr_mark__")
        ]
        _OPERATIONS[area] = {
            verb: Operation(area, verb, member.__wrapped__, mark.reads, mark.piecewise, mark.look, mark.keeps)
            for verb, member, mark in marked
        }
    return _OPERATIONS[area]
