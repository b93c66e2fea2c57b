"""Rubrics: what ships loads and adds up; what is wrong with a file is said line by line."""

from decimal import Decimal

import pytest

from harness.checker.finding import Element
from harness.scoring.rubric_file.rubric import (
    BadRubric,
    Condition,
    Sign,
    load,
    parse,
    shipped,
    text_of,
)

GOOD = """
title = "试行细则"
source = "某文件"
full = 5
[[grade]]
name = "合格"
at_least = 60
[[criterion]]
id = "answer"
name = "答复"
weight = 5
[[criterion.deduction]]
id = "late"
name = "逾期"
points = 2.5
when = ["late"]
"""


@pytest.mark.parametrize("name", [name for name in shipped() if name != "hubei_four"])
def test_every_shipped_rubric_loads_and_adds_up(name):
    rubric = load(name)
    assert rubric.source
    for form in (rubric, *(rubric.of(each.name) for each in rubric.classes)):
        assert sum(criterion.weight for criterion in form.criteria) == form.full
        assert sum(branch.weight for branch in form.tree) == form.full


def test_the_shipped_rubrics_are_these():
    assert shipped() == (
        "general", "guangxi_2020", "hubei_four", "jiangmen_2019", "jiangmen_2020_annex1",
        "jiangmen_2020_annex2", "jiangmen_2020_cities", "jiangmen_2020_departments", "jinjiang_2022",
        "licheng_2020", "suizhou_gaoxin_2021", "yanjiang_drill",
    )  # fmt: skip


def test_a_scheme_whose_points_nobody_published_marks_nobody_until_it_is_filled_in():
    with pytest.raises(BadRubric) as told:
        load("hubei_four")
    assert len(told.value.faults) == 17
    assert "hubei_four.toml：第11行：指标“渠道畅通性”：“weight”待填写" in told.value.faults[1]
    assert load("hubei_four", blanks=True).criteria[0].name == "渠道畅通性"


# what the sources say, by name of the rubric: first-level headings with their weights
FIRST_LEVEL = {
    "jiangmen_2019": "主动公开32 依申请公开9 政策解读21 回应关切8 公开平台10 机制保障20",
    "jiangmen_2020_annex1": "主动公开30 依申请公开12 政策解读25 基层政务公开标准化规范化8 公开渠道12 机制保障13",
    "jiangmen_2020_annex2": "主动公开34 依申请公开14 政策解读29 公开渠道13 机制保障10",
    "suizhou_gaoxin_2021": "申请接收渠道指引规范性3 申请回复规范性3",
    "licheng_2020": "依申请公开办理6",
}


@pytest.mark.parametrize("name", FIRST_LEVEL)
def test_the_first_level_is_the_sources(name):
    assert " ".join(f"{each.name}{each.weight}" for each in load(name).tree) == FIRST_LEVEL[name]


SECOND_LEVEL = {
    "jiangmen_2020_annex1": (
        "决策预公开4 决策公开4 服务公开2 行政执法公示4 执行与结果公开3 重点领域信息公开6 公共事件应急预案3 疫情信息公开4 "
        "依申请公开答复4 闭环管理机制4 政府信息公开被复议或被诉讼4 解读发布6 解读形式6 主要负责人带头解读3 内容深度4 解读推广6 "
        "基层政府政务公开事项标准目录4 “基层政务公开标准目录”专栏4 政府公报3 政府网站与新媒体6 线下渠道3 政务舆情3 听取汇报3 "
        "绩效考核4 业务培训3"
    ),
    "jiangmen_2020_annex2": (
        "决策预公开6 决策公开6 服务公开6 行政执法公示4 执行与结果公开4 重点领域信息公开8 依申请公开答复5 闭环管理机制4 "
        "政府信息公开被复议或被诉讼5 解读发布6 解读形式6 主要负责人带头解读5 内容深度6 解读推广6 政府网站与新媒体6 "
        "法定主动公开内容4 线下渠道3 政务舆情4 听取汇报4 业务培训2"
    ),
}


@pytest.mark.parametrize("name", SECOND_LEVEL)
def test_the_second_level_is_the_sources(name):
    assert (
        " ".join(f"{each.name}{each.weight}" for each in load(name).criteria) == SECOND_LEVEL[name]
    )


@pytest.mark.parametrize(
    ("name", "rule", "points", "each"),
    [
        ("jiangmen_2020_annex1", "answer.late", 2, False),
        ("jiangmen_2020_annex2", "answer.late", 3, False),
        ("jiangmen_2020_annex1", "training.topic", Decimal("1.5"), False),  # 扣50%
        ("jiangmen_2020_annex2", "training.topic", 1, False),
        ("jiangmen_2020_annex2", "fields.stale", 4, True),
        ("jiangmen_2020_annex1", "website.province", 3, True),
        ("jiangmen_2020_annex2", "opinion.letters", 2, True),
        ("licheng_2020", "overdue", 6, None),
    ],
)
def test_a_deduction_is_the_sources(name, rule, points, each):
    criterion, found = next(
        (each, one) for each in load(name).criteria for one in each.rules if one.id == rule
    )
    assert criterion.each(found) == points
    assert bool(found.each_time) is bool(each)


