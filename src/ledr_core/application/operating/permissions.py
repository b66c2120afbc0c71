"""Who may ask for what: one row an operation, staff being always allowed (ROLE-8, ROLE-11).

The rule of a row is the one that a refusal names (API: order of refusals). What depends on the object, another
company's session for example, is checked when it is loaded.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attrs import frozen


class Who(StrEnum):
    """A kind of acting person, staff apart."""

    PILOT = "pilot"
    MANAGER = "manager"
    SELF = "self"
    """Anybody with an account, for themselves."""
    PUBLIC = "public"
    """Anybody, with or without an account."""


@frozen
class Permission:
    """Who may ask beside staff, and the rule that says so."""

    rule: str
    who: frozenset[Who]


def _row(rule: str, *who: Who) -> Permission:
    return Permission(rule, frozenset(who))


PILOT, MANAGER, SELF, PUBLIC = Who.PILOT, Who.MANAGER, Who.SELF, Who.PUBLIC

PERMISSIONS: Final[dict[str, Permission]] = {
    "companies.create": _row("ROLE-11"),
    "companies.rename": _row("ROLE-11"),
    "companies.delete": _row("ROLE-11"),
    "companies.list": _row("ROLE-11"),
    "people.create": _row("ROLE-13", PILOT),
    "people.show": _row("ROLE-11", PILOT, MANAGER, SELF),
    "people.list": _row("ROLE-11", PILOT, MANAGER),
    "people.update": _row("ROLE-10", SELF),
    "people.settings": _row("ROLE-11", SELF),
    "people.change_settings": _row("ROLE-11", SELF),
    "people.picture": _row("ROLE-11", SELF),
    "people.change_email": _row("ROLE-10", SELF),
    "people.change_role": _row("ROLE-13"),
    "people.reset_account": _row("ROLE-11"),
    "people.set_managers": _row("ROLE-11", PILOT),
    "people.set_managed": _row("ROLE-11", PILOT),
    "accounts.sign_in": _row("ACC-5", PUBLIC),
    "accounts.forgot_password": _row("ROLE-11", PUBLIC),
    "accounts.choose_password": _row("ROLE-11", PUBLIC),
    "accounts.register_demo": _row("ROLE-11", PUBLIC),
    "accounts.reset_password": _row("ROLE-11"),
    "accounts.active": _row("ROLE-11", SELF),
    "accounts.connections": _row("ROLE-11", SELF),
    "accounts.explain_access": _row("ROLE-11", PILOT, SELF),
    "catalogue.load": _row("ROLE-11"),
    "catalogue.dump": _row("ROLE-11"),
    "catalogue.course": _row("ROLE-11"),
    "catalogue.themes": _row("ROLE-11"),
    "catalogue.modules": _row("ROLE-11"),
    "catalogue.usage": _row("ROLE-11"),
    "catalogue.check_videos": _row("ROLE-11"),
    "catalogue.put_lesson": _row("ROLE-11"),
    "catalogue.put_module": _row("ROLE-11"),
    "catalogue.put_theme": _row("ROLE-11"),
    "catalogue.put_course": _row("ROLE-11"),
    "catalogue.put_workshop": _row("ROLE-11"),
    "catalogue.put_question": _row("ROLE-11"),
    "catalogue.put_case": _row("ROLE-11"),
    "catalogue.delete_theme": _row("ROLE-11"),
    "catalogue.detach_theme": _row("ROLE-11"),
    "catalogue.withdraw_question": _row("ROLE-11"),
    "catalogue.set_sheet": _row("ROLE-11"),
    "catalogue.question_counts": _row("ROLE-11"),
    "sessions.create": _row("ROLE-13"),
    "sessions.compose": _row("ROLE-13"),
    "sessions.add_members": _row("ROLE-13", PILOT),
    "sessions.move_member": _row("ROLE-13", PILOT),
    "sessions.remove_member": _row("ROLE-13", PILOT),
    "sessions.change_dates": _row("ROLE-13"),
    "sessions.change_member_end": _row("ROLE-13"),
    "sessions.change_kind": _row("ROLE-13"),
    "sessions.change_package": _row("ROLE-13"),
    "sessions.change_course": _row("ROLE-13"),
    "sessions.rename": _row("ROLE-13"),
    "sessions.delete": _row("ROLE-13"),
    "sessions.show": _row("ROLE-11", PILOT),
    "sessions.list": _row("ROLE-11", PILOT),
    "slots.assign": _row("SLOT-4", PILOT),
    "slots.release": _row("SLOT-4", PILOT),
    "slots.ledger": _row("ROLE-11", PILOT),
    "rotations.enqueue": _row("ROT-16", PILOT),
    "rotations.dequeue": _row("ROT-16", PILOT),
    "rotations.reorder": _row("ROT-16", PILOT),
    "rotations.set_policy": _row("ROT-16", PILOT),
    "rotations.preview": _row("ROLE-11", PILOT),
    "rotations.explain": _row("ROLE-11", PILOT),
    "rotations.timeline": _row("ROLE-11", PILOT),
    "learning.watch": _row("ROLE-11", SELF),
    "learning.home": _row("ROLE-11", SELF),
    "learning.progress": _row("ROLE-11", PILOT, MANAGER, SELF),
    "documents.notes": _row("ROLE-11", SELF),
    "learning.lesson": _row("ROLE-11", SELF),
    "learning.sheet": _row("ROLE-11", SELF),
    "workshops.list": _row("ROLE-11", SELF),
    "workshops.step": _row("ROLE-11", SELF),
    "workshops.answers": _row("ROLE-11", SELF),
    "workshops.all_answers": _row("ROLE-11"),
    "workshops.choose_answers": _row("ROLE-11"),
    "cases.explain": _row("ROLE-11", PILOT, MANAGER, SELF),
    "cases.show": _row("ROLE-11", SELF),
    "cases.begin": _row("ROLE-11", SELF),
    "cases.write": _row("ROLE-11", SELF),
    "cases.hand_in": _row("ROLE-11", SELF),
    "cases.request_rework": _row("ROLE-11", SELF),
    "cases.publish": _row("ROLE-11"),
    "cases.reword": _row("ROLE-11"),
    "cases.batch": _row("ROLE-11"),
    "cases.grade": _row("ROLE-11"),
    "cases.amend": _row("ROLE-11"),
    "cases.delete_copy": _row("ROLE-11"),
    "certifications.list": _row("ROLE-11", PILOT, MANAGER, SELF),
    "certifications.edit": _row("ROLE-11"),
    "certifications.delete": _row("ROLE-11"),
    "learning.note": _row("ROLE-11", SELF),
    "learning.notes": _row("ROLE-11", SELF),
    "quizzes.due": _row("ROLE-11", SELF),
    "quizzes.start": _row("ROLE-11", SELF),
    "quizzes.finish": _row("ROLE-11", SELF),
    "quizzes.postpone": _row("ROLE-11", SELF),
    "placement.start": _row("ROLE-11", PUBLIC),
    "placement.finish": _row("ROLE-11", PUBLIC),
    "placement.result": _row("ROLE-11", PUBLIC),
    "documents.certificate": _row("ROLE-11", PILOT, MANAGER, SELF),
    "documents.badge": _row("ROLE-11", PILOT, MANAGER, SELF),
    "documents.attestation": _row("ROLE-11", PILOT, MANAGER, SELF),
    "documents.correction": _row("ROLE-11", SELF),
    "documents.connections": _row("ROLE-11", SELF),
    "documents.verify": _row("ROLE-11", PUBLIC),
    "documents.verify_file": _row("ROLE-11", PUBLIC),
    "assessments.start": _row("ROLE-11", SELF),
    "assessments.answer": _row("ROLE-11", SELF),
    "assessments.state": _row("ROLE-11", SELF),
    "assessments.simulate": _row("ROLE-11"),
    "assessments.item_health": _row("ROLE-11"),
    "jobs.daily": _row("ROLE-11"),
    "jobs.weekly": _row("ROLE-11"),
    "jobs.monthly": _row("ROLE-11"),
    "jobs.due": _row("ROLE-11"),
    "jobs.log": _row("ROLE-11"),
    "messages.list": _row("ROLE-11"),
    "messages.show": _row("ROLE-11"),
    "messages.preview": _row("ROLE-11"),
    "messages.deliver": _row("ROLE-11"),
    "messages.explain": _row("ROLE-11"),
    "messages.record_event": _row("ROLE-11"),
    "messages.settle": _row("ROLE-11"),
    "messages.suppressed": _row("ROLE-11"),
    "messages.unsuppress": _row("ROLE-11"),
    "notifications.bell": _row("ROLE-11", SELF),
    "notifications.history": _row("ROLE-11", SELF),
    "notifications.read": _row("ROLE-11", SELF),
    "settings.list": _row("ROLE-11"),
    "settings.set": _row("ROLE-11"),
    "support.ask": _row("ROLE-11", SELF),
}
