"""The JSON form of results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias, TypeVar, overload

import attrs

from ledr_core.domain.kernel.content import Content

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    class _Attrs(Protocol):
        __attrs_attrs__: ClassVar[Any]

    View: TypeAlias = _Attrs | DataclassInstance
    """A result: what attrs makes, which is a dataclass to type checkers that do not know attrs."""
    _V = TypeVar("_V", bound=View)


@overload
def as_json(value: View) -> dict[str, Any]: ...
@overload
def as_json(value: list[_V] | tuple[_V, ...]) -> list[dict[str, Any]]: ...
@overload
def as_json(value: Mapping[Any, Any]) -> dict[str, Any]: ...
@overload
def as_json(value: str | date) -> str: ...
@overload
def as_json(value: Decimal) -> int | float: ...
@overload
def as_json(value: list[Any] | tuple[Any, ...] | set[Any] | frozenset[Any]) -> list[Any]: ...
@overload
def as_json(value: Any) -> Any: ...
def as_json(value: Any) -> Any:
    """The JSON form of a result: dates `2026-11-19`, instants `2026-11-19T05:00:00Z`, decimals as numbers.

    That of a view is a map of its keys, that of several a list of them.
    """
    kind: Any = type(value)
    if isinstance(value, Content):
        return {"name": value.name, "size": value.size, "sha256": value.sha256}
    if attrs.has(kind):
        return {field.name: as_json(getattr(value, field.name)) for field in attrs.fields(kind)}
    if isinstance(value, Mapping):
        return {str(as_json(key)): as_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted(as_json(part) for part in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Enum):
        return as_json(value.value)
    return str(value) if isinstance(value, str) else value
