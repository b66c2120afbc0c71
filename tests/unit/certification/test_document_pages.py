"""What the terminal says of a document that is verified."""

from typing import Any

import pytest

from ledr_cli.render import write
from ledr_core.domain.kernel.moments import Moment

NOTHING: dict[str, Any] = {"name": None, "course": None, "level": None, "date": None, "successor": None}
LEA: dict[str, Any] = {"name": "Léa Martin", "course": "Recruter", "level": "gold", "date": "2026-11-20"}


@pytest.mark.rule("CERT-8")
@pytest.mark.parametrize(
    ("data", "language", "said"),
    [
        ({"state": "unknown"}, "fr", ["Ce n'est pas un document de cette école."]),
        ({"state": "altered"}, "en", ["This file is not the one that was issued: it was altered."]),
        ({"state": "superseded", "successor": "K7QM"}, "fr", ["Ce document est remplacé par un autre, de code K7QM."]),
        ({"state": "revoked"}, "fr", ["Ce document est révoqué : il ne vaut plus."]),
        (
            {"state": "valid", **LEA},
            "fr",
            ["Ce document est valable.", "Nom : Léa Martin", "Parcours : Recruter", "Niveau : or", "2026"],
        ),
    ],
)
def test_a_verified_document_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], data: dict[str, Any], language: str, said: list[str]
) -> None:
    write("documents.verify", NOTHING | data, language, Moment.at("2026-11-23T09:00").instant)

    lines = capsys.readouterr().out.replace("\u00a0", " ").splitlines()

    assert len(lines) == len(said)
    assert all(part in line for part, line in zip(said, lines, strict=True))
