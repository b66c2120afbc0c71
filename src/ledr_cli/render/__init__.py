"""Pages for people: what an operation gives back as a sheet, a table, a picture or a sentence, French or English."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from ledr_cli.render import (
    access,
    assessments,
    cases,
    catalogue,
    learning,
    missed,
    people,
    quizzes,
    rotations,
    sessions,
    settings,
    simulation,
    tables,
    timeline,
    videos,
    work,
    workshops,
)
from ledr_cli.render.page import Page

_DRAWN_BY: Final[dict[str, Callable[[Page, Any], None]]] = {
    "accounts.explain_access": access.sheet,
    "cases.batch": cases.batch,
    "cases.batch to a folder": cases.batch,
    "cases.explain": cases.opening,
    "cases.show": cases.copy,
    "certifications.list": cases.certificates,
    "assessments.answer": assessments.attempt,
    "assessments.item_health": assessments.item_health,
    "assessments.simulate": simulation.simulation,
    "assessments.start": assessments.attempt,
    "assessments.state": assessments.state,
    "catalogue.check_videos": videos.checks,
    "catalogue.course": catalogue.course,
    "catalogue.dump": catalogue.dump,
    "catalogue.dump to a folder": catalogue.written,
    "catalogue.load": catalogue.load,
    "catalogue.modules": catalogue.modules,
    "catalogue.question_counts": catalogue.question_counts,
    "catalogue.set_sheet": catalogue.module,
    "catalogue.themes": catalogue.themes,
    "catalogue.usage": catalogue.usage,
    "documents.verify": cases.verification,
    "documents.verify_file": cases.verification,
    "jobs.daily": work.run,
    "jobs.due": work.due,
    "jobs.log": work.log,
    "jobs.monthly": work.run,
    "jobs.weekly": work.run,
    "learning.home": learning.home,
    "learning.lesson": learning.lesson,
    "learning.progress": learning.progress,
    "learning.notes": quizzes.notes,
    "messages.deliver": work.delivery,
    "messages.explain": missed.explanations,
    "messages.list": work.messages,
    "messages.preview to a folder": work.preview,
    "messages.show": work.message,
    "messages.record_event": work.recorded,
    "messages.settle": work.settled,
    "messages.suppressed": work.suppressed,
    "messages.unsuppress": work.lifted,
    "accounts.forgot_password": people.sent,
    "notifications.bell": people.bell,
    "notifications.history": people.notifications,
    "people.change_settings": people.settings,
    "people.settings": people.settings,
    "people.show": sessions.person,
    "placement.result": quizzes.placement_result,
    "placement.start": quizzes.placement,
    "quizzes.due": quizzes.due,
    "quizzes.finish": quizzes.result,
    "quizzes.start": quizzes.quiz,
    "rotations.explain": rotations.explanation,
    "rotations.preview": rotations.preview,
    "rotations.set_policy": rotations.policy,
    "rotations.timeline": timeline.timeline,
    "sessions.list": sessions.listing,
    "settings.list": settings.listing,
    "settings.set": settings.setting,
    "slots.assign": sessions.holding,
    "slots.ledger": sessions.ledger,
    "slots.release": sessions.release,
    "support.ask": missed.asked,
    "workshops.answers": workshops.answers,
    "workshops.list": workshops.sheet,
    "workshops.step": workshops.step,
}


def write(name: str, data: Any, language: str, now: datetime, paged: bool = True) -> None:
    """Write the JSON form of an operation's result on standard output as people read it."""
    page = Page(language, now)
    if data == {}:
        sys.stderr.write(page.words.say("done") + "\n")
        return
    draw(page, name, data)
    page.show(paged)


def draw(page: Page, name: str, data: Any) -> None:
    """Lay a result out on a page: by its operation, else by what it looks like."""
    drawn_by = _DRAWN_BY.get(name)
    if drawn_by is not None:
        drawn_by(page, data)
    elif isinstance(data, dict) and {"reference", "package", "members", "policy"} <= data.keys():
        sessions.sheet(page, data)
    elif isinstance(data, dict) and {"email", "first_name", "last_name"} <= data.keys():
        sessions.person(page, data)
    elif name.startswith("catalogue.put_"):
        catalogue.usage(page, data)
    elif isinstance(data, dict) and data.keys() == {"waiting"}:
        sessions.waiting(page, data)
    else:
        tables.anything(page, name, data)
