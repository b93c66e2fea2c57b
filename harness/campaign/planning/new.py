"""`new`: a folder with the tables to fill in, or (`example`) three fictional units ready to go on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.campaign.handing.packing import beside, put_in_place
from harness.campaign.workspace import INCOMING, PAPERS, Refused
from harness.store.durably import make_folder
from harness.store.errors import reason
from letters.beginning import begin, refuse_existing
from letters.example import example as make_example
from letters.example_answer import example_answer
from letters.model import Application
from letters.plan import plan
from letters.saving import save
from letters.tables import UNITS, read_campaign, read_questions, read_units

SEEDS = 2**31  # a Message-ID that two campaigns share would bring one's answers to the other
EXAMPLE_DAY = date(2026, 3, 2)
ANSWER = "样江市财政局答复.docx"  # in the example: something that came, to try the rest with


@dataclass(frozen=True, slots=True)
class New:
    folder: str
    files: tuple[str, ...]


def new(folder: Path, on: date, *, title: str = "", region: str = "", example: bool = False) -> New:
    """BadTable where one of the files is there already, Refused where the folder cannot be made. A
    folder that is new is filled beside its place and put there in one step: a half of it would be in
    the way of a second try. One that is there may be somebody's place at this moment, and stays."""
    refuse_existing(folder)
    try:
        make_folder(folder.absolute().parent)
        if folder.exists():
            files = _fill(folder, on, title, region, example)
        else:
            with beside(folder) as work:
                files = _fill(work / "campaign", on, title, region, example)
                put_in_place(work / "campaign", folder)
    except OSError as wrong:
        raise Refused(f"无法建立“{folder}”：{reason(wrong)}，请换一个位置") from wrong
    return New(str(folder), files)


def _fill(folder: Path, on: date, title: str, region: str, example: bool) -> tuple[str, ...]:
    files = (
        make_example(folder, on)
        if example
        else begin(folder, on, title=title, region=region, seed=secrets.randbelow(SEEDS))
    )
    make_folder(folder / INCOMING / PAPERS)
    if example:
        save(folder / INCOMING / PAPERS / ANSWER, example_answer(_first_application(folder)))
    return tuple(each.name for each in files)


_FORBIDDEN = '\\/:*?"<>|#%'  # in names on Windows, or in addresses
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)
LONGEST = 60  # characters of a folder's name: paths on Windows are short


def name_fault(home: Path, name: str) -> str:
    """Why a new campaign's folder in `home` cannot have this name, on any system; empty where it can."""
    if not name:
        return "请填写文件夹名称"
    odd = "、".join(dict.fromkeys(each for each in name if each in _FORBIDDEN))
    if odd or not name.isprintable():
        return f"文件夹名称不能含有 {odd or '看不见的字符'}"
    if name != name.strip() or name.startswith(".") or name.endswith("."):
        return "文件夹名称的首尾不能是空格或者句点"
    if name.partition(".")[0].casefold() in _RESERVED:
        return f"“{name}”在 Windows 上有别的用途，请换一个名称"
    if len(name) > LONGEST:
        return f"文件夹名称太长，至多{LONGEST}个字"
    if any(each.name.casefold() == name.casefold() for each in home.iterdir()):
        return f"“{name}”已经存在，请换一个名称"
    return ""


def _first_application(folder: Path) -> Application:
    campaign, units = read_campaign(folder), read_units(folder / UNITS)
    return plan(campaign, units, read_questions(folder))[0]
