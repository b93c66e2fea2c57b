"""`letters`: what is due goes onto paper: outgoing/DATE/ with forms, labels, posting lists.

Made again it comes out the same, and what people typed into it (挂号号码) is kept. From here on such
a letter stands in the outbox; it has gone when the posting list, the ledger or somebody says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.campaign.send import due_on
from harness.campaign.workspace import OUTGOING, Workspace
from harness.dispatch.paper import write_paper
from harness.store import outbox
from letters.compose import compose
from letters.model import Channel


@dataclass(frozen=True, slots=True)
class Written:
    folder: str
    files: tuple[str, ...]


def letters(workspace: Workspace, on: date) -> Written:
    """Everything that is due by that day, does not go by mail and was not made for another day: a
    letter lies in one day's folder only, else it would be posted twice."""
    campaign = workspace.campaign
    with workspace.store.reading() as connection:
        known = outbox.letters(connection)
    due = [
        each
        for each in due_on(workspace, on)
        if each.channel is not Channel.EMAIL and (each.id not in known or known[each.id].on == on)
    ]
    made = [compose(each, campaign) for each in due]
    for letter in made:
        outbox.enqueue(
            workspace.store, letter.application.id, None,
            data=letter.form, name=letter.form_name, on=on,
        )  # fmt: skip
    folder = workspace.folder / OUTGOING / on.isoformat()
    write_paper(made, folder, on, {}, drill=campaign.drill)
    files = sorted(each for each in folder.iterdir() if each.is_file()) if folder.is_dir() else []
    return Written(str(folder), tuple(_relative(workspace, each) for each in files))


def _relative(workspace: Workspace, path: Path) -> str:
    return path.relative_to(workspace.folder).as_posix()
