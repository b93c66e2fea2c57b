"""The tree, classes, parts and groups of a rubric: what they come to, against sums done by hand; and
what is wrong with a file, by its line."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from harness.scoring.facts import Entry, Ground, UnitFacts
from harness.scoring.groups import group_scores
from harness.scoring.rubric_file.rubric import BadRubric, parse
from harness.scoring.score import score
from harness.scoring.tables.facts_columns import BadFacts, column_names
from harness.scoring.tables.facts_table import facts_from_rows

TREE = """title = "甲市细则"
source = "甲政办〔2026〕1号"
full = 10

[[criterion]]
id = "top"
name = "依申请公开"

[[criterion]]
id = "time"
name = "时限"
parent = "top"
weight = 6
[[criterion.deduction]]
id = "time.late"
name = "逾期"
points = 2
when = ["late"]

[[criterion]]
id = "form"
name = "形式"
parent = "top"
weight = 4
[[criterion.deduction]]
id = "form.half"
name = "缺文号"
points = "50%"
when = [
    "absent:doc_number",
]
"""


def given(category: str = "", name: str = "甲局", **points: str) -> UnitFacts:
    entries = {
        id: Entry(exempt="无此项职能") if said == "折分" else Entry(given=Decimal(said))
        for id, said in points.items()
    }
    return UnitFacts("", name, category, entries)


def test_marks_are_given_on_leaves_and_branches_sum_them():
    rubric = parse(TREE, "x.toml")
    assert [each.id for each in rubric.criteria] == ["time", "form"]
    assert [(each.id, each.weight, each.leaves) for each in rubric.tree] == [
        ("top", 10, ("time", "form"))
    ]
    branch = score(rubric, [given(time="5", form="折分")])[0].branches[0]
    assert (branch.points, branch.reach, branch.rate) == (5, 6, Decimal("83.33"))


def test_a_share_is_of_the_weight_that_the_unit_has():
    rubric = parse(TREE, "x.toml")
    facts = UnitFacts("", "甲局", "", {"form": Entry(grounds={"form.half": (Ground("无文号"),)})})
    assert score(rubric, [facts])[0].marks[1].points == 2


CLASSES = (
    TREE
    + """
