"""A bundle -> the files in it, as they came: the attachments of a mail, the members of an archive, and
what lies in those. Run in a lane. The readers take the bundle apart; what they find in it is put aside
here in place of being read, so that a scan costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers import effort, formats
from parsers.document import Document, fingerprint
from parsers.limits import MAX_DEPTH, MAX_TOTAL_BYTES
from parsers.mail import mail
from parsers.packed import archive
from parsers.parser import Unreadable

MOST = 100
Piece = tuple[str, bytes]  # name and bytes


def pieces(data: bytes, name: str) -> list[Piece]:
    """In their order, each once; of what cannot be opened, the thing itself."""
    with effort.one_file(len(data)):
        found = _inside(data, name, 0)
    once = {fingerprint(each): (called, each) for called, each in reversed(found) if each}
    return list(reversed(once.values()))[:MOST]


@dataclass
class _Aside:
    """In place of a reader."""

    found: list[Piece] = field(default_factory=list)
    size: int = 0

    def __call__(self, data: bytes, name: str, /) -> Document:
        self.size += len(data)
        if self.size <= MAX_TOTAL_BYTES:
            self.found.append((name, data))
        return Document(name, fingerprint(data), "unknown")


def _inside(data: bytes, name: str, depth: int) -> list[Piece]:
    aside = _Aside()
    try:
        if formats.is_archive(data):
            archive.read(data, name, aside)
        elif formats.is_mail(data):
            mail.read(data, name, aside)
    except Unreadable:
        return []
    found: list[Piece] = []
    for called, each in aside.found:
        deeper = _inside(each, called, depth + 1) if depth + 1 < MAX_DEPTH else []
        found += deeper or [(called, each)]
    return found
