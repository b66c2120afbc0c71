"""What a command imports: what it needs, and nothing of the rest of the school."""

import subprocess
import sys
from pathlib import Path

import pytest

from ledr_adapters import open_rehearsal

SCRIPT = """
import sys
from ledr_cli.main import run

assert run(sys.argv[1:]) == 0
print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture
def imported(tmp_path: Path) -> set[str]:
    """The modules that `ledr companies list` imports."""
    url = f"sqlite:///{tmp_path / 'ledr.db'}"
    school = open_rehearsal(url)
    school.companies.create(by="staff", name="Manpower")
    school.close()
    command = [sys.executable, "-c", SCRIPT, "--db", url, "companies", "list"]
    return set(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stderr.split())


def test_a_command_imports_its_own_area_and_no_other(imported: set[str]) -> None:
    inner = (name.split(".")[2:] for name in imported if name.startswith("ledr_core.application."))

    assert {tuple(part) for part in inner if part[0] != "operating"} == {
        ("areas",),
        ("people",),
        ("people", "companies"),
    }


def test_a_command_imports_the_repositories_that_it_asks_and_no_others(imported: set[str]) -> None:
    contexts = {name.split(".")[2] for name in imported if name.startswith("ledr_adapters.sql.")}

    assert not {"assessments", "catalogue", "certification", "jobs", "learning", "messages", "sessions"} & contexts
    assert not {"ledr_core.domain.events", "ledr_core.domain.sessions.sessions"} & imported


def test_a_command_imports_no_library_that_it_does_not_use(imported: set[str]) -> None:
    unused = (
        "alembic",
        "argon2",
        "cryptography",
        "email_validator",
        "fpdf",
        "holidays",
        "jinja2",
        "phonenumbers",
        "pwdlib",
    )

    assert not {name.partition(".")[0] for name in imported} & {*unused, "requests", "segno", "structlog", "twilio"}
    assert "sqlalchemy.dialects.postgresql" not in imported
