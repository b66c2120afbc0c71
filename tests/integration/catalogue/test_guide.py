"""The guide for authors says what every field is; that it runs as it stands is for tests/integration/test_guides.py."""

import re
from pathlib import Path

import attrs

from ledr_core.application.catalogue.files import SECTIONS

GUIDE = Path(__file__).parents[3] / "docs" / "catalogue.md"


def test_the_guide_explains_every_field() -> None:
    explained = set(re.findall(r"`(\w+)`", GUIDE.read_text(encoding="utf-8")))
    for kind in SECTIONS.values():
        assert {field.name for field in attrs.fields(kind)} <= explained
