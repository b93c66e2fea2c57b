"""Everything that a campaign leaves behind, written in one go: what can be, whatever else cannot."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from harness.reports.deadlines.calendar_file import write_deadline_calendar
from harness.reports.deadlines.sheets import write_deadline_report
from harness.reports.feedback.sheet import feedback_name, write_feedback
from harness.reports.final.overview import write_overview
from harness.reports.material import Material, gather
from harness.reports.page import write_page
from harness.reports.workbooks.workbook import write_workbook
from harness.reports.working_paper import write_working_paper
from harness.scoring.assessment import Assessment
from harness.scoring.rubric_file.rubric import Rubric, load
from harness.store.shelves import Evidence, Local
from harness.store.spoken import Spoken

# done, of how many, the file just written
Progress = Callable[[int, int, str], None]
Job = tuple[Path, Callable[[Path], Path]]  # the file, and what writes it
log = logging.getLogger(__name__)


def _silent(_done: int, _total: int, _name: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Failure:
    """A report that could not be written: its file, and a Chinese line that says why and what to
    do. What lay at its place before lies there still."""

    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Written:
    paths: tuple[Path, ...]
    failures: tuple[Failure, ...]


def write_all(
    assessment: Assessment,
    folder: Path,
    progress: Progress = _silent,
    *,
    rubric: Rubric | None = None,
    evidence: Evidence | None = None,
    spoken: Sequence[Spoken] = (),
) -> Written:
    """All reports into `folder`, the feedback letters into its 反馈单/. The rubric is the one that
    the campaign names unless another is given. `evidence` is where the paths of what came
    lead (`folder` itself unless given). `spoken`: every ruling. One that cannot be written
    costs only itself."""
    material = gather(assessment, rubric or load(assessment.campaign.rubric))
    (folder / "反馈单").mkdir(parents=True, exist_ok=True)
    jobs = list(_jobs(material, folder, evidence or Local.of(folder), spoken))
    paths, failures = [], []
    for done, (path, write) in enumerate(jobs, 1):
        try:
            write(path)
        except Exception as wrong:  # noqa: BLE001  whatever it is, the others are owed all the same
            failures.append(Failure(path, _why(path, wrong)))
        else:
            paths.append(path)
        progress(done, len(jobs), path.name)
    return Written(tuple(paths), tuple(failures))


def _why(path: Path, wrong: Exception) -> str:
    if isinstance(wrong, PermissionError):
        return (
            f"{path.name} 没有写成：文件正被其他程序打开，或者没有权限；请关闭 Excel、Word 后重试"
        )
    if isinstance(wrong, OSError):
        said = wrong.strerror or wrong
        return f"{path.name} 没有写成：磁盘不能写入（{said}）；请检查磁盘空间和文件夹权限后重试"
    log.error("%s was not written", path.name, exc_info=wrong)
    kind = type(wrong).__name__
    return f"{path.name} 没有写成：程序内部出错（{kind}），其余文件不受影响；请将日志发给维护者"


def _jobs(
    material: Material, folder: Path, evidence: Evidence, spoken: Sequence[Spoken]
) -> Iterator[Job]:
    yield folder / "总报告.docx", partial(write_overview, material, evidence=evidence)
    yield folder / "工作底稿.docx", partial(write_working_paper, material, spoken=spoken)
    yield folder / "台账.xlsx", partial(write_workbook, material, evidence=evidence.local(""))
    yield folder / "期限报告.xlsx", partial(write_deadline_report, material)
    yield folder / "截止日.ics", partial(write_deadline_calendar, material)
    yield folder / "测评结果.html", partial(write_page, material)
    for unit in material.assessment.units:
        yield (
            folder / "反馈单" / feedback_name(unit),
            partial(write_feedback, material, unit, evidence=evidence),
        )
