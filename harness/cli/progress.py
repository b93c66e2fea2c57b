"""A progress bar on standard error for anything that takes more than a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from harness.cli.console import console
from harness.cli.shown import shown

Told = Callable[[int, int, str], None]  # done, of how many, what is being done


@contextmanager
def progress() -> Iterator[Told]:
    """A function to be told of progress. A stage begins with its first step and gets its own bar.

    Where standard error is no terminal, each stage is one line when it begins.
    """
    screen = console(err=True)
    bars = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        console=screen,
        disable=not screen.is_terminal,
    )
    with bars:
        stages: list[TaskID] = []

        def told(done: int, total: int, what: str) -> None:
            if done <= 1 or not stages:
                stages.append(bars.add_task(shown(what), total=total))
                if not screen.is_terminal:
                    screen.print(shown(f"{what} ……"))
            bars.update(stages[-1], completed=done, description=shown(what))

        yield told
