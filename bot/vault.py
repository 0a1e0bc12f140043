"""Seals what is stored: each session has a key of its own, wrapped by the master secret."""

from __future__ import annotations

import hmac
import os
import zlib
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MARK = 4
"""How many bytes at the beginning of a wrapped key tell by which secret it was wrapped."""

_QUICKLY = 1
_NEARBY = 12  # what repeats is sought among 4 KiB: to prepare for more takes longer than to compress a session
_JSON = b"{"  # no compressed data begins so
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

    def prove(self, marks: Collection[bytes]) -> None:
        """Check that each stored key can be unwrapped.

        Args:
            marks: The beginnings of the stored keys, ``MARK`` bytes of each.

        Raises:
            VaultError: Some were wrapped by a secret that is not at hand.
        """
        unknown = set(marks) - {master.mark for master in self._masters}
        if unknown:
            rest = "some of the" if len(unknown) < len(marks) else "the"
            raise VaultError(
                f"SECRET_KEY: {rest} stored sessions were sealed with another one; "
                "set that one again, after a comma if there is a newer one, until rotate-keys has run"
            )

    def is_newest(self, wrapped: bytes) -> bool:
        """Say whether a key is wrapped by the newest secret."""
        return wrapped.startswith(self._masters[0].mark)

    def new_key(self, session_id: bytes) -> bytes:
        """Make a key for a session and give it wrapped."""
        return self._masters[0].wrapped(AESGCM.generate_key(_KEY * 8), session_id)

    def seal(self, wrapped: bytes, session_id: bytes, version: int, data: bytes, *, brief: bool = False) -> bytes:
        """Encrypt data with the session's key, bound to the session and the version.

        Args:
            wrapped: The session's key.
            session_id: The session.
            version: The version.
            data: What is sealed, as JSON.
            brief: Whether something else takes its place in a moment, so that making it smaller is not worth the time.
        """
        nonce = os.urandom(_NONCE)
        plain = data if brief else zlib.compress(data, _QUICKLY, _NEARBY)
        return nonce + self._cipher(wrapped, session_id).encrypt(nonce, plain, _bound(session_id, version))

    def open(self, wrapped: bytes, session_id: bytes, version: int, box: bytes) -> bytes:
        """Decrypt what was sealed for this session and version.

        Raises:
            VaultError: The secret is not the one it was sealed with, or the box was changed or swapped.
        """
        try:
            plain = self._cipher(wrapped, session_id).decrypt(box[:_NONCE], box[_NONCE:], _bound(session_id, version))
        except InvalidTag as error:
            raise VaultError("a stored session was changed, or belongs to another place") from error
        return plain if plain.startswith(_JSON) else zlib.decompress(plain)

    def _cipher(self, wrapped: bytes, session_id: bytes) -> AESGCM:
        for master in self._masters:
            if wrapped.startswith(master.mark):
                return AESGCM(master.unwrapped(wrapped, session_id))
        raise VaultError("a stored session was sealed with a SECRET_KEY that is not at hand")


class _Master:
    """What is derived from one master secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    @cached_property
    def mark(self) -> bytes:
        """What every key that this secret wrapped begins with; it tells secrets apart and nothing about them."""
        return self._derived(b"mark wrapped keys")[:MARK]

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
        return self.mark + nonce + self._wrapping.encrypt(nonce, key, session_id)

    def unwrapped(self, wrapped: bytes, session_id: bytes) -> bytes:
        nonce, sealed = wrapped[MARK : MARK + _NONCE], wrapped[MARK + _NONCE :]
        try:
            return self._wrapping.decrypt(nonce, sealed, session_id)
        except InvalidTag as error:
            raise VaultError("a stored key was changed, or belongs to another session") from error


def _bound(session_id: bytes, version: int) -> bytes:
    return session_id + version.to_bytes(8)
