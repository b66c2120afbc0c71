"""What every keeping of settings promises. A subclass brings the fixture `store`: an empty, ready `Store`."""

from __future__ import annotations

import pytest
from attrs import evolve

from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.domain.kernel.identifiers import CourseId
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.ports.settings import SettingValue
from ledr_core.ports.unit import Store
from ledr_core.testing.contracts.ordinary_school import RECRUTER, TODAY, furnished, reading


class SettingsContract:
    """The contract of `ledr_core.ports.settings`."""

    def test_settings(self, store: Store) -> None:
        """By name, then by day, those without a day first; the same name, day and course is replaced."""
        furnished(store)
        values = [
            SettingValue("language", "en", None),
            SettingValue("reminders", [30, 7], None),
            SettingValue("reminders", [30, 7], None, RECRUTER),
            SettingValue("reminders", [60], TODAY),
            SettingValue("reminders", [90], TODAY + ONE_DAY),
        ]
        with store.begin(reads=False) as unit:
            for value in (evolve(values[3], value=[1]), evolve(values[0], value="fr"), *values):
                unit.settings.put(value)

        with reading(store) as unit:
            assert unit.settings.values() == values

    def test_a_setting_of_a_course_that_does_not_exist(self, store: Store) -> None:
        """Is Unavailable."""
        with pytest.raises(Unavailable), store.begin(reads=False) as unit:
            unit.settings.put(SettingValue("reminders", [30], None, CourseId("x")))
