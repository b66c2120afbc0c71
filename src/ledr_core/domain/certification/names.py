"""The values of the closed lists of this context, for who names them and needs no more of it."""

from __future__ import annotations

from typing import Literal, TypeAlias

KindName: TypeAlias = Literal["certificate", "attestation", "correction", "connections"]
"""A `Kind` by its value."""
ValidityName: TypeAlias = Literal["valid", "superseded", "revoked"]
"""A `Validity` by its value."""
LevelName: TypeAlias = Literal["gold", "silver", "bronze"]
"""A `Level` by its value."""
StateName: TypeAlias = Literal["begun", "handed_in", "graded", "reworking"]
"""A `State` by its value."""
