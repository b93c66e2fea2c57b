"""Files opened in lanes, one result each, in the order given: what `check` and `guide` have in common.

In: names of files, what a lane is to do with each, and how a file that could not be opened is told.
Out: each file's result as soon as it is there; as many are worked on at once as the machine has cores.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from harness.cli.errors import unopened
from harness.cli.shown import named
from letters.opening import read_file
from letters.writable import writable

if TYPE_CHECKING:
    from harness.engine import Engine

Result = TypeVar("Result")
# sha256 of what was read, code, and why in Chinese
Refusal = Callable[[str | None, str, str], Result]

_log = logging.getLogger(__name__)


def in_lanes(
    files: Sequence[str],
    job: Callable[..., Result],
    about: tuple[Any, ...],
    refused: Refusal[Result],
) -> Iterator[tuple[str, Result]]:
    """`job` is called in a lane with a file's bytes, its name and what stands in `about`."""
    from harness.engine import ahead, open_lanes

    lanes = max(1, min(len(files), os.cpu_count() or 1))
    with open_lanes(lanes) as engine:

        def begin(name: str) -> Callable[[], Result]:
            return _begin(engine, name, job, about, refused)

        waits = ahead(begin, files, lanes)
        for number, (name, wait) in enumerate(zip(files, waits, strict=True), 1):
            with _waiting(name, number, len(files)):
                result = wait()
            yield name, result


def _begin(
    engine: Engine,
    name: str,
    job: Callable[..., Result],
    about: tuple[Any, ...],
    refused: Refusal[Result],
) -> Callable[[], Result]:
    """Give the file to a lane; the call that is given back waits for its result."""
    from harness.engine import JobFailed, Lost

    path = Path(name)
    try:
        data = read_file(path)
    except OSError as wrong:
        # it was there when the call began
        told = unopened(path, wrong)
        return lambda: refused(None, "not_found", told)
    future = engine.submit(job, data, writable(path.name), *about)

    def wait() -> Result:
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            outcome = future.result()
        except JobFailed as fault:  # a bug costs the one file that met it
            _log.exception("%s", path)
            return refused(sha256, "internal_error", fault.told)
        if isinstance(outcome, Lost):
            return refused(sha256, outcome.code, outcome.message)
        return outcome

    return wait


def _waiting(name: str, number: int, of: int) -> AbstractContextManager[object]:
    """Say on a terminal which file is being waited for: recognising a scan takes seconds."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.text import Text

    from harness.cli.console import console

    place = f"（{number}/{of}）" if of > 1 else ""
    return console(err=True).status(Text(f"正在核对 {named(name)}{place}"))
