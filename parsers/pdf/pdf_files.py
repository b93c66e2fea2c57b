"""The files that lie in a PDF: hung on its catalogue, on pages, on notes, on pictures, in a portfolio.

In: a file specification, wherever it was met. Out: (name, bytes) of each file once, and what was
not to be had. A file that hangs in two places is one.
"""

from __future__ import annotations

import hashlib
from typing import Any

from parsers import effort
from parsers import lazy_re as re
from parsers.document import ANYTHING, Unread
from parsers.effort import Of
from parsers.parser import Unreadable
from parsers.pdf.pdf_objects import Objects, identity

_NAMES = ("UF", "F", "DOS", "Mac", "Unix")
_KEPT = re.compile(rb"/Type\s{0,20}/EmbeddedFile\b")


class Files:
    """What was gathered so far."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self.found: list[tuple[str, bytes]] = []
        self.unread: list[Unread] = []
        self._seen: set[int] = set()
        self._same: set[bytes] = set()
        self._typed = 0  # of those that call themselves embedded files
        self._over = ""  # why no further one is taken

    def take(self, specification: Any, page: int | None = None) -> None:
        """The files of a specification; a name alone, of a file that lies elsewhere, is unread."""
        entries = self._objects.entries(specification)
        held = self._objects.entries(entries.get("EF"))
        name = next((text for key in _NAMES if (text := self._objects.text(entries.get(key)))), "")
        name = name.replace("\\", "/").rsplit("/", 1)[-1] or "附件"
        for key in _NAMES:
            if key in held:
                self._one(name, held[key], page)
        if not held:
            said = f"附件“{name}”没有放在文件里，没有读到"
            self.unread.append(Unread("attachment", ANYTHING, said, page))
        if self._objects.entries(entries.get("RF")):
            said = f"附件“{name}”另带有相关文件，没有读取"
            self.unread.append(Unread("attachment", ANYTHING, said, page))

    def several(self, specifications: Any, page: int | None = None) -> None:
        """Those of an `/AF`."""
        for one in self._objects.items(specifications):
            self.take(one, page)

    def _one(self, name: str, reference: Any, page: int | None) -> None:
        number = identity(reference)
        if number is not None and number in self._seen:
            return
        if number is not None:
            self._seen.add(number)
        stream = self._objects.stream(reference)
        if stream and self._objects.name(stream.get("Type")) == "EmbeddedFile":
            self._typed += 1
        try:
            if self._over:
                raise Unreadable("too_large", self._over)
            effort.go_on()
            content = self._objects.unpacked(stream, effort.left(Of.BYTES)) if stream else b""
            effort.take(Of.BYTES, len(content or b""))
        except Unreadable as fault:
            self._over = fault.message
            said = f"附件“{name}”没有读取：{fault.message}"
            self.unread.append(Unread("attachment", ANYTHING, said, page))
            return
        if content is None:
            said = f"附件“{name}”的数据不完整，没有读取"
            self.unread.append(Unread("attachment", ANYTHING, said, page))
            return
        mark = hashlib.blake2b(name.encode("utf-8", "replace") + b"\0" + content).digest()
        if mark not in self._same:
            self._same.add(mark)
            self.found.append((name, content))

    def missed(self, data: bytes) -> bool:
        """Whether the file holds more embedded files than were met: such a stream's dictionary always
        stands there plainly."""
        return len(_KEPT.findall(data)) > self._typed
