"""`mingcha demo` as a newcomer runs it: in a process of its own, in an empty folder."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from harness.campaign.drill import rehearse
from harness.checker.finding import ELEMENT_NAMES, Element, Verdict
from harness.drill.comparison import compare
from harness.drill.dealing.profile import Outcome
from harness.drill.truth import Plant

MINGCHA = [sys.executable, "-c", "from harness.cli import main; main()"]


def glyphs_of(path: Path) -> Iterator[str]:
    """The text layer of a PDF."""
    for page in pypdfium2.PdfDocument(path.read_bytes()):
        yield from page.get_textpage().get_text_range()


def _mingcha(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MINGCHA, *words], cwd=cwd, check=False, capture_output=True, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A province of six units, played once for all tests of this module; its post is scanned."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, _mingcha("demo", "--units", "6", "--seed", "3", "--dir", "六家", cwd=folder)


def test_a_small_province_is_judged_as_it_was_planted(small):
    _, done = small
    assert done.returncode == 0, done.stdout + done.stderr
    assert "全部一致" in done.stdout
    said = "".join(done.stdout.split())  # a console breaks lines where it likes
    (pictures,) = re.findall(r"（(\d+)份是扫描件或照片", said)
    assert int(pictures) > 0 and "（0项待人工认定" in said


def test_it_says_which_elements_of_every_answer_were_compared(small):
    _, done = small
    said = "".join(done.stdout.split())
    names = "、".join(ELEMENT_NAMES[element] for element in Element)
    assert f"每份答复的11项要素全部核对：{names}。" in said
    answers, elements = re.search(r"逐件核对：(\d+)份答复.*?、(\d+)项要素", said).groups()
    assert int(elements) == 11 * int(answers)


def test_what_came_by_post_holds_no_text_but_what_is_on_its_picture(small):
    folder, _ = small
    for path in (folder / "六家" / "incoming" / "纸质来件").iterdir():
        if path.suffix == ".pdf":
            assert not list(glyphs_of(path)), path


def test_it_leaves_the_reports_and_says_where(small):
    folder, done = small
    reports = folder / "六家" / "reports"
    assert len(list((reports / "反馈单").glob("*.docx"))) == 6
    for name in ("总报告.docx", "台账.xlsx", "期限报告.xlsx", "截止日.ics", "测评结果.html"):
        assert (reports / name).stat().st_size > 1000
        assert name in done.stdout


def test_progress_goes_to_standard_error(small):
    _, done = small
    assert "阅读并核对答复" in done.stderr
    assert "阅读并核对答复" not in done.stdout


def test_everything_printed_can_be_shown_on_a_gbk_console(small):
    _, done = small
    assert (done.stdout + done.stderr).encode("gbk")


def test_a_folder_in_use_is_not_touched(tmp_path):
    (tmp_path / "别的测评").mkdir()
    (tmp_path / "别的测评" / "重要.txt").write_text("勿动", encoding="utf-8")
    done = _mingcha("demo", "--dir", "别的测评", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("错误：") and "--dir" in done.stderr
    assert [path.name for path in (tmp_path / "别的测评").iterdir()] == ["重要.txt"]


def test_a_file_in_the_folders_place_is_a_clear_error(tmp_path):
    (tmp_path / "占用").write_text("", encoding="utf-8")
    done = _mingcha("demo", "--dir", "占用", cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    folder = tmp_path_factory.mktemp("judged")
    lived = rehearse(folder, seed=5, units=4, told=lambda *_: None, scans=False)
    return lived.reported.assessment, lived.truth


def test_a_judgement_that_is_not_what_was_planted_is_named_with_its_evidence(judged):
    assessment, truth = judged
    planted = next(each for each in truth.applications.values() if each.elements)
    verdict = planted.elements[Element.DOC_NUMBER].verdict
    other = Verdict.ABSENT if verdict is Verdict.PRESENT else Verdict.PRESENT
    lie = replace(planted, elements={**planted.elements, Element.DOC_NUMBER: Plant(other)})
    applications = {**truth.applications, planted.application_id: lie}
    outcome = compare(assessment, replace(truth, applications=applications), whole=False)
    assert not outcome.right
    (wrong,) = outcome.wrong
    assert (wrong.application, wrong.what) == (planted.application_id, "文号")
    assert wrong.path.startswith("evidence/")


def test_reasons_that_were_planted_otherwise_are_named_too(judged):
    assessment, truth = judged
    planted = next(
        each
        for each in truth.applications.values()
        if each.elements and each.elements[Element.REASONS] == Plant(Verdict.PRESENT)
    )
    lie = replace(planted, elements={**planted.elements, Element.REASONS: Plant(Verdict.ABSENT)})
    applications = {**truth.applications, planted.application_id: lie}
    outcome = compare(assessment, replace(truth, applications=applications), whole=False)
    (wrong,) = outcome.wrong
    assert (wrong.what, wrong.planted, wrong.found) == ("事实理由", "缺失", "具备")


def test_ways_of_an_agency_that_the_clock_does_not_confirm_are_named_in_words(judged):
    assessment, truth = judged
    planted = next(each for each in truth.applications.values() if each.received_on)
    lie = replace(planted, findings=(("asked_to_withdraw", planted.received_on),))
    applications = {**truth.applications, planted.application_id: lie}
    outcome = compare(assessment, replace(truth, applications=applications), whole=False)
    (wrong,) = outcome.wrong
    assert (wrong.what, wrong.planted, wrong.found) == ("办理程序", "要求撤回申请", "没有问题")


def test_what_is_to_be_left_to_a_person_is_wrong_where_it_was_decided(judged):
    assessment, truth = judged
    planted = next(each for each in truth.applications.values() if each.outcome is Outcome.IN_TIME)
    lie = replace(planted, outcome=Outcome.ASKED)
    applications = {**truth.applications, planted.application_id: lie}
    outcome = compare(assessment, replace(truth, applications=applications), whole=False)
    (wrong,) = outcome.wrong
    assert (wrong.what, wrong.planted, wrong.found) == ("答复时限", "待人工认定", "按期答复")


def test_what_was_planted_is_what_is_found(judged):
    assessment, truth = judged
    outcome = compare(assessment, truth, whole=False)
    assert outcome.right, outcome.wrong
