"""Rich's console for tables and progress: its own codes reach the terminal, nobody else's do.

It writes to the stream behind the guard of shown.py, and passes each piece of text through `shown`
itself. What goes into a table should be `shown` before, so that its columns are measured right.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from harness.cli.shown import Guarded, shown


class _Console(Console):
    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=shown(segment.text))


def console(*, err: bool = False) -> Console:
    """On standard output or error. No markup: a name like [/b] is a name."""
    stream = sys.stderr if err else sys.stdout
    bare = stream.bare if isinstance(stream, Guarded) else stream
    return _Console(file=bare, highlight=False, markup=False, emoji=False)
