"""A progress bar on standard error for anything that takes more than a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Told = Callable[[int, int, str], None]  # done, of how many, what is being done


@contextmanager
def progress() -> Iterator[Told]:
    """A function to be told of progress. A stage begins with its first step and gets its own bar.

    Where standard error is no terminal, each stage is one line when it begins.
    """
    console = Console(stderr=True, highlight=False)
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    with bars:
        stages: list[TaskID] = []

        def told(done: int, total: int, what: str) -> None:
            if done <= 1 or not stages:
                stages.append(bars.add_task(what, total=total))
                if not console.is_terminal:
                    console.print(f"{what} ……")
            bars.update(stages[-1], completed=done, description=what)

        yield told
