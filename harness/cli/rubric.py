"""`mingcha rubric`: the schemes that ship, one to begin with, and whether one's own is right.

`list`, `show` and `new` need nothing but the program; `check` reads a file, names every fault with its line,
and, given a table of facts, marks the units of it by way of trial.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.chinese import Typer
from harness.cli.errors import UserError, exists_already, unwritable
from harness.cli.given import place_for
from harness.cli.shown import json_text, say, say_text
from letters.saving import save

if TYPE_CHECKING:
    from harness.scoring.rubric_file.rubric import Rubric

Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
Name = Annotated[str, typer.Argument(metavar="细则", help="随程序提供的名称，或者一个.toml文件。")]


def register(app: typer.Typer) -> None:
    rubric = Typer(
        name="rubric", help="评分细则：列出、查看、新写一份、检查。", no_args_is_help=True
    )
    rubric.command("list", help="随程序提供的细则：名称、标题、出处。")(listed)
    rubric.command("show", help="一份细则的指标、权重、扣分、类别和等次。")(show)
    rubric.command("new", help="写一份供填写的细则，或者抄一份随程序提供的来改。")(new)
    rubric.command("check", help="检查自己的细则；给出依据表的，试算一遍。")(check)
    app.add_typer(rubric)


def listed(as_json: Json = False) -> None:
    from harness.scoring.rubric_file.rubric import load, shipped
    from harness.scoring.rubric_file.told import heading

    known = {name: load(name, blanks=True) for name in shipped()}
    if as_json:
        told = [
            {
                "id": name, "title": one.title, "source": one.source,
                "full": None if one.blanks else float(one.full), "blanks": len(one.blanks),
            }
            for name, one in known.items()
        ]  # fmt: skip
        say(json_text(told))
        return
    for name, one in known.items():
        say(name, *(f"    {line}" for line in heading(one)))


def show(
    name: Name,
    source: Annotated[bool, typer.Option("--toml", help="原样输出细则文件。")] = False,
) -> None:
    from harness.scoring.rubric_file.told import told

    text, rubric = _opened(name, blanks=True)
    if source:
        say_text(text)
    else:
        say(*told(rubric))


def new(
    file: Annotated[Path, typer.Argument(metavar="文件", help="新细则的文件名，.toml。")],
    origin: Annotated[
        str | None, typer.Option("--from", metavar="细则", help="从随程序提供的这一份抄来改。")
    ] = None,
) -> None:
    from harness.cli.errors import all_wrong
    from harness.scoring.rubric_file.rubric import BadRubric, empty_form, text_of

    place_for(file, "文件", (".toml",))
    if file.exists():
        raise UserError(exists_already(file))
    try:
        text = text_of(origin) if origin else empty_form()
    except BadRubric as wrong:
        raise all_wrong(wrong.faults) from None
    try:
        save(file, text.encode())
    except OSError as wrong:
        raise UserError(unwritable(file, wrong)) from wrong
    say(f"已写入{file}，改好以后：mingcha rubric check {file}", err=True)


def check(
    name: Name,
    facts: Annotated[
        Path | None,
        typer.Argument(metavar="依据表", help="用它试算：.csv或.xlsx，每个单位一行。"),
    ] = None,
) -> None:
    """Exit status 1 where something is left to say: a remark, a mark that is provisional."""
    from harness.scoring.rubric_file.told import heading, remarks

    _, rubric = _opened(name, blanks=False)
    say("没有发现写错的地方。", *heading(rubric))
    found = remarks(rubric)
    for line in found:
        say(f"请留意：{line}", err=True)
    doubts = False
    if facts is not None:
        from harness.cli.score import read_table
        from harness.cli.score_told import lines, name_doubts
        from harness.scoring.score import score

        scores = score(rubric, read_table(rubric, facts).units)
        say("", *lines(rubric, scores))
        doubts = name_doubts(scores)
    if found or doubts:
        raise typer.Exit(1)


def _opened(name: str, *, blanks: bool) -> tuple[str, Rubric]:
    from harness.cli.errors import all_wrong
    from harness.scoring.rubric_file.rubric import BadRubric, load, parse, shipped, text_of

    path = Path(name)
    try:
        if name in shipped() or (path.suffix.lower() != ".toml" and not path.exists()):
            return text_of(name), load(name, blanks=blanks)
        from harness.cli.given import text_of as text_in

        text = text_in(path)
        return text, parse(text, path.name, blanks=blanks)
    except BadRubric as wrong:
        raise all_wrong(wrong.faults) from None
