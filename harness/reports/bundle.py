"""Everything that a campaign leaves behind, written in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from harness.reports.deadlines import write_deadline_calendar, write_deadline_sheet
from harness.reports.feedback import feedback_name, write_feedback
from harness.reports.material import Material, gather
from harness.reports.overview import write_overview
from harness.reports.page import write_page
from harness.reports.workbook import write_workbook
from harness.scoring.assessment import Assessment
from harness.scoring.rubric import Rubric, load

# done, of how many, the file just written
Progress = Callable[[int, int, str], None]
Job = Callable[[], Path]


def _silent(_done: int, _total: int, _name: str) -> None:
    pass


def write_all(
    assessment: Assessment,
    folder: Path,
    progress: Progress = _silent,
    *,
    rubric: Rubric | None = None,
    evidence: Path | None = None,
) -> tuple[Path, ...]:
    """All reports into `folder`, the feedback letters into its 反馈单/. The rubric is the one that
    the campaign names unless another is given. `evidence` is the folder that the paths of what
    came are relative to (the campaign's; `folder` itself unless given). Gives the paths written."""
    material = gather(assessment, rubric or load(assessment.campaign.rubric))
    (folder / "反馈单").mkdir(parents=True, exist_ok=True)
    jobs = list(_jobs(material, folder, evidence or folder))
    written = []
    for done, job in enumerate(jobs, 1):
        written.append(job())
        progress(done, len(jobs), written[-1].name)
    return tuple(written)


def _jobs(material: Material, folder: Path, evidence: Path) -> Iterator[Job]:
    yield partial(write_overview, material, folder / "总报告.docx")
    yield partial(write_workbook, material, folder / "台账.xlsx", evidence)
    yield partial(write_deadline_sheet, material, folder / "截止日一览.xlsx")
    yield partial(write_deadline_calendar, material, folder / "截止日.ics")
    yield partial(write_page, material, folder / "测评结果.html")
    for unit in material.assessment.units:
        yield partial(write_feedback, material, unit, folder / "反馈单" / feedback_name(unit))
