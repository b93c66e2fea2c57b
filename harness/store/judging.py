"""Evidence -> `Judgement`: an answer opened and judged in one go, in a lane.

What came from outside is judged where it is opened: a letter may be written so that it keeps the
rules busy for minutes, and must cost nobody else's file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier, Expected
from harness.engine import Engine, Lost
from harness.store.evidence import load
from harness.store.reading import Reading, Sheet, from_json, keep_reading, kept, read_bytes


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


def begin_judging(
    sheet: Sheet, expected: Expected, replied_on: date | None, engine: Engine
) -> Callable[[], Judgement | Lost]:
    """Begin to judge for marks and reports; the call that is given back waits. OSError and
    ValueError where the evidence is gone or no longer what was kept."""
    data = load(sheet.folder, sheet.path, sheet.sha256)
    known = kept(sheet, final=True)
    future = engine.submit(judge_file, data, sheet.name, known, expected, replied_on)

    def wait() -> Judgement | Lost:
        outcome = future.result()
        if isinstance(outcome, Lost):
            return outcome
        if outcome.reading is not None:
            keep_reading(sheet, outcome.reading)
        return outcome.judgement

    return wait
