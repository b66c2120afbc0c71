"""The contact bases as CSV files, `marketing.csv` and `care.csv`, for any spreadsheet: the default of a school."""

from __future__ import annotations

import csv
import io
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from attrs import define, field

from ledr_adapters.folders import PRIVATE_FILE, PRIVATE_FOLDER, replace_file
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.texts import address_key
from ledr_core.ports.contacts import Base, Contact
from ledr_core.ports.handover import Handover, Outcome

_KEY: Final = "email"

Rows = dict[str, dict[str, str]]
"""The rows by address, case apart."""
Change = Callable[[Rows], None]


class _Unreadable(Exception):
    """The file is none of ours."""


@define(eq=False)
class CsvContacts:
    """A `Contacts` that keeps each base as a file of a folder, UTF-8, a row a contact in the order of addresses.

    The folder is made on first use, for its owner alone. A file is replaced in one step, once it is on the disk; a run
    in another process waits. A cell that begins like a formula has an apostrophe before it. What cannot be read or
    written (missing right, full disk, a file that is none of ours) is `LATER`, and the file stays as it is.
    """

    path: Path = field(converter=Path)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    @property
    def name(self) -> str:
        """`csv`."""
        return "csv"

    @property
    def bases(self) -> tuple[Base, ...]:
        """All of them."""
        return tuple(Base)

    @property
    def at_once(self) -> int:
        """Many, as each go writes the file anew."""
        return 10_000

    def transfer(self, base: Base, contacts: Sequence[Contact]) -> tuple[Handover, ...]:
        """Write the file with these contacts. See `Contacts.transfer`."""

        def change(rows: Rows) -> None:
            for contact in contacts:
                if contact.former_email is not None:
                    rows.pop(_key(contact.former_email), None)
            for contact in contacts:
                cells = {_KEY: contact.email, **contact.fields}
                rows[_key(contact.email)] = {name: _cell(value) for name, value in cells.items()}

        return (self._changed(base, change),) * len(contacts)

    def remove(self, base: Base, emails: Sequence[str]) -> tuple[Handover, ...]:
        """Write the file without these contacts. See `Contacts.remove`."""

        def change(rows: Rows) -> None:
            for email in emails:
                rows.pop(_key(email), None)

        return (self._changed(base, change),) * len(emails)

    def close(self) -> None:
        """Nothing is held open."""

    def _changed(self, base: Base, change: Change) -> Handover:
        file = self.path / f"{base.value}.csv"
        try:
            self.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            with self._lock, _alone(self.path / ".lock"):
                rows = _read(file)
                change(rows)
                # what the school takes as transferred must be there after a crash
                replace_file(file, _written(rows), forced=True)
        except _Unreadable as fault:
            return Handover(Outcome.LATER, f"{file}: {fault}")
        except OSError as fault:
            return Handover(Outcome.LATER, f"{file}: {fault.strerror or fault}")
        return Handover(Outcome.ACCEPTED, reference=file.name)


def _key(email: str) -> str:
    return address_key(_cell(email))


def _cell(value: str | int | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    from ledr_core.domain.kernel.tables import neutralised

    return neutralised(value) if isinstance(value, str) else str(value)


def _read(file: Path) -> Rows:
    from ledr_core.domain.kernel.tables import read_table

    try:
        table = read_table(file.read_bytes(), "contacts", file.name)
    except FileNotFoundError:
        return {}
    except Invalid as fault:
        raise _Unreadable(f"{fault.reason}: move it away") from None
    if _KEY not in table.columns:
        raise _Unreadable(f"has no column {_KEY}: move it away")
    empty = dict.fromkeys(table.columns, "")
    return {address_key(row.cells.get(_KEY, "")): {**empty, **row.cells} for row in table.rows}


def _written(rows: Rows) -> bytes:
    names = dict.fromkeys(name for row in rows.values() for name in row) or {_KEY: None}
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, list(names), restval="")
    writer.writeheader()
    writer.writerows(rows[key] for key in sorted(rows))
    return page.getvalue().encode("utf-8", "replace")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """While no other process changes the files, where the system can say so."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        try:
            import fcntl
        except ImportError:  # Windows
            yield
            return
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
