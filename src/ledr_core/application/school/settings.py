"""Settings: what the rules leave to the operator."""

from __future__ import annotations

from pathlib import Path

import attrs

from ledr_core.application.catalogue.attachments import STAMP, attached
from ledr_core.application.certification.copies import plan_again
from ledr_core.application.learning.reviewing import review_learners
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.values import Day
from ledr_core.application.operating.work import REMINDING
from ledr_core.domain.assessments.settings import assessment_settings
from ledr_core.domain.catalogue.catalogue import Attached
from ledr_core.domain.catalogue.outline import Outline
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.identifiers import CourseId
from ledr_core.domain.kernel.moments import read_day
from ledr_core.domain.settings import SETTINGS, setting_named
from ledr_core.ports.settings import SettingValue
from ledr_core.views import SettingView


class Settings(Area):
    """What the rules leave to the operator."""

    name = "settings"

    @operation(reads=True)
    def list(self, *, by: str) -> tuple[SettingView, ...]:
        """All settings: the value today, values that hold from a later day, and what each means.

        Example: ledr settings list
        """
        values = self.work.unit.settings.values()
        shown: list[SettingView] = []
        courses = {course.id: course.reference for course in self.work.unit.catalogue.courses().values()}
        for name, setting in SETTINGS.items():
            own = [value for value in values if value.name == name]
            school = [value for value in own if value.course is None]
            today = [one for one in school if one.since is None or one.since <= self.work.today]
            later = [one for one in school if one not in today]
            if not today:
                shown.append(SettingView(name, setting.default, None, setting.meaning, None, True))
            others = [one for one in own if one.course is not None]
            shown.extend(
                SettingView(
                    name,
                    _shown(one.value, name),
                    one.since,
                    setting.meaning,
                    courses[one.course] if one.course else None,
                    False,
                )
                for one in (*today[-1:], *later, *others)
            )
        return tuple(shown)

    @operation
    def set(
        self, *, by: str, name: str, value: object, since: Day | None = None, course: str | None = None
    ) -> SettingView:
        """Give a setting another value, at once or from a day on; for one course alone where the setting allows it.

        The stamp, `provider_stamp`, is given as the name of a PNG or JPEG file. Its content is kept, so that the file
        may go away; documents that were issued before stay as they are.

        Where `assessment` changes which themes have one, learners get the badges that are due (LEARN-6): at once, or
        at the daily run of the day from which the value holds. Where `closed_fridays` changes, copies that wait are
        planned again (CASE-7).

        Example: ledr settings set late_enrolment_days 10
        """
        setting = setting_named(name)
        if course is not None and not setting.by_course:
            raise Invalid("course", f"{name} is the same for all courses", "nothing")
        own = None if course is None else self.work.course(course).id
        checked = setting.check(value)
        if setting.image and checked:
            checked = attrs.asdict(attached(self.work, Path(), str(checked), "value", None, STAMP))
        day = None if since is None else read_day(since, "since")
        assessed = self._outlines(own) if name == "assessment" and (day is None or day <= self.work.today) else ()
        self.work.give(SettingValue(name, checked, day, own))
        if name == "assessment":
            assessment_settings(self.work.setting(name), checked)
        for before in assessed:
            outline = self.work.outline(before.course)
            if outline != before:
                review_learners(self.work, outline)
        if name == "closed_fridays":
            plan_again(self.work)
        if name in REMINDING:
            self.work.unit.sessions.look_again(self.work.today, max(day or self.work.today, self.work.today))
        return SettingView(name, _shown(checked, name), day, setting.meaning, course, False)

    def _outlines(self, course: CourseId | None) -> tuple[Outline, ...]:
        """The course, or all of them, as progress sees them."""
        courses = self.work.unit.catalogue.courses().values()
        return tuple(self.work.outline(one.id) for one in courses if course in (None, one.id))


def _shown(value: object, name: str) -> object:
    """A value as people read it: of a file that is kept, its name."""
    if not setting_named(name).image or not isinstance(value, dict):
        return value
    return Attached(**value).name
