"""Marks, 折分, grades and ranks, against sums done by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from harness.checker.finding import Element
from harness.clock.deadline import State
from harness.scoring.facts import Entry, Ground, UnitFacts
from harness.scoring.rubric_file.rubric import Criterion, Rubric, load, parse
from harness.scoring.score import plain, score, score_assessment

DEPARTMENTS = load("jiangmen_2020_departments")
DRILL = load("yanjiang_drill")
FORM_ONLY = parse(
    """
title = "x"
source = "x"
full = 5
[[criterion]]
id = "form"
name = "答复规范"
weight = 5
[[criterion.deduction]]
id = "form.seal"
name = "未加盖公章"
points = "all"
when = ["absent:seal"]
""",
    "x.toml",
)


def answer_mark(make, *cases, rubric=DEPARTMENTS):
    return score_assessment(rubric, make.assess(*cases))[0].marks[0]


def by_hand(name: str, exempt: int, points: str) -> UnitFacts:
    """A unit whose last criterion, of weight `exempt`, is left out."""
    entries = {"counted": Entry(given=Decimal(points))}
    if exempt:
        entries["left_out"] = Entry(exempt="无此项职能")
    return UnitFacts("", name, "市直部门", entries)


def hundred(exempt: int) -> Rubric:
    counted = Criterion("counted", "实际考核", Decimal(100 - exempt))
    left_out = (Criterion("left_out", "折分指标", Decimal(exempt)),) if exempt else ()
    return Rubric("x", "x", "x", "", Decimal(100), (counted, *left_out))


# the ranking that Jiangmen published for 2019: points, weight left out, final mark
PUBLISHED_2019 = [
    ("信访局", "66", 30, "94.29"),
    ("司法局", "81", 13, "93.10"),
    ("商务局", "86", 7, "92.47"),
    ("人社局", "91", 0, "91.00"),
    ("社保局", "80.7", 11, "90.67"),
    ("供销合作联社", "60", 31, "86.96"),
    ("土地储备中心", "57", 32, "83.82"),
    ("公路事务中心", "62.6", 25, "83.47"),
    ("退役军人事务局", "71", 13, "81.61"),
]


@pytest.mark.parametrize(("name", "points", "exempt", "final"), PUBLISHED_2019)
def test_exempt_weight_leaves_the_denominator_as_in_the_published_table(
    name, points, exempt, final
):
    one = score(hundred(exempt), [by_hand(name, exempt, points)])[0]
    assert one.total == Decimal(final)
    assert one.actual == Decimal(points)
    assert one.exempt == exempt


def test_a_unit_with_everything_exempt_has_no_score_and_no_rank():
    rubric = Rubric("x", "x", "x", "", Decimal(5), (Criterion("a", "a", Decimal(5)),))
    facts = UnitFacts("", "甲", "", {"a": Entry(exempt="无渠道")})
    one = score(rubric, [facts])[0]
    assert (one.total, one.rate, one.rank, one.grade) == (None, None, None, "")


def test_equal_rates_share_a_rank_and_the_next_is_skipped():
    units = [
        by_hand(name, 0, points)
        for name, points in zip("甲乙丙丁", ["82", "91", "82", "60"], strict=True)
    ]
    assert [one.rank for one in score(hundred(0), units)] == [2, 1, 2, 4]


def test_ranks_are_also_given_within_the_category():
    high = UnitFacts("", "甲市", "设区市", {"counted": Entry(given=Decimal(95))})
    scores = score(hundred(0), [by_hand("乙局", 0, "90"), high, by_hand("丙局", 0, "80")])
    assert [(one.rank, one.rank_in_category) for one in scores] == [(2, 1), (1, 1), (3, 2)]


def test_a_clean_answer_in_time_keeps_every_point(make):
    mark = answer_mark(make, make.answered())
    assert (mark.points, mark.lowest, mark.deductions) == (5, 5, ())


def test_late_takes_three_points_and_says_the_days(make):
    mark = answer_mark(make, make.late())
    assert mark.points == 2
    assert "2020年10月23日" in mark.deductions[0].reason
    assert "2020年10月29日" in mark.deductions[0].reason


def test_two_missing_elements_take_four_points(make):
    case = make.answered(make.absent(Element.DOC_NUMBER), make.absent(Element.SEAL))
    assert answer_mark(make, case).points == 1


def test_deductions_stop_at_the_floor(make):
    case = make.late(make.absent(Element.DOC_NUMBER), make.absent(Element.SEAL))
    mark = answer_mark(make, case)
    assert mark.points == 0
    # each is told with what it took; what the rubric would take by itself stands beside it
    assert [item.points for item in mark.deductions] == [3, 2, 0]
    assert sum(item.whole for item in mark.deductions) == 7
    assert "按细则应扣2分，本指标已扣到底，不再扣" in mark.deductions[2].reason


def test_no_answer_loses_the_whole_criterion(make):
    assert answer_mark(make, make.silent()).points == 0


def test_the_same_fault_in_two_applications_counts_once_for_a_unit(make):
    twice = [make.answered(make.absent(Element.SEAL), round_=r) for r in (make.second,)]
    mark = answer_mark(make, make.answered(make.absent(Element.SEAL)), *twice)
    assert mark.points == 3
    assert len(mark.deductions[0].grounds) == 2


def test_every_deduction_leads_to_the_finding_and_its_application(make):
    ground = answer_mark(make, make.answered(make.absent(Element.SEAL))).deductions[0].grounds[0]
    assert ground.application == "U001-A"
    assert ground.finding is not None
    assert ground.finding.element is Element.SEAL


@pytest.mark.parametrize("element", list(Element))
def test_unclear_never_takes_a_point(make, element):
    mark = answer_mark(make, make.answered(make.unclear(element)))
    assert mark.points == 5
    assert mark.deductions == ()
    # the scheme does not ask for reasons, so they cannot cost anything either way
    asked = element is not Element.REASONS
    assert mark.lowest == (3 if asked else 5)
    assert mark.provisional is asked


def test_doubt_beside_a_proven_fault_widens_the_span_only(make):
    case = make.answered(make.absent(Element.SEAL), make.unclear(Element.TITLE))
    mark = answer_mark(make, case)
    assert (mark.points, mark.lowest) == (3, 1)


def test_doubt_in_one_application_adds_nothing_where_the_other_proves_the_fault(make):
    cases = [
        make.answered(make.absent(Element.SEAL)),
        make.answered(make.unclear(Element.SEAL), round_=make.second),
    ]
    mark = answer_mark(make, *cases)
    assert (mark.points, mark.lowest, mark.doubts) == (3, 3, ())


def test_remarks_and_other_defects_take_nothing(make):
    case = make.answered(
        make.defective(Element.DOC_NUMBER, "style"), make.defective(Element.REMEDY, "no_organ")
    )
    assert answer_mark(make, case).points == 5


def test_an_answer_whose_lateness_is_disputed_keeps_its_points(make):
    disputed = make.clock(State.ANSWERED_LATE, date(2020, 10, 29), matters=True)
    mark = answer_mark(make, make.case(disputed))
    assert (mark.points, mark.lowest) == (5, 2)


def test_what_is_not_yet_due_is_left_out(make):
    mark = answer_mark(make, make.case(make.clock(State.RUNNING)))
    assert "尚未届满" in mark.exempt


def test_what_is_not_yet_due_does_not_hide_what_was_answered(make):
    running = make.case(make.clock(State.RUNNING), round_=make.second)
    mark = answer_mark(make, make.answered(make.absent(Element.SEAL)), running)
    assert (mark.points, mark.exempt) == (3, "")


def test_a_withdrawn_application_is_left_out(make):
    one = score_assessment(DEPARTMENTS, make.assess(make.case(make.clock(State.WITHDRAWN))))[0]
    assert one.marks[0].exempt
    assert one.exempt == 5


def test_marks_by_hand_that_nobody_gave_yet_are_open_not_zero(make):
    one = score_assessment(DEPARTMENTS, make.assess(make.answered()))[0]
    assert [mark.open != "" for mark in one.marks] == [False, True, True]
    assert one.provisional
    assert one.lowest_total == Decimal("5.00")


def test_the_drill_marks_each_round_by_itself(make):
    cases = (
        make.late(make.absent(Element.DOC_NUMBER)),
        make.answered(make.absent(Element.SEAL), round_=make.second),
    )
    one = score_assessment(DRILL, make.assess(*cases, calls=make.unreached()))[0]
    marks = {mark.criterion.id: mark.points for mark in one.marks}
    assert marks == {
        "channel": 1,
        "a_time": 2,
        "a_form": Decimal("3.5"),
        "b_time": 3,
        "b_form": Decimal("0.5"),
        "phone": 0,
    }
    assert one.total == Decimal("10.00")
    assert one.rate == Decimal("62.50")
    assert one.grade == "合格"


def test_a_unit_never_called_is_exempt_from_the_telephone(make):
    one = score_assessment(DRILL, make.assess(make.answered(), make.answered(round_=make.second)))[
        0
    ]
    assert one.marks[-1].exempt
    assert one.total == Decimal("16.00")


def test_a_letter_without_a_record_of_receipt_accuses_nobody(make):
    waiting = make.case(make.clock(State.AWAITING_RECEIPT))
    channel = score_assessment(DRILL, make.assess(waiting))[0].marks[0]
    assert (channel.points, channel.lowest) == (1, 0)


def test_a_missing_record_of_receipt_is_said_in_words(make):
    waiting = make.case(make.clock(State.AWAITING_RECEIPT))
    channel = score_assessment(DRILL, make.assess(waiting))[0].marks[0]
    assert "没有收到申请的记录" in channel.doubts[0].reason


def test_silence_takes_no_point_while_something_that_came_is_undecided(make):
    open_case = make.doubted(make.silent(), date(2020, 11, 2))
    mark = answer_mark(make, open_case)
    assert (mark.points, mark.lowest, mark.deductions) == (5, 0, ())
    reasons = "".join(doubt.reason for doubt in mark.doubts)
    assert "1件来件（LJ9）待人工认定" in reasons
    assert "未收到答复" not in reasons


def test_lateness_takes_no_point_while_something_earlier_is_undecided(make):
    mark = answer_mark(make, make.doubted(make.late(), date(2020, 10, 20)))
    assert (mark.points, mark.lowest, mark.deductions) == (5, 2, ())
    assert "1件来件（LJ9）待人工认定" in mark.doubts[0].reason


def test_lateness_still_costs_where_what_is_undecided_came_later(make):
    mark = answer_mark(make, make.doubted(make.late(), date(2020, 11, 2)))
    assert (mark.points, mark.doubts) == (2, ())


def test_a_returned_letter_takes_no_point_while_a_reply_is_undecided(make):
    returned = make.doubted(make.case(make.clock(State.UNDELIVERABLE)), date(2020, 11, 2))
    channel = score_assessment(DRILL, make.assess(returned))[0].marks[0]
    assert (channel.points, channel.lowest) == (1, 0)


def test_elements_are_open_while_the_answer_itself_may_be_among_the_undecided(make):
    open_case = make.doubted(make.silent(), date(2020, 11, 2))
    unread = replace(make.answered(), answer=None, judgement=None)
    for case, words in ((open_case, "尚未审读"), (unread, "未能审读")):
        mark = score_assessment(FORM_ONLY, make.assess(case))[0].marks[0]
        assert (mark.points, mark.lowest) == (5, 0)
        assert words in mark.doubts[0].reason


CAPPED = """
title = "x"
source = "x"
full = 6
[[criterion]]
id = "a"
name = "文件标记"
weight = 6
floor = 1
cap = 4
per = "each"
[[criterion.deduction]]
id = "a.one"
name = "未标记"
points = 1
cap = 3
when = ["absent:title"]
[[criterion.deduction]]
id = "a.two"
name = "无专栏"
points = 2
when = ["absent:date"]
"""


@pytest.mark.parametrize(
    ("one", "two", "left"),
    [(0, 0, 6), (1, 0, 5), (2, 0, 4), (3, 0, 3), (9, 0, 3), (1, 1, 3), (9, 1, 2), (9, 9, 2)],
)
def test_each_time_costs_until_the_caps_are_reached(one, two, left):
    rubric = parse(CAPPED, "x.toml")
    grounds = {"a.one": (Ground("条"),) * one, "a.two": (Ground("栏"),) * two}
    facts = UnitFacts("", "甲局", "", {"a": Entry(grounds=grounds)})
    assert score(rubric, [facts])[0].marks[0].points == left


def test_the_floor_holds_where_no_cap_does():
    rubric = parse(CAPPED.replace("cap = 4\n", ""), "x.toml")
    facts = UnitFacts("", "甲局", "", {"a": Entry(grounds={"a.two": (Ground("栏"),) * 3})})
    assert score(rubric, [facts])[0].marks[0].points == 1


def test_points_are_written_as_people_write_them():
    assert [plain(Decimal(n)) for n in ("4.00", "3.50", "10", "0", "1E+1")] == [
        "4",
        "3.5",
        "10",
        "0",
        "10",
    ]
