"""Certificates as badges: what they say, that the school signed it, and what is said where nothing can be signed."""

import json
import sys
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from ledr_adapters.recording import RecordingMail

from ledr_adapters import open_rehearsal
from ledr_core import NotFound, Unavailable
from ledr_core.testing import FixedClock
from ledr_core.views import as_json
from tests.integration.certification.certifying import certifying, grade, handed_in
from tests.integration.conftest import Rehearsal, address, refusal

LEA, MAX = address("lea"), address("max")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def pem(key: Any = KEY, encryption: KeySerializationEncryption | None = None) -> bytes:
    written: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())
    return written


def a_school(folder: Path, badges: str | None) -> Rehearsal:
    """Léa has handed in the copy of a certifying course."""
    clock, mail = FixedClock("2026-11-19T09:00"), RecordingMail()
    ledr = Rehearsal(open_rehearsal("memory:", clock=clock, mail=mail, badges=badges), clock, mail)
    ledr.school.companies.create(by="staff", name="Manpower")
    certifying(ledr, folder)
    ledr.a_session(kind="licence", members="lea max")
    handed_in(ledr)
    return ledr


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Rehearsal]:
    key = tmp_path / "key.pem"
    key.write_bytes(pem())
    ledr = a_school(tmp_path, str(key))
    yield ledr
    ledr.school.close()


def badge(ledr: Rehearsal, file: Path, by: str = LEA) -> Any:
    return ledr.school.documents.badge(by=by, file=str(file))


def decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload of a compact JWS that the school's public key verifies."""
    header, payload, signature = token.split(".")
    KEY.public_key().verify(decoded(signature), f"{header}.{payload}".encode())
    return json.loads(decoded(header)), json.loads(decoded(payload))


