"""Outcomes as JUnit XML, which build servers read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree

from ledr_core.testing.scenarios.running import Outcome


def junit(outcomes: Iterable[Outcome]) -> str:
    """A JUnit report with one test case a scenario; its class name is the file. One that is unreadable is an error."""
    every = list(outcomes)
    figures = {
        "tests": str(len(every)),
        "failures": str(sum(not one.passed and not one.unreadable for one in every)),
        "errors": str(sum(one.unreadable for one in every)),
        "time": f"{sum(one.seconds for one in every):.3f}",
    }
    root = ElementTree.Element("testsuites", figures)
    suite = ElementTree.SubElement(root, "testsuite", {"name": "scenarios", **figures})
    for outcome in every:
        _add_case(suite, outcome)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_case(suite: ElementTree.Element, outcome: Outcome) -> None:
    attributes = {
        "classname": _clean(outcome.file),
        "name": _clean(outcome.scenario or outcome.file),
        "file": _clean(outcome.file),
        "time": f"{outcome.seconds:.3f}",
    }
    case = ElementTree.SubElement(suite, "testcase", attributes)
    if outcome.rules:
        properties = ElementTree.SubElement(case, "properties")
        for rule in outcome.rules:
            ElementTree.SubElement(properties, "property", {"name": "rule", "value": _clean(rule)})
    if outcome.unreadable:
        first = outcome.problems[0].message
        ElementTree.SubElement(case, "error", {"message": _clean(first)}).text = _clean(outcome.message)
    elif not outcome.passed:
        first = f"expected {outcome.expected}, got {outcome.got}"
        ElementTree.SubElement(case, "failure", {"message": _clean(first)}).text = _clean(outcome.message)


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


_NOT_IN_XML: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
