"""One letter on paper whose pages were photographed and handed over: `record_paper`, with bytes in place
of paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from harness.campaign.receiving.lay_in import Given, laid, places, refuse_empty
from harness.campaign.recording.event import Recorded
from harness.campaign.recording.paper import Paper, record_paper
from harness.campaign.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PaperSaid:
    """What is written of it."""

    received: date
    posted: date | None = None
    noticed: date | None = None
    signed: date | None = None
    unit: str = ""
    sender: str = ""
    number: str = ""
    note: str = ""
    carrier: str | None = None


def record_uploaded(
    workspace: Workspace,
    said: PaperSaid,
    pages: Sequence[Given],
    envelopes: Sequence[Given] = (),
    *,
    replace: bool = False,
    write: bool = False,
) -> Recorded:
    """The pages in the order in which they were given."""
    every = [*pages, *envelopes]
    refuse_empty(every)
    with laid(every) as folder:
        paths = places(folder, every)
        paper = Paper(
            tuple(paths[: len(pages)]), tuple(paths[len(pages) :]), said.received, said.posted,
            said.noticed, said.signed, said.sender, said.number, said.note, said.carrier,
        )  # fmt: skip
        return record_paper(workspace, paper, unit=said.unit or None, replace=replace, write=write)
