"""Roles, as the rows of people and members hold them."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.people.roles import Role

LEARNING: Final = [role.value for role in Role if role.learns]
"""Those that learn."""
