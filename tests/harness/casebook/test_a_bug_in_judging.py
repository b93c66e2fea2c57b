"""A bug met while an answer is judged costs that answer and no other."""

from __future__ import annotations

from datetime import date

import pytest

from harness.casebook import assess
from harness.engine import Closed, JobFailed, Lost
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.assessment import Arrival, Case
from letters.model import Applicant, Application, Channel, Question, Round, Unit

ANSWER = Arrival(
    "邮件1", date(2020, 10, 1), None, "email", "某厅", "答复.pdf", "0" * 64, "evidence/0.pdf",
    ReplyKind.ANSWER, (), "",
)  # fmt: skip


def _no_day(_case: object) -> None:
    """No day is known on which the answer was given."""


def _case() -> Case:
    application = Application(
        "U001-A",
        Unit("U001", "某厅", "省直", "省级", "a@b.example", "某路1号", "530000", "0771-5550101"),
        Applicant("P1", "李示例", "li@example.org", "某路2号", "530000", "0771-5550102"),
        Question("Q1", "某信息", "某信息全文"),
        Round("A", "正常渠道", Channel.EMAIL, date(2020, 9, 1), ("P1",), ("Q1",)),
    )
    return Case(application, None, (ANSWER,), ANSWER, None)


def _outcome(monkeypatch, store, fault):
    def wait():
        raise fault

    monkeypatch.setattr(assess, "begin_judging", lambda *_, **__: wait)
    return assess._judging(store, None, True, _no_day, _case())()


class _Store:
    evidence = None


FAULTS = {
    "KeyError": JobFailed("Traceback (most recent call last):\n  File x\nKeyError: 'x'\n"),
    "Broken": JobFailed("Traceback\nharness.engine.wire.Broken: the pipe\n"),
    "ZeroDivisionError": ZeroDivisionError("x"),
}


@pytest.mark.parametrize(("name", "fault"), FAULTS.items())
def test_a_bug_is_a_review_item_with_its_name_and_its_traceback_is_logged(
    monkeypatch, caplog, name, fault
):
    case, (item,) = _outcome(monkeypatch, _Store, fault)
    assert case.answer is None and case.judgement is None
    (doubtful,) = case.doubtful
    assert doubtful.doubt == item.why == f"核对时程序内部出错（{name}），须由人工核对"
    assert item.path == ANSWER.path
    assert caplog.records[0].exc_info[1] is fault


def test_a_closed_engine_is_no_fault_of_the_answer(monkeypatch):
    with pytest.raises(Closed):
        _outcome(monkeypatch, _Store, Closed("x"))


def test_what_a_child_lost_is_told_as_before(monkeypatch):
    monkeypatch.setattr(assess, "begin_judging", lambda *_, **__: lambda: Lost("died", "读不了"))
    case, (item,) = assess._judging(_Store, None, True, _no_day, _case())()
    assert case.answer is None and item.why == "读不了"
