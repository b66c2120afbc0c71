"""Fixtures that all tests may ask for: fresh databases, SQLite and PostgreSQL."""

import gc
import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import tests.disks  # noqa: F401  # for every database
from ledr_core.domain.kernel.errors import Grounded
from tests.empty_schools import Emptied, make_tables
from tests.open_units import watched
from tests.postgresql import PostgresServer
from tests.words import must_have_words

signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # what runs in the background of a shell ignores it, with its children
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config: pytest.Config) -> None:
    """Of what is installed for editing, pytest would read anew the assertions of all of `ledr_core`, for its plugin."""
    marked = getattr(config.pluginmanager.rewrite_hook, "_must_rewrite", set())
    marked.discard("ledr_core")
    marked.add("ledr_core.testing")


def pytest_sessionstart() -> None:
    """Thousands of tests are collected, and stay: looking for garbage among them takes a third of that time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Nor are they looked through again and again while the tests run, nor is what these make after each little."""
    gc.freeze()
    gc.set_threshold(50_000)  # as in the command
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def words_for_every_error() -> Iterator[None]:
    """Whatever the tests bring about: an error whose ground has no words, or not all of their facts, fails them."""
    make = Grounded.__init__

    def made(error: Grounded, name: str, ground: str, facts: Mapping[str, Any] | None = None) -> None:
        make(error, name, ground, facts)
        must_have_words(error)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Grounded, "__init__", made)
        yield


@pytest.fixture(autouse=True, scope="session")
def nothing_slow_in_a_transaction() -> Iterator[None]:
    """Whatever operation or job the tests run: one that hashes or decodes a picture while others wait fails them."""
    with watched():
        yield


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresServer]:
    """The server of this run, started when a test first asks; `admin_url` is its URL. Fast, and not crash-safe."""
    with PostgresServer() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: PostgresServer) -> Iterator[str]:
    """A new, empty PostgreSQL database, dropped after the test."""
    with postgresql_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def durable_postgresql_server() -> Iterator[PostgresServer]:
    """A second server, which keeps what is committed through a crash; a test may stop("immediate") and start() it."""
    with PostgresServer(durable=True) as server:
        yield server


@pytest.fixture
def durable_postgresql_url(durable_postgresql_server: PostgresServer) -> Iterator[str]:
    """A new, empty database of the durable server, dropped after the test."""
    with durable_postgresql_server.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet, in a folder that does."""
    return f"sqlite:///{tmp_path / 'ecole.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database_url(request: pytest.FixtureRequest) -> str:
    """A new, empty database of each kind that we support: the test runs once for each."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables of a school, and nothing in them."""
    file = tmp_path_factory.mktemp("tables") / "ecole.db"
    make_tables(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_school_url(sqlite_tables: Path, sqlite_url: str, tmp_path: Path) -> str:
    """A copy of it."""
    shutil.copyfile(sqlite_tables, tmp_path / "ecole.db")
    return sqlite_url


@pytest.fixture(scope="session")
def postgresql_tables(postgresql_server: PostgresServer) -> Iterator[Emptied]:
    """The same on the server, for one test after the other: to make or copy it takes longer than most tests do."""
    with postgresql_server.database() as url, closing(Emptied(url)) as tables:
        yield tables


@pytest.fixture
def postgresql_school_url(postgresql_tables: Emptied) -> str:
    """It, when whoever had it before is out and nothing is left of them."""
    return postgresql_tables.url()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of each kind with the tables of a school, and nothing in them: the test runs once for each."""
    url: str = request.getfixturevalue(f"{request.param}_school_url")
    return url
