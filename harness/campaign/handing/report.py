"""`report`: everything that is handed in or sent to units, into reports/; read from the evidence anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.campaign.ledger.waiting import refuse_unread, waiting, with_waiting
from harness.campaign.workspace import REPORTS, Workspace
from harness.reports.bundle import Failure, write_all
from harness.reports.material import gather
from harness.reports.paper.pdf import write_pdfs
from harness.reports.sentences import foreign_classes, open_items
from harness.scoring.assessment import Assessment, ReviewItem
from harness.scoring.rubric_file.told import as_it_was_given
from harness.store.spoken import every_ruling


@dataclass(frozen=True, slots=True)
class Reported:
    assessment: Assessment
    paths: tuple[Path, ...]
    failures: tuple[Failure, ...]
    review: int  # what in it a person must still decide
    foreign: tuple[ReviewItem, ...] = ()  # classes that the rubric does not know
    remark: str = ""  # of a rubric that nobody has filled in

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(each.as_posix() for each in self.paths)


def report(workspace: Workspace, *, pdf: bool = False) -> Reported:
    """What can be written is written; each file that cannot is named. `pdf`: a PDF beside each."""
    found = waiting(workspace)
    refuse_unread(found)
    assessment = with_waiting(workspace.assess(doubts=found.doubts, final=True), found)
    rubric = workspace.rubric()
    with workspace.store.reading() as connection:
        spoken = every_ruling(connection)
    written = write_all(
        assessment,
        workspace.folder / REPORTS,
        workspace.told,
        rubric=rubric,
        evidence=workspace.store.evidence,
        spoken=spoken,
    )
    paths, failures = written.paths, written.failures
    if pdf:
        done = write_pdfs(paths, assessment.as_of)
        paths += done.paths
        failures += done.failures
    material = gather(assessment, rubric)
    items = len(open_items(material))
    return Reported(
        assessment, paths, failures, items, foreign_classes(material), as_it_was_given(rubric)
    )
