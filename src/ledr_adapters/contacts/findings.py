"""Where the contact bases of marketing and Care are (`ledr doctor`). Nothing is asked and nothing transferred."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from ledr_adapters.contacts import contacts_from
from ledr_adapters.contacts.drip import DripContacts
from ledr_adapters.contacts.files import CsvContacts
from ledr_adapters.doctor import findings as looking
from ledr_adapters.doctor.findings import Finding, State, could_be_written, folder_of, folder_taken, found, user
from ledr_adapters.outside import Outside
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import Moment
from ledr_core.ports.contacts import Contacts


def findings(outside: Outside, now: Moment) -> Iterator[Finding]:
    """Where the contact bases are, and whether that would work."""
    yield _beside(outside) if outside.contacts is None else _chosen(outside.contacts, outside.contacts_secret_file)


def _beside(outside: Outside) -> Finding:
    folder = folder_of(outside)
    return found("contacts", State.OK, "contacts kept") if folder is None else _folder(folder / "contacts")


def _chosen(chosen: Contacts | str, secret_file: str | None) -> Finding:
    try:
        way = contacts_from(chosen, secret_file=secret_file) if isinstance(chosen, str) else chosen
    except Invalid as error:
        return found("contacts", State.ERROR, "no contacts", reason=error.reason)
    if isinstance(way, CsvContacts):
        return _folder(way.path)
    if isinstance(way, DripContacts):
        return _drip(way)
    return found("contacts", State.OK, "contacts off")


def _folder(folder: Path) -> Finding:
    if could_be_written(folder):
        return folder_taken("contacts", "contacts folder", folder)
    return found("contacts", State.ERROR, "folder closed", folder=folder, user=user(), setting="LEDR_CONTACTS")


def _drip(way: DripContacts) -> Finding:
    """Whether something answers there; the token is not tried."""
    url = urlsplit(way.server)
    port = url.port or (443 if url.scheme == "https" else 80)
    server = f"{url.hostname}:{port}"
    try:
        with socket.create_connection((url.hostname or "", port), timeout=looking.PATIENCE):
            return found("contacts", State.OK, "server", server=server)
    except OSError as error:
        reason = error.strerror or str(error)
        return found("contacts", State.ERROR, "no server", server=server, reason=reason, setting="LEDR_CONTACTS")
