"""Open Badges 3.0 credentials, and other files, signed with the school's Ed25519 key (a compact JWS, EdDSA)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ledr_core.domain.kernel.errors import Unavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from ledr_core.ports.badges import BadgeFacts


class NoBadges:
    """A school without a key: it signs nothing."""

    def credential(self, facts: BadgeFacts) -> str:
        """Raises Unavailable."""
        raise Unavailable("badges", "no key")

    def signature(self, content: bytes) -> str | None:
        """None: there is no key."""
        return None


class SignedBadges:
    """Badges signed with the Ed25519 key of a PEM file, which is read for each of them and never kept.

    *key_file* is unencrypted PKCS #8, as `openssl genpkey -algorithm ed25519` makes it.
    """

    def __init__(self, key_file: str | Path) -> None:
        self._key_file = Path(key_file)

    def credential(self, facts: BadgeFacts) -> str:
        """A credential as a compact JWS, its public key in the header (`jwk`)."""
        from ledr_adapters.badges.content import content_of

        return _signed(_key(self._key_file), "JWT", _plain(content_of(facts)))

    def signature(self, content: bytes) -> str | None:
        """A compact JWS of any content, its public key in the header."""
        return _signed(_key(self._key_file), "JOSE", content)


def _key(file: Path) -> Ed25519PrivateKey:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError:
        raise Unavailable("badges", "nothing to sign with") from None
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise Unavailable("badges", "key unreadable", {"path": file, "cause": error.strerror or str(error)}) from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Unavailable("badges", "no PEM key", {"path": file}) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Unavailable("badges", "no Ed25519 key", {"path": file})
    return key


def _signed(key: Ed25519PrivateKey, kind: str, content: bytes) -> str:
    header = {"alg": "EdDSA", "typ": kind, "jwk": _public(key)}
    signed = f"{_encoded(_plain(header))}.{_encoded(content)}"
    return f"{signed}.{_encoded(key.sign(signed.encode()))}"


def _public(key: Ed25519PrivateKey) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": _encoded(key.public_key().public_bytes_raw())}


def _plain(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
