"""A judgement is kept by evidence, readers and rules: the next assessment does not judge again, and
what is handed over takes nothing that this process did not judge from the evidence itself."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from harness.casebook import judging, remembered
from harness.store.reading import FOLDER

DAY = datetime(2020, 10, 15, 16, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def judged(desk, answer, monkeypatch) -> list[str]:
    """The answers that were judged, each time that one was."""
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    asked: list[str] = []
    real = judging.judge_file

    def judge_file(data, name, *given):
        asked.append(name)
        return real(data, name, *given)

    monkeypatch.setattr(judging, "judge_file", judge_file)
    return asked


def _another_process(monkeypatch) -> None:
    monkeypatch.setattr(remembered, "_own", {})
    monkeypatch.setattr("harness.store.reading._own", {})


def test_one_process_judges_an_answer_once_for_marks_and_reports(desk, judged):
    first = desk.workspace.assess(final=True)
    assert len(judged) == 1
    assert desk.workspace.assess(final=True) == first
    assert desk.workspace.assess() == first
    assert len(judged) == 1


def test_a_report_judges_anew_what_another_process_has_judged(desk, judged, monkeypatch):
    first = desk.workspace.assess()
    assert len(judged) == 1
    _another_process(monkeypatch)
    assert desk.workspace.assess() == first
    assert len(judged) == 1
    assert desk.workspace.assess(final=True) == first
    assert len(judged) == 2
    assert desk.workspace.assess(final=True) == first
    assert len(judged) == 2


def test_a_judgement_that_somebody_edited_is_made_anew_for_a_report(desk, judged):
    first = desk.workspace.assess(final=True)
    kept = list((desk.folder / FOLDER / "read").rglob("*.json"))
    assert kept
    for path in kept:
        path.write_text(path.read_text("utf-8").replace("absent", "present"), encoding="utf-8")
    assert desk.workspace.assess(final=True) == first


def test_evidence_that_changed_is_judged_by_nobody(desk, judged):
    (case,) = [c for c in desk.workspace.assess(final=True).cases if c.answer]
    path = desk.folder / case.answer.path
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")
    again = desk.workspace.assess(final=True)
    assert [c for c in again.cases if c.judgement] == []
    assert len(judged) == 1


def test_other_rules_judge_anew(desk, judged, monkeypatch):
    desk.workspace.assess(final=True)
    monkeypatch.setattr("harness.casebook.remembered.judges", lambda: "下一版")
    desk.workspace.assess(final=True)
    assert len(judged) == 2
