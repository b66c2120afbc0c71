"""Properties tried with generated examples: with some in every run, with many more in `make soak`."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

Test = TypeVar("Test", bound=Callable[..., Any])

SOAKING = bool(os.environ.get("LEDR_SOAK"))
"""Whether this run is a soak."""


def examples(usual: int, soak: int) -> settings:
    """So many examples, or in a soak the other number; however long it takes to make one."""
    return settings(max_examples=soak if SOAKING else usual, suppress_health_check=[HealthCheck.too_slow])


def generated(usual: int, soak: int) -> Callable[[Test], Test]:
    """Try a property (`@given`) with so many examples in every run, and in a soak with the other number."""

    def marked(test: Test) -> Test:
        return pytest.mark.generated(examples(usual, soak)(test))

    return marked
