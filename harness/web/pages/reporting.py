"""报告: written as long work, taken away as files; the bundle for others, the backup, the self-test."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from harness.campaign.handing import handed
from harness.campaign.handing.backup import backup
from harness.campaign.handing.bundle import bundle
from harness.campaign.ledger.waiting import unread
from harness.campaign.workspace import Workspace
from harness.engine.walls import MANY, walls
from harness.web import downloads
from harness.web.blinded import refuse_reports
from harness.web.here import Deciding, Looking, Settling
from harness.web.jobs import Told
from harness.web.long import start
from harness.web.render import page

pages = APIRouter(include_in_schema=False)
Once = Annotated[str, Form()]


@pages.get("/c/{key}/reports")
def shown(here: Looking) -> Response:
    files = handed.reports(here.folder)
    with here.workspace() as workspace:
        waits = unread(workspace)
        until = workspace.campaign.collect_until
    whole = [each for each in files if "/" not in each.name]
    letters = [each for each in files if "/" in each.name]
    return page(
        here, "reports/reports.html", files=whole, letters=letters, waits=waits, until=until,
        made=handed.made(here.folder),
    )  # fmt: skip


@pages.post("/c/{key}/reports")
def written(here: Deciding, once: Once, pdf: Annotated[bool, Form()] = False) -> Response:
    def work(workspace: Workspace) -> tuple[str, ...]:
        from harness.campaign.handing.report import report  # with all it takes to draw: only then

        done = report(workspace, pdf=pdf)
        review = f"，其中{done.review}处待人工认定" if done.review else ""
        return (f"写成{len(done.files)}个文件{review}", *(each.why for each in done.failures))

    return start(here, once, "编制报告", here.url("reports"), work)


@pages.get("/c/{key}/reports/file/{name:path}")
def one(here: Looking, name: str) -> Response:
    with here.workspace() as workspace:
        refuse_reports(here, workspace)
    return downloads.file(handed.report(here.folder, name))


@pages.post("/c/{key}/reports/bundle")
def bundled(here: Settling, once: Once) -> Response:
    def work(workspace: Workspace) -> tuple[str, ...]:
        place = handed.place_for(here.folder, _named(workspace, "成果包", here.today))
        done = bundle(workspace, place)
        return (
            f"成果包已制成：{done.files}个文件，{_size(done.size)}，在“报告”页下载",
            f"SHA-256：{done.sha256}（请另行告知对方，收到后比对）",
        )

    return start(here, once, "制作成果包", here.url("reports"), work)


@pages.post("/c/{key}/reports/backup")
def backed_up(here: Settling, once: Once) -> Response:
    def work(workspace: Workspace) -> tuple[str, ...]:
        place = handed.place_for(here.folder, _named(workspace, "备份", here.today))
        done = backup(workspace, place)
        left = f"印有证件号码的申请表{done.private}份不入备份，" if done.private else ""
        return (
            f"备份已写成并核对：{done.files}个文件，{_size(done.size)}，在“报告”页下载",
            f"{left}密钥不在备份里，请另行保管",
            *done.amiss,
        )

    return start(here, once, "备份", here.url("reports"), work)


def _named(workspace: Workspace, what: str, on: date) -> str:
    return f"{what}-{workspace.campaign.id}-{on}.zip"


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(size // 1000, 1)} KB"


@pages.get("/c/{key}/reports/made/{name}")
def made(here: Settling, name: str) -> Response:
    return downloads.file(handed.made_file(here.folder, name))


@pages.post("/c/{key}/reports/self-test")
def tested(here: Settling, once: Once) -> Response:
    def run(told: Told) -> tuple[str, ...]:
        lines = []
        for number, each in enumerate(walls(), 1):
            told(number, MANY, each.name)
            lines.append(f"{'✓ 已隔离' if each.holds else '✗ 未隔离'}　{each.name}")
        if any(line.startswith("✗") for line in lines):
            lines.append(
                "未隔离的各项由本机操作系统决定（断网和文件隔离须 Linux 5.13 以上）；"
                "打开来历不明的文件时，请断开网络，或者换用 Linux"
            )
        return tuple(lines)

    def do() -> str:
        here.desk.jobs.start(here.key, "自检", here.user.name, here.url("reports"), run)
        return here.url("jobs")

    return here.once(once, do)
