"""`letters`: what is due goes onto paper: outgoing/DATE/ with forms, labels, lists, texts to paste.

Made again it comes out the same, and what people typed into it is kept. From here on such a letter
stands in the outbox; it has gone when the posting list, the ledger or somebody says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from harness.campaign.planning.numbers import with_numbers
from harness.campaign.sending.send import due_on
from harness.campaign.workspace import OUTGOING, Workspace
from harness.store import outbox
from letters.compose import compose, dated
from letters.model import Application, Channel
from letters.outgoing import write_outgoing


@dataclass(frozen=True, slots=True)
class Written:
    """`files` are relative to the campaign's folder; `waiting`: made for another day, and not known
    to have gone yet."""

    files: tuple[str, ...]
    waiting: tuple[tuple[str, date], ...]


def letters(workspace: Workspace, on: date) -> Written:
    """Everything that is due by that day, does not go by mail and was not made for another day: a
    letter lies in one day's folder only, else it would be posted twice."""
    campaign = workspace.campaign
    with workspace.store.reading() as connection:
        known = outbox.letters(connection)
    papers = [each for each in due_on(workspace, on) if each.channel is not Channel.EMAIL]
    due = [each for each in papers if each.id not in known or known[each.id].on == on]
    filled = [dated(each, on) for each in with_numbers(workspace, due)]
    for each in filled:
        _put_out(workspace, each, on)
    files = write_outgoing(campaign, filled, on, workspace.folder / OUTGOING / on.isoformat())
    return Written(
        tuple(each.relative_to(workspace.folder).as_posix() for each in files),
        tuple((each.id, known[each.id].on) for each in papers if each not in due),
    )


def _put_out(workspace: Workspace, application: Application, on: date) -> None:
    letter = compose(application, workspace.campaign)
    whose = "" if workspace.campaign.drill else application.applicant.id
    outbox.enqueue(
        workspace.store, application.id, None,
        data=letter.form, name=letter.form_name, on=on, applicant=whose,
    )  # fmt: skip
