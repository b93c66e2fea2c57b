"""What is asked again and again of a campaign that is held open: made once, and right for as long as
its facts, its settings and the day are the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from harness.campaign.workspace import Workspace
from harness.store import history

T = TypeVar("T")
_lock = threading.RLock()
# of a store: the facts' version, settings and day; then what was made of them, by name
_known: WeakKeyDictionary[Engine, tuple[tuple[object, ...], dict[str, tuple[object, Any]]]] = (
    WeakKeyDictionary()
)


def kept(workspace: Workspace, name: str, make: Callable[[], T], *, of: object = None) -> T:
    """`of`: on what it depends besides; of another it is made anew. It must not be changed."""
    with workspace.store.reading() as connection:
        version = history.last(connection)
    now = (version, workspace.campaign, workspace.as_of)
    with _lock:
        before, made = _known.get(workspace.store.engine, ((), {}))
        if before != now:
            made = {}
            _known[workspace.store.engine] = now, made
        if name not in made or made[name][0] != of:
            made[name] = of, make()
        value: T = made[name][1]
        return value
