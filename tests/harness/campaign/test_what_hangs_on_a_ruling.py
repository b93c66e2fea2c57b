"""Any rulings, in any stages: what does not hang on them does not move, and every sum is right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.casebook.ruled.findings import as_ruled
from harness.checker.finding import Element
from harness.scoring.assessment import Assessment
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.figures import percent
from harness.scoring.people import Stage, mark_of
from harness.scoring.score import score_assessment
from harness.store.said import Ruling

APPLICATIONS = ("U001-A", "U002-A")


@pytest.fixture(scope="module")
def judged(tmp_path_factory, open_desk, letters, answer_text):
    """Two answers as the program judged them, and the rubric."""
    with open_desk(tmp_path_factory.mktemp("judged")) as desk:
        desk.delivered(*APPLICATIONS)
        desk.paper("L1", letters(answer_text))
        other = answer_text.replace("财政厅", "教育厅").replace("演文清", "练书远")
        bare = other.replace("演财公开〔2020〕12号\n", "")
        desk.paper("L2", letters(bare), sender="演江自治区教育厅")
        return desk.workspace.assess(), desk.workspace.rubric()


@st.composite
def _rulings(draw):
    """(application, element, stage, verdict, defects), in the order in which people rule."""
    element = draw(st.sampled_from(list(Element)))
    names = list(DEFECT_NAMES.get(element, {}))
    verdict = draw(
        st.sampled_from(["present", "absent", "unclear", *(["defective"] if names else [])])
    )
    defects = (draw(st.sampled_from(names)),) if verdict == "defective" else ()
    return (
        draw(st.sampled_from(APPLICATIONS)),
        element,
        draw(st.sampled_from(list(Stage))),
        verdict,
        defects,
    )


SAID = st.lists(_rulings(), max_size=8)


def ruled(assessment: Assessment, told) -> Assessment:
    answers = {each.application.id: each.answer.sha256 for each in assessment.cases if each.answer}
    staged: dict[str, dict[int, Ruling]] = {}
    for id, element, stage, verdict, defects in told:
        target = f"{id}/{element.value}"
        new = Ruling(target, verdict, defects, "理由", answers[id], "", stage)
        staged.setdefault(target, {})[stage] = new
    cases = [as_ruled(each, staged, {})[0] for each in assessment.cases]
    return replace(assessment, cases=tuple(cases))


def elements_of(criterion):
    return {each.element for rule in criterion.rules for each in rule.when if each.element}


@settings(max_examples=60, deadline=None)
@given(told=SAID)
def test_a_ruling_moves_only_what_hangs_on_it(judged, told):
    assessment, rubric = judged
    before, after = (
        score_assessment(rubric, each) for each in (assessment, ruled(assessment, told))
    )
    for one, other in zip(before, after, strict=True):
        mine = {element for id, element, *_ in told if id.startswith(one.unit_id)}
        for a, b in zip(one.marks, other.marks, strict=True):
            if not elements_of(a.criterion) & mine:
                assert a == b


@settings(max_examples=60, deadline=None)
@given(told=SAID)
def test_every_sum_is_the_sum_of_its_parts(judged, told):
    assessment, rubric = judged
    for score in score_assessment(rubric, ruled(assessment, told)):
        counted = [each for each in score.marks if not each.exempt]
        reach = sum((each.criterion.weight for each in counted), Decimal(0))
        assert score.actual == sum((each.points for each in counted), Decimal(0))
        assert score.exempt == rubric.full - reach
        assert score.rate == percent(score.actual, reach)
        assert all(each.lowest <= each.points <= each.criterion.weight for each in counted)
        assert score.provisional == any(each.lowest != each.points for each in score.marks)


@settings(max_examples=60, deadline=None)
@given(told=SAID, data=st.data())
def test_the_order_of_rulings_makes_no_difference_but_within_a_stage_the_last_counts(
    judged, told, data
):
    assessment, _ = judged
    last = {each[:3]: each for each in told}
    mixed = data.draw(st.permutations(list(last.values())))
    assert ruled(assessment, told).cases == ruled(assessment, mixed).cases


@settings(max_examples=60, deadline=None)
@given(told=SAID)
def test_nobody_is_accused_by_a_second_mark_alone(judged, told):
    """Where people differ and nobody has decided, what stands accuses in neither way."""
    assessment, _ = judged
    for case in ruled(assessment, told).cases:
        for found in case.judgement.findings if case.judgement else ():
            here = {
                stage: mark_of(verdict, defects)
                for id, element, stage, verdict, defects in told
                if (id, element) == (case.application.id, found.element)
            }
            machine = case.machine.finding(found.element) if case.machine else found
            first = here.get(Stage.FIRST, mark_of(machine.verdict, machine.defects))
            undecided = not here.keys() & {Stage.DECISION, Stage.OBJECTION}
            differ = Stage.SECOND in here and here[Stage.SECOND] != first
            if undecided and differ:
                assert found.verdict.value == "unclear" and not found.defects
