"""The kinds and findings of every pinned letter are what they were while things move.

Compared here: every letter of the bench by its words, every rule's example, every letter written out
in the checker's tests. Of what must be rendered or recognised only a sample, chosen by the digest of
its id: one in forty of the bench's files, two scans, and of the golden replies all that hold text.
`python tests/pinned/pin.py` compares all of them, to the last quoted word (three minutes on two cores that are free).

What is recognised from ink or from a scan another processor may read otherwise by a character: there
this test compares verdicts and defects, the script everything.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from copy import deepcopy
from pathlib import Path

import pytest

PINNED = Path(__file__).parents[2] / "pinned"
sys.path.append(str(PINNED))

import pin  # noqa: E402
from pinned_letters import GROUPS, letters, tool  # noqa: E402

SAMPLE = {"files": 40, "scans": 20}  # one in so many
BLOCKS = {"words": 4}  # so that several workers have something to do
_RECOGNISED = (".jpg", ".heic", ".tif")
_WORDLESS = slice(0, 2)  # verdict and defects
_OURS = [
    (group, block) for group in GROUPS if group != "scans" for block in range(BLOCKS.get(group, 1))
]


def _chance(key: str) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16)


def _compared(group: str, key: str, block: int) -> bool:
    if group in SAMPLE:
        return _chance(key) % SAMPLE[group] == 0
    if group == "golden":
        needed = tool(key)
        return not key.endswith(_RECOGNISED) and (needed is None or bool(shutil.which(needed)))
    return _chance(key) % BLOCKS.get(group, 1) == block


def _portable(pins: dict[str, pin.Pin], *, wordless: bool) -> dict[str, pin.Pin]:
    """Without what another processor may recognise otherwise."""
    left = deepcopy(pins)
    for one in left.values():
        elements = one.get("elements", {})
        for element, fields in elements.items():
            if wordless or fields[-1] == "ink":
                elements[element] = fields[_WORDLESS]
    return left


@pytest.mark.parametrize(("group", "block"), [*_OURS, ("scans", 0)])
def test_every_letter_is_judged_as_it_was_pinned(group: str, block: int) -> None:
    keys = [key for key in letters(group) if _compared(group, key, block)]
    assert keys
    was = {key: one for key, one in pin.kept(group).items() if key in keys}
    now = pin.made(group, keys)
    recognised = group == "scans"
    found = pin.differences(
        _portable(was, wordless=recognised), _portable(now, wordless=recognised)
    )
    assert not found, "\n".join(found[:20])


@pytest.mark.parametrize("group", GROUPS)
def test_every_letter_is_pinned_and_every_pin_has_its_letter(group: str) -> None:
    assert list(pin.kept(group)) == sorted(letters(group))


def _letter() -> pin.Pin:
    return {
        "kind": "answer",
        "decisions": ["not_held"],
        "replied_on": "2025-09-12",
        "elements": {
            "remedy": ["defective", "no_court", "60日向演江市人民政府申请复议", "1 如不服", "{}"],
            "seal": ["present", "", "演江市财政局", "1 演江市财政局", "{}", "ink"],
        },
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one.update(kind="other"), "a kind: answer -> other"),
        (lambda one: one.update(decisions=[]), "a decisions: ['not_held'] -> []"),
        (lambda one: one.update(replied_on=None), "a replied_on: 2025-09-12 -> None"),
        (lambda one: one["elements"]["remedy"].__setitem__(0, "absent"), "verdict defective -> absent"),
        (lambda one: one["elements"]["remedy"].__setitem__(1, ""), "defects no_court -> (none)"),
        (lambda one: one["elements"]["remedy"].__setitem__(2, "60日"), "-> 60日"),
        (lambda one: one["elements"]["remedy"].__setitem__(3, "1 不服"), "-> 1 不服"),
        (lambda one: one["elements"]["remedy"].__setitem__(4, ""), "beside "),
        (lambda one: one["elements"]["remedy"].pop(), "beside "),
        (lambda one: one["elements"].pop("seal"), "a seal: verdict present -> (none)"),
    ],
)  # fmt: skip
def test_a_change_of_anything_pinned_is_told_in_one_line(change, told: str) -> None:
    was, now = {"a": pin.short(_letter())}, {"a": _letter()}
    assert pin.differences(was, now) == []
    change(now["a"])
    (line,) = pin.differences(was, now)
    assert told in line
    assert "\n" not in line
