"""The composition root: a School over a real database, mail, SMS and clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ledr_adapters.outside import Outside, folder_beside

if TYPE_CHECKING:
    from ledr_adapters.doctor import Finding
    from ledr_core.ports.badges import Badges
    from ledr_core.ports.chance import Passwords
    from ledr_core.ports.clock import Clock, FixedClock
    from ledr_core.ports.contacts import Contacts
    from ledr_core.ports.disk import Disk
    from ledr_core.ports.mail import Mail
    from ledr_core.ports.sms import Sms
    from ledr_core.ports.videos import Videos
    from ledr_core.ports.webhooks import Webhook
    from ledr_core.school import School

__all__ = ["Outside", "clock_at", "diagnose", "local_disk", "open_rehearsal", "open_school", "school_over", "upgrade"]


def open_school(
    url: str,
    *,
    clock: Clock | None = None,
    mail: Mail | str | None = None,
    mail_secret_file: str | None = None,
    mail_events_secret_file: str | None = None,
    sms: Sms | str | None = None,
    sms_secret_file: str | None = None,
    videos: Videos | str | None = None,
    badges: Badges | str | None = None,
    contacts: Contacts | str | None = None,
    contacts_secret_file: str | None = None,
    passwords: Passwords | None = None,
    create: bool = True,
    lock_wait: float = 30,
) -> School:
    """The school in a database: `memory:`, `sqlite:///FILE` or `postgresql+psycopg://…`.

    The schema is made in an empty or missing database (its folder must exist), unless *create* is false. *mail* is an
    adapter, or text such as `folder:PATH`, `smtp://…` or `mailjet://…`; without it mail goes to the folder `mail`
    beside the database, and is only recorded for `memory:`. *sms* is the same for SMS: `folder:PATH` or `twilio://…`,
    and the folder `sms`. Their secrets may be in files instead. *mail_events_secret_file* holds the `USER:PASSWORD`
    with which Mailjet must report; without it whoever reports is believed. *videos* is the host that is asked about
    videos: an adapter, or text, `vimeo` or `offline`; without it nobody is asked for `memory:`, and Vimeo for any
    other. *badges* signs badges: an adapter, or the PEM file of the school's key; without it there are none. *contacts*
    keeps the contact bases: an adapter, or text such as `csv:PATH`, `drip://…` or `off`; without it they are files in
    the folder `contacts` beside the database, and only recorded for `memory:`. *clock* tells the time
    (`ledr_core.testing.FixedClock` stands still). *lock_wait* is how many seconds (0 to 3,600) a writer waits while
    another program writes to the SQLite file, before that is Unavailable; a server has its own rules.

    `with open_school(…) as school:` closes it at the end.

    Raises Invalid for an address that cannot be read, Unavailable for a database that is not ours, of another release
    (naming `ledr upgrade`), or out of service.

    Example: `school = open_school("sqlite:///ecole.db")`
    """
    outside = Outside(
        url,
        clock=clock,
        mail=mail,
        mail_secret_file=mail_secret_file,
        mail_events_secret_file=mail_events_secret_file,
        sms=sms,
        sms_secret_file=sms_secret_file,
        videos=videos,
        badges=badges,
        contacts=contacts,
        contacts_secret_file=contacts_secret_file,
        lock_wait=lock_wait,
    )
    return school_over(outside, passwords=passwords, create=create)


def school_over(outside: Outside, *, passwords: Passwords | None = None, create: bool = True) -> School:
    """The school over all that was chosen outside of it; see `open_school`."""
    from ledr_adapters.chance import SystemChance
    from ledr_adapters.clock import SystemClock
    from ledr_adapters.disk import LocalDisk
    from ledr_adapters.documents import FpdfDocuments
    from ledr_adapters.holidays import FrenchHolidays
    from ledr_adapters.mail.eml import EmlFiles
    from ledr_adapters.mail.jinja import JinjaTemplates
    from ledr_adapters.packs import LaunchPacks
    from ledr_adapters.pages import JinjaPages
    from ledr_adapters.passwords import Argon2Passwords
    from ledr_adapters.question_files import FilesByName
    from ledr_adapters.sql.schema import prepare
    from ledr_adapters.sql.store import SqlStore, engine_for
    from ledr_adapters.table_files import SpreadsheetFiles
    from ledr_core.ports.outside import Ports
    from ledr_core.school import School

    engine = engine_for(outside.url, outside.lock_wait)
    try:
        prepare(engine, create=create)
    except BaseException:
        engine.dispose()
        raise
    clock = SystemClock() if outside.clock is None else outside.clock
    folder = folder_beside(engine.url)
    sms = _sms(outside, folder, clock.now)
    ports = Ports(
        store=SqlStore(engine),
        clock=clock,
        chance=SystemChance(),
        passwords=Argon2Passwords() if passwords is None else passwords,
        holidays=FrenchHolidays(),
        mail=_mail(outside, folder, clock.now),
        sms=sms,
        webhooks=_webhooks(outside.mail_events_secret_file, sms, clock.now),
        contacts=_contacts(outside, folder),
        templates=JinjaTemplates(),
        letter_files=EmlFiles(),
        pages=JinjaPages(),
        packs=LaunchPacks(),
        documents=FpdfDocuments(),
        videos=_videos(outside.videos, folder),
        badges=_badges(outside.badges),
        question_files=FilesByName(),
        table_files=SpreadsheetFiles(),
        disk=LocalDisk(),
    )
    return School.over(ports)


def open_rehearsal(
    url: str,
    *,
    clock: Clock | None = None,
    mail: Mail | str | None = None,
    sms: Sms | str | None = None,
    videos: Videos | str = "offline",
    badges: Badges | str | None = None,
    contacts: Contacts | str | None = None,
    lock_wait: float = 30,
) -> School:
    """A school for scenarios, demos and tests: as `open_school`, with password hashes that cost next to nothing.

    No host is asked about videos, SMS and contacts are only recorded, unless told otherwise.
    """
    from ledr_adapters.passwords import Argon2Passwords
    from ledr_adapters.recording import RecordingContacts, RecordingSms

    sms = RecordingSms() if sms is None else sms
    passwords = Argon2Passwords(time_cost=1, memory_cost=8)
    contacts = RecordingContacts() if contacts is None else contacts
    return open_school(
        url,
        clock=clock,
        mail=mail,
        sms=sms,
        videos=videos,
        badges=badges,
        contacts=contacts,
        passwords=passwords,
        lock_wait=lock_wait,
    )


def _mail(outside: Outside, folder: Path | None, now: Callable[[], datetime]) -> Mail:
    from ledr_adapters.mail import mail_from
    from ledr_adapters.mail.folder import FolderMail

    if isinstance(outside.mail, str):
        return mail_from(outside.mail, now=now, secret_file=outside.mail_secret_file)
    if outside.mail is not None:
        return outside.mail
    if folder is not None:
        return FolderMail(folder / "mail", now=now)
    from ledr_adapters.recording import RecordingMail

    return RecordingMail()


def _sms(outside: Outside, folder: Path | None, now: Callable[[], datetime]) -> Sms:
    from ledr_adapters.sms import sms_from
    from ledr_adapters.sms.folder import FolderSms

    if isinstance(outside.sms, str):
        return sms_from(outside.sms, now=now, secret_file=outside.sms_secret_file)
    if outside.sms is not None:
        return outside.sms
    if folder is not None:
        return FolderSms(folder / "sms", now=now)
    from ledr_adapters.recording import RecordingSms

    return RecordingSms()


def _webhooks(secret_file: str | None, sms: Sms, now: Callable[[], datetime]) -> Mapping[str, Webhook]:
    """Whose reports can be read: Mailjet's, and Twilio's where its token is known, which signs them."""
    from ledr_adapters.servers import secret_in
    from ledr_adapters.webhooks.mailjet import MailjetEvents

    secret = None if secret_file is None else secret_in(secret_file, "mail_events_secret_file")
    readers: list[Webhook] = [MailjetEvents(secret)]
    if sms.name == "twilio":
        from ledr_adapters.sms.twilio import TwilioSms
        from ledr_adapters.webhooks.twilio import TwilioEvents

        if isinstance(sms, TwilioSms):
            readers.append(TwilioEvents(sms.token, now=now))
    return {reader.name: reader for reader in readers}


def _contacts(outside: Outside, folder: Path | None) -> Contacts:
    from ledr_adapters.contacts import contacts_from
    from ledr_adapters.contacts.files import CsvContacts

    if isinstance(outside.contacts, str):
        return contacts_from(outside.contacts, secret_file=outside.contacts_secret_file)
    if outside.contacts is not None:
        return outside.contacts
    if folder is not None:
        return CsvContacts(folder / "contacts")
    from ledr_adapters.recording import RecordingContacts

    return RecordingContacts()


def _videos(chosen: Videos | str | None, folder: Path | None) -> Videos:
    from ledr_adapters.video import videos_from

    if chosen is None:
        return videos_from("offline" if folder is None else "vimeo")
    return videos_from(chosen) if isinstance(chosen, str) else chosen


def _badges(chosen: Badges | str | None) -> Badges:
    from ledr_adapters.badges import NoBadges, SignedBadges

    if chosen is None:
        return NoBadges()
    return SignedBadges(chosen) if isinstance(chosen, str) else chosen


def upgrade(url: str) -> tuple[str | None, str]:
    """Bring a database up to date, or make it, all or nothing; gives the version before (None when new) and after."""
    from ledr_adapters.sql.schema import upgrade as upgrade_schema
    from ledr_adapters.sql.store import engine_for

    engine = engine_for(url)
    try:
        return upgrade_schema(engine)
    finally:
        engine.dispose()


def diagnose(outside: Outside) -> tuple[Finding, ...]:
    """What an operator should know of an installation: libraries, database, jobs, mail, videos… (`ledr doctor`)."""
    from ledr_adapters.doctor.collecting import diagnose as examine

    return examine(outside)


def local_disk() -> Disk:
    """The files of the machine: only regular ones are read, and none is larger than `ledr_core.ports.disk.LARGEST`."""
    from ledr_adapters.disk import LocalDisk

    return LocalDisk()


def is_export_of_questions(path: str) -> bool:
    """Whether a file is one that `catalogue.export_questions` writes, by its headings; not one that cannot be read.

    What is of no such format it does not write over either.
    """
    from ledr_adapters.question_files import is_export
    from ledr_core.domain.kernel.errors import Invalid

    try:
        return is_export(local_disk().content(path, "file"))
    except Invalid as error:
        return error.ground == "no format of questions"


def clock_at(instant: date | datetime | str) -> FixedClock:
    """A clock that stands still at that instant, school time where it names no zone, until its `set` moves it.

    Raises Invalid for what is no instant.
    """
    from ledr_core.ports.clock import FixedClock

    return FixedClock(instant)
