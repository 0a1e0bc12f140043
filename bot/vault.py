"""Seals what is stored: each session has a key of its own, wrapped by the master secret."""

from __future__ import annotations

import hmac
import json
import os
import zlib
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from collections.abc import Sequence

_NONCE = 12
_KEY = 32


class VaultError(Exception):
    """Something stored cannot be opened with the master secrets at hand."""


class Vault:
    """Seals and opens sessions.

    Args:
        secrets: The master secrets, newest first; the newest seals, all of them open.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        self._masters = [_Master(secret) for secret in secrets]

    def session_ids(self, chat: int) -> tuple[bytes, ...]:
        """Give the keyed hashes under which a chat's session may be stored, the newest secret's first."""
        return tuple(master.hashed(chat) for master in self._masters)

    def new_key(self, session_id: bytes) -> bytes:
        """Make a key for a session and give it wrapped."""
        return self._masters[0].wrapped(AESGCM.generate_key(_KEY * 8), session_id)

    def seal(self, wrapped: bytes, session_id: bytes, version: int, data: dict[str, Any]) -> bytes:
        """Encrypt data with the session's key, bound to the session and the version."""
        plain = zlib.compress(
            json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        )
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher(wrapped, session_id).encrypt(nonce, plain, _bound(session_id, version))

    def open(self, wrapped: bytes, session_id: bytes, version: int, box: bytes) -> dict[str, Any]:
        """Decrypt what was sealed for this session and version.

        Raises:
            VaultError: The secret is not the one it was sealed with, or the box was changed or swapped.
        """
        try:
            plain = self._cipher(wrapped, session_id).decrypt(box[:_NONCE], box[_NONCE:], _bound(session_id, version))
        except InvalidTag as error:
            raise VaultError("a stored session was changed, or belongs to another place") from error
        data: dict[str, Any] = json.loads(zlib.decompress(plain).decode("utf-8", "surrogatepass"))
        return data

    def _cipher(self, wrapped: bytes, session_id: bytes) -> AESGCM:
        for master in self._masters:
            key = master.unwrapped(wrapped, session_id)
            if key:
                return AESGCM(key)
        raise VaultError("the stored sessions were sealed with another SECRET_KEY")


class _Master:
    """What is derived from one master secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    @cached_property
    def _wrapping(self) -> AESGCM:
        return AESGCM(self._derived(b"wrap session keys"))

    @cached_property
    def _hashing(self) -> bytes:
        return self._derived(b"hash chat ids")

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(SHA256(), _KEY, salt=b"second-opinion", info=purpose).derive(self._secret)

    def hashed(self, chat: int) -> bytes:
        return hmac.new(self._hashing, str(chat).encode(), sha256).digest()

    def wrapped(self, key: bytes, session_id: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._wrapping.encrypt(nonce, key, session_id)

    def unwrapped(self, wrapped: bytes, session_id: bytes) -> bytes | None:
        try:
            return self._wrapping.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], session_id)
        except InvalidTag:
            return None


def _bound(session_id: bytes, version: int) -> bytes:
    return session_id + version.to_bytes(8)
