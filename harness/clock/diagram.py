"""The transition table as a page for readers: `python -m harness.clock.diagram docs/clock.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from harness.clock.remarks import KIND_NAMES
from harness.clock.timeline import PHASE_NAMES, TRANSITIONS, Phase

HEAD = """# 一件申请的经过

本页由 `python -m harness.clock.diagram docs/clock.md` 从 `harness/clock/timeline.py` 的转移表生成，
请改那张表，不要改本页。表中没有的事件照样保存，作为“次序不合”列出，不计入期限。
事件对期限的作用（补正重新起算、征求意见中止、延期增加、缴费等待）见 `harness/clock/acts.py`。
"""


def page() -> str:
    return "\n".join([HEAD, "```mermaid", *_diagram(), "```", "", *_table(), ""])


def _diagram() -> Iterator[str]:
    """Only the arrows that lead elsewhere; what changes nothing stands in the table below."""
    yield "stateDiagram-v2"
    for phase in Phase:
        yield f'    state "{PHASE_NAMES[phase]}" as {phase.value}'
    yield f"    [*] --> {Phase.NOT_SENT.value}"
    for phase, after in TRANSITIONS.items():
        for target in Phase:
            kinds = [KIND_NAMES[kind] for kind, to in after.items() if to is target]
            if kinds and target is not phase:
                yield f"    {phase.value} --> {target.value}: {'、'.join(kinds)}"


def _table() -> Iterator[str]:
    yield "| 此前 | 事件 | 此后 |"
    yield "|---|---|---|"
    for phase, after in TRANSITIONS.items():
        for target in Phase:
            kinds = [
                f"{KIND_NAMES[kind]} `{kind.value}`" for kind, to in after.items() if to is target
            ]
            if kinds:
                there = "（不变）" if target is phase else PHASE_NAMES[target]
                yield f"| {PHASE_NAMES[phase]} | {'、'.join(kinds)} | {there} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8", newline="\n")
