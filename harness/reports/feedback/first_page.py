"""反馈单, first page: the marks, what is wrong and what it costs, what to do. In: a unit's score and cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.checker.finding import ELEMENT_NAMES, REMARKS, Element, Finding
from harness.reports.feedback.elements import Shown, faults_not_scored, pending_unscored
from harness.reports.feedback.guide import guide_faults
from harness.reports.material import Material
from harness.reports.paper.grid import HEI, Cell, Content
from harness.reports.paper.paper import RED, Paper
from harness.reports.wording import percent_text, verdict_text
from harness.scoring.assessed import NOT_ASSESSED, lacks_evidence, span_text
from harness.scoring.assessment import Case
from harness.scoring.rubric_file.scheme import Rule, Sign
from harness.scoring.score import Mark, Score, plain
from harness.scoring.timing import maybe_first
from letters.model import Unit

FILL = "F2F5F8"
NO_REASON = "由评估人员给分，没有写明理由"
_TO_DO = {
    Sign.LATE: "当日登记、到期前催办；确需延长的，在期限内书面告知。",
    Sign.NO_ANSWER: "查明申请的去向，补办答复；健全登记和催办。",
    Sign.NOT_RECEIVED: "核对公布的接收渠道，确保能够收到。",
    Sign.PHONE_UNREACHED: "核对公布的电话，办公时间保证有人接听。",
}
_BY_ELEMENT = {
    Element.TITLE: "答复书写明标题。",
    Element.DOC_NUMBER: "给答复书编发文字号。",
    Element.APPLICANT: "写明申请人的姓名或者名称。",
    Element.REQUEST: "写明何时收到、申请公开什么。",
    Element.LEGAL_BASIS: "按所作的决定引用条例到条、款、项。",
    Element.REASONS: "说明作出决定的事实和理由。",
    Element.DECISION: "写明决定，并给出获取的方式和途径。",
    Element.REMEDY: "写明复议机关、受理法院的全称和期限。",
    Element.ISSUER: "以本机关的名义署名。",
    Element.DATE: "写明成文日期。",
    Element.SEAL: "加盖本机关印章，压署名和日期。",
}
# what names and terms alone would not cure
_BY_DEFECT = {
    "reconsideration_first_missing": "写明对不予公开的决定不服的，应当先申请行政复议，对复议决定不服的再提起诉讼"
    "（行政复议法第二十三条）。",
    "reconsideration_first_wrong": "写明可以申请行政复议，也可以直接提起行政诉讼，不要求先申请复议。",
}


def key(text: str) -> Cell:
    return Cell(text, fill=FILL, font=HEI)


def marks_table(paper: Paper, material: Material, score: Score, cases: Sequence[Case] = ()) -> None:
    peers = material.ranked_in(score.category)
    place = f"{score.category}第{score.rank_in_category}名（共{peers}家）"
    if score.rank is None:
        place = score.unranked or "不参加排名"
    thin = lacks_evidence(score)
    state = "（暂定，有待认定事项）" if score.provisional and not thin else ""
    total = NOT_ASSESSED if thin else f"{_total(score)}{state}"
    grade = f"{score.grade}　" if score.grade and score.rank is not None else ""
    rows: list[list[Content]] = [
        [key("单位"), score.name, key("最终得分"), Cell(total, bold=True)],
        [
            key("得分率"),
            "—" if thin else percent_text(score.rate),
            key("等次、排名"),
            f"{grade}{place}",
        ],
    ]
    if thin:
        told = f"现有证据不足以评定，认定以后得分可能在{span_text(score)}"
        rows.append([key("得分范围"), Cell(told, span=3)])
    elif score.provisional and score.lowest_total is not None and score.total is not None:
        span = f"待认定事项全部认定以后，得分在{plain(score.lowest_total)}分至{plain(score.total)}分之间"
        rows.append([key("得分范围"), Cell(f"{span}{_if_first(cases)}", span=3)])
    paper.table([], rows, (12, 32, 14, 42))


def _if_first(cases: Sequence[Case]) -> str:
    """The range is of what is open in the letters that were read. An arrival that may be the first answer
    is unread: were it the first, its elements would be judged anew, and nobody knows how. No point is
    put at risk for what nobody has seen; but nobody is told that his mark cannot fall either."""
    number = sum(len(maybe_first(case)) for case in cases)
    if not number:
        return ""
    return f"；另有{number}件来件可能才是首次答复，如认定是，要素另行审读，得分范围随之改变"


def _total(score: Score) -> str:
    if score.total is None:  # not for want of evidence alone
        return NOT_ASSESSED if any(mark.lacking for mark in score.marks) else "全部指标折分"
    return f"{plain(score.total)}分（满分{plain(score.full)}分）"


def wrong_table(paper: Paper, material: Material, unit: Unit, shown: Shown) -> None:
    """What cost points, and what is wrong without costing any; one line a problem."""
    scored = [row for mark in shown.score.marks for row in _scored(mark, shown)]
    beside = [row for case in material.assessment.cases_of(unit) for row in _beside(case, shown)]
    guide = material.assessment.guides.get(unit.id, ())
    beside += guide_faults(guide, shown.score)
    open_still = _open(open_items(material, unit, shown))
    if not scored and not beside and lacks_evidence(shown.score):
        known = (
            "已核实的各项没有认定存在问题；其余各项证据不足"
            if shown.score.established
            else "证据不足"
        )
        paper.text(f"{known}，{NOT_ASSESSED}，不等于没有问题。{open_still}")
        return
    if not scored and not beside:
        clean = "没有认定你单位存在问题，各项指标没有扣分。"
        paper.text(
            clean if not open_still else f"目前没有认定你单位存在问题，没有扣分；{open_still}"
        )
        return
    rows: list[list[Content]] = [
        [str(number), *row] for number, row in enumerate([*scored, *beside], 1)
    ]
    paper.table(
        ["序号", "问题和依据", "扣分", "应当怎样做"], rows, (6, 46, 21, 27), centred=(0,), size=9.5
    )
    if open_still:
        paper.text(open_still, indent=False)


def open_items(material: Material, unit: Unit, shown: Shown) -> int:
    """What waits for a person: of the marks, and of what the rubric does not score."""
    scored = sum(len(mark.doubts) + bool(mark.open) for mark in shown.score.marks)
    cases = material.assessment.cases_of(unit)
    return scored + sum(len(pending_unscored(case, shown)) for case in cases)


def _open(number: int) -> str:
    return f"另有{number}项待人工认定，没有扣分，列于后面各部分。" if number else ""


def _scored(mark: Mark, shown: Shown) -> Iterator[list[Content]]:
    for one in mark.deductions:
        text = f"{one.rule.name}。{shown.masked(one.reason)}"
        cost = Cell(f"扣{plain(one.points)}分\n{mark.criterion.name}", bold=True, colour=RED)
        yield [text, cost, _to_do(one.rule, [g.finding for g in one.grounds if g.finding])]
    lost = mark.criterion.weight - mark.points
    if mark.by_hand and lost:
        cost = Cell(f"扣{plain(lost)}分\n{mark.criterion.name}", bold=True, colour=RED)
        why = shown.masked(mark.because) or NO_REASON
        yield [f"{mark.criterion.name}。{why}", cost, "—"]


def _to_do(rule: Rule, found: Sequence[Finding]) -> str:
    for condition in rule.when:
        if condition.sign in _TO_DO and not found:
            return _TO_DO[condition.sign]
    told = [_cure(one) for one in found]
    told = told or [_BY_ELEMENT[c.element] for c in rule.when if c.element is not None]
    return "".join(dict.fromkeys(told)) or "—"


def _cure(finding: Finding) -> str:
    """Of several faults the general advice stands before that of its own."""
    own = [_BY_DEFECT[code] for code in finding.defects if code in _BY_DEFECT]
    others = [code for code in finding.defects if code not in _BY_DEFECT and code not in REMARKS]
    general = _BY_ELEMENT[finding.element] if others or not own else ""
    return general + "".join(own)


def _beside(case: Case, shown: Shown) -> Iterator[list[Content]]:
    for found in faults_not_scored(case, shown):
        text = (
            f"{ELEMENT_NAMES[found.element]}{verdict_text(found)}。申请{case.application.id}："
            f"{shown.masked(found.reason)}"
        )
        yield [text, "不扣分（本细则不考核）", _cure(found)]
