"""Settings: what the rules leave to the operator."""

from __future__ import annotations

from ledr_core.application.operations import Area, operation, reading
from ledr_core.application.reading import Day
from ledr_core.application.work import REMINDING
from ledr_core.domain.errors import Invalid
from ledr_core.domain.moments import read_day
from ledr_core.domain.settings import SETTINGS, setting_named
from ledr_core.ports.store import SettingValue
from ledr_core.views import SettingView


class Settings(Area):
    """What the rules leave to the operator."""

    name = "settings"

    @reading
    def list(self, *, by: str) -> tuple[SettingView, ...]:
        """All settings: the value today, values that hold from a later day, and what each means.

        Example: ledr settings list
        """
        values = self.work.unit.settings.values()
        shown: list[SettingView] = []
        for name, setting in SETTINGS.items():
            own = [value for value in values if value.name == name]
            today = [one for one in own if one.since is None or one.since <= self.work.today]
            later = [one for one in own if one not in today]
            if not today:
                shown.append(SettingView(name, setting.default, None, setting.meaning, None, True))
            shown.extend(
                SettingView(name, one.value, one.since, setting.meaning, None, False) for one in (*today[-1:], *later)
            )
        return tuple(shown)

    @operation
    def set(
        self, *, by: str, name: str, value: object, since: Day | None = None, course: str | None = None
    ) -> SettingView:
        """Give a setting another value, at once or from a day on.

        Example: ledr settings set late_enrolment_days 10
        """
        setting = setting_named(name)
        if course is not None:
            raise Invalid("course", f"{name} is the same for all courses", "nothing")
        checked = setting.check(value)
        day = None if since is None else read_day(since, "since")
        self.work.unit.settings.put(SettingValue(name, checked, day))
        if name in REMINDING:
            self.work.unit.sessions.look_again(self.work.today, max(day or self.work.today, self.work.today))
        return SettingView(name, checked, day, setting.meaning, None, False)