[[class]]
name = "县"
weights = {time = 10, form = 0}
points = {"time.late" = 5}
[[class]]
name = "局"
"""
)


def test_a_class_has_weights_and_points_of_its_own():
    rubric = parse(CLASSES, "x.toml")
    late = {"time": Entry(grounds={"time.late": (Ground("迟"),)}), "form": Entry(given=Decimal(4))}
    county, office = score(
        rubric, [UnitFacts("", "甲县", "县", late), UnitFacts("", "乙局", "局", late)]
    )
    assert [mark.points for mark in county.marks] == [5, 0]
    assert county.marks[1].exempt == "本类单位不考核"
    assert (county.total, county.rate, county.exempt) == (Decimal("5.00"), Decimal("50.00"), 0)
    assert (office.total, office.exempt) == (Decimal("8.00"), 0)


def test_a_weight_that_a_class_is_spared_leaves_the_denominator():
    rubric = parse(TREE + '[[class]]\nname = "县"\nweights = {form = 0}\n', "x.toml")
    one = score(rubric, [given("县", time="3")])[0]
    assert (one.exempt, one.rate) == (4, Decimal("50.00"))


def test_a_unit_of_a_class_that_the_file_does_not_know_is_not_marked():
    one = score(parse(CLASSES, "x.toml"), [given("乡镇", time="3", form="4")])[0]
    assert "“乡镇”不在细则所列之中（县、局）" in one.marks[0].open
    # the true reason, not the share that follows from it
    assert "“乡镇”不在细则所列之中（县、局）" in one.unranked and "已核实的权重" not in one.unranked
    assert (one.rank, one.grade, one.lowest_total) == (None, "", 0)


PARTS = """title = "综合"
source = "甲政办〔2026〕2号"
full = 100
[[criterion]]
id = "third"
name = "第三方评估"
weight = 100
[[criterion]]
id = "daily"
name = "日常工作"
weight = 20
[[part]]
id = "p1"
name = "第三方"
share = 70
criteria = ["third"]
[[part]]
id = "p2"
name = "日常"
share = 30
criteria = ["daily"]
"""


def test_parts_count_for_their_shares():
    # 80%×70＋50%×30＝71
    one = score(parse(PARTS, "x.toml"), [given(third="80", daily="10")])[0]
    assert (one.total, one.rate) == (Decimal("71.00"), Decimal("71.00"))


def test_a_part_that_is_exempt_leaves_the_shares():
    one = score(parse(PARTS, "x.toml"), [given(third="80", daily="折分")])[0]
    assert one.total == Decimal("80.00")


def test_of_parts_as_much_is_established_as_their_shares_say():
    # 丙 weighs little and its part counts 30%: 70% is established, not 90.9%
    text = PARTS.replace("weight = 20", "weight = 10")
    facts = given(third="80")
    facts = replace(facts, entries={**facts.entries, "daily": Entry(open="表中注明待定")})
    one = score(parse(text, "x.toml"), [facts])[0]
    assert (one.established, one.rank) == (70, None)
    spared = score(parse(text, "x.toml"), [given(third="80", daily="折分")])[0]
    assert (spared.established, spared.rank) == (100, 1)


def test_weight_that_is_exempt_of_nobody_knows_which_part_is_refused():
    rubric = parse(PARTS, "x.toml")
    rows = [["单位名称", "第三方评估", "日常工作", "折分权重"], ["甲局", 60, 10, 40]]
    with pytest.raises(BadFacts, match="看不出属于哪个板块"):
        facts_from_rows(rubric, rows, "表.xlsx")
    assert "折分权重" not in column_names(rubric)


def test_grades_by_quota_go_to_the_first_of_a_class():
    text = (
        TREE + '[[grade]]\nname = "优秀"\nat_least = 50\n[[grade]]\nname = "合格"\nat_least = 0\n'
        '[[class]]\nname = "局"\nquota = {"优秀" = 2}\n'
    )
    units = [
        given("局", name, time=points, form="4")
        for name, points in zip("甲乙丙丁", "6453", strict=True)
    ]
    graded = {one.name: one.grade for one in score(parse(text, "x.toml"), units)}
    assert graded == {"甲": "优秀", "丙": "优秀", "乙": "合格", "丁": "合格"}


def test_no_rank_below_the_stated_share_of_evidence():
    rubric = parse("rank = {at_least = 60}\n" + TREE, "x.toml")
    known = given(name="甲", time="6", form="4")
    little = UnitFacts(
        "", "乙", "", {"time": Entry(open="尚未评定"), "form": Entry(given=Decimal(4))}
    )
    first, second = score(rubric, [little, known])
    assert (first.rank, first.grade) == (None, "")
    assert first.unranked == "已核实的权重只占40%，低于60%，不排名"
    assert (second.rank, second.unranked) == (1, "")


def test_what_is_exempt_for_want_of_evidence_counts_as_not_established():
    rubric = parse(TREE, "x.toml")
    lost = Entry(exempt="申请U001-A无法投递", lacking=True)
    one = score(rubric, [UnitFacts("", "乙", "", {"time": lost, "form": Entry(given=Decimal(4))})])[
        0
    ]
    assert one.rate == 100  # no zero, and no first place either
    assert one.unranked == "已核实的权重只占40%，低于80%，不排名"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('parent = "top"\nweight = 6', 'parent = "topp"\nweight = 6', "第12行：指标“时限”：parent为“topp”"),
        ('name = "依申请公开"\n', 'name = "依申请公开"\nweight = 9\n', "第8行：指标“依申请公开”：weight为9，下级指标权重合计却是10"),
        ('points = 2\n', 'points = "2"\n', "第17行：指标“时限”的第1个扣分项“逾期”：“points”为2，应为0至1000000的数，不要加引号"),
        ('"absent:doc_number"', '"absent:docnumber"', "第30行：指标“形式”的第1个扣分项“缺文号”：条件“absent:docnumber”中的要素应为"),
        ('weight = 4\n', 'weigth = 4\n', "不认得的项“weigth”（是不是“weight”？）"),
        ('["late"]', '["lat"]', "不认得的条件“lat”（是不是“late”？）"),
        ('id = "time"', 'id = “time”', "第10行：不是有效的TOML文件：“id = “time””含有全角符号“”"),
        ('points = "50%"', 'points = "150%"', "应为1%至100%"),
        ('id = "top"\n', 'id = "top"\nparent = "time"\n', "绕了回来"),
        ('full = 10\n', 'full = 10\n[[class]]\nname = "县"\nweights = {time = 5}\n', "第6行：单位类别“县”：满分为10，本类各指标权重合计却是9"),
        ('full = 10\n', 'full = 10\n[group]\nown = {classes = ["县"], share = 60}\nmembers = {classes = ["局"], share = 50}\n', "share合计为110，应为100"),
        ('full = 10\n', 'full = 10\nrank = 80\n', "第4行：“rank”应写成rank = {at_least = 80}"),
        ('full = 10\n', 'full = 10\n[[class]]\nname = "县"\nquota = {优秀 = 2}\n', "含汉字的名称用在等号左边时也要写在半角引号里"),
        ('title = "甲市细则"', 'title = 甲市细则"  # 标题，印在报告里', "第1行：不是有效的TOML文件"),
        ('full = 10\n', 'full = 10\n[[class]]\nname = "县"\n[group]\nown = {classes = ["县"], share = 50}\nmembers = {classes = ["局"], share = 50}\n', "汇总的members：classes中的局不是[[class]]所列的类别，可用的有：县"),
        ('full = 10\n', 'full = 10\n[[grade]]\nname = "优秀"\nat_least = 0\n[[class]]\nname = "县"\nquota = {"优秀" = 9.5}\n', "quota中的“优秀”为9.5，是几家单位，应为整数"),
        ('weight = 6', 'weight = 6分', "数字后面不要写“分”或者“%”"),
        ('weight = 6', '权重 = 6', "等号左边要用规定的名称"),
        ('["late"]', '["逾期"]', "应为late（逾期答复）、no_answer（未答复）"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_what_is_allowed(old, new, said):
    assert old in TREE
    with pytest.raises(BadRubric) as wrong:
        parse(TREE.replace(old, new, 1), "甲市.toml")
    assert any(said in fault for fault in wrong.value.faults), wrong.value.faults
    assert all(fault.startswith("甲市.toml：第") for fault in wrong.value.faults)


GROUP = (
    TREE
    + """
