"""What lies in the ledger and was not read in: told, and never to anybody's harm.

While a row of 纸质来件 is not taken over, its letter may be the answer of the unit that it names, or,
where it names none that is known, of any: of such a unit nobody can say that it did not answer.
What one command could read in is read in before reports are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from harness.campaign.ledger.exchange import Merged, doubts_of, looked
from harness.campaign.workspace import Refused, Workspace
from harness.ledger.columns import PAPERS
from harness.ledger.rows import Row
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.assessment import Arrival, Assessment, ReviewItem, with_cases
from harness.store import history
from letters.faults import BadTable

HOW = "mingcha collect（或 mingcha ledger in --write）"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`count`: changes that could be read in now. `papers`: rows that may be letters, with the place
    of each; None where nobody can tell, as the ledger, or that sheet of it, cannot be read."""

    count: int
    doubts: tuple[ReviewItem, ...]
    papers: tuple[Row, ...] | None


def waiting(workspace: Workspace) -> Waiting:
    try:
        seen = workspace.ledger.stat()
    except OSError:
        return Waiting(0, (), ())
    with workspace.store.reading() as connection:
        version = history.last(connection)
    look = (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
    return workspace.once(_waiting, version, *look, workspace.as_of, using=workspace)


def _waiting(*told: object) -> Waiting:
    """Of the ledger as it lies there and the facts as they stand: the last thing told is the workspace."""
    workspace = told[-1]
    assert isinstance(workspace, Workspace)
    try:
        merged, theirs = looked(workspace)
    except BadTable as wrong:
        return Waiting(0, tuple(ReviewItem("台账", each) for each in wrong.faults), None)
    count = len(merged.added) + len(merged.changed) + len(merged.voided)
    doubts = doubts_of(merged)
    if count:
        doubts += (ReviewItem("台账", f"有{count}处尚未读入，请先运行 {HOW}"),)
    torn = theirs.export and PAPERS.name in theirs.unread
    return Waiting(count, doubts, None if torn else _papers(merged, theirs.rows))


def _papers(merged: Merged, told: Iterable[Row]) -> tuple[Row, ...]:
    """New or faulty rows; a fault names the row's place, then the column."""
    return tuple(
        row
        for row in told
        if row.sheet == PAPERS.name
        and (row.place in merged.added or any(_at(each, row.place) for each in merged.faults))
    )


def _at(fault: str, place: str) -> bool:
    return fault.startswith((f"{place}：", f"{place}“"))


def ledger_doubts(workspace: Workspace) -> tuple[ReviewItem, ...]:
    """What in the ledger a person must mend, or have read in; nothing is taken over."""
    return waiting(workspace).doubts


def unread(workspace: Workspace) -> str:
    """One line for whoever looks at marks while something waits in the ledger; empty where nothing
    does."""
    count = waiting(workspace).count
    return f"台账有{count}处尚未读入，没有计入；请运行 {HOW}" if count else ""


def refuse_unread(found: Waiting) -> None:
    """Before anything is said of units that what stands there already could refute."""
    if found.count:
        raise Refused(f"台账有{found.count}处尚未读入，请先运行 {HOW}，再写报告")


def with_waiting(assessment: Assessment, found: Waiting) -> Assessment:
    """The letters that were not read in, as undecided arrivals of all whose they may be."""
    if found.papers == ():
        return assessment
    unread = _letters(assessment, found)
    cases = {
        at: replace(each, doubtful=(*each.doubtful, *letters))
        for at, each in enumerate(assessment.cases)
        if (letters := unread[each.application.unit.id])
    }
    return with_cases(assessment, cases, assessment.calls, ())


def _letters(assessment: Assessment, found: Waiting) -> Mapping[str, list[Arrival]]:
    """Unit -> the letters that may be its own. Each row is looked at once, not once a unit."""
    letters: dict[str, list[Arrival]] = defaultdict(list)
    if found.papers is None:
        whole = _unread(assessment, "台账", "")
        return defaultdict(lambda: [whole])
    named: dict[str, list[str]] = defaultdict(list)
    for unit in assessment.units:
        for name in {unit.name, *unit.aliases}:
            named[name].append(unit.id)
    everybody = [unit.id for unit in assessment.units]
    for row in found.papers:
        sender = str(row.cells.get("寄件单位", ""))
        letter = _unread(assessment, str(row.cells.get("来件编号", "")) or row.place, sender)
        hinted = {id for name, ids in named.items() if name in sender for id in ids}
        for id in hinted or everybody:
            letters[id].append(letter)
    return letters


def _unread(assessment: Assessment, id: str, sender: str) -> Arrival:
    # counted as having come before any answer on record: nobody has looked at its dates
    first = min((each.send_on for each in assessment.campaign.rounds), default=assessment.as_of)
    return Arrival(
        id, first, None, "post", sender, "台账中尚未读入的来件", "", "", ReplyKind.OTHER,
        doubt="台账中登记的这件来件尚未读入",
    )  # fmt: skip
