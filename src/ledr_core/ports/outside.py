"""All that the school needs from outside, together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from ledr_core.ports.disk import Disk

if TYPE_CHECKING:
    from ledr_core.ports.badges import Badges
    from ledr_core.ports.chance import Chance, Passwords
    from ledr_core.ports.clock import Clock
    from ledr_core.ports.contacts import Contacts
    from ledr_core.ports.documents import Documents
    from ledr_core.ports.holidays import PublicHolidays
    from ledr_core.ports.letter_files import LetterFiles
    from ledr_core.ports.mail import Mail
    from ledr_core.ports.packs import Packs
    from ledr_core.ports.pages import Pages
    from ledr_core.ports.question_files import QuestionFiles
    from ledr_core.ports.sms import Sms
    from ledr_core.ports.table_files import TableFiles
    from ledr_core.ports.templates import Templates
    from ledr_core.ports.unit import Store
    from ledr_core.ports.videos import Videos
    from ledr_core.ports.webhooks import Webhook


@frozen
class Ports:
    """All that the school needs from outside."""

    store: Store
    clock: Clock
    chance: Chance
    passwords: Passwords
    holidays: PublicHolidays
    mail: Mail
    sms: Sms
    webhooks: Mapping[str, Webhook]
    """The providers that report what became of messages, by name."""
    contacts: Contacts
    templates: Templates
    letter_files: LetterFiles
    pages: Pages
    packs: Packs
    documents: Documents
    videos: Videos
    badges: Badges
    question_files: QuestionFiles
    table_files: TableFiles
    disk: Disk