[group]
own = {classes = ["县政府"], share = 50}
members = {classes = ["县直部门"], share = 50}
"""
)


def in_group(name: str, category: str, group: str, time: str) -> UnitFacts:
    return replace(given(category, name, time=time, form="4"), group=group)


def test_a_county_is_half_its_own_and_half_its_departments():
    units = [
        in_group("甲县政府", "县政府", "甲县", "6"),  # 100
        in_group("甲县财政局", "县直部门", "甲县", "4"),  # 80
        in_group("甲县民政局", "县直部门", "甲县", "3"),  # 70
        in_group("乙县政府", "县政府", "乙县", "6"),
    ]
    rubric = parse(GROUP, "x.toml")
    first, second = group_scores(rubric, score(rubric, units))
    # 100×50%＋75×50%＝87.5，满分10
    assert (first.rate, first.total, first.rank) == (Decimal("87.50"), Decimal("8.75"), 1)
    assert (second.rate, second.rank) == (None, None)
    assert second.unranked == "乙县没有下属单位的得分，不能汇总"


def test_a_group_with_a_unit_of_too_little_evidence_has_no_rank():
    rubric = parse(GROUP, "x.toml")
    bare = replace(given("县直部门", "甲县审计局", form="4"), group="甲县")
    bare = replace(bare, entries={**bare.entries, "time": Entry(open="尚未评定")})
    whole = group_scores(
        rubric, score(rubric, [in_group("甲县政府", "县政府", "甲县", "6"), bare])
    )[0]
    assert whole.rank is None and "甲县审计局未能评定" in whole.unranked
    # a mean over what nobody looked at is none
    assert whole.members_rate is None and whole.rate is None and whole.total is None


def test_a_unit_on_neither_side_of_its_group_is_named():
    rubric = parse(GROUP, "x.toml")
    units = [
        in_group("甲县政府", "县政府", "甲县", "6"),
        in_group("甲县财政局", "县直部门", "甲县", "4"),
        in_group("甲镇", "乡镇", "甲县", "1"),
    ]
    whole = group_scores(rubric, score(rubric, units))[0]
    assert whole.rank is None and whole.grade == ""
    assert "甲镇（乡镇）既不是本级也不是下属，没有计入" in whole.unranked


def test_a_group_with_a_unit_of_which_nothing_is_known_has_no_rank():
    rubric = parse(GROUP, "x.toml")
    lost = Entry(exempt="信件退回", lacking=True)
    unknown = UnitFacts("", "甲县审计局", "县直部门", {"time": lost, "form": lost}, "甲县")
    units = [
        in_group("甲县政府", "县政府", "甲县", "6"),
        in_group("甲县财政局", "县直部门", "甲县", "4"),
        unknown,
    ]
    scores = score(rubric, units)
    assert scores[2].unranked == "没有可供评定的证据，不计得分，不排名"
    assert "甲县审计局" in group_scores(rubric, scores)[0].unranked


GRADES = (
    TREE
    + """
[[grade]]
name = "优秀"
at_least = {0}
[[grade]]
name = "合格"
at_least = {1}
"""
)


@pytest.mark.parametrize(
    ("best", "passed", "words"),
    [
        ("0.9", "60", "0.9是不是90"),
        ("90", "0.6", "这里写百分数"),
        ("90", "95", "应低于“优秀”的90"),
        ("90", "90", "应低于“优秀”的90"),
    ],
)
def test_grades_that_would_misgrade_everybody_are_named_with_their_line(best, passed, words):
    with pytest.raises(BadRubric, match=words) as raised:
        parse(GRADES.format(best, passed), "甲.toml")
    assert "行" in str(raised.value)


@pytest.mark.parametrize(("best", "passed"), [("90", "60"), ("100", "0"), ("85.5", "60")])
def test_grades_in_their_order_are_taken(best, passed):
    assert len(parse(GRADES.format(best, passed), "甲.toml").grades) == 2


def test_a_share_of_one_is_no_line_for_places():
    with pytest.raises(BadRubric, match=r"0\.8是不是80"):
        parse(TREE.replace("full = 10", "full = 10\nrank = {at_least = 0.8}"), "甲.toml")


@pytest.mark.parametrize("unseen", ["\u3000", "\u00a0", "\u200b"])
def test_a_blank_that_is_none_is_named(unseen):
    with pytest.raises(BadRubric, match=r"第3行.*看不见的字符"):
        parse(TREE.replace("full = 10", f"full{unseen}= 10"), "甲.toml")
