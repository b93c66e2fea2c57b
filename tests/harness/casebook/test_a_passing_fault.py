"""A file that the machine could not read today is read tomorrow: nothing that followed from the fault
is remembered."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import pytest

from harness.campaign.placing.file import file
from harness.engine import HERE, Lost
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store import reading

SLOW = Lost("too_slow", "读取超时，已中止")


class _Busy:
    """A machine on which reading takes too long."""

    def submit(self, function, /, *given):
        if getattr(function, "__name__", "") != "read_bytes":
            return HERE.submit(function, *given)
        future: Future = Future()
        future.set_result(SLOW)
        return future


def _another_run(monkeypatch) -> None:
    monkeypatch.setattr(reading, "_lost", {})
    monkeypatch.setattr(reading, "_own", {})


@pytest.fixture
def came(desk, answer, monkeypatch):
    """An answer that a busy machine looked at first."""
    desk.delivered("U001-A")
    desk.lay("L1.docx", answer)
    desk.ledger("纸质来件", ("L1", "2020-10-19", "2020-10-16", "演江自治区财政厅", "L1.docx", ""))
    busy = replace(desk.workspace, engine=_Busy())
    monkeypatch.setattr(desk, "workspace", busy)
    desk.collect()
    assert desk.arrivals()[0].applications == ()
    return desk


def _calm(desk, monkeypatch) -> None:
    _another_run(monkeypatch)
    desk.workspace = replace(desk.workspace, engine=HERE)


def test_it_is_placed_by_the_next_run(came, monkeypatch):
    _calm(came, monkeypatch)
    (filed,) = came.arrivals()
    assert (filed.applications, filed.arrival.doubt) == (("U001-A",), "")


def test_what_it_says_to_an_application_is_read_by_the_next_run(came, monkeypatch):
    file(came.workspace, "L1", ["U001-A"], why="信封", write=True)
    assert "超时" in came.arrivals()[0].arrival.doubt
    _calm(came, monkeypatch)
    (filed,) = came.arrivals()
    assert (filed.arrival.kind, filed.arrival.doubt) == (ReplyKind.ANSWER, "")


def test_it_is_judged_by_the_next_run(came, monkeypatch):
    file(came.workspace, "L1", ["U001-A"], kind=ReplyKind.ANSWER, why="信封", write=True)
    before = came.case("U001-A").judgement
    _calm(came, monkeypatch)
    assert came.case("U001-A").judgement != before
    assert came.case("U001-A").judgement.kind is ReplyKind.ANSWER
