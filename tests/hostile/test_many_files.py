"""Whatever is in a file: judging it ends, gives a value with a Chinese reason, and costs no other.

A part of the hostile files, every family's, in one lane with narrow limits; all of them, as a user
would meet them, go through run_all.py. HOSTILE=all gives all of them here, too.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

HERE = str(Path(__file__).parent)
sys.path.insert(0, HERE)
from hostile_files import FAMILIES, FILES, Hostile  # noqa: E402
from judged import begin, outcome  # noqa: E402

from harness.engine import Engine, limits, open_lanes  # noqa: E402

_CHINESE = re.compile("[\u4e00-\u9fff]")
_STEP = 1 if os.environ.get("HOSTILE") == "all" else 4
# processor seconds of a job, whatever it says of its pages, and how long it may wait: narrower than
# for users, so that the suite's part of the files takes little more than a minute
_SECONDS, _WAIT = 3.0, 20.0


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(
            "PYTHONPATH", os.pathsep.join(filter(None, (HERE, os.environ.get("PYTHONPATH"))))
        )
        for name, value in {
            "SECONDS": _SECONDS,
            "MOST_SECONDS": _SECONDS,
            "CLOCK_FACTOR": 1.0,
            "CLOCK_EXTRA": _WAIT,
        }.items():
            patch.setattr(limits, name, value)
        patch.setattr(limits, "TRIES", 1)
        with open_lanes(1) as opened:
            yield opened


def _begun(family: str, engine: Engine) -> list[tuple[Hostile, Future[Any]]]:
    return [(file, begin(file, engine)) for file in FAMILIES[family][::_STEP]]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_hostile_file_ends_in_a_value_with_a_chinese_reason(family, engine):
    wrong = []
    for file, future in _begun(family, engine):
        seen = outcome(file, future)
        if seen.bug:
            wrong.append(f"{file.name}: {seen.bug}")  # a traceback: only a bug has one
        if not seen.whole:
            wrong.append(f"{file.name}: not every element has a verdict")
        wrong += [f"{file.name}: {why!r}" for why in seen.reasons if not _CHINESE.search(why)][:1]
    assert wrong == []


def test_the_list_is_long_and_every_file_small_and_always_the_same():
    assert len(FILES) >= 300
    assert len({file.file_name for file in FILES}) == len(FILES)
    for file in FILES[::7]:
        data = file.make()
        assert len(data) < 200_000, file.name
        assert data == file.make(), file.name
        assert file.attacks and "\n" not in file.attacks
