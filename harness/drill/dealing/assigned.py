"""drill.toml of a campaign's folder -> which unit, or which application, has which profile.

    [units]
    U001 = "withdrawal_by_phone"     # a 单位编号, or an 申请编号: U001-A
    [shares]                         # of the units that are not named above, in per cent
    ofd = 20

Whoever gets none is dealt with as the seed has it. A profile is one of the folder's own (profiles/) or a
shipped one. BadTable with every fault of the files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from harness.drill.dealing.manner import Manner
from harness.drill.dealing.profile_file import FOLDER, of_folder, parsed, shipped, shown
from letters.faults import BadTable
from letters.model import Unit

FILE = "drill.toml"
UNITS, SHARES = "units", "shares"


@dataclass(frozen=True, slots=True)
class Assigned:
    """`shares`: in per cent of the units that are not named."""

    units: Mapping[str, Manner] = field(default_factory=dict)
    applications: Mapping[str, Manner] = field(default_factory=dict)
    shares: tuple[tuple[Manner, float], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units or self.applications or self.shares)

    def among(self, units: Sequence[Unit], seed: int) -> dict[str, Manner]:
        """A unit's id -> its profile, of those that have one; who has which share is the seed's choice."""
        rest = [unit.id for unit in units if unit.id not in self.units]
        Random(f"{seed} shares of profiles").shuffle(rest)
        found, begun, told = dict(self.units), 0, 0.0
        for manner, share in self.shares:
            told += share
            end = round(len(rest) * told / 100)
            found |= dict.fromkeys(rest[begun:end], manner)
            begun = end
        return found


NOBODY = Assigned()


def assigned(folder: Path, units: Collection[str], applications: Collection[str]) -> Assigned:
    """As the folder's drill.toml has it; without that file, nobody."""
    known = {**shipped(), **of_folder(folder)}
    path = folder / FILE
    if not path.exists():
        return NOBODY
    data = parsed(path, FILE)
    faults = [
        f"{name}：未知的部分，只能有 [{UNITS}]、[{SHARES}]"
        for name in data
        if name not in (UNITS, SHARES)
    ]
    named = _table(data, UNITS, faults)
    shares = _table(data, SHARES, faults)
    faults += _wrong_names(named, units, applications, known) + _wrong_shares(shares, known)
    if faults:
        raise BadTable(*(f"{FILE}，{fault}" for fault in faults))
    return Assigned(
        {id: known[name] for id, name in named.items() if id in units},
        {id: known[name] for id, name in named.items() if id in applications},
        tuple((known[name], float(share)) for name, share in shares.items()),
    )


def _table(data: Mapping[str, Any], name: str, faults: list[str]) -> Mapping[str, Any]:
    found = data.get(name, {})
    if isinstance(found, dict):
        return found
    faults.append(f"{name}：应写成 [{name}] 部分，各项另起一行")
    return {}


def _wrong_names(
    named: Mapping[str, Any],
    units: Collection[str],
    applications: Collection[str],
    known: Mapping[str, Manner],
) -> list[str]:
    found = []
    for id, name in named.items():
        if id not in units and id not in applications:
            found.append(
                f"[{UNITS}] {id}：没有这个单位编号或者申请编号，"
                f"单位编号如 {_some(units)}，申请编号如 {_some(applications)}"
            )
        if not isinstance(name, str) or name not in known:
            found.append(f"[{UNITS}] {id}：{_no_profile(name, known)}")
    return found


def _wrong_shares(shares: Mapping[str, Any], known: Mapping[str, Manner]) -> list[str]:
    found = [
        f"[{SHARES}] {name}：{_no_profile(name, known)}" for name in shares if name not in known
    ]
    for name, share in shares.items():
        if type(share) not in (int, float) or not 0 <= share <= 100:
            found.append(
                f"[{SHARES}] {name}：现为 {shown(share)}，应为百分数，0至100，如 {name} = 20"
            )
    if not found and sum(shares.values()) > 100:
        found.append(f"[{SHARES}]：各项合计{sum(shares.values())}，至多100")
    return found


def _no_profile(name: object, known: Mapping[str, Manner]) -> str:
    return (
        f"没有名为 {shown(name)} 的做法，只能是 {FOLDER} 文件夹里的文件名（不带 .toml），"
        f"或者自带的 {'、'.join(known)}"
    )


def _some(ids: Collection[str]) -> str:
    return "、".join(list(ids)[:3]) or "（无）"
