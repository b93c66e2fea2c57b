"""Evidence -> `Judgement`: an answer opened and judged in one go, in a lane.

What came from outside is judged where it is opened: a letter may be written so that it keeps the
rules busy for minutes, and must cost nobody else's file. A judgement is remembered until readers or
rules change; for reports (`final`) only what this very process has read from the evidence and judged
itself: the evidence is hashed anew, nothing is judged twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from harness.casebook.remembered import remember, remembered
from harness.casebook.together import together
from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier, Expected
from harness.engine import HERE, Engine, Lost
from harness.store.reading import (
    Reading,
    Sheet,
    begin,
    bytes_for,
    elsewhere,
    from_json,
    keep_reading,
    kept,
    read_bytes,
    whole,
)

WHAT = "judgement"
# with every reading that it rests on
Outcome = tuple[Judgement | Lost, Sequence[Reading]]


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """The judgement, and the reading that was made for it where there was none."""

    judgement: Judgement
    reading: Reading | None


def judge_file(
    data: bytes, name: str, document: bytes | None, expected: Expected, replied_on: date | None
) -> JudgedFile:
    """The job. `document`: what was read of these bytes, where it was."""
    reading = None
    if document is None:
        reading = read_bytes(data, name)
        document = reading.document
    opened = from_json(document)
    return JudgedFile(judge(Dossier(opened, expected, replied_on)), reading)


def judge_document(document: bytes, expected: Expected, replied_on: date | None) -> Judgement:
    """The job for a letter of several files, put together."""
    return judge(Dossier(from_json(document), expected, replied_on))


def begin_judging(
    sheets: Sequence[Sheet],
    expected: Expected,
    replied_on: date | None,
    engine: Engine,
    *,
    final: bool,
) -> Callable[[], Judgement | Lost]:
    """Begin to judge; the call that is given back waits. OSError and ValueError where the evidence
    is gone or no longer what was kept."""
    folder = sheets[0].folder
    key = [[(each.sha256, each.name) for each in sheets], expected, replied_on]
    known = remembered(folder, WHAT, key, Judgement, final=final)
    for each in sheets:  # what is gone is judged by nobody
        if final and (known is not None or not elsewhere(each, engine)):
            each.load()
        else:
            whole(each, engine if known is None else HERE)
    if known is not None:
        return lambda: known
    wait = _begin(sheets, expected, replied_on, engine, final=final)

    def judged() -> Judgement | Lost:
        outcome, read = wait()
        if read and all(each.lasting for each in read) and not isinstance(outcome, Lost):
            remember(folder, WHAT, key, outcome, own=all(each.own for each in read))
        return outcome

    return judged


def _begin(
    sheets: Sequence[Sheet],
    expected: Expected,
    replied_on: date | None,
    engine: Engine,
    *,
    final: bool,
) -> Callable[[], Outcome]:
    """The wait answers also what was read for it."""
    if len(sheets) > 1:
        return _begin_many(sheets, expected, replied_on, engine, final=final)
    (sheet,) = sheets
    data = bytes_for(sheet, engine)
    known = kept(sheet, final=final)
    document = known.document if known else None
    future = engine.submit(judge_file, data, sheet.name, document, expected, replied_on)

    def wait() -> Outcome:
        outcome = future.result()
        if isinstance(outcome, Lost):
            return outcome, ()
        reading = outcome.reading or known
        if outcome.reading is not None:
            keep_reading(sheet, outcome.reading)
        return outcome.judgement, (reading,) if reading is not None else ()

    return wait


def _begin_many(
    sheets: Sequence[Sheet],
    expected: Expected,
    replied_on: date | None,
    engine: Engine,
    *,
    final: bool,
) -> Callable[[], Outcome]:
    begun = [begin(each, engine, final=final) for each in sheets]

    def wait() -> Outcome:
        read = [each() for each in begun]
        document = together([each.document for each in read])
        outcome = engine.submit(judge_document, document, expected, replied_on).result()
        return outcome, read

    return wait
