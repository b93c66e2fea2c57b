"""Evidence that is gone or altered is placed and judged by nobody, however warm the cache is; what is
handed over is computed from evidence in the very process that hands it over."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest

from harness.campaign.placing.file import file
from harness.campaign.ruling.rule import rule
from harness.casebook import remembered
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store import evidence, reading
from harness.store.reading import FOLDER

DOUBTS = {"altered": "已被改动", "gone": "佐证文件不见了"}


def _another_process(monkeypatch) -> None:
    for module in (reading, remembered):
        monkeypatch.setattr(module, "_own", {})


def _spoil(path, how: str) -> None:
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(b"something else")


@pytest.fixture
def answered(desk, answer):
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    assert desk.case("U001-A").clock.state == "answered_in_time"
    return desk


def _evidence(desk):
    (filed,) = desk.arrivals()
    return desk.folder / filed.arrival.path


@pytest.mark.parametrize("how", DOUBTS)
@pytest.mark.parametrize("warm", [True, False])
def test_an_answer_whose_evidence_is_no_longer_whole_is_in_doubt_with_or_without_the_cache(
    answered, how, warm
):
    _spoil(_evidence(answered), how)
    if not warm:
        shutil.rmtree(answered.folder / FOLDER)
    (filed,) = answered.arrivals()
    assert (filed.applications, filed.events) == ((), {})
    assert DOUBTS[how] in filed.arrival.doubt
    case = answered.case("U001-A")
    assert (case.answer, case.clock.answered_on) == (None, None)
    assert [each.id for each in case.doubtful] == ["L1"]


def test_put_back_it_counts_again(answered, answer):
    path = _evidence(answered)
    _spoil(path, "altered")
    assert answered.case("U001-A").answer is None
    path.write_bytes(answer)
    assert answered.case("U001-A").clock.state == "answered_in_time"


def test_what_a_person_filed_stays_where_it_was_filed_and_nobody_judges_it(answered):
    file(answered.workspace, "L1", ["U001-A"], kind=ReplyKind.ANSWER, why="看过原件", write=True)
    _spoil(_evidence(answered), "altered")
    case = answered.case("U001-A")
    assert case.clock.state == "answered_in_time"
    assert (case.answer, case.judgement) == (None, None)
    assert "已被改动" in case.doubtful[0].doubt


def test_a_ruling_on_it_waits_and_is_not_called_one_on_another_answer(answered):
    rule(answered.workspace, "U001-A/seal", "present", why="原件有章", write=True)
    _spoil(_evidence(answered), "altered")
    told = [each.why for each in answered.workspace.assess().review if "认定" in each.why]
    assert any("现在不能核对" in each and "L1" in each for each in told)
    assert not any("另一份答复" in each for each in told)


def _edit_placements(folder) -> int:
    """Every remembered placement points to another unit, with a sum that fits."""
    edited = 0
    for path in (folder / FOLDER / "read").rglob("*.json"):
        kept = json.loads(path.read_bytes())
        if kept["value"].get("applications") == ["U001-A"]:
            kept["value"]["applications"] = ["U002-A"]
            raw = json.dumps(kept["value"], ensure_ascii=False, separators=(",", ":")).encode()
            digest = hashlib.sha256(raw).hexdigest().encode()
            path.write_bytes(b'{"value":' + raw + b',"sha256":"' + digest + b'"}')
            edited += 1
    return edited


def _answered(assessment) -> list[str]:
    return [each.application.id for each in assessment.cases if each.answer is not None]


@pytest.mark.parametrize("same_process", [True, False])
def test_a_placement_that_somebody_edited_gets_into_no_report(answered, monkeypatch, same_process):
    assert _edit_placements(answered.folder) == 1
    if not same_process:
        _another_process(monkeypatch)
    assert _answered(answered.workspace.assess(final=True)) == ["U001-A"]


def test_what_is_said_to_another_application_is_computed_anew_for_reports_too(
    answered, monkeypatch
):
    file(answered.workspace, "L1", ["U002-A"], why="信封", write=True)
    before = answered.workspace.assess(final=True)
    edited = 0
    for path in (answered.folder / FOLDER / "read").rglob("*.json"):
        kept = json.loads(path.read_bytes())
        if kept["value"].get("kind") == "answer" and "answered" in kept["value"]:
            kept["value"]["kind"] = "bounce"
            raw = json.dumps(kept["value"], ensure_ascii=False, separators=(",", ":")).encode()
            digest = hashlib.sha256(raw).hexdigest().encode()
            path.write_bytes(b'{"value":' + raw + b',"sha256":"' + digest + b'"}')
            edited += 1
    assert edited == 1
    _another_process(monkeypatch)
    assert answered.workspace.assess(final=True) == before


def test_a_file_is_hashed_once_while_it_lies_untouched(answered, monkeypatch):
    hashed = []
    load = evidence.load

    def loading(*given):
        hashed.append(given)
        return load(*given)

    monkeypatch.setattr(reading, "_whole", {})
    monkeypatch.setattr(evidence, "load", loading)
    for _ in range(3):
        answered.book()
    assert len(hashed) == 1
