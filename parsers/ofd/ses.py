"""SES data (GB/T 38540, 电子印章) -> the name of the seal.

In: the bytes of a seal or of a signature made with one, as OFD and sealing programs for PDF hold
them. Out: the name that the seal's maker put into it, or None. Nothing is verified.
"""

from __future__ import annotations

from collections.abc import Iterator

_SEQUENCE, _UTF8, _IA5, _OCTETS, _CONSTRUCTED = 0x30, 0x0C, 0x16, 0x04, 0x20
_DEEPEST = 10
_LARGEST = 4_000_000  # bytes; seals have pictures of some ten thousand


def name_in_ses(data: bytes) -> str | None:
    """The name in an SES seal or signature: SES_SealInfo is a header that begins with "ES", the
    seal's number, and its properties (type, name, ...)."""
    for info in _sequences(data, 0) if len(data) <= _LARGEST else ():
        parts = list(_elements(info))
        if len(parts) < 3 or parts[0][0] != _SEQUENCE or parts[2][0] != _SEQUENCE:
            continue
        header, properties = list(_elements(parts[0][1])), list(_elements(parts[2][1]))
        if header[:1] == [(_IA5, b"ES")] and len(properties) > 1 and properties[1][0] == _UTF8:
            return properties[1][1].decode("utf-8", "replace").strip() or None
    return None


def _sequences(data: bytes, depth: int) -> Iterator[bytes]:
    """Every SEQUENCE, outermost first, a few levels down, also in what wraps signed data (PKCS #7:
    tagged fields, sets, octets that are DER again)."""
    for tag, content in _elements(data):
        if tag == _SEQUENCE and depth < _DEEPEST:
            yield content
        wraps = tag & _CONSTRUCTED or (tag == _OCTETS and content[:1] == bytes([_SEQUENCE]))
        if wraps and depth < _DEEPEST:
            yield from _sequences(content, depth + 1)


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(tag, content) of DER elements one after another, as far as they make sense."""
    at = 0
    while at + 2 <= len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            size = length & 0x7F
            if not 1 <= size <= 4 or at + size > len(data):
                return
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if at + length > len(data):
            return
        yield tag, data[at : at + length]
        at += length
