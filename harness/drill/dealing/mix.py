"""province.toml: of the report's 57 units, how many deal with an application by which shipped profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from harness.drill.letter.forms import Form
from harness.drill.published import NORMAL, OTHER
from letters import toml_text

FILE = Path(__file__).parent / "province.toml"
_ROUNDS = {NORMAL: "normal", OTHER: "other"}


@dataclass(frozen=True, slots=True)
class Mix:
    """By name, in the order in which they choose their units."""

    profiles: Mapping[str, int]
    forms: Mapping[Form, int]


@cache
def mix(manner: str) -> Mix:
    """That of the round which is like the report's NORMAL or OTHER one."""
    said = toml_text.loads(FILE.read_text(encoding="utf-8"))[_ROUNDS[manner]]
    unusual = said.pop("forms")
    return Mix(said, {Form(name): full for name, full in unusual.items()})
