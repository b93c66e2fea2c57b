"""What `marks` is asked to suppose, and who would move."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.campaign.desk import Desk, table
from harness.cli.errors import UserError
from harness.cli.shown import say

if TYPE_CHECKING:
    from harness.campaign.marks.what_if import WhatIf
    from harness.scoring.rubric_file.rubric import Rubric
    from harness.scoring.what_if import Move

OtherRubric = Annotated[
    str | None,
    typer.Option(
        "--what-if", metavar="细则", help="假如换成这份细则：谁变、变多少、为什么；不写入。"
    ),
]
OtherWeights = Annotated[
    list[str] | None,
    typer.Option("--weight", metavar="编号=数", help="假如某项指标的权重是这个数；可写几次。"),
]
OtherConvention = Annotated[
    list[str] | None,
    typer.Option("--convention", metavar="口径=值", help="假如换一种口径，如 answered_on=signed。"),
]


def supposed(
    desk: Desk,
    rubric: str | None,
    weights: Sequence[str] | None,
    convention: Sequence[str] | None,
    unit: str | None = None,
) -> bool:
    """Whether that was what was asked for."""
    if not (rubric or weights or convention):
        return False
    numbers = {id: _number(id, said) for id, said in _pairs(weights, "--weight")}
    other = _rubric(rubric) if rubric else None
    with desk.opened() as workspace:
        from harness.campaign.marks.what_if import what_if

        found = what_if(
            workspace,
            rubric=other,
            weights=numbers,
            convention=dict(_pairs(convention, "--convention")),
            unit=unit,
        )
    if desk.as_json:
        desk.answer(found)
    else:
        _show(found)
    return True


def _rubric(name: str) -> Rubric:
    from harness.cli.score import rubric_named

    return rubric_named(name)


def _pairs(given: Sequence[str] | None, option: str) -> list[tuple[str, str]]:
    found = []
    for each in given or ():
        key, equals, value = (part.strip() for part in each.partition("="))
        if not equals or not key or not value:
            raise UserError(f"{option} 应写成 名称=值，给的是“{each}”")
        found.append((key, value))
    return found


def _number(id: str, said: str) -> Decimal:
    try:
        number = Decimal(said)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= 1000:
        raise UserError(f"--weight {id}：“{said}”不是权重，应是0至1000的数")
    return number


def _show(found: WhatIf) -> None:
    say(f"假如{'；'.join(found.supposed)}（没有写入任何东西）：")
    for each in found.notes:
        say(each)
    moved = [each for each in found.moves if each.moved]
    if not moved:
        say(f"{len(found.moves)}家中没有一家有变化。")
        return
    table(
        ("单位", "类别", "得分", "得分率", "类内名次", "等级", "因为"),
        (
            (
                each.unit, each.category, _arrow(each.total), _arrow(each.rate, "%"), _rank(each.rank),
                _arrow(each.grade), _first(each.because) or _otherwise(each),
            )
            for each in moved
        ),
    )  # fmt: skip
    places = sum(1 for each in moved if each.rank[0] != each.rank[1])
    lost = sum(1 for each in moved if each.rank[0] is not None and each.rank[1] is None)
    told = f"，其中{lost}家不再有名次" if lost else ""
    say(f"{len(found.moves)}家中{len(moved)}家有变化，{places}家名次有变化{told}。")


MOST = 3  # reasons in a cell; --json has all


def _first(because: Sequence[str]) -> str:
    more = f"；等{len(because)}项" if len(because) > MOST else ""
    return "；".join(because[:MOST]) + more


def _otherwise(each: Move) -> str:
    """Its own marks are the same share of the whole."""
    return "满分改变" if each.total[0] != each.total[1] else "其他单位的得分改变"


def _arrow(pair: tuple[object, object], unit: str = "") -> str:
    before, after = (f"{each}{unit}" if each not in (None, "") else "—" for each in pair)
    return before if before == after else f"{before}→{after}"


def _rank(pair: tuple[int | None, int | None]) -> str:
    before, after = pair
    way = ""
    if before is not None and after is not None and before != after:
        way = f"（{'升' if after < before else '降'}{abs(before - after)}）"
    return f"{_arrow(pair)}{way}"
