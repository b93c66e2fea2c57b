"""工作底稿 tells rulings in words, with their stage and what the program had found."""

from harness.reports.ruled_rows import ruled_rows
from harness.store.said import Ruling
from harness.store.spoken import Spoken
from harness.store.standing import Said

SAID = Said(3, "2026-03-01T09:30:00+00:00", "李四")


def row(target, value, defects=(), seen="", stage=1, judge=""):
    ruling = Ruling(target, value, defects, "理由", "", seen, stage, 1, SAID, judge)
    return ruled_rows([Spoken(ruling, None, True, None)], {"a_form": "答复规范"})[0]


def test_a_ruling_is_told_in_words():
    found = row("U001-A/remedy", "defective", ("no_court",), "absent")
    assert found[:3] == ["U001-A\n救济渠道", "初评", "有瑕疵（未列明受理法院）"]
    assert found[5:] == ["程序：缺失", "现行"]
    assert row("U001-A/answered_on", "2020-10-20")[0] == "U001-A\n答复之日"


def test_points_are_called_by_their_criterion_and_a_clerk_is_not_the_judge():
    found = row("U001/a_form", "3.5", judge="王五")
    assert found[0] == "U001\n答复规范" and found[2] == "3.5分"
    assert found[3] == "王五（李四登记）\n2026-03-01 17:30"
    assert found[5] == "此前没有认定"
