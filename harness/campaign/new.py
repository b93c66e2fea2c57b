"""`new`: a folder with the tables to fill in, or (`example`) three fictional units ready to go on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.campaign.workspace import INCOMING, PAPERS, Refused
from harness.store.errors import reason
from letters.beginning import begin
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
    """BadTable where one of the files is there already, Refused where the folder cannot be made."""
    try:
        files = (
            make_example(folder, on)
            if example
            else begin(folder, on, title=title, region=region, seed=secrets.randbelow(SEEDS))
        )
        (folder / INCOMING / PAPERS).mkdir(parents=True, exist_ok=True)
        if example:
            save(folder / INCOMING / PAPERS / ANSWER, example_answer(_first_application(folder)))
    except OSError as wrong:
        raise Refused(f"无法建立“{folder}”：{reason(wrong)}，请换一个位置") from wrong
    return New(str(folder), tuple(each.name for each in files))


def _first_application(folder: Path) -> Application:
    campaign, units = read_campaign(folder), read_units(folder / UNITS)
    return plan(campaign, units, read_questions(folder))[0]
