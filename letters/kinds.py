"""Unit -> its kind (财政, 教育 ...), which is also its system: offices of one kind compare notes.

Told by the end of its name, or by 单位种类 in units.xlsx. A name that is told by nothing has no
kind: it is asked what may be asked of any unit. A wrong kind would ask of a unit what it cannot hold.
"""

from __future__ import annotations

import re
from functools import lru_cache

from letters import cells
from letters.model import Unit
from letters.questions import bank
from letters.sheet import Value

NOWHERE = "本地"  # where a unit's name tells no place
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")
_STATE = re.compile(r"^国家(?:税务总局)?")
# a place that governs itself keeps its own word: 演练镇人民政府 is in 演练镇
_GOVERNMENT = re.compile(r"(?:人民)?政府(?:办公[室厅])?$|办事处$|(?<=街道)办$|管理委员会$|管委会$")
_GOVERNED = ("乡镇", "街道", "政府")
_CALLED = (
    ("镇人民政府", "贵镇"), ("镇政府", "贵镇"), ("乡人民政府", "贵乡"), ("乡政府", "贵乡"),
    ("街道办事处", "贵街道"), ("街道办", "贵街道"), ("街道", "贵街道"),
    ("局", "贵局"), ("厅", "贵厅"), ("委员会", "贵委"), ("委", "贵委"), ("办公室", "贵办"),
)  # fmt: skip


def kinds() -> tuple[str, ...]:
    return tuple(sorted(bank().names))


def kind_named(value: Value) -> str:
    """A cell that names a kind, or nothing."""
    text = cells.plain(value)
    if text and text not in kinds():
        raise cells.Complaint(f"“{text}”不是单位种类，应为{'、'.join(kinds())}之一，或者留空")
    return text


def kind_of(unit: Unit) -> str:
    """Empty where nobody said and the name does not tell."""
    return unit.kind or _told_by(unit.name)[0]


def place_of(unit: Unit) -> str:
    """The place that a unit looks after, as a citizen would write it."""
    name = _plain(unit.name)
    kind, ending = _told_by(unit.name)
    if kind in _GOVERNED:
        place = _GOVERNMENT.sub("", name)
    else:
        place = name[: name.rfind(ending)] if ending else ""
    return _STATE.sub("", place) or NOWHERE


def called(unit: Unit) -> str:
    """How a letter calls the unit that it is written to."""
    name = _plain(unit.name)
    return next((said for ending, said in _CALLED if name.endswith(ending)), "贵单位")


def _plain(name: str) -> str:
    return _BRACKETED.sub("", name.strip())


@lru_cache(maxsize=4096)
def _told_by(name: str) -> tuple[str, str]:
    """The kind, and the longest ending that tells it; 某市公安局某分局 is of the 公安局's."""
    name = _plain(name)
    branch = name.endswith("分局")
    told = [
        (len(ending), kind, ending)
        for kind, endings in bank().names.items()
        for ending in endings
        if name.endswith(ending) or (branch and ending in name)
    ]
    _, kind, ending = max(told, default=(0, "", ""))
    return kind, ending
