"""工作底稿, what people ruled: every ruling with its stage, who, when, why, what it took the place of, and
what became of it. In: the rulings as they were made. Out: rows of a table."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta, timezone

from harness.casebook.ruled.wording import subject, value_told
from harness.checker.finding import Verdict
from harness.reports.paper.grid import Content
from harness.scoring.people import STAGE_NAMES, Stage
from harness.store.said import Ruling
from harness.store.spoken import Spoken
from harness.store.standing import Said

HEAD = ("对象", "阶段", "认定", "认定人、时间", "理由", "代替了什么", "现在")
WIDTHS = (14, 7, 12, 14, 22, 16, 15)
_CHINA = timezone(timedelta(hours=8))
_SEEN = re.compile(r"^(\w+)(?:（(.*)）)?$")  # as it was shown: defective（no_court、no_organ）


def ruled_rows(
    spoken: Sequence[Spoken],
    criteria: Mapping[str, str],
    disputed: Collection[str] = (),
    machine: Mapping[str, str] | None = None,
) -> list[list[Content]]:
    """`machine`: what the program found, by target. `criteria`: id -> name, of what points are given for. `disputed`: the targets of which first and
    second mark differ, and nobody has decided."""
    highest: dict[str, int] = {}
    for one in spoken:
        if one.counts:
            stage = max(one.ruling.stage, highest.get(one.ruling.target, 0))
            highest[one.ruling.target] = stage
    firsts: dict[str, list[Spoken]] = {}
    for one in spoken:
        if one.ruling.stage == Stage.FIRST:
            firsts.setdefault(one.ruling.target, []).append(one)
    return [
        [
            f"{one.ruling.target.partition('/')[0]}\n{_subject(one.ruling, criteria)}",
            STAGE_NAMES[Stage(one.ruling.stage)],
            _value(one.ruling),
            _by(one.ruling),
            one.ruling.why,
            _before(
                one, firsts.get(one.ruling.target, ()), (machine or {}).get(one.ruling.target, "")
            ),
            _now(
                one,
                highest.get(one.ruling.target, 0),
                one.ruling.target in disputed,
                any(each.counts for each in firsts.get(one.ruling.target, ())),
            ),
        ]
        for one in spoken
    ]


def _subject(ruling: Ruling, criteria: Mapping[str, str]) -> str:
    tail = ruling.target.partition("/")[2]
    points = ruling.value not in {*Verdict}
    return (
        criteria.get(tail, subject(ruling.target, points=points))
        if points
        else subject(ruling.target)
    )


def _value(ruling: Ruling) -> str:
    return value_told(ruling.target, ruling.value, ruling.defects)


def _by(ruling: Ruling) -> str:
    wrote = ruling.said.by if ruling.said else ""
    written = f"（{wrote}登记）" if wrote and wrote != ruling.by else ""
    return f"{ruling.by}{written}\n{_at(ruling.said)}"


def _at(said: Said | None) -> str:
    """In China's time, whatever the record's."""
    return (
        datetime.fromisoformat(said.at).astimezone(_CHINA).strftime("%Y-%m-%d %H:%M")
        if said
        else ""
    )


def _before(one: Spoken, firsts: Sequence[Spoken], machine: str) -> str:
    """What counted until then; of a blind mark its writer saw nothing, and nothing is replaced."""
    if one.ruling.stage == Stage.SECOND and (
        one.replaced is None or one.replaced.stage != Stage.SECOND
    ):
        return "盲评，没有代替"
    if one.replaced is not None:
        told = _marked(one.replaced)
        if one.replaced.stage == Stage.SECOND and one.ruling.stage > Stage.SECOND:
            return f"{_first(one, firsts, machine)}；{told}"
        return told
    told = _shown(one.ruling)
    return f"程序：{told}" if told else "此前没有认定"


def _marked(ruling: Ruling) -> str:
    return f"{ruling.by}的{STAGE_NAMES[Stage(ruling.stage)]}：{_value(ruling)}"


def _first(decided: Spoken, firsts: Sequence[Spoken], machine: str) -> str:
    """The other of the two marks between which was decided: a person's, or the program's."""
    stood = [
        one.ruling for one in firsts if one.ruling.id < decided.ruling.id and one.undone is None
    ]
    return _marked(stood[-1]) if stood else f"程序：{machine}" if machine else "程序的认定"


def _shown(ruling: Ruling) -> str:
    found = _SEEN.match(ruling.seen)
    if ruling.seen in ("", "无"):
        return ""
    if found is None:
        return ruling.seen
    return value_told(ruling.target, found[1], found[2].split("、") if found[2] else ())


def _now(one: Spoken, highest: int, disputed: bool, marked_first: bool) -> str:
    if one.undone is not None:
        said = one.undone.said
        who = f"{said.by}于{_at(said)}撤销" if said else "已撤销"
        why = one.undone.why.partition("（")[
            0
        ]  # 撤销第5号操作（……）: whose it was stands here already
        return f"{who}：{why}"
    if not one.counts:
        return "已由后来的认定代替"
    if highest > max(one.ruling.stage, Stage.SECOND):
        return f"以{STAGE_NAMES[Stage(highest)]}为准"
    if disputed:
        before = "初评" if marked_first else "程序的认定"
        other = before if one.ruling.stage == Stage.SECOND else "复评"
        return f"与{other}不一，待定评"
    if highest > one.ruling.stage:
        return "现行，与复评相符"
    return "复评，不改变原来的认定" if one.ruling.stage == Stage.SECOND else "现行"
