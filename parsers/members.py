"""The files in a file, one after another, as far as limits go.

In: names and bytes, best as an iterator, so that nothing is taken out that is not read. Out: their
`Document`s; where a limit ends it, one more that stands for the rest and says why.
"""

from __future__ import annotations

from collections.abc import Iterable

from parsers import effort
from parsers.document import Document, refused
from parsers.effort import Of
from parsers.parser import OpenPart, Unreadable

REST = "其余文件"


def opened(members: Iterable[tuple[str, bytes]], open_part: OpenPart) -> tuple[Document, ...]:
    parts: list[Document] = []
    try:
        for name, data in members:
            effort.go_on()
            effort.take(Of.PARTS)
            parts.append(open_part(data, name))
    except Unreadable as fault:
        parts.append(refused(b"", REST, "unknown", fault.code, f"{fault.message}，其余未打开"))
    return tuple(parts)
