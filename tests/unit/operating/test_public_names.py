"""What is promised to those who embed the school stays importable where it is."""

from importlib import import_module

import pytest


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("ledr_adapters", "open_school"),
        ("ledr_adapters", "open_rehearsal"),
        *[
            ("ledr_core", name)
            for name in ["Conflict", "Content", "Invalid", "LedrError", "NotFound", "Refused", "School", "Unavailable"]
        ],
        ("ledr_core.domain.events", "SlotAssigned"),
        ("ledr_core.views", "as_json"),
        ("ledr_core.wording", "told"),
        ("ledr_core.testing", "FixedClock"),
        ("ledr_core.testing", "RecordingMail"),
        ("ledr_core.testing", "RecordingSms"),
        ("ledr_core.testing", "RecordingContacts"),
        ("ledr_core.testing.contracts.store", "StoreContract"),
        ("ledr_core.testing.contracts.mail", "MailContract"),
        ("ledr_core.testing.pytest_plugin", "pytest_collect_file"),
        ("ledr_core.testing.pytest_plugin", "ledr_school"),
    ],
)
def test_a_promised_name_is_where_it_was(module: str, name: str) -> None:
    assert hasattr(import_module(module), name)
