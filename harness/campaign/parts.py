"""Who may mark what at which stage: nobody has two parts in one mark, and none is undone from below."""

from __future__ import annotations

from harness.campaign.errors import Refused
from harness.casebook.staged import other_part
from harness.scoring.people import STAGE_NAMES, Stage
from harness.store.said import Staged


def refuse_part(staged: Staged, stage: Stage, who: str, told: str) -> None:
    above = next((each for each in Stage if each > stage and each in staged), None)
    if above is not None and above is not Stage.SECOND:
        raise Refused(f"{told}已有{STAGE_NAMES[above]}，{STAGE_NAMES[stage]}不再起作用；请先撤销它")
    other = other_part(staged, stage, who)
    if other is not None:
        raise Refused(
            f"{who}已对{told}作过{STAGE_NAMES[other]}，不能再作{STAGE_NAMES[stage]}，请由另一人作出（--by 姓名）"
        )
