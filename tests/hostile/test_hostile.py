"""Every hostile file ends, in a lane, with a value and a reason in Chinese; none stops the next one."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from harness.checker.dossier import Expected
from harness.engine import Lost, open_lanes
from harness.reports.checked import check_letter

sys.path.insert(0, str(Path(__file__).parent))
import mail_files
import office_files
import pdf_files

FAMILIES = {"pdf": pdf_files.files, "office": office_files.files, "mail": mail_files.files}
_HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def lanes():
    with open_lanes(1) as opened:
        yield opened


def test_there_are_at_least_three_hundred_and_no_two_of_one_name():
    names = Counter(each.name for make in FAMILIES.values() for each in make())
    assert len(names) >= 300
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    "hostile",
    [pytest.param(each, id=each.name) for make in FAMILIES.values() for each in make()],
)
def test_it_ends_with_a_reason(lanes, hostile):
    data = hostile.make()
    assert len(data) <= 1_500_000, "small, as what hangs a machine is"
    outcome = lanes.submit(check_letter, data, hostile.name, Expected(), None, False).result()
    if isinstance(outcome, Lost):
        assert _HAN.search(outcome.message)
        assert outcome.code in {"died", "hung", "too_slow", "too_large"}
        return
    result = json.loads(outcome.result)
    if "error" in result:
        assert _HAN.search(result["error"]["message"])
        assert result["elements"] is None, "what was not read is accused of nothing"
    else:
        assert all(_HAN.search(one["reason"]) for one in result["elements"].values())
    assert all(_HAN.search(line) for line in outcome.unread)
