"""What the terminal says of a document that is verified."""

from datetime import date

import pytest

from ledr_cli.render import write
from ledr_core.domain.kernel.moments import Moment
from ledr_core.views.documents import VerificationView

LEA = VerificationView("valid", "Léa Martin", "Recruter", "gold", date(2026, 11, 20))


@pytest.mark.rule("CERT-8")
@pytest.mark.parametrize(
    ("verified", "language", "said"),
    [
        (VerificationView("unknown"), "fr", ["Ce n'est pas un document de cette école."]),
        (VerificationView("altered"), "en", ["This file is not the one that was issued: it was altered."]),
        (
            VerificationView("superseded", successor="K7QM"),
            "fr",
            ["Ce document est remplacé par un autre, de code K7QM."],
        ),
        (VerificationView("revoked"), "fr", ["Ce document est révoqué : il ne vaut plus."]),
        (
            LEA,
            "fr",
            ["Ce document est valable.", "Nom : Léa Martin", "Parcours : Recruter", "Niveau : or", "2026"],
        ),
    ],
)
def test_a_verified_document_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], verified: VerificationView, language: str, said: list[str]
) -> None:
    write(verified, language, Moment.at("2026-11-23T09:00").instant)

    lines = capsys.readouterr().out.replace("\u00a0", " ").splitlines()

    assert len(lines) == len(said)
    assert all(part in line for part, line in zip(said, lines, strict=True))
