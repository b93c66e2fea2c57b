"""EXPECT.json is written by people: what is wrong with it is one short Chinese line."""

from __future__ import annotations

import json
import re

import pytest

from harness.cli.errors import UserError
from harness.cli.expecting import expected

BROKEN = {
    "half a character": '{"applicant": "\\ud800"}',
    "half a character in a list": '{"courts": ["\\udfff"]}',
    "half a character in a name": '{"\\ud800": 1}',
    "5,000 unknown fields": json.dumps({f"k{n}": 1 for n in range(5000)}),
    "an unknown field of 30,000 signs": json.dumps({"k" * 30_000: 1}),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_with_it_is_one_short_line(tmp_path, text):
    path = tmp_path / "应有.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as told:
        expected(str(path))
    line = str(told.value).replace(str(path), "")
    assert re.search("[\u4e00-\u9fff]", line) and "\n" not in line
    assert len(line) < 300
    line.encode("utf-8")
