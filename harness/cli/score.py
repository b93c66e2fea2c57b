"""`mingcha score RUBRIC FACTS`: marks units by a rubric, from a table of facts; contracts.md, 5.

The table's columns are those of harness/scoring/facts_table.py. Exit status 1 where a mark is
provisional (待定 in the table, or not given yet); each is named on standard error.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError, all_wrong, missing_argument, unwritable
from harness.cli.given import new_place, place_for, text_of
from harness.cli.shown import escaped, json_text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.scoring.facts_table import FactsTable
    from harness.scoring.rubric import Rubric
    from harness.scoring.score import Deduction, Mark, Score


def register(app: typer.Typer) -> None:
    app.command("score", help="按评分细则给单位打分：扣分及理由、折分、得分率、等次和排名。")(run)


def run(
    rubric: Annotated[
        str | None,
        typer.Argument(
            metavar="细则", help="随程序提供的细则名称（--list 列出），或者一个.toml文件。"
        ),
    ] = None,
    facts: Annotated[
        Path | None,
        typer.Argument(
            metavar="依据表",
            help=".csv或.xlsx，第1行列名，以下每个单位一行；空表用 --template 写。",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出JSON。")] = False,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="文件", help="写成得分表.xlsx。")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", metavar="文件", help="不打分，为这份细则写一张供填写的空依据表.xlsx。"
        ),
    ] = None,
    published: Annotated[
        Path | None,
        typer.Option(
            "--compare",
            metavar="公布的表",
            help="与已经公布的得分表（.xlsx、.csv，各工作表都看）逐数核对，列出不同的和自相矛盾的。",
        ),
    ] = None,
    as_list: Annotated[
        bool, typer.Option("--list", help="列出随程序提供的细则：名称、标题、出处。")
    ] = False,
) -> None:
    from harness.scoring.score import score

    if as_list:
        from harness.cli.rubric import listed

        listed(as_json)
        return
    if rubric is None:
        raise UserError(missing_argument("参数 细则", "score"))
    rules = rubric_named(rubric)
    if template is not None:
        _form(rubric, rules, template)
        return
    if facts is None:
        raise UserError(missing_argument("参数 依据表", "score"))
    if xlsx is not None:
        place_for(xlsx, "--xlsx", originals=[facts])
    table = read_table(rules, facts)
    scores = score(rules, table.units)
    if published is not None:
        _compare(rules, scores, published, as_json)
        return
    if xlsx is not None:
        _write(rules, scores, xlsx)
    if as_json:
        say(_as_json(rules, scores, table.left_out))
    elif xlsx is None:
        say(*lines(rules, scores))
    for number, name in table.left_out:
        say(f"{facts.name}：第{number}行“{name}”不是单位，没有计分", err=True)
    if name_doubts(scores):
        raise typer.Exit(1)


def _compare(rubric: Rubric, scores: Sequence[Score], path: Path, as_json: bool) -> None:
    """Exit status 1 where anything differs."""
    from dataclasses import asdict

    from harness.cli.rows import tables_in
    from harness.scoring.published import compare

    found = compare(rubric, scores, [(table.where, table.rows) for table in tables_in(path)])
    if not found.agreeing and not found.differences:
        told = "；".join(found.left)
        raise UserError(
            f"{path.name}：没有一个可以核对的数{f'（{told}）' if told else ''}，应有单位名称和得分的表"
        )
    if as_json:
        say(json_text(asdict(found)))
    else:
        say(*found.differences, *found.contradictions, *found.notes)
        count = found.agreeing + len(found.differences)
        say(f"核对了{count}个数：相同{found.agreeing}个，不同{len(found.differences)}个")
    say(*found.left, err=True)
    if found.differences or found.contradictions:
        raise typer.Exit(1)


def rubric_named(name: str) -> Rubric:
    from harness.scoring.rubric import BadRubric, load, parse, shipped

    path = Path(name)
    try:
        if name in shipped() or (path.suffix.lower() != ".toml" and not path.exists()):
            return load(name)  # an unknown name is told which names there are
        return parse(text_of(path), path.name)
    except BadRubric as wrong:
        raise all_wrong(wrong.faults) from wrong


def read_table(rubric: Rubric, path: Path) -> FactsTable:
    from harness.cli.rows import table_in
    from harness.scoring.facts_table import BadFacts, read_facts

    table = table_in(path)
    try:
        return read_facts(rubric, table.rows, table.where)
    except BadFacts as wrong:
        raise all_wrong(wrong.faults) from wrong


def _form(name: str, rubric: Rubric, path: Path) -> None:
    from harness.reports.score_form import write_score_form

    try:
        write_score_form(rubric, new_place(path, "--template"))
    except OSError as wrong:
        raise UserError(unwritable(path, wrong)) from wrong
    say(f"已写入{path}，填好以后：mingcha score {name} {path}", err=True)


def _write(rubric: Rubric, scores: Sequence[Score], path: Path) -> None:
    from harness.reports.score_sheets import write_scores

    try:
        write_scores(rubric, scores, path)
    except OSError as wrong:
        raise UserError(unwritable(path, wrong)) from wrong
    say(f"已写入{path}", err=True)


def _as_json(rubric: Rubric, scores: Sequence[Score], left_out: Sequence[tuple[int, str]]) -> str:
    from dataclasses import asdict

    import msgspec

    from harness.scoring.groups import group_scores

    table = {
        "rubric": {"id": rubric.id, "title": rubric.title, "source": rubric.source},
        "units": [_unit(one) for one in scores],
        "groups": [asdict(each) for each in group_scores(rubric, scores)],
        "left_out": [{"row": number, "name": name} for number, name in left_out],
    }
    # Decimals leave as JSON numbers with the digits they have
    text = msgspec.json.Encoder(decimal_format="number").encode(table).decode("utf-8")
    return escaped(text)


def _unit(one: Score) -> dict[str, object]:
    from harness.scoring.assessed import is_assessed, may_come_to

    known, may_be = is_assessed(one), may_come_to(one)
    return {
        "unit": one.name,
        "category": one.category,
        "marks": [_mark(mark) for mark in one.marks],
        "actual": one.actual,
        "full": one.full,
        "exempt": one.exempt,
        "total": one.total if known else None,
        "lowest_total": may_be[0] if may_be else None,
        "highest_total": may_be[1] if may_be else None,
        "rate": one.rate if known else None,
        "grade": one.grade,
        "rank": one.rank,
        "rank_in_category": one.rank_in_category,
        "unranked": one.unranked,
        "established": one.established.quantize(Decimal("0.01")),
        "branches": [
            {
                "id": each.id,
                "name": each.name,
                "weight": each.weight,
                "points": each.points,
                "reach": each.reach,
                "rate": each.rate,
                "level": each.level,
            }
            for each in one.branches
        ],
        "provisional": one.provisional,
    }


def _mark(mark: Mark) -> dict[str, object]:
    return {
        "criterion": mark.criterion.id,
        "name": mark.criterion.name,
        "weight": mark.criterion.weight,
        "points": None if mark.exempt else mark.points,
        "lowest": None if mark.exempt else mark.lowest,
        "exempt": bool(mark.exempt),
        "by_hand": mark.by_hand,
        "provisional": mark.provisional,
        "deductions": [_deduction(item) for item in (*mark.deductions, *mark.doubts)],
        "remark": mark.exempt or mark.open,
    }


def _deduction(item: Deduction) -> dict[str, object]:
    return {
        "code": item.rule.id,
        "name": item.rule.name,
        "points": item.points,
        "certain": item.certain,
        "reason": item.reason,
    }


def lines(rubric: Rubric, scores: Sequence[Score]) -> list[str]:
    from harness.scoring.assessed import NOT_ASSESSED, by_class, lacks_evidence, span_text
    from harness.scoring.score import plain

    lines = [rubric.title, f"依据：{rubric.source}", ""]
    several, before = len({one.category for one in scores}) > 1, None
    for one in by_class(scores):
        if several and one.category != before:
            before = one.category
            lines.append(f"【{one.category or '没有写类别'}】")
        head = f"{one.rank_in_category or '-'}. {one.name}"
        if one.rate is None:
            lines.append(f"{head}  {one.unranked}")
        elif lacks_evidence(one):
            lines.append(f"{head}  {NOT_ASSESSED}（可能得{span_text(one)}）")
        else:
            exempt = f"，折分{plain(one.exempt)}" if one.exempt else ""
            temporary = "（暂定）" if one.provisional else ""
            lines.append(
                f"{head}  最终得分{one.total}/{plain(one.full)}（实际得分{plain(one.actual)}{exempt}）"
                f"  得分率{one.rate}%  {one.grade}{temporary}"
            )
        if one.unranked and one.rate is not None:
            lines.append(f"    {one.unranked}")
        lines += [f"    {_mark_line(mark)}" for mark in one.marks]
    return [*lines, *_groups(rubric, scores)]


def _groups(rubric: Rubric, scores: Sequence[Score]) -> list[str]:
    from harness.scoring.groups import group_scores

    found = group_scores(rubric, scores)
    lines = ["", "汇总"] if found else []
    for one in sorted(found, key=lambda one: (one.rank is None, one.rank or 0)):
        if one.total is None:
            lines.append(f"-. {one.name}  {one.unranked}")
            continue
        lines.append(
            f"{one.rank or '-'}. {one.name}  {one.total}（本级得分率{one.own_rate}%，"
            f"下属{len(one.members)}家平均{one.members_rate}%）  {one.grade or one.unranked}"
        )
    return lines


def _mark_line(mark: Mark) -> str:
    from harness.scoring.score import plain

    name, weight = mark.criterion.name, plain(mark.criterion.weight)
    if mark.exempt:
        return f"{name}  {mark.exempt_as}（{mark.exempt}）"
    span = f"，最低{plain(mark.lowest)}" if mark.provisional else ""
    why = [f"{d.rule.name}扣{plain(d.points)}分{_because(d)}" for d in mark.deductions]
    why += _doubts(mark)
    return f"{name}  {plain(mark.points)}/{weight}{span}" + "".join(f"；{item}" for item in why)


def _because(item: Deduction) -> str:
    return "" if item.reason == item.rule.name else f"（{item.reason}）"


def _doubts(mark: Mark) -> list[str]:
    if mark.exempt or not mark.provisional:
        return []
    return [f"{d.rule.name}待定，未扣分{_because(d)}" for d in mark.doubts] or [mark.open]


def name_doubts(scores: Sequence[Score]) -> bool:
    """Whatever a person still has to decide, one line each on standard error."""
    doubts = [
        f"待复核：{one.name}：{mark.criterion.name}：{doubt}"
        for one in scores
        for mark in one.marks
        for doubt in _doubts(mark)
    ]
    for line in doubts:
        say(line, err=True)
    return bool(doubts)
