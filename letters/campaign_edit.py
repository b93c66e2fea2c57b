"""campaign.toml with some of its values changed, its comments and its order left as somebody wrote them.

Done on lines, and proved: what the new text says must be what the old one said, with just these changes.
Where it is not (nobody writes so, but TOML allows it), `NotEdited`: then it is mended as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from letters import toml_text

Value = str | int | bool | date | Sequence[str]


class NotEdited(Exception):
    """The text is written in a way that cannot be changed line by line."""


@dataclass(frozen=True, slots=True)
class At:
    """A key of [table], or of the one with this number (from 0) among [[table]]."""

    table: str
    key: str
    number: int | None = None


Changes = Mapping[At, Value | None]  # None: the key is taken out


def edited(text: str, changes: Changes) -> str:
    before = toml_text.loads(text)
    lines = text.splitlines()
    for at, value in changes.items():
        lines = _changed(lines, at, value)
    after = "\n".join(lines) + "\n"
    try:
        says = toml_text.loads(after)
    except ValueError:
        raise NotEdited from None
    if says != _expected(before, changes):
        raise NotEdited
    return after


def _expected(before: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: [dict(each) for each in table] if isinstance(table, list) else dict(table)
        for name, table in before.items()
        if isinstance(table, (dict, list))
    }
    if len(said) != len(before):  # something stands before the first part
        raise NotEdited
    for at, value in changes.items():
        if at.number is None:
            table = said.setdefault(at.table, {})
        else:
            entries = said.setdefault(at.table, [])
            if at.number == len(entries):
                entries.append({})
            table = entries[at.number]
        if value is None:
            table.pop(at.key, None)
        else:
            table[at.key] = list(value) if isinstance(value, (list, tuple)) else value
    return {name: table for name, table in said.items() if table or name in before}


def _changed(lines: list[str], at: At, value: Value | None) -> list[str]:
    head = f"[{at.table}]" if at.number is None else f"[[{at.table}]]"
    heads = [n for n, line in enumerate(lines) if _bare(line) == head]
    number = at.number or 0
    if number >= len(heads):
        if value is None:
            return lines
        return [*lines, "", head, f"{at.key} = {_written(value)}"]
    start = heads[number] + 1
    end = next(
        (n for n in range(start, len(lines)) if lines[n].lstrip().startswith("[")), len(lines)
    )
    key = re.compile(rf"^\s*{re.escape(at.key)}\s*=")
    found = next((n for n in range(start, end) if key.match(lines[n])), None)
    if found is None:
        return lines if value is None else [
            *lines[:start], f"{at.key} = {_written(value)}", *lines[start:]
        ]  # fmt: skip
    last = _end_of(lines, found, end)
    if value is None:
        return [*lines[:found], *lines[last + 1 :]]
    comment = _comment(lines[last]) if last == found else ""
    line = f"{at.key} = {_written(value)}{comment and '  ' + comment}"
    return [*lines[:found], line, *lines[last + 1 :]]


def _bare(line: str) -> str:
    return re.sub(r"\s+", "", line.split("#", 1)[0])


def _end_of(lines: list[str], first: int, end: int) -> int:
    """The last line of a value that may go over several."""
    for last in range(first, end):
        try:
            toml_text.loads("\n".join(lines[first : last + 1]))
        except ValueError:
            continue
        return last
    raise NotEdited


def _comment(line: str) -> str:
    """What stands behind the first # that is in no quotation marks."""
    quoted = ""
    for place, sign in enumerate(line):
        if quoted:
            quoted = "" if sign == quoted else quoted
        elif sign in "\"'":
            quoted = sign
        elif sign == "#":
            return line[place:]
    return ""


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        # JSON's escapes are TOML's, too
        return json.dumps(value, ensure_ascii=False)
    return "[" + ", ".join(json.dumps(each, ensure_ascii=False) for each in value) + "]"
