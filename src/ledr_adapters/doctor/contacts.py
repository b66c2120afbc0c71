"""Where the contact bases of marketing and Care are. Nothing is asked and nothing transferred."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

from ledr_adapters.contacts import contacts_from
from ledr_adapters.contacts.drip import DripContacts
from ledr_adapters.contacts.files import CsvContacts
from ledr_adapters.doctor import findings
from ledr_adapters.doctor.database import folder_beside
from ledr_adapters.doctor.findings import Finding, State, could_be_written, found, user
from ledr_core.domain.kernel.errors import Invalid


def contact_bases(url: str, chosen: str | None, secret_file: str | None) -> Finding:
    """Where the contact bases are, and whether that would work."""
    if chosen is None:
        folder = folder_beside(url)
        return found("contacts", State.OK, "contacts kept") if folder is None else _folder(folder / "contacts")
    try:
        way = contacts_from(chosen, secret_file=secret_file)
    except Invalid as error:
        return found("contacts", State.ERROR, "no contacts", reason=error.reason)
    if isinstance(way, CsvContacts):
        return _folder(way.path)
    if isinstance(way, DripContacts):
        return _drip(way)
    return found("contacts", State.OK, "contacts off")


def _folder(folder: Path) -> Finding:
    if could_be_written(folder):
        return found("contacts", State.OK, "contacts folder", folder=folder)
    return found("contacts", State.ERROR, "folder closed", folder=folder, user=user(), setting="LEDR_CONTACTS")


def _drip(way: DripContacts) -> Finding:
    """Whether something answers there; the token is not tried."""
    url = urlsplit(way.server)
    port = url.port or (443 if url.scheme == "https" else 80)
    server = f"{url.hostname}:{port}"
    try:
        with socket.create_connection((url.hostname or "", port), timeout=findings.PATIENCE):
            return found("contacts", State.OK, "server", server=server)
    except OSError as error:
        reason = error.strerror or str(error)
        return found("contacts", State.ERROR, "no server", server=server, reason=reason, setting="LEDR_CONTACTS")
