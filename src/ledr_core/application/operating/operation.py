"""Operations: the one surface of the school. An area's methods marked `@operation` are its operations.

Called from outside, an operation reads its values, opens a piece of work, checks that the acting person may ask for
it, runs the method on that work, and commits; a Conflict is tried again. Inside, the method finds all it needs in
`self.work`.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, partial, wraps
from itertools import chain
from os import PathLike, fspath
from typing import Any, ClassVar, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar, overload

from attrs import define, evolve, field, frozen

from ledr_core.application.operating.actor import STAFF, name_of_actor
from ledr_core.application.operating.opening import deliver, must_name_no_path, opened, waits
from ledr_core.application.operating.permissions import NOBODY_ELSE, Permission, Those, permission
from ledr_core.application.operating.sources import NamesOfFiles
from ledr_core.application.operating.values import Field, InsteadOf, last_seen, read_fields
from ledr_core.domain.kernel.errors import Invalid, LedrError

if typing.TYPE_CHECKING:
    from ledr_core.application.operating.desk import Desk, Progress
    from ledr_core.application.operating.work import Work
    from ledr_core.ports.outside import Ports

_Method = TypeVar("_Method", bound=Callable[..., Any])
_Self = TypeVar("_Self")
_Found = TypeVar("_Found")
_Handed = TypeVar("_Handed", covariant=True)
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
First: TypeAlias = "Callable[Concatenate[Before, ...], _Found]"
"""What an operation does first, given its values as keywords, of which it names those it needs."""
Stake: TypeAlias = "Callable[[Work, Mapping[str, Any]], object | None]"
"""Reads what a change is about to concern, given the operation's values; None when nobody needs to be asked."""


class Area:
    """A group of operations over one piece of work. `name` is its name in the API."""

    name: ClassVar[str]
    rule: ClassVar[str] = "ROLE-11"
    """The rule that a refusal names, for the operations that name none."""
    may: ClassVar[Those] = NOBODY_ELSE
    """Who may ask beside staff, for the operations that do not say."""

    def __init__(self, desk: Desk, work: Work | None = None) -> None:
        self.desk = desk
        self._work = work

    @property
    def work(self) -> Work:
        """The piece of work of the running operation."""
        if self._work is None:
            raise RuntimeError("no operation is running")
        return self._work


@overload
def operation(method: _Method, /) -> _Method: ...
@overload
def operation(
    *,
    rule: str | None = None,
    may: Those | None = None,
    reads: bool = False,
    counts: bool = False,
    piecewise: bool = False,
    destructive: bool = False,
    asks: Stake | None = None,
) -> Callable[[_Method], _Method]: ...
@overload
def operation(
    *,
    rule: str | None = None,
    may: Those | None = None,
    reads: bool = False,
    destructive: bool = False,
    first: First[_Found],
) -> _AfterIt[_Found]: ...
def operation(method: Callable[..., Any] | None = None, /, **said: Any) -> Any:
    """Make a method of an area an operation: something that can be asked of the school.

    - `rule`: the one that a refusal names when somebody asks who may not; `may`: who may ask, beside staff. Without
      them the area's hold, which are ROLE-11 and staff alone.
    - `reads`: it only reads; a writer never blocks it.
    - `counts`: it reads and counts over the whole school, so that it takes longer in a larger one.
    - `piecewise`: it works piece by piece and goes on after a stop, or waits for a network between its pieces. It opens
      its pieces of work itself.
    - `destructive`: it cannot be undone, so whoever types it is asked first.
    - `asks`: what is at stake, as far as that can be read before: whoever types it is shown that and asked, unless
      nothing is. Services that embed the school are never asked.
    - `first`: done before the rest, once, whatever is tried again, in steps of its own (`Before`): what is read there
      is what is there when the operation is asked for, such as the question that waits for an answer; what is kept
      there stays even when the rest is refused, such as counting a failed try; and what takes long, a hash or a file,
      comes between the steps, while no transaction is open. The method takes what it gives as its first argument, by
      position, which no caller sees; it refuses when somebody else's turn came in between.
    """
    if method is not None:
        return _marked(method, _Said())
    return lambda method: _marked(method, _Said(**said))


