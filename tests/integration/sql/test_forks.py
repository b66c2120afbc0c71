"""A process that is forked after a school was opened works on the school as its parent does."""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import closing

import pytest

from ledr_core import School
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school

CHILDREN, WRITES = 3, 10
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def school(database_url: str) -> Iterator[School]:
    """A school that has a connection open."""
    with closing(a_school(database_url, clock=FixedClock("2026-11-19T09:00"))) as opened:
        opened.companies.list(by="staff")
        yield opened


def write(school: School, writer: str) -> None:
    for number in range(WRITES):
        school.companies.create(by="staff", name=f"{writer} {number}")
        assert f"{writer} {number}" in {one.name for one in school.companies.list(by="staff")}


def test_parent_and_children_write_at_the_same_time(school: School) -> None:
    """Each on connections of its own: everything arrives, and the parent's still work when the children are gone."""
    children = [FORK.Process(target=write, args=(school, f"Child {one}")) for one in range(CHILDREN)]
    for child in children:
        child.start()
    write(school, "Parent")
    for child in children:
        child.join()

    assert [child.exitcode for child in children] == [0] * CHILDREN
    write(school, "Afterwards")
    written = {one.name for one in school.companies.list(by="staff")} - {"Manpower"}
    assert len(written) == (CHILDREN + 2) * WRITES


def test_a_child_that_closes_the_school_leaves_its_parents_connections_open(school: School) -> None:
    """Its own are closed, and no word is said on the others."""
    child = os.fork()
    if child == 0:
        try:
            write(school, "Child")
            school.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)

    write(school, "Parent")
    assert len(school.companies.list(by="staff")) == 2 * WRITES + 1
