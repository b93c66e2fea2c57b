"""How an application was handled: every example of every procedural rule, and the codes of the clock."""

from __future__ import annotations

import inspect

import pytest
from typer.testing import CliRunner

from harness.checker.course import Course
from harness.checker.finding import Verdict
from harness.checker.handling import PROCEDURAL, handled
from harness.cli import build
from letters.model import Convention

_VERDICTS = {
    "PRESENT": {Verdict.PRESENT},
    "DEFECTIVE": {Verdict.DEFECTIVE},
    "ABSENT": {Verdict.ABSENT},
    "QUIET": {Verdict.PRESENT, Verdict.NOT_REQUIRED, Verdict.UNCLEAR},
}
_EXAMPLES = [
    pytest.param(rule, group, course, id=f"{rule.ID}-{group.lower()}-{number}")
    for rule in PROCEDURAL
    for group in _VERDICTS
    for number, course in enumerate(getattr(rule, group), 1)
]
_RULES = pytest.mark.parametrize("rule", PROCEDURAL, ids=lambda rule: rule.ID)


@pytest.mark.parametrize(("rule", "group", "course"), _EXAMPLES)
def test_a_procedural_rule_says_of_its_examples_what_it_promises(
    rule, group: str, course: Course
) -> None:
    found = rule.check(course.proceeding())
    assert found.verdict in _VERDICTS[group], found.reason
    assert found.defects == course.defects
    assert found.reason


@_RULES
def test_a_procedural_rule_explains_itself_under_three_heads(rule) -> None:
    text = inspect.getdoc(rule) or ""
    assert all(f"\n{head}：" in text for head in ("要求", "依据", "瑕疵"))
    assert all(code in text for code in rule.CODES)


@_RULES
def test_a_procedural_rule_leaves_alone_at_least_as_much_as_it_accuses(rule) -> None:
    assert len(rule.QUIET) >= len(rule.DEFECTIVE) + len(rule.ABSENT)


# contracts.md, section 2; what the clock adds beside them is on its own records and the applicant
CONTRACT = [
    "clarification_late",
    "clarification_repeated",
    "extension_after_deadline",
    "extension_too_long",
    "extension_repeated",
    "asked_to_withdraw",
    "answer_late",
    "no_answer",
    "signed_before_posted_late",
    "signed_after_posted",
]


def test_every_code_of_the_contract_belongs_to_exactly_one_rule() -> None:
    listed = [code for rule in PROCEDURAL for code in rule.CODES]
    assert len(listed) == len(set(listed))
    assert set(CONTRACT) <= set(listed)


def test_an_answer_whose_lateness_depends_on_how_days_are_counted_is_for_a_person() -> None:
    for counts in (False, True):
        course = Course(
            "2024-12-11 sent\n2024-12-13 delivered\n2025-01-13 answered",
            "2025-03-01",
            convention=Convention(count_receipt_day=counts),
        )
        case = course.proceeding()
        in_time = handled(case.clock, case.events)[0]
        assert in_time.verdict is Verdict.UNCLEAR
        assert "当日是否计算" in in_time.reason


def test_a_deadline_that_is_no_single_day_is_told_as_that_where_receipt_is_proven() -> None:
    log = (
        "2020-09-18 sent\n2020-09-21 delivered 挂号回执.jpg\n2020-10-12 clarification_requested\n"
        "2020-10-15 clarification_submitted\n2020-11-20 answered posted_on=2020-11-20"
    )
    case = Course(log, "2020-12-31").proceeding()
    in_time = handled(case.clock, case.events)[0]
    assert in_time.verdict is Verdict.UNCLEAR
    assert "没有凭据" not in in_time.reason
    assert "最早2020年10月23日、最晚" in in_time.reason


def test_what_was_done_wrong_is_shown_with_its_evidence_and_article() -> None:
    log = "2020-09-18 sent\n2020-09-21 delivered 挂号回执.jpg\n2020-11-09 answered 答复书.pdf"
    case = Course(log, "2020-12-31").proceeding()
    in_time = handled(case.clock, case.events)[0]
    assert in_time.evidence == ("挂号回执.jpg", "答复书.pdf")
    assert in_time.articles
    assert "逾期" in in_time.reason


def test_the_rules_command_prints_the_procedural_rules_too() -> None:
    everything = CliRunner().invoke(build(), ["rules"]).stdout
    assert all(f"[{rule.ID}]" in everything for rule in PROCEDURAL)
    one = CliRunner().invoke(build(), ["rules", "按期答复"])
    assert one.exit_code == 0
    assert one.stdout.startswith("[in_time] 按期答复")
    assert "[seal]" not in one.stdout
