"""The one place where the suite meets the program: a hostile file -> what became of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import jobs
from hostile_files import LETTER, Hostile

from harness.checker.dossier import Expected
from harness.engine import Engine, JobFailed, Lost
from harness.reports.examined.checked import check_letter


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reasons` are the Chinese lines that a person is told; `bug` the exception nobody foresaw."""

    reasons: tuple[str, ...]
    lost: str = ""  # why the child was ended: too_slow | too_large | died | hung
    bug: str = ""
    whole: bool = True  # a letter has a verdict, with its reason, on every element or an error


def begin(file: Hostile, engine: Engine) -> Future[Any]:
    data = file.make()
    if file.opened_as == LETTER:
        return engine.submit(check_letter, data, file.file_name, Expected(), None, False)
    return engine.submit(jobs.read_kept, file.opened_as, file.suffix, data)


def outcome(file: Hostile, future: Future[Any]) -> Outcome:
    try:
        result = future.result()
    except JobFailed as bug:
        return Outcome((), bug=f"{bug.cause}: {str(bug)[-2000:]}")
    if isinstance(result, Lost):
        return Outcome((result.message,), lost=result.code)
    if file.opened_as != LETTER:
        return Outcome(tuple(result))
    return _judged(json.loads(result.result), result.unread)


def _judged(said: dict[str, Any], unread: Sequence[str]) -> Outcome:
    if said.get("error") is not None:
        return Outcome((said["error"]["message"], *unread))
    reasons = tuple(str(each["reason"]) for each in said["elements"].values())
    return Outcome((*reasons, *unread), whole=len(reasons) == 11)
