"""What a parser is: the contract that each module named in `parsers.PARSERS` keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from parsers.document import Document

# reads a member of a mail or an archive: bytes and the name it has there
OpenPart = Callable[[bytes, str], Document]


class Parser(Protocol):
    """A module for one format. Its docstring is for assessors and says what it cannot see. It is
    loaded at first use and given only bytes that `formats` took for its format."""

    def read(self, data: bytes, name: str, open_part: OpenPart, /) -> Document:
        """Everything it can see. A file that cannot be read is a `Document` with an `error`.

        Members go through `open_part`, which keeps the limits. It may raise `Unreadable` or, on
        bytes that no one foresaw, anything: `parsers.read` turns both into an `error`."""
        ...


class Unreadable(Exception):
    """The file cannot be read; `code` as in `Problem`, the message in Chinese."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
