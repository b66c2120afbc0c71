"""The reference of operations in docs/ is made from the operations: it says what they say today."""

import pytest

from ledr_core.application.areas import AREAS, every_operation
from tools.operations_reference import FOLDER, pages


@pytest.mark.parametrize("name", pages())
def test_the_reference_says_what_the_operations_say(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name], "stale: run `make reference`"


def test_the_reference_has_no_page_of_an_area_that_is_no_more() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(pages())


def test_every_operation_has_its_place_in_the_reference() -> None:
    for area in AREAS:
        page = pages()[f"{area}.md"]
        assert [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")] == [
            name for name in every_operation() if name.startswith(f"{area}.")
        ]
