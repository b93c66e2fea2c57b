"""First mark, blind second mark, decision: as people make them, in the open and in Excel."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from harness.campaign.marks.scores import marks
from harness.campaign.queue import queue
from harness.campaign.ruling.agreement import agreement
from harness.campaign.ruling.rule import rule
from harness.campaign.ruling.sample import sample
from harness.campaign.ruling.second import out, take
from harness.campaign.undo import history, undo
from harness.campaign.workspace import Refused
from harness.checker.finding import Element, Verdict
from harness.ledger.second import DEFECTS, HEADS, SHEET, TARGET, VERDICT, WHY
from harness.scoring.people import Stage
from harness.store.errors import StoreError

COLUMNS = {name: place for place, name in enumerate(HEADS, 1)}


@pytest.fixture
def answered(desk, letters, answer_text):
    """U001-A answered with the number left out: an accusation to look at twice."""
    desk.delivered("U001-A")
    desk.paper("L1", letters(answer_text.replace("演财公开〔2020〕12号\n", "")))
    return desk


def by(desk, name):
    return replace(desk.workspace, store=replace(desk.store, by=name))


def verdict(desk, element="doc_number"):
    return desk.case("U001-A").judgement.finding(Element(element)).verdict


def lost(desk):
    found = next(each for each in marks(desk.workspace) if each.unit_id == "U001")
    return sum(each.points for each in found.deductions)


def mark(desk, name, value, stage=Stage.FIRST, target="U001-A/doc_number"):
    return rule(by(desk, name), target, value, why="看过原件", stage=stage, write=True)


def test_a_second_mark_that_agrees_changes_nothing(answered):
    before, taken = answered.case("U001-A").judgement, lost(answered)
    mark(answered, "李四", "absent", Stage.SECOND)
    assert answered.case("U001-A").judgement == before and lost(answered) == taken > 0


def test_a_second_mark_that_differs_takes_nothing_off_and_waits_for_a_third_person(answered):
    taken = lost(answered)
    mark(answered, "李四", "present", Stage.SECOND)
    assert verdict(answered) is Verdict.UNCLEAR and lost(answered) < taken
    (item,) = [each for each in queue(answered.workspace) if each.target == "U001-A/doc_number"]
    assert item.stage == "decision" and "程序认定“缺失”，复评认定“具备”" in item.why
    with pytest.raises(Refused, match=r"李四已对.*作过复评，不能再作定评"):
        mark(answered, "李四", "present", Stage.DECISION)
    done = mark(answered, "王五", "absent", Stage.DECISION)
    assert done.after.value == "absent" and not done.disputed
    assert verdict(answered) is Verdict.ABSENT and lost(answered) == taken
    undo(answered.workspace, write=True)
    assert verdict(answered) is Verdict.UNCLEAR
    undo(answered.workspace, write=True)
    assert verdict(answered) is Verdict.ABSENT and lost(answered) == taken


def test_the_first_marks_of_two_people_are_one_stage_of_which_the_last_counts(answered):
    for value in ("present", "absent", "present"):
        mark(answered, "林小姐" if value == "present" else "赵六", value)
    assert verdict(answered) is Verdict.PRESENT
    mark(answered, "李四", "absent", Stage.SECOND)
    assert verdict(answered) is Verdict.UNCLEAR


@pytest.mark.parametrize("first", [(), ("present",)])
def test_once_somebody_marked_blind_neither_mark_is_made_to_agree_with_the_other(answered, first):
    """Or κ would tell of marks that nobody made, and one of the two would end the dispute alone."""
    for value in first:
        mark(answered, "林小姐", value)
    mark(answered, "李四", "absent" if first else "present", Stage.SECOND)
    before = agreement(answered.workspace).rows
    for name, value, stage, told in (
        ("林小姐", "absent", Stage.FIRST, "已有复评，初评不能再作"),
        ("赵六", "absent", Stage.FIRST, "已有复评，初评不能再作"),
        ("李四", "unclear", Stage.SECOND, "已有李四的复评，复评只作一次"),
        ("赵六", "unclear", Stage.SECOND, "已有李四的复评，复评只作一次"),
    ):
        with pytest.raises(Refused, match=told):
            mark(answered, name, value, stage)
    assert verdict(answered) is Verdict.UNCLEAR and agreement(answered.workspace).rows == before
    mark(answered, "王五", "absent", Stage.DECISION)
    with pytest.raises(Refused, match="已有定评"):
        mark(answered, "林小姐", "present")


def test_a_first_mark_is_not_taken_back_from_beneath_a_blind_one(answered):
    mark(answered, "林小姐", "present")
    op = history(answered.workspace)[-1].op
    mark(answered, "李四", "absent", Stage.SECOND)
    with pytest.raises(StoreError, match="U001-A/doc_number 在它之后已有复评，请先撤销"):
        undo(answered.workspace, op, write=True)
    undo(answered.workspace, write=True)
    undo(answered.workspace, op, write=True)
    assert verdict(answered) is Verdict.ABSENT


def test_a_blind_mark_is_told_nothing_of_what_was_marked(answered):
    mark(answered, "林小姐", "present")
    done = rule(by(answered, "李四"), "U001-A/doc_number", "absent", why="没有", stage=Stage.SECOND)
    assert (done.before, done.after, done.seen, done.disputed) == (None, None, "", False)
    with pytest.raises(Refused, match=r"林小姐已对.*作过初评，不能再作复评"):
        mark(answered, "林小姐", "absent", Stage.SECOND)
    with pytest.raises(Refused, match="只用于要素"):
        mark(answered, "李四", "2020-10-12", Stage.SECOND, "U001-A/answered_on")


def test_what_was_decided_no_first_mark_undoes(answered):
    mark(answered, "王五", "present", Stage.DECISION)
    with pytest.raises(Refused, match="已有定评，初评不再起作用"):
        mark(answered, "林小姐", "absent")


def test_a_decision_on_another_answer_does_not_stand_in_the_way(answered, letters, answer_text):
    mark(answered, "王五", "present", Stage.DECISION)
    earlier = letters(answer_text.replace("演财公开〔2020〕12号\n", "").replace("15日", "9日"))
    answered.paper("L2", earlier, on="2020-10-12", posted="2020-10-10")
    assert verdict(answered) is Verdict.ABSENT
    assert any("另一份答复" in each.why for each in queue(answered.workspace))
    mark(answered, "林小姐", "present")
    assert verdict(answered) is Verdict.PRESENT


# --- the sample, and Excel


def test_a_sample_is_drawn_once_and_added_to_never_drawn_anew(answered, answer):
    done = sample(answered.workspace, clean=30, seed=5, write=True)
    assert done.faults == 1 and done.clean_drawn == -(-done.clean_among * 30 // 100)
    assert not sample(answered.workspace, write=True).written
    with pytest.raises(Refused, match=r"已按种子5、30%抽过样（林小姐，.*不重抽"):
        sample(answered.workspace, seed=6)
    answered.paper("L3", answer, sender="演江自治区教育厅")
    answered.delivered("U002-A")
    first = {each.target for each in answered.book().samples[0].drawn}
    later = sample(answered.workspace, write=True)
    assert later.before == len(first) and not first & {each.target for each in later.new}
    undo(answered.workspace, write=True)
    assert [each.target for each in sample(answered.workspace).new] == [
        each.target for each in later.new
    ]


def test_taken_back_and_drawn_again_a_sample_is_the_same(answered):
    """Or whoever draws could choose what is looked at, by drawing until it pleases."""
    first = sample(answered.workspace, clean=30, seed=5, write=True).new
    undo(answered.workspace, write=True)
    for other in ({"seed": 6}, {"clean": 90}):
        with pytest.raises(Refused, match="已按种子5、30%抽过样"):
            sample(answered.workspace, **other)
    assert sample(answered.workspace, write=True).new == first


def test_a_mark_on_another_answer_is_not_counted_as_made(answered, letters, answer_text):
    sample(answered.workspace, clean=100, write=True)
    mark(answered, "李四", "absent", Stage.SECOND)
    assert agreement(answered.workspace).marked == 1
    earlier = letters(answer_text.replace("15日", "9日"))
    answered.paper("L2", earlier, on="2020-10-12", posted="2020-10-10")
    sample(answered.workspace, write=True)
    found = agreement(answered.workspace)
    assert found.sampled > 0 and found.marked == 0


def sheet(path):
    return openpyxl.load_workbook(path)


def fill(path, answers):
    """Row by row: the verdict, defects and reason that somebody types."""
    book = sheet(path)
    for row in book[SHEET].iter_rows(min_row=2):
        told = answers.get(row[COLUMNS[TARGET] - 1].value)
        for head, value in zip((VERDICT, DEFECTS, WHY), told or (), strict=False):
            row[COLUMNS[head] - 1].value = value
    book.save(path)


def test_the_second_mark_in_excel_goes_out_blind_and_comes_back_whole(answered):
    mark(answered, "李四", "present", target="U001-A/title")
    sample(answered.workspace, clean=100, write=True)
    path = answered.folder / "给李四.xlsx"
    made = out(by(answered, "李四"), path)
    assert (made.rows, made.own) == (10, 1)
    fill(path, {"U001-A/doc_number": ("具备", "", "在信封背面"), "U001-A/remedy": ("具备",)})
    shown = take(answered.workspace, path)
    assert (shown.marker, shown.new, shown.empty, shown.written) == ("李四", 2, 8, False)
    assert verdict(answered) is Verdict.ABSENT
    assert take(answered.workspace, path, write=True).written
    assert verdict(answered) is Verdict.UNCLEAR
    repeated = take(answered.workspace, path, write=True)
    assert (repeated.new, repeated.same, repeated.written) == (0, 2, False)
    assert out(by(answered, "李四"), answered.folder / "再.xlsx").rows == 8
    undo(answered.workspace, write=True)
    assert verdict(answered) is Verdict.ABSENT


def test_who_is_to_mark_an_answer_blind_marks_nothing_of_it_first(answered):
    mark(answered, "张三", "absent")
    sample(answered.workspace, clean=100, write=True)
    for target, value in (("U001-A/title", "absent"), ("U001-A/doc_number", "present")):
        with pytest.raises(Refused, match="李四盲评复评"):
            mark(answered, "李四", value, target=target)
    mark(answered, "李四", "present", Stage.SECOND)


def test_who_has_read_what_was_found_marks_nothing_blind(answered):
    mark(answered, "张三", "absent")
    sample(answered.workspace, clean=100, write=True)
    answer = answered.case("U001-A").answer.sha256
    knows = replace(by(answered, "李四"), seen=frozenset({answer}))
    with pytest.raises(Refused, match="已看过"):
        rule(knows, "U001-A/doc_number", "present", why="有", stage=Stage.SECOND, write=True)


def test_what_goes_out_is_the_same_whatever_was_marked_before(answered):
    """Blind: neither a cell, nor the order, nor a byte tells of the first mark."""
    sample(answered.workspace, clean=100, write=True)
    path = answered.folder / "一.xlsx"
    out(by(answered, "李四"), path)
    before = path.read_bytes()
    mark(answered, "林小姐", "present")
    lead = replace(by(answered, "林小姐"), decides=True)
    rule(lead, "U001-A/title", "absent", why="看过原件", write=True)
    other = answered.folder / "二.xlsx"
    out(by(answered, "李四"), other)
    assert other.read_bytes() == before
    with pytest.raises(Refused, match="不覆盖"):
        out(by(answered, "李四"), path)


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (("可能", "", ""), "“结论”列.*“可能”不是认定的结论"),
        (("有瑕疵", "", "x"), "“瑕疵”列.*须在“瑕疵”一栏"),
        (("有瑕疵", "印文不符", "x"), "“瑕疵”列.*没有“印文不符”这种瑕疵"),
        (("缺失", "", ""), "“理由”列.*须写明理由"),
        (("", "", "看不清"), "“结论”列.*没有结论"),
    ],
)
def test_a_fault_is_named_by_its_cell_and_nothing_is_read_in(answered, told, fault):
    sample(answered.workspace, clean=100, write=True)
    path = answered.folder / "表.xlsx"
    out(by(answered, "李四"), path)
    fill(path, {"U001-A/doc_number": told, "U001-A/title": ("具备",)})
    with pytest.raises(Refused, match=f"表.xlsx，工作表“复评”，第\\d+行{fault}"):
        take(answered.workspace, path, write=True)
    assert not [each for each in answered.book().staged.values() if Stage.SECOND in each]


def test_agreement_counts_what_was_marked_twice(answered):
    sample(answered.workspace, clean=100, write=True)
    path = answered.folder / "表.xlsx"
    out(by(answered, "李四"), path)
    judged = answered.case("U001-A").judgement
    same = {
        f"U001-A/{each.element.value}": ("具备",)
        for each in judged.findings
        if each.verdict is Verdict.PRESENT
    }
    fill(path, {**same, "U001-A/doc_number": ("具备",)})
    take(answered.workspace, path, write=True)
    found = agreement(answered.workspace)
    assert found.sampled == 11 and found.marked == len(same) + 1
    assert found.disputed == ("U001-A/doc_number",)
    whole = {each.who: each for each in found.rows if not each.element}
    assert (whole["machine_second"].n, whole["machine_second"].same) == (len(same) + 1, len(same))
    assert whole["machine_decided"].n == len(same)
    mark(answered, "王五", "present", Stage.DECISION)
    whole = {each.who: each for each in agreement(answered.workspace).rows if not each.element}
    assert (whole["machine_decided"].n, whole["machine_decided"].same) == (len(same) + 1, len(same))


def test_a_workbook_of_another_kind_is_refused(answered):
    path = answered.folder / "别的.xlsx"
    book, file = openpyxl.Workbook(), BytesIO()
    book.save(file)
    path.write_bytes(file.getvalue())
    with pytest.raises(Exception, match="不是复评表"):
        take(answered.workspace, path)


def test_a_row_copied_or_marked_by_another_meanwhile_is_refused(answered):
    sample(answered.workspace, clean=100, write=True)
    path = answered.folder / "表.xlsx"
    out(by(answered, "李四"), path)
    fill(path, {"U001-A/title": ("具备",)})
    book = sheet(path)
    page = book[SHEET]
    page.append([cell.value for cell in page[2]])
    book.save(path)
    with pytest.raises(Refused, match="与第2行重复"):
        take(answered.workspace, path, write=True)
    page.delete_rows(page.max_row)
    book.save(path)
    mark(answered, "赵六", "present", Stage.SECOND, "U001-A/title")
    with pytest.raises(Refused, match="已有赵六的复评"):
        take(answered.workspace, path, write=True)


def test_marks_of_an_answer_that_is_another_now_are_refused(answered, letters, answer_text):
    sample(answered.workspace, clean=100, write=True)
    path = answered.folder / "表.xlsx"
    out(by(answered, "李四"), path)
    fill(path, {"U001-A/title": ("具备",)})
    earlier = letters(answer_text.replace("15日", "9日"))
    answered.paper("L2", earlier, on="2020-10-12", posted="2020-10-10")
    with pytest.raises(Refused, match=r"第2行“编号”列.*不在抽样之列"):
        take(answered.workspace, path, write=True)
    sample(answered.workspace, write=True)
    with pytest.raises(Refused, match="已不是导出时的那一份"):
        take(answered.workspace, path, write=True)


def test_rows_may_be_sorted_and_left_out(answered):
    sample(answered.workspace, clean=100, write=True)
    path = answered.folder / "表.xlsx"
    out(by(answered, "李四"), path)
    fill(path, {"U001-A/title": ("具备",), "U001-A/seal": ("不要求",)})
    book = sheet(path)
    page = book[SHEET]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    page.delete_rows(2, page.max_row)
    for row in reversed(rows):
        if row[0] != "U001-A/date":
            page.append(row)
    book.save(path)
    assert take(answered.workspace, path, write=True).new == 2
