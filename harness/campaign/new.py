"""`new`: a folder with the tables to fill in, or (`example`) three fictional units ready to go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.campaign.workspace import INCOMING, Refused
from harness.store.errors import reason
from letters.beginning import begin
from letters.example import example as make_example


@dataclass(frozen=True, slots=True)
class New:
    folder: str
    files: tuple[str, ...]


def new(folder: Path, on: date, *, title: str = "", region: str = "", example: bool = False) -> New:
    """BadTable where one of the files is there already, Refused where the folder cannot be made."""
    try:
        if example:
            files = make_example(folder, on)
        else:
            files = begin(folder, on, title=title, region=region)
        (folder / INCOMING / "纸质来件").mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise Refused(f"无法建立“{folder}”：{reason(wrong)}，请换一个位置") from wrong
    return New(str(folder), tuple(each.name for each in files))
