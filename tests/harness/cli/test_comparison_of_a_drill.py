"""The comparison of a drill prints what the reports print, and says what it compares."""

from rich.console import Console

from harness.cli.comparison import WAITING, show
from harness.drill.comparison import Outcome, Row


def printed(*rows, clouded=0):
    outcome = Outcome(
        False, rows, (), (), answers=5, elements=55, compared=(), pictures=0, unclear=3, judged=9,
        clouded=clouded,
    )  # fmt: skip
    out = Console(width=200, record=True, file=None, quiet=False)
    with out.capture() as got:
        show(out, outcome)
    return outcome, got.get()


def row(found, counted, waiting):
    return Row("正常渠道", "缺少文号", "区直单位", 20, found, 0, counted, waiting)


def test_what_the_reports_leave_open_stands_beside_what_they_count():
    outcome, told = printed(row(20, 19, 1), clouded=1)
    assert "19（1）" in told and WAITING in told and outcome.right
    assert "3项待人工认定；另有1件答复之前可能还有答复" in told


def test_where_nothing_is_open_there_is_no_note():
    _, told = printed(row(20, 20, 0))
    assert "注：" not in told and "（1）" not in told and "另有" not in told
    outcome, told = printed(row(19, 19, 0))
    assert not outcome.right and "不一致" in told
