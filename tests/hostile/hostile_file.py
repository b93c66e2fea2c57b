"""A hostile file: how it is made, what it attacks. Made by the tests, never stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hostile:
    name: str  # with the suffix under which it would come
    attacks: str
    make: Callable[[], bytes]
