"""`mingcha score RUBRIC FACTS`: marks units by a rubric, from a table of facts; contracts.md, 5.

The table's columns are those of harness/scoring/facts_table.py. Exit status 1 where a mark is
provisional (待定 in the table, or not given yet); each is named on standard error.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.errors import UserError, reason
from harness.cli.shown import escaped, named, say
from letters.opening import MOST_OF_A_TEXT, read_file, read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.scoring.facts import UnitFacts
    from harness.scoring.rubric import Rubric
    from harness.scoring.score import Deduction, Mark, Score


def register(app: typer.Typer) -> None:
    app.command("score", help="按评分细则给单位打分：扣分及理由、折分、得分率、等次和排名。")(run)


def run(
    rubric: Annotated[
        str, typer.Argument(metavar="细则", help="随程序提供的细则名称，或者一个.toml文件。")
    ],
    facts: Annotated[
        Path, typer.Argument(metavar="依据表", help=".csv或.xlsx，第1行列名，以下每个单位一行。")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出JSON。")] = False,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="文件", help="写成得分表.xlsx。")
    ] = None,
) -> None:
    from harness.scoring.score import score

    if xlsx is not None:
        _may_be_written(xlsx)
    rules = _rubric(rubric)
    scores = score(rules, _facts(rules, facts))
    if xlsx is not None:
        _write(rules, scores, xlsx)
    if as_json:
        say(_as_json(rules, scores))
    elif xlsx is None:
        say("\n".join(_lines(rules, scores)))
    if _name_doubts(scores):
        raise typer.Exit(1)


def _rubric(name: str) -> Rubric:
    from harness.scoring.rubric import BadRubric, load, parse, shipped

    path = Path(name)
    try:
        if name in shipped() or (path.suffix != ".toml" and not path.exists()):
            return load(name)  # an unknown name is told which names there are
        return parse(read_text(path), named(path.name))
    except BadRubric as wrong:
        raise UserError("\n".join(wrong.faults)) from wrong
    except UnicodeDecodeError as wrong:
        raise UserError(f"{named(name)}：不是UTF-8编码，请另存为UTF-8再用") from wrong
    except OSError as wrong:
        raise UserError(f"{named(name)}：打不开这个文件，请检查路径（{reason(wrong)}）") from wrong


def _facts(rubric: Rubric, path: Path) -> tuple[UnitFacts, ...]:
    from harness.scoring.facts_table import BadFacts, facts_from_rows

    try:
        rows = _csv_rows(path) if path.suffix.lower() == ".csv" else _sheet_rows(path)
        return facts_from_rows(rubric, rows, named(path.name))
    except BadFacts as wrong:
        raise UserError("\n".join(wrong.faults)) from wrong
    except OSError as wrong:
        raise UserError(f"{named(path)}：打不开这个文件，请检查路径（{reason(wrong)}）") from wrong


def _csv_rows(path: Path) -> list[list[str]]:
    """UTF-8, or what Excel on a Chinese Windows writes."""
    import csv
    import io

    data = read_file(path, MOST_OF_A_TEXT)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error as wrong:
            raise UserError(
                f"{named(path.name)}：不是能读的CSV（可能有未配对的引号），请用Excel另存"
            ) from wrong
    raise UserError(f"{named(path.name)}：编码既不是UTF-8也不是GBK，请另存为“CSV UTF-8”")


def _sheet_rows(path: Path) -> list[list[object]]:
    from letters.workbook import BadBook, open_workbook, open_worksheet

    if not path.exists():
        raise UserError(f"{named(path)}：没有这个文件，请检查路径")
    try:
        book = open_workbook(read_file(path))
        sheet = open_worksheet(book, book.sheet_names[0])
    except (BadBook, IndexError) as wrong:
        raise UserError(
            f"{named(path.name)}：不是能读的表格，依据表应为.xlsx或.csv（{wrong}）"
        ) from wrong
    return [list(row) for row in sheet.to_python(skip_empty_area=False)] if sheet.end else []


def _may_be_written(path: Path) -> None:
    """Tried before the work begins."""
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=path.absolute().parent):
            pass
    except OSError as wrong:
        raise UserError(
            f"{named(path)}：写不了这个文件（{reason(wrong)}），请检查文件夹"
        ) from wrong


def _write(rubric: Rubric, scores: Sequence[Score], path: Path) -> None:
    from harness.reports.score_sheets import write_scores

    try:
        write_scores(rubric, scores, path)
    except OSError as wrong:
        raise UserError(
            f"{named(path)}：写不了这个文件（{reason(wrong)}），请检查文件夹"
        ) from wrong
    say(f"已写入{named(path)}", err=True)


def _as_json(rubric: Rubric, scores: Sequence[Score]) -> str:
    import msgspec

    table = {
        "rubric": {"id": rubric.id, "title": rubric.title, "source": rubric.source},
        "units": [_unit(one) for one in scores],
    }
    # Decimals leave as JSON numbers with the digits they have
    text = msgspec.json.Encoder(decimal_format="number").encode(table).decode("utf-8")
    return escaped(text)


def _unit(one: Score) -> dict[str, object]:
    return {
        "unit": one.name,
        "category": one.category,
        "marks": [_mark(mark) for mark in one.marks],
        "actual": one.actual,
        "full": one.full,
        "exempt": one.exempt,
        "total": one.total,
        "lowest_total": one.lowest_total,
        "rate": one.rate,
        "grade": one.grade,
        "rank": one.rank,
        "rank_in_category": one.rank_in_category,
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


def _lines(rubric: Rubric, scores: Sequence[Score]) -> list[str]:
    from harness.scoring.score import plain

    lines = [rubric.title, f"依据：{rubric.source}", ""]
    for one in sorted(scores, key=lambda one: (one.rank is None, one.rank or 0)):
        head = f"{one.rank or '-'}. {one.name}"
        if one.rate is None:
            lines.append(f"{head}  全部指标折分，不计得分")
        else:
            exempt = f"，折分{plain(one.exempt)}" if one.exempt else ""
            temporary = "（暂定）" if one.provisional else ""
            lines.append(
                f"{head}  最终得分{one.total}/{plain(one.full)}（实际得分{plain(one.actual)}{exempt}）"
                f"  得分率{one.rate}%  {one.grade}{temporary}"
            )
        lines += [f"    {_mark_line(mark)}" for mark in one.marks]
    return lines


def _mark_line(mark: Mark) -> str:
    from harness.scoring.score import plain

    name, weight = mark.criterion.name, plain(mark.criterion.weight)
    if mark.exempt:
        return f"{name}  折分（{mark.exempt}）"
    span = f"，最低{plain(mark.lowest)}" if mark.provisional else ""
    why = [f"{d.rule.name}扣{plain(d.points)}分（{d.reason}）" for d in mark.deductions]
    why += _doubts(mark)
    return f"{name}  {plain(mark.points)}/{weight}{span}" + "".join(f"；{item}" for item in why)


def _doubts(mark: Mark) -> list[str]:
    if mark.exempt or not mark.provisional:
        return []
    return [f"{d.rule.name}待定，未扣分（{d.reason}）" for d in mark.doubts] or [mark.open]


def _name_doubts(scores: Sequence[Score]) -> bool:
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
