"""A PostgreSQL server of the tests' own, for the fixtures and for scripts: `with PostgresServer() as server: …`.

Run as a script, it prints the folder of the server's programs, or fails.
"""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

PREFIX = "ledr-postgresql-"
TEMPORARY = Path("/tmp")  # not TMPDIR: a socket's path is short, and the server's user must reach it
WHEEL = Path(__file__).resolve().parent.parent / ".postgresql"
UNHURRIED = ("fsync=off",)
"""What a server that crashes has given to the system is there when it starts again."""
NOT_DURABLE = ("synchronous_commit=off", "full_page_writes=off")


class PostgresServer:
    """A server in a temporary folder, reached through a socket in it; both are gone after the block.

    *durable* keeps what is committed through a crash of the server; without, tests of logic run faster.
    As root the server runs as the user postgres, because it refuses root.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self._durable = durable

    def __enter__(self) -> Self:
        remove_leftovers()
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=TEMPORARY))
        self._owned = _own(self._folder)
        try:
            self._user = _hand_over(self._home)
            self._programs = _reachable(find_programs(), self._folder)
            self._initialise()
            self.start()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self.stop("fast")
        finally:
            self._remove()

    @property
    def admin_url(self) -> str:
        """The database that new ones are made from; no test writes there."""
        return self.url("postgres")

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database of this server."""
        return f"postgresql+psycopg://ledr@/{database}?host={self._home}"

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """The URL of a new database, dropped after the block with whoever is still connected.

        It is empty, or a copy of the *template*, the URL of a database that nobody is connected to.
        """
        name = f"test_{uuid.uuid4().hex}"
        copied = ""
        if template is not None:  # by files: of a copy through the log, PostgreSQL 15.18 lost rows in a crash after it
            copied = f" template {template.partition('@/')[2].partition('?')[0]} strategy file_copy"
        self.execute(f"create database {name}{copied}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"drop database if exists {name} with (force)")

    def execute(self, statement: str) -> None:
        """Run a statement as the administrator, outside a transaction."""
        import psycopg  # here, so that finding the programs needs no package

        with psycopg.connect(host=str(self._home), user="ledr", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def start(self) -> None:
        """Start the server and wait until it answers; after a crash, it recovers first."""
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self._home}",
            "unix_socket_permissions=0700",
            "max_connections=200",
            *UNHURRIED,
            *(() if self._durable else NOT_DURABLE),
        ]
        options = " ".join(f"-c {setting}" for setting in settings)
        self._run("pg_ctl", "--pgdata", self._data, "--wait", "--log", self._log, "--options", options, "start")

    def stop(self, mode: str) -> None:
        """Stop the server: "fast" as an operator does, "immediate" as a crash of the machine's server does."""
        self._run("pg_ctl", "--pgdata", self._data, "--wait", "--mode", mode, "stop")

    @property
    def _home(self) -> Path:
        return self._folder / "server"

    @property
    def _data(self) -> Path:
        return self._home / "data"

    @property
    def _log(self) -> Path:
        return self._home / "log"

    def _initialise(self) -> None:
        options = ("--username=ledr", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("initdb", "--pgdata", self._data, *options)

    def _run(self, program: str, *arguments: str | Path) -> None:
        with tempfile.TemporaryFile() as output:  # a pipe would stay open as long as the server
            done = subprocess.run(
                [self._programs / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self._home,
                env=_environment(),
                **self._user,
            )
            if done.returncode:
                output.seek(0)
                log = self._log.read_text(errors="replace") if self._log.exists() else ""
                raise RuntimeError(f"{program} failed:\n{output.read().decode(errors='replace')}{log}")

    def _remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._owned.close()


def find_programs() -> Path:
    """The folder with initdb and pg_ctl: Debian's newest, else that on the path, else that of the wheel."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version, reverse=True)
    on_path = [Path(found).resolve() for found in [shutil.which("initdb")] if found]
    wheel = sorted(WHEEL.glob("*/pginstall*/bin/initdb"), reverse=True)
    for initdb in [*debian, *on_path, *wheel]:
        if initdb.with_name("pg_ctl").exists() and initdb.with_name("postgres").exists():
            return initdb.parent
    raise RuntimeError("no PostgreSQL server found: run tools/postgresql (Debian: apt-get install postgresql)")


def remove_leftovers() -> None:
    """Stop the servers of test runs that were killed, and remove their folders."""
    for folder in TEMPORARY.glob(f"{PREFIX}*"):
        try:
            owned = (folder / "owned").open("rb")
        except OSError:  # somebody else's, or gone meanwhile
            continue
        with owned:
            if folder.stat().st_uid == os.getuid() and _lock(owned):
                _kill(folder / "server" / "data" / "postmaster.pid")
                shutil.rmtree(folder, ignore_errors=True)


def _own(folder: Path) -> IO[bytes]:
    """Mark the folder as used for as long as this process lives; the lock ends with it, however it ends."""
    mark = folder / "owned.new"
    owned = mark.open("wb")
    _lock(owned)
    mark.rename(folder / "owned")
    return owned


def _lock(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _kill(pid_file: Path) -> None:
    """Stop a server at once if it still runs; its programs may be gone, so without pg_ctl."""
    try:
        pid = int(pid_file.read_text().splitlines()[0])
        process = Path(f"/proc/{pid}/cwd")
        if process.resolve() == pid_file.parent:  # else the number is somebody else's by now
            os.kill(pid, signal.SIGQUIT)  # an immediate shutdown
        deadline = time.monotonic() + 5
        while process.resolve() == pid_file.parent and time.monotonic() < deadline:
            time.sleep(0.02)
    except (OSError, ValueError, IndexError):
        return


def _hand_over(home: Path) -> dict[str, Any]:
    """Make the server's own folder; what subprocess needs to run as the server's user."""
    home.mkdir(mode=0o700)
    if os.getuid() != 0:
        return {}
    user = _first_user("postgres", "nobody")
    home.parent.chmod(0o755)
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _first_user(*names: str) -> pwd.struct_passwd:
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next(known[name] for name in names if name in known)


def _reachable(programs: Path, folder: Path) -> Path:
    """The programs where the server's user may run them: a wheel's, in a checkout below /root, are copied."""
    if os.getuid() != 0 or WHEEL not in programs.parents:
        return programs
    copy = folder / "programs"
    shutil.copytree(WHEEL, copy, symlinks=True)
    return copy / programs.relative_to(WHEEL)


def _environment() -> dict[str, str]:
    """The caller's, without what would lead the server or its tools elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def _version(initdb: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in initdb.parent.parent.name.split(".") if part.isdigit())


if __name__ == "__main__":
    try:
        print(find_programs())
    except RuntimeError as error:
        sys.exit(str(error))
