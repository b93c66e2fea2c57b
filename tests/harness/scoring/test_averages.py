"""Means and rates of a class: over those who are marked, and nobody passes by what nobody has seen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from harness.checker.finding import Element
from harness.reports.branches import Head, mean_points, mean_share
from harness.reports.fault_list import faults_of
from harness.reports.material import gather
from harness.scoring.averages import averages
from harness.scoring.facts import Entry, UnitFacts
from harness.scoring.rubric_file.rubric import load, parse
from harness.scoring.score import score

TWO = """title = "甲"
source = "甲"
full = 10
[[criterion]]
id = "a"
name = "甲项"
weight = 6
[[criterion]]
id = "b"
name = "乙项"
weight = 4
[[class]]
name = "县"
[[class]]
name = "局"
weights = {b = 0}
"""


def unit(name: str, category: str, **entries: Entry) -> UnitFacts:
    return UnitFacts("", name, category, entries)


def given(points: str) -> Entry:
    return Entry(given=Decimal(points))


def found(*units: UnitFacts):
    rubric = parse(TWO, "x.toml")
    return averages(rubric, score(rubric, units))


def test_what_a_class_is_not_marked_on_dilutes_no_mean():
    both = found(unit("甲县", "县", a=given("6"), b=given("4")), unit("乙局", "局", a=given("3")))
    assert (both.of("a").points, both.of("b").points) == (Decimal("4.50"), Decimal("4.00"))


def test_want_of_evidence_is_no_loss_and_exempt_is_printed_as_one():
    lacking = Entry(exempt="未对该单位作电话测试", lacking=True)
    full = unit("甲县", "县", a=given("6"), b=given("4"))
    unknown = found(full, unit("乙县", "县", a=given("6"), b=lacking)).of("b")
    assert (unknown.points, unknown.rate, unknown.exempt) == (4, 100, ())
    spared = found(full, unit("乙县", "县", a=given("6"), b=Entry(exempt="无此项职能"))).of("b")
    assert (spared.points, spared.rate, spared.without_exempt) == (2, 50, 100)


def test_a_criterion_that_nobody_is_marked_on_has_no_mean():
    assert found(unit("乙局", "局", a=given("3"))).of("b").points is None


def test_nobody_passes_by_marks_that_nobody_gave():
    whole = found(
        unit("甲县", "县", a=given("2"), b=given("1")),
        unit("乙县", "县", a=Entry(open="尚未评定"), b=Entry(open="尚未评定")),
    )
    assert (whole.passed, whole.pass_rate) == ((), 0)


def test_nobody_is_in_a_mean_of_whom_too_little_is_known():
    known = unit("甲县", "县", a=given("3"), b=given("2"))
    whole = found(known, unit("乙县", "县", a=Entry(open="尚未评定"), b=given("4")))
    alone = found(known)
    assert (whole.total, whole.rate) == (alone.total, alone.rate) == (Decimal("5.00"), 50)
    assert whole.of("a") == alone.of("a") and whole.of("b") == alone.of("b")
    assert (whole.units, whole.scored) == (2, 1)
    assert whole.best == whole.worst == ("甲县",)


def test_a_fault_of_an_answer_that_may_not_be_the_first_is_told_of_nobody(make):
    answer = make.late(make.absent(Element.SEAL))
    assert [one.element for one in faults(make, answer)] == [Element.SEAL]
    day = make.as_of
    case = make.doubted(answer, day)
    early = replace(case, doubtful=tuple(replace(one, earliest=None) for one in case.doubtful))
    # counted as open, and nobody is named for it
    assert [(one.element, one.hits, len(one.unclear)) for one in faults(make, early)] == [
        (Element.SEAL, (), 1)
    ]


def faults(make, case):
    return faults_of(gather(make.assess(case), load("general")))


def of_all(*units: UnitFacts):
    """However little is established of them."""
    rubric = replace(parse(TWO, "x.toml"), rank_at_least=Decimal(0))
    return averages(rubric, score(rubric, units))


def test_what_nobody_has_looked_at_has_no_mean_and_no_rate():
    waiting = Entry(open="由评估人员给分，尚未评定")
    nobody = of_all(
        unit("甲县", "县", a=given("6"), b=waiting), unit("乙县", "县", a=given("3"), b=waiting)
    )
    assert (nobody.of("b").points, nobody.of("b").rate, nobody.of("b").without_exempt) == (
        None,
    ) * 3
    assert nobody.of("a").rate == 75
    one = of_all(
        unit("甲县", "县", a=given("6"), b=waiting), unit("乙县", "县", a=given("3"), b=given("1"))
    )
    assert (one.of("b").points, one.of("b").rate) == (1, 25)


def test_a_head_is_told_by_what_was_looked_at_of_it():
    rubric = parse(TWO, "x.toml")
    waiting = Entry(open="由评估人员给分，尚未评定")
    scores = score(rubric, [unit("甲县", "县", a=given("3"), b=waiting)])
    whole = Head("all", "全部", rubric.full, ("a", "b"))
    assert (mean_points(whole, scores), mean_share(whole, scores)) == (None, 50)
    only = Head("b", "乙项", Decimal(4), ("b",))
    assert (mean_points(only, scores), mean_share(only, scores)) == (None, None)
    assert only.unseen(scores[0]) and not whole.unseen(scores[0])