@frozen
class Before:
    """What comes before an operation's own transaction: steps, each in a transaction of its own, and what is between.

    Within a host's transaction each is a step of that, which stays when the host commits.
    """

    _desk: Desk
    _by: object
    _permission: Permission = field(repr=False)
    paths: NamesOfFiles
    """What names of files inside the values stand for."""

    @property
    def ports(self) -> Ports:
        """What may be asked between two steps, while nobody waits for us."""
        return self._desk.ports

    @property
    def progress(self) -> Progress | None:
        """Told how far long work is."""
        return self._desk.progress

    def must_be_allowed(self) -> None:
        """Raises what keeps whoever acts from asking for the operation: before anything of theirs is read."""
        self.read(lambda work: None)

    def read(self, step: Callable[[Work], _Result]) -> _Result:
        """What a step finds that only reads."""
        return self._step(step, reads=True)

    def keep(self, step: Callable[[Work], _Result]) -> _Result:
        """What a step gives; what it writes stays. It is tried again on a Conflict."""
        return self._desk.repeat(partial(self._step, step, reads=False))

    def _step(self, step: Callable[[Work], _Result], *, reads: bool) -> _Result:
        with self._desk.work(self._by, self._permission, reads=reads) as work:
            return step(work)


class _AfterIt(Protocol[_Handed]):
    """Makes an operation of a method that takes what was found first."""

    def __call__(
        self, method: Callable[Concatenate[_Self, _Handed, _Given], _Result], /
    ) -> Callable[Concatenate[_Self, _Given], _Result]: ...


@frozen
class _Said:
    """What the decorator says of an operation."""

    rule: str | None = None
    may: Those | None = None
    reads: bool = False
    counts: bool = False
    piecewise: bool = False
    destructive: bool = False
    asks: Stake | None = None
    first: First[Any] | None = None


def _marked(method: Callable[..., Any], said: _Said) -> Callable[..., Any]:
    @wraps(method)
    def run(self: Area, **given: Any) -> Any:
        by = given.pop("by", None)
        return operations_of(type(self))[method.__name__].run(self.desk, by, given)

    run.__ledr_said__ = said  # type: ignore[attr-defined]
    return run


