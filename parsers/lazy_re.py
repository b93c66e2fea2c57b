"""`re` for modules of many patterns, of which one file needs few: each is compiled when it is first used.

In a third of all that a small letter takes, patterns were compiled, most of them for nothing. Used as
`from parsers import lazy_re as re`; what is no `compile` is Python's own.
"""

from __future__ import annotations

import re
from re import (
    DOTALL,
    IGNORECASE,
    MULTILINE,
    I,
    Match,
    Pattern,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)
from typing import Any, AnyStr, cast

__all__ = [
    "DOTALL", "IGNORECASE", "MULTILINE", "I", "Match", "Pattern", "compile", "escape", "findall", "finditer",
    "fullmatch", "match", "search", "split", "sub",
]  # fmt: skip
_ASKED = (
    "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "flags", "groupindex",
)  # fmt: skip


class Later:
    """Stands in for a pattern, and from its first use on has all that it has."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        made = self.made()
        self.__dict__.update({each: getattr(made, each) for each in _ASKED})
        return getattr(made, name)

    def made(self) -> re.Pattern[Any]:
        return re.compile(self.pattern, self._flags)


def compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern that is compiled when it is first used."""
    return cast("re.Pattern[AnyStr]", Later(pattern, int(flags)))
