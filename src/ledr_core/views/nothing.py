"""The result of what promises none."""

from __future__ import annotations

from attrs import frozen


@frozen
class Nothing:
    """The result of an operation that promises no key."""