@define(slots=False)
class Operation:
    """One operation: what it is called, takes and promises."""

    area: type[Area]
    verb: str
    method: Callable[..., Any]
    _said: _Said

    @property
    def name(self) -> str:
        """The name in the API, such as `slots.assign`."""
        return f"{self.area.name}.{self.verb}"

    @property
    def reads(self) -> bool:
        """Whether it only reads."""
        return self._said.reads

    @property
    def counts(self) -> bool:
        """Whether it counts over the whole school."""
        return self._said.counts

    @property
    def piecewise(self) -> bool:
        """Whether it works piece by piece."""
        return self._said.piecewise

    @property
    def destructive(self) -> bool:
        """Whether it cannot be undone."""
        return self._said.destructive

    @property
    def asks(self) -> bool:
        """Whether whoever types it may have to be asked first: see `at_stake`."""
        return self._said.asks is not None

    @cached_property
    def permission(self) -> Permission:
        """Who may ask for it."""
        area, said = self.area, self._said
        return permission(said.rule or area.rule, area.may if said.may is None else said.may)

    @cached_property
    def parameters(self) -> tuple[Field, ...]:
        """What it takes beside `by`, in the order in which it is listed."""
        signature = inspect.signature(self.method).parameters.values()
        return tuple(
            _field(one, self._hints[one.name]) for one in signature if one.kind is one.KEYWORD_ONLY and one.name != "by"
        )

    @cached_property
    def rows_named_by(self) -> str | None:
        """The key that names a row of the list that it gives, when the list is read by page (`limit` and `after`)."""
        if typing.get_origin(self.result) is not tuple:
            return None
        return next((one.key for field in self.parameters if (one := last_seen(field.annotation))), None)

    @property
    def result(self) -> Any:
        """The type of what it gives back."""
        return self._hints["return"]

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return typing.get_type_hints(self.method, include_extras=True)

    def run(
        self, desk: Desk, by: object, given: Mapping[str, object], *, vouched: bool = False, beside: str = "."
    ) -> Any:
        """Do it: read, open the files named, authorise, work, commit, write the files asked for.

        Paths of the server are named by staff alone, unless the caller vouches for them (API: Files); they are relative
        to the folder *beside* the values.
        """
        with self._told_to(by):
            if not isinstance(beside, str | PathLike):
                raise Invalid("beside", "not text", {"value": beside})
            paths = NamesOfFiles(desk.ports.disk, vouched or by == STAFF, fspath(beside))
            read = read_fields(self.parameters, given)
            if not paths.may_name_paths:
                name_of_actor(by)
                must_name_no_path(read)
            return self._opened(desk, by, read, Before(desk, by, self.permission, paths))

    def at_stake(self, desk: Desk, by: object, given: Mapping[str, object]) -> object | None:
        """What whoever types it is shown and asked before it is done; None when there is nothing to ask."""
        with self._told_to(by):
            desk.must_be_open()
            if self._said.asks is None:
                return None
            read = read_fields(self.parameters, given)
            with desk.naming_damage(), desk.work(by, self.permission, reads=True) as work:
                return self._said.asks(work, read)

    @contextmanager
    def _told_to(self, by: object) -> Iterator[None]:
        """Errors know whom they are told to, and what may be given here."""
        try:
            yield
        except LedrError as error:
            from ledr_core.application.operating.hearing import hearer_before

            takes = frozenset(field.name for field in self.parameters).__contains__
            hearer = evolve(error.hearer or hearer_before(by), takes=takes)
            for one in (error, *error.also):
                one.hearer = hearer
            raise

    def _opened(self, desk: Desk, by: object, read: Mapping[str, Any], before: Before) -> Any:
        """Nothing is opened, and no piece begun, for others, nor in a school that is closed."""
        desk.must_be_open()
        if self.piecewise:
            desk.must_stand_alone(self.name)
        with desk.naming_damage():
            if self.piecewise or (by != STAFF and waits(read)):
                before.must_be_allowed()
        values = opened(read, before.paths.disk, before.paths.beside)
        with desk.naming_damage():
            result = self._run(desk, by, values, before)
        deliver(values)
        return result

    def _run(self, desk: Desk, by: object, values: Mapping[str, Any], before: Before) -> Any:
        if self.piecewise:
            return self.method(self.area(desk), by=by, **values)
        found = () if self._said.first is None else (self._said.first(before, **values),)
        return desk.repeat(lambda: self._once(desk, by, values, found))

    def _once(self, desk: Desk, by: object, values: Mapping[str, Any], found: tuple[Any, ...]) -> Any:
        with desk.work(by, self.permission, reads=self.reads) as work:
            return self.method(self.area(desk, work), *found, by=by, **values)


def _field(one: inspect.Parameter, annotation: Any) -> Field:
    marks = getattr(annotation, "__metadata__", ())
    if marks and isinstance(marks[0], InsteadOf):
        return Field(one.name, typing.get_args(annotation)[0], False, one.default, instead_of=marks[0].name)
    required = one.default is one.empty
    return Field(one.name, annotation, required, None if required else one.default)


_OPERATIONS: dict[type[Area], dict[str, Operation]] = {}


def operations_of(area: type[Area]) -> dict[str, Operation]:
    """The operations of an area by verb, in the order in which they are written, then those of what it builds on."""
    if area not in _OPERATIONS:
        members = chain.from_iterable(vars(kind).items() for kind in area.__mro__)
        marked = {verb: member for verb, member in members if hasattr(member, "__ledr_said__")}
        _OPERATIONS[area] = {
            verb: Operation(area, verb, member.__wrapped__, member.__ledr_said__) for verb, member in marked.items()
        }
    return _OPERATIONS[area]
