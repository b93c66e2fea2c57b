"""`mingcha check --html`: writes the explain view of each letter, an index of several, and opens it.

In: what was judged, one letter after the other. Out: self-contained HTML files; a letter's page is
on disk as soon as it is judged.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from harness.cli.errors import UserError, unwritable
from harness.cli.given import may_be_written
from harness.cli.shown import named, say
from letters.saving import save

Out = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="位置",
        help="网页写到哪里：一个文件时为 .html 文件名，多个文件时为文件夹；指定后不自动打开。",
    ),
]
NoOpen = Annotated[bool, typer.Option("--no-open", help="写好网页后不在浏览器中打开。")]
FOLDER = "核对结果"  # for several letters, where none is named
INDEX = "index.html"


@dataclass
class Pages:
    """The pages of one run. `place` is a file for one letter, a folder for several."""

    place: Path
    several: bool
    originals: frozenset[Path]  # never written over
    entries: list[Any] = field(default_factory=list)

    def add(self, name: str, page: str, judgement: bytes) -> Path:
        """Write a letter's page; `judgement` is its `Judgement` as JSON."""
        import msgspec

        from harness.checker.check import Judgement
        from harness.reports.examined.explain import Entry

        path = self._path(name, len(self.entries))
        self._write(path, page)
        judged = msgspec.json.decode(judgement, type=Judgement)
        self.entries.append(Entry(name, judged, path.name))
        return path

    def refuse(self, name: str, why: str) -> None:
        """Remember for the index what could not be judged."""
        from harness.reports.examined.explain import Entry

        self.entries.append(Entry(name, None, error=why))

    def finish(self) -> Path | None:
        """Write the index, where there is one; the page to open, if any was written."""
        from harness.reports.examined.explain import explain_index

        return self._finished(lambda: explain_index(self.entries))

    def _finished(self, index: Callable[[], str]) -> Path | None:
        if not self.several:
            return self.place if self.entries and self.entries[0].href else None
        path = self.place / INDEX
        self._write(path, index())
        return path

    def _write(self, path: Path, text: str) -> None:
        if path.resolve() in self.originals:
            raise UserError(f"“{named(path)}”是要核对的原件，写入会毁掉它，请用 --out 另行指定位置")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            save(path, text.encode())
        except OSError as wrong:
            raise UserError(unwritable(path, wrong)) from None

    def _path(self, name: str, before: int) -> Path:
        from harness.reports.wording import safe_name

        if not self.several:
            return self.place
        number = f"{before + 1:03d}"  # two letters may bear one name
        return self.place / f"{number}-{safe_name(Path(name).stem)}.html"


def pages_for(files: Sequence[str], out: str | None, kind: type[Pages] = Pages) -> Pages:
    """Where the pages of these files go; by default into the current folder."""
    originals = frozenset(map(_resolved, files))
    if len(files) > 1:
        folder = Path(out) if out else _free(Path(FOLDER))
        if folder.is_file():
            raise UserError(f"--out：有多个文件时应当是文件夹，“{named(folder)}”是一个文件")
        may_be_written(folder / INDEX)
        return kind(folder, True, originals)
    usual = f"{Path(files[0]).stem}-核对.html"
    place = Path(out) if out else _free(Path(usual))
    if place.is_dir():
        place = place / usual
    if place.suffix.lower() not in (".html", ".htm"):
        raise UserError(f"--out：应当是文件夹，或者以 .html 结尾的文件名，现为“{named(out)}”")
    if place.resolve() in originals:
        raise UserError(f"--out：“{named(out)}”就是要核对的文件，写入会毁掉原件，请另取文件名")
    may_be_written(place)
    return kind(place, False, originals)


def _free(path: Path) -> Path:
    """The path, or the next like it where something lies there: another letter's page may."""
    numbers = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, 10_000))
    return path if not path.exists() else next(one for one in numbers if not one.exists())


def _resolved(name: str) -> Path:
    try:
        return Path(name).resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        return Path(name).absolute()


def show(path: Path) -> bool:
    """Open it in the browser, where somebody sits before one."""
    import webbrowser

    if not sys.stdout.isatty():
        return False
    screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(one) for one in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    return screen and webbrowser.open(path.resolve().as_uri())


def told_of(pages: Pages | None, *, opens: bool) -> None:
    """Write what is left of the pages, and say where they are, or that they were opened."""
    if pages is not None and (written := pages.finish()):
        opened = opens and show(written)
        say(f"{'已打开' if opened else '已写出'} {written}", err=True)
