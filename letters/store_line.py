"""The line of campaign.toml that says where the facts are kept -> written, changed or taken out; whatever
else people wrote there stays as it is."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from letters import toml_text
from letters.faults import BadTable
from letters.opening import read_file
from letters.saving import save

_TABLE = re.compile(r"^\s*\[\s*campaign\s*\]\s*(#.*)?$")
_OTHER = re.compile(r"^\s*\[")
_LINE = re.compile(r"^\s*store\s*=")


def with_store(text: str, setting: str) -> str:
    """`setting`: empty for the file in the folder. BadTable where nobody can say where it belongs."""
    lines = text.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if _TABLE.match(line)), None)
    if start is None:
        raise BadTable(
            f"campaign.toml：没有单独一行的 [campaign]，请自行写上 store = {_quoted(setting)}"
        )
    end = next((at for at in range(start + 1, len(lines)) if _OTHER.match(lines[at])), len(lines))
    known = [at for at in range(start + 1, end) if _LINE.match(lines[at])]
    new = [f"store = {_quoted(setting)}\n"] if setting else []
    place = known[0] if known else start + 1
    rest = [line for at, line in enumerate(lines) if at not in known]
    made = "".join([*rest[:place], *new, *rest[place:]])
    _check(made, setting)
    return made


def without_store(text: str) -> str:
    return with_store(text, "")


def write_store(path: Path, setting: str) -> None:
    """Into campaign.toml, whole or not at all."""
    text = read_file(path).decode("utf-8-sig")
    save(path, with_store(text, setting).encode())


def _quoted(setting: str) -> str:
    """As TOML writes it; JSON's escapes are TOML's, too."""
    return json.dumps(setting, ensure_ascii=False)


def _check(text: str, setting: str) -> None:
    try:
        said = toml_text.loads(text).get("campaign", {}).get("store", "")
    except tomllib.TOMLDecodeError:
        said = None
    if said != setting:
        line = f"写上 store = {_quoted(setting)}" if setting else "删去 store 这一项"
        raise BadTable(f"campaign.toml：没能改写 store 这一项，请自行在 [campaign] 下{line}")
