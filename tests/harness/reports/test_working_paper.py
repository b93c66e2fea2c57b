"""工作底稿 tells rulings in words, and which of them are a second marking."""

from dataclasses import replace

from harness.reports.material import gather
from harness.reports.working_paper import _rulings
from harness.scoring.rubric import load


def test_a_ruling_is_told_in_words(assessment):
    case = replace(
        assessment.cases[0],
        rulings=(
            ("U001-A/remedy", "defective", "李四（2026-03-01）复评：没有法院"),
            ("U001-A/answered_on", "2020-10-20", "李四（2026-03-01）：邮戳"),
        ),
    )
    few = replace(assessment, cases=(case,))
    rows = _rulings(gather(few, load("yanjiang_drill")))
    assert rows[0] == ["U001-A\n救济渠道", "有瑕疵", "李四（2026-03-01）复评：没有法院"]
    assert rows[1][:2] == ["U001-A\n答复之日", "2020-10-20"]
