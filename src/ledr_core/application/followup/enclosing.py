"""The follow-up of a manager's team as a page that goes with a letter (JOB-2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from ledr_core.application.followup.exporting import Asked, Format, shown_table
from ledr_core.application.followup.ordering import page_of, sorted_by
from ledr_core.application.followup.scoping import team_of
from ledr_core.application.operating.message_kinds import Enclosure
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.school import LANGUAGE
from ledr_core.domain.people.person import Person
from ledr_core.ports.pages import Pages
from ledr_core.views.followup import FollowUpTable
from ledr_core.wording.follow_up import follow_up_words

MOST: Final = 5_000
"""Learners of whom a page is still enclosed: of more it is too large for a mail."""


def team_page(work: Work, manager: Person) -> Sequence[Enclosure]:
    """The page that the manager gets of `followup.table` for their own team; none of nobody, nor of too many."""
    asked = Asked(which=team_of(manager), by=sorted_by(None), columns=None, after=None, limit=MOST + 1)
    learners = page_of(work, asked.which, asked.by, None, asked.limit)
    if not 0 < len(learners) <= MOST:
        return ()
    language = work.setting(LANGUAGE)
    name = follow_up_words(language, work.today).say("file of team", day=work.today.isoformat())
    shown = shown_table(work, asked, Format.HTML, learners)
    return [Enclosure(name, partial(_made, work.ports.pages, shown, language), "text/html")]


def _made(pages: Pages, shown: FollowUpTable, language: str) -> bytes:
    return pages.page(shown, language).encode()
