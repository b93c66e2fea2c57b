"""总报告.docx, as a consulting firm hands it in: cover, contents, preface, chapters, annexes.

In: the material. Out: the file. Each chapter is written by a module of its own (this folder).
"""

from __future__ import annotations

from pathlib import Path

from harness.reports.final.annexes import annexes, plan_annexes
from harness.reports.final.cases import cases
from harness.reports.final.criteria import criteria
from harness.reports.final.earlier import earlier
from harness.reports.final.handling import handling
from harness.reports.final.method import method, preface, principal_of
from harness.reports.final.problems import summary
from harness.reports.final.results import results
from harness.reports.final.volume import Volume
from harness.reports.material import Material
from harness.reports.paper.grid import HEI, SONG
from harness.reports.paper.originals import Originals
from harness.reports.paper.paper import CENTRE, RED, Issue, Paper
from harness.reports.paper.parts import KAI
from harness.scoring.rubric_file.told import not_to_hand_out
from harness.store.shelves import Evidence
from letters.word import chinese_date

_LINES_BEGIN = ("依申请公开", "政府信息公开", "政务公开", "第三方", "（")


def write_overview(material: Material, path: Path, *, evidence: Evidence | None = None) -> Path:
    """`evidence`: the folder that the paths of what came are relative to: from there whole sentences
    are quoted."""
    paper = Paper(f"{material.title}总报告", drill=material.drill, issue=issue_of(material))
    volume = Volume(material, paper, Originals(evidence))
    plan_annexes(volume)
    _cover(volume)
    paper.new_page()
    paper.contents()
    preface(volume)
    paper.begin()
    for chapter in (method, results, handling, criteria, cases, earlier, summary, annexes):
        chapter(volume)
    return paper.save(path)


def issue_of(material: Material) -> Issue:
    """Who signs, and on which day: the firm, else whoever had it made."""
    assessment = material.assessment
    report = assessment.campaign.report
    return Issue(report.agency or principal_of(material), report.dated or assessment.as_of)


def _cover(volume: Volume) -> None:
    material, paper = volume.material, volume.paper
    issue, agency = issue_of(material), material.assessment.campaign.report.agency
    if draft := not_to_hand_out(material.rubric):
        paper.line(draft, HEI, 14, bold=True, colour=RED)
    paper.line("", SONG, 22, spacing=150)
    for line in _title(material.title):
        paper.line(line, HEI, 26, align=CENTRE, spacing=48)
    paper.line("总　报　告", HEI, 32, align=CENTRE, spacing=64, before=18)
    paper.line("", SONG, 22, spacing=180)
    principal = principal_of(material)
    if principal:
        paper.line(f"委托单位：{principal}", KAI, 16, align=CENTRE, spacing=32)
    if agency:
        paper.line(f"评估机构：{agency}", KAI, 16, align=CENTRE, spacing=32)
    paper.line(chinese_date(issue.on), KAI, 16, align=CENTRE, spacing=32)
    until = chinese_date(material.collected)
    paper.line(f"（数据采集截至{until}）", KAI, 14, align=CENTRE, spacing=28)


def _title(title: str) -> list[str]:
    """A long title in two lines of about the same length."""
    if len(title) <= 16:
        return [title]
    half = len(title) // 2
    places = [title.find(word) for word in _LINES_BEGIN] + [title.find("年") + 1]
    cut = min((place for place in places if place > 3), key=lambda n: abs(n - half), default=half)
    return [title[:cut], title[cut:]]
