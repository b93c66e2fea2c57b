"""`objection`: what units object to, and what is decided of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli import given
from harness.cli.campaign.desk import AsJson, AsOf, By, Desk, Folder, Seen, Write, table
from harness.cli.chinese import Typer
from harness.cli.errors import UserError
from harness.cli.shown import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.campaign.objecting.decide import Decided
    from harness.campaign.objecting.objection import Listed
    from harness.scoring.people import Outcome


def register(app: typer.Typer) -> None:
    group = Typer(help="异议：登记、查看、决定。", no_args_is_help=True)
    group.command("new", help="登记单位的一件异议，材料留存为佐证；逾期的照登并注明。")(new)
    group.command("list", help="各件异议：期限、是否逾期、怎样决定。")(show)
    group.command("decide", help="决定一件异议：分数随之重算，列出变更和同类情形。")(decide)
    app.add_typer(group, name="objection")


def new(
    unit: Annotated[str, typer.Argument(metavar="单位", help="单位编号、名称或简称。")],
    target: Annotated[
        str,
        typer.Argument(metavar="对象", help="对什么有异议，写法同认定：申请或单位编号/要素等。"),
    ],
    on: Annotated[str, typer.Option("--on", metavar="日期", help="哪一天提出。")],
    text: Annotated[str, typer.Option("--text", metavar="内容", help="单位怎么说，必填。")] = "",
    files: Annotated[
        list[Path] | None, typer.Option("--file", metavar="文件", help="书面材料，可写几次。")
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    day = given.day(on, "--on ")
    with desk.opened() as workspace:
        from harness.campaign.objecting.objection import objection

        done = objection(
            workspace, unit, target, day, text=text, files=files or (), write=write
        )  # fmt: skip
    if as_json:
        desk.answer(done)
        return
    if not done.new:
        say(f"这件异议已登记为第{done.number}号，没有改动。")
    elif done.written:
        say(f"已登记：第{done.number}号异议，{done.unit}，对象 {done.told}。")
    else:
        say(f"将登记：{done.unit}的异议，对象 {done.told}。")
    for each in done.remarks:
        say(f"  {each}")
    if done.written or not done.new:
        desk.next(f"mingcha objection decide {done.number} upheld --value 结论 --why 理由")
        return
    words = [unit, target, "--on", on, "--text", text]
    words += [word for each in files or () for word in ("--file", str(each))]
    desk.next(f"mingcha objection new {desk.words(words)} --write", "写入请运行")


def show(folder: Folder = None, as_json: AsJson = False, by: By = None, as_of: AsOf = None) -> None:
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.objecting.objection import listed

        found = listed(workspace)
    if as_json:
        desk.answer(found)
        return
    if not found:
        say("没有异议。")
        desk.next("mingcha objection new 单位 对象 --on 日期 --text 内容")
        return
    show_listed(found)
    waiting = [each for each in found if each.state == "open"]
    say(f"共{len(found)}件，未决{len(waiting)}件。")
    if waiting:
        desk.next(f"mingcha objection decide {waiting[0].number} upheld --value 结论 --why 理由")
    else:
        desk.next("mingcha marks")


def show_listed(found: Sequence[Listed]) -> None:
    table(
        ("编号", "单位", "对象", "提出", "期限", "内容", "决定", "理由", "由谁"),
        (
            (
                each.number, each.unit, each.told, each.on, _term(each), each.text,
                _came_of(each), each.why, each.decided_by,
            )
            for each in found
        ),
    )  # fmt: skip


def _came_of(each: Listed) -> str:
    from harness.scoring.people import OUTCOME_NAMES, Outcome

    if each.state == "open":
        return "未决"
    later = f"（后由异议{each.corrected_by}改正）" if each.corrected_by else ""
    return f"{OUTCOME_NAMES[Outcome(each.state)]}{later}"


def _term(each: Listed) -> str:
    if each.last is None:
        return "未定"
    return f"{each.last}{'（逾期）' if each.late else ''}"


def decide(
    number: Annotated[int, typer.Argument(metavar="编号", help="第几号异议。")],
    outcome: Annotated[str, typer.Argument(metavar="决定", help="成立、不成立、部分成立。")],
    value: Annotated[
        str | None,
        typer.Option("--value", metavar="认定", help="今后的认定：结论、日期或分数。"),
    ] = None,
    defect: Annotated[
        list[str] | None,
        typer.Option("--defect", metavar="瑕疵", help="结论为有瑕疵时是哪种；可写几次。"),
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="理由", help="决定的理由，必填。")] = "",
    also_alike: Annotated[
        bool, typer.Option("--alike", help="同类情形（列出的那些）一并照此更正。")
    ] = False,
    seen: Seen = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    came_of = _outcome(outcome)
    with desk.opened() as workspace:
        from harness.campaign.objecting.decide import decide as deciding

        done = deciding(
            workspace, number, came_of, value=value, defects=defect or (), why=why,
            also_alike=also_alike, seen=seen, write=write,
        )  # fmt: skip
    if as_json:
        desk.answer(done)
        return
    _show_decided(done)
    if write:
        desk.next("mingcha objection list")
        return
    words = [str(number), outcome, *(["--value", value] if value else [])]
    words += [word for one in defect or () for word in ("--defect", one)]
    words += ["--why", why, *(["--alike"] if also_alike else [])]
    desk.next(
        f"mingcha objection decide {desk.words(words)} --write --seen {done.seen}", "写入请运行"
    )


def _outcome(text: str) -> Outcome:
    from harness.scoring.people import OUTCOME_NAMES

    for each, name in OUTCOME_NAMES.items():
        if text.strip().casefold() in (each.value, name, name.removeprefix("异议")):
            return each
    raise UserError(
        f"“{text}”不是对异议的决定，应为 upheld（成立）、rejected（不成立）、partly（部分成立）之一"
    )


def _show_decided(done: Decided) -> None:
    from harness.casebook.ruled.wording import target_told, value_told
    from harness.scoring.people import OUTCOME_NAMES, Outcome

    say(f"第{done.number}号：{done.unit}，{target_told(done.target, done.after.value)}")
    say(f"  {'决定' if done.written else '将决定'}：{OUTCOME_NAMES[Outcome(done.outcome)]}")
    for name, stand in (("原来", done.before), ("现在" if done.written else "将会", done.after)):
        because = f"；{stand.why}" if stand.why else ""
        say(f"  {name}：{value_told(done.target, stand.value, stand.defects)}{because}")
    if done.changes:
        say("变更清单")
        table(
            ("单位编号", "单位", "项目", "原来", "现在" if done.written else "将会"),
            ((one.unit_id, one.unit, one.what, one.before, one.after) for one in done.changes),
        )
    elif done.ruled:
        say("各单位的得分不变。")
    if done.alike:
        both = "一并更正" if len(done.ruled) > 1 else "没有更正，一并更正请加 --alike"
        say(f"同类情形{len(done.alike)}件（{both}）：{'、'.join(done.alike)}")
    elif done.ruled and not done.objected:
        say("没有同类情形（同一要素、同一结论、同一理由）。")
    if done.objected:
        told = "、".join(f"{target}（异议{number}）" for target, number in done.objected)
        say(f"同类而另有异议的{len(done.objected)}件，不一并更正，请逐件决定：{told}")
    if done.near:
        say(f"结论相同而理由的写法不同的{len(done.near)}件，请逐件看：{'、'.join(done.near)}")
