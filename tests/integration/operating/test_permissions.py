"""Who may ask for what, about whom: a page says what the operations answer, and nobody learns what is not theirs."""

import difflib
from collections.abc import Iterator
from contextlib import closing

import pytest

from ledr_core.application.areas import AREAS
from tests import permissions
from tests.permissions import ACTORS, OPERATIONS, OTHER, UNKNOWN, Permissions, distances, rows, section


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Permissions]:
    with closing(Permissions(tmp_path_factory.mktemp("permissions"))) as school:
        yield school


@pytest.mark.rule("ROLE-1", "ROLE-4", "ROLE-5", "ROLE-6", "ROLE-7", "ROLE-8", "ROLE-11", "TEAM-1", "CAT-16")
@pytest.mark.parametrize("area", AREAS)
def test_the_page_says_who_may_ask_for_what(found: Permissions, area: str) -> None:
    """A new operation, or another answer, is to be read there: `make reference` writes it."""
    answers = section(area, rows(found, area))

    sections = permissions.PAGE.read_text(encoding="utf-8").split("\n## ")
    written = next((f"## {one}" for one in sections if one.startswith(f"{area}\n")), "")
    assert not list(difflib.unified_diff(written.strip().splitlines(), answers.strip().splitlines(), lineterm="", n=0))
    assert "invalid" not in answers and "not found" not in answers


@pytest.mark.rule("ROLE-6")
@pytest.mark.parametrize("role", [role for role in ACTORS if role != "admin"])
def test_what_is_another_companys_looks_as_if_it_were_not_there(found: Permissions, role: str) -> None:
    """The same refusal, after the same questions to the database: neither words nor time tell one from the other."""
    different = []
    for operation in OPERATIONS.values():
        if OTHER in distances(operation):
            foreign, unknown = (found.answer(operation, role, near) for near in (OTHER, UNKNOWN))
            if (foreign.cell, foreign.said) != (unknown.cell, unknown.said):
                different.append(f"{operation.name}: {foreign.said} / {unknown.said}")
            elif foreign.statements != unknown.statements:
                different.append(f"{operation.name}: {len(foreign.statements)} / {len(unknown.statements)} statements")

    assert different == []
