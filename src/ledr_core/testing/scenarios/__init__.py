"""Scenario files: business rules as stories in YAML, run against the real operations.

    for outcome in run_files(["tests/scenarios/last_slot.yaml"], open_school):
        print(outcome.message)

`reading` says what a file may hold, `matching` how results are compared, `running` how a story is told.
"""

from ledr_core.testing.scenarios.fresh import OpenSchool, fresh_school
from ledr_core.testing.scenarios.reading import Scenario, Step, read_scenario
from ledr_core.testing.scenarios.reports import junit
from ledr_core.testing.scenarios.running import Outcome, run, run_files

__all__ = ["OpenSchool", "Outcome", "Scenario", "Step", "fresh_school", "junit", "read_scenario", "run", "run_files"]
