"""Scenario files: business rules as stories in YAML, run against the real operations.

    for outcome in run_files(["tests/scenarios/last_slot.yaml"], open_school):
        print(outcome.message)

`reading` and `steps` say what a file may hold, `expectations` what a result may, `matching` how results are compared,
`running` how a story is told, `saying` in which words.
"""

from ledr_core.testing.scenarios.fresh import OpenSchool, fresh_school
from ledr_core.testing.scenarios.reading import Reading, Scenario, examine, examined, read_scenario, scenario_files
from ledr_core.testing.scenarios.reports import junit
from ledr_core.testing.scenarios.running import Outcome, Played, checked, played, run, run_files
from ledr_core.testing.scenarios.saying import Problem
from ledr_core.testing.scenarios.steps import Step

__all__ = [
    "OpenSchool",
    "Outcome",
    "Played",
    "Problem",
    "Reading",
    "Scenario",
    "Step",
    "checked",
    "examine",
    "examined",
    "fresh_school",
    "junit",
    "played",
    "read_scenario",
    "run",
    "run_files",
    "scenario_files",
]