def test_jiangmens_cities_have_weights_of_their_own():
    cities = load("jiangmen_2019").of("市（区）政府")
    assert [str(each.weight) for each in cities.tree] == ["32", "7", "21", "8", "12", "20"]


def test_lichengs_four_deductions_are_those_told():
    rules = load("licheng_2020").criteria[0].rules
    assert {rule.name: int(rule.points) for rule in rules} == {
        "超期": 6, "复议、诉讼被纠错": 3, "拒绝配合": 6, "未及时送交意见": 3,
    }  # fmt: skip


@pytest.mark.parametrize("name", shipped())
def test_what_is_no_figure_of_the_source_is_named_a_choice(name):
    rubric = load(name, blanks=True)
    assert any(
        word in rubric.note + rubric.source for word in ("选择", "自拟", "原表未规定", "待填")
    )


@pytest.mark.parametrize(
    ("name", "weight", "late"),
    [("jiangmen_2020_departments", 5, 3), ("jiangmen_2020_cities", 4, 2)],
)
def test_jiangmen_takes_what_its_table_says(name, weight, late):
    answer = load(name).criteria[0]
    points = {rule.id: rule.points for rule in answer.rules}
    assert answer.weight == weight
    assert points["late"] == late
    content = {k: v for k, v in points.items() if k not in ("late", "unanswered")}
    assert len(content) == 10
    assert set(content.values()) == {Decimal(2)}


def test_the_drills_rubric_says_that_its_weights_are_its_own():
    rubric = load("yanjiang_drill")
    assert rubric.full == 16
    assert "自拟" in rubric.note
    assert "自拟" in rubric.source


def test_numbers_are_exact():
    rule = parse(GOOD, "x.toml").criteria[0].rules[0]
    assert rule.points == Decimal("2.5")
    assert isinstance(rule.points, Decimal)


def test_a_condition_names_sign_element_and_defect():
    text = GOOD.replace('["late"]', '["defect:remedy/no_court"]')
    rule = parse(text, "x.toml").criteria[0].rules[0]
    assert rule.when == (Condition(Sign.DEFECT, Element.REMEDY, "no_court"),)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("full = 5", "full = 6", "权重合计却是5"),
        ("weight = 5", "", "缺少“weight”"),
        ("weight = 5", "weight = -1", "应为0至1000000的数"),
        ("weight = 5", "weight = true", "应为0至1000000的数"),
        ("weight = 5", "weigth = 5", "不认得的项“weigth”"),
        ('"late"]', '"too_late"]', "不认得的条件“too_late”"),
        ('"late"]', '"absent:sael"]', "要素应为"),
        ('"late"]', '"defect:remedy/no_curt"]', "瑕疵“no_curt”不认得"),
        ('when = ["late"]', "", "when应为一组条件"),
        ('id = "late"', 'id = "answer"', "编号“answer”用了不止一次"),
        ('title = "试行细则"', "title = 3", "应为文字"),
        ("full = 5", "full = ", "不是有效的TOML"),
    ],
)
def test_what_is_wrong_is_said_in_one_chinese_line(old, new, said):
    with pytest.raises(BadRubric) as wrong:
        parse(GOOD.replace(old, new), "坏细则.toml")
    assert any(said in fault for fault in wrong.value.faults)
    assert all(fault.startswith("坏细则.toml：") for fault in wrong.value.faults)
    assert all("\n" not in fault for fault in wrong.value.faults)


def test_an_unknown_name_is_told_which_names_there_are():
    with pytest.raises(BadRubric, match="jiangmen_2020_cities"):
        load("江门")


def test_grades_are_tried_from_the_best_down():
    rubric = load("jiangmen_2020_departments")
    assert [rubric.grade(Decimal(rate)) for rate in ("94.29", "89.99", "60", "0")] == [
        "优秀",
        "良好",
        "合格",
        "不合格",
    ]


@pytest.mark.parametrize("name", ["guangxi_2020", "suizhou_gaoxin_2021"])
def test_what_a_note_says_is_named_line_by_line_is(name):
    """The line above every deduction says that what it takes is a choice, and why."""
    assert "逐行注明" in load(name).note
    lines = text_of(name).splitlines()
    heads = [n for n, line in enumerate(lines) if line == "[[criterion.deduction]]"]
    assert [lines[n + 1] for n in heads if not lines[n - 1].startswith("# 选择：")] == []


@pytest.mark.parametrize("name", [name for name in shipped() if name.startswith("jiangmen_2020")])
def test_jiangmen_asks_whether_an_element_is_there_and_what_goes_beyond_is_named(name):
    taken = {
        f"{each.element}/{each.defect}"
        for rule in next(one for one in load(name).criteria if one.id == "answer").rules
        for each in rule.when
        if each.sign is Sign.DEFECT
    }
    assert taken == {
        "applicant/generic", "remedy/no_reconsideration", "remedy/no_litigation", "remedy/no_period",
    }  # fmt: skip
    assert text_of(name).count("算缺\n[[criterion.deduction]]") == 2
    assert "申请人没有姓名、复议诉讼的权利和期限缺一样的算缺" in load(name).note


def test_jinjiangs_elements_are_said_of_towns_and_who_else_is_looked_at_is_named():
    assert "来源只说镇（街道），市直单位也按这八项看，是选择" in load("jinjiang_2022").note
