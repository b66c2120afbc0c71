"""What the environment of a school chose: where it is kept, what tells the time, and whom it hands things to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

if TYPE_CHECKING:
    from sqlalchemy import URL

    from ledr_core.ports.badges import Badges
    from ledr_core.ports.clock import Clock
    from ledr_core.ports.contacts import Contacts
    from ledr_core.ports.mail import Mail
    from ledr_core.ports.sms import Sms
    from ledr_core.ports.videos import Videos


@frozen(repr=False)  # an address may hold a password
class Outside:
    """All that `open_school` is told; what is None has the default that it documents."""

    url: str
    clock: Clock | None = None
    mail: Mail | str | None = None
    mail_secret_file: str | None = None
    mail_events_secret_file: str | None = None
    sms: Sms | str | None = None
    sms_secret_file: str | None = None
    videos: Videos | str | None = None
    badges: Badges | str | None = None
    contacts: Contacts | str | None = None
    contacts_secret_file: str | None = None
    lock_wait: float = 30

    @staticmethod
    def from_environment(url: str, environment: Mapping[str, str], clock: Clock | None = None) -> Outside:
        """What the variables of the environment choose, for the school at that address; an empty one chooses nothing.

        *clock* is the one that stands still, where one does.
        """
        chosen: dict[str, Any] = {choice: environment.get(variable) or None for choice, variable in _VARIABLES.items()}
        return Outside(url, clock, **chosen)


_VARIABLES: Final = {
    "mail": "LEDR_MAIL",
    "mail_secret_file": "LEDR_MAIL_SECRET_FILE",
    "mail_events_secret_file": "LEDR_MAIL_EVENTS_SECRET_FILE",
    "sms": "LEDR_SMS",
    "sms_secret_file": "LEDR_SMS_SECRET_FILE",
    "videos": "LEDR_VIDEOS",
    "badges": "LEDR_BADGE_KEY_FILE",
    "contacts": "LEDR_CONTACTS",
    "contacts_secret_file": "LEDR_CONTACTS_SECRET_FILE",
}


def folder_beside(url: URL) -> Path | None:
    """The folder in which mail goes unless told otherwise: the database's; the current one for a server, none in
    memory."""
    if url.get_backend_name() != "sqlite":
        return Path.cwd()
    return Path(url.database).resolve().parent if url.database else None
