"""What only its user may read: bytes -> AES-GCM, bound to the place at which they lie, and back.

The place (table, row, column) is associated data: a ciphertext that was moved to another person's row,
or changed by one bit, is not opened. A file is sealed with the id of its key before it.
"""

from __future__ import annotations

import hmac
import os
from typing import TYPE_CHECKING

from harness.store.errors import StoreError
from harness.store.keys import load_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"mingcha-private-1\n"
SUFFIX = ".enc"
_NONCE = 12  # bytes: a key encrypts some thousands of things at most
_ID = 16  # characters of a key's id

Place = tuple[str, str, str]  # table, row, column


class NotOpened(StoreError):
    """The key is another one, or the ciphertext is not what was written there."""


def encrypt(key_id: str, data: bytes, place: Place, nonce: bytes | None = None) -> bytes:
    nonce = nonce or os.urandom(_NONCE)
    return nonce + _cipher(key_id).encrypt(nonce, data, _bound(place))


def decrypt(key_id: str, data: bytes, place: Place) -> bytes:
    """KeyLost where the key is not here, NotOpened where it does not fit."""
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(key_id).decrypt(data[:_NONCE], data[_NONCE:], _bound(place))
    except (InvalidTag, ValueError):
        raise NotOpened(
            f"密钥 {key_id} 解不开 {'/'.join(place)}：密钥不对，或者密文被改动、挪动过"
        ) from None


def wrapped(key_id: str, data: bytes, place: Place) -> bytes:
    """As a file, which says what key it needs. The same bytes give the same file, so that what was
    interrupted before it was recorded leaves no second one behind: the nonce is drawn from them by
    the key, and is another one for anything else."""
    secret = hmac.digest(load_key(key_id), b"mingcha nonce", "sha256")
    nonce = hmac.digest(secret, _bound(place) + b"\0" + data, "sha256")[:_NONCE]
    return MARK + key_id.encode("ascii") + b"\n" + encrypt(key_id, data, place, nonce)


def unwrapped(data: bytes, place: Place) -> bytes:
    """The bytes of such a file; of any other, the file itself."""
    key_id = key_of(data)
    return data if key_id is None else decrypt(key_id, data[len(MARK) + _ID + 1 :], place)


def key_of(data: bytes) -> str | None:
    """The id of the key that the file needs; None where it is not encrypted."""
    if not data.startswith(MARK):
        return None
    return data[len(MARK) : len(MARK) + _ID].decode("ascii", errors="replace")


def _bound(place: Place) -> bytes:
    return "\0".join(place).encode("utf-8")


def _cipher(key_id: str) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(load_key(key_id))
