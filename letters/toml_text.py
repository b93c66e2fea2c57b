"""The text of a TOML file that a person keeps -> its table.

The standard library's reader takes a key apart at every dot and keeps each beginning of it: one key of
20,000 dots costs 12 seconds and 1.5 GB. Nobody writes more than a few.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Any

MOST_DOTS = 20  # of one key
_MANY_DOTS = re.compile(rf"""(?:[\w"'-]{{1,80}}+[ \t]*\.[ \t]*){{{MOST_DOTS + 1}}}""")


def loads(text: str, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """As tomllib; TOMLDecodeError too where a key has more dots than anybody writes."""
    if found := _MANY_DOTS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise tomllib.TOMLDecodeError(f"Too many dots in a key (at line {line}, column 1)")
    return tomllib.loads(text, parse_float=parse_float)
