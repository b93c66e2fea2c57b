"""Files that were handed over, as by an upload: taken in exactly as if they had been laid in incoming/.

They lie in a folder of their own while they are taken in; of their names only the last part counts, and
two of one name both stay. What they hold is opened later, in lanes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.campaign.errors import Refused
from harness.campaign.receiving.collect import Came, came
from harness.campaign.receiving.held_evidence import safe_name
from harness.campaign.workspace import Workspace
from harness.intake.folder import NOT_SENT, QUIET, things
from harness.intake.receive import take_in
from harness.store.log import arrivals
from parsers.limits import MAX_BYTES

MAILS = frozenset({".eml", ".msg", ".mbox"})


@dataclass(frozen=True, slots=True)
class Given:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class LaidIn:
    """`new`: arrivals that were not here before; `files`: how many files came."""

    new: tuple[Came, ...]
    files: int


def lay_in(workspace: Workspace, files: Sequence[Given]) -> LaidIn:
    """Keep them, each as a thing of its own. Refused where one is empty, or there is none."""
    refuse_empty(files)
    before = _ids(workspace)
    with laid(files) as folder:
        take_in(workspace.store, things(folder, workspace.as_of))
    fresh = _ids(workspace) - before
    new = tuple(came(each) for each in workspace.book().filed if each.id in fresh)
    return LaidIn(new, len(files))


@contextmanager
def laid(files: Sequence[Given]) -> Iterator[Path]:
    """A folder in which they lie, whole, under names without harm."""
    with tempfile.TemporaryDirectory(prefix="mingcha-") as folder:
        for path, each in zip(places(Path(folder), files), files, strict=True):
            path.write_bytes(each.data)
            long_ago = path.stat().st_mtime - 10 * QUIET  # it is whole: nobody need wait and see
            os.utime(path, (long_ago, long_ago))
        yield Path(folder)


def places(folder: Path, files: Sequence[Given]) -> list[Path]:
    """Where each lies, in their order; a second one of a name is numbered."""
    found: list[Path] = []
    taken: set[str] = set()
    for each in files:
        name = given_name(each.name)
        stem, suffix = Path(name).stem, Path(name).suffix
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}{suffix}"
        taken.add(name.casefold())
        found.append(folder / name)
    return found


def given_name(name: str) -> str:
    """Whatever a browser says: the last part alone; never hidden, never one that is passed over."""
    plain = safe_name(name)
    ending = Path(plain).suffix
    if len(ending) > 6 or not ending[1:].isalnum():
        ending = ""
    plain = safe_name(plain, f"x{ending.lower()}").lstrip(".~$")
    if not Path(plain).stem or plain.lower() in NOT_SENT or plain.startswith("台账"):
        plain = f"文件-{plain}"
    return plain


def refuse_empty(files: Sequence[Given]) -> None:
    if not files:
        raise Refused("没有选文件：请选择或者拖入文件再提交")
    faults = [f"“{each.name}”是空的（0字节），请检查后重选" for each in files if not each.data]
    faults += [
        f"“{each.name}”超过{MAX_BYTES // 1024 // 1024}MB，不能收"
        for each in files
        if len(each.data) > MAX_BYTES
    ]
    if faults:
        raise Refused(*faults)


def _ids(workspace: Workspace) -> frozenset[int]:
    with workspace.store.reading() as connection:
        return frozenset(each.id for each in arrivals(connection))
