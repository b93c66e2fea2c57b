"""S/MIME: the mail inside a CMS envelope (RFC 5652, 8551).

In: the bytes of an application/pkcs7-mime part. Out: `Envelope`: the inner mail where it is only
signed or compressed. Whether a signature holds is not checked; what is encrypted stays so.
"""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode
from dataclasses import dataclass

from asn1crypto import cms  # type: ignore[import-untyped]

from parsers import lazy_re as re
from parsers.limits import MAX_BYTES

ENVELOPES = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
SIGNATURES = frozenset(
    (
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
    )
)
_BASE64 = re.compile(rb"\A[A-Za-z0-9+/=\s]+\Z")


@dataclass(frozen=True, slots=True)
class Envelope:
    content: bytes | None
    signed: bool = False
    encrypted: bool = False


def opened(data: bytes) -> Envelope:
    """What an envelope holds. Bytes that are none hold nothing and are neither."""
    try:
        info = cms.ContentInfo.load(_der(data))
        kind = info["content_type"].native
        if kind == "signed_data":
            return Envelope(info["content"]["encap_content_info"]["content"].native, signed=True)
        if kind == "compressed_data":
            return Envelope(_inflated(info["content"]["encap_content_info"]["content"].native))
        return Envelope(None, encrypted=kind in ("enveloped_data", "authenticated_enveloped_data"))
    except (ValueError, TypeError, KeyError, zlib.error):  # asn1crypto's words for broken bytes
        return Envelope(None)


def _inflated(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, MAX_BYTES)


def _der(data: bytes) -> bytes:
    """Some programs put base64 into base64."""
    if data[:1] == b"\x30" or not _BASE64.match(data):
        return data
    try:
        return b64decode(data)
    except binascii.Error:
        return data
