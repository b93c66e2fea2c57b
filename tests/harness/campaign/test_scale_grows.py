"""No step over a whole campaign costs more than n log n: counted in calls, statements and steps of the
database, not in seconds (docs/scale.md has those)."""

from __future__ import annotations

import gc
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from math import log
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from harness.campaign.clocks.due import due
from harness.campaign.search import indexed, search
from harness.campaign.storing import copy
from harness.campaign.workspace import open_workspace
from harness.casebook import assess, book
from harness.drill.province import make_campaign
from harness.reports.material import gather
from harness.reports.workbooks.score_sheets import write_scores
from harness.reports.workbooks.workbook import write_workbook
from harness.store.audit import audit_at
from harness.store.home import home_in, home_of

sys.path.append(str(Path(__file__).parents[2] / "bench"))
import resident

FEW, MANY = 20, 80
MOST = MANY * log(MANY) / (FEW * log(FEW)) * 1.05  # n squared would be 16
EVERY = 10  # of the database's steps one is told
STEPS = ("import", "assess", "due", "scores", "book", "index", "search", "copy", "verify")


class Counted:
    def __init__(self) -> None:
        self.thread = threading.get_ident()  # what an earlier test has left running is not counted
        self.found: dict[str, Counter[str]] = {}
        self.now: Counter[str] = Counter()

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        self.now = self.found[step] = Counter()
        now = self.now

        def called(_frame: object, kind: str, _argument: object) -> None:
            if kind in ("call", "c_call"):
                now["calls"] += 1

        # what others have left behind is not put away at this step's cost
        gc.collect()
        gc.disable()
        sys.setprofile(called)
        try:
            yield
        finally:
            sys.setprofile(None)
            gc.enable()
            self.now = Counter()

    def connected(self, raw: Any, _record: object) -> None:
        def told() -> None:
            self._count("database")

        raw.set_progress_handler(told, EVERY)

    def executed(self, *_: object) -> None:
        self._count("statements")

    def _count(self, what: str) -> None:
        if threading.get_ident() == self.thread:
            self.now[what] += 1


def measured(folder: Path, count: int, step: Counted) -> None:
    make_campaign(folder, seed=7, units=2)
    with step("import"):
        resident._filled(folder, count)
    with open_workspace(folder, as_of=resident.AS_OF) as workspace:
        with step("assess"):
            assessment = workspace.assess()
        with step("due"):
            assert len(due(workspace, assessment)) >= count
        with step("scores"):
            material = gather(assessment, workspace.rubric())
            write_scores(material.rubric, material.scores, folder / "scores.xlsx")
        with step("book"):
            write_workbook(material, folder / "book.xlsx", folder)
        with step("index"):
            indexed(workspace)
        with step("search"):
            search(workspace, "第3局")
    (folder / "other").mkdir()
    with step("copy"):
        copy(home_of(folder), home_in(folder / "other"), by="量")
    with step("verify"):
        audit_at(folder, home_of(folder))


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Counted, Counted]:
    with pytest.MonkeyPatch.context() as patched:
        # what a letter says is given; put back afterwards
        patched.setattr(book, "begin_placing", book.begin_placing)
        patched.setattr(assess, "begin_judging", assess.begin_judging)
        resident.given()
        made = []
        # the first only loads what is loaded once
        for count in (2, FEW, MANY):
            step = Counted()
            heard = (("connect", step.connected), ("before_cursor_execute", step.executed))
            for name, what in heard:
                event.listen(Engine, name, what)
            try:
                measured(tmp_path_factory.mktemp("scale"), count, step)
            finally:
                for name, what in heard:
                    event.remove(Engine, name, what)
            made.append(step)
        return made[1], made[2]


@pytest.mark.parametrize("step", STEPS)
def test_four_times_the_applications_cost_no_more_than_n_log_n(grown, step):
    few, many = (each.found[step] for each in grown)
    assert few["calls"] and many["calls"] >= few["calls"]
    for name, before in few.items():
        assert many[name] <= MOST * before + 100, (step, name, before, many[name])
