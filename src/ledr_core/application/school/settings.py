"""Settings: what the rules leave to the operator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from typing import Any, Final, TypeAlias

import attrs

from ledr_core.application.catalogue.attachments import STAMP, attached, print_ahead
from ledr_core.application.certification.copies import plan_again
from ledr_core.application.learning.reviewing import review_learners
from ledr_core.application.operating.operation import Area, Before, operation
from ledr_core.application.operating.sources import OneFile, ReadAhead
from ledr_core.application.operating.values import Anything, Day
from ledr_core.application.operating.work import Work
from ledr_core.domain.assessments.settings import ASSESSMENT, assessment_settings
from ledr_core.domain.catalogue.catalogue import Attached
from ledr_core.domain.kernel.content import Content
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.domain.kernel.moments import read_day
from ledr_core.domain.kernel.settings import Again, Setting
from ledr_core.domain.settings import SETTINGS, setting_named
from ledr_core.ports.settings import SettingValue
from ledr_core.views.settings import SettingView
from ledr_core.wording.settings import meaning


def _image(before: Before, *, name: str, value: object, **_: object) -> ReadAhead:
    """The file that the value of an image names or brings, and the form in which it is kept."""
    before.must_be_allowed()
    source, file = (OneFile(value), value.name) if isinstance(value, Content) else (before.paths, str(value).strip())
    image = ReadAhead(source)
    if name in SETTINGS and SETTINGS[name].image and file:
        image.fetch([file])
        print_ahead(before.ports.documents, image, file, None, STAMP)
    return image


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
        courses = self.work.unit.catalogue.references({one.course for one in values if one.course})
        for name, setting in SETTINGS.items():
            own = [value for value in values if value.name == name]
            school = [value for value in own if value.course is None]
            today = [one for one in school if one.since is None or one.since <= self.work.today]
            later = [one for one in school if one not in today]
            if not today:
                shown.append(SettingView(name, setting.default, None, meaning(name, "en"), None, True))
            others = [one for one in own if one.course is not None]
            shown.extend(
                SettingView(
                    name,
                    _shown(setting, one.value),
                    one.since,
                    meaning(name, "en"),
                    courses[one.course] if one.course else None,
                    False,
                )
                for one in (*today[-1:], *later, *others)
            )
        return tuple(shown)

    @operation(first=_image)
    def set(
        self,
        image: ReadAhead,
        /,
        *,
        by: str,
        name: str,
        value: Anything,
        since: Day | None = None,
        course: str | None = None,
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
            raise Invalid("course", "same for all courses", {"name": name})
        own = None if course is None else self.work.course(course).id
        checked = self._checked(setting, value, image)
        day = None if since is None else read_day(since, "since")
        given = SettingValue(name, checked, day, own)
        with _AGAIN[setting.again](self.work, given):
            self.work.give(given)
        return SettingView(name, _shown(setting, checked), day, meaning(name, "en"), course, False)

    def _checked(self, setting: Setting[Any], value: object, image: ReadAhead) -> object:
        """The value to keep: of an image, its file, kept."""
        checked = value.name if setting.image and isinstance(value, Content) else setting.check(value)
        if not setting.image or not checked:
            return checked
        return attrs.asdict(attached(self.work, image, checked, "value", None, STAMP))


def _shown(setting: Setting[Any], value: object) -> object:
    """A value as people read it: of a file that is kept, its name; of days, the days."""
    if setting.days and isinstance(value, list):
        return [date.fromisoformat(day) for day in value]
    return Attached(**value).name if setting.image and isinstance(value, dict) else value


# What is looked at again: with what was there before the value was given, when that counts


@contextmanager
def _themes(work: Work, given: SettingValue) -> Iterator[None]:
    """Learners get what is due now that other themes have an assessment (LEARN-6). Raises Invalid, see TA-1."""
    courses = work.unit.catalogue.courses().values() if _holds(work, given) else ()
    assessed = [work.outline(one.id) for one in courses if given.course in (None, one.id)]
    yield
    assessment_settings(work.setting(ASSESSMENT), given.value)
    for before in assessed:
        outline = work.outline(before.course)
        if outline != before:
            review_learners(work, outline)


@contextmanager
def _copies(work: Work, given: SettingValue) -> Iterator[None]:
    """Copies that wait are planned again (CASE-7)."""
    yield
    plan_again(work)


@contextmanager
def _sessions(work: Work, given: SettingValue) -> Iterator[None]:
    """Sessions are due on the day from which the value holds, to plan when they remind (JOB-5)."""
    yield
    work.unit.sessions.look_again(work.today, max(given.since or work.today, work.today))


def _nothing(work: Work, given: SettingValue) -> AbstractContextManager[None]:
    return nullcontext()


def _holds(work: Work, given: SettingValue) -> bool:
    return given.since is None or given.since <= work.today


_LooksAgain: TypeAlias = Callable[[Work, SettingValue], AbstractContextManager[None]]
_AGAIN: Final[Mapping[Again | None, _LooksAgain]] = {
    None: _nothing,
    Again.THEMES: _themes,
    Again.COPIES: _copies,
    Again.SESSIONS: _sessions,
}
