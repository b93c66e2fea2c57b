"""`mingcha score RUBRIC FACTS`: marks units by a rubric, from a table of facts; contracts.md, 5.

The table's columns are those of harness/scoring/tables/facts_table.py. Exit status 1 where a mark is
provisional (待定 in the table, or not given yet); each is named on standard error.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError, all_wrong, missing_argument, unwritable
from harness.cli.given import new_place, place_for, text_of
from harness.cli.shown import json_text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.scoring.rubric_file.rubric import Rubric
    from harness.scoring.score import Score
    from harness.scoring.tables.facts_table import FactsTable


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
    from harness.cli.score_json import scores_json
    from harness.cli.score_told import lines, name_doubts
    from harness.scoring.score import score

    table = read_table(rules, facts)
    scores = score(rules, table.units)
    if published is not None:
        _compare(rules, scores, published, as_json)
        return
    if xlsx is not None:
        _write(rules, scores, xlsx)
    if as_json:
        say(scores_json(rules, scores, table.left_out))
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
    from harness.scoring.tables.published import compare

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
    from harness.scoring.rubric_file.rubric import BadRubric, load, parse, shipped

    path = Path(name)
    try:
        if name in shipped() or (path.suffix.lower() != ".toml" and not path.exists()):
            return load(name)  # an unknown name is told which names there are
        return parse(text_of(path), path.name)
    except BadRubric as wrong:
        raise all_wrong(wrong.faults) from wrong


def read_table(rubric: Rubric, path: Path) -> FactsTable:
    from harness.cli.rows import table_in
    from harness.scoring.tables.facts_table import BadFacts, read_facts

    table = table_in(path)
    try:
        return read_facts(rubric, table.rows, table.where)
    except BadFacts as wrong:
        raise all_wrong(wrong.faults) from wrong


def _form(name: str, rubric: Rubric, path: Path) -> None:
    from harness.reports.workbooks.score_form import write_score_form

    try:
        write_score_form(rubric, new_place(path, "--template"))
    except OSError as wrong:
        raise UserError(unwritable(path, wrong)) from wrong
    say(f"已写入{path}，填好以后：mingcha score {name} {path}", err=True)


def _write(rubric: Rubric, scores: Sequence[Score], path: Path) -> None:
    from harness.reports.workbooks.score_sheets import write_scores

    try:
        write_scores(rubric, scores, path)
    except OSError as wrong:
        raise UserError(unwritable(path, wrong)) from wrong
    say(f"已写入{path}", err=True)
