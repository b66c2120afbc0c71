"""The bell: what a person has been told on the platform. See the rule NOTE-1."""

from __future__ import annotations

from typing import Annotated, Final

from ledr_core.application.messages.letters import Facts, school_facts
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.paging import going_on
from ledr_core.application.operating.permissions import SELF
from ledr_core.application.operating.stored_facts import in_json
from ledr_core.application.operating.values import LastSeen, Limit
from ledr_core.application.operating.work import Work
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.kernel.school import LANGUAGE
from ledr_core.domain.people.person import Person
from ledr_core.ports.notifications import Notification
from ledr_core.ports.paging import Page
from ledr_core.views.nothing import Nothing
from ledr_core.views.notifications import BellView, NotificationItem

LATEST: Final = 5
"""How many notifications the bell shows."""


class Notifications(Area):
    """The bell: what a person has been told on the platform."""

    name = "notifications"
    may = SELF

    @operation(reads=True)
    def bell(self, *, by: str, person: str | None = None) -> BellView:
        """The 5 latest notifications, latest first, and how many are unread (NOTE-1).

        Example: ledr --as lea@manpower.example notifications bell
        """
        found = self.work.own_subject(person)
        latest = self.work.unit.notifications.latest(found.id, Page(limit=LATEST))
        return BellView(_items(self.work, found, latest), self.work.unit.notifications.unread(found.id))

    @operation(reads=True)
    def history(
        self,
        *,
        by: str,
        person: str | None = None,
        limit: Limit | None = None,
        after: Annotated[str, LastSeen("notification")] | None = None,
    ) -> tuple[NotificationItem, ...]:
        """All the notifications of a person, latest first (NOTE-1).

        Example: ledr notifications history --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        with going_on(after):
            page = self.work.unit.notifications.latest(found.id, Page(after, limit))
        return _items(self.work, found, page)

    @operation
    def read(self, *, by: str, person: str | None = None) -> Nothing:
        """Take all the notifications of a person as read (NOTE-1).

        Example: ledr --as lea@manpower.example notifications read
        """
        self.work.unit.notifications.read(self.work.own_subject(person).id, self.work.moment.instant)
        return Nothing()


def _items(work: Work, person: Person, notifications: list[Notification]) -> tuple[NotificationItem, ...]:
    school, language = school_facts(work), work.setting(LANGUAGE)
    return tuple(
        NotificationItem(
            notification=one.id,
            title=work.ports.templates.subject(one.kind, _facts(work, one, person, school), language),
            kind=one.kind,
            at=one.created,
            read=one.read is not None,
            session=one.session_reference,
            link=str(one.facts.get("link") or school["site"]),
        )
        for one in notifications
    )


def _facts(work: Work, notification: Notification, person: Person, school: Facts) -> Facts:
    """What the title needs: the notification's own facts, and names as they are now."""
    kind = work.contexts.kept_kind(notification.kind)
    facts = kind.read(notification.facts)
    of_its_day = in_json(kind.title(facts, day_of(notification.created))) if kind.title else {}
    return {
        "person": {"first_name": person.first_name, "last_name": person.last_name, "email": person.email},
        "school": school,
        "session": notification.session_reference,
        "course": notification.course_title,
        **notification.facts,
        **of_its_day,
    }