@pytest.mark.rule("CERT-8")
def test_a_badge_is_an_open_badge_credential_that_the_public_key_verifies(school: Rehearsal, tmp_path: Path) -> None:
    grade(school, 15)
    view = badge(school, tmp_path / "badge.jwt")

    header, payload = read((tmp_path / "badge.jwt").read_text())

    assert (header["alg"], header["typ"], header["jwk"]["crv"]) == ("EdDSA", "JWT", "Ed25519")
    assert decoded(header["jwk"]["x"]) == KEY.public_key().public_bytes_raw()
    assert payload["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert payload["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert (payload["iss"], payload["jti"]) == (payload["issuer"]["id"], payload["id"])
    assert payload["id"].endswith(f"/verification/{view.code}")
    assert (payload["validFrom"], payload["nbf"]) == ("2026-11-19T08:00:00Z", 1795075200)
    assert payload["awardedDate"] == "2026-11-19T00:00:00+01:00"
    subject = payload["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == "Lea Martin"
    assert subject["result"][0]["value"] == "silver"
    assert subject["result"][0]["resultDescription"] == subject["achievement"]["resultDescription"][0]["id"]
    assert "15/20" in subject["achievement"]["criteria"]["narrative"]
    assert "RS3428" in subject["achievement"]["description"]


@pytest.mark.rule("CERT-8")
def test_a_badge_that_somebody_changed_is_not_verified_by_the_key(school: Rehearsal, tmp_path: Path) -> None:
    grade(school, 15)
    badge(school, tmp_path / "badge.jwt")
    header, payload, signature = (tmp_path / "badge.jwt").read_text().split(".")
    other = Ed25519PublicKey.from_public_bytes(Ed25519PrivateKey.generate().public_key().public_bytes_raw())

    with pytest.raises(InvalidSignature):
        KEY.public_key().verify(decoded(signature), f"{header}.{payload[:-4]}AAAA".encode())
    with pytest.raises(InvalidSignature):
        other.verify(decoded(signature), f"{header}.{payload}".encode())


@pytest.mark.rule("CERT-9")
def test_the_same_certificate_is_the_same_badge_and_its_envelope_holds_it(school: Rehearsal, tmp_path: Path) -> None:
    grade(school, 15)
    first = badge(school, tmp_path / "1.json")
    school.clock.set("2026-12-25T18:00")

    second = badge(school, tmp_path / "2.json")
    alone = badge(school, tmp_path / "3.jwt")

    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()
    assert (first.code, first.sha256) == (second.code, second.sha256)
    assert alone.code == first.code
    envelope = json.loads((tmp_path / "1.json").read_text())
    assert envelope["type"] == "EnvelopedVerifiableCredential"
    assert envelope["id"] == "data:application/vc+jwt," + (tmp_path / "3.jwt").read_text()


@pytest.mark.rule("CERT-5", "CERT-7", "CERT-8")
def test_a_badge_is_verified_as_its_certificate_is(school: Rehearsal, tmp_path: Path) -> None:
    grade(school, 15)
    former, latter = tmp_path / "1.json", tmp_path / "2.json"
    code = badge(school, former).code

    def verified(file: Path) -> str:
        return str(school.school.documents.verify_file(by="public", file=str(file)).state)

    assert verified(former) == "valid"
    school.school.certifications.edit(by="staff", person=LEA, course="recruter", date="2026-11-27")
    assert badge(school, latter).code != code
    assert (verified(former), verified(latter)) == ("superseded", "valid")
    school.school.certifications.delete(by="staff", person=LEA, course="recruter")
    assert verified(latter) == "revoked"
    with pytest.raises(NotFound):
        badge(school, tmp_path / "3.json")


@pytest.mark.rule("ROLE-11")
def test_without_a_certificate_there_is_no_badge_and_colleagues_have_none_of_hers(
    school: Rehearsal, tmp_path: Path
) -> None:
    with pytest.raises(NotFound):
        badge(school, tmp_path / "badge.json")
    grade(school, 15)

    refused = refusal(
        lambda: school.school.documents.badge(by=MAX, file=str(tmp_path / "badge.json"), person=LEA),
    )

    assert refused.rule == "ROLE-11"
    assert not (tmp_path / "badge.json").exists()


KEYS = {
    "absent": (None, "cannot be read"),
    "no key": (b"bonjour", "is no unencrypted PEM key"),
    "encrypted": (pem(encryption=BestAvailableEncryption(b"secret")), "is no unencrypted PEM key"),
    "another sort": (pem(generate_private_key(SECP256R1())), "is not an Ed25519 key"),
}


@pytest.mark.parametrize(("content", "reason"), KEYS.values(), ids=KEYS)
def test_a_key_that_cannot_sign_is_told_and_nothing_is_written(
    school: Rehearsal, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    grade(school, 15)
    key = tmp_path / "key.pem"
    key.unlink() if content is None else key.write_bytes(content)

    with pytest.raises(Unavailable, match=reason) as error:
        badge(school, tmp_path / "badge.json")

    assert "secret" not in str(error.value)
    assert not (tmp_path / "badge.json").exists()


def test_a_school_without_a_key_signs_nothing_and_says_what_to_set(tmp_path: Path) -> None:
    ledr = a_school(tmp_path, None)
    grade(ledr, 15)

    with pytest.raises(Unavailable, match="LEDR_BADGE_KEY_FILE"):
        badge(ledr, tmp_path / "badge.json")
    ledr.school.close()


def test_what_signing_needs_is_named_where_it_is_not_installed(
    school: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade(school, 15)
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.serialization", None)

    with pytest.raises(Unavailable, match=r"install ledr\[badges\]"):
        badge(school, tmp_path / "badge.json")


def test_of_the_key_a_badge_has_the_public_part_alone(school: Rehearsal, tmp_path: Path) -> None:
    grade(school, 15)
    view = badge(school, tmp_path / "badge.jwt")

    header, _ = read((tmp_path / "badge.jwt").read_text())

    assert set(header["jwk"]) == {"kty", "crv", "x"}
    assert set(as_json(view)) == {"file", "code", "sha256"}
