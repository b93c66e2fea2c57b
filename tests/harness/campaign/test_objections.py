"""异议: a term from the 反馈单, an objection with its evidence, a decision, and what moves by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.campaign.clocks.case import case
from harness.campaign.marks.scores import marks
from harness.campaign.objecting.decide import decide
from harness.campaign.objecting.objection import feedback, listed, objection
from harness.campaign.queue import queue
from harness.campaign.ruling.rule import rule
from harness.campaign.undo import undo
from harness.campaign.workspace import Refused
from harness.casebook.ruled.alike import left_alike
from harness.checker.finding import Element
from harness.scoring.people import Outcome
from harness.store.audit import differences
from harness.store.errors import StoreError
from harness.store.said import Stale
from letters.model import ObjectionRule

pytestmark = pytest.mark.usefixtures("on_both")

TARGET = "U001-A/doc_number"


@pytest.fixture
def accused(desk, letters, answer_text):
    """Both units left the number out of their answers; three working days to object."""
    bare = answer_text.replace("演财公开〔2020〕12号\n", "")
    desk.delivered("U001-A", "U002-A")
    desk.paper("L1", letters(bare))
    other = bare.replace("财政厅", "教育厅").replace("演文清", "练书远")
    desk.paper("L2", letters(other), sender="演江自治区教育厅")
    campaign = replace(desk.workspace.campaign, objections=ObjectionRule(3))
    desk.workspace = replace(desk.workspace, campaign=campaign)
    return desk


def verdict(desk, application):
    found = desk.case(application).judgement.findings
    return next(each.verdict.value for each in found if each.element.value == "doc_number")


def score(desk, unit):
    return next(each.highest for each in marks(desk.workspace) if each.unit_id == unit)


def raise_one(desk, on=date(2020, 11, 4), **more):
    return objection(
        desk.workspace, "财政厅", TARGET, on, text="文号印在信封背面", write=True, **more
    )


def decided(desk, outcome=Outcome.UPHELD, value="present", why="信封背面确有文号", **more):
    return decide(desk.workspace, 1, outcome, value=value, why=why, **{"write": True, **more})


def test_the_term_runs_on_the_official_calendar_and_a_late_objection_is_kept_and_told(accused):
    # 2020-09-30 is a Wednesday; the holidays end on the 8th: 10-09, 10-10 (worked), 10-12
    done = feedback(accused.workspace, "U001", date(2020, 9, 30), write=True)
    assert done.recorded and "到 2020-10-12 止" in done.remarks[0]
    assert raise_one(accused, date(2020, 10, 12)).late is False
    late = raise_one(accused, date(2020, 10, 13))
    assert late.late is True and "照登并注明" in late.remarks[0]
    assert [(each.number, each.late, each.state) for each in listed(accused.workspace)] == [
        (1, False, "open"), (2, True, "open"),
    ]  # fmt: skip


def test_a_second_handing_over_must_be_said_to_replace_the_first(accused):
    feedback(accused.workspace, "U001", date(2020, 9, 30), write=True)
    assert not feedback(accused.workspace, "U001", date(2020, 9, 30), write=True).recorded
    with pytest.raises(Refused, match="--replace"):
        feedback(accused.workspace, "U001", date(2020, 10, 9), write=True)
    feedback(accused.workspace, "U001", date(2020, 10, 9), replace=True, write=True)
    assert accused.book().feedbacks["U001"].on == date(2020, 10, 9)


def test_without_a_feedback_nobody_can_say_that_an_objection_is_late(accused):
    done = raise_one(accused)
    assert done.late is None and "无从认定" in done.remarks[0]


def test_an_objection_keeps_its_evidence_stands_in_the_queue_and_is_written_once(accused, tmp_path):
    paper = tmp_path / "信封.pdf"
    paper.write_bytes(b"%PDF-1.4 envelope")
    assert raise_one(accused, files=[paper]).number == 1
    again = raise_one(accused, files=[paper])
    assert (again.new, again.number) == (False, 1)
    (only,) = listed(accused.workspace)
    assert (accused.folder / only.files[0]).read_bytes() == paper.read_bytes()
    (item,) = [each for each in queue(accused.workspace) if each.what == "objection"]
    assert (item.id, item.target) == ("异议1", "1") and "信封背面" in item.why
    assert [each.number for each in case(accused.workspace, "U001-A").objections] == [1]
    assert not differences(accused.store)


@pytest.mark.parametrize(
    ("unit", "target", "text", "why"),
    [
        ("财政厅", "U002-A/doc_number", "不对", "不是演江自治区财政厅的"),
        ("财政厅", TARGET, " ", "须写明内容"),
        ("税务局", TARGET, "不对", "没有编号或名称"),
        ("财政厅", "U001-A/colour", "不对", "不是要素或日期"),
    ],
)
def test_what_is_no_objection_is_refused_and_nothing_is_kept(accused, unit, target, text, why):
    with pytest.raises(Refused, match=why):
        objection(accused.workspace, unit, target, date(2020, 11, 4), text=text, write=True)
    assert listed(accused.workspace) == ()


def test_upheld_it_moves_the_marks_lists_the_changes_and_names_the_like_case(accused):
    raise_one(accused)
    mine, other = score(accused, "U001"), score(accused, "U002")
    shown = decided(accused, write=False)
    assert score(accused, "U001") == mine and shown.alike == ("U002-A/doc_number",)
    done = decided(accused, seen=shown.seen)
    assert (done.before.value, done.after.value, done.ruled) == ("absent", "present", (TARGET,))
    assert score(accused, "U001") > mine and score(accused, "U002") == other
    told = {(each.unit_id, each.what): (each.before, each.after) for each in done.changes}
    assert told["U001", "得分"][1] == f"{score(accused, 'U001'):f}".rstrip("0").rstrip(".") + (
        "（暂定）" if "暂定" in told["U001", "得分"][1] else ""
    )
    assert verdict(accused, "U002-A") == "absent"
    assert [each for each in queue(accused.workspace) if each.what == "objection"] == []
    (only,) = listed(accused.workspace)
    assert (only.state, only.decided_by, only.targets) == ("upheld", "林小姐", (TARGET,))


def test_with_alike_the_like_case_is_put_right_too_and_undone_both_come_back(accused):
    raise_one(accused)
    done = decided(accused, also_alike=True)
    assert done.ruled == (TARGET, "U002-A/doc_number")
    assert {each.unit_id for each in done.changes} == {"U001", "U002"}
    assert verdict(accused, "U001-A") == verdict(accused, "U002-A") == "present"
    undo(accused.workspace, write=True)
    assert verdict(accused, "U001-A") == verdict(accused, "U002-A") == "absent"
    assert [each.state for each in listed(accused.workspace)] == ["open"]
    undo(accused.workspace, write=True)
    assert listed(accused.workspace) == () and not differences(accused.store)


def test_what_is_written_is_what_was_shown(accused):
    """Its token is of the outcome, the value, and every case that is ruled on."""
    raise_one(accused)
    shown = decided(accused, write=False)
    for more in (
        {"also_alike": True},
        {"outcome": Outcome.PARTLY},
        {"value": "not_required"},
        {"outcome": Outcome.REJECTED, "value": None},
    ):
        with pytest.raises(Stale, match="已有变动"):
            decided(accused, seen=shown.seen, **more)
    assert listed(accused.workspace)[0].state == "open"
    with pytest.raises(Stale) as told:
        decided(accused, seen="00000000")
    assert shown.seen in str(told.value)  # the name that may be given back
    assert decided(accused, seen=shown.seen).written


@pytest.mark.parametrize("outcome", [None, Outcome.REJECTED])
def test_a_like_case_with_an_objection_of_its_own_is_named_and_left_to_it(accused, outcome):
    raise_one(accused)
    other = "U002-A/doc_number"
    objection(accused.workspace, "U002", other, date(2020, 11, 4), text="有文号", write=True)
    if outcome:
        decide(accused.workspace, 2, outcome, why="信封上没有", write=True)
    done = decided(accused, also_alike=True)
    assert (done.alike, done.objected, done.ruled) == ((), ((other, 2),), (TARGET,))
    assert verdict(accused, "U002-A") == "absent"


def test_what_a_later_objection_put_right_says_by_which(accused):
    for text in ("文号印在信封背面", "再次说明"):
        objection(
            accused.workspace, "U001", TARGET, date(2020, 11, 4), text=text, write=True
        )  # fmt: skip
    decided(accused, Outcome.REJECTED, None, "信封上没有")
    decide(accused.workspace, 2, Outcome.UPHELD, value="present", why="补交了信封", write=True)
    assert [each.corrected_by for each in listed(accused.workspace)] == [2, None]


def left(desk):
    assessment = desk.workspace.assess()
    mine = next(each for each in assessment.cases if each.application.id == "U001-A")
    finding = mine.judgement.finding(Element.DOC_NUMBER)
    return [each.application.id for each in left_alike(assessment, mine, finding)]


@pytest.mark.parametrize("also_alike", [False, True])
def test_the_like_cases_that_were_left_are_known_to_the_report(accused, also_alike):
    assert left(accused) == []  # nothing was decided
    raise_one(accused)
    decided(accused, also_alike=also_alike)
    assert left(accused) == ([] if also_alike else ["U002-A"])


def test_like_cases_are_found_also_where_a_person_confirmed_what_the_program_found(accused):
    rule(accused.workspace, TARGET, "absent", why="看过，没有", write=True)
    raise_one(accused)
    assert decided(accused, write=False).alike == ("U002-A/doc_number",)


def test_an_objection_to_the_day_of_an_answer_moves_the_clock(accused):
    rule(accused.workspace, "U001-A/answered_on", "2020-11-09", why="快递单", write=True)
    objection(
        accused.workspace, "U001", "U001-A/answered_on", date(2020, 11, 18), text="早就寄出",
        write=True,
    )  # fmt: skip
    assert accused.case("U001-A").clock.state.value == "answered_late"
    done = decided(accused, value="2020-10-16", why="邮局证明")
    assert (done.before.value, done.after.value) == ("2020-11-09", "2020-10-16")
    assert accused.case("U001-A").clock.state.value == "answered_in_time" and done.alike == ()


def test_rejected_nothing_moves_and_later_rulings_still_count(accused):
    raise_one(accused)
    before = score(accused, "U001")
    done = decided(accused, Outcome.REJECTED, None, "信封上没有")
    assert done.changes == () and score(accused, "U001") == before
    rule(accused.workspace, TARGET, "present", why="又看了一遍", write=True)
    assert verdict(accused, "U001-A") == "present"


def test_what_an_objection_decided_no_mark_undoes(accused):
    raise_one(accused)
    decided(accused)
    with pytest.raises(Refused, match="已有异议决定"):
        rule(accused.workspace, TARGET, "absent", why="还是没有", write=True)


def test_decided_twice_or_for_nothing_it_is_refused(accused):
    raise_one(accused)
    for outcome, value, why, told in (
        (Outcome.UPHELD, None, "有", "须写明今后的认定"),
        (Outcome.UPHELD, "absent", "有", "没有改变"),
        (Outcome.REJECTED, "present", "无", "不写 --value"),
        (Outcome.UPHELD, "present", "", "须写明理由"),
    ):
        with pytest.raises(Refused, match=told):
            decided(accused, outcome, value, why)
    with pytest.raises(Refused, match="没有第9号异议"):
        decide(accused.workspace, 9, Outcome.REJECTED, why="无")
    with pytest.raises(Stale):
        decided(accused, seen="00000000")
    decided(accused)
    with pytest.raises(Refused, match="已由林小姐决定（异议成立）"):
        decided(accused)


def test_an_objection_does_not_go_from_beneath_its_decision(accused):
    raise_one(accused)
    op = next(each.op for each in _past(accused) if each.verb == "objection")
    decided(accused)
    with pytest.raises(StoreError, match="请先撤销那次决定"):
        undo(accused.workspace, op, write=True)


def _past(desk):
    from harness.campaign.undo import history

    return history(desk.workspace)


def test_an_objection_to_points_gives_the_points(accused):
    rubric = accused.workspace.rubric()
    criterion = next(each for each in rubric.criteria)
    objection(
        accused.workspace, "U001", f"U001/{criterion.id}", date(2020, 11, 4), text="应为满分",
        write=True,
    )  # fmt: skip
    rule(accused.workspace, f"U001/{criterion.id}", "0", why="没有看到", write=True)
    done = decided(accused, value=f"{criterion.weight}", why="看到了")
    assert done.alike == () and done.before.value == "0"
    assert any(each.what == criterion.name for each in done.changes)


def test_lists_and_refusals_are_in_words(accused):
    raised = raise_one(accused)
    assert raised.told == "U001-A 文号"
    assert [each.told for each in listed(accused.workspace)] == ["U001-A 文号"]
    with pytest.raises(Stale, match="U001-A 文号原为缺失；U001-A 文号今后为具备") as refused:
        decided(accused, seen="00000000")
    assert "present" not in str(refused.value) and "doc_number" not in str(refused.value)
    shown = decided(accused, write=False)
    assert shown.seen in str(refused.value)  # the name of what would be shown now
    with pytest.raises(Refused, match="（缺失）相同"):
        decided(accused, value="absent")
