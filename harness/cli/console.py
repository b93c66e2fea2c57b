"""Rich's console for tables and progress: its own codes reach the terminal, nobody else's do.

It writes to the stream behind the guard of shown.py, and passes each piece of text through `shown`
itself. What goes into a table should be `shown` before, so that its columns are measured right.
"""

from __future__ import annotations

import atexit
import contextlib
import sys
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.live import Live
from rich.segment import Segment

from harness.cli.shown import Guarded, shown

_drawing: list[Live] = []  # what was last begun to be drawn again and again


class _Console(Console):
    def set_live(self, live: Live) -> bool:
        if not _drawing:
            atexit.register(_stop_drawing)
        _drawing[:] = [live]
        return super().set_live(live)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=shown(segment.text))


def _stop_drawing() -> None:
    """Ctrl-C may fall between its beginning and the `with` that would end it: it would draw over
    the last line and leave the cursor hidden."""
    for live in _drawing:
        with contextlib.suppress(Exception):  # of a half begun one, where there is nothing to undo
            live.stop()
        live.console.show_cursor(True)


def console(*, err: bool = False) -> Console:
    """On standard output or error. No markup: a name like [/b] is a name."""
    stream = sys.stderr if err else sys.stdout
    bare = stream.bare if isinstance(stream, Guarded) else stream
    return _Console(file=bare, highlight=False, markup=False, emoji=False)
