"""`undo` and `history`: what was done, by whom, and how it is taken back: by one more record. What was
sent, and what came, is never undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.campaign.workspace import Refused, Workspace
from harness.store import standing, undoing
from harness.store.standing import Operation

# what people do and may take back
VERBS = (
    "file", "rule", "log", "ledger", "applicant", "sample", "second", "objection", "question", "note",
)  # fmt: skip
MOST_STEPS = 50  # as far back as somebody steps through what he himself did


@dataclass(frozen=True, slots=True)
class Done:
    op: int
    at: str
    by: str
    verb: str
    what: str
    undoes: int | None
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    op: int
    what: str
    written: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A part of the history, the latest first. `could`: those that may be taken back; `before`: from
    which number on the next part goes back; 0 at the beginning."""

    done: tuple[Done, ...]
    could: frozenset[int]
    before: int


def past(
    workspace: Workspace, before: int = 0, most: int = 100, *, verb: str = "", by: str = ""
) -> Past:
    """The operations before that one (0: from the last), of one kind or person where that is said."""
    with workspace.store.reading() as connection:
        found = standing.some_operations(connection, before, most + 1, verb=verb, by=by)
        rows = found[:most]
        undone = standing.undone_by(connection, [each.op for each in rows])
        could = undoing.undoable(connection, [each.op for each in rows])
    done = tuple(
        Done(each.op, each.at, each.by, each.verb, each.what, each.undoes, undone.get(each.op))
        for each in rows
    )
    mine = {each.op for each in rows if each.verb in (*VERBS, "undo") and each.op not in undone}
    return Past(done, could & mine, rows[-1].op if len(found) > most else 0)


def history(workspace: Workspace) -> tuple[Done, ...]:
    with workspace.store.reading() as connection:
        operations = standing.operations(connection)
    undone = _undone(operations)
    return tuple(
        Done(each.op, each.at, each.by, each.verb, each.what, each.undoes, undone.get(each.op))
        for each in operations
    )


def _undone(operations: Sequence[Operation]) -> dict[int, int]:
    """Operation -> the undo that stands above it: one that was itself undone does not."""
    found: dict[int, int] = {}
    for each in reversed(operations):  # the latest first: it decides whether an earlier one stands
        if each.undoes is not None and each.op not in found:
            found[each.undoes] = each.op
    return found


def undo(workspace: Workspace, op: int | None = None, *, write: bool = False) -> Undone:
    """Take back an operation; without a number the last one of a person that still stands."""
    with workspace.store.reading() as connection:
        operations = standing.operations(connection)
        could = undoing.undoable(connection)
    chosen = _chosen(operations, could, op)
    what = f"撤销第{chosen.op}号操作（{chosen.by}，{chosen.what}）"
    if not write:
        with workspace.store.trying() as connection:
            undoing.undo(connection, chosen.op, what)
        return Undone(chosen.op, chosen.what, False)
    with workspace.store.writing(verb="undo", what=what, undoes=chosen.op) as connection:
        undoing.undo(connection, chosen.op, what)
    return Undone(chosen.op, chosen.what, True)


def last_own(workspace: Workspace, verbs: Sequence[str] = VERBS) -> Operation | None:
    """What this person did last and may take back, among the last fifty; None where all is taken back."""
    with workspace.store.reading() as connection:
        mine = standing.last_of(connection, workspace.store.by, verbs, 2 * MOST_STEPS)
        gone = standing.undone(connection, [each.op for each in mine])
        could = undoing.undoable(connection, [each.op for each in mine])
    done = [each for each in mine if each.undoes is None and each.op in could][:MOST_STEPS]
    return next((each for each in done if each.op not in gone), None)


def undo_own(
    workspace: Workspace, op: int, verbs: Sequence[str] = VERBS, *, write: bool = False
) -> Undone:
    """Take back what this person did last; `op` is what was shown as that, so that a key that is hit
    twice takes back one thing."""
    last = last_own(workspace, verbs)
    if last is None or last.op != op:
        raise Refused("这一步已经撤销，或者之后您又做了别的；请看过最近一步再撤销")
    return undo(workspace, op, write=write)


def _chosen(operations: tuple[Operation, ...], could: frozenset[int], op: int | None) -> Operation:
    if op is not None:
        found = [each for each in operations if each.op == op]
        if not found:
            raise Refused(f"没有第{op}号操作，请用 mingcha history 查看编号")
        return found[0]
    undone = _undone(operations)
    mine = (
        each
        for each in reversed(operations)
        if each.verb in VERBS and each.op in could and each.op not in undone and each.undoes is None
    )
    last = next(mine, None)
    if last is None:
        raise Refused("没有可以撤销的操作")
    return last
