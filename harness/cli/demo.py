"""`mingcha demo`: one simulated province, assessed from the first letter to the reports.

The drill plays the agencies, the post and the telephone; whatever judges sees only what they left
behind: mails on a server, files in a folder, rows in a ledger. What was planted is read once, at
the end, to say whether every judgement was right; if one was not, the exit status is 1.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError, reason
from harness.cli.shown import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

DEFAULT_FOLDER = "演练"
UNITS = 57


def register(app: typer.Typer) -> None:
    app.command(
        "demo", help="演练：用模拟单位把一次省级测评从头做到尾，并与已公布的报告逐项核对。"
    )(demo)


def demo(
    folder: Annotated[
        Path | None,
        typer.Option("--dir", help=f"测评文件夹，须为空或不存在；不填则新建“{DEFAULT_FOLDER}”。"),
    ] = None,
    seed: Annotated[int, typer.Option(help="换一个数就换一批单位出错，总数不变。")] = 7,
    units: Annotated[
        int, typer.Option(min=2, max=UNITS, help=f"被测单位数，少于{UNITS}个时按比例缩小。")
    ] = UNITS,
    scans: Annotated[
        bool,
        typer.Option(
            "--scans/--no-scans",
            help="寄来的答复是扫描件和照片，须逐页识别文字；选 --no-scans 则为带文字的 PDF，快得多。",
        ),
    ] = True,
) -> None:
    chosen = _empty_folder(folder)
    # after the check: what follows takes a second to load
    from harness.campaign.drill import rehearse
    from harness.cli.comparison import show
    from harness.cli.console import console
    from harness.cli.progress import progress
    from harness.drill.comparison import compare

    out = console()
    out.print(f"演练：{units}个模拟单位，种子{seed}，测评文件夹“{chosen}”。一切只在本机往来。")
    with progress() as told:
        lived = rehearse(chosen, seed=seed, units=units, told=told, scans=scans)
    reported = lived.reported
    outcome = compare(reported.assessment, lived.truth, whole=units == UNITS)
    show(out, outcome)
    _show_files(out, chosen, reported.paths, reported.review)
    for failure in reported.failures:
        say(failure.why, err=True)
    if reported.failures or not outcome.right:
        raise typer.Exit(1)


def _empty_folder(folder: Path | None) -> Path:
    """The folder to work in, new or empty. What is in use already is never written into."""
    if folder is None:
        names = (DEFAULT_FOLDER, *(f"{DEFAULT_FOLDER}-{number}" for number in range(2, 1000)))
        folder = next(path for path in map(Path, names) if not path.exists())
    if folder.exists() and not folder.is_dir():
        raise UserError(f"“{folder}”不是文件夹，请用 --dir 另指一个空文件夹")
    if folder.exists() and any(folder.iterdir()):
        raise UserError(f"文件夹“{folder}”不是空的，请用 --dir 另指一个空文件夹，以免混入别的测评")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise UserError(f"无法新建文件夹“{folder}”：{reason(why)}，请用 --dir 另指一处") from why
    return folder


def _show_files(out: Console, folder: Path, paths: Iterable[Path], review: int) -> None:
    out.print(f"\n待人工复核：{review}项（见总报告和台账的“待复核”）。")
    out.print(f"全部材料在“{folder.resolve()}”：")
    groups: dict[Path, list[Path]] = {}
    for path in paths:
        groups.setdefault(path.parent, []).append(path)
    for place, files in groups.items():
        where = place.relative_to(folder).as_posix()
        if len(files) > 10:
            out.print(f"  {where}/（{len(files)}个文件）", soft_wrap=True)
        else:
            for path in files:
                out.print(f"  {where}/{path.name}", soft_wrap=True)
