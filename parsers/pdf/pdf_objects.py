"""The objects that a PDF is made of: dictionaries, arrays, strings, streams.

In: the file's bytes. Out: `Objects`, through which every entry is asked for by its name and comes resolved, or as
nothing where the file is wrong. pdfium shows pages and hides how they are made; pdfminer (MIT) tells.

Nothing here trusts the file: what it unpacks is bounded, what refers to itself is the caller's to notice by
`identity`.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import PSLiteral

from parsers.limits import MAX_TOTAL_BYTES
from parsers.parser import Unreadable

_MOST = 64 * 2**20  # bytes of one stream that pdfminer unpacks for itself: a list of objects
_MOST_SLOW = 100_000  # likewise, packed, where it unpacks byte by byte
_BLOCK = 1 << 20
# what the library remarks on is English, and for nobody
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def _inflated(data: bytes) -> bytes:
    """What zlib gives, as far as a list of objects may reach."""
    made = zlib.decompressobj()
    found = made.decompress(data, _MOST)
    if made.unconsumed_tail:
        raise Unreadable("too_large", f"内部目录解开后超过{_MOST // 2**20}兆字节，未打开")
    if not made.eof:
        raise zlib.error("incomplete")
    return found


def _bounded(decode: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def decoded(data: bytes) -> bytes:
        return decode(data) if len(data) <= _MOST_SLOW else b""

    return decoded


# pdfminer unpacks without any limit, here and where pdfplumber looks for tables: a bomb of 1 MB fills 1 GB
_library: Any = pdftypes
_library.zlib = SimpleNamespace(
    decompress=_inflated, error=zlib.error, decompressobj=zlib.decompressobj
)
_library.lzwdecode = _bounded(_library.lzwdecode)
_library.rldecode = _bounded(_library.rldecode)


class Objects:
    """A file's objects; raises `Unreadable` where they cannot be followed."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document = PDFDocument(PDFParser(io.BytesIO(data)))
        except (MemoryError, Unreadable):
            raise
        except Exception as fault:  # the library raises a dozen kinds on odd files
            raise Unreadable("damaged", "文件结构无法查对") from fault

    @property
    def catalog(self) -> dict[str, Any]:
        found = self._document.catalog
        return found if isinstance(found, dict) else {}

    def resolved(self, value: Any) -> Any:
        """What a reference leads to; nothing where it leads nowhere."""
        for _ in range(8):
            if not isinstance(value, PDFObjRef):
                return value
            try:
                value = self._document.getobj(value.objid)
            except (MemoryError, Unreadable):
                raise
            except Exception:  # noqa: BLE001 — the same on one odd object: readers take it for null
                return None
        return None

    def entries(self, value: Any) -> dict[str, Any]:
        """A dictionary, also that of a stream; an empty one for anything else."""
        value = self.resolved(value)
        if isinstance(value, PDFStream):
            value = value.attrs
        return value if isinstance(value, dict) else {}

    def items(self, value: Any) -> list[Any]:
        """An array; a single value is one of itself."""
        value = self.resolved(value)
        if value is None:
            return []
        return value if isinstance(value, list) else [value]

    def stream(self, value: Any) -> PDFStream | None:
        value = self.resolved(value)
        return value if isinstance(value, PDFStream) else None

    def name(self, value: Any) -> str:
        value = self.resolved(value)
        if isinstance(value, PSLiteral):
            return value.name if isinstance(value.name, str) else value.name.decode("latin-1")
        return ""

    def number(self, value: Any) -> float | None:
        value = self.resolved(value)
        return float(value) if isinstance(value, int | float) else None

    def flags(self, value: Any) -> int:
        return int(self.number(value) or 0)

    def box(self, value: Any) -> tuple[float, float, float, float] | None:
        """Left, bottom, right, top in the page's own units."""
        numbers = [self.number(one) for one in self.items(value)]
        known = [one for one in numbers if one is not None]
        if len(known) != 4 or len(numbers) != 4:
            return None
        x0, y0, x1, y1 = known
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def text(self, value: Any) -> str:
        """A text string as people read it; also that of a stream, which long ones are kept in."""
        stream = self.stream(value)
        found = self.unpacked(stream, _BLOCK) if stream else self.resolved(value)
        if isinstance(found, str):
            return found
        return decoded(found) if isinstance(found, bytes) else ""

    def filters(self, stream: PDFStream) -> list[str]:
        return [self.name(one) for one in self.items(stream.get_any(("Filter", "F")))]

    def packed(self, stream: PDFStream) -> bytes:
        """A stream's bytes as they lie in the file, deciphered."""
        data = stream.get_rawdata()
        if data is None:  # unpacked already
            return stream.get_data()
        if stream.decipher and stream.objid is not None and stream.genno is not None:
            return bytes(stream.decipher(stream.objid, stream.genno, data, stream.attrs))
        return data

    def unpacked(self, stream: PDFStream, most: int = MAX_TOTAL_BYTES) -> bytes | None:
        """A stream's own bytes; None where they cannot be had whole. Raises `Unreadable` past `most`."""
        filters = self.filters(stream)
        try:
            if filters in ([], ["Crypt"]):
                return self.packed(stream)
            if filters in (["FlateDecode"], ["Fl"]) and not self.entries(stream.get("DecodeParms")):
                return _whole(self.packed(stream), most)
            return stream.get_data()
        except (MemoryError, Unreadable):
            raise
        except Exception:  # noqa: BLE001 — as above
            return None

    def is_whole(self, stream: PDFStream) -> bool:
        """Whether its bytes unpack to their end; what others than zlib pack cannot be seen to end."""
        filters = self.filters(stream)
        if filters[:1] not in (["FlateDecode"], ["Fl"]):
            return True
        return ends(self.packed(stream))


def identity(value: Any) -> int | None:
    """The number of the object that is referred to; None where it stands here."""
    return value.objid if isinstance(value, PDFObjRef) else None


def _whole(data: bytes, most: int) -> bytes | None:
    made = zlib.decompressobj()
    found = made.decompress(data, most + 1)
    if len(found) > most:
        raise Unreadable("too_large", f"解开后超过{most // 2**20}兆字节，未打开")
    return found if made.eof else None


def ends(data: bytes) -> bool:
    """Whether zlib's bytes come to their end, unpacked a piece at a time and thrown away."""
    made, left, spent = zlib.decompressobj(), data, 0
    try:
        while left and not made.eof and spent < MAX_TOTAL_BYTES:
            spent += len(made.decompress(left, _BLOCK))
            left = made.unconsumed_tail
    except zlib.error:
        return False
    return made.eof


def decoded(data: bytes) -> str:
    """A text string's bytes, whichever of the usual ways they were written in."""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace").rstrip("\0")
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", "replace").rstrip("\0")
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def tree(objects: Objects, root: Any, most: int) -> Iterator[tuple[str, Any]]:
    """The (name, value) pairs of a name tree, whatever its branches refer to."""
    waiting, seen = [root], set[int]()
    while waiting:
        one = waiting.pop(0)
        number = identity(one)
        if number is not None:
            if number in seen:
                continue
            seen.add(number)
        node = objects.entries(one)
        pairs = objects.items(node.get("Names"))
        for at in range(0, len(pairs) - 1, 2):
            yield objects.text(pairs[at]), pairs[at + 1]
        waiting += objects.items(node.get("Kids"))[: max(0, most - len(seen))]
