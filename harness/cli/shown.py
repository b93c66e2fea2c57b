"""Any text -> what may reach a terminal, and any value -> JSON that may.

Names, subjects and letters come from strangers and may hold what moves the cursor, turns letters
round or cannot be seen. Between the program and its reader each such character is written out as
<U+202E>; in JSON as \\u202e, which is the same value. `guarded()` puts this around a stream, so that
nothing printed by whomever passes it by; console.py is rich's way round
it, whose own colours must survive.
"""

from __future__ import annotations

import io
import json
import re
from typing import Any, TextIO

import typer

# controls, formats (bidi, zero-width, BOM, tags), halves of pairs, separators, what is no character
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


def shown(text: str) -> str:
    """The text with everything unseen written out; lines and tabs stay."""
    return _UNSEEN.sub(_written_out, text)


def named(name: object) -> str:
    """A name inside a line: its own line ends and tabs are written out as well, or it could begin a
    line of its own and say there what the program never said."""
    return re.sub("[\t\n]", _written_out, shown(str(name)))


def _written_out(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"


def escaped(text: str) -> str:
    """JSON with everything unseen as \\u escapes; its own line ends and tabs stay."""
    return _UNSEEN.sub(_as_escape, text)


def _as_escape(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def json_text(value: object) -> str:
    """One line of JSON."""
    return escaped(json.dumps(value, ensure_ascii=False))


def say(*lines: str, err: bool = False) -> None:
    """Print each on a line of its own, to standard output or to standard error: whatever stands in
    it, a name from outside begins no other."""
    for line in lines:
        typer.echo(named(line), err=err)


def say_text(text: str, *, nl: bool = True) -> None:
    """Print what has lines of its own and nothing from outside that could be taken for one."""
    typer.echo(shown(text), nl=nl)


class Guarded(io.TextIOBase):
    """A stream that lets nothing unseen through. `bare` is the stream itself."""

    def __init__(self, bare: TextIO) -> None:
        self.bare = bare

    def write(self, text: str, /) -> int:
        self.bare.write(shown(text))
        return len(text)

    def flush(self) -> None:
        self.bare.flush()

    def isatty(self) -> bool:
        return self.bare.isatty()

    def fileno(self) -> int:
        return self.bare.fileno()

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        """The stream is the interpreter's; it stays open."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.bare.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self.bare.errors

    @property
    def buffer(self) -> Any:
        return self.bare.buffer


def guarded(stream: TextIO) -> TextIO:
    return stream if isinstance(stream, Guarded) else Guarded(stream)  # type: ignore[return-value]
