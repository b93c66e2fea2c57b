"""The table of answers finds out what is not as the contract has it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from answers import SHAPES, unlike

RIGHT = {
    "application": "U001-A", "unit": "样江市财政局", "state": "running", "due_on": "2026-04-07",
    "earliest_due_on": None, "latest_due_on": None, "provisional": False,
    "working_days_left": -3, "waiting_for": "unit",
}  # fmt: skip


def test_what_is_as_the_contract_has_it_is_left_alone_with_more_keys_too():
    assert unlike(("due",), [RIGHT, {**RIGHT, "pending": ["Z001"]}]) == []
    assert unlike(("due", "--ics", "x.ics"), []) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("state", "silent"), ("due_on", "7. April"), ("provisional", 0), ("waiting_for", "nobody"),
        ("working_days_left", True), ("unit", None),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_named_with_its_place(key, value):
    (line,) = unlike(("due",), [RIGHT, {**RIGHT, key: value}])
    assert line.startswith(f"due[1].{key}: ")


def test_a_key_that_is_missing_and_an_answer_of_another_shape_are_named():
    less = {key: value for key, value in RIGHT.items() if key != "unit"}
    assert unlike(("due",), [less]) == ["due[0].unit: missing"]
    assert unlike(("due",), {"due": []}) == ["due: no list, {'due': []}"]
    assert unlike(("ledger", "in"), []) == ["ledger in: no object, []"]


def test_every_verb_of_the_contract_that_answers_has_its_shape():
    text = (Path(__file__).parents[2] / "harness" / "cli" / "campaign").glob("*.py")
    named = " ".join(each.read_text(encoding="utf-8") for each in text)
    for verb in SHAPES:
        name = verb.rpartition(" ")[2]
        assert name == "verify" or f'"{name}"' in named, verb
