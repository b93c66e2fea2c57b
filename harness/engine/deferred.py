"""A value that is made where a job runs."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Deferred:
    """`module`.`name`(*arguments), called on the worker itself, which has a network; bytes that lie at an
    address, say. Only an engine that `fetches` knows what to do with one."""

    module: str
    name: str
    arguments: tuple[Any, ...]

    def value(self) -> Any:
        return getattr(importlib.import_module(self.module), self.name)(*self.arguments)
