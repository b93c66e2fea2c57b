"""A campaign's folder, as far as people keep it: campaign.toml, units.xlsx, applicants.xlsx, questions.xlsx.

Nothing is half-read: a file with one fault gives no value at all, and all its faults at once;
`folder_faults` tells those of all files together, and what they must have to do with each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from letters import campaign_file, questions
from letters.applicants import read_applicants, write_applicants
from letters.compose import read_templates
from letters.faults import BadTable
from letters.model import Applicant, Campaign, Question
from letters.own_questions import read_own_questions, write_questions
from letters.plan import plan_faults
from letters.unit_ids import write_back_ids
from letters.units import (
    COLUMNS,
    UnitTable,
    read_unit_table,
    read_units,
    write_units,
)

__all__ = [
    "APPLICANTS",
    "CAMPAIGN",
    "COLUMNS",
    "QUESTIONS",
    "UNITS",
    "BadTable",
    "UnitTable",
    "folder_faults",
    "read_applicants",
    "read_campaign",
    "read_questions",
    "read_unit_table",
    "read_units",
    "write_applicants",
    "write_back_ids",
    "write_questions",
    "write_units",
]

CAMPAIGN, UNITS = "campaign.toml", "units.xlsx"
APPLICANTS, QUESTIONS = "applicants.xlsx", "questions.xlsx"
Read = TypeVar("Read")


def read_campaign(folder: Path) -> Campaign:
    """The campaign of the folder, whichever file its applicants, questions and words stand in."""
    campaign = campaign_file.read(folder / CAMPAIGN, read_questions(folder), _applicants(folder))
    return replace(campaign, templates=read_templates(folder, campaign))


def read_questions(folder: Path) -> dict[str, Question]:
    """The shipped bank and, where the folder has them, its own questions."""
    shipped, path = questions.load(), folder / QUESTIONS
    return {**shipped, **read_own_questions(path, shipped)} if path.exists() else shipped


def folder_faults(folder: Path) -> tuple[str, ...]:
    """Every fault of every file that a person keeps in the folder; none: it can be planned."""
    faults: list[str] = []
    bank = _told(lambda: read_questions(folder), faults)
    people = _told(lambda: _applicants(folder), faults) if (folder / APPLICANTS).exists() else None
    lost = (folder / APPLICANTS).exists() and people is None
    campaign = _told(
        lambda: campaign_file.read(folder / CAMPAIGN, bank or {}, () if lost else people), faults
    )
    units = _told(lambda: read_units(folder / UNITS), faults)
    if campaign and not lost:
        _told(lambda: read_templates(folder, campaign), faults)
    if campaign and units and bank and not lost:
        faults.extend(plan_faults(campaign, units, bank))
    order = {name: n for n, name in enumerate((CAMPAIGN, UNITS, APPLICANTS, QUESTIONS))}
    return tuple(
        sorted(faults, key=lambda fault: order.get(fault.split("，")[0].split("：")[0], 9))
    )


def _applicants(folder: Path) -> tuple[Applicant, ...] | None:
    path = folder / APPLICANTS
    return read_applicants(path) if path.exists() else None


def _told(read: Callable[[], Read], faults: list[str]) -> Read | None:
    try:
        return read()
    except BadTable as wrong:
        faults.extend(wrong.faults)
        return None
