"""A server is asked whether it is still there when a connection may be gone, and not before each work."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import sqlalchemy as sa

from ledr_adapters.sql import pinging
from ledr_core import School
from ledr_core.testing import FixedClock
from ledr_core.testing.builders import a_school


@pytest.fixture
def school(postgresql_school_url: str) -> Iterator[School]:
    with closing(a_school(postgresql_school_url, clock=FixedClock("2026-11-19T09:00"))) as opened:
        yield opened


@pytest.fixture
def asked(school: School, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The connections on which the server was asked."""
    dialect, connections = engine_of(school).dialect, list[Any]()
    ping = dialect.do_ping
    monkeypatch.setattr(dialect, "do_ping", lambda one: (connections.append(one), ping(one))[1])
    return connections


def engine_of(school: School) -> sa.Engine:
    engine: sa.Engine = school._desk.ports.store.engine  # type: ignore[attr-defined]
    return engine


def names(school: School) -> list[str]:
    return [one.name for one in school.companies.list(by="staff")]


def test_works_that_follow_each_other_do_not_ask(school: School, asked: list[Any]) -> None:
    assert names(school) == names(school) == ["Manpower"]
    assert asked == []


def test_a_connection_that_has_waited_is_asked(
    school: School, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinging, "UNASKED_SECONDS", 0.0)

    assert names(school) == ["Manpower"]
    assert len(asked) > 0


def test_one_that_the_server_has_ended_is_replaced_without_a_word(school: School, asked: list[Any]) -> None:
    ended = "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
    ended += " where datname = current_database() and pid <> pg_backend_pid()"
    other = sa.create_engine(engine_of(school).url, poolclass=sa.NullPool)
    with other.connect() as connection:
        assert True in connection.exec_driver_sql(ended).scalars().all()

    assert names(school) == ["Manpower"]
    assert len(asked) == 1
