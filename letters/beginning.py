"""A new campaign's folder: campaign.toml and the tables to fill in, each explaining itself."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from letters import cells
from letters.faults import BadTable
from letters.saving import save
from letters.tables import (
    APPLICANTS,
    CAMPAIGN,
    QUESTIONS,
    UNITS,
    write_applicants,
    write_questions,
    write_units,
)
from letters.templating import render

FILES = (CAMPAIGN, UNITS, APPLICANTS, QUESTIONS)
# from the day on which the folder is made: time to fill it in; 20 working days, 20 more, the post
FIRST, SECOND, COLLECT = timedelta(days=14), timedelta(days=28), timedelta(days=120)


def begin(
    folder: Path, on: date, *, title: str = "", region: str = "", seed: int | None = None
) -> tuple[Path, ...]:
    """`seed`: by which the plan is dealt and the Message-IDs are reckoned; another in every campaign, lest
    two of one day send mails with the same. The four files, to be filled in; BadTable, and nothing written, where one is there already."""
    refuse_existing(folder)
    text = campaign_text(on, title=title, region=region, seed=seed)
    folder.mkdir(parents=True, exist_ok=True)
    save(folder / CAMPAIGN, text.encode())
    write_units(folder / UNITS)
    write_applicants(folder / APPLICANTS)
    write_questions(folder / QUESTIONS)
    return tuple(folder / name for name in FILES)


def refuse_existing(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise BadTable(f"{folder}：是一个文件，请另写一个文件夹名")
    there = [name for name in FILES if (folder / name).exists()]
    if there:
        raise BadTable(f"{folder}：已有 {'、'.join(there)}，不会覆盖；请换一个文件夹")


def campaign_text(
    on: date,
    *,
    title: str = "",
    region: str = "",
    drill: bool = False,
    rubric: str = "",
    seed: int | None = None,
) -> str:
    """campaign.toml with these words filled in, the days counted from `on`."""
    region = _line("region", region)
    title = _line("title", title) or f"{region}{on.year}年依申请公开测评"
    return render(
        "campaign.toml",
        {
            "id": _quoted(f"测评-{on:%Y%m%d}"),
            "title": _quoted(title),
            "region": _quoted(region),
            "rubric": _quoted(rubric),
            "drill": str(drill).lower(),
            "seed": on.toordinal() if seed is None else seed,
            "send_on": on + FIRST,
            "second_on": on + SECOND,
            "collect_until": on + COLLECT,
        },
    )


def _line(option: str, text: str) -> str:
    try:
        return cells.plain(text)
    except cells.Complaint as complaint:
        raise BadTable(f"--{option}：{complaint}") from None


def _quoted(text: str) -> str:
    """As TOML writes it; JSON's escapes are TOML's, too."""
    return json.dumps(text, ensure_ascii=False)
