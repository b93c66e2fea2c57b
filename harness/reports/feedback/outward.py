"""来件 in words that a unit understands: the day, the way, its own title. In: cases. Out: text without our
numbers (邮件51, 来件LJ003), which mean something only where the ledger is at hand.

What is undecided may be another unit's: of that no more is told than the day and the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from harness.scoring.assessment import Arrival, Case
from harness.scoring.facts import day_text

_WAITING = re.compile(r"(\d+件来件)（([^（）]*)）(待人工认定)")
_WAYS = {"email": "发来的邮件"}
_OTHER_WAY = "收到的文书"


def outward_name(arrival: Arrival, *, whole: bool = True) -> str:
    """`whole`: with the mail's own title. A file's name is mostly ours (LJ003_某局.pdf) and not told."""
    title = f"“{arrival.name}”" if whole and arrival.how == "email" else ""
    return f"{day_text(arrival.on)}{_WAYS.get(arrival.how, _OTHER_WAY)}{title}"


@dataclass(frozen=True, slots=True)
class Outward:
    """By number what an undecided arrival is told as, by name what a scanned letter is called."""

    waiting: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, cases: Iterable[Case]) -> Outward:
        waiting: dict[str, str] = {}
        files: dict[str, str] = {}
        for case in cases:
            waiting |= {one.id: outward_name(one, whole=False) for one in case.doubtful}
            files |= {one.name: outward_name(one) for one in case.arrivals if one.how != "email"}
        return cls(waiting, files)

    def text(self, text: str) -> str:
        text = _WAITING.sub(self._waiting, text)
        for name, told in self.files.items():
            if name and name in text:
                text = text.replace(f"“{name}”", told).replace(name, told)
        return text

    def _waiting(self, found: re.Match[str]) -> str:
        told = [self.waiting[id] for id in found[2].split("、") if id in self.waiting]
        return (
            f"{found[1]}（{'、'.join(dict.fromkeys(told))}）{found[3]}"
            if told
            else found[1] + found[3]
        )


NOTHING_CAME = Outward()
