"""The values of a call that need no conversion, handed through without pydantic.

Typer converts every value with pydantic, a text and what was not given too, and pydantic takes longer to load than
a letter to be judged. Texts are given here as pydantic would give them; everything else is left to Typer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any


class _Plain:
    """What converts the value of one parameter."""

    def __init__(self, typers: Callable[[], Any]) -> None:
        self._typers = typers

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        descriptor = param.type_descriptor
        if descriptor.parameter_info.parser is None:
            if descriptor.annotation is str and isinstance(value, str):
                return value
            if descriptor.annotation == list[str] and isinstance(value, list | tuple):
                return [str(each) for each in value]
        if value is None and not (param.multiple or param.nargs == -1):
            return None
        return self._typers().coerce(value, param=param, ctx=ctx)


def hand_through(params: Iterable[Any]) -> None:
    """Make these parameters take texts as they are. A Typer that converts in another way does so."""
    for param in params:
        typers = getattr(param, "get_runtime_param", None)
        if typers is not None and not isinstance(typers, partial):
            param.get_runtime_param = partial(_Plain, typers)
