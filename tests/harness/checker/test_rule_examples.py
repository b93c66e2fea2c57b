"""Every example of every rule, and the list, the files and the docstrings that must agree."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import harness.checker.rules as rules_package
from harness.checker.check import judge
from harness.checker.dossier import Dossier
from harness.checker.example import Example, document_of
from harness.checker.finding import Element, Finding, Verdict
from harness.checker.handling import PROCEDURAL
from harness.checker.rules import RULES
from harness.reading.arrived.reply_kind import ReplyKind

_VERDICTS = {
    "PRESENT": {Verdict.PRESENT},
    "DEFECTIVE": {Verdict.DEFECTIVE},
    "ABSENT": {Verdict.ABSENT},
    "QUIET": {Verdict.PRESENT, Verdict.NOT_REQUIRED},
}
_EXAMPLES = [
    pytest.param(rule, group, example, id=f"{rule.ELEMENT}-{group.lower()}-{number}")
    for rule in RULES
    for group in _VERDICTS
    for number, example in enumerate(getattr(rule, group), 1)
]


def _finding(element: Element, example: Example) -> Finding:
    document = document_of(example.text, seal=example.seal, media=example.media)
    judgement = judge(Dossier(document, example.expected, example.replied_on))
    assert judgement.kind is ReplyKind.ANSWER
    return judgement.finding(element)


@pytest.mark.parametrize(("rule", "group", "example"), _EXAMPLES)
def test_a_rule_says_of_its_examples_what_it_promises(rule, group: str, example: Example) -> None:
    found = _finding(rule.ELEMENT, example)
    assert found.verdict in _VERDICTS[group], found.reason
    if group != "QUIET":
        assert found.defects == example.defects
    if example.value is not None:
        assert found.value == example.value


def test_rules_files_and_list_hold_the_same_rules_in_the_order_of_the_contract() -> None:
    folder = Path(inspect.getfile(rules_package)).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert files == {str(element) for element in Element} | {rule.ID for rule in PROCEDURAL}
    assert [rule.ELEMENT for rule in RULES] == list(Element)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.ELEMENT))
def test_a_rule_explains_itself_under_three_heads(rule) -> None:
    text = inspect.getdoc(rule) or ""
    assert all(f"\n{head}：" in text for head in ("要求", "依据", "瑕疵"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.ELEMENT))
def test_a_rule_leaves_alone_at_least_as_many_letters_as_it_accuses(rule) -> None:
    assert len(rule.QUIET) >= len(rule.DEFECTIVE) + len(rule.ABSENT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.ELEMENT))
def test_every_defect_a_rule_shows_stands_in_its_docstring(rule) -> None:
    shown = {defect for example in (*rule.PRESENT, *rule.DEFECTIVE) for defect in example.defects}
    assert all(defect in (inspect.getdoc(rule) or "") for defect in shown)


@pytest.mark.parametrize("module", [*RULES, *PROCEDURAL], ids=lambda one: one.__name__)
def test_a_rule_holds_no_pattern(module) -> None:
    """What a letter says is read in harness/reading, once."""
    tree = ast.parse(Path(inspect.getfile(module)).read_text(encoding="utf-8"))
    imported = {
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    }
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not imported & {"re", "regex"}
